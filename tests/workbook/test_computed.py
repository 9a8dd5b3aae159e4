"""A file openpyxl saved becomes one that readers beside Excel open as well."""

import zipfile
from pathlib import Path
from typing import Any

from openpyxl.chart import BarChart, Reference
from support.accountant import edit, note
from support.sheets import workbook

from ims_xl.workbook.file import FileBook


def test_parts_have_the_names_paths_and_prefixes_that_excel_gives_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(workbook())

    def change(book: Any) -> None:
        note(book["Mismatched"], "C6", "ask Ravi")
        own = book.create_sheet("My sums")
        own["A1"], own["A2"] = 1, 2
        chart = BarChart()
        chart.add_data(Reference(own, min_col=1, min_row=1, max_row=2))
        own.add_chart(chart, "C3")

    edit(path, change)
    FileBook(path).draw(workbook())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/drawing2.xml"} <= set(parts)
    assert parts["xl/drawings/drawing2.xml"].startswith("<xdr:wsDr xmlns:xdr=")
    assert "<xdr:from><xdr:col>2</xdr:col>" in parts["xl/drawings/drawing2.xml"]
    assert [name for name, text in parts.items() if 'Target="/' in text] == []
    assert 'Target="worksheets/sheet1.xml"' in parts["xl/_rels/workbook.xml.rels"]
    assert 'Target="../charts/chart1.xml"' in parts["xl/drawings/_rels/drawing1.xml.rels"]
    assert 'Target="../comments1.xml"' in parts["xl/worksheets/_rels/sheet2.xml.rels"]
    assert 'PartName="/xl/comments1.xml"' in parts["[Content_Types].xml"]
