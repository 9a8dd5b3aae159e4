"""Files that Windows does not let go: the message says why, nothing is left behind, and nothing is lost."""

from pathlib import Path

import pytest
from support.twenty import RECIPIENT, write_twenty
from support.windows.machine import PROGRAM, Machine

pytestmark = pytest.mark.windows
_HOLD = "import sys; file = open(sys.argv[1], 'rb'); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def book(machine: Machine, folder: Path) -> Path:
    write_twenty(folder)
    ended = machine.run("ims-xl", "new", "Oct.xlsx", "--gstin", RECIPIENT, "--period", "102026", cwd=folder)
    assert ended.code == 0, ended.text
    return folder / "Oct.xlsx"


def refused(machine: Machine, book: Path) -> str:
    """What an import says that cannot write the workbook."""
    before, names = book.read_bytes(), sorted(path.name for path in book.parent.iterdir())
    ended = machine.run("ims-xl", "import-json", book.name, "ims.json", cwd=book.parent)
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


def test_a_path_over_260_letters_is_named(machine: Machine, folder: Path) -> None:
    deep = folder.joinpath(*["a folder of a client with a long name"] * 8)
    deep.mkdir(parents=True)
    book = str(deep.relative_to(folder) / "Oct.xlsx").replace("/", "\\")
    assert len(book) > 260
    ended = machine.run("ims-xl", "new", book, "--gstin", RECIPIENT, "--period", "102026", cwd=folder)
    assert ended.code == 1
    assert "the path is too long. Give the folder a shorter name, or move it higher up." in " ".join(ended.text.split())
    assert list(deep.iterdir()) == []
