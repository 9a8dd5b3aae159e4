"""A task with everything it needs as bytes, for a machine that sees neither our folders nor our stores.

The other machine changes nothing here: what comes back is taken in at the end, the store first, then the workbook, both
whole. A worker that dies in the middle has changed nothing, and another one may do the same parcel.
"""

import getpass
import hashlib
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ims_xl import __version__
from ims_xl.folders import backups_folder
from ims_xl.issues import ImsError
from ims_xl.practice.machines import in_a_process
from ims_xl.practice.making import make
from ims_xl.practice.task import Done, Task
from ims_xl.store import carrying, locks
from ims_xl.ui import Silent
from ims_xl.workbook import backups
from ims_xl.workbook.file import FileBook
from ims_xl.workflow.files import open_stored_job


@dataclass(frozen=True)
class Parcel:
    """A task whose paths are names of `files`: their bytes and times; `store` is that of its GSTIN."""

    task: Task
    files: dict[str, tuple[bytes, float]]
    store: bytes
    user: str  # in whose name it is done
    version: str = __version__


@dataclass(frozen=True)
class Returned:
    """What came of a parcel; without `book` nothing was changed."""

    done: Done
    book: bytes = b""
    store: bytes = b""


class Sender:
    """A parcel on its way: while it is out, no other process of this computer does a step on the workbook."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.book = Path(task.book)
        self._held = ExitStack()

    def pack(self) -> Parcel:
        """The parcel, its workbook made where it is missing. Raises ImsError when it cannot be opened or read."""
        make(self.task)
        with open_stored_job(self.book, Silent()) as job:
            self._store, book_id = job.store.path, job.identity.book_id
        self._file = FileBook(self.book, backups=backups.folder_of(backups_folder(), book_id))
        self._file.refuse_unwritable()
        self._held.enter_context(locks.only_one(self._store.parent / "locks" / f"{book_id}.lock", str))
        scratch = Path(self._held.enter_context(tempfile.TemporaryDirectory()))
        self._sent = scratch / "sent.sqlite3"
        store = carrying.packed(self._store, self._sent)
        names = {self.task.book: self.book.name}
        for number, path in enumerate((*self.task.portal, *self.task.purchases)):
            names[path] = f"{number}/{Path(path).name}"
        files = {name: (Path(path).read_bytes(), os.stat(path).st_mtime) for path, name in names.items()}
        self._sha256 = _sha256(self.book)
        self._paths = {name: path for path, name in names.items()}
        inside = replace(
            self.task, book=self.book.name, last="",
            portal=tuple(names[path] for path in self.task.portal),
            purchases=tuple(names[path] for path in self.task.purchases),
        )  # fmt: skip
        return Parcel(inside, files, store, getpass.getuser())

    def take_in(self, returned: Returned) -> Done:
        """The workbook and the store as they came back. Raises ImsError when one was changed here meanwhile."""
        if returned.book:
            if _sha256(self.book) != self._sha256:
                remedy = "Run the batch again; nothing was written."
                raise ImsError("the workbook was changed by another program meanwhile", remedy, file=self.book.name)
            self._file.refuse_unwritable()
            came, drawn = self._sent.with_name("came.sqlite3"), self._sent.with_name("drawn.xlsx")
            came.write_bytes(returned.store)
            drawn.write_bytes(returned.book)
            carrying.take_back(self._store, self._sent, came)
            self._file.put_back(drawn)
            with open_stored_job(self.book, Silent()) as job:
                job.store.sources.remember_drawn(self.book, _sha256(self.book))
                job.list_company(self.book.absolute())
        files = {self._paths.get(name, name): said for name, said in returned.done.files.items()}
        return replace(returned.done, book=self.task.book, files=files)

    def close(self) -> None:
        """The workbook is free again."""
        self._held.close()


def work(parcel: Parcel) -> Returned:
    """Do the task of a parcel in a folder of its own, which is gone at the end: what a worker runs."""
    task = parcel.task
    if parcel.version != __version__:
        said = f"The worker has ims_xl {__version__}, this computer has {parcel.version}. Install the same on both."
        return Returned(Done(task.gstin, task.period, task.book, "failed", said))
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        home = root / "home"
        home.mkdir()
        store = home / f"{task.gstin}.sqlite3"
        store.write_bytes(parcel.store)
        for inside, (data, made) in parcel.files.items():
            path = root / "files" / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (made, made))
        at = root / "files"
        there = replace(
            task, book=str(at / task.book), portal=tuple(str(at / path) for path in task.portal),
            purchases=tuple(str(at / path) for path in task.purchases),
        )  # fmt: skip
        done = in_a_process(there, home, parcel.user)
        book = at / task.book
        names = {str(at / inside): inside for inside in parcel.files}
        done = replace(done, book=task.book, files={names.get(path, path): said for path, said in done.files.items()})
        if done.state == "nothing new" or not done.figures:
            return Returned(done)
        return Returned(done, book.read_bytes(), carrying.packed(store, root / "came.sqlite3"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
