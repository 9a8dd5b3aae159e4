"""Uploading decisions to the portal, taking an upload up again, and what became of every document."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.originals import tax_paise
from ims_xl.gst.actions import DONE, LABELS, Action
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.client import Client
from ims_xl.gstn.counts import count_actions, difference
from ims_xl.gstn.wire import Variant
from ims_xl.issues import ImsError, Issue, printable
from ims_xl.money import in_rupees
from ims_xl.push.batches import make_batches
from ims_xl.push.fresh import fetch, replaced, when_still
from ims_xl.push.portal import Pace, pause
from ims_xl.push.sender import Sender, StillWorking
from ims_xl.sheets import action_cells
from ims_xl.uploads import ON_PORTAL, REFUSED
from ims_xl.wording import counted
from ims_xl.workflow import deciding, portal_data
from ims_xl.workflow.also_claimed import look_for_claims
from ims_xl.workflow.approving import refuse_unapproved
from ims_xl.workflow.downloading import answer, renew
from ims_xl.workflow.job import Job
from ims_xl.workflow.last_upload import left_unknown, of_another_computer, queued_reset, rows_of_last
from ims_xl.workflow.online import connect, pace_of
from ims_xl.workflow.outcome import Outcome, by_action
from ims_xl.workflow.unsent import in_words, unsent
from ims_xl.workflow.viewing import Gathered

EVERY = frozenset(Action)
ACTION_WORDS = {"accept": Action.ACCEPT, "reject": Action.REJECT, "pending": Action.PENDING, "clear": Action.NO_ACTION}
_LISTED = 10  # rejects named in the question; the rest are counted, a box on a Mac holds 1,024 characters


def push(
    job: Job,
    client: Client,
    actions: Collection[Action] = EVERY,
    *,
    confirmed: bool = False,
    pace: Pace | None = None,
) -> Outcome:
    """Send every decision that differs from a fresh download; rejects are confirmed as a list first.

    After an upload that was given up with unknown outcomes the portal must stand still first, as a lost save may
    still be running. `confirmed`: rejects were confirmed already. Raises ImsError when there is nothing to send, or
    an earlier upload is not over; whatever happens later is told by the outcome, and the upload can be resumed.
    """
    job.refuse_closed("upload")
    connect(job, client)
    pace = pace or pace_of(client)
    with job.store.only_one_upload():
        _refuse_second(job)
        lost = queued_reset(job, pace.queued_reset)
        return _push(job, client, actions, confirmed, pace, lost if left_unknown(job) else None)


def resume(job: Job, client: Client, *, confirmed: bool = False, pace: Pace | None = None) -> Outcome:
    """Take an upload up again: find out what became of it and send only what is missing.

    An upload that began on another computer is not known here, nor whether a reset of it was lost: it starts from a
    fresh download, once none can run late and the portal stands still.
    """
    job.refuse_closed("upload")
    connect(job, client)
    pace = pace or pace_of(client)
    with job.store.only_one_upload():
        last = job.journal.last()
        if last is None or last.finished_at:
            job.ui.tell(of_another_computer(pace.queued_reset))
            return _push(job, client, EVERY, confirmed, pace, pace.queued_reset)
        marked = action_cells.usable_marks(job.cells, job.documents())
        return _carry_out(job, client, pace, [], dict(zip(marked["doc_id"], marked["action"], strict=True)))


def _refuse_second(job: Job) -> None:
    if job.journal.next() is not None:
        raise ImsError(
            "the last upload of this workbook is not over",
            "Resume it first: Resume upload, or ims-xl resume. If its outcome never comes: ims-xl push --abandon.",
        )
    if others := job.journal.unfinished_elsewhere():
        raise ImsError("an upload of this GSTIN from another workbook is not over", "Resume it first.", file=others[0])


def _push(
    job: Job, client: Client, actions: Collection[Action], confirmed: bool, pace: Pace, lost: float | None
) -> Outcome:
    """`lost`: seconds for which a lost reset may still run, after which the portal must stand still; None: neither."""
    sections = _concerned(job)
    if not sections:
        return _nothing(job, unsent(job.view(), ()), [*job.issues, *_hindered(job)])
    if lost is not None:
        _wait_until_still(job, client, sections, pace, lost)
    # A save names the action the portal holds: from old data it is refused, or undoes what was decided there since.
    fresh = renew(job, client, sections, "downloaded before the upload")
    gathered = job.view()
    refuse_unapproved(job, gathered.view)
    issues = [*job.issues, *fresh.issues, *look_for_claims(job), *_hindered(job)]
    send, unconfirmed = gathered.plan.send, ""
    not_chosen = send.loc[~send["new_action"].isin(list(actions)), "doc_id"]
    send = send[~send["doc_id"].isin(not_chosen)]
    rejects = send.loc[send["new_action"] == Action.REJECT, "doc_id"]
    if not confirmed and not rejects_confirmed(job, send):
        unconfirmed = in_words({"unconfirmed": len(rejects)})
        issues.append(Issue("warning", unconfirmed))
        send = send[~send["doc_id"].isin(rejects)]
    without = functools.partial(unsent, unconfirmed=list(rejects) if unconfirmed else (), not_chosen=list(not_chosen))
    limits = client.profile.limits
    batches = make_batches(
        send.reset_index(drop=True), job.identity.gstin, _variant(job),
        max_records=limits.records, max_bytes=limits.request_bytes,
    )  # fmt: skip
    if not batches:
        return _nothing(job, without(gathered, ()), issues)
    job.journal.begin(batches)
    return _carry_out(job, client, pace, issues, without=without)


def _hindered(job: Job) -> list[Issue]:
    """What keeps marks from being sent, one issue a mark."""
    gathered = job.view()
    return [*deciding.refusals(gathered), *deciding.to_confirm(gathered)]


def _nothing(job: Job, counts: Mapping[str, int], issues: Sequence[Issue]) -> Outcome:
    """There was nothing to send: because the portal holds every decision, or because none of the others may go.

    Raises ImsError when no document is marked.
    """
    if counts:
        return Outcome(f"Nothing was sent: {in_words(counts)}", {}, issues, "See Push to GSTN for each of them.")
    if not len(action_cells.usable_marks(job.cells, job.documents())):
        raise ImsError("there is nothing to upload", "No document is marked.", file=job.book.path.name)
    return Outcome("There is nothing to upload: the portal holds every decision", {}, issues)


def _carry_out(
    job: Job,
    client: Client,
    pace: Pace,
    issues: Sequence[Issue],
    marks: dict[str, str] | None = None,
    without: Callable[[Gathered, Collection[str]], dict[str, int]] = unsent,
) -> Outcome:
    """Send what the journal holds; with `marks` it is an upload taken up again; `without` counts what is not in it."""
    # Parts of an upload that stopped are on the portal all the same, so they are taken in whatever stopped it.
    sender = Sender(
        client, job.journal, job.documents(),
        variant=_variant(job), pace=pace, ui=job.ui, doubtful=marks is not None, marks=marks,
    )  # fmt: skip
    stop: ImsError | None = None
    try:
        sender.run()
    except ImsError as error:
        stop = error
    sections = sorted(
        {schema.take_apart(doc_id).section for doc_id in rows_of_last(job)["doc_id"]}, key=list(SECTIONS).index
    )
    known = sender.documents[sender.documents["section"].isin(sections)]
    portal_data.take_in(job, [answer(job, known, sections)], "uploaded")
    if stop is None:
        try:
            issues = [*issues, *_check_counts(job, client, sections)]
        except ImsError as error:
            stop = error
    return _told(job, issues, stop, without)


def _check_counts(job: Job, client: Client, sections: Sequence[str]) -> list[Issue]:
    """Compare the portal's counts with what we know; a section that differs is downloaded again."""
    # The counts are the only second witness of what the portal holds.
    counts, documents = client.counts(), job.documents()
    differing = [
        key
        for key in set(sections) & set(counts.sections)
        if difference(counts.sections[key], _actions(documents[documents["section"] == key]))
    ]
    issues: list[Issue] = []
    if differing:
        again = renew(job, client, differing, "downloaded after the upload")
        counts = again.counts
        titles = ", ".join(SECTIONS[key].title for key in differing)
        issues = [*again.issues, Issue("note", f"the portal counted otherwise and was downloaded again: {titles}")]
    totals = {action: sum(found.get(action, 0) for found in counts.sections.values()) for action in Action}
    says = ", ".join(f"{DONE[action].lower()} {count:,}" for action, count in totals.items())
    job.journal.finish(f"The portal counts {says}")
    return issues


