"""Documents with everything a rule looks at: periods, deadlines, the original, and the mark beside them."""

import datetime as dt

import pandas as pd

from ims_xl import schema
from ims_xl.gst import calendar, pending
from ims_xl.gst.periods import shift
from ims_xl.gst.restrictions import CASE

INPUTS = ("action", "remarks", "itc_reduction", *(f"declared_{tax}" for tax in schema.TAXES))
"""Columns of a mark that say what is to be done; in a case each is called `new_...`."""


def dated(
    facts: pd.DataFrame, period: str, today: dt.date, *, quarterly: bool = False, state: str = ""
) -> pd.DataFrame:
    """The facts with pending_until, next_3b_due and today, for a workbook's period.

    `quarterly`, `state`: the buyer files quarterly, from the State of that two-digit code.
    """
    days = {
        two_b: pd.Timestamp(calendar.pending_deadline(two_b, quarterly=quarterly, state=state))
        for two_b in facts["two_b_period"].unique()
        if two_b
    }
    until = facts["two_b_period"].map(days).astype("datetime64[s]").where(pending.is_limited(facts))
    next_due = calendar.due_3b(shift(period, 3 if quarterly else 1), quarterly=quarterly, state=state)
    return facts.assign(
        pending_until=until,
        next_3b_due=pd.Series(pd.Timestamp(next_due), index=facts.index, dtype="datetime64[s]"),
        today=pd.Series(pd.Timestamp(today), index=facts.index, dtype="datetime64[s]"),
    )


def is_unfiled(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Documents that the supplier is not known to have filed; bills of entry come from customs and need no filing."""
    return (documents["supplier_filed"] != "Filed") & ~documents["section"].str.startswith("impg")


def with_marks(facts: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """One case (columns of restrictions.CASE) for every mark whose document is there, in the order of the marks."""
    wanted = marks[["doc_id", *INPUTS]].rename(columns={name: f"new_{name}" for name in INPUTS})
    return schema.conform(wanted.merge(facts, on="doc_id", how="inner", validate="one_to_one"), CASE)
