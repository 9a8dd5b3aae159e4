"""Purchase files to book documents and documents of earlier GSTR-2B statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import Ownership
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.detect import detect, open_content
from ims_xl.purchases.findings import collapse, spans
from ims_xl.purchases.formats import FORMATS, Format
from ims_xl.purchases.formats.gstr2b_json import holds_gstr2b, read_gstr2b
from ims_xl.purchases.sources import Source, open_sources
from ims_xl.statements import Row, latest, missing
from ims_xl.wording import counted

BUYERS_VIEW = "buyer's view"
CREDIT_NOTES = ("as written", BUYERS_VIEW)
"""Whose words note types are: the supplier's, as in government formats, or those of the buyer's own vouchers."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read, or one of a zip: `rows` before they were grouped to `documents`.

    `recipient_gstin` is the one the file names, "" when it names none; `owner` says whose it is and why.
    """

    name: str
    path: Path
    sha256: str
    format: str
    rows: int
    documents: int
    recipient_gstin: str
    owner: Ownership


@dataclass(frozen=True, slots=True)
class Purchases:
    """What was read: `books` (schema.BOOKS, then the accountant's own columns), `gstr2b` (schema.GSTR2B),
    `statements`, the sums of each GSTR-2B (schema.STATEMENTS), `gstr2a` (schema.GSTR2A) and `supplier_3b`
    (schema.SUPPLIER_3B), each file's own.
    """

    books: pd.DataFrame
    gstr2b: pd.DataFrame
    statements: pd.DataFrame
    gstr2a: pd.DataFrame
    supplier_3b: pd.DataFrame
    issues: list[Issue]
    files: list[SourceFile]


def read_purchases(
    paths: Sequence[Path | Source],
    *,
    recipient_gstin: str = "",
    credit_notes: str = "as written",
    formats: Sequence[Format] = FORMATS,
) -> Purchases:
    """Everything the files hold for this GSTIN; a file that cannot be read is an issue and the others go on.

    A `Source` is a file that was opened already, or came over the network. A file is of the first of the `formats` that
    identifies it.
    `credit_notes` is one of CREDIT_NOTES. Raises ImsError when it is neither.
    """
    if credit_notes not in CREDIT_NOTES:
        raise ImsError("this is no way to read credit notes", f"Use {' or '.join(CREDIT_NOTES)}.", value=credit_notes)
    wanted = gstin.clean(recipient_gstin)
    sources, issues = _sources(paths)
    files: list[SourceFile] = []
    books, statements = [schema.empty(schema.BOOKS)], [schema.empty(schema.GSTR2B)]
    reported, returns = [schema.empty(schema.GSTR2A)], [schema.empty(schema.SUPPLIER_3B)]
    rows: list[Row] = []
    for source in sources:
        try:
            reading, owner = _read(source, wanted, credit_notes == BUYERS_VIEW, formats)
        except ImsError as error:
            issues.append(error.issue.inside(file=source.name))
            continue
        named = reading.recipient_gstin
        files.append(
            SourceFile(
                *(source.name, source.path, source.sha256, reading.format, reading.rows, reading.documents, named),
                owner,
            )
        )
        issues += collapse([issue.inside(file=source.name) for issue in reading.issues])
        books += [_placed(frame, source, wanted or named) for frame in reading.books]
        statements += [_placed(frame, source, named) for frame in reading.gstr2b]
        reported += [_placed(frame, source, wanted or named) for frame in reading.gstr2a]
        returns += [frame.assign(source_file=source.name) for frame in reading.supplier_3b]
        rows += [{**row, "file": source.name} for row in reading.statements]
    joined = _joined(books, schema.BOOKS)
    joined["doc_id"] = schema.book_doc_ids(joined)
    held, older = latest(rows)
    found = _joined(statements, schema.GSTR2B)
    gstr2b, repeated = _once(found[~found["source_file"].isin([issue.file for issue in older])], _IDENTITY)
    gstr2a, again = _once(_joined(reported, schema.GSTR2A), _REPORTED)
    issues += [*older, *repeated, *again, *_incomplete(held)]
    supplier_3b = _joined(returns, schema.SUPPLIER_3B).drop_duplicates(ignore_index=True)
    return Purchases(joined, gstr2b, _statements(held), gstr2a, supplier_3b, issues, files)


def read_statement(payload: object, name: str, recipient_gstin: str) -> Purchases:
    """A GSTR-2B as the portal's API gives it; `name` is what it is called as a source.

    Raises ImsError when it is none, or of another GSTIN.
    """
    source = Source(name, Path(name), b"", "")
    content = Content(source, payload=payload)
    if not holds_gstr2b(content):
        raise ImsError("the portal's answer holds no GSTR-2B", "Download it again.", file=name)
    reading = read_gstr2b(content)
    reading.check_recipient(recipient_gstin, name)
    # The client has asked for every file of it.
    held = [{**row, "file_count": 1} if row["files"] else row for row in reading.statements]
    gstr2b, repeated = _once(
        _joined([_placed(frame, source, recipient_gstin) for frame in reading.gstr2b], schema.GSTR2B), _IDENTITY
    )
    issues = [issue.inside(file=name) for issue in reading.issues]
    issues += [*_incomplete(held), *repeated]
    books, gstr2a, supplier_3b = map(schema.empty, (schema.BOOKS, schema.GSTR2A, schema.SUPPLIER_3B))
    return Purchases(books, gstr2b, _statements(held), gstr2a, supplier_3b, issues, [])


def _statements(rows: Sequence[Row]) -> pd.DataFrame:
    names = {column.name for column in schema.STATEMENTS}
    known = [{name: value for name, value in row.items() if name in names} for row in rows]
    return schema.conform(pd.DataFrame(known), schema.STATEMENTS)


def _incomplete(rows: Sequence[Row]) -> list[Issue]:
    """A warning for each statement of which a part or the Summary is not among what was read."""
    remedy = "Choose the missing files too, unless they were read before: the GSTR-2B sheet says what is there."
    return [
        Issue(
            "warning", f"GSTR-2B of {periods.label(str(row['gstr2b_period']))}, of the files chosen now: {told}", remedy
        )
        for row in rows
        if (told := missing(row))
    ]


def _sources(paths: Sequence[Path | Source]) -> tuple[list[Source], list[Issue]]:
    """The files that can be opened, each content once."""
    sources: dict[str, Source] = {}
    issues: list[Issue] = []
    for path in paths:
        try:
            opened = [path] if isinstance(path, Source) else open_sources(Path(path))
        except ImsError as error:
            issues.append(error.issue)
            continue
        for source in opened:
            same = sources.setdefault(source.sha256, source)
            if same is not source:
                issues.append(Issue("note", f"the file is the same as {same.name} and was read once", file=source.name))
    return [*sources.values()], issues


def _read(source: Source, wanted: str, swap_notes: bool, formats: Sequence[Format]) -> tuple[Reading, Ownership]:
    content = open_content(source)
    reading = detect(content, formats).documents(content, swap_notes)
    owner = reading.check_recipient(wanted, source.name)
    reading.issues += [*_own_supplies(reading, wanted), *owner.doubts(source.name)]
    if any(sheet.is_blind for sheet in content.sheets):
        reading.issues.append(Issue("warning", _BLIND, _SAVE_AS))
    is_empty = not reading.documents and not reading.statements
    if is_empty and not any(issue.severity == "error" for issue in reading.issues):
        remedy = "Check that this is the right file and that its rows stand below the headings."
        reading.issues.append(Issue("warning", "no document was found in the file", remedy))
    count = sum(int(frame["doc_type"].isin(["CN", "DN"]).sum()) for frame in reading.books)
    if swap_notes and count:
        reason = f"{count:,} notes are read in the buyer's view: his debit note is the supplier's credit note"
        reading.issues.append(Issue("note", reason))
    return reading, owner


_BLIND = (
    "cells with Excel errors such as #N/A, zeros that a format such as 0000 shows, and hidden rows cannot be seen in "
    "this file"
)
_SAVE_AS = "Open it in Excel, save it as Excel Workbook (.xlsx) and choose that file."


def _own_supplies(reading: Reading, wanted: str) -> list[Issue]:
    """A warning for each sheet where the buyer himself is named as supplier."""
    owner = wanted or reading.recipient_gstin
    issues: list[Issue] = []
    for frame in reading.books if owner else ():
        own = frame[frame["supplier_gstin"] == owner] if "supplier_gstin" in frame else frame[:0]
        if len(own):
            reason = f"your own GSTIN stands as supplier's (rows {spans(own['source_row'])})"
            remedy = "Choose the purchases, not the sales, or write the supplier's GSTIN."
            sheet, row = str(own["source_sheet"].iloc[0]), int(own["source_row"].iloc[0])
            issues.append(Issue("warning", reason, remedy, sheet=sheet, row=row, value=owner))
    return issues


def _placed(frame: pd.DataFrame, source: Source, owner: str) -> pd.DataFrame:
    return frame.assign(recipient_gstin=owner, source_file=source.name)


def _joined(frames: Sequence[pd.DataFrame], columns: tuple[schema.Column, ...]) -> pd.DataFrame:
    """The frames one below the other; an own column is blank where a file does not have it."""
    joined = pd.concat(frames, ignore_index=True)
    known = {column.name for column in columns}
    for name in joined.columns:
        if name not in known:
            joined[name] = joined[name].astype("object").where(joined[name].notna(), "")
    return schema.conform(joined, columns)


def _once(statements: pd.DataFrame, identity: Sequence[str]) -> tuple[pd.DataFrame, list[Issue]]:
    """Each document of a statement once; the file named last holds."""
    again = statements.duplicated(list(identity), keep="last")
    counts = statements.loc[again, "source_file"].value_counts(sort=False)
    reason = "standing in another file or a second time in this one, and counted once"
    issues = [
        Issue("note", f"{reason}: {counted(count, 'document')}", file=str(name)) for name, count in counts.items()
    ]
    return statements[~again].reset_index(drop=True), issues


_IDENTITY = (
    *("recipient_gstin", "gstr2b_period", "part", "section"),
    *("supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date"),
)
_REPORTED = ("section", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date", "supplier_period")