def _actions(documents: pd.DataFrame) -> Mapping[str, int]:
    return count_actions({"action": action} for action in documents["portal_action"])


def _told(
    job: Job,
    issues: Sequence[Issue],
    stop: ImsError | None,
    without: Callable[[Gathered, Collection[str]], dict[str, int]],
) -> Outcome:
    last = rows_of_last(job).drop_duplicates("doc_id", keep="last")
    taken = last[last["outcome"] == ON_PORTAL]
    failed = last[~last["outcome"].isin([ON_PORTAL, ""])]
    waiting = int((last["outcome"] == "").sum())
    figures: dict[str, object] = {
        **by_action(taken["action"].value_counts().to_dict()),
        "refused by the portal": int((failed["outcome"] == REFUSED).sum()),
        "not sent or not taken": int((failed["outcome"] != REFUSED).sum()),
        "open": waiting,
    }
    issues = [*issues, *_failures(job, failed)]
    others = without(job.view(), set(last["doc_id"]))
    message = f"{len(taken):,} of {len(last) + sum(others.values()):,} decisions are on the portal"
    message += f"; {in_words(others)}" if others else ""
    if stop is not None:
        return Outcome(
            f"The upload stopped: {message}",
            figures,
            [*issues, stop.issue],
            "Resume it: Resume upload, or ims-xl resume.",
        )
    done = "Look at the Upload status of the others." if len(failed) else "After the 14th, compute GSTR-2B."
    return Outcome(message, figures, issues, done)


