"""What users of matching tools ask for, one case a demand: the pair, its status and what is said about it."""

from typing import Any

import pandas as pd
import pytest

from ims_xl.matching import match

RENT = {"taxable_value": 50000.00, "igst": 9000.00}
NOTE = {"doc_type": "CN", "doc_number": "CN/7", "section": "b2bcn"}
ISD = "24AAZCD1111E1ZY"

LINKED: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    (
        "booked months later",
        {},
        {"doc_date": "2027-01-22"},
        "Suggested Match",
        "Date differs: IMS 09-Oct-2026, books 22-Jan-2027; number and amounts agree.",
    ),
    (
        "year inside the number without separators",
        {"doc_number": "INV/26-27/001"},
        {"doc_number": "INV2627001"},
        "Suggested Match",
        "Number written differently: IMS INV/26-27/001, books INV2627001; amounts and date agree.",
    ),
    (
        "zeros and prefix left out",
        {"doc_number": "KNP/0012"},
        {"doc_number": "12"},
        "Suggested Match",
        "Only the serial number agrees: IMS KNP/0012, books 12; amounts and date agree.",
    ),
    (
        "letter for digit",
        {},
        {"doc_number": "SSF/26-27/O417"},
        "Suggested Match",
        "Number mistyped: IMS SSF/26-27/0417, books SSF/26-27/O417; amounts and date agree.",
    ),
    (
        "suffix of the bookkeeper",
        {},
        {"doc_number": "SSF/26-27/0417/1"},
        "Suggested Match",
        "Number written differently: IMS SSF/26-27/0417, books SSF/26-27/0417/1; amounts and date agree.",
    ),
    (
        "number of the own voucher",
        {},
        {"doc_number": "PV/88231"},
        "Mismatched",
        "Number differs: IMS SSF/26-27/0417, books PV/88231; amounts and date agree.",
    ),
    (
        "credit note with the buyer's number",
        NOTE,
        {"doc_type": "CN", "doc_number": "OURS/31", "doc_date": "2026-10-12"},
        "Suggested Match",
        "Books hold the buyer's own number OURS/31, the supplier's note is CN/7; "
        "date differs: IMS 09-Oct-2026, books 12-Oct-2026; amounts agree.",
    ),
    (
        "credit note in the books as debit note",
        NOTE,
        {"doc_type": "DN", "doc_number": "CN/7"},
        "Mismatched",
        "Type differs: IMS credit note, books debit note; number, amounts and date agree.",
    ),
    (
        "credit note as a negative invoice",
        NOTE,
        {"doc_number": "CN/7", "taxable_value": -12345.60, "igst": -2222.21},
        "Suggested Match",
        "Type differs: IMS credit note, books invoice; signs differ: IMS 12,345.60, books -12,345.60; "
        "number, amounts and date agree.",
    ),
    (
        "credit note negative in the books",
        NOTE,
        {**NOTE, "taxable_value": -12345.60, "igst": -2222.21},
        "Exact Match",
        "Signs differ: IMS 12,345.60, books -12,345.60; number, amounts and date agree.",
    ),
    (
        "booked under the wrong branch",
        {},
        {"recipient_gstin": ISD},
        "Mismatched",
        "Own GSTIN differs: IMS 27AAZCD1111E1ZS, books 24AAZCD1111E1ZY; number, amounts and date agree.",
    ),
    (
        "rounding",
        {},
        {"taxable_value": 12346.00, "igst": 2222.00},
        "Exact Match",
        "Rounding of 0.40 is within tolerance; number, amounts and date agree.",
    ),
    (
        "differing values shown",
        {},
        {"taxable_value": 12435.60},
        "Mismatched",
        "Taxable differs by 90.00: IMS 12,345.60, books 12,435.60; number and date agree.",
    ),
    (
        "tax missing in the books",
        {},
        {"igst": float("nan")},
        "Mismatched",
        "IGST missing in books; number and date agree.",
    ),
    (
        "wrong place of supply",
        {},
        {"place_of_supply": "24"},
        "Exact Match",
        "Place of supply differs: IMS 27, books 24; number, amounts and date agree.",
    ),
    (
        "March bill booked in April",
        {"doc_number": "SSF/25-26/0417", "doc_date": "2026-03-31"},
        {"doc_number": "SSF/25-26/0417", "doc_date": "2026-04-02"},
        "Suggested Match",
        "Date differs: IMS 31-Mar-2026, books 02-Apr-2026; number and amounts agree.",
    ),
    (
        "year of the date mistyped, the year in the number tells",
        {},
        {"doc_date": "2025-10-09"},
        "Suggested Match",
        "Date differs: IMS 09-Oct-2026, books 09-Oct-2025; number and amounts agree.",
    ),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "status", "why"), [case[1:] for case in LINKED], ids=[case[0] for case in LINKED]
)
def test_linked(table, ours: dict[str, Any], theirs: dict[str, Any], status: str, why: str) -> None:
    pairs = match(table(ours), table(theirs)).pairs

    assert list(pairs["status"]) == [status]
    assert list(pairs["why"]) == [why]


