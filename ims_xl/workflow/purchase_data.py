"""What was read of purchases, taken into the workbook, from files and from a running accounting program alike."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.issues import Issue
from ims_xl.money import indian
from ims_xl.purchases import Purchases, read_purchases
from ims_xl.purchases.chosen_formats import chosen_formats
from ims_xl.purchases.sources import Source
from ims_xl.wording import counted
from ims_xl.workflow import portal_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.statement import made_at_most


def read(job: Job, files: Sequence[Path | Source]) -> Purchases:
    """What the files hold for this workbook's GSTIN, in the formats as its accountant chose them."""
    formats = chosen_formats(job.identity.gstin, job.company.tally_number, job.store.mappings.accepted())
    return read_purchases(files, recipient_gstin=job.identity.gstin, formats=formats)


def take_in(job: Job, result: Purchases, made: Mapping[str, str]) -> Outcome:
    """Keep what was read; a file read again replaces what it gave before.

    `made`: when each file that was asked for was made, by its name; a file of a zip was made now.
    """
    book_id = job.identity.book_id
    names = [file.name for file in result.files]
    with job.store.together():
        batch = job.store.sources.next_batch()
        job.store.replaced.keep(book_id, batch)
        job.store.registers.replace(book_id, result.books, names)
        read_at = max(made.values(), default=job.at)
        made_at = [made_at_most(generated, read_at) for generated in result.statements["generated"]]
        passed_over = job.store.statements.add(book_id, result.gstr2b, result.statements, made_at)
        result.issues.extend(_older_statements(passed_over))
        job.store.reported.replace(book_id, result.gstr2a, names)
        made_on = pd.to_datetime(result.supplier_3b["source_file"].map(made).fillna(job.at)).dt.normalize()
        known_on = result.supplier_3b["known_on"].fillna(made_on).clip(upper=made_on)
        job.store.supplier_3b.replace(book_id, result.supplier_3b.assign(known_on=known_on), names)
        for file in result.files:
            kind = _KINDS.get(file.format.partition(" ")[0], "books")
            at = made.get(file.name, job.at)
            job.store.sources.add(
                book_id, kind, job.at, at, file.name, file.format, file.rows, file.documents, file.sha256, batch
            )
        listed = [*result.issues, *_control_totals(result)]
        job.store.findings.replace(book_id, "purchase data", listed, [*made, *names])
    figures: dict[str, object] = {f"{file.name} ({file.format})": file.documents for file in result.files}
    if not result.files:
        return Outcome("No purchase file could be read", figures, result.issues)
    return Outcome(_message(job, result), figures, result.issues, portal_data.MATCH)


def _message(job: Job, result: Purchases) -> str:
    """What was read, in a sentence; what the GSTR-2B of the month itself says stands behind."""
    two_b = job.filing.two_b(job.identity.period)
    own = set(result.statements["gstr2b_period"]) & {two_b}
    others = result.gstr2b[result.gstr2b["gstr2b_period"] != two_b]
    parts = [] if own and not len(result.books) else [counted(len(result.books), "book document")]
    if len(others):
        parts.append(f"{counted(len(others), 'document')} of {_named(others, two_b)}")
    if len(result.gstr2a):
        parts.append(f"{counted(len(result.gstr2a), 'document')} of GSTR-2A")
    read = [f"{' and '.join(parts)} read from {counted(len(result.files), 'file')}"] if parts else []
    checked = job.view().view.gstr2b if own else None
    if checked is not None:
        read.insert(0, f"GSTR-2B of {periods.label(two_b)}: {checked.found}, see sheet GSTR-2B")
    return "; ".join(read)


def _named(others: pd.DataFrame, two_b: str) -> str:
    """Statements of other months: those of earlier ones are for bills booked late, a later one is named."""
    months = sorted(others["gstr2b_period"].unique(), key=periods.ordinal)
    later = [periods.label(month) for month in months if periods.ordinal(month) > periods.ordinal(two_b)]
    return f"GSTR-2B of other months ({', '.join(later)} is later than this one)" if later else "earlier GSTR-2B"


def _control_totals(result: Purchases) -> list[Issue]:
    """What was read, a note for each file, sheet and type of document, to be compared with the file's own totals."""
    told: list[Issue] = []
    books = result.books.assign(tax=result.books[list(schema.TAXES)].sum(axis=1))
    for (file, sheet, kind), rows in books.groupby(["source_file", "source_sheet", "doc_type"], sort=False):
        amounts = f"taxable value {indian(rows['taxable_value'].sum())}, tax {indian(rows['tax'].sum())}"
        reason = f"read from here: {counted(len(rows), _TYPES[str(kind)])}, {amounts}"
        told.append(Issue("note", reason, file=str(file), sheet=str(sheet)))
    return told


_TYPES = {"INV": "invoice", "CN": "credit note", "DN": "debit note"}
_KINDS = {"GSTR-2B": "gstr2b", "GSTR-2A": "gstr2a"}


def _older_statements(passed_over: Sequence[str]) -> list[Issue]:
    """One note a GSTR-2B that was not taken because a later one of its period is held."""
    reason = "an older GSTR-2B of {} was passed over: a later one is held"
    return [Issue("note", reason.format(periods.label(period))) for period in passed_over]
