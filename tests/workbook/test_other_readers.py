"""A program that is strict about the packing of a file reads what is drawn anew and what is drawn into a touched file."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support import sheetjs
from support.accountant import edit
from support.sheets import workbook
from support.tools import need

from ims_xl.workbook.file import FileBook


@pytest.fixture(params=["anew", "touched"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    target = tmp_path / "Asha Traders.xlsx"
    FileBook.create(target).draw(workbook())
    if request.param == "touched":
        edit(target, lambda book: book["Mismatched"].cell(5, 12, "mine"))
        FileBook(target).draw(workbook())
    return target


@pytest.mark.node
def test_sheetjs_reads_every_value(path: Path) -> None:
    need(
        bool(shutil.which("node")) and sheetjs.folder().is_dir(), "Node with the package xlsx (see support/sheetjs.py)"
    )
    found = sheetjs.read(path)
    wanted: dict[str, dict[str, object]] = {}
    for sheet in openpyxl.load_workbook(path, data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, "") and not cell.is_date:
                    wanted.setdefault(sheet.title, {})[cell.coordinate] = cell.value
    assert wanted["Mismatched"]["B6"] == "Asha Traders"
    for title, cells in wanted.items():
        assert {at: found[title].get(at) for at in cells} == cells


def test_sizes_stand_in_the_header_of_every_part(path: Path) -> None:
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        for entry in archive.infolist():
            stream.seek(entry.header_offset + 18)
            assert int.from_bytes(stream.read(4), "little") == entry.compress_size, entry.filename
