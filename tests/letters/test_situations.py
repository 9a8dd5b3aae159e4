"""About which documents a supplier is asked: each in one situation, and nothing that IMS does not carry."""

import datetime as dt

import pandas as pd
import pytest

from ims_xl.letters.situations import COLUMNS, ORDER, open_points

SURAT, OIDAR = "24AAZCS2222F1ZB", "9926USA12345OSW"
LATE, EARLY = dt.date(2026, 11, 14), dt.date(2026, 11, 13)  # the last day for October is 13 November by the quarter


def line(**more: object) -> dict[str, object]:
    """A filed invoice of 1,000 and 180 IGST that agrees with the books and has no action."""
    usual: dict[str, object] = {
        "supplier_gstin": SURAT, "supplier_name": "SURAT", "doc_type": "INV", "type_label": "Invoice",
        "doc_number": "A/1", "doc_date": pd.Timestamp("2026-10-10"), "taxable_value": 1000.0, "igst": 180.0,
        "cgst": 0.0, "sgst": 0.0, "cess": 0.0, "tax": 180.0, "books_number": "A/1",
        "books_date": pd.Timestamp("2026-10-10"), "books_taxable_value": 1000.0, "books_igst": 180.0,
        "books_cgst": 0.0, "books_sgst": 0.0, "books_cess": 0.0, "books_tax": 180.0, "supplier_period": "102026",
        "supplier_period_label": "Oct-2026", "supplier_filed": "Filed", "status": "Exact Match", "state": "N",
        "why": "All agrees.", "remarks": "", "remarks_text": "",
    }  # fmt: skip
    return usual | more


def bill(**more: object) -> dict[str, object]:
    """A bill of 500 and 90 IGST that the supplier did not report."""
    usual: dict[str, object] = {
        "supplier_gstin": SURAT, "supplier_name": "SURAT", "recipient_gstin": "27AAZCD1111E1ZS", "doc_type": "INV",
        "type_label": "Invoice", "doc_number": "B/1", "doc_date": pd.Timestamp("2026-10-12"), "taxable_value": 500.0,
        "igst": 90.0, "cgst": 0.0, "sgst": 0.0, "cess": 0.0, "tax": 90.0, "family": "b2b", "reverse_charge": False,
        "supply_type": "R", "place_of_supply": "27", "booking_date": pd.NaT, "reason": "not reported by supplier",
        "follow_up": "",
    }  # fmt: skip
    return usual | more


def found(*rows: dict[str, object], bills: tuple[dict[str, object], ...] = (), today: dt.date = LATE) -> pd.DataFrame:
    lines = pd.DataFrame(rows) if rows else pd.DataFrame([line()]).iloc[:0]
    return open_points(lines, pd.DataFrame(bills) if bills else pd.DataFrame([bill()]).iloc[:0], today)


def situations(*rows: dict[str, object], today: dt.date = LATE) -> list[str]:
    return found(*rows, today=today)["situation"].tolist()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"status": "Mismatched"}, ["Mismatched"]),
        ({"status": "Mismatched", "state": "P"}, ["Mismatched"]),
        ({"status": "Mismatched", "state": "A"}, []),
        ({"status": "Mismatched", "state": "R"}, ["Rejected"]),
        ({"state": "R"}, ["Rejected"]),
        ({"state": "P"}, ["Pending"]),
        ({"supplier_filed": "Not filed"}, ["Not filed"]),
        ({"supplier_filed": "Not filed", "state": "P"}, ["Not filed"]),
        ({"supplier_filed": "Not filed", "state": "A"}, ["Not filed"]),
        ({"supplier_filed": "Not filed", "status": "Missing in PR"}, []),
        ({"supplier_filed": "Submitted"}, []),  # the portal's own word: not known to be unfiled
        ({"status": "Missing in PR"}, []),
        ({"supplier_gstin": "", "state": "R"}, []),  # customs
    ],
)
def test_a_document_stands_in_the_first_situation_that_holds(more: dict[str, object], expected: list[str]) -> None:
    assert situations(line(**more)) == expected


