"""GSTR-2B of the workbook's period: have it computed, fetch it, check it against the decisions."""

import pandas as pd

from ims_xl.decisions.gstr2b import DIFFERS
from ims_xl.gst import periods
from ims_xl.gstn.client import Client
from ims_xl.gstn.errors import GstnError
from ims_xl.issues import ImsError, Issue
from ims_xl.money import in_rupees
from ims_xl.purchases import Purchases, read_statement
from ims_xl.push.portal import Pace, pause
from ims_xl.push.sender import StillWorking
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.online import connect, pace_of
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.statement import figures, statement_of

_NO_CHANGE = "IMS2005"  # nothing was decided since it was last computed: what is there holds


def compute_2b(job: Job, client: Client, *, pace: Pace | None = None) -> Outcome:
    """Have GSTR-2B computed, wait, fetch it and check it against what the portal holds.

    Raises ImsError when an upload is not over, the portal refuses (before the 14th, after GSTR-3B), or it takes
    longer than the schedule.
    """
    job.refuse_closed("compute GSTR-2B")
    connect(job, client)
    if job.journal.next() is not None:
        raise ImsError("an upload of this workbook is not over", "Resume it first: Resume upload, or ims-xl resume.")
    pace = pace or pace_of(client)
    period = job.filing.two_b(job.identity.period)
    try:
        ended = _wait(job, client, client.compute_2b(period), pace)
    except GstnError as error:
        if error.code != _NO_CHANGE:
            raise
        job.ui.tell("Nothing was decided since GSTR-2B was last computed")
        ended = True
    found = _fetched(job, client, period)
    if not ended and not _is_newer(job, found.statements):
        raise StillWorking("the portal still computes GSTR-2B", "Wait some minutes, then compute again.")
    return _taken_in(job, found, "GSTR-2B computed")


def fetch_2b(job: Job, client: Client) -> Outcome:
    """Fetch GSTR-2B as the portal has it, nothing computed anew, and check it against what the portal holds.

    Raises ImsError when the month is closed or the portal has none.
    """
    job.refuse_closed("fetch GSTR-2B")
    connect(job, client)
    return _taken_in(job, _fetched(job, client, job.filing.two_b(job.identity.period)), "GSTR-2B fetched")


def _fetched(job: Job, client: Client, period: str) -> Purchases:
    return read_statement(client.gstr2b(period), f"GSTR-2B from {job.identity.provider}", job.identity.gstin)


def _taken_in(job: Job, found: Purchases, event: str) -> Outcome:
    """The statement in the store, and its check; `event` of the decision log."""
    period = job.filing.two_b(job.identity.period)
    made_at = job.clock()
    with job.store.together():
        job.store.statements.add(
            job.identity.book_id, found.gstr2b, found.statements, [made_at] * len(found.statements), whole=True
        )
        job.store.sources.add(
            job.identity.book_id, "gstr2b", job.at, made_at, f"GSTR-2B from {job.identity.provider}", "GSTR-2B",
            len(found.gstr2b), len(found.gstr2b), "",
        )  # fmt: skip
        basis = counted(len(found.gstr2b), "document")
        job.store.log.add([(made_at, job.user, job.identity.book_id, "", event, "", period, basis)])
    return describe_gstr2b(job, found.issues)


def describe_gstr2b(job: Job, issues: list[Issue]) -> Outcome:
    """The check of the GSTR-2B of the period, in a sentence, figures and findings."""
    own, documents = job.identity, job.documents()
    checked = statement_of(job.store, own.book_id, documents, own.period, job.snapshot())
    assert checked is not None
    found = checked.differences
    issues = [
        *issues,
        *(
            Issue("warning" if severity == DIFFERS else "note", reason, "See the GSTR-2B sheet.", value=number)
            for severity, reason, number in found[["severity", "reason", "doc_number"]].itertuples(index=False)
        ),
    ]
    label = periods.label(job.filing.two_b(own.period))
    message = f"GSTR-2B of {label}: {checked.found}; net ITC {in_rupees(checked.net)}"
    return Outcome(message, figures(checked), issues, "See the GSTR-2B sheet.")


def _wait(job: Job, client: Client, reference: str, pace: Pace) -> bool:
    """Whether the portal said that it is done, before the schedule ended."""
    for seconds in pace.poll:
        pause(pace, job.ui, seconds, "Waiting for the portal to compute GSTR-2B")
        status = client.compute_2b_status(reference)
        if status.state == "ER":
            raise GstnError(status.code, status.message)
        if status.state != "IP":
            return True
    return False


def _is_newer(job: Job, sums: pd.DataFrame) -> bool:
    """The answer on how far it is has no known shape: a statement of another day shows that it is done."""
    held = job.store.statements.sums(job.identity.book_id, job.filing.two_b(job.identity.period))
    return bool(len(held) and len(sums) and held["generated"].iloc[0] != sums["generated"].iloc[0])
