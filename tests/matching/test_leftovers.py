"""Pairs that only stand because nothing else is left: one small case a kind, and the near miss that is no pair."""

from typing import Any

import pytest

from ims_xl.matching import match

RENT = {"taxable_value": 50000.00, "igst": 9000.00}
OTHER = {"doc_number": "SSF/26-27/0900", "doc_date": "2026-05-04", "taxable_value": 640.00, "igst": 115.20}

ALONE: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    (
        "bare serial behind State code and year",
        {"doc_number": "242627000417", **RENT},
        {"doc_number": "417", **RENT},
        "Suggested Match",
        "Only the serial number agrees: IMS 242627000417, books 417; amounts and date agree.",
    ),
    (
        "State code without its zero",
        {"doc_number": "082627000417", **RENT},
        {"doc_number": "82627000417", **RENT},
        "Suggested Match",
        "Number written differently: IMS 082627000417, books 82627000417; amounts and date agree.",
    ),
    (
        "ten times the value at the same rate, serial number alone",
        {},
        {"doc_number": "417", "taxable_value": 123456.00, "igst": 22222.08},
        "Mismatched",
        "Taxable differs by 1,11,110.40: IMS 12,345.60, books 1,23,456.00; "
        "IGST differs by 19,999.87: IMS 2,222.21, books 22,222.08; "
        "only the serial number agrees: IMS SSF/26-27/0417, books 417; date agrees.",
    ),
    (
        "gross for net at the same rate, with another prefix",
        {},
        {"doc_number": "B-0417", "taxable_value": 14567.81, "igst": 2622.21},
        "Mismatched",
        "Taxable differs by 2,222.21: IMS 12,345.60, books 14,567.81; "
        "IGST differs by 400.00: IMS 2,222.21, books 2,622.21; "
        "only the serial number agrees: IMS SSF/26-27/0417, books B-0417; date agrees.",
    ),
    (
        "same day, value that occurs once, heads swapped, own number",
        {},
        {"doc_number": "PV/88", "igst": 0.0, "cgst": 1111.10, "sgst": 1111.11},
        "Mismatched",
        "Tax head differs: IMS IGST 2,222.21, books CGST 1,111.10 + SGST 1,111.11; "
        "number differs: IMS SSF/26-27/0417, books PV/88; date agrees.",
    ),
    (
        "same day, tax that occurs once, another value, own number",
        {},
        {"doc_number": "PV/88", "taxable_value": 12099.00},
        "Mismatched",
        "Taxable differs by 246.60: IMS 12,345.60, books 12,099.00; "
        "number differs: IMS SSF/26-27/0417, books PV/88; date agrees.",
    ),
    (
        "amounts that occur once, a month later, own number",
        {},
        {"doc_number": "PV/88", "doc_date": "2026-11-20"},
        "Mismatched",
        "Number differs: IMS SSF/26-27/0417, books PV/88; "
        "date differs: IMS 09-Oct-2026, books 20-Nov-2026; amounts agree.",
    ),
    (
        "blank GSTIN and gross as taxable",
        {},
        {"supplier_gstin": "", "taxable_value": 14567.81},
        "Mismatched",
        "Supplier GSTIN is missing in books: IMS 24AAZCS2222F1ZB; "
        "taxable differs by 2,222.21: IMS 12,345.60, books 14,567.81; number and date agree.",
    ),
    (
        "blank GSTIN and the serial number alone",
        {},
        {"supplier_gstin": "", "doc_number": "417"},
        "Mismatched",
        "Supplier GSTIN is missing in books: IMS 24AAZCS2222F1ZB; "
        "only the serial number agrees: IMS SSF/26-27/0417, books 417; amounts and date agree.",
    ),
    (
        "mistyped GSTIN and another rate",
        {},
        {"supplier_gstin": "24AAZCS2223F1ZB", "igst": 1481.47},
        "Mismatched",
        "Supplier GSTIN differs: IMS 24AAZCS2222F1ZB, books 24AAZCS2223F1ZB; "
        "IGST differs by 740.74: IMS 2,222.21, books 1,481.47; number and date agree.",
    ),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "status", "why"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE]
)
def test_what_is_left_over_and_alone_is_paired(table, ours: dict, theirs: dict, status: str, why: str) -> None:
    pairs = match(table(ours, OTHER), table(theirs, OTHER)).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], strict=True)) == [(0, 0), (1, 1)]
    assert list(pairs["status"]) == [status, "Exact Match"]
    assert pairs["why"][0] == why