def _failures(job: Job, failed: pd.DataFrame) -> list[Issue]:
    """One issue a document that was sent or meant to be, and is not on the portal."""
    numbers = {doc_id: schema.take_apart(doc_id).doc_number for doc_id in failed["doc_id"]}
    remedy = "Look at the document as it is now and decide again."
    return [
        Issue(
            "error",
            f"{outcome}: {message}" if message else outcome,
            remedy,
            job.book.path.name,
            column="Upload status",
            value=f"{LABELS[Action(action)]} on {numbers[doc_id]}",
        )
        for doc_id, action, outcome, message in failed[["doc_id", "action", "outcome", "message"]].itertuples(
            index=False
        )
    ]


def _concerned(job: Job) -> list[str]:
    """Sections of the documents with usable marks, and of the originals behind them."""
    documents = job.documents()
    marked = action_cells.usable_marks(job.cells, documents)["doc_id"]
    used = set(documents.loc[documents["doc_id"].isin(set(marked)), "section"])
    # Whether an amendment may be sent depends on its original.
    used |= {SECTIONS[key].amends for key in used}
    return [key for key in SECTIONS if key in used]


def _wait_until_still(job: Job, client: Client, sections: Iterable[str], pace: Pace, lost: float) -> None:
    def look() -> pd.DataFrame:
        return replaced(job.documents(), fetch(client, sections))

    pause(pace, job.ui, lost, "Waiting until a lost request cannot come late")
    wait = functools.partial(pause, pace, job.ui, what="Waiting until the portal stands still")
    if not when_still(look, pace.settle, wait):
        raise StillWorking("the portal keeps changing", "Wait some minutes, then resume the upload.")


def rejects_confirmed(job: Job, send: pd.DataFrame) -> bool:
    """Whether the person confirms the list of what would be rejected; without rejects nobody is asked.

    Credit notes subtract from the tax.
    """
    rejects = send[send["new_action"] == Action.REJECT]
    if not len(rejects):
        return True
    tax = (tax_paise(rejects) * schema.signs(rejects) / 100).astype("Float64").astype("float64")
    names = rejects["supplier_name"].where(rejects["supplier_name"] != "", rejects["supplier_gstin"])
    lines = [
        f"  {printable(number)} of {printable(name)}, tax {in_rupees(amount)}"
        for number, name, amount in zip(rejects["doc_number"], names, tax, strict=True)
    ]
    more = [f"  and {len(lines) - _LISTED:,} more"] if len(lines) > _LISTED else []
    question = f"Reject {counted(len(lines), 'document')}, tax {in_rupees(tax.sum(min_count=1))} in all?"
    return job.ui.ask("\n".join([question, *lines[:_LISTED], *more]))


def _variant(job: Job) -> Variant:
    return Variant(job.company.itc_keys, job.company.period_text)
