"""Rows under our own fields become documents; what a file does not tell stays missing."""

import math

from support.purchases import MUMBAI, SURAT

from ims_xl.purchases.content import Reading
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.translated import FIELDS, cell_of, read_translated, told, translated

SHEET = Sheet("Bills", [])


def row(number, **cells):
    usual = {
        "supplier_gstin": MUMBAI,
        "doc_type": "Invoice",
        "doc_number": f"A/{number}",
        "doc_date": "05-10-2026",
        "taxable_value": 1000.0,
    }
    return translated(number, usual | cells)


def read(*rows, **settings):
    reading = Reading("bills")
    read_translated(SHEET, rows, reading, {"doc_number": "Bill No"}, **settings)
    return reading


def test_cells_stand_under_the_fields():
    one = row(3, igst=180.0)
    assert (one.number, len(one.cells), cell_of(one, "igst"), cell_of(one, "cgst")) == (3, len(FIELDS), 180.0, "")


def test_heads_that_the_file_does_not_tell_are_missing_and_no_zero():
    (frame,) = read(row(3), row(4, igst=180.0), headless=[3]).books
    assert frame["igst"].isna().tolist() == [True, False]
    assert [frame["igst"][1], frame["cgst"][1]] == [180.0, 0.0]
    assert all(math.isnan(frame[head][0]) for head in ("igst", "cgst", "sgst", "cess"))


def test_purchases_without_gstin_and_tax_are_of_unregistered_suppliers():
    rows = [row(3, supplier_gstin=""), row(4, supplier_gstin="", igst=9.0), row(5, supplier_gstin=""), row(6)]
    (frame,) = read(*rows, headless=[5]).books
    assert frame["family"].tolist() == ["b2bur", "b2b", "b2b", "b2b"]


def test_findings_name_the_headings_and_rows_of_the_file():
    (issue,) = read(row(7, doc_number="", supplier_gstin=SURAT)).issues
    assert (issue.sheet, issue.row, issue.column, issue.reason) == (
        "Bills",
        7,
        "Bill No",
        "the document number is missing",
    )


def test_what_rows_are_told_of_once_a_kind():
    words = {"a": ("note", "first", ""), "b": ("warning", "second", "Look."), "c": ("error", "third", "")}
    issues = told({"b": [4, 5, 9], "a": [], "c": [2]}, words, SHEET)
    assert [(i.severity, i.reason, i.remedy, i.row) for i in issues] == [
        ("warning", "second (rows 4-5, 9)", "Look.", 4),
        ("error", "third (rows 2)", "", 2),
    ]
