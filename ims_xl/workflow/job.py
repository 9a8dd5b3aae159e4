"""An open workbook with everything a step needs: what was marked is read first, everything is drawn at the end."""

import datetime as dt
import getpass
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pandas as pd

from ims_xl.decisions.reversal_cells import nothing_typed
from ims_xl.decisions.snapshot import Elsewhere, Snapshot, take_snapshot
from ims_xl.folders import data_folder
from ims_xl.gst import periods
from ims_xl.gst.filing import Filing
from ims_xl.gst.restrictions import Restriction, rules_for
from ims_xl.issues import ImsError, Issue
from ims_xl.settings import Company
from ims_xl.sheets import action_cells, all_sheets, home, reversal_cells
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.view import View, when
from ims_xl.store import Journal, Store, Workbook, open_store
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workbook.book import Book
from ims_xl.workflow import companies, same_workbook, viewing
from ims_xl.workflow.bulk_actions import carry_out
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.history import elsewhere
from ims_xl.workflow.once import Once
from ims_xl.workflow.reading_sheets import Left, read_sheets, read_stored, reversals_stored
from ims_xl.workflow.reversals import keep_shown

FOUND = "Found in the sheet"
"""The event of a mark made before this computer knew the workbook, or before its store was lost: nobody's now."""


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
        self.reversals = nothing_typed()
        self._follow_ups = pd.DataFrame(columns=["doc_id", "follow_up"], dtype="object")
        self._view: Once[viewing.Gathered] = Once()
        self._elsewhere: Once[Elsewhere] = Once()
        self._snapshot: Once[Snapshot] = Once()
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
            if book.period == own.period
            and book.book_id != own.book_id
            and Path(book.path).is_file()
            and Path(book.path).resolve() != Path(self.book.path).resolve()  # one that was begun there, never written
        ]

    def documents(self) -> pd.DataFrame:
        """Everything the portal holds as far as this workbook knows, schema.IMS."""
        return self.store.snapshots.documents(self.identity.book_id)

    def elsewhere(self) -> Elsewhere:
        """What other months tell of the documents, see `history.elsewhere`; read once as long as nothing is written."""
        made_of = (self.store.changes(), self.closed_at)
        return self._elsewhere.of(made_of, lambda: elsewhere(self.store, self.identity, self.documents()))

    def snapshot(self) -> Snapshot:
        """The documents that are due and what is known of them; taken once as long as nothing is written."""
        return self._snapshot.of((self.store.changes(), self.closed_at, self.company), self._take_snapshot)

    def _take_snapshot(self) -> Snapshot:
        return take_snapshot(
            self.due(self.documents()), self.elsewhere(), self.filing,
            period=self.identity.period, today=self._as_of().date(), rules=self.rules,
        )  # fmt: skip

    def due(self, documents: pd.DataFrame) -> pd.DataFrame:
        """The documents that belong to this workbook's period or earlier."""
        return documents[self.filing.due_in(documents, self.identity.period)].reset_index(drop=True)

    def read(self) -> None:
        """Read marks, inputs, bulk commands and settings from the sheets into the store and the decision log."""
        left = read_sheets(self.book, self.store, self.identity, self.documents())
        self.book.let_go()
        self._take(left)
        if len(left.ledger) and self.store.reversals.of(self.identity.book_id) is None:
            keep_shown(self.store, self.identity, left.ledger, left.reversals, self.at)
        if len(left.commands):
            self.cells, issues = carry_out(left.commands, self.snapshot(), self.cells, self.ui)
            self.issues += [issue.inside(file=self.book.path.name) for issue in issues]
        self.store.mappings.keep_choices(self.identity.book_id, *left.layout)
        if left.contacts.keep or left.contacts.forget:
            self.store.contacts.change(left.contacts.keep, left.contacts.forget, self.at)
        if others := self.other_workbooks():
            reason = f"there is another workbook for {self.period_label}: {others[0].path}"
            self.issues.append(Issue("warning", reason, "Decide and upload in one of them only.", self.book.path.name))
        known = {book.book_id: book.path for book in self.store.sources.workbooks()}
        self.issues += same_workbook.findings(
            self.book.path, self.identity.book_id, known.get(self.identity.book_id, "")
        )
        if self.closed_at and (typed := action_cells.changes(*self._marks())):
            self.refuse_closed(f"{counted(len(typed), 'mark')} typed since")
        if self.closed_at and not self.from_sheets and (moved := self._reversals_changed()):
            self.refuse_closed(f"{counted(len(moved), 'line')} of ITC Reversals typed since")
        # What was typed is in the store before anything else is done: no later fault costs a mark.
        self.save_marks()
        self.from_sheets = False
        self._read_month(left.month)
        try:
            self.store.keep_daily_copy(self.now.date())
        except ImsError as error:
            # A mark that is saved counts more than a copy that could not be made.
            self.issues.append(replace(error.issue, severity="warning"))

    def read_stored(self) -> None:
        """Take marks and inputs as they were last read, while another program holds the workbook open."""
        self._take(read_stored(self.book, self.store, self.identity, self.documents()))

    def _take(self, left: Left) -> None:
        self.company, self.shown_type, self.issues = left.company, left.shown_type, list(left.issues)
        self.cells, self.own, self._follow_ups = left.cells, left.own, left.follow_ups
        self.reversals = left.reversals

    def _read_month(self, said: str) -> None:
        """Close the month, or open it again, when its cell on Home says so now."""
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
            user = "" if self.from_sheets else self.user
            entries += [
                (self.at, user, book_id, document, "Reversal typed", was, now, "")
                for document, was, now in self._reversals_changed()
            ]
            self.store.log.add(entries)
            self.store.marks.replace(book_id, after)
            self.store.own_cells.replace(book_id, self.own)
            self.store.reversal_cells.replace(book_id, reversal_cells.to_store(self.reversals))

    def _reversals_changed(self) -> list[tuple[str, str, str]]:
        """What was typed on ITC Reversals since it was last read: document, before, after."""
        return reversal_cells.changes(reversals_stored(self.store, self.identity), self.reversals)

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
        frozen = bool(self.closed_at) and not self._reopened
        made_of = (
            *frames, self.reversals, self.company, self.shown_type, self.identity.provider, by_file, frozen,
            self.store.changes(),
        )  # fmt: skip

        def gather() -> viewing.Gathered:
            return viewing.gather(
                self.store, self.identity, self.company, self.snapshot(), *frames, self.reversals, self.shown_type,
                self._as_of(), by_file=by_file, frozen=frozen,
            )  # fmt: skip

        return self._view.of(made_of, gather)

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
        self.keep_month(view)
        return gathered

    def keep_month(self, view: View) -> None:
        """Keep the ledger of reversed credit and the month's figures as that view shows them, for the next months."""
        self.store.reversals.replace(self.identity.book_id, view.reversals.rows, self.at)
        own = next(month for month in view.year if month.period == self.identity.period)
        self.store.month_figures.replace(self.identity.book_id, own.figures)


def store_folder(identity: Identity) -> Path:
    """Where the store of the workbook's GSTIN lies; what is only practised on the sandbox lies apart."""
    return data_folder() / "sandbox" if identity.is_sandbox else data_folder()
