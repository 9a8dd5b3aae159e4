"""Documents with everything a rule looks at: periods, deadlines, the original, and the mark beside them."""

import datetime as dt

import pandas as pd

from ims_xl import schema
from ims_xl.gst import pending
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.restrictions import CASE

_DECISION = [column.name for column in schema.DECISION]


def dated(facts: pd.DataFrame, period: str, today: dt.date, filing: Filing = MONTHLY) -> pd.DataFrame:
    """The facts with pending_until, next_3b_due, claimed_from and today, for a workbook's period.

    `filing`: how the buyer files, the same as of the facts.
    """
    periods = [two_b for two_b in facts["two_b_period"].unique() if two_b]
    days = {two_b: pd.Timestamp(filing.pending_deadline(two_b)) for two_b in periods}
    return facts.assign(
        pending_until=facts["two_b_period"].map(days).astype("datetime64[s]").where(pending.is_limited(facts)),
        next_3b_due=_every(facts, filing.next_3b(period)),
        claimed_from=_every(facts, max(today, filing.opens_3b(period))),
        today=_every(facts, today),
    )


def _every(frame: pd.DataFrame, day: dt.date) -> "pd.Series[pd.Timestamp]":
    return pd.Series(pd.Timestamp(day), index=frame.index, dtype="datetime64[s]")


def is_unfiled(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Documents that the supplier is not known to have filed; bills of entry come from customs and need no filing."""
    return (documents["supplier_filed"] != "Filed") & ~documents["section"].str.startswith("impg")


def with_marks(facts: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """One case (columns of restrictions.CASE) for every mark whose document is there, in the order of the marks.

    Raises ValueError when a document is there twice or has two marks.
    """
    if not marks["doc_id"].is_unique:
        raise ValueError("a document has two marks")
    place = pd.Index(facts["doc_id"]).get_indexer(pd.Index(marks["doc_id"]))
    wanted = marks.loc[place >= 0, _DECISION].add_prefix("new_")
    known = facts.take(place[place >= 0]).set_axis(wanted.index)
    return schema.conform(pd.concat([known, wanted], axis=1), CASE)
