"""The way of every sheet: rows under headings, values, families, documents."""

import numpy as np
import pandas as pd

from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.clean import clean
from ims_xl.purchases.content import Reading
from ims_xl.purchases.control_totals import check_totals
from ims_xl.purchases.documents import documents
from ims_xl.purchases.families import families_of
from ims_xl.purchases.findings import spans
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Header, Layout, missing, repeated
from ims_xl.purchases.lines import Lines, lines_of
from ims_xl.purchases.plausible import doubts
from ims_xl.purchases.side_columns import cancelled, with_types
from ims_xl.purchases.values import shown
from ims_xl.purchases.words import RETURNS, folded, read_doc_type
from ims_xl.schema import AMOUNTS
from ims_xl.wording import counted

_SWAP = {"CN": "DN", "DN": "CN"}


def read_sheet(sheet: Sheet, header: Header, layout: Layout, reading: Reading, swap_notes: bool) -> None:
    """Add a sheet's documents, rows and findings to the reading; one finding when it cannot be used.

    `swap_notes` reads the books' debit notes as suppliers' credit notes and the other way round.
    """
    if absent := missing(header, layout):
        reason = f"the {'column' if len(absent) == 1 else 'columns'} {', '.join(absent)} could not be found"
        remedy = "Give the headings as the template has them."
        reading.issues.append(Issue("error", reason, remedy, sheet=sheet.name, row=sheet.rows[header.at].number))
        return
    for title in repeated(header, layout):
        reason = "two columns have this heading; the first was read"
        remedy = "Check that the first is the right one, or give the other another heading."
        number = sheet.rows[header.at].number
        reading.issues.append(Issue("warning", reason, remedy, sheet=sheet.name, row=number, column=title))
    try:
        lines, notes = lines_of(sheet, header, layout)
    except ImsError as error:
        reading.issues.append(error.issue.inside(sheet=sheet.name))
        return
    lines, typed = with_types(lines)
    unused, left_out = cancelled(lines)
    notes += [*_hidden(sheet, lines), *_totals(lines), *typed, *left_out]
    rows, faults = clean(lines)
    rows = rows[~rows["source_row"].isin(unused)].reset_index(drop=True)
    rows["doc_type"] = _types(rows, lines, swap_notes) if "doc_type" in rows else "INV"
    rows["family"] = np.where(_deleted(rows, lines), "deleted", families_of(rows, layout.family))
    if "supply_type" in rows:
        rows["supply_type"] = rows["supply_type"].replace({"": "R", "ECO": "R"})
    frame, findings = documents(rows, lines.headings, by_item=layout.by_item)
    findings += doubts(frame, sheet.name)
    reading.rows += len(lines.rows)
    reading.books.append(frame.assign(source_sheet=sheet.name))
    reading.issues += [*notes, *faults, *(issue.inside(sheet=sheet.name) for issue in findings)]


def _totals(lines: Lines) -> list[Issue]:
    """Where the sheet's own totals are not those of its rows."""
    is_credit = np.zeros(len(lines.rows), dtype=np.bool_)
    if lines.totals and "doc_type" in lines.fields:
        is_credit[lines.fields["doc_type"].where(lambda cell: read_doc_type(cell).value == "CN")] = True
    return check_totals(lines.totals, lines.fields, is_credit.tolist(), lines.sheet.name, lines.headings)


def _types(rows: pd.DataFrame, lines: Lines, swap_notes: bool) -> "pd.Series[str]":
    """The document types, notes changed over where they are asked for so; a purchase return is no one else's word."""
    pairs = zip(lines.rows, lines.fields["doc_type"], strict=True)
    returns = [row for row, cell in pairs if folded(shown(cell)) in RETURNS] if swap_notes else []
    types: pd.Series[str] = rows["doc_type"]
    return types.where(rows["source_row"].isin(returns), types.replace(_SWAP if swap_notes else {}))


