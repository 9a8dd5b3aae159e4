"""An open workbook with everything a step needs: what was marked is read first, everything is drawn at the end."""

import datetime as dt
import getpass
import operator
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.decisions.snapshot import Elsewhere, Snapshot, take_snapshot
from ims_xl.folders import data_folder
from ims_xl.gst import periods
from ims_xl.gst.filing import Filing
from ims_xl.gst.places import STATES
from ims_xl.gst.restrictions import Restriction, rules_for
from ims_xl.issues import ImsError, Issue
from ims_xl.settings import Company
from ims_xl.sheets import action_cells, all_sheets, home, match_status, reading, suppliers
from ims_xl.sheets.choices import ALL_TYPES, CHOICES
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.settings import SETTINGS, understood
from ims_xl.sheets.view import when
from ims_xl.store import Journal, Store, Workbook, open_store
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workbook import backups
from ims_xl.workbook.book import Book, TableData
from ims_xl.workflow import companies, viewing
from ims_xl.workflow.bulk_actions import carry_out
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.history import elsewhere

FOUND = "Found in the sheet"
"""The event of a mark made before this computer knew the workbook, or before its store was lost: nobody's now."""


class _Viewed(NamedTuple):
    """What was gathered last, and from what: a step that looks at it and then draws needs it once."""

    frames: tuple[pd.DataFrame, ...]
    facts: tuple[object, ...]
    gathered: viewing.Gathered


