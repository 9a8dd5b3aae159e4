"""The upload file of the file road: what differs from the portal, written once and remembered."""

from pathlib import Path

import pandas as pd

from ims_xl.gstn.offline import read_portal_file, write_upload_file
from ims_xl.gstn.wire import Variant
from ims_xl.issues import ImsError, Issue
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome, by_action


def export(job: Job, path: Path) -> Outcome:
    """Write the portal's upload file with every decision that differs from what the portal holds.

    Raises ImsError when nothing would be sent or the file cannot be written.
    """
    gathered = job.view()
    send = gathered.plan.send
    if not len(send):
        raise ImsError(
            "there is nothing to upload", "Every decision is on the portal already, or no document is marked."
        )
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
        "Upload file written; upload it on the portal",
        rows,
    )
    job.store.log.add(
        [
            (
                job.at,
                job.user,
                job.identity.book_id,
                "",
                "Exported",
                "",
                path.name,
                f"{len(send):,} decisions, SHA-256 {written.sha256}",
            )
        ]
    )
    counts = by_action(written.counts)
    says = ", ".join(f"{label} {count:,}" for label, count in counts.items())
    issues = [*job.issues, *_age(job)]
    return Outcome(
        f"{path.name} holds {len(send):,} decisions: {says}", dict(counts), issues,
        "Upload it on the portal: Services, Returns, IMS Dashboard, Offline, Upload JSON.",
    )  # fmt: skip


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


def _age(job: Job) -> list[Issue]:
    """How old the download is that the file is made from; a warning past the limit in Settings."""
    sources = job.store.sources.of(job.identity.book_id)
    portal = sources[sources["kind"] == "portal"]
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
            f"the portal data behind this file is {hours:,.0f} hours old",
            remedy,
            str(portal["file"].iloc[-1]),
        )
    ]
