"""What a month tells of its year, worked out by hand: credit per books, and credit that waits and lapses."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.book_reasons import BY_LAW, NOT_REPORTED, duplicate_of
from ims_xl.gst.filing import Filing
from ims_xl.sheets.view import Reversals
from ims_xl.sheets.year_figures import books_credit, month_figures, unclaimed

NOW = dt.datetime(2026, 11, 12, 10)


def books(*rows: dict[str, object]) -> pd.DataFrame:
    """Bills with IGST of 1,800, each but for what is said of it."""
    usual: dict[str, object] = {"doc_type": "INV", "family": "b2b", "igst": 1800.0, "carried_from": ""}
    frame = pd.DataFrame([usual | {"doc_id": str(at)} | row for at, row in enumerate(rows)])
    frame = frame.reindex(columns=[*usual, "doc_id", "eligibility", "availed_igst"])
    return schema.conform(frame, schema.BOOKS)


@pytest.mark.parametrize(
    ("rows", "credit"),
    [
        ([{}, {}], 3_600),
        ([{}, {"doc_type": "CN", "igst": 300.0}], 1_500),
        ([{}, {"carried_from": "092026"}], 1_800),
        ([{}, {"eligibility": "Blocked 17(5)"}, {"eligibility": "Not for business"}], 1_800),
        ([{}, {"availed_igst": 500.0}, {"availed_igst": 0.0}], 2_300),
        ([{}, {"family": "deleted"}], 1_800),
        ([{}, {"doc_id": "before"}], 1_800),  # an earlier month's books held it
    ],
)
def test_credit_per_books(rows: list[dict[str, object]], credit: float) -> None:
    assert books_credit(books(*rows), {"before"}) == credit


def test_without_a_bill_of_its_own_a_months_books_are_not_known() -> None:
    assert pd.isna(books_credit(books({"carried_from": "092026"}), set()))


def lines(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Documents of IMS: date, action that the portal will hold, tax, Eligibility."""
    frame = pd.DataFrame(rows, columns=["doc_date", "after", "tax", "eligibility_text"])
    return frame.assign(doc_date=pd.to_datetime(frame["doc_date"]), supplier_filed="Filed", section="b2b")


def alone(*rows: tuple[str, float, str, str]) -> pd.DataFrame:
    """Bills that IMS lacks: date, tax, reason, Eligibility."""
    frame = pd.DataFrame(rows, columns=["doc_date", "tax", "reason", "eligibility"])
    return frame.assign(doc_date=pd.to_datetime(frame["doc_date"]))


def view(ims: pd.DataFrame, bills: pd.DataFrame, **more: Any) -> Any:
    usual = {
        "lines": ims, "unmatched": bills, "filing": Filing(), "now": NOW, "closed_at": "", "gstr2b": None,
        "reversals": Reversals(),
        "working": schema.empty(schema.SHARED).assign(line="", total=0.0),
    }  # fmt: skip
    return SimpleNamespace(**(usual | more))


def test_credit_that_waits_is_pending_or_missing_not_refused_blocked_or_a_credit_note() -> None:
    shown = view(
        lines(
            ("2026-10-05", "P", 100.0, ""),
            ("2026-10-05", "P", -40.0, ""),  # a credit note
            ("2026-10-05", "P", 7.0, "Blocked 17(5)"),
            ("2026-10-05", "A", 1_000.0, ""),
            ("2026-10-05", "R", 1_000.0, ""),
        ),
        alone(
            ("2026-10-06", 30.0, NOT_REPORTED, ""),
            ("2026-10-06", 5.0, BY_LAW, ""),
            ("2026-10-06", 5.0, duplicate_of(4), ""),
            ("2026-10-06", 5.0, "rejected in Sep-2026", ""),
            ("2026-10-06", 5.0, NOT_REPORTED, "Not for business"),
        ),
    )
    assert unclaimed(shown)["tax"].tolist() == [100.0, 30.0]


@pytest.mark.parametrize(
    ("filing", "day", "found"),
    [
        # On 12 November 2026 credit of March 2026 ends on 30 November 2026, that of October a year later.
        (Filing(), NOW, ("2026-11-30", 2, 150.0)),
        # Once that is over, the next date counts.
        (Filing(), dt.datetime(2026, 12, 1), ("2027-11-30", 1, 30.0)),
        # GSTR-9 of 2025-26 was filed: its credit ended then.
        (Filing(annual_returns=(("2025-26", dt.date(2026, 11, 1)),)), NOW, ("2027-11-30", 1, 30.0)),
    ],
)
def test_what_lapses_next(filing: Filing, day: dt.datetime, found: tuple[str, int, float]) -> None:
    waiting = lines(("2026-03-05", "P", 100.0, ""), ("2025-04-01", "P", 50.0, ""), ("2026-10-05", "P", 30.0, ""))
    figures = month_figures(view(waiting, alone(), filing=filing, now=day), 0.0)
    assert (f"{figures['claim_until']:%Y-%m-%d}", figures["lapsing"], figures["lapsing_tax"]) == found


def test_a_month_without_portal_data_has_no_table_4_and_is_not_a_month_of_nothing() -> None:
    figures = month_figures(view(lines(), alone()), float("nan"))
    assert all(pd.isna(figures[name]) for name in ("gstr2b", "books", "available", "reversed", "claim_until"))  # type: ignore[call-overload]
    assert (figures["lapsing"], figures["months"], figures["closed"], figures["at"]) == (
        0,
        1,
        False,
        "2026-11-12 10:00:00",
    )