def _hidden(sheet: Sheet, lines: Lines) -> list[Issue]:
    """Warnings on data that whoever opens the file does not see."""
    remedy = "Unhide them in the file and look whether they belong to the purchases; delete them if not."
    rows = [row for row in lines.rows if row in sheet.hidden]
    told: list[Issue] = []
    if sheet.is_hidden and lines.rows:
        told.append(Issue("warning", "the sheet is hidden and was read too", remedy, sheet=sheet.name))
    if rows:
        reason = f"hidden or filtered rows were read too (rows {spans(rows)})"
        told.append(Issue("warning", reason, remedy, sheet=sheet.name, row=rows[0]))
    return told


def count_copies_once(reading: Reading) -> list[Issue]:
    """Leave out documents that an earlier table of the file holds with the same amounts, as in a copy of its sheet."""
    if sum(len(frame) > 0 for frame in reading.books) < 2:
        return []
    numbered = [frame.reindex(columns=list(_SAME)).assign(table=at) for at, frame in enumerate(reading.books)]
    every = pd.concat(numbered, ignore_index=True)
    likely = every[every.groupby("doc_number", sort=False)["table"].transform("nunique") > 1].copy()
    likely[list(_SAME)] = likely[list(_SAME)].astype("object").where(likely[list(_SAME)].notna(), "")
    first = every["table"].copy()
    first.update(likely.groupby(list(_SAME), sort=False)["table"].transform("min"))
    issues: list[Issue] = []
    for at, frame in enumerate(reading.books):
        origin = first[every["table"] == at].to_numpy()
        again = origin != at
        if not again.any():
            continue
        names = [str(reading.books[place]["source_sheet"].iloc[0]) for place in sorted(set(origin[again]))]
        where = ", ".join(f"sheet {name}" for name in names if name) or "an earlier table of the file"
        count = counted(int(again.sum()), "document")
        sheet, row = str(frame["source_sheet"].iloc[0]), int(frame.loc[again, "source_row"].iloc[0])
        reason = f"documents that stand on {where} with the same amounts are counted once: {count}"
        remedy = "If this is a copy, delete it; a second purchase needs a number of its own."
        issues.append(Issue("warning", reason, remedy, sheet=sheet, row=row))
    issues += _differing_copies(every["table"], likely, reading)
    reading.books = [
        frame[(first[every["table"] == at] == at).to_numpy()].reset_index(drop=True)
        for at, frame in enumerate(reading.books)
    ]
    return issues


def _differing_copies(tables: "pd.Series[int]", likely: pd.DataFrame, reading: Reading) -> list[Issue]:
    """A warning for each later table that holds documents of an earlier one with other amounts."""
    identity = [name for name in _SAME if name not in AMOUNTS]
    lowest = likely.groupby(identity, sort=False)["table"].transform("min")
    differing = (lowest < likely["table"]) & ~likely.duplicated(list(_SAME), keep=False)
    places = tables.index.isin(differing.index[differing])
    issues: list[Issue] = []
    for at, frame in enumerate(reading.books):
        again = places[(tables == at).to_numpy()]
        if not again.any():
            continue
        numbers = ", ".join(frame.loc[again, "doc_number"].head(_NAMED))
        reason = f"documents that stand in an earlier table of the file with other amounts: {int(again.sum()):,}"
        remedy = "Keep the right one; both were read."
        sheet, row = str(frame["source_sheet"].iloc[0]), int(frame.loc[again, "source_row"].iloc[0])
        issues.append(Issue("warning", reason, remedy, sheet=sheet, row=row, value=numbers))
    return issues


_NAMED = 5  # numbers that are told
_SAME = (*("family", "supplier_gstin", "supplier_name", "port_code", "doc_type", "doc_number", "doc_date"), *AMOUNTS)


def _deleted(rows: pd.DataFrame, lines: Lines) -> "pd.Series[bool]":
    """Rows that the returns tool's export marks Deleted; they are shown as a family of their own."""
    marks = zip(lines.rows, lines.fields.get("action", []), strict=False)
    return rows["source_row"].isin([row for row, mark in marks if shown(mark).lower() == "deleted"])
