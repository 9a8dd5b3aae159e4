"""What the program remembers between sessions: one SQLite file a GSTIN, on the local disk."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from ims_xl.issues import ImsError
from ims_xl.private import private_file, private_folder
from ims_xl.replacing import in_words
from ims_xl.store import copies, locks
from ims_xl.store.also_claimed import AlsoClaimed
from ims_xl.store.contacts import Contacts
from ims_xl.store.database import Database
from ims_xl.store.decision_log import DecisionLog
from ims_xl.store.findings import Findings
from ims_xl.store.journal import Journal, only_one
from ims_xl.store.letters import Letters
from ims_xl.store.links import Links
from ims_xl.store.mappings import Mappings
from ims_xl.store.marks import Marks
from ims_xl.store.matches import Matches
from ims_xl.store.month_figures import MonthFigures
from ims_xl.store.own_cells import OwnCells
from ims_xl.store.registers import Registers
from ims_xl.store.replaced import Replaced
from ims_xl.store.reported import Reported
from ims_xl.store.reversals import Reversals
from ims_xl.store.snapshots import Snapshots
from ims_xl.store.sources import Source, Sources, Workbook
from ims_xl.store.statements import Statements
from ims_xl.store.supplier_3b import Supplier3b
from ims_xl.store.supplier_counts import SupplierCounts
from ims_xl.store.uploads import Uploads

_UNOPENED = "the program's own data cannot be opened"
_REMEDY = "See that the folder can be written and is on a local disk, or set IMS_XL_HOME to another folder."

__all__ = ["Journal", "Source", "Store", "Workbook", "open_store", "other_stores", "read_store"]


class Store:
    """One GSTIN's memory; every method that writes is one transaction, `together` makes one of many."""

    def __init__(self, db: Database) -> None:
        self.path = db.path
        self.together = db.together
        self.close = db.close
        self.changes = db.changes
        self.sources = Sources(db)
        self.snapshots = Snapshots(db)
        self.statements = Statements(db)
        self.registers = Registers(db)
        self.reported = Reported(db)
        self.supplier_3b = Supplier3b(db)
        self.replaced = Replaced(db)
        self.matches = Matches(db)
        self.links = Links(db)
        self.mappings = Mappings(db)
        self.marks = Marks(db)
        self.own_cells = OwnCells(db)
        self.reversals = Reversals(db)
        self.reversal_cells = OwnCells(db, "reversal_cell")
        self.month_figures = MonthFigures(db)
        self.also_claimed = AlsoClaimed(db)
        self.log = DecisionLog(db)
        self.uploads = Uploads(db)
        self.findings = Findings(db)
        self.contacts = Contacts(db)
        self.letters = Letters(db)
        self.supplier_counts = SupplierCounts(db)
        self._db = db

    def keep_daily_copy(self, today: date) -> None:
        """Keep a looked-through copy of the file, once a day. Raises ImsError when it cannot be made."""
        try:
            copies.keep_daily(self.path, today)
        except (OSError, sqlite3.Error) as error:
            raise ImsError(
                "no copy of the program's own data could be kept",
                "See that the folder can be written and the disk has room.",
                file=str(self.path.parent / copies.FOLDER),
                value=str(error),
            ) from error

    def journal(self, book_id: str, user: str, provider: str, now: Callable[[], str]) -> Journal:
        """The journal of a workbook's uploads; `user`, `provider` and `now` stand in what it writes."""
        return Journal(self._db, book_id, user, provider, now)

    def only_one_step(self, book_id: str, waiting: Callable[[str], object]) -> AbstractContextManager[None]:
        """While inside, no other process does a step on that workbook; see `locks.only_one`."""
        return locks.only_one(self.path.parent / "locks" / f"{book_id}.lock", waiting)

    def only_one_upload(self) -> AbstractContextManager[None]:
        """While inside, no other process uploads for this GSTIN. Raises ImsError when another one does."""
        return only_one(self._db)


def other_stores(store: Store) -> list[Path]:
    """The stores of other GSTINs in the same folder, in order."""
    return sorted(path for path in store.path.parent.glob("*.sqlite3") if path != store.path)


def read_store(path: Path) -> Store:
    """A store that is only read; nothing in it is changed.

    Raises ImsError when it is damaged, at work elsewhere for too long, or of another version.
    """
    try:
        return Store(Database(path, to_write=False))
    except sqlite3.Error as error:
        raise ImsError(_UNOPENED, _REMEDY, file=str(path), value=str(error)) from error


def open_store(folder: Path, gstin: str, waiting: Callable[[str], object] = str) -> Store:
    """The store of a GSTIN in that folder, made when it is not there; one of an older version is brought to today's.

    `waiting` is told what is waited for. Raises ImsError when the folder cannot be written, or the file is damaged,
    at work elsewhere for too long, or of a newer version.
    """
    path = folder / f"{gstin}.sqlite3"
    try:
        private_folder(folder)
        return Store(Database(private_file(path), waiting))
    except OSError as error:
        raise in_words(error, _UNOPENED, _REMEDY, file=str(path)) from error
    except sqlite3.Error as error:
        raise ImsError(_UNOPENED, _REMEDY, file=str(path), value=str(error)) from error
