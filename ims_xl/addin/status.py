"""Says whether the add-in can work on this computer, point by point, and what to do where it cannot."""

import hashlib
import json
import os
import re
import zipfile
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from ims_xl import __version__
from ims_xl.addin.places import Machine, Places, shipped

_SECURITY = r"Software\{}Microsoft\Office\16.0\Excel\Security"
_AGAIN = "Close Excel and type: ims-xl addin install"


class Check(NamedTuple):
    """One point: whether it is as it should be, what was found, what to do when it is not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def checks(machine: Machine) -> list[Check]:
    """Every point.

    Raises ImsError where there is no Excel.
    """
    places = machine.places()
    found = [_python(machine, places), _addin("Add-in", places.addin), _versions(places), _exchange(places)]
    if machine.platform == "win32":
        found += [
            _downloaded(places),
            _addin("Worksheet functions", places.functions),
            _dll(machine),
            _trusted(machine),
        ]
    elif places.script is not None:
        found.append(Check("Script that starts Python", places.script.exists(), str(places.script), _AGAIN))
    return found


def _python(machine: Machine, places: Places) -> Check:
    try:
        interpreter = str(json.loads(places.configuration.read_text(encoding="ascii"))["interpreter"])
    except (OSError, ValueError, KeyError):
        return Check("Python", False, "the add-in is not configured", _AGAIN)
    same = os.path.normcase(interpreter) == os.path.normcase(machine.interpreter) and Path(interpreter).exists()
    text = interpreter if same else f"{interpreter}, but this is {machine.interpreter}"
    return Check("Python", same, text, _AGAIN)


def _addin(name: str, path: Path) -> Check:
    if not path.exists():
        return Check(name, False, "not in the start-up folder", _AGAIN)
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (path, shipped(path.name))]
    current = digests[0] == digests[1]
    return Check(name, current, f"{path}{'' if current else ', of another version'}", _AGAIN)


def _versions(places: Places) -> Check:
    """Add-in, DLL and Python package must be of one version of xlwings."""
    here = (__version__, metadata.version("xlwings"))
    inside = versions_in(places.addin) if places.addin.exists() else ("none", "none")
    text = "Python has ims_xl {}, xlwings {}; the add-in was made with ims_xl {}, xlwings {}".format(*here, *inside)
    return Check("Versions", here == inside, text, _AGAIN)


def versions_in(addin: Path) -> tuple[str, str]:
    """The versions of ims_xl and xlwings that an add-in says it was made with."""
    try:
        with zipfile.ZipFile(addin) as package:
            text = package.read("docProps/core.xml").decode()
    except (OSError, zipfile.BadZipFile, KeyError):
        return "unknown", "unknown"
    found = re.search(r"ims_xl ([\w.]+), xlwings ([\w.]+)", text)
    return (found[1], found[2]) if found else ("unknown", "unknown")


def _exchange(places: Places) -> Check:
    probe = places.exchange / "probe"
    try:
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError:
        return Check("Folder between Excel and Python", False, f"{places.exchange} cannot be written", _AGAIN)
    return Check("Folder between Excel and Python", True, str(places.exchange))


def _downloaded(places: Places) -> Check:
    """Windows marks what came from the internet, and Excel blocks the macros in it."""
    marked = Path(f"{places.addin}:Zone.Identifier").exists()
    text = "marked as downloaded" if marked else "not marked as downloaded"
    return Check("Mark of the web", not marked, text, "Right-click the file, Properties, Unblock; or install again.")


def _dll(machine: Machine) -> Check:
    """The worksheet functions go through it; the ribbon does not need it."""
    name = f"xlwings64-{metadata.version('xlwings')}.dll"
    folder = Path(machine.interpreter).parent
    found = [path for path in (folder / name, folder.parent / name) if path.exists()]
    text = str(found[0]) if found else f"{name} is not beside Python"
    return Check("DLL of the worksheet functions", bool(found), text, "Install xlwings again, with pip.")


def _trusted(machine: Machine) -> Check:
    """What may switch the add-in off: own settings and policies of the IT department."""
    reasons = []
    for prefix, whose in (("Policies\\", "your IT department"), ("", "a setting of Excel")):
        key = _SECURITY.format(prefix)
        if machine.registry(key, "VBAWarnings") == 4:
            reasons.append(f"{whose} disables all macros")
        if machine.registry(key + r"\Trusted Locations", "AllLocationsDisabled") == 1:
            reasons.append(f"{whose} disables trusted locations")
    text = "; ".join(reasons) or "the start-up folder is a trusted location, and nothing disables macros"
    return Check("Trusted", not reasons, text, "See docs/install.md, What IT may block.")