APART: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("another day of the same serial number and rate", {}, {"doc_number": "417", "doc_date": "2026-10-12", **RENT}),
    ("another rate as well", {}, {"doc_number": "417", "taxable_value": 777.0, "igst": 38.85}),
    ("the next number with the same amounts", {}, {"doc_number": "SSF/26-27/0418"}),
    ("a round price with another number of the series", {"doc_number": "1", **RENT}, {"doc_number": "2112", **RENT}),
    ("amounts that occur once, two months later", {}, {"doc_number": "PV/88", "doc_date": "2026-12-09"}),
    ("no GSTIN, another number, another day", {}, {"supplier_gstin": "", "doc_number": "9", "doc_date": "2026-10-10"}),
    ("no GSTIN, a short number, another value", {"doc_number": "9"}, {"supplier_gstin": "", "doc_number": "9", **RENT}),
    ("the tax of another value altogether", {}, {"doc_number": "PV/88", "taxable_value": 5000.00}),
    ("years in the numbers differ", {}, {"doc_number": "SSF/25-26/0417", "taxable_value": 123456.00, "igst": 22222.08}),
]


@pytest.mark.parametrize(("ours", "theirs"), [case[1:] for case in APART], ids=[case[0] for case in APART])
def test_the_near_miss_is_no_pair(table, ours: dict, theirs: dict) -> None:
    assert match(table(ours), table(theirs)).pairs.empty


def test_two_that_could_be_meant_are_none(table) -> None:
    """Two bills of one day with the same serial number in two series: nobody knows which one was mistyped."""
    ims = table({"doc_number": "A/417"}, {"doc_number": "B/417", **RENT})
    books = table({"doc_number": "C/417", "taxable_value": 800.0, "igst": 144.0})

    assert match(ims, books).pairs.empty


def test_a_price_that_comes_again_says_nothing_a_month_later(table) -> None:
    """The supplier bills from a list: one amount that occurs once is no sign."""
    listed = [{"doc_number": f"SSF/26-27/0{serial}", "doc_date": "2026-06-02", **RENT} for serial in (101, 102, 103)]
    late = {"doc_number": "PV/88", "doc_date": "2026-11-20"}

    assert len(match(table({}, *listed), table(late, *listed)).pairs) == 3
    assert len(match(table({}, OTHER), table(late, OTHER)).pairs) == 2


def test_a_digit_left_out_beside_equal_amounts_of_that_day(table) -> None:
    """0417 was booked as 041; 0418 of the same day and price stands on both sides."""
    ims = table({"doc_number": "SSF/1417", **RENT}, {"doc_number": "SSF/1418", **RENT})
    books = table({"doc_number": "SSF/147", **RENT}, {"doc_number": "SSF/1418", **RENT})

    pairs = match(ims, books).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], pairs["status"], strict=True)) == [
        (0, 0, "Mismatched"),
        (1, 1, "Exact Match"),
    ]


SISTER = {"supplier_gstin": "29AAZCS2222F1ZX"}


@pytest.mark.parametrize(("day", "links"), [("2026-10-09", 1), ("2026-10-20", 0)])
def test_a_recurring_price_of_a_sister_registration_needs_the_day(table, day: str, links: int) -> None:
    """Both registrations begin their series at 1 and bill the same rent: two documents, unless even the day agrees."""
    again = {"doc_number": "SSF/26-27/0002", "doc_date": "2026-11-09", **RENT}
    ims = table({"doc_number": "SSF/26-27/0001", **RENT}, again)
    books = table({"doc_number": "SSF/26-27/0001", "doc_date": day, **SISTER, **RENT}, again)

    assert len(match(ims, books).pairs) == 1 + links


def test_a_sister_registration_with_a_rare_amount_may_be_booked_later(table) -> None:
    pairs = match(table({}), table({**SISTER, "doc_date": "2026-10-20"})).pairs

    assert list(pairs["status"]) == ["Mismatched"]


def test_a_split_booking_beside_a_sister_with_the_same_number(table) -> None:
    half = {"taxable_value": 6172.80, "igst": 1111.10}
    ims = table({}, {**SISTER, **RENT})
    books = table({**half, "igst": 1111.11}, half, {**SISTER, **RENT})

    pairs = match(ims, books).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], strict=True)) == [(0, 0), (0, 1), (1, 2)]
