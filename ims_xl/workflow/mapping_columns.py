"""Mapping the columns of a register that no format recognises: proposed, looked through by hand, used once accepted."""

from dataclasses import replace
from pathlib import Path

from ims_xl.column_mapping import ColumnMapping
from ims_xl.issues import ImsError, Issue
from ims_xl.money import in_rupees
from ims_xl.purchases import Purchases, read_purchases
from ims_xl.purchases.content import Content
from ims_xl.purchases.detect import detect, open_content
from ims_xl.purchases.heading_words import folded
from ims_xl.purchases.mapped import mapped_format
from ims_xl.purchases.proposal import header_places, propose
from ims_xl.purchases.sources import open_sources
from ims_xl.schema import TAXES, signs
from ims_xl.wording import counted
from ims_xl.workflow import purchase_data
from ims_xl.workflow.importing import confirm_owner, modified
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

_LOOK = (
    "Look through the Field column of Column Mapping and correct it; then map the columns of this file again (command "
    "line: purchases with --map). Nothing is read before you agree to what it gives."
)


def map_columns(job: Job, path: Path) -> Outcome:
    """Propose a field for each column of a file; when it is done again, read the file by what the sheet says now.

    The accountant sees what that gives and agrees before it is read and kept for files with the same headings. All
    columns `Not used` forgets the layout. Raises ImsError when the month is closed, the file has no table with
    headings, what the sheet says cannot be used, or the person does not agree; nothing is read then.
    """
    job.refuse_closed("map columns")
    content = _opened(path)
    draft = job.store.mappings.draft(job.identity.book_id)
    if draft is None or not _has(content, draft.mapping.fingerprint):
        return _proposed(job, content)
    if any(column.field != "" for column in draft.mapping.columns):
        return _accepted(job, path, draft.mapping)
    if not job.ui.ask("Every column is Not used. Forget this layout?"):
        raise ImsError("every column is Not used", _LOOK, file=path.name, sheet="Column Mapping")
    return _forgotten(job, draft.mapping)


def unmap_columns(job: Job, path: Path) -> Outcome:
    """Forget the layout of a file; what was read by it stays until it is read again or undone.

    Raises ImsError when the month is closed or the file's layout was not mapped.
    """
    job.refuse_closed("forget a column mapping")
    content = _opened(path)
    draft = job.store.mappings.draft(job.identity.book_id)
    for mapping in (*job.store.mappings.accepted(), *([draft.mapping] if draft else [])):
        if _has(content, mapping.fingerprint):
            return _forgotten(job, mapping)
    raise ImsError(
        "the columns of this file are not mapped", "Choose a file with the headings you mapped.", file=path.name
    )


def _opened(path: Path) -> Content:
    """The one file that a path leads to.

    Raises ImsError when it cannot be opened, or is a zip of several.
    """
    sources = open_sources(path)
    if len(sources) > 1:
        raise ImsError("the zip holds several files", "Unpack it and choose one of them.", file=path.name)
    return open_content(sources[0])


def _has(content: Content, fingerprint: str) -> bool:
    return any(header_places(sheet, fingerprint) for sheet in content.sheets)


def _proposed(job: Job, content: Content) -> Outcome:
    known = {
        folded(column.title): column.choice
        for mapping in reversed(job.store.mappings.accepted())
        for column in mapping.columns
        if column.title and column.field
    }
    mapping = propose(content, job.identity.gstin, known)
    file = content.source.name
    job.store.mappings.propose(job.identity.book_id, job.at, mapping)
    issues = [Issue("warning", problem, _LOOK, file, "Column Mapping") for problem in mapping.problems()]
    if name := _recognised(content):
        reason = f"the file is recognised as {name} without a mapping"
        issues.append(Issue("note", reason, "Map its columns only where that reads it wrongly.", file))
    found = sum(bool(column.field) for column in mapping.columns)
    message = f"{found} of {counted(len(mapping.columns), 'column')} of {file} proposed; nothing is read yet"
    return Outcome(message, {"columns": len(mapping.columns), "proposed": found}, issues, _LOOK)


def _recognised(content: Content) -> str:
    try:
        return detect(content).name
    except ImsError:
        return ""


def _accepted(job: Job, path: Path, mapping: ColumnMapping) -> Outcome:
    if problems := mapping.problems():
        more = f" (and {counted(len(problems) - 1, 'other')})" if len(problems) > 1 else ""
        raise ImsError(f"{problems[0]}{more}", _LOOK, file=path.name, sheet="Column Mapping", column="Field")
    for head in mapping.absent_heads:
        if not job.ui.ask(f"No column of {path.name} is {head}. Is it zero in every row?"):
            raise ImsError(f"no column is {head}", f"Choose {head} beside the column that holds it.", file=path.name)
    result = read_purchases([path], recipient_gstin=job.identity.gstin, formats=(mapped_format(mapping),))
    if not len(result.books):
        return Outcome(
            f"{path.name} gives no document by this mapping; nothing was kept", issues=result.issues, next=_LOOK
        )
    if not job.ui.ask(_question(path.name, mapping, result)):
        raise ImsError("the mapping was not used", f"{_LOOK} To agree say yes (command line: --yes).", file=path.name)
    for file in result.files:
        if file.owner.verdict == "doubtful" and not file.owner.gstin:
            confirm_owner(job, file.owner, file.name)
    with job.store.together():
        job.store.mappings.accept(mapping, job.at, job.user)
        _log(job, "Columns mapped", mapping)
        outcome = purchase_data.take_in(job, result, {path.name: modified(path)})
    return replace(outcome, message=f"{outcome.message}; files with the same headings are read so from now on")


def _question(file: str, mapping: ColumnMapping, result: Purchases) -> str:
    """What the file gives by the mapping, for the accountant to agree to."""
    books = result.books
    sign = signs(books)
    taxable, tax = (books["taxable_value"] * sign).sum(), (books[list(TAXES)].sum(axis=1) * sign).sum()
    doubts = sum(issue.severity != "note" for issue in result.issues)
    told = [issue.reason for issue in result.issues if "own total" in issue.reason]
    totals = told[0] if told else "the file states no totals"
    fields = sum(bool(column.field) for column in mapping.columns)
    gives = f"{counted(len(books), 'document')}, taxable {in_rupees(taxable)}, tax {in_rupees(tax)}"
    return (
        f"{file}, {counted(fields, 'column')} mapped: {gives}. {totals[:1].upper()}{totals[1:]}. "
        f"{counted(doubts, 'finding')} to look at. Read it so, and later files with the same headings?"
    )


def _forgotten(job: Job, mapping: ColumnMapping) -> Outcome:
    with job.store.together():
        job.store.mappings.forget(mapping.fingerprint)
        _log(job, "Column mapping forgotten", mapping)
    return Outcome(
        "The columns are not mapped any more",
        next="What was read by them stays: Undo last import takes the last files back.",
    )


def _log(job: Job, event: str, mapping: ColumnMapping) -> None:
    said = "; ".join(f"{column.title}: {column.choice}" for column in mapping.columns if column.field)
    job.store.log.add([(job.at, job.user, job.identity.book_id, "", event, "", said, mapping.file)])
