"""About which documents a supplier is written to: each stands in one situation, the first of the table that holds."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl.book_reasons import NOT_REPORTED, SAVED, is_final
from ims_xl.gst import calendar
from ims_xl.gst.actions import Action
from ims_xl.gst.due_dates import Extension
from ims_xl.gst.outside_ims import outside_ims
from ims_xl.gst.periods import find_period

REMIND = "remind supplier"  # of the list FollowUp, in small letters


class Situation(NamedTuple):
    """One situation: its key in Letter Texts, its name, and which lines of the status sheets it holds for."""

    key: str
    name: str
    of_lines: Callable[[pd.DataFrame], "pd.Series[bool]"]
    of_bills: Callable[[pd.DataFrame], "pd.Series[bool]"]


def _none(rows: pd.DataFrame) -> "pd.Series[bool]":
    return pd.Series(False, index=rows.index)


def _saved(bills: pd.DataFrame) -> "pd.Series[bool]":
    return bills["reason"].str.startswith(SAVED) & bills["is_overdue"]


def _missing(bills: pd.DataFrame) -> "pd.Series[bool]":
    asked = (bills["follow_up"].str.lower() == REMIND) & ~bills["reason"].map(is_final).astype("bool")
    return (bills["reason"] == NOT_REPORTED) | (asked & ~bills["reason"].str.startswith(SAVED))


def _rejected(lines: pd.DataFrame) -> "pd.Series[bool]":
    return lines["state"] == Action.REJECT.value


def _mismatched(lines: pd.DataFrame) -> "pd.Series[bool]":
    return (lines["status"] == "Mismatched") & (lines["state"] != Action.ACCEPT.value)


def _unfiled(lines: pd.DataFrame) -> "pd.Series[bool]":
    """A document that nobody booked needs no chasing."""
    return (lines["supplier_filed"] == "Not filed") & lines["is_overdue"] & (lines["status"] != "Missing in PR")


def _pending(lines: pd.DataFrame) -> "pd.Series[bool]":
    return lines["state"] == Action.PENDING.value


SITUATIONS = (
    Situation("rejected", "Rejected", _rejected, _none),
    Situation("mismatched", "Mismatched", _mismatched, _none),
    Situation("not_filed", "Not filed", _unfiled, _saved),
    Situation("pending", "Pending", _pending, _none),
    Situation("missing", "Missing in IMS", _none, _missing),
)
ORDER = ("Missing in IMS", "Mismatched", "Rejected", "Pending", "Not filed")
"""The situations as a letter tells them."""

_AMOUNTS = ("taxable_value", "igst", "cgst", "sgst", "cess", "tax")
COLUMNS = (
    *("situation", "supplier_gstin", "supplier_name", "doc_type", "type_label", "doc_number", "doc_date"),
    *_AMOUNTS,
    *("books_number", "books_date", *(f"books_{name}" for name in _AMOUNTS), "period_label", "reason", "differs"),
)


def open_points(
    lines: pd.DataFrame, bills: pd.DataFrame, today: dt.date, own: Sequence[Extension] = ()
) -> pd.DataFrame:
    """The documents that suppliers are to be asked about, COLUMNS, by supplier, situation (as in ORDER), date.

    `lines`: documents of IMS, `bills`: rows of the books without one, both as the status sheets show them. Amounts are
    signed rupees, those of the supplier first, `books_` those of the books; what is missing is NaN. Left out are
    suppliers without GSTIN, bills that IMS does not carry by law or that are not to be followed up, and returns that
    may still be filed in time. `own`: due dates that the accountant wrote down.
    """
    lines = lines.assign(is_overdue=_is_overdue(lines["supplier_period"], today, own), reason=_said(lines))
    bills = _chased(bills)
    periods = bills["reason"].where(bills["reason"].str.startswith(SAVED), "").str.removeprefix(SAVED)
    bills = bills.assign(is_overdue=_is_overdue(periods, today, own))
    told = _situations(lines, "of_lines")
    of_ims = lines.assign(
        situation=told,
        period_label=lines["supplier_period_label"],
        differs=lines["why"].where(told == "Mismatched", ""),
        books_number=lines["books_number"].fillna(""),
    )
    of_books = bills.rename(columns={name: f"books_{name}" for name in _AMOUNTS}).assign(
        situation=_situations(bills, "of_bills"),
        books_number=bills["doc_number"],
        books_date=bills["doc_date"],
        doc_number="",
        doc_date=pd.Series(pd.NaT, index=bills.index, dtype="datetime64[s]"),
        period_label=periods,
        reason="",
        differs="",
        **dict.fromkeys(_AMOUNTS, np.nan),
    )
    parts = [part.reindex(columns=list(COLUMNS)) for part in (of_ims, of_books)]
    parts = [part[(part["situation"] != "") & (part["supplier_gstin"] != "")] for part in parts]
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    rank = whole["situation"].map({name: at for at, name in enumerate(ORDER)})
    day = whole["doc_date"].fillna(whole["books_date"])
    order = ["supplier_gstin", "rank", "day", "doc_number", "books_number"]
    return whole.assign(rank=rank, day=day).sort_values(order, kind="stable", ignore_index=True)[list(COLUMNS)]


def _situations(rows: pd.DataFrame, which: str) -> "pd.Series[str]":
    holds = [getattr(one, which)(rows).to_numpy("bool") for one in SITUATIONS]
    return pd.Series(np.select(holds, [one.name for one in SITUATIONS], default=""), index=rows.index, dtype="str")


def _chased(bills: pd.DataFrame) -> pd.DataFrame:
    """The bills that are to be followed up and that IMS can carry."""
    follow_up = bills["follow_up"].str.lower()
    asked = (bills["reason"] == NOT_REPORTED) | bills["reason"].str.startswith(SAVED)
    bills = bills[((follow_up == "") & asked) | (follow_up == REMIND)]
    plain = bills.assign(**{name: bills[name].abs() for name in ("taxable_value", "igst", "cgst", "sgst", "cess")})
    return bills[outside_ims(plain) == ""] if len(bills) else bills


def _said(lines: pd.DataFrame) -> "pd.Series[Any]":
    """The remarks on a document: those typed now, else those the portal holds."""
    typed = lines["remarks_text"].fillna("").astype("str").str.strip()
    return typed.where(typed != "", lines["remarks"].fillna(""))


def _is_overdue(periods: "pd.Series[Any]", today: dt.date, own: Sequence[Extension]) -> "pd.Series[bool]":
    """Whether a return of each period (as the portal or a label writes it) is late by now, however it is filed."""
    known = {text: find_period(text) for text in periods.unique()}
    late = {text: bool(period) and today > calendar.last_day_in_time(period, own) for text, period in known.items()}
    return periods.map(late).astype("bool")
