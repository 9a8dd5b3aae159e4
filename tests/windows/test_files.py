"""Files that Windows does not let go: the message says why, nothing is left behind, and nothing is lost."""

from pathlib import Path

import pytest
from support.twenty import RECIPIENT, write_twenty
from support.windows.full_disk import filled, may_mount, mounted
from support.windows.machine import PROGRAM, Machine

pytestmark = pytest.mark.windows
_HOLD = "import sys; file = open(sys.argv[1], 'rb'); print('held', flush=True); sys.stdin.read()"
_TOLD = """
from zipfile import ZipFile
real = ZipFile.writestr
def writestr(archive, info, *rest, **more):
    if getattr(info, 'filename', info) == '[Content_Types].xml':  # the last part of a workbook
        raise OSError(28, 'There is not enough space on the disk', str(archive.filename), 112)
    real(archive, info, *rest, **more)
ZipFile.writestr = writestr
from ims_xl.cli import main
main()
"""


@pytest.fixture
def book(machine: Machine, folder: Path) -> Path:
    write_twenty(folder)
    ended = machine.run("ims-xl", "new", "Oct.xlsx", "--gstin", RECIPIENT, "--period", "102026", cwd=folder)
    assert ended.code == 0, ended.text
    return folder / "Oct.xlsx"


def refused(machine: Machine, book: Path, *program: str) -> str:
    """What an import says that cannot write the workbook."""
    before, names = book.read_bytes(), sorted(path.name for path in book.parent.iterdir())
    ended = machine.run(*(program or ["ims-xl"]), "import-json", book.name, "ims.json", cwd=book.parent)
    assert ended.code == 1, ended.text
    assert book.read_bytes() == before
    assert sorted(path.name for path in book.parent.iterdir()) == names
    return " ".join(ended.text.split())


def test_a_workbook_held_open_is_named_and_nothing_is_lost(machine: Machine, book: Path) -> None:
    holder = machine.start(rf"{PROGRAM}\python\python.exe", "-c", _HOLD, book.name, cwd=book.parent)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    said = refused(machine, book)
    assert "X Oct.xlsx: the workbook is open in another program. Close it there and try again." in said
    assert holder.stdin is not None
    holder.stdin.close()
    holder.wait(60)
    ended = machine.run("ims-xl", "import-json", book.name, "ims.json", cwd=book.parent)
    assert b"OK 20 documents on the portal" in ended.out, ended.text


def test_a_workbook_that_may_only_be_read_is_named(machine: Machine, book: Path) -> None:
    machine.run("attrib", "+R", book.name, cwd=book.parent)
    said = refused(machine, book)
    assert "X Oct.xlsx:" in said
    assert "fault of the program" not in said


def is_full(machine: Machine, book: Path, *program: str) -> None:
    said = refused(machine, book, *program)
    assert "X Oct.xlsx: the workbook could not be written: the disk is full. Make room on the disk" in said
    assert "Exception ignored" not in said


def test_error_112_in_the_middle_of_writing_is_a_full_disk(machine: Machine, book: Path) -> None:
    is_full(machine, book, rf"{PROGRAM}\python\python.exe", "-c", _TOLD)
    ended = machine.run("ims-xl", "import-json", book.name, "ims.json", cwd=book.parent)
    assert b"OK 20 documents on the portal" in ended.out, ended.text


@pytest.mark.skipif(not may_mount(), reason="the kernel lets us mount no disk of our own")
@pytest.mark.parametrize("full", ["workbook", "data"])
def test_a_disk_that_is_really_full_is_named_and_nothing_is_lost(machine: Machine, folder: Path, full: str) -> None:
    small = folder / "small disk"
    small.mkdir()
    with mounted(small, "900k"):
        if full == "data":
            machine.variables["IMS_XL_HOME"] += rf"\..\{folder.name}\small disk"
        place = small if full == "workbook" else folder
        write_twenty(place)
        ended = machine.run("ims-xl", "new", "Oct.xlsx", "--gstin", RECIPIENT, "--period", "102026", cwd=place)
        assert ended.code == 0, ended.text
        book = place / "Oct.xlsx"
        with filled(small, left=8_000):
            if full == "workbook":
                is_full(machine, book)
            else:
                said = refused(machine, book)
                assert "Make room on the disk and try again; nothing of this step was kept." in said
        ended = machine.run("ims-xl", "import-json", book.name, "ims.json", cwd=place)
        assert b"OK 20 documents on the portal" in ended.out, ended.text


def test_a_path_over_260_letters_is_named(machine: Machine, folder: Path) -> None:
    deep = folder.joinpath(*["a folder of a client with a long name"] * 8)
    deep.mkdir(parents=True)
    book = str(deep.relative_to(folder) / "Oct.xlsx").replace("/", "\\")
    assert len(book) > 260
    ended = machine.run("ims-xl", "new", book, "--gstin", RECIPIENT, "--period", "102026", cwd=folder)
    assert ended.code == 1
    assert "the path is too long. Give the folder a shorter name, or move it higher up." in " ".join(ended.text.split())
    assert list(deep.iterdir()) == []
