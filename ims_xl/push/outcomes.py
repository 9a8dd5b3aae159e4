"""What became of each document of a request."""

from typing import TYPE_CHECKING

import pandas as pd

from ims_xl.decisions.sending import SAME, Plan
from ims_xl.gst import periods
from ims_xl.push.journal import OUTCOMES
from ims_xl.uploads import NOT_TAKEN, ON_PORTAL, REFUSED

if TYPE_CHECKING:
    from ims_xl.push.portal import Status


def refused_rows(errors: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents the portal's errors speak of (doc_id, message), and errors that name none of ours.

    The portal gives supplier, number and period, with or without the date, and may name the section in another
    way: all that is given must agree. An error that fits two documents speaks of neither: which one is the
    portal's to say.
    """
    numbered = errors.reset_index(drop=True).reset_index(names="error")
    both = numbered.merge(documents, on=["supplier_gstin", "doc_number"], suffixes=("", "_ours"))
    agrees = (both["section"] == both["section_ours"]) | ~both["section"].isin(set(documents["section"]))
    agrees &= both["doc_date"].isna() | (both["doc_date"] == both["doc_date_ours"])
    ours = both["supplier_period_ours"].map(periods.find_period)
    agrees &= (both["supplier_period"] == "") | (both["supplier_period"] == ours)
    found = both[agrees & ~both["error"].where(agrees).duplicated(keep=False)]
    return found[["doc_id", "message"]], numbered[~numbered["error"].isin(found["error"])]


def words(status: "Status", documents: pd.DataFrame) -> "tuple[pd.Series[str], pd.DataFrame]":
    """What the portal says of each of these documents (doc_id -> message), and its errors that name none of them."""
    named, strangers = refused_rows(status.errors, documents)
    return named.drop_duplicates("doc_id").set_index("doc_id")["message"], strangers


def all_of(wanted: pd.DataFrame, outcome: str, message: str = "") -> pd.DataFrame:
    """The same outcome for every document."""
    return pd.DataFrame({"doc_id": wanted["doc_id"], "outcome": outcome, "message": message}, columns=[*OUTCOMES])


def seen(wanted: pd.DataFrame, found: Plan, absent: str, messages: "pd.Series[str] | None" = None) -> pd.DataFrame:
    """Outcomes from a look at the portal: what it holds as wanted, and what it does not.

    `found`: `batches.missing` of the same `wanted`. `absent`: the outcome of documents the portal still lacks.
    `messages`: doc_id -> the portal's words, which make it a refusal.
    """
    reasons = found.left_out.drop_duplicates("doc_id").set_index("doc_id")["reason"]
    reason, said = (_at(wanted["doc_id"], words) for words in (reasons, messages))
    outcome = pd.Series(absent, index=wanted.index, dtype="str").mask(reason != "", NOT_TAKEN)
    outcome = outcome.mask(said != "", REFUSED).mask(reason == SAME, ON_PORTAL)
    message = said.where(said != "", reason).mask(reason == SAME, "")
    return pd.DataFrame({"doc_id": wanted["doc_id"], "outcome": outcome, "message": message})


def _at(doc_ids: "pd.Series[str]", words: "pd.Series[str] | None") -> "pd.Series[str]":
    known = {} if words is None else words.to_dict()
    return pd.Series([known.get(doc_id, "") for doc_id in doc_ids], index=doc_ids.index, dtype="str")