class Job:
    """One workbook at work. Use it as a context manager; `draw` writes the workbook."""

    def __init__(self, book: Book, identity: Identity, ui: UI, now: dt.datetime) -> None:
        self.book = book
        self.identity = identity
        self.ui = ui
        self.now = now
        self.user = getpass.getuser()
        self.store: Store = open_store(store_folder(identity), identity.gstin, ui.tell)
        self._began = time.monotonic()
        self.company = Company()
        self.shown_type = "All"
        self.issues: list[Issue] = []
        self.cells = action_cells.empty_cells()
        self.own = pd.DataFrame()
        self._follow_ups = pd.DataFrame(columns=["doc_id", "follow_up"], dtype="object")
        self._view: _Viewed | None = None
        self._elsewhere: tuple[tuple[object, ...], Elsewhere] | None = None
        self._snapshot: tuple[tuple[object, ...], Snapshot] | None = None
        self._reopened = False
        self._drawn_closed = identity.closed_at  # as the sheets say; the store may know more
        self._held = ExitStack()
        self.from_sheets = False  # marks that are new here were made before, elsewhere or before the store was lost

    def __enter__(self) -> "Job":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self) -> None:
        """From now on no other process does a step on this workbook.

        Raises ImsError when one does and does not end within half a minute.
        """
        self._held.enter_context(self.store.only_one_step(self.identity.book_id, self.ui.tell))

    def close(self) -> None:
        """The step is over."""
        self._held.close()
        self.store.close()

    @property
    def at(self) -> str:
        """The time of this step as text."""
        return self.now.strftime("%Y-%m-%d %H:%M:%S")

    def clock(self) -> str:
        """The time now, for steps that take long."""
        passed = dt.timedelta(seconds=int(time.monotonic() - self._began))
        return (self.now + passed).strftime("%Y-%m-%d %H:%M:%S")

    @property
    def journal(self) -> Journal:
        """The journal of this workbook's uploads."""
        identity = self.identity
        return self.store.journal(identity.book_id, self.user, identity.provider or "GSTN", self.clock)

    @property
    def period_label(self) -> str:
        """The return period as people write it."""
        return periods.label(self.identity.period)

    @property
    def rules(self) -> tuple[Restriction, ...]:
        """The restrictions of this company."""
        company = self.company
        return rules_for(remarks_required=company.remarks_required, decide_imports=company.decide_imports)

    @property
    def filing(self) -> Filing:
        """How this company files GSTR-3B."""
        return filing_of(self.company, self.identity.gstin)

    @property
    def closed_at(self) -> str:
        """When the month was finished, "" while it is open; the workbook and the store both remember."""
        return self.identity.closed_at

    @property
    def warnings(self) -> list[Issue]:
        """What was found in the workbook when it was opened, for a step that needs no mark: nothing stops it."""
        return [replace(issue, severity="warning") if issue.severity == "error" else issue for issue in self.issues]

    def refuse_closed(self, doing: str) -> None:
        """Ask before a finished month is changed.

        Raises ImsError when the person does not say yes; nothing was changed then.
        """
        if not self.closed_at or self._reopened:
            return
        closed = f"{self.period_label} was closed on {when(self.closed_at)}"
        if not self.ui.ask(f"{closed}. Change it all the same ({doing})?"):
            raise ImsError(
                f"{closed}, and a closed month is not changed",
                "Work in the present month's workbook. To change this one all the same say yes (command line: --yes).",
                file=self.book.path.name,
            )
        self._reopened = True
        self.store.log.add(
            [(self.at, self.user, self.identity.book_id, "", "Changed after closing", self.closed_at, doing, "")]
        )

    def other_workbooks(self) -> list[Workbook]:
        """Other workbooks of the same GSTIN and month that are still where they were."""
        own = self.identity
        return [
            book
            for book in self.store.sources.workbooks()
            if book.period == own.period and book.book_id != own.book_id and Path(book.path).is_file()
        ]

    def documents(self) -> pd.DataFrame:
        """Everything the portal holds as far as this workbook knows, schema.IMS."""
        return self.store.snapshots.documents(self.identity.book_id)

    def elsewhere(self) -> Elsewhere:
        """What other months tell of the documents, see `history.elsewhere`; read once as long as nothing is written."""
        made_of = (self.store.changes(), self.closed_at)
        if self._elsewhere is None or self._elsewhere[0] != made_of:
            self._elsewhere = made_of, elsewhere(self.store, self.identity, self.documents())
        return self._elsewhere[1]

    def snapshot(self) -> Snapshot:
        """The documents that are due and what is known of them; taken once as long as nothing is written."""
        made_of = (self.store.changes(), self.closed_at, self.company)
        if self._snapshot is None or self._snapshot[0] != made_of:
            self._snapshot = (
                made_of,
                take_snapshot(
                    self.due(self.documents()), self.elsewhere(), self.filing,
                    period=self.identity.period, today=self._as_of().date(), rules=self.rules,
                ),
            )  # fmt: skip
        return self._snapshot[1]

    def due(self, documents: pd.DataFrame) -> pd.DataFrame:
        """The documents that belong to this workbook's period or earlier."""
        return documents[self.filing.due_in(documents, self.identity.period)].reset_index(drop=True)

    def read(self) -> None:
        """Read marks, inputs, bulk commands and settings from the sheets into the store and the decision log."""
        tables = self.book.tables()
        mode = self.book.cell("home", *home.MODE_CELL)
        values = reading.setting_values(tables)
        self.company, self.issues = understood(values, mode, self.book.path.name), []
        if not text(mode):
            self._warn(f"the mode is blank; {self.company.mode} counts", "Choose the mode there.", "Home", "Mode")
        if gone := [setting.label for setting in SETTINGS if setting.label not in values]:
            reason = f"{len(gone)} of {len(SETTINGS)} settings are missing and are as at first"
            self._warn(reason, "They are written again; look through them.", "Settings", value=gone[0])
        own = self.identity.gstin[:2]
        if self.company.state not in ("", own) and own in STATES:
            reason = f"the State is not that of the GSTIN, {own} {STATES[own]}; quarterly due dates go by it"
            self._warn(reason, "Choose the State in which this GSTIN is registered.", "Settings", "State")
        types = self._shown_types()
        self.shown_type = suppliers.shown_type(types.values())
        documents = self.documents()
        stored = self.store.marks.of(self.identity.book_id)
        self.own = action_cells.joined(reading.own_columns(tables), self._away(tables))
        self._follow_ups = action_cells.with_follow_ups(reading.follow_ups(tables), stored)
        rows = self._whole(reading.mark_rows(tables), stored, tables)
        drawn = set(self.identity.drawn)
        self.cells, issues = action_cells.read_cells(rows, stored, documents, drawn, self.store.snapshots.versions)
        self.issues += [issue.inside(file=self.book.path.name) for issue in issues]
        self._carry_out(reading.bulk_commands(tables, {name: types.get(name, ALL_TYPES) for name in reading.BULK}))
        self.store.mappings.keep_choices(self.identity.book_id, *reading.mapping_choices(tables))
        if others := self.other_workbooks():
            reason = f"there is another workbook for {self.period_label}: {others[0].path}"
            self.issues.append(Issue("warning", reason, "Decide and upload in one of them only.", self.book.path.name))
        if self.closed_at and (typed := action_cells.changes(*self._marks())):
            self.refuse_closed(f"{counted(len(typed), 'mark')} typed since")
        # What was typed is in the store before anything else is done: no later fault costs a mark.
        self.save_marks()
        self.from_sheets = False
        self._read_month()
        try:
            self.store.keep_daily_copy(self.now.date())
        except ImsError as error:
            self.issues.append(replace(error.issue, severity="warning"))

    def _shown_types(self) -> dict[str, str]:
        """The type of document that is chosen on each sheet that has the choice, by table or sheet."""
        cells = {"match_status": ("match_status", match_status.TYPE_CELL)}
        cells |= {table: (key, suppliers.TYPE_CELL) for table, key in reading.BULK.items()}
        found = {name: text(self.book.cell(key, *cell)) for name, (key, cell) in cells.items()}
        return {name: chosen for name, chosen in found.items() if chosen in CHOICES["DocumentType"]}

    def _read_month(self) -> None:
        """Close the month, or open it again, when its cell on Home says so now."""
        said = text(self.book.cell("home", *home.MONTH_CELL))
        if said == home.CLOSED and not self._drawn_closed and not self.closed_at:
            self.set_closed(self.at, "Month closed")
        elif said == home.OPEN and self._drawn_closed and self.closed_at:
            self.refuse_closed("reopen it")
            self.set_closed("", "Month reopened")

    def set_closed(self, at: str, event: str) -> None:
        """The month is closed since then, "" opens it; a line of the decision log says so."""
        book_id = self.identity.book_id
        with self.store.together():
            self.store.sources.close(book_id, at)
            self.store.log.add([(self.at, self.user, book_id, "", event, "", self.period_label, "")])
        self.identity = replace(self.identity, closed_at=at)

    def _away(self, tables: Mapping[str, TableData]) -> pd.DataFrame:
        """Cells of own columns of documents that have no line now."""
        stored = self.store.own_cells.of(self.identity.book_id)
        return stored[~stored.index.isin(reading.documents_shown(tables))]

    def _whole(self, rows: pd.DataFrame, stored: pd.DataFrame, tables: Mapping[str, TableData]) -> pd.DataFrame:
        """The lines, with the last reading in place of input columns that were deleted; sheets are checked too."""
        for missing in reading.missing_columns(tables):
            if missing.names_documents:
                raise ImsError(
                    "this column is missing, and without it nobody knows which document a line is",
                    f"Undo its deletion, or {backups.advice(self.book.path.name)}.",
                    file=self.book.path.name, sheet=missing.sheet, column=missing.header,
                )  # fmt: skip
            kept = stored[missing.field] if missing.field in stored else pd.Series(dtype="object")
            if not missing.others and not (kept.notna() & (kept != "")).any():
                continue  # nothing stood in it, or it is new to a workbook of before
            reason = "this column is missing or has another heading; what was last read from it counts"
            remedy = "It is written again; type there what you want to change."
            self._warn(reason, remedy, missing.sheet, missing.header)
            if missing.field in rows:
                rows = action_cells.refilled(rows, stored, missing.sheet, missing.field)
        for sheet in self.book.copies():
            self._warn(
                "this sheet is a copy of one of ours; nothing typed on it counts", "Mark on the sheet itself.", sheet
            )
        return rows

    def _warn(self, reason: str, remedy: str, sheet: str, column: str = "", value: str = "") -> None:
        self.issues.append(Issue("warning", reason, remedy, self.book.path.name, sheet, 0, column, value))

    def load_saved_marks(self) -> None:
        """Take marks and inputs as they were last read, while another program holds the workbook open."""
        tables = self.book.tables()
        mode = self.book.cell("home", *home.MODE_CELL)
        self.company, self.issues = understood(reading.setting_values(tables), mode, self.book.path.name), []
        stored = self.store.marks.of(self.identity.book_id)
        nothing = reading.mark_rows({})
        self.cells, _ = action_cells.read_cells(nothing, stored, self.documents(), set(), self.store.snapshots.versions)
        self._follow_ups = stored.loc[stored["follow_up"] != "", ["doc_id", "follow_up"]]

    def _carry_out(self, commands: pd.DataFrame) -> None:
        """Carry out the bulk cells of supplier rows, once."""
        if not len(commands):
            return
        self.cells, issues = carry_out(commands, self.snapshot(), self.cells, self.ui)
        self.issues += [issue.inside(file=self.book.path.name) for issue in issues]

    def save_marks(self, why: str = "") -> None:
        """Put the present marks into the store and what changed into the decision log."""
        book_id = self.identity.book_id
        with self.store.together():
            before, after = self._marks()
            basis = self.store.matches.verdicts(book_id, "ims").set_index("doc_id")
            says = (basis["status"] + ": " + basis["short"]).to_dict()
            changed = action_cells.changes(before, after)
            if self.from_sheets:
                entries = [(self.at, "", book_id, doc_id, FOUND, was, now, "") for doc_id, _, was, now in changed]
            else:
                entries = [
                    (self.at, self.user, book_id, doc_id, event, was, now, why or says.get(doc_id, ""))
                    for doc_id, event, was, now in changed
                ]
            self.store.log.add(entries)
            self.store.marks.replace(book_id, after)
            self.store.own_cells.replace(book_id, self.own)

    def _marks(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The store's mark table as it is, and as it would be with the present cells."""
        before = self.store.marks.of(self.identity.book_id)
        present = set(self.documents()["doc_id"])
        at = "" if self.from_sheets else self.at
        return before, action_cells.to_store(self.cells, before, self._follow_ups, present, at)

    def list_company(self, path: Path) -> None:
        """Put the workbook, which lies there, on the list of known companies that the ribbon shows."""
        own = self.identity
        self.store.sources.register(own.book_id, own.gstin, own.period, own.created_at, path)
        companies.remember(
            companies.Known(own.book_id, str(path), own.gstin, own.period, self.company.name, own.is_sandbox, self.at)
        )

    def view(self, *, by_file: bool = False) -> viewing.Gathered:
        """Everything the sheets show now; `by_file`: as it goes into an upload file, also where a GSP connects."""
        by_file = by_file or not self.identity.provider
        frames = (self.cells, self._follow_ups, self.own)
        facts = (self.company, self.shown_type, self.identity.provider, by_file, self.store.changes())
        if self._view is None or self._view.facts != facts or not all(map(operator.is_, self._view.frames, frames)):
            gathered = viewing.gather(
                self.store, self.identity, self.company, self.snapshot(), *frames, self.shown_type, self._as_of(),
                by_file=by_file,
            )  # fmt: skip
            self._view = _Viewed(frames, facts, gathered)
        return self._view.gathered

    def _as_of(self) -> dt.datetime:
        """The moment the sheets show: a closed month stays as it was when it was closed."""
        return dt.datetime.fromisoformat(self.closed_at) if self.closed_at else self.now

    def draw(self) -> viewing.Gathered:
        """Write the workbook and remember what it shows."""
        gathered = self.view()
        view = gathered.view
        if self.identity.drawn and not len(view.lines) and not self.store.sources.had_portal(self.identity.book_id):
            raise ImsError(
                "this computer does not hold the data of this workbook",
                "Import the portal file and the purchase files here first; the marks in the sheets are kept.",
                file=self.book.path.name,
            )
        drawn = dict(zip(view.lines["doc_id"], view.lines["fingerprint"], strict=True))
        pairs = self.store.matches.pairs(self.identity.book_id)
        links = tuple(zip(pairs["ims_doc"], pairs["book_doc"], strict=True))
        portal = view.sources.loc[view.sources["kind"] == "portal", "at"]
        self.identity = replace(
            self.identity,
            drawn=drawn,
            links=links,
            portal_at=str(portal.iloc[-1]) if len(portal) else "",
            drawn_at=self.at,
            remind_days=self.company.remind_days,
        )
        self.book.draw(all_sheets(view, self.identity.to_text()))
        return gathered


def store_folder(identity: Identity) -> Path:
    """Where the store of the workbook's GSTIN lies; what is only practised on the sandbox lies apart."""
    return data_folder() / "sandbox" if identity.is_sandbox else data_folder()
