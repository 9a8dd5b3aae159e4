"""LibreOffice without a window: opens a workbook, recalculates it and saves it as something."""

import re
import subprocess
import zipfile
from pathlib import Path

_VALUE = re.compile(rb'(<c [^>]*?)(?: t="\w+")?><f((?:[^>]*/>)|(?:[^>]*>[^<]*</f>))<v>[^<]*</v>')
XLSX = "xlsx:Calc MS Excel 2007 XML"


class LibreOffice:
    """One installation with a profile of its own, so that several can run at once."""

    def __init__(self, program: str, profile: Path) -> None:
        self.program = program
        self.profile = profile

    def convert(self, path: Path, kind: str, folder: Path) -> Path:
        """Save a file as another kind (a filter name of LibreOffice) in another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{path.stem}.{kind.partition(':')[0]}"
        target.unlink(missing_ok=True)
        words = [f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--convert-to", kind]
        done = subprocess.run(
            [self.program, *words, "--outdir", str(folder), str(path)],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert target.exists(), f"LibreOffice did not write {target.name}: {done.stdout}{done.stderr}"
        return target

    def resave(self, path: Path) -> Path:
        """The workbook as LibreOffice saves it, in a folder beside it."""
        return self.convert(path, XLSX, path.parent / "libreoffice")

    def recalculate(self, path: Path) -> Path:
        """The workbook with every formula computed by LibreOffice: it is given none of the stored values."""
        bare = path.parent / "recalculated" / path.name
        bare.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, _VALUE.sub(rb"\1><f\2", old.read(name)))
        return self.resave(bare)

    def printed(self, path: Path) -> list[str]:
        """The words on the printed pages, line by line, as a reader sees them."""
        pdf = self.convert(path, "pdf", path.parent / "pictures")
        done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
        return [line.strip() for line in done.stdout.splitlines() if line.strip()]

    def to_png(self, path: Path, page: int = 1) -> Path:
        """A picture of one printed page, for eyes."""
        pdf = self.convert(path, "pdf", path.parent / "pictures")
        stem = pdf.with_suffix("")
        subprocess.run(
            ["pdftoppm", "-r", "90", "-png", "-singlefile", "-f", str(page), "-l", str(page), str(pdf), str(stem)],
            check=True,
        )
        return stem.with_suffix(".png")
