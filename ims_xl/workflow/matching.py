"""Let's Match: compare both sides and remember links, statuses and reasons."""

import json
from dataclasses import asdict, replace

import pandas as pd

from ims_xl.book_reasons import NOT_REPORTED, REPORTED, SAVED
from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.matching import MatchResult, Tolerance, match
from ims_xl.sheets.names import SETTLED
from ims_xl.sheets.scores import supplier_counts
from ims_xl.wording import counted
from ims_xl.workflow import earlier, hand_links
from ims_xl.workflow.also_claimed import look_for_claims
from ims_xl.workflow.former import former_versions, with_former
from ims_xl.workflow.job import Job
from ims_xl.workflow.known_suppliers import not_reportable
from ims_xl.workflow.link_findings import said_by_hand
from ims_xl.workflow.outcome import Outcome

LATER = "in IMS for "
LIMIT = 200_000  # documents a workbook is for


def run_match(job: Job, tolerance: float | None = None) -> Outcome:
    """Match the documents due with the pool of book rows at a tolerance in rupees (None: as in Settings).

    Book rows whose document gave credit in an earlier month are settled; those whose partner belongs to a later
    supplier period are missing in IMS with that reason. Raises ImsError when a side is empty, the workbook would be
    too large or the month is closed.
    """
    job.refuse_closed("match")
    if tolerance is not None:
        asked = replace(job.company.tolerance, taxable=tolerance, tax=tolerance)
        job.company = replace(job.company, tolerance=asked)
    documents = job.documents()
    due = job.due(documents)
    books = job.store.registers.of(job.identity.book_id)
    _refuse_empty(len(due), len(books))
    books["reverse_charge"] |= books["supplier_gstin"].isin(not_reportable(job))
    books["claim_until"] = job.filing.claim_deadlines(books["doc_date"])
    limits = job.company.tolerance
    before = earlier.earlier_workbooks(job.store, job.identity.book_id, job.identity.period)
    left = earlier.documents_of(job.store, before, documents)
    credited = earlier.gave_credit(left["held"])
    two_b = job.filing.two_b(job.identity.period)
    listed = earlier.earlier_statements(job.store, job.identity.book_id, before, two_b)
    settled = earlier.with_statements(left[credited], listed)
    links = job.store.links.all()
    hand = hand_links.present(links, due, books)
    result = match(due, books, limits, earlier=settled, locked=hand.locked, unlinked=hand.apart)
    verdicts = pd.concat([_ims_verdicts(due, result), _book_verdicts(books, result)], ignore_index=True)
    later = documents[~documents["doc_id"].isin(set(due["doc_id"]))]
    later = later.assign(held=LATER + job.filing.two_b_periods(later).map(periods.label))
    reported = earlier.reported(job.store.reported.of(job.identity.book_id), pd.concat([documents, left]), settled)
    elsewhere = pd.concat([reported, left[~credited], later], ignore_index=True)
    verdicts = _known_elsewhere(verdicts, elsewhere, books, limits)
    verdicts, told = said_by_hand(verdicts, due, books, links, hand, limits)
    verdicts = with_former(verdicts, former_versions(job.snapshot(), left))
    pairs = result.pairs.assign(
        ims_doc=due["doc_id"].to_numpy()[result.pairs["ims_row"]],
        book_doc=books["doc_id"].to_numpy()[result.pairs["purchase_row"]],
    )
    job.store.supplier_counts.replace(job.identity.book_id, supplier_counts(due, books, verdicts))
    job.store.matches.replace(job.identity.book_id, job.at, json.dumps(asdict(limits)), "{}", pairs, verdicts)
    counts = job.view().view
    figures: dict[str, object] = {status: counts.card(status)[0] for status in _STATUSES}
    text = ", ".join(f"{status} {count:,}" for status, count in figures.items())
    return Outcome(
        text, figures, [*look_for_claims(job), *told], "Mark the Action cells, or apply the suggestions; then check."
    )


_STATUSES = ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS")


def _refuse_empty(documents: int, books: int) -> None:
    if not documents:
        remedy = "Import the portal file first. If it was read and holds none, there is nothing to match in this month."
        raise ImsError("there are no IMS documents for this period", remedy)
    if not books:
        raise ImsError(
            "there is no purchase data", "Read the purchase data first, or choose Claim without compare on Home."
        )
    if documents + books > 2 * LIMIT:
        raise ImsError(
            f"{counted(documents + books, 'row')} are too many for a workbook",
            f"A workbook is for up to {LIMIT:,} documents: split the period.",
        )


def _ims_verdicts(due: pd.DataFrame, result: MatchResult) -> pd.DataFrame:
    found = result.ims
    twice = found["claimed_twice"]
    warning = ("Also " + twice).where(twice != "", "")
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
            "status": found["status"].mask(earlier.gave_credit(found["reason"]), SETTLED.status).to_numpy(),
            **{name: found[name].to_numpy() for name in ("reason", "short", "why")},
            "warning": "",
        }
    )


def _known_elsewhere(
    verdicts: pd.DataFrame, elsewhere: pd.DataFrame, books: pd.DataFrame, limits: Tolerance
) -> pd.DataFrame:
    """Book rows that wait in vain this month and nobody is chased for: their document is known from another month.

    `elsewhere`: schema.IMS and `held`, where it is or what became of it.
    """
    chased = verdicts[(verdicts["side"] == "books") & (verdicts["reason"] == NOT_REPORTED)]
    waiting = books[books["doc_id"].isin(set(chased["doc_id"]))].reset_index(drop=True)
    if not len(elsewhere) or not len(waiting):
        return verdicts
    pairs = match(elsewhere, waiting, limits).pairs
    held = elsewhere["held"].iloc[pairs["ims_row"]].reset_index(drop=True)
    number = elsewhere["doc_number"].iloc[pairs["ims_row"]].reset_index(drop=True)
    month = held.str.removeprefix(LATER)
    here = number + " is in IMS for GSTR-2B of " + month + "; it belongs to that month's workbook."
    why = here.where(held.str.startswith(LATER), number + " was " + held + ".")
    filed = number + " stands in GSTR-2A as reported and filed, and not in IMS: look in GSTR-2B of that month."
    saved = number + " stands in GSTR-2A and is not filed yet: ask the supplier to file."
    why = why.mask(held.str.startswith(REPORTED), filed).mask(held.str.startswith(SAVED), saved)
    said = pd.DataFrame(
        {"doc_id": waiting["doc_id"].to_numpy()[pairs["purchase_row"]], "reason": held, "short": held, "why": why}
    )
    said = said.drop_duplicates("doc_id", keep="last").set_index("doc_id")
    waits = (verdicts["side"] == "books") & verdicts["doc_id"].isin(said.index)
    for name in said:
        verdicts.loc[waits, name] = verdicts.loc[waits, "doc_id"].map(said[name])
    return verdicts
