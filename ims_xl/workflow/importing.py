"""Reading files into the workbook: portal files, purchase registers, the portal's error file."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.offline import PortalFile, read_error_file, read_portal_file
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import OTHER_FILE, Ownership
from ims_xl.push.outcomes import refused_rows
from ims_xl.uploads import REFUSED
from ims_xl.wording import counted
from ims_xl.workflow import ims_excel, portal_data, purchase_data
from ims_xl.workflow.earlier import downloads_read
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.portal_data import Answer


def import_portal(job: Job, paths: Sequence[Path]) -> Outcome:
    """Read portal files of this GSTIN; sections they name replace what was known of them.

    Marks whose document the supplier changed, renumbered or withdrew are shown to be confirmed. Raises ImsError when
    the month is closed, or documents would leave and the person does not want that.
    """
    job.refuse_closed("import portal data")
    read, issues = _read_each(job, paths)
    if not read:
        return Outcome("No portal file could be read", issues=issues)
    for _, file in read:
        confirm_owner(job, file.owner, file.file_name)
        confirm_parts(job, file)
        confirm_newer(job, file)
    answers = [
        Answer(
            *(file.documents, file.sections, modified(path), file.file_name),
            *(file.form, file.sha256, file.unreadable),
        )
        for path, file in read
    ]
    portal_data.confirm_losses(job, answers)
    before, after = portal_data.take_in(job, answers, "portal file imported")
    named = {key for _, file in read for key in file.sections}
    issues += portal_data.unreadable_kept(before, answers)
    issues += _kept_sections(after, named, read[-1][1].file_name)
    job.store.findings.replace(job.identity.book_id, "portal files", issues, [path.name for path in paths])
    message, figures = portal_data.describe_download(job, before, after)
    return Outcome(message, figures, issues, portal_data.MATCH if job.company.mode == "Compare and Claim" else "")


def import_purchases(job: Job, paths: Sequence[Path]) -> Outcome:
    """Read purchase registers and earlier GSTR-2B files; a file read again replaces what it gave before.

    Raises ImsError when the month is closed.
    """
    job.refuse_closed("read purchase data")
    result = purchase_data.read(job, [Path(path) for path in paths])
    for file in result.files:
        if file.owner.verdict == "doubtful" and not file.owner.gstin:
            confirm_owner(job, file.owner, file.name)
    return purchase_data.take_in(job, result, {Path(path).name: modified(Path(path)) for path in paths})


def import_errors(job: Job, path: Path) -> Outcome:
    """Read the portal's error file: each refused record gets the portal's words beside it.

    Raises ImsError when the month is closed, nothing was exported, or the file cannot be used.
    """
    job.refuse_closed("read an error file")
    found = read_error_file(path, job.identity.gstin)
    uploads = job.store.uploads.of(job.identity.book_id)
    if not len(uploads):
        raise ImsError(
            "nothing was exported from this workbook yet",
            "Import the error file into the workbook that made the upload.",
            file=path.name,
        )
    refused, unknown = refused_rows(found.rows, job.documents())
    issues = [*found.issues]
    remedy = "Import a fresh portal file, then import the error file again."
    issues += [
        Issue(
            "warning", f"the portal names a document that is not here: {message}", remedy, path.name, section, value=doc
        )
        for message, section, doc in zip(unknown["message"], unknown["section"], unknown["doc_number"], strict=True)
    ]
    number = int(uploads["id"].iloc[-1])
    outcomes = [
        (doc_id, REFUSED, message) for doc_id, message in zip(refused["doc_id"], refused["message"], strict=True)
    ]
    status = f"Processed with errors: {counted(len(outcomes), 'record')} refused by the portal"
    job.store.uploads.settle(number, outcomes, status, job.at)
    job.store.sources.add(
        job.identity.book_id,
        "errors",
        job.at,
        modified(path),
        found.file_name,
        "Portal error file",
        len(found.rows),
        len(found.rows),
        found.sha256,
    )
    job.store.findings.replace(job.identity.book_id, "error file", issues, [path.name])
    return Outcome(
        status,
        {"refused by the portal": len(outcomes), "not found here": len(unknown)},
        issues,
        "See the Upload status column.",
    )


def confirm_owner(job: Job, owner: Ownership, file: str) -> None:
    """Ask about a file that may be of another GSTIN, and once about portal files that name none.

    Raises ImsError when the person does not say yes; where nobody can be asked, a file that names none is taken.
    """
    if owner.verdict == "doubtful" and not job.ui.ask(f"{file}: {owner.reason}. Take it in?"):
        raise ImsError(owner.reason, f"{OTHER_FILE} To take it in say yes (command line: --yes).", file=file)
    first = job.store.sources.last_portal(job.identity.book_id) is None
    question = f"{file} names no GSTIN. Is it of {job.identity.gstin}?"
    if owner.verdict == "unnamed" and first and not job.ui.ask(question, True):
        raise ImsError("the file is of another GSTIN", OTHER_FILE, file=file)


def confirm_parts(job: Job, file: PortalFile) -> None:
    """Ask whether files of a zip that hold one section are parts of one download: of two, the older would mix in.

    Raises ImsError when the person does not say yes.
    """
    names = ", ".join(file.overlapping)
    if names and not job.ui.ask(f"{names} hold documents of the same sections. Are they parts of one download?"):
        remedy = "Import the newest download alone. If they are parts of one say yes (command line: --yes)."
        raise ImsError(f"{names} may be downloads of different times", remedy, file=file.file_name)


def confirm_newer(job: Job, file: PortalFile) -> None:
    """Ask before an earlier month's download is taken for this month's: it holds the documents of that day only.

    Raises ImsError when the person does not say yes.
    """
    month = downloads_read(job.store, job.identity.book_id, job.identity.period).get(file.sha256)
    reason = f"this very file was read for {month} already, it is no new download"
    if month and not job.ui.ask(f"{file.file_name}: {reason}. Take it in?"):
        remedy = "Download the IMS data from the portal again. To take this one say yes (command line: --yes)."
        raise ImsError(reason, remedy, file=file.file_name)


def _read_each(job: Job, paths: Sequence[Path]) -> tuple[list[tuple[Path, PortalFile]], list[Issue]]:
    read, issues = [], []
    for path in paths:
        try:
            file = ims_excel.read(path, job.identity.gstin) or read_portal_file(path, job.identity.gstin)
        except ImsError as error:
            issues.append(error.issue)
            continue
        if file.kind != "download":
            wanted = "import-errors" if file.kind == "errors" else "the portal's download"
            issues.append(
                Issue("error", f"this is an {file.kind.rstrip('s')} file, not a download", f"Use {wanted}.", path.name)
            )
            continue
        read.append((path, file))
        issues += file.issues
    return read, issues


def _kept_sections(after: pd.DataFrame, named: set[str], file: str) -> list[Issue]:
    """Sections that no file named and of which documents are kept from an earlier import."""
    kept = after[~after["section"].isin(named)]
    return [
        Issue(
            "warning",
            f"the file says nothing of {SECTIONS[key].title}; kept of an earlier file: {counted(count, 'document')}",
            "Import the portal file that holds this section too.",
            file,
            key,
        )
        for key, count in portal_data.counts(kept).items()
    ]


def modified(path: Path) -> str:
    """When the file was last written: for a download, when it was made."""
    return dt.datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M:%S")
