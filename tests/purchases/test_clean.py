import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.purchases import B2B, MUMBAI, b2b

from ims_xl.issues import Issue
from ims_xl.purchases.clean import clean
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.formats.gstr2 import GSTR2
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import find_header
from ims_xl.purchases.lines import lines_of

LAYOUTS = {layout.key: layout for layout in GSTR2}
IMPG = (
    *("Port Code", "Bill Of Entry Number", "Bill Of Entry Date", "Bill Of Entry Value", "Document type"),
    *("GSTIN Of SEZ Supplier", "Rate", "Taxable Value", "Integrated Tax Paid", "Cess Paid"),
)


def read(
    *rows: list[object], titles: tuple[str, ...] = B2B, key: str = "b2b", shift: int = 0
) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows of a sheet with the headings in row 4, cleaned."""
    cells: list[list[Cell]] = [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]  # type: ignore[misc]
    listed = [Row(4, list(titles)), *(Row(number, row) for number, row in enumerate(cells, 5))]
    sheet = Sheet(key, listed, serial_shift=shift)
    header = find_header(sheet, LAYOUTS[key])
    assert header is not None
    return clean(lines_of(sheet, header, LAYOUTS[key])[0])


def test_a_good_row_is_read_without_a_word() -> None:
    frame, issues = read(b2b())
    assert issues == []
    row = frame.iloc[0]
    assert row[["supplier_gstin", "doc_number", "supply_type", "place_of_supply", "eligibility"]].tolist() == [
        MUMBAI,
        "A/1",
        "R",
        "27",
        "Inputs",
    ]
    assert row["doc_date"] == pd.Timestamp(2026, 10, 5)
    assert row[["doc_value", "taxable_value", "igst", "cgst", "sgst", "cess"]].tolist() == [1180, 1000, 0, 90, 90, 0]
    assert not row["reverse_charge"]
    assert row["source_row"] == 5


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ({"taxable": "one thousand"}, "Taxable Value", "one thousand", "this is not an amount in rupees"),
        ({"taxable": "TRUE"}, "Taxable Value", "TRUE", "this is not an amount in rupees"),
        ({"cgst": dt.date(2026, 10, 5)}, "Central Tax Paid", "2026-10-05", "this is not an amount in rupees"),
        ({"taxable": "1e99"}, "Taxable Value", "1e99", "the amount is too large to be right"),
        ({"taxable": float("nan")}, "Taxable Value", "nan", "this is not an amount in rupees"),
        ({"taxable": "#N/A"}, "Taxable Value", "#N/A", "the cell holds an Excel error"),
        ({"taxable": "=?"}, "Taxable Value", "=?", "the cell holds a formula that was never calculated"),
        ({"date": "31-02-2026"}, "Invoice date", "31-02-2026", "there is no such day"),
        (
            {"date": "04/25/2026"},
            "Invoice date",
            "04/25/2026",
            "there is no such month; the day is read before the month",
        ),
        ({"date": "soon"}, "Invoice date", "soon", "this is not a date"),
        ({"date": ""}, "Invoice date", "", "the document date is missing"),
        ({"number": ""}, "Invoice Number", "", "the document number is missing"),
        ({"number": "#REF!"}, "Invoice Number", "#REF!", "the cell holds an Excel error"),
        ({"number": "\u200b"}, "Invoice Number", "\u200b", "the number holds nothing that can be seen"),
        (
            dict.fromkeys(("taxable", "igst", "cgst", "sgst", "cess"), ""),
            "Taxable Value",
            "",
            "the row has neither a value nor tax",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_told(
    cells: dict[str, object], column: str, value: str, reason: str
) -> None:
    frame, (issue,) = read(b2b(**cells), b2b(number="A/2"))
    assert frame["doc_number"].tolist() == ["A/2"]
    assert (issue.severity, issue.sheet, issue.row, issue.column) == ("error", "b2b", 5, column)
    assert (issue.value, issue.reason) == (value, reason)
    assert issue.remedy


@pytest.mark.parametrize(
    ("cells", "column", "left", "reason"),
    [
        ({"gstin": ""}, "GSTIN of Supplier", ("supplier_gstin", ""), "the supplier's GSTIN is missing"),
        (
            {"gstin": "27AAPFU0939F1ZX"},
            "GSTIN of Supplier",
            ("supplier_gstin", "27AAPFU0939F1ZX"),
            "the last character of the GSTIN does not fit the others",
        ),
        (
            {"place": "98-Nowhere"},
            "Place Of Supply",
            ("place_of_supply", ""),
            "this is no State or Union territory and was left empty",
        ),
        (
            {"reverse": "maybe"},
            "Reverse Charge",
            ("reverse_charge", False),
            "this is neither Y nor N and was read as N",
        ),
        ({"type": "Barter"}, "Invoice Type", ("supply_type", ""), "this type of supply is not known"),
        ({"eligibility": "Some"}, "Eligibility For ITC", ("eligibility", ""), "this eligibility is not known"),
        ({"number": "A\\1"}, "Invoice Number", ("doc_number", "A\\1"), "the number holds a backslash"),
        (
            {"number": "INV/2026-27/000001"},
            "Invoice Number",
            ("doc_number", "INV/2026-27/000001"),
            "the number has more than the 16 characters GSTN allows",
        ),
    ],
)
def test_a_doubtful_cell_leaves_the_row_in(
    cells: dict[str, object], column: str, left: tuple[str, object], reason: str
) -> None:
    frame, (issue,) = read(b2b(**cells))
    assert frame[left[0]].tolist() == [left[1]]
    assert issue.severity in ("warning", "note")
    assert (issue.row, issue.column) == (5, column)
    assert issue.reason.startswith(reason)


def test_a_cell_that_is_not_needed_is_left_empty() -> None:
    frame, (issue,) = read(b2b(value="#N/A"))
    assert frame["doc_value"].isna().tolist() == [True]
    assert issue.severity == "warning"
    assert issue.reason == "the cell holds an Excel error and was left empty"


def test_a_blank_tax_head_is_zero_and_a_blank_value_is_not() -> None:
    frame, (issue,) = read(b2b(taxable="", igst="", sgst=""))
    assert frame[["igst", "cgst", "sgst"]].to_numpy().tolist() == [[0.0, 90.0, 0.0]]
    assert frame["taxable_value"].isna().tolist() == [True]
    assert (issue.severity, issue.reason) == ("warning", "the taxable value is missing")


def test_amounts_are_read_in_every_spelling() -> None:
    spelled = ["1,23,456.00", " 1800 ", "₹ 5", "(100)", "-", 0.1 + 0.2, "12.345", -7]
    frame, issues = read(*[b2b(taxable=cell, number=f"A/{at}") for at, cell in enumerate(spelled)])
    assert frame["taxable_value"].tolist() == [123456.0, 1800.0, 5.0, -100.0, 0.0, 0.3, 12.35, -7.0]
    assert issues == []


@given(st.floats(-1e9, 1e9))
@settings(max_examples=50, deadline=None)
def test_a_number_and_its_text_are_the_same_amount(amount: float) -> None:
    frame, _ = read(b2b(taxable=amount), b2b(taxable=f"{amount:.10f}", number="A/2"), b2b(taxable=2.675, number="A/3"))
    assert frame["taxable_value"][0] == frame["taxable_value"][1]
    assert frame["taxable_value"][2] == 2.68


@pytest.mark.parametrize(
    "cell", [dt.date(2026, 10, 5), "05-10-2026", "5/10/26", "05-Oct-26", "2026-10-05", 46300.0, "46300"]
)
def test_dates_are_read_in_every_spelling(cell: object) -> None:
    assert read(b2b(date=cell))[0]["doc_date"].tolist() == [pd.Timestamp(2026, 10, 5)]


def test_day_numbers_of_1904_are_shifted_and_dates_are_not() -> None:
    frame, _ = read(b2b(date=46300.0 - 1462), b2b(date=dt.date(2026, 10, 5), number="A/2"), shift=1462)
    assert frame["doc_date"].tolist() == [pd.Timestamp(2026, 10, 5)] * 2


def test_days_and_months_changed_over_are_suspected_once() -> None:
    dates = [dt.date(2026, 5, 10), dt.date(2026, 6, 10), dt.date(2026, 7, 10), "25/10/2026", "31/02/2026"]
    frame, (swap, no_day) = read(*[b2b(date=cell, number=f"A/{at}") for at, cell in enumerate(dates)])
    assert len(frame) == 4
    assert swap.severity == "warning"
    assert "this cell would then be 05-Oct-2026; 3 date cells" in swap.reason
    assert no_day.reason == "there is no such day"


def test_zeros_lost_before_a_number_are_suspected_beside_padded_numbers_of_the_supplier() -> None:
    frame, (issue,) = read(b2b(number="0045"), b2b(number=46), b2b(number=47, gstin="24AAZCS2222F1ZB"))
    assert frame["doc_number"].tolist() == ["0045", "46", "47"]
    assert (issue.row, issue.value) == (6, "46")


def test_a_short_bill_of_entry_number_is_doubted() -> None:
    bill = ["INNSA1", 123456, dt.date(2026, 10, 5), 59000, "Imports", "", 18, 50000, 9000, 0]
    whole = ["innsa1 ", 1234567, *bill[2:]]
    frame, (issue,) = read(bill, whole, titles=IMPG, key="impg")
    assert frame[["port_code", "doc_number"]].to_numpy().tolist() == [["INNSA1", "123456"], ["INNSA1", "1234567"]]
    assert issue.reason == "a bill of entry number has seven digits; zeros before it may be lost"


HOSTILE = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(
        ["", "=cmd|' /C calc'!A0", "@SUM(1)", "\tx", "a\rb", "\u202e1", "😀", "#N/A", "=?", "1e400", "x" * 40_000]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(HOSTILE, min_size=18, max_size=18), max_size=4))
def test_whatever_the_cells_hold_every_data_row_is_used_or_told(cells: list[list[object]]) -> None:
    rows = [b2b(), *[[MUMBAI, *row[1:]] for row in cells]]
    frame, issues = read(*rows)
    told = {issue.row for issue in issues if issue.severity == "error"}
    told |= {at for at, row in enumerate(rows, 5) if row[1] == "Invoice Number" or "total" in str(row[1]).lower()}
    assert set(frame["source_row"]) | told == set(range(5, 5 + len(rows)))
