"""Where Excel and the add-in keep their files for one user, as data for Windows and macOS."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ims_xl.folders import exchange_folder
from ims_xl.issues import ImsError

NAME = "ims_xl.xlam"
FUNCTIONS = "ims_xl_functions.xlam"
_MAC_CONTAINER = "Library/Containers/com.microsoft.Excel/Data/ims_xl"
_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


class Places(NamedTuple):
    """Files and folders of one user."""

    addin: Path  # in Excel's start-up folder, which Excel trusts
    functions: Path  # the worksheet functions, beside it
    configuration: Path
    exchange: Path  # folder of the small files between Excel and Python
    script: Path | None  # what Excel for Mac runs to start Python


def shipped(name: str = NAME) -> Path:
    """A built add-in that comes with the program."""
    return Path(str(resources.files(__package__).joinpath(name)))


def _read_registry(key: str, name: str) -> object:
    """A value under the current user's registry, None where there is none."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


@dataclass(frozen=True)
class Machine:
    """What the installation needs to know of this computer."""

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    interpreter: str = sys.executable
    exchange: Path = field(default_factory=exchange_folder)
    registry: Callable[[str, str], object] = _read_registry

    def places(self) -> Places:
        """Where the files go.

        Raises ImsError where there is no Excel.
        """
        if self.platform == "win32":
            roaming = Path(self.environment.get("APPDATA") or self.home / "AppData" / "Roaming")
            startup = roaming / "Microsoft" / "Excel" / "XLSTART"
            return Places(
                startup / NAME, startup / FUNCTIONS, self.home / ".ims_xl" / "addin.json", self.exchange, None
            )
        if self.platform == "darwin":
            container = self.home / _MAC_CONTAINER
            script = self.home / _MAC_SCRIPTS / "ims_xl.applescript"
            startup = self.home / _MAC_STARTUP
            return Places(startup / NAME, startup / FUNCTIONS, container / "addin.json", self.exchange, script)
        raise ImsError(
            "Excel is not on this machine, so there is nothing to install",
            "Every step also works without Excel: see ims-xl --help. The sheets open in LibreOffice.",
        )
