"""The tables of the twenty documents agree with each other and with the file kept beside them."""

import json
from pathlib import Path

import openpyxl
from support import twenty

from ims_xl.gst import gstin

KEPT = Path(__file__).parents[1] / "data" / "twenty" / "ims.json"
SIGNS = {"b2bcn": -1, "Credit Note": -1}


def test_the_kept_download_is_that_of_the_table() -> None:
    assert json.loads(KEPT.read_text(encoding="utf-8")) == twenty.ims_payload()


def test_every_registration_is_valid() -> None:
    assert all(map(gstin.is_valid, [twenty.RECIPIENT, *twenty.NAMES]))


def test_totals_written_by_hand_are_those_of_the_tables() -> None:
    books = {row.row: row for row in twenty.BOOK_ROWS}
    for status, totals in twenty.EXPECTED_TOTALS.items():
        documents = [document for document in twenty.IMS_DOCUMENTS if twenty.EXPECTED[document.no].status == status]
        rows = [books[row] for document in documents for row in twenty.EXPECTED[document.no].rows]
        rows = rows or [books[row] for row in twenty.EXPECTED_BOOKS_ONLY if status == "Missing in IMS"]
        assert (
            twenty.Totals(
                len(documents),
                round(sum(document.taxable * SIGNS.get(document.section, 1) for document in documents), 2),
                round(sum((one.igst + 2 * one.cgst) * SIGNS.get(one.section, 1) for one in documents), 2),
                len(rows),
                round(sum(row.taxable * SIGNS.get(row.kind, 1) for row in rows), 2),
                round(sum((row.igst + 2 * row.cgst) * SIGNS.get(row.kind, 1) for row in rows), 2),
            )
            == totals
        )


def test_every_book_row_is_expected_once() -> None:
    linked = [row for expected in twenty.EXPECTED.values() for row in expected.rows]
    assert sorted([*linked, *twenty.EXPECTED_SETTLED, *twenty.EXPECTED_BOOKS_ONLY]) == [
        row.row for row in twenty.BOOK_ROWS
    ]


def test_the_register_is_written_as_the_table_says(tmp_path: Path) -> None:
    files = twenty.write_twenty(tmp_path)
    sheet = openpyxl.load_workbook(files.register)["Purchase Register"]
    assert sheet["C1"].value == twenty.RECIPIENT
    assert [cell.value for cell in sheet[22]][3:7] == ["Credit Note", "CN/077", sheet["F22"].value, 5000]
    assert sheet.max_row == 27
    assert len(json.loads(files.gstr2b.read_text(encoding="utf-8"))["data"]["docdata"]["b2b"]) == 2
