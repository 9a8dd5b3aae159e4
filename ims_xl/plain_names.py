"""Names that stand for a file of ours: plain words, so that no name can lead out of a folder."""

import re

from ims_xl.issues import ImsError

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# Windows takes these for devices in every folder, whatever ending follows.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def is_plain(name: str) -> bool:
    """Whether a name is up to 40 letters, digits, - and _, and no device of Windows."""
    return bool(_WORD.fullmatch(name)) and not is_device(name)


def is_device(name: str) -> bool:
    """Whether Windows takes the name for a device."""
    return bool(_DEVICES.fullmatch(name.lower()))


def plain(name: str, what: str, remedy: str) -> str:
    """The name in lower case: names that differ only in case are one file on Windows and macOS.

    Raises ImsError when it is not plain; `what` is named by it.
    """
    if not is_plain(name):
        raise ImsError(f"the name of {what} is one word of up to 40 letters, digits, - and _", remedy, value=name)
    return name.lower()
