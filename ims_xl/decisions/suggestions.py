"""What to do with each document as far as the match tells; the accountant decides."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ims_xl.decisions.cases import is_unfiled, with_marks
from ims_xl.decisions.known import Known
from ims_xl.decisions.marks import of_documents
from ims_xl.gst.restrictions import RESTRICTIONS, Restriction, findings

OFFERED = {"Accept": "A", "Pending": "P"}
"""Reject is never suggested."""

_SURE = "Exact Match"
_BLOCKED = ("Blocked 17(5)", "Not for business")
BLOCKED_NOTE = "credit is blocked: accept it and reverse it in GSTR-3B"


def suggest(
    known: Known,
    statuses: pd.DataFrame,
    company: Mapping[str, str],
    rules: Iterable[Restriction] = RESTRICTIONS,
) -> pd.DataFrame:
    """`suggestion` (Accept, Pending or nothing) and `why` for every document of `known`.

    `statuses`, same rows: status, ambiguous, eligibility. `company`: status -> Accept, Pending or None. Only
    filed documents are suggested, ambiguous pairs are never accepted, and nothing the rules refuse.
    """
    documents = known.documents
    status = statuses["status"].set_axis(documents.index)
    ambiguous = statuses["ambiguous"].set_axis(documents.index).astype("bool")
    wanted = status.map(dict(company)).where(lambda words: words.isin(list(OFFERED)), "").astype("str")
    why = status.where(wanted != "", "").astype("str")
    unsure = (wanted == "Accept") & ambiguous
    unfiled = is_unfiled(documents)
    for without, reason in ((unsure, "two documents fit almost equally"), (unfiled, "the supplier has not filed it")):
        why = why.mask(without & (wanted != ""), reason)
        wanted = wanted.mask(without, "")
    refused = _refusals(known, wanted, rules)
    why = refused.where(refused != "", why)
    wanted = wanted.mask(refused != "", "")
    blocked = statuses["eligibility"].set_axis(documents.index).isin(_BLOCKED) & (status == _SURE)
    why = why.mask(blocked & (wanted == "Accept"), BLOCKED_NOTE)
    return pd.DataFrame({"suggestion": wanted, "why": why}, index=documents.index)


def _refusals(known: Known, wanted: "pd.Series[str]", rules: Iterable[Restriction]) -> "pd.Series[str]":
    """Why the portal would refuse what is wanted, "" where it would not."""
    documents = known.documents
    parts = [
        of_documents(documents.loc[wanted == word, "doc_id"], letter, documents) for word, letter in OFFERED.items()
    ]
    found = findings(with_marks(known.facts.drop_duplicates("doc_id"), pd.concat(parts, ignore_index=True)), rules)
    first = found[found["severity"] == "refusal"].drop_duplicates("doc_id").set_index("doc_id")["reason"]
    return documents["doc_id"].map(first).astype("object").fillna("").astype("str")
