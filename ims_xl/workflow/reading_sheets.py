"""What the accountant left in a workbook: settings, marks, inputs, columns of his own, and what is wrong there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.reversal_cells import Typed
from ims_xl.gst.places import STATES
from ims_xl.issues import ImsError, Issue
from ims_xl.settings import Company
from ims_xl.sheets import action_cells, home, match_status, reading, reversal_cells, suppliers
from ims_xl.sheets.choices import ALL_TYPES, CHOICES
from ims_xl.sheets.contact_cells import ContactCells, read_contacts
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.letter_texts import faults, read_texts
from ims_xl.sheets.settings import SETTINGS, understood
from ims_xl.store import Store
from ims_xl.workbook import backups
from ims_xl.workbook.book import Book, TableData


class Left(NamedTuple):
    """What stands in the sheets.

    `cells`: see `action_cells`; `own`: columns of the accountant's own, index doc_id; `follow_ups`: doc_id, follow_up;
    `contacts`: what of Supplier Contacts is to be kept; `commands`: see `reading.bulk_commands`; `layout`: see
    `reading.mapping_choices`; `month`: the cell that closes it; `reversals`: see `decisions.reversal_cells`; `ledger`:
    of reversed credit, as the sheet shows it.
    """

    company: Company
    shown_type: str
    cells: pd.DataFrame
    own: pd.DataFrame
    follow_ups: pd.DataFrame
    contacts: ContactCells
    commands: pd.DataFrame
    layout: tuple[str, dict[int, str]]
    month: str
    reversals: Typed
    ledger: pd.DataFrame
    issues: list[Issue]


def read_sheets(book: Book, store: Store, identity: Identity, documents: pd.DataFrame) -> Left:
    """Everything the accountant left in the sheets; `documents`: what the portal holds (schema.IMS).

    Raises ImsError when the column is missing by which documents are known.
    """
    tables, file, types = book.tables(), book.path.name, _shown_types(book)
    company, issues = _settings(book, tables, identity)
    stored = store.marks.of(identity.book_id)
    away = store.own_cells.of(identity.book_id)
    away = away[~away.index.isin(reading.documents_shown(tables))]
    rows, missing = _whole(reading.mark_rows(tables), stored, tables, file)
    versions = store.snapshots.versions
    cells, found = action_cells.read_cells(rows, stored, documents, set(identity.drawn), versions)
    copies = [
        _warning("this sheet is a copy of one of ours; nothing typed on it counts", "Mark on the sheet itself.", sheet)
        for sheet in book.copies()
    ]
    reversals, gone = reversal_cells.read_cells(tables, reversals_stored(store, identity))
    contacts = read_contacts(reading.contact_lines(tables), store.contacts.all())
    return Left(
        company=company,
        shown_type=suppliers.shown_type(types.values()),
        cells=cells,
        own=action_cells.joined(reading.own_columns(tables), away),
        follow_ups=action_cells.with_follow_ups(reading.follow_ups(tables), stored),
        contacts=contacts,
        commands=reading.bulk_commands(tables, {name: types.get(name, ALL_TYPES) for name in reading.BULK}),
        layout=reading.mapping_choices(tables),
        month=text(book.cell("home", *home.MONTH_CELL)),
        reversals=reversals,
        ledger=reversal_cells.ledger_shown(tables),
        issues=[issue.inside(file=file) for issue in (*issues, *missing, *copies, *gone, *found, *contacts.issues)],
    )


def reversals_stored(store: Store, identity: Identity) -> Typed:
    """What was last read of ITC Reversals."""
    return reversal_cells.from_store(store.reversal_cells.of(identity.book_id))


def read_stored(book: Book, store: Store, identity: Identity, documents: pd.DataFrame) -> Left:
    """The settings of the sheets, and marks and inputs as they were last read from them."""
    company = _understood(book, book.tables())
    stored = store.marks.of(identity.book_id)
    cells, _ = action_cells.read_cells(reading.mark_rows({}), stored, documents, set(), store.snapshots.versions)
    follow_ups = stored.loc[stored["follow_up"] != "", ["doc_id", "follow_up"]]
    nothing, reversals = reading.bulk_commands({}, {}), reversals_stored(store, identity)
    return Left(
        company,
        ALL_TYPES,
        cells,
        pd.DataFrame(),
        follow_ups,
        ContactCells(),
        nothing,
        ("", {}),
        "",
        reversals,
        _no_ledger(),
        [],
    )


def _no_ledger() -> pd.DataFrame:
    return schema.empty(schema.REVERSALS)


def _understood(book: Book, tables: Mapping[str, TableData]) -> Company:
    company = understood(reading.setting_values(tables), book.cell("home", *home.MODE_CELL), book.path.name)
    return replace(company, letter_texts=read_texts(reading.letter_lines(tables)))


def _settings(book: Book, tables: Mapping[str, TableData], identity: Identity) -> tuple[Company, list[Issue]]:
    """The settings, and what of them is missing or cannot be."""
    company, issues = _understood(book, tables), []
    values = reading.setting_values(tables)
    if not text(book.cell("home", *home.MODE_CELL)):
        blank = f"the mode is blank; {company.mode} counts"
        issues.append(_warning(blank, "Choose the mode there.", "Home", "Mode"))
    if gone := [setting.label for setting in SETTINGS if setting.label not in values]:
        reason = f"{len(gone)} of {len(SETTINGS)} settings are missing and are as at first"
        issues.append(_warning(reason, "They are written again; look through them.", "Settings", value=gone[0]))
    issues += faults(company.letter_texts)
    own = identity.gstin[:2]
    if company.state not in ("", own) and own in STATES:
        reason = f"the State is not that of the GSTIN, {own} {STATES[own]}; quarterly due dates go by it"
        remedy = "Choose the State in which this GSTIN is registered."
        issues.append(_warning(reason, remedy, "Settings", "State"))
    return company, issues


def _shown_types(book: Book) -> dict[str, str]:
    """The type of document that is chosen on each sheet that has the choice, by table or sheet."""
    cells = {"match_status": ("match_status", match_status.TYPE_CELL)}
    cells |= {table: (key, suppliers.TYPE_CELL) for table, key in reading.BULK.items()}
    found = {name: text(book.cell(key, *cell)) for name, (key, cell) in cells.items()}
    return {name: chosen for name, chosen in found.items() if chosen in CHOICES["DocumentType"]}


def _whole(
    rows: pd.DataFrame, stored: pd.DataFrame, tables: Mapping[str, TableData], file: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """The lines, with the last reading in place of input columns that were deleted."""
    issues = []
    for missing in reading.missing_columns(tables):
        if missing.names_documents:
            raise ImsError(
                "this column is missing, and without it nobody knows which document a line is",
                f"Undo its deletion, or {backups.advice(file)}.",
                file=file, sheet=missing.sheet, column=missing.header,
            )  # fmt: skip
        kept = stored[missing.field] if missing.field in stored else pd.Series(dtype="object")
        if not missing.others and not (kept.notna() & (kept != "")).any():
            continue  # nothing stood in it, or it is new to a workbook of before
        reason = "this column is missing or has another heading; what was last read from it counts"
        remedy = "It is written again; type there what you want to change."
        issues.append(_warning(reason, remedy, missing.sheet, missing.header))
        if missing.field in rows:
            rows = action_cells.refilled(rows, stored, missing.sheet, missing.field)
    return rows, issues


def _warning(reason: str, remedy: str, sheet: str, column: str = "", value: str = "") -> Issue:
    return Issue("warning", reason, remedy, "", sheet, 0, column, value)
