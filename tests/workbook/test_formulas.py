from support.sheets import TABLE, THREE, mismatched

from ims_xl.workbook import layout
from ims_xl.workbook.formulas import aims, formulas_of
from ims_xl.workbook.sheet import Column, Table


def test_a_link_finds_the_row_of_its_document_on_another_sheet() -> None:
    columns = (
        Column("Number", "number", "row link", goes_to="sheet"),
        Column("Document key", "key", "key"),
    )
    numbers = ['INV-"1"', "x" * 256, "INV-3"]
    there = Table("ims_View", columns, THREE.assign(sheet=["mismatched", "mismatched", ""], number=numbers), 4)
    to_rows = aims([mismatched(THREE)], {"mismatched": "Sam's list"})
    (found,) = formulas_of(there, layout.drawn_columns(there), to_rows).values()
    row = f"ROW(INDEX({TABLE}[Document key],MATCH($B5,{TABLE}[Document key],0)))"
    assert found == [f"""=HYPERLINK("#'Sam''s list'!A"&{row},"INV-""1""\")""", "", ""]


def test_a_formula_of_a_column_speaks_of_cells_of_its_row() -> None:
    columns = (Column("Tax", "tax", "difference"), Column("Half", "half", "difference", formula="{Tax}/2"))
    there = Table("ims_View", columns, THREE.assign(half=THREE["tax"] / 2), 4, left=2)
    assert formulas_of(there, layout.drawn_columns(there), {}) == {1: ["=$B5/2", "=$B6/2", "=$B7/2"]}
    assert formulas_of(Table("ims_View", columns, there.rows.iloc[:0], 4), layout.drawn_columns(there), {}) == {}
