"""A practice's folder: its workbook, its clients, what lies in it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.folders import data_folder
from ims_xl.gst.gstin import clean
from ims_xl.gstn.profile_users import ProfileUsers
from ims_xl.issues import ImsError, Issue
from ims_xl.practice import clients, files, workbook
from ims_xl.practice.clients import Client
from ims_xl.practice.files import File
from ims_xl.practice.signing_in import SignIns
from ims_xl.practice.workbook import PracticeWorkbook
from ims_xl.store import locks
from ims_xl.ui import UI
from ims_xl.workbook.file import FileBook


@dataclass
class Desk:
    """A practice's folder: its workbook, its clients, what lies in it."""

    root: Path
    practice: PracticeWorkbook
    rows: pd.DataFrame  # the list of clients as typed
    clients: dict[str, Client] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def listed(self) -> set[str]:
        """The GSTINs on the list, those of clients who take no part in this batch too."""
        return set(self.rows[clients.GSTIN].map(text).map(clean)) | set(self.clients)

    @contextmanager
    def at_work(self, ui: UI) -> Iterator[None]:
        """While inside, no other process of this computer does a batch, or anything else, on this practice.

        Raises ImsError when one does for longer than half a minute, or has written the practice workbook meanwhile.
        """
        named = hashlib.sha256(str(self.root).encode(errors="surrogatepass")).hexdigest()[:16]
        with locks.only_one(data_folder() / "locks" / f"practice {named}.lock", ui.tell, "this practice"):
            book = self.practice.book
            if isinstance(book, FileBook) and book.is_changed:
                remedy = "Run it again; nothing was done."
                raise ImsError("another step has written the practice workbook meanwhile", remedy, file=book.path.name)
            yield

    def called(self, gstin: str) -> str:
        """The client in words: name and GSTIN."""
        one = self.clients.get(gstin)
        return f"{one.name} ({gstin})" if one and one.name else gstin

    def sign_ins(self, profile: str = "") -> SignIns:
        """Who of the clients is signed in at GSTN; `profile`: the only one that is used. Raises ImsError as it does."""
        profiles = ProfileUsers(profile)
        self.issues += profiles.issues
        names = {one.gstin: one.name for one in self.clients.values()}
        found = SignIns(names, self.practice.sign_ins(), profiles)
        found.look()
        return found

    def books(self) -> dict[tuple[str, str], list[Path]]:
        """The IMS workbooks of the folder by GSTIN and period."""
        found: dict[tuple[str, str], list[Path]] = defaultdict(list)
        for file in self.files:
            if file.kind == "workbook":
                found[file.gstin, file.period].append(file.path)
        return found


def open_desk(where: Path) -> Desk:
    """The practice of a folder, of its practice workbook, or of a list of clients in it.

    Raises ImsError when there is none of these, or the practice workbook is open or damaged.
    """
    if where.is_dir():
        return desk_of(where, workbook.open_file(where / workbook.NAME))
    if not where.exists():
        raise ImsError("there is no such folder or file", "Check the name.", file=str(where))
    if workbook.is_practice(where):
        return desk_of(where.parent, workbook.open_file(where))
    listed = clients.read_list(where)
    desk = desk_of(where.parent, workbook.open_file(where.parent / workbook.NAME))
    desk.rows = clients.joined(desk.rows, listed)
    desk.clients, desk.issues = _by_gstin(clients.clients_of(listed, where.name))
    return desk


def desk_of(root: Path, practice: PracticeWorkbook) -> Desk:
    """The practice of that workbook."""
    rows = practice.clients()
    found, issues = _by_gstin(clients.clients_of(rows, practice.book.path.name, "Clients"))
    return Desk(root.resolve(), practice, rows, found, issues=issues)


def _by_gstin(found: tuple[list[Client], list[Issue]]) -> tuple[dict[str, Client], list[Issue]]:
    return {one.gstin: one for one in found[0]}, found[1]


def find_workbooks(desk: Desk) -> None:
    """The IMS workbooks of the folder; without a list of clients their GSTINs are the clients."""
    desk.files = [file for path in _paths(desk) if (file := files.workbook(path))]
    _add_clients(desk)


def find_files(desk: Desk, ui: UI) -> None:
    """What lies in the folder and whose it is; without a list of clients they are the GSTINs that files name."""
    paths = _paths(desk)
    found = {path: file for path in paths if (file := files.workbook(path))}
    folders = {Path(one.folder).as_posix().casefold(): one.gstin for one in desk.clients.values() if one.folder}
    for number, path in enumerate(paths):
        ui.progress(number, len(paths), "Looking at the files")
        if path not in found:
            found[path] = files.identify(path, desk.root, folders)
    desk.files = list(found.values())
    _add_clients(desk)


def _add_clients(desk: Desk) -> None:
    if len(desk.rows):
        return
    named = {file.gstin for file in desk.files if file.certain}
    desk.clients = {gstin: Client(gstin) for gstin in sorted(named)}
    desk.rows = pd.concat([clients.empty(), *map(clients.row_of, desk.clients.values())], ignore_index=True)


def _paths(desk: Desk) -> list[Path]:
    own = desk.practice.book.path
    return [path for path in files.in_folder(desk.root) if path != own]
