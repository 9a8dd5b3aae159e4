"""Where LibreOffice is found, and that a PDF is whole or not there."""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from support.tools import need

from ims_xl.issues import ImsError
from ims_xl.reports.auditor import write_report
from ims_xl.reports.office import Machine, write_pdf
from ims_xl.reports.report import Report

NOWHERE = dict.fromkeys(("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"), "")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


def machine(root: Path, platform: str, **more: str) -> Machine:
    return Machine(platform, root / "home", NOWHERE | more, lambda name: more.get(name), root)


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch()
    return path


@pytest.mark.parametrize("variable", list(NOWHERE))
def test_on_windows_it_is_found_among_the_programs(tmp_path: Path, variable: str) -> None:
    inside = "Programs/LibreOffice" if variable == "LOCALAPPDATA" else "LibreOffice"
    program = made(tmp_path / inside / "program" / "soffice.com")
    assert machine(tmp_path, "win32", **{variable: str(tmp_path)}).office() == program


@pytest.mark.parametrize("folder", ["Applications", "home/Applications"])
def test_on_macos_it_is_found_among_the_applications(tmp_path: Path, folder: str) -> None:
    program = made(tmp_path / folder / "LibreOffice.app" / "Contents" / "MacOS" / "soffice")
    assert machine(tmp_path, "darwin").office() == program


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_on_linux_it_is_found_on_the_path_and_in_opt(tmp_path: Path, name: str) -> None:
    program = made(tmp_path / "bin" / name)
    assert machine(tmp_path, "linux", **{name: str(program)}).office() == program
    in_opt = made(tmp_path / "opt" / "libreoffice25.8" / "program" / "soffice")
    assert machine(tmp_path, "linux").office() == in_opt


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_where_there_is_none_it_says_what_to_do(tmp_path: Path, platform: str) -> None:
    with pytest.raises(ImsError, match="a PDF needs LibreOffice, which is not on this computer") as refused:
        machine(tmp_path, platform).office()
    assert "Install LibreOffice" in str(refused.value)


def script(folder: Path, text: str) -> Path:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def written(tmp_path: Path, report: Report) -> Path:
    (tmp_path / "out").mkdir()
    write_report(tmp_path / "out" / "report.xlsx", report)
    (tmp_path / "out" / "report.pdf").write_text("last month's")
    return tmp_path / "out" / "report.xlsx"


def left(workbook: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in workbook.parent.iterdir() if path.suffix != ".xlsx"}


@posix
@pytest.mark.parametrize("text", ["exit 1", 'for f; do :; done; echo broken > "$(dirname "$f")/report.pdf"'])
def test_when_it_makes_nothing_the_older_pdf_stays(tmp_path: Path, written: Path, text: str) -> None:
    with pytest.raises(ImsError, match=r"report\.pdf: LibreOffice made no PDF of the report"):
        write_pdf(written, written.with_suffix(".pdf"), script(tmp_path, text))
    assert left(written) == {"report.pdf": "last month's"}


@posix
def test_when_it_takes_too_long_it_is_ended_with_all_it_started(tmp_path: Path, written: Path) -> None:
    program = script(tmp_path, f"sleep 60 & echo $! > {tmp_path}/started; wait")
    began = time.monotonic()
    with pytest.raises(ImsError, match=r"report\.pdf: LibreOffice did not finish the PDF in 0\.05 minutes"):
        write_pdf(written, written.with_suffix(".pdf"), program, seconds=3)
    assert time.monotonic() - began < 30
    assert left(written) == {"report.pdf": "last month's"}
    assert not is_running(int((tmp_path / "started").read_text()))


def is_running(process: int) -> bool:
    """Not one that is over and only waits for its parent to ask."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.1)
    return True


@posix
def test_a_program_that_cannot_be_started_is_said(tmp_path: Path, written: Path) -> None:
    with pytest.raises(ImsError, match=r"report\.pdf: LibreOffice cannot be started"):
        write_pdf(written, written.with_suffix(".pdf"), tmp_path / "nowhere")
    assert left(written) == {"report.pdf": "last month's"}


@pytest.mark.libreoffice
def test_libreoffice_writes_every_page(written: Path) -> None:
    program = shutil.which("soffice")
    need(program is not None, "LibreOffice")
    write_pdf(written, written.with_suffix(".pdf"), Path(str(program)))
    content = written.with_suffix(".pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert sorted(path.name for path in written.parent.iterdir()) == ["report.pdf", "report.xlsx"]
