"""What a person looks at in an open workbook: the type chosen on Match Status, and the documents of one supplier."""

from pathlib import Path

import pytest
from support.excel.books import Application
from support.roads import Live, OnFile, click, new_workbook
from support.twenty import FOODS, write_twenty

from ims_xl.macros import entry

pytestmark = pytest.mark.libreoffice
VIEW = "Document View"


@pytest.fixture
def road(excel: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Live:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    matched = OnFile(new_workbook(tmp_path / "book", sandbox=False))
    files = write_twenty(tmp_path)
    matched.do("import_portal_files", [str(files.ims)])
    matched.do("purchase_data", [str(files.register)])
    matched.do("lets_match", 1.0)
    return Live(excel, matched.path)


def value(road: Live, sheet: str, cell: str) -> object:
    return road.book.sheet(sheet).call_Range(cell).get_Value()


def select(road: Live, sheet: str, column: str, text: str) -> None:
    """Select a cell of the row that holds the text in a column."""
    cells = road.book.sheet(sheet).call_Range(f"{column}1:{column}60").get_Value()
    row = next(row for row, (there,) in enumerate(cells, start=1) if there == text)
    road.book.select(road.book.sheet(sheet).call_Range(f"D{row}"))


def shown(road: Live) -> list[object]:
    """The numbers on Document View that are to be seen."""
    sheet = road.book.sheet(VIEW)
    cells = sheet.call_Range("F5:F40").get_Value()
    return [
        number
        for row, (number,) in enumerate(cells, start=5)
        if number and sheet.call_Range(f"A{row}").uno().Rows.IsVisible
    ]


def test_the_type_on_match_status_is_followed_at_once_until_another_is_chosen(road: Live) -> None:
    """Notes: CN/077 and DN-19, both Exact Match."""
    assert (value(road, "Exact Match", "E1") or "") == ""
    road.type("Match Status", "C4", "CDN")
    line = "Of type CDN: 2 of 11; to see only them click 3 at the upper left and filter Family"
    assert value(road, "Exact Match", "E1") == line
    assert value(road, "Mismatched", "E1") == line.replace("2 of 11", "0 of 3")
    assert [value(road, sheet, "C4") for sheet in ("Supplier View", "IMS Dashboard")] == ["CDN", "CDN"]
    assert value(road, "Supplier View", "C6") == 2
    road.type("Supplier View", "C4", "Ecom")
    road.do("check")
    assert [value(road, sheet, "C4") for sheet in ("Match Status", "Supplier View", "IMS Dashboard")] == ["Ecom"] * 3
    road.type("Match Status", "C4", "All")
    assert value(road, "Supplier View", "C4") == "All"  # it follows again


def test_the_documents_of_the_selected_suppliers_row_in_place_of_other_filters(road: Live) -> None:
    road.filter(VIEW, "ims_DocumentView", 1, "Missing in PR")
    select(road, "Supplier View", "B", FOODS)
    road.do("show_supplier_documents")
    assert shown(road) == ["KSF/0990", "KSF/1001", "KSF/1002", "KSF/1003", "KSF/1004", "KSF/1005", "CN/077"]
    road.type("Match Status", "C4", "CDN")
    select(road, "Supplier View", "B", FOODS)
    road.do("show_supplier_documents")
    assert shown(road) == ["CN/077"]
    select(road, "Mismatched", "C", "KSF/1004")  # of a row of a document, of all types
    road.do("show_supplier_documents")
    assert len(shown(road)) == 7


def test_a_selection_without_a_supplier_changes_nothing(road: Live) -> None:
    road.book.select(road.book.sheet("Home").call_Range("A1"))
    box = click(entry.show_supplier_documents)
    assert not box["ok"]
    assert "names no supplier" in box["text"]
    assert len(shown(road)) == 23  # 20 documents and 3 of the books
