"""The upload file for the portal: what differs from the portal, written once and remembered."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ims_xl import clock
from ims_xl.decisions.sending import NOT_IN_FILE
from ims_xl.gst.actions import LABELS, Action
from ims_xl.gstn.offline import read_portal_file, write_upload_file
from ims_xl.gstn.wire import Variant
from ims_xl.issues import ImsError, Issue
from ims_xl.schema import take_apart
from ims_xl.sheets import action_cells
from ims_xl.sheets.checked import EXPORTED, basis
from ims_xl.wording import age, counted
from ims_xl.workflow.also_claimed import look_for_claims
from ims_xl.workflow.approving import refuse_unapproved
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome, by_action
from ims_xl.workflow.portal_answer import WRITTEN
from ims_xl.workflow.unsent import in_words, unsent
from ims_xl.workflow.viewing import Gathered


def export(job: Job, path: Path) -> Outcome:
    """Write the portal's upload file with every decision that differs from what the portal holds.

    Raises ImsError when nothing would be sent, the marks are not approved though Settings asks for it, the file cannot
    be written, or the month is closed.
    """
    job.refuse_closed("export an upload file")
    twice = look_for_claims(job)
    gathered = job.view(by_file=True)
    refuse_unapproved(job, gathered.view)
    send = gathered.plan.send
    without_place = _without_place(gathered)
    others = unsent(gathered, set(send["doc_id"]))
    if not len(send):
        raise _nothing_to_write(job, others, without_place)
    _refuse_other_file(job, path)
    variant = Variant(job.company.itc_keys, job.company.period_text)
    written = write_upload_file(path, send, job.identity.gstin, variant)
    rows = pd.DataFrame({"doc_id": send["doc_id"], "fingerprint": send["fingerprint"], "action": send["new_action"]})
    job.store.uploads.add(
        job.identity.book_id,
        job.at,
        job.user,
        "Portal file",
        path.name,
        written.sha256,
        WRITTEN,
        rows,
    )
    job.store.log.add(
        [
            (
                job.at,
                job.user,
                job.identity.book_id,
                "",
                EXPORTED,
                "",
                path.name,
                f"{counted(len(send), 'decision')}, SHA-256 {written.sha256}, {basis(gathered.view)}",
            )
        ]
    )
    counts = by_action(written.counts)
    says = ", ".join(f"{label} {count:,}" for label, count in counts.items())
    issues = [*job.issues, *twice, *without_place, *_age(job)]
    without = f"; {in_words(others)}" if others else ""
    return Outcome(
        f"{path.name} holds {counted(len(send), 'decision')}: {says}{without}", dict(counts), issues,
        "Upload it on the portal: Services, Returns, IMS Dashboard, Offline, Upload JSON.",
    )  # fmt: skip


def _nothing_to_write(job: Job, others: Mapping[str, int], without_place: Sequence[Issue]) -> ImsError:
    if without_place:
        return ImsError("there is nothing to upload", without_place[0].reason)
    if others:
        return ImsError(f"there is nothing to upload: {in_words(others)}", "Check shows each of them.")
    marked = len(action_cells.usable_marks(job.cells, job.documents()))
    return ImsError(
        "there is nothing to upload", "Every decision is on the portal already." if marked else "No document is marked."
    )


def _refuse_other_file(job: Job, path: Path) -> None:
    """Only an earlier upload file may be replaced: a slip of the keyboard must not cost a download or a workbook."""
    if not path.exists():
        return
    try:
        known = read_portal_file(path, job.identity.gstin).kind == "upload"
    except ImsError:
        known = False
    if not known:
        raise ImsError("there is another file of this name", "Choose another name for the upload file.", file=path.name)


def _without_place(gathered: Gathered) -> list[Issue]:
    """One note a mark the file cannot carry."""
    left_out = gathered.plan.left_out
    left_out = left_out[left_out["reason"] == NOT_IN_FILE]
    return [
        Issue(
            "note", NOT_IN_FILE, "Upload to GSTN, or act on it in the IMS Dashboard of the portal.",
            column="Action", value=f"{LABELS[Action(action)]} on {take_apart(doc_id).doc_number}",
        )
        for doc_id, action in left_out[["doc_id", "action"]].itertuples(index=False)
    ]  # fmt: skip


def _age(job: Job) -> list[Issue]:
    """How old the download is that the file is made from; a warning past the limit in Settings."""
    sources = job.store.sources.of(job.identity.book_id)
    portal = sources[sources["kind"] == "portal"]
    if wrong := clock.finding(job.now, portal["at"].tail(1)):
        return [wrong.inside(file=str(portal["file"].iloc[-1]))]
    hours = (job.now - pd.to_datetime(portal["made_at"].iloc[-1])).total_seconds() / 3600
    severity = "warning" if hours > job.company.stale_hours else "note"
    remedy = (
        "Download again before you upload: the portal refuses records it changed since."
        if severity == "warning"
        else ""
    )
    return [
        Issue(
            "warning" if severity == "warning" else "note",
            f"the portal data behind this file is {age(hours)} old",
            remedy,
            str(portal["file"].iloc[-1]),
        )
    ]
