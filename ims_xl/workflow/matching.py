"""Let's Match: compare both sides and remember links, statuses and reasons."""

import json
from dataclasses import asdict, replace

import pandas as pd

from ims_xl.gst import calendar, periods
from ims_xl.issues import ImsError, Issue
from ims_xl.matching import MatchResult, Tolerance, match
from ims_xl.settings import Tolerances
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

LIMIT = 200_000  # documents a workbook is for


def run_match(job: Job, tolerance: float | None = None) -> Outcome:
    """Match the documents due with the pool of book rows at a tolerance in rupees (None: as in Settings).

    Book rows whose partner belongs to a later supplier period, or stands in an earlier GSTR-2B, are missing in IMS
    with that reason. Raises ImsError when a side is empty or the workbook would be too large.
    """
    if tolerance is not None:
        asked = replace(job.company.tolerance, taxable=tolerance, tax=tolerance)
        job.company = replace(job.company, tolerance=asked)
    documents = job.documents()
    due = job.due(documents)
    books = job.store.registers.of(job.identity.book_id)
    _refuse_empty(len(due), len(books))
    books["reverse_charge"] |= books["supplier_gstin"].isin(job.company.not_reportable)
    earlier = _earlier(job)
    limits = _limits(job.company.tolerance)
    result = match(due, books, limits, earlier=earlier)
    verdicts = pd.concat([_ims_verdicts(due, result), _book_verdicts(books, result)], ignore_index=True)
    later = documents[~documents["doc_id"].isin(set(due["doc_id"]))].reset_index(drop=True)
    verdicts = _with_later(verdicts, later, books, limits)
    pairs = result.pairs.assign(
        ims_doc=due["doc_id"].to_numpy()[result.pairs["ims_row"]],
        book_doc=books["doc_id"].to_numpy()[result.pairs["purchase_row"]],
    )
    job.store.matches.replace(job.identity.book_id, job.at, json.dumps(asdict(limits)), "{}", pairs, verdicts)
    counts = job.view().view
    figures: dict[str, object] = {status: counts.card(status)[0] for status in _STATUSES}
    text = ", ".join(f"{status} {count:,}" for status, count in figures.items())
    issues = []
    if twice := int((verdicts["warning"] != "").sum()):
        reason = f"IMS documents that also stand in an earlier GSTR-2B: {twice:,}"
        issues.append(Issue("warning", reason, "See Why: credit may be claimed twice."))
    return Outcome(text, figures, issues, "Mark the Action cells, or apply the suggestions; then check.")


_STATUSES = ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS")


def _refuse_empty(documents: int, books: int) -> None:
    if not documents:
        raise ImsError("there are no IMS documents for this period", "Import the portal file first.")
    if not books:
        raise ImsError(
            "there is no purchase data", "Read the purchase data first, or choose Claim without compare on Home."
        )
    if documents + books > 2 * LIMIT:
        raise ImsError(
            f"{counted(documents + books, 'row')} are too many for a workbook",
            f"A workbook is for up to {LIMIT:,} documents: split the period.",
        )


def _earlier(job: Job) -> pd.DataFrame:
    """GSTR-2B documents of periods before this workbook's."""
    statements = job.store.portal.gstr2b()
    before = statements["gstr2b_period"].map(
        lambda period: periods.ordinal(period) < periods.ordinal(job.identity.period)
    )
    return statements[before.astype("bool")].reset_index(drop=True)


def _limits(limits: Tolerances) -> Tolerance:
    return Tolerance(**asdict(limits))


def _ims_verdicts(due: pd.DataFrame, result: MatchResult) -> pd.DataFrame:
    found = result.ims
    twice = found["claimed_twice"]
    warning = ("Also in GSTR-2B of " + twice).where(twice != "", "")
    why = found["why"] + (" " + warning + ".").where(warning != "", "")
    return pd.DataFrame(
        {
            "side": "ims",
            "doc_id": due["doc_id"].to_numpy(),
            "status": found["status"].to_numpy(),
            "reason": found["superseded_by"].to_numpy(),
            "short": found["short"].to_numpy(),
            "why": why.to_numpy(),
            "warning": warning.to_numpy(),
        }
    )


def _book_verdicts(books: pd.DataFrame, result: MatchResult) -> pd.DataFrame:
    found = result.purchases
    return pd.DataFrame(
        {
            "side": "books",
            "doc_id": books["doc_id"].to_numpy(),
            **{name: found[name].to_numpy() for name in ("status", "reason", "short", "why")},
            "warning": "",
        }
    )


def _with_later(verdicts: pd.DataFrame, later: pd.DataFrame, books: pd.DataFrame, limits: Tolerance) -> pd.DataFrame:
    """Book rows that wait in vain this month because their document goes to a later GSTR-2B."""
    chased = verdicts[(verdicts["side"] == "books") & (verdicts["reason"] == "not reported by supplier")]
    waiting = books[books["doc_id"].isin(set(chased["doc_id"]))].reset_index(drop=True)
    if not len(later) or not len(waiting):
        return verdicts
    pairs = match(later, waiting, limits).pairs
    month = calendar.two_b_periods(later).map(periods.label).iloc[pairs["ims_row"]].reset_index(drop=True)
    number = later["doc_number"].iloc[pairs["ims_row"]].reset_index(drop=True)
    said = pd.DataFrame(
        {
            "doc_id": waiting["doc_id"].to_numpy()[pairs["purchase_row"]],
            "reason": "in IMS for " + month,
            "short": "in IMS for " + month,
            "why": number + " is in IMS for GSTR-2B of " + month + "; it belongs to that month's workbook.",
        }
    )
    said = said.drop_duplicates("doc_id", keep="last").set_index("doc_id")
    waits = (verdicts["side"] == "books") & verdicts["doc_id"].isin(said.index)
    for name in said:
        verdicts.loc[waits, name] = verdicts.loc[waits, "doc_id"].map(said[name])
    return verdicts
