"""Which GSTIN was connected through which profile at which address: the user's own record, without secrets."""

import json
from contextlib import suppress
from pathlib import Path

from ims_xl import folders
from ims_xl.gstn.providers import Profile
from ims_xl.replacing import write

FILE = "connections.json"


def is_known(profile: Profile, gstin: str) -> bool:
    """Whether this user has connected this GSTIN through this profile at its present address."""
    return _line(profile, gstin) in _lines()


def other_address(profile: Profile) -> str:
    """The address this profile was used with last, "" when it was never used or is used at its present one too."""
    addresses = [address for _, key, address in _lines() if key == profile.key]
    return "" if not addresses or profile.origin in addresses else addresses[-1]


def remember(profile: Profile, gstin: str) -> None:
    """Note a connection the person wanted; where it cannot be written, the question is asked again next time."""
    path, new = _path(), _line(profile, gstin)
    with suppress(OSError):  # one that another program holds for a moment is not written over either
        lines = _read()
        if new not in lines:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, json.dumps([*lines, new], indent=1).encode(), private=True)


def _line(profile: Profile, gstin: str) -> list[str]:
    return [gstin, profile.key, profile.origin]


def _lines() -> list[list[str]]:
    """As `_read`; what cannot be read was never said."""
    with suppress(OSError):
        return _read()
    return []


def _read() -> list[list[str]]:
    """GSTIN, profile, address of each connection, the newest last; what is damaged was never said.

    Raises OSError when the record is there and cannot be read.
    """
    try:
        found = json.loads(_path().read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return []
    lines = found if isinstance(found, list) else []
    return [line for line in lines if isinstance(line, list) and [type(part) for part in line] == [str, str, str]]


def _path() -> Path:
    return folders.config_folder() / FILE
