"""A figure for each supplier over the months: how much of what he was to report was reported, rightly and in time."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from ims_xl.book_reasons import NOT_REPORTED, SAVED
from ims_xl.gst import calendar
from ims_xl.gst.due_dates import Extension
from ims_xl.gst.periods import find_period

WORST = 10  # suppliers in the chart


class Weight(NamedTuple):
    """What is taken off: of which share, how many points when the share is the whole."""

    field: str
    of: str
    points: int
    words: str


WEIGHTS = (
    Weight("missing", "documents", 100, "bills missing in IMS"),
    Weight("mismatched", "documents", 50, "documents that differ from the books"),
    Weight("late", "returns", 50, "returns filed late"),
)
"""From 100 points each share is taken off with its weight; no score is below 0."""

NOT_KNOWN = "Day of filing not known: no GSTR-2B read tells it"
_COUNTS = ("documents", "missing", "mismatched")


def supplier_counts(documents: pd.DataFrame, books: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """What a match said of each supplier with a GSTIN: supplier_gstin, documents, missing, mismatched.

    `verdicts`: side, doc_id, status, reason. A bill is missing when its supplier did not report it, or saved it in a
    return that is not filed; bills that IMS does not carry by law, or that another month holds, count nowhere.
    """
    parts = []
    for side, frame in (("ims", documents), ("books", books)):
        suppliers = frame.drop_duplicates("doc_id").set_index("doc_id")["supplier_gstin"]
        said = verdicts[verdicts["side"] == side]
        parts.append(said.assign(supplier_gstin=said["doc_id"].map(suppliers).fillna("")))
    ims, bills = parts
    bills = bills[(bills["reason"] == NOT_REPORTED) | bills["reason"].str.startswith(SAVED)]
    whole = pd.concat(
        [
            ims[["supplier_gstin"]].assign(missing=0, mismatched=(ims["status"] == "Mismatched").astype("int64")),
            bills[["supplier_gstin"]].assign(missing=1, mismatched=0),
        ],
        ignore_index=True,
    ).assign(documents=1)
    whole = whole[whole["supplier_gstin"] != ""]
    return whole.groupby("supplier_gstin", as_index=False)[list(_COUNTS)].sum().astype(dict.fromkeys(_COUNTS, "int64"))


def score_rows(counts: pd.DataFrame, filings: pd.DataFrame, own: Sequence[Extension] = ()) -> pd.DataFrame:
    """One row a supplier, the lowest score first: supplier_gstin, _COUNTS, returns, late, score, lost, known.

    `counts`: `supplier_counts` of several months; `filings`: schema.FILINGS; `own`: due dates that the accountant wrote
    down. A return is late when it was filed after the last day for monthly and for quarterly filers, since how a
    supplier files is not known; where no GSTR-2B tells a day `late` is missing and takes nothing off. `lost`: points
    below 100.
    """
    rows = counts.groupby("supplier_gstin", as_index=False)[list(_COUNTS)].sum()
    told = filings[filings["filed_on"].notna() & (filings["supplier_period"].map(find_period) != "")]
    ends = {period: calendar.last_day_in_time(find_period(period), own) for period in told["supplier_period"].unique()}
    is_late = told["filed_on"] > pd.to_datetime(told["supplier_period"].map(ends))
    late = is_late.astype("int64").groupby(told["supplier_gstin"])
    rows["returns"] = rows["supplier_gstin"].map(late.size()).fillna(0).astype("int64")
    rows["late"] = rows["supplier_gstin"].map(late.sum()).astype("float64")
    lost = sum((rows[one.field] / rows[one.of]).fillna(0) * one.points for one in WEIGHTS)
    rows["lost"] = pd.Series(lost, index=rows.index, dtype="float64").clip(upper=100).round()
    rows["score"] = 100 - rows["lost"]
    rows["known"] = pd.Series("", index=rows.index, dtype="str").mask(rows["returns"] == 0, NOT_KNOWN)
    return rows.sort_values(["score", "documents"], ascending=[True, False], kind="stable", ignore_index=True)
