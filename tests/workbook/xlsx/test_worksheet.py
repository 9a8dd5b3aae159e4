"""A sheet part is read without the cells that are ours, and its elements stay where the schema wants them."""

import pytest

from ims_xl.workbook.xlsx.worksheet import Skipped, Worksheet, element_cells
from ims_xl.workbook.xlsx.xml import MAIN, Element

SKIPPED = Skipped(range(5, 7), {"A": frozenset({"1"}), "B": frozenset({"2", "3"})}, frozenset({"B"}))


def sheet(rows: str, *, before: str = "", behind: str = "") -> Worksheet:
    text = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>'
    return Worksheet.read([text.encode()], [SKIPPED])


def cells(there: Worksheet) -> dict[str, str]:
    return {cell.get("r"): cell.text for cell in there.cells.values()}


def test_cells_as_we_drew_them_are_left_out_and_formulas_in_own_columns_not() -> None:
    there = sheet(
        '<row r="4"><c r="A4" s="1"><v>4</v></c></row>'
        '<row r="5" spans="1:3" hidden="1"><c r="A5" s="1" t="s"><v>1</v></c><c r="B5" s="2"><f>A5*2</f><v>2</v></c>'
        '<c r="C5" s="1"><v>3</v></c></row>'
        '<row r="6"><c r="A6" s="9"><v>6</v></c><c r="B6" s="3"><v>7</v></c></row>'
        '<row r="7"><c r="A7" s="1"><v>8</v></c></row>'
    )
    assert cells(there) == {"A4": "4", "B5": "A5*22", "C5": "3", "A6": "6", "A7": "8"}
    assert there.rows == {5: {"hidden": "1"}}


def test_a_formula_in_a_column_of_ours_is_ours_to_draw() -> None:
    assert cells(sheet('<row r="5"><c r="A5" s="1"><f>1+1</f><v>2</v></c></row>')) == {}


def test_cells_without_places_follow_each_other() -> None:
    there = sheet('<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>')
    assert cells(there) == {"A1": "1", "C1": "2", "D1": "3", "A2": "4"}


def test_a_formula_that_was_filled_down_is_written_out() -> None:
    there = sheet(
        '<row r="1"><c r="D1"><f t="shared" ref="D1:D3" si="0">B1+$C$1</f><v>1</v></c></row>'
        '<row r="2"><c r="D2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="E3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    found = {cell.get("r"): cell.find("f").write() for cell in there.cells.values()}  # type: ignore[union-attr]
    assert found == {"D1": "<f>B1+$C$1</f>", "D2": "<f>B2+$C$1</f>", "E3": "<f>C3+$C$1</f>"}


def test_elements_are_put_where_the_schema_wants_them() -> None:
    there = sheet(
        "", before="<sheetPr/>", behind="<pageMargins/><drawing/><mc:A xmlns:mc='u'><controls/></mc:A><extLst/>"
    )
    for name in ("tableParts", "legacyDrawing", "cols", "mergeCells", "conditionalFormatting", "conditionalFormatting"):
        there.put(Element(name))
    assert [child.name for child in there.root.elements] == [
        "sheetPr", "cols", "sheetData", "mergeCells", "conditionalFormatting", "conditionalFormatting", "pageMargins",
        "drawing", "legacyDrawing", "A", "tableParts", "extLst",
    ]  # fmt: skip


def test_rows_are_written_in_order_with_their_heights() -> None:
    there = sheet('<row r="9" ht="30" customHeight="1"/><row r="2"><c r="B2" s="7"/></row>', behind="<pageMargins/>")
    loose = element_cells(there.cells.items())
    loose.setdefault(1, {})[3] = '<c r="C1"/>'
    loose[1][1] = '<c r="A1"/>'
    text = b"".join(there.write(loose, ())).decode()
    assert text.partition("<sheetData>")[2] == (
        '<row r="1"><c r="A1"/><c r="C1"/></row><row r="2"><c r="B2" s="7"/></row>'
        '<row r="9" ht="30" customHeight="1"></row></sheetData><pageMargins/></worksheet>'
    )


@pytest.mark.parametrize("text", ["<worksheet/>", "<worksheet><sheetData>", "x"])
def test_what_is_no_sheet_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Worksheet.read([text.encode()])
