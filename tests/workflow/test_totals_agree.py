"""Documents, taxable value and tax of a status are the same to the paisa wherever they are printed.

Read from the cells of the files, not from what the program holds; the expected figures were worked out by hand.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.twenty import EXPECTED_TOTALS

from ims_xl.workflow import check, export, suggest, write_auditor_report

CARDS = {"Exact Match": 3, "Suggested Match": 4, "Mismatched": 5, "Missing in PR": 6, "Missing in IMS": 7}
Totals = tuple[int, Decimal, Decimal]


def expected() -> dict[str, Totals]:
    found = {}
    for status, totals in EXPECTED_TOTALS.items():
        side = totals[3:] if status == "Missing in IMS" else totals[:3]
        found[status] = (int(side[0]), rupees(side[1]), rupees(side[2]))
    return found


def rupees(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The lines below the headings in row 4."""
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[2] is not None]


def summed(book: Any) -> dict[str, Totals]:
    """Added up line by line from the status sheets."""
    found = {}
    for status in CARDS:
        side = "Books" if status == "Missing in IMS" else "IMS"
        rows = lines(book[status])
        taxable, tax = (
            sum((rupees(row[f"{name} ({side})"]) for row in rows), Decimal(0)) for name in ("Taxable", "Tax")
        )
        found[status] = (len(rows), taxable, tax)
    return found


def loaded(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


def test_cards_sheets_and_report(matched):
    matched.do(suggest, True)
    matched.type({"KSF/1005": "Reject"})
    matched.do(check)
    report = matched.folder / "report.xlsx"
    matched.do(write_auditor_report, report)
    workbook, written = loaded(matched.book), loaded(report)
    cards = workbook["Match Status"]
    shown = {
        s: (cards.cell(8, c).value, rupees(cards.cell(10, c).value), rupees(cards.cell(11, c).value))
        for s, c in CARDS.items()
    }
    summary = written["Summary"].iter_rows(min_row=7, max_row=11, values_only=True)
    printed = {row[0]: (row[1], rupees(row[2]), rupees(row[3])) for row in summary}
    assert shown == expected()
    assert summed(workbook) == expected()
    assert printed == expected()
    assert summed(written) == expected()
    assert cards.cell(8, 2).value == 11 + 4 + 3 + 2 + 2


def formulas(path: Path) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(path)
    cells = [(sheet.title, cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    return {(title, cell.coordinate): cell.value for title, cell in cells if cell.data_type == "f"}


@pytest.mark.libreoffice
def test_libreoffice_computes_every_formula_to_what_was_written(matched, libreoffice):
    matched.do(suggest, True)
    found = formulas(matched.book)
    computed, stored = loaded(libreoffice.recalculate(matched.book)), loaded(matched.book)
    assert found["Match Status", "D10"].startswith("=SUMIFS(ims_SuggestedMatch[Taxable (IMS)],")
    assert not [text for text in found.values() if "[[" in text]
    assert_same(computed, stored, found)


def assert_same(computed: Any, stored: Any, cells: Iterable[tuple[str, str]]) -> None:
    for title, cell in cells:
        there, found = stored[title][cell].value or 0, computed[title][cell].value or 0
        assert found == (there if isinstance(there, str) else pytest.approx(there)), (title, cell)


def test_the_upload_file_is_what_the_sheets_say_is_uploaded(matched):
    """14 Accept and 4 Pending suggested; one Pending becomes Reject: 242,000 + 95,000 + 32,000 + 4,000 less no. 16."""
    matched.do(suggest, True)
    matched.type({"KSF/1005": "Reject"})
    out = matched.folder / "upload.json"
    matched.do(export, out)
    sections = json.loads(out.read_text(encoding="utf-8"))["invdata"]
    sent = [
        (record["action"], (-1 if section == "b2bcn" else 1) * rupees(record["txval"]))
        for section, records in sections.items()
        for record in records
    ]
    book = loaded(matched.book)
    letters = {"Accept": "A", "Reject": "R", "Pending": "P"}
    marked = [
        (letters[row["Action"]], rupees(row["Taxable (IMS)"]))
        for status in list(CARDS)[:4]
        for row in lines(book[status])
        if row["Action"]
    ]
    assert sorted(sent) == sorted(marked)
    assert len(sent) == 18
    assert sum((value for _, value in sent), Decimal(0)) == 242_000 + 95_000 + 32_000 + 4_000 - 15_000


@pytest.mark.libreoffice
@pytest.mark.parametrize("chosen", ["CDN", "Imports"])
def test_for_each_type_of_document_the_formulas_give_what_python_gives(matched, libreoffice, chosen):
    """The type is chosen on one sheet; the step that follows writes the figures of that type on all of them."""
    edited = openpyxl.load_workbook(matched.book)
    edited["Match Status"]["C4"] = chosen
    edited.save(matched.book)
    matched.do(check)
    computed, stored = loaded(libreoffice.recalculate(matched.book)), loaded(matched.book)
    assert {stored[title]["C4"].value for title in ("Match Status", "Supplier View", "IMS Dashboard")} == {chosen}
    assert_same(computed, stored, formulas(matched.book))
