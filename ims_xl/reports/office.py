"""LibreOffice on this computer: where it is, and how it makes a PDF of a workbook without a window."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ims_xl.issues import ImsError
from ims_xl.replacing import in_words, replacing

SECONDS = 600  # a report of 2,000 documents takes about 20, the first start on a slow computer a minute
_WITHOUT = "Install LibreOffice (it is free), or open the report and print it from there."


@dataclass(frozen=True)
class Machine:
    """What is looked at of this computer."""

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None] = shutil.which
    root: Path = Path("/")

    def office(self) -> Path:
        """The program of LibreOffice that can be waited for.

        Raises ImsError where there is none.
        """
        found = next((path for path in self._places() if path.is_file()), None)
        if found is None:
            raise ImsError("a PDF needs LibreOffice, which is not on this computer", _WITHOUT)
        return found

    def _places(self) -> Iterator[Path]:
        """Where its installers put it; on Windows soffice.exe returns before it is done, soffice.com does not."""
        if self.platform == "win32":
            for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
                if folder := self.environment.get(name):
                    programs = Path(folder, "Programs") if name == "LOCALAPPDATA" else Path(folder)
                    yield programs / "LibreOffice" / "program" / "soffice.com"
            names = ["soffice.com"]
        else:
            names = ["soffice", "libreoffice"]
        if self.platform == "darwin":
            for above in (self.root, self.home):
                yield above / "Applications" / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
        yield from (Path(found) for found in map(self.which, names) if found)
        if self.platform not in ("win32", "darwin"):
            yield from sorted((self.root / "opt").glob("libreoffice*/program/soffice"), reverse=True)


def write_pdf(workbook: Path, path: Path, office: Path, seconds: float = SECONDS) -> None:
    """Write every page of a workbook as PDF; an older file of that name is replaced at once or not at all.

    LibreOffice runs with a profile of its own, so that one that is open is not disturbed.
    Raises ImsError when it does not finish in time, makes nothing, or the file cannot be written.
    """
    with TemporaryDirectory(prefix="ims_xl-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copyfile(workbook, folder / "report.xlsx")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = [profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)]
        _run([str(office), *words, str(folder / "report.xlsx")], seconds, path.name)
        made = folder / "report.pdf"
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise ImsError(
                "LibreOffice made no PDF of the report",
                f"Open {workbook.name} in LibreOffice and choose Export as PDF to see what it says.",
                file=path.name,
            )
        try:
            with replacing(path) as draft:
                shutil.copyfile(made, draft)
        except OSError as error:
            remedy = "Close it if it is open in another program, or choose a folder you may write to."
            raise in_words(error, "the PDF cannot be written", remedy, file=path.name) from error


def _run(command: list[str], seconds: float, file: str) -> None:
    """Run LibreOffice to its end; what it started is ended with it."""
    own: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        own = {"creationflags": subprocess.CREATE_NO_WINDOW}
    streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        process = subprocess.Popen(command, **streams, **own)
    except OSError as error:
        remedy = "Repair the installation of LibreOffice, or print the report from the workbook."
        raise in_words(error, "LibreOffice cannot be started", remedy, file=file) from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        minutes = f"{seconds / 60:g} minutes"
        remedy = "Try again when the computer has less to do, or print the report from the workbook."
        raise ImsError(f"LibreOffice did not finish the PDF in {minutes}", remedy, file=file) from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        words = ["taskkill", "/PID", str(process.pid), "/T", "/F"]
        subprocess.run(words, check=False, capture_output=True, creationflags=subprocess.CREATE_NO_WINDOW)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
