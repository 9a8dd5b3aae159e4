"""What to do with each document as far as the match tells; the accountant decides."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ims_xl.decisions.cases import is_unfiled, with_marks
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.marks import of_documents
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst.restrictions import CLAIMS, Restriction, findings

OFFERED = {"Accept": "A", "Pending": "P"}
"""Reject is never suggested."""

_SURE = "Exact Match"
BLOCKED_NOTE = "credit is blocked: accept it and reverse it in GSTR-3B"


def suggest(
    snapshot: Snapshot,
    statuses: pd.DataFrame,
    company: Mapping[str, str],
    rules: Iterable[Restriction] | None = None,
) -> pd.DataFrame:
    """`suggestion` (Accept, Pending or nothing), `why`, `why_not` and `credit_lost` for every document of `snapshot`.

    `statuses`, same rows: status, ambiguous, eligibility. `company`: status -> Accept, Pending or None. Only
    filed documents are suggested, ambiguous pairs are never accepted, and nothing the rules refuse, nor Pending where
    waiting would lose the credit (`credit_lost`). `why_not`: a few words where nothing is suggested. `rules`: others
    than those of the snapshot.
    """
    documents = snapshot.documents
    status = statuses["status"].set_axis(documents.index)
    ambiguous = statuses["ambiguous"].set_axis(documents.index).astype("bool")
    wanted = status.map(dict(company)).where(lambda words: words.isin(list(OFFERED)), "").astype("str")
    why = status.where(wanted != "", "").astype("str")
    # To accept one of two that fit equally would claim credit on a guess.
    unsure = (wanted == "Accept") & ambiguous
    unfiled = is_unfiled(documents)
    why_not = pd.Series("none by Settings", index=documents.index, dtype="str").where(status != "", "")
    for without, words, reason in (
        (unsure, "ambiguous", "two documents fit almost equally"),
        (unfiled, "not filed yet", "the supplier has not filed it"),
    ):
        why_not = why_not.mask(without & (wanted != ""), words)
        why = why.mask(without & (wanted != ""), reason)
        wanted = wanted.mask(without, "")
    cases = snapshot.dated
    against = (
        _objections(cases, wanted, snapshot.rules if rules is None else rules)
        .reindex(documents["doc_id"])
        .set_axis(documents.index)
    )
    refused = against["reason"].notna()
    why = against["reason"].where(refused, why).astype("str")
    wanted = wanted.mask(refused, "")
    blocked = statuses["eligibility"].set_axis(documents.index).isin(BLOCKED) & (status == _SURE)
    why = why.mask(blocked & (wanted == "Accept"), BLOCKED_NOTE)
    lost = against["code"].isin([rule.code for rule in CLAIMS])
    why_not = why_not.mask(refused, "not allowed").mask(lost, "credit would end").mask(wanted != "", "")
    return pd.DataFrame(
        {"suggestion": wanted, "why": why, "why_not": why_not, "credit_lost": lost}, index=documents.index
    )


def _objections(cases: pd.DataFrame, wanted: "pd.Series[str]", rules: Iterable[Restriction]) -> pd.DataFrame:
    """By doc_id the first rule that keeps what is wanted from being suggested: its code and reason."""
    rules = [rule for rule in rules if rule.severity == "refusal" or rule.withholds]
    found = findings(with_marks(cases, of_documents(cases, wanted.map(OFFERED))), rules)
    return found.drop_duplicates("doc_id").set_index("doc_id")[["code", "reason"]]