@pytest.mark.parametrize(
    ("today", "period", "expected"),
    [
        (LATE, "102026", ["Not filed"]),
        (EARLY, "102026", []),
        (EARLY, "092026", ["Not filed"]),
        (LATE, "?", []),
    ],
)
def test_a_return_that_may_still_be_filed_in_time_is_not_chased(
    today: dt.date, period: str, expected: list[str]
) -> None:
    assert situations(line(supplier_filed="Not filed", supplier_period=period), today=today) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["Missing in IMS"]),
        ({"follow_up": "Remind supplier"}, ["Missing in IMS"]),
        ({"follow_up": "Wait"}, []),
        ({"follow_up": "Ignore"}, []),
        ({"follow_up": "Reverse charge or not reportable"}, []),
        ({"reason": "pending in Sep-2026 and no longer in IMS"}, []),
        ({"reason": "pending in Sep-2026 and no longer in IMS", "follow_up": "remind supplier"}, ["Missing in IMS"]),
        ({"reason": "duplicate of row 9", "follow_up": "Remind supplier"}, []),
        ({"reason": "not in IMS by law", "follow_up": "Remind supplier"}, []),
        ({"reason": "saved and not filed for Oct-2026"}, ["Not filed"]),
        ({"reason": "saved and not filed for Nov-2026"}, []),
        ({"reverse_charge": True}, []),
        ({"supplier_gstin": OIDAR}, []),
        ({"igst": 0.0, "tax": 0.0}, []),
        ({"place_of_supply": "24"}, []),
        ({"booking_date": pd.Timestamp("2027-12-01")}, []),
    ],
)
def test_bills_that_ims_does_not_carry_or_nobody_is_to_follow_up_are_left_out(
    more: dict[str, object], expected: list[str]
) -> None:
    assert found(bills=(bill(**more),))["situation"].tolist() == expected


def test_both_sides_of_a_document_and_only_ours_of_a_bill() -> None:
    rows = found(line(status="Mismatched", books_tax=90.0, why="IGST differs"), bills=(bill(),))
    assert list(rows.columns) == list(COLUMNS)
    missing, mismatched = rows.to_dict("records")
    assert (missing["doc_number"], missing["books_number"], missing["books_tax"]) == ("", "B/1", 90.0)
    assert pd.isna(missing["tax"])
    assert pd.isna(missing["doc_date"])
    assert (mismatched["tax"], mismatched["books_tax"], mismatched["differs"]) == (180.0, 90.0, "IGST differs")


@pytest.mark.parametrize(
    ("typed", "held", "reason"), [("", "", ""), (" ", "of before", "of before"), ("new", "of before", "new")]
)
def test_the_reason_is_what_is_typed_now_else_what_the_portal_holds(typed: str, held: str, reason: str) -> None:
    assert found(line(state="R", remarks_text=typed, remarks=held))["reason"].tolist() == [reason]


def test_by_supplier_situation_and_date() -> None:
    other = "27AAZCM4444H1ZV"
    rows = found(
        line(supplier_gstin=other, state="P", doc_number="P/2", doc_date=pd.Timestamp("2026-10-02")),
        line(supplier_gstin=other, state="P", doc_number="P/1", doc_date=pd.Timestamp("2026-10-01")),
        line(state="R", doc_number="R/1"),
        bills=(bill(supplier_gstin=other),),
    )
    assert rows[["supplier_gstin", "situation", "doc_number"]].to_numpy().tolist() == [
        [SURAT, "Rejected", "R/1"],
        [other, "Missing in IMS", ""],
        [other, "Pending", "P/1"],
        [other, "Pending", "P/2"],
    ]
    assert set(rows["situation"]) <= set(ORDER)


def test_nothing_gives_an_empty_frame_with_all_columns() -> None:
    assert list(found().columns) == list(COLUMNS)
    assert len(found()) == 0
