"""Puts the add-in and its configuration in place for one user, and takes them away again."""

import json
from importlib import resources
from pathlib import Path

from ims_xl import replacing
from ims_xl.addin.places import FUNCTIONS, Machine, shipped
from ims_xl.issues import ImsError
from ims_xl.private import private_folder

BLOCKED = (
    "If Excel says that macros are blocked: File, Options, Trust Center, Trust Center Settings, Macro Settings, "
    '"Disable VBA macros with notification" is enough, for the add-in lies in a folder that Excel trusts. '
    "Where your IT department blocks all macros, docs/install.md says what to ask for."
)


def install(machine: Machine) -> list[str]:
    """Copy the add-in to the start-up folder and write its configuration; gives back what was done, in lines.

    Raises ImsError when Excel is not here, holds the old add-in open, or Python lies on a network share.
    """
    places = machine.places()
    if machine.platform == "win32" and machine.interpreter.startswith(("\\\\", "//")):
        raise ImsError(
            "Python lies on a network share, and the add-in starts only programs of this computer",
            "Install Python and ims_xl on the local disk.",
            value=machine.interpreter,
        )
    values = {"interpreter": machine.interpreter, "folder": str(places.exchange)}
    private_folder(places.exchange)
    _write(places.configuration, json.dumps(values, indent=1).encode("ascii"))
    if places.script is not None:
        text = resources.files(__package__).joinpath("ims_xl.applescript").read_bytes()
        _write(places.script, text)
    _write(places.addin, shipped().read_bytes())
    _write(places.functions, shipped(FUNCTIONS).read_bytes())
    lines = [f"The add-in: {places.addin}", f"Its worksheet functions: {places.functions}"]
    lines += [f"Its configuration: {places.configuration}"]
    if places.script is not None:
        lines.append(f"What starts Python from Excel for Mac: {places.script}")
    return [*lines, "Start Excel again: the tab IMS is there.", BLOCKED]


def uninstall(machine: Machine) -> list[str]:
    """Remove what `install` wrote; workbooks and the data folder stay."""
    places = machine.places()
    there = [
        path for path in (places.addin, places.functions, places.configuration, places.script) if path and path.exists()
    ]
    for path in there:
        try:
            path.unlink()
        except PermissionError as error:
            raise _in_use(path) from error
    removed = [f"Removed {path}" for path in there] or ["The add-in was not installed."]
    return [*removed, "Your workbooks and your data are still there."]


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once, so that Excel never finds half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replacing.write(path, content)
    except PermissionError as error:
        raise _in_use(path) from error
    except OSError as error:
        remedy = "See that the folder can be written."
        raise replacing.in_words(error, "the add-in cannot be put in place", remedy, file=str(path)) from error


def _in_use(path: Path) -> ImsError:
    return ImsError("Excel has the add-in open", "Close Excel completely and do this again.", file=path.name)