APART: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "a number inside another",
        {"doc_number": "1", **RENT},
        {"doc_number": "2112", **RENT},
        "Nearest in books: 2112 of 09-Oct-2026; number differs: IMS 1, books 2112.",
    ),
    (
        "neighbours in a series",
        {"doc_number": "00040", **RENT},
        {"doc_number": "00045", **RENT},
        "Nearest in books: 00045 of 09-Oct-2026; number differs: IMS 00040, books 00045.",
    ),
    (
        "issued again after cancellation",
        {"doc_number": "SSF/0418", "doc_date": "2026-10-10"},
        {"doc_number": "SSF/0417"},
        "Nearest in books: SSF/0417 of 09-Oct-2026; number differs: IMS SSF/0418, books SSF/0417; "
        "date differs: IMS 10-Oct-2026, books 09-Oct-2026.",
    ),
    (
        "the next month's rent",
        {"doc_number": "R/07", "doc_date": "2026-07-01", **RENT},
        {"doc_number": "R/08", "doc_date": "2026-08-01", **RENT},
        "Nearest in books: R/08 of 01-Aug-2026; number differs: IMS R/07, books R/08; "
        "date differs: IMS 01-Jul-2026, books 01-Aug-2026.",
    ),
    (
        "the same number a year before",
        {"doc_number": "12"},
        {"doc_number": "12", "doc_date": "2025-10-09"},
        "Nearest in books: 12 of 09-Oct-2025; date differs: IMS 09-Oct-2026, books 09-Oct-2025.",
    ),
    (
        "reverse charge",
        {},
        {"reverse_charge": True},
        "Nearest in books: SSF/26-27/0417 of 09-Oct-2026; booked under reverse charge, which never comes through IMS.",
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "why"), [case[1:] for case in APART], ids=[case[0] for case in APART])
def test_apart_and_told_why(table, ours: dict[str, Any], theirs: dict[str, Any], why: str) -> None:
    result = match(table(ours), table(theirs))

    assert result.pairs.empty
    assert list(result.ims["status"]) == ["Missing in PR"]
    assert list(result.ims["why"]) == [why]
    assert list(result.ims["nearest"]) == [0]


def test_a_pair_has_score_margin_and_codes(table) -> None:
    pair = match(table({}), table({"doc_date": "2026-10-12"})).pairs.iloc[0]

    # number as written 14, rare taxable value 8, rare tax 3, date within three days 3, same GSTIN 3
    assert (pair["score"], pair["margin"], pair["codes"]) == (31, 31, "date")


def test_the_second_best_document_is_the_margin(table) -> None:
    ims = table({"doc_number": "SSF/0417", **RENT})
    books = table({"doc_number": "SSF-0417", **RENT}, {"doc_number": "SSF-0417", "doc_date": "2026-10-11", **RENT})

    pair = match(ims, books).pairs.iloc[0]

    # same date 5 against a date within three days 3; the amount is alone on its day, 6 against 3
    assert (pair["purchase_row"], pair["margin"], pair["ambiguous"]) == (0, 5, False)


def test_a_tie_is_named_and_never_exact(table) -> None:
    ims = table({**RENT})
    books = table({"doc_number": "SSF-26-27-0417", **RENT}, {"doc_number": "SSF.26-27.0417", **RENT})

    pair = match(ims, books).pairs.iloc[0]

    assert (pair["status"], pair["margin"], pair["ambiguous"]) == ("Suggested Match", 0, True)
    assert "another document is nearly as good: SSF" in pair["why"]


def test_a_supplier_of_thousands_of_rows_is_no_cross_product(table) -> None:
    ims = pd.concat([table({})] * 3000, ignore_index=True)
    ims["doc_number"] = [f"SSF/26-27/{serial:05d}" for serial in range(3000)]
    books = ims.assign(doc_number=ims["doc_number"].str.replace("/", "-"))

    pairs = match(ims, books).pairs

    assert (pairs["ims_row"] == pairs["purchase_row"]).all()
    assert len(pairs) == 3000
