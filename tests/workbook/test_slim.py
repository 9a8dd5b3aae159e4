"""Loading without our own cells gives the same workbook as loading it whole."""

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from support.accountant import edit, highlight, note, to_range
from support.libreoffice import LibreOffice
from support.sheets import TABLE, THREE, documents, table, workbook

from ims_xl.workbook import inplace, slim
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.places import FilePlaces

TABLES = {TABLE: table(THREE)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def loaded(path: Path) -> set[str]:
    """Cells of the table that are left to load."""
    sheet = openpyxl.load_workbook(slim.copy(FilePlaces(path), TABLES))["Mismatched"]
    return {cell.coordinate for cell in sheet._cells.values() if cell.row > 4}


def test_nothing_of_a_table_is_loaded_that_is_as_we_drew_it(path: Path) -> None:
    assert loaded(path) == set()
    edit(path, lambda book: book["Mismatched"].__setitem__("A6", "Reject"))
    assert loaded(path) == set()


@pytest.mark.libreoffice
def test_nor_after_libreoffice_saved_it(path: Path, libreoffice: LibreOffice) -> None:
    assert loaded(libreoffice.resave(path)) == set()


def accountant(book: Any) -> None:
    sheet = book["Mismatched"]
    highlight(sheet, "C5")
    note(sheet, "D6", "asked on Tuesday")
    sheet["E7"].hyperlink = "https://example.com"
    sheet["B7"].font = Font(name="Calibri", bold=True)
    sheet["I4"], sheet["I5"], sheet["I6"], sheet["I7"] = "Share", "=E5/2", 7, "0012"
    sheet["B8"], sheet["K6"] = "checked by Ravi", "beside"


def test_what_is_the_accountants_is_loaded(path: Path) -> None:
    edit(path, accountant)
    found = loaded(path)
    assert {"C5", "E7", "B7", "I5", "B8", "K6"} <= found
    assert {"A5", "A6", "H5", "H6", "C6", "B5"} & found == {"A6", "H6", "C6"}  # row 6 has a note: it is loaded whole


@pytest.mark.parametrize("change", [accountant, lambda book: to_range(book["Mismatched"], TABLE), lambda _: None])
def test_the_workbook_is_the_same_as_when_all_is_loaded(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    edit(path, change)
    new = workbook(
        documents(("Reject", "INV-3", "2025-10-03", -99.50), ("", "0012", "2025-10-02", 1.0)), ("Share",)[:0]
    )
    inplace.draw(FilePlaces(path), tmp_path / "slim.xlsx", new)
    monkeypatch.setattr(slim, "copy", lambda places, _: places.path)
    inplace.draw(FilePlaces(path), tmp_path / "whole.xlsx", new)
    assert parts(tmp_path / "slim.xlsx") == parts(tmp_path / "whole.xlsx")


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a file, without the time of saving."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: re.sub(rb"<dcterms:\w+ .*?</dcterms:\w+>", b"", archive.read(name)) for name in archive.namelist()
        }


def test_a_sheet_written_in_another_way_is_loaded_whole(path: Path) -> None:
    with zipfile.ZipFile(path) as old:
        texts = {name: old.read(name) for name in old.namelist()}
    part = FilePlaces(path).package.sheets["Mismatched"]
    texts[part] = re.sub(rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"', texts[part])
    with zipfile.ZipFile(path, "w") as new:
        for name, text in texts.items():
            new.writestr(name, text)
    assert len(loaded(path)) == 3 * 8
