"""Kept copies of a workbook: which there are, and putting one back in the workbook's place."""

import filecmp
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ims_xl.decisions.cells import mark, text
from ims_xl.folders import backups_folder
from ims_xl.gst import periods
from ims_xl.gst.actions import LABELS
from ims_xl.gst.gstin import is_valid
from ims_xl.issues import ImsError, Issue
from ims_xl.sheets import reading
from ims_xl.sheets.identity import Identity
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workbook.backups import Copy, copies, folder_of
from ims_xl.workbook.file import FileBook
from ims_xl.workflow import companies
from ims_xl.workflow.opening import KNOWN, start_job
from ims_xl.workflow.outcome import Outcome

_NAMED = 5  # documents named in one message
_WORDS = {str(action): label for action, label in LABELS.items()}


class Kept(NamedTuple):
    """A copy that may be put back; `book`: name of the folder of its workbook's copies, `whose`: GSTIN and period."""

    copy: Copy
    book: str
    whose: str

    def facts(self) -> dict[str, str | int]:
        """What scripts are told of it."""
        at, size = f"{self.copy.at:%Y-%m-%d %H:%M:%S}", self.copy.path.stat().st_size
        return {"at": at, "bytes": size, "workbook": self.copy.workbook, "of": self.whose, "path": str(self.copy.path)}

    def cells(self) -> tuple[str, ...]:
        """A line of the list: when it was kept, its size, the name of the workbook and whose it is."""
        size = f"{max(1, round(self.copy.path.stat().st_size / 1024)):,} KB"
        return f"{self.copy.at:%d-%b-%Y %H:%M:%S}", size, self.copy.workbook, self.whose


def list_copies(path: Path) -> list[Kept]:
    """The kept copies of a workbook: those of its file name first, of each name the newest first.

    Where the file is damaged or gone, its identity is that of the workbook last used at this path, else that of
    every copy of this file name. Raises ImsError when there is none.
    """
    root = backups_folder()
    own = _identity(path) if path.exists() else None
    books = {folder_of(root, own.book_id).name} if own else _books_at(path, root)
    found = [Kept(copy, book, _whose(own)) for book in sorted(books) for copy in copies(root / book)]
    for copy in copies(root, path.name):  # of versions that kept the copies of all workbooks in one folder
        inside = _identity(copy.path)
        book = folder_of(root, inside.book_id).name if inside else ""
        if inside and (not books or book in books):
            found.append(Kept(copy, book, _whose(inside)))
    if not found:
        remedy = f"Copies are kept from the second time on that a step writes a workbook. They lie in {root}."
        raise ImsError("no copy of this workbook is kept on this computer", remedy, file=path.name)
    found.sort(key=lambda kept: (kept.copy.has_name(path.name), kept.copy.at), reverse=True)
    return _named(found)


def restore(path: Path, ui: UI, chosen: str = "", *, confirmed: bool = False, now: datetime | None = None) -> Outcome:
    """Put a kept copy back in a workbook's place; what is there now is kept as a copy first.

    `chosen`: the number or name of a copy on the list, or the path of one; else the newest that can be read.
    Raises ImsError, with nothing changed, when the person does not agree, the copy is damaged or of another workbook,
    or the file is open elsewhere or cannot be written.
    """
    copy = _named_copy(path, chosen) if chosen else _newest(path)
    root, inside, present = backups_folder(), _identity(copy.path), _identity(path) if path.exists() else None
    if inside is None or not _is_whole(copy.path):
        raise ImsError("this copy is damaged", "Choose another one.", file=copy.path.name)
    belonging = {folder_of(root, present.book_id).name} if present else _books_at(path, root)
    if belonging and folder_of(root, inside.book_id).name not in belonging:
        remedy = "Choose a copy of this workbook, or name a file that does not exist to have that one back."
        reason = f"this copy is of another workbook than {path.name}"
        raise ImsError(reason, remedy, file=copy.path.name, value=_whose(inside))
    when = f"{copy.at:%d-%b-%Y %H:%M:%S}"
    before = " The file that is there now is kept as a copy first." if path.exists() else ""
    if not confirmed and not ui.ask(f"Put {path.name} ({_whose(inside)}) back as it was on {when}?{before}"):
        raise ImsError("nothing was changed", "Answer yes, or add --yes where nobody can be asked.", file=path.name)
    book = FileBook(path, known=KNOWN, backups=folder_of(root, inside.book_id), new=True)
    book.put_back(copy.path)
    message, figures = f"{path.name} is back as it was on {when}", {"copy": str(copy.path)}
    try:
        lost, back = _differences(book, ui, now)
    except ImsError as error:
        reason = f"the marks of this copy could not be compared with the last ones: {error.issue.reason}"
        return Outcome(message, figures, [Issue("warning", reason, error.issue.remedy, file=error.issue.file)])
    counts = {"marks not in the copy": len(lost), "marks cleared after it": len(back)}
    issues = _findings(lost, back, path.name, can_go_back=present is not None)
    return Outcome(message, {**figures, **counts}, issues)


def _newest(path: Path) -> Copy:
    """The newest copy that can be read and is not what is there now.

    Raises ImsError when copies of several workbooks have this name, or there is none.
    """
    found = list_copies(path)
    if len({kept.book for kept in found}) > 1:
        remedy = f'ims-xl backups "{path.name}" lists them: name the one you mean by its number.'
        raise ImsError("copies of several workbooks have this name", remedy, file=path.name)
    for kept in found:
        same = path.exists() and filecmp.cmp(kept.copy.path, path, shallow=False)
        if not same and _identity(kept.copy.path) and _is_whole(kept.copy.path):
            return kept.copy
    remedy = f'ims-xl backups "{path.name}" lists them.'
    raise ImsError("no copy differs from the file that is there and can be read", remedy, file=path.name)


def _named_copy(path: Path, chosen: str) -> Copy:
    """Raises ImsError when there is no such copy."""
    file = Path(chosen)
    if file.is_file():
        return Copy(file, path.name, datetime.fromtimestamp(file.stat().st_mtime))
    for number, kept in enumerate(list_copies(path), start=1):
        if chosen in (str(number), kept.copy.path.name):
            return kept.copy
    raise ImsError("there is no such copy", f'ims-xl backups "{path.name}" lists them.', file=path.name, value=chosen)


def _books_at(path: Path, root: Path) -> set[str]:
    """Which workbooks may have been there."""
    place = os.path.normcase(path.resolve())
    if used := {folder_of(root, one.book_id).name for one in companies.known() if os.path.normcase(one.path) == place}:
        return used
    folders = root.iterdir() if root.is_dir() else ()
    return {folder.name for folder in folders if folder.is_dir() and copies(folder, path.name)}


def _named(found: Sequence[Kept]) -> list[Kept]:
    """The copies with GSTIN and period, read from one copy of each workbook."""
    known = {kept.book: kept.whose for kept in found if kept.whose}
    for kept in found:
        if kept.book not in known and (inside := _identity(kept.copy.path)):
            known[kept.book] = _whose(inside)
    return [kept._replace(whose=known.get(kept.book, "")) for kept in found]


def _identity(path: Path) -> Identity | None:
    """The identity of a workbook of ours; None when it cannot be read or is no such workbook."""
    try:
        identity = Identity.from_text(FileBook(path).metadata(), path.name)
    except (ImsError, OSError):
        return None
    return identity if is_valid(identity.gstin) and periods.find_period(identity.period) else None


def _is_whole(path: Path) -> bool:
    """Whether every part of a workbook file can be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (OSError, zipfile.BadZipFile, zlib.error):
        return False


def _whose(identity: Identity | None) -> str:
    return f"{identity.gstin} {periods.label(identity.period)}" if identity else ""


def _differences(book: FileBook, ui: UI, now: datetime | None) -> tuple[list[str], list[str]]:
    """Marks of the last reading that the sheets do not show now, and marks they show that it had not."""
    with start_job(book, ui, now) as job:
        stored = job.store.marks.of(job.identity.book_id)
    rows = reading.mark_rows(book.tables()).map(text)
    numbers = dict(zip(rows["doc_id"], rows["doc_number"], strict=True))
    shown = {(doc, mark(said)[0]) for doc, said in zip(rows["doc_id"], rows["action"], strict=True)}
    known = set(zip(stored["doc_id"], stored["action"], strict=True))
    lost = [(doc, action) for doc, action in sorted(known - shown) if action and doc in numbers]
    marked = {doc for doc, action in known if action}
    back = [(doc, action) for doc, action in sorted(shown) if action in _WORDS and doc not in marked]
    return _in_words(lost, numbers), _in_words(back, numbers)


def _in_words(marks: Sequence[tuple[str, str]], numbers: Mapping[str, str]) -> list[str]:
    return [f"{numbers[doc]} {_WORDS[action]}" for doc, action in marks]


def _findings(lost: Sequence[str], back: Sequence[str], file: str, *, can_go_back: bool) -> list[Issue]:
    """What the next step, which takes the sheets as they are, will make of the marks."""
    again = f'ims-xl restore "{file}" brings back the file that was there before' if can_go_back else "make them again"
    found = []
    if lost:
        reason = f"not in this copy: {counted(len(lost), 'mark')} made or changed after it"
        remedy = f"The next step takes the sheets as they are, without them. If they are wanted, {again}."
        found.append(Issue("warning", reason, remedy, file=file, column="Action", value=_few(lost)))
    if back:
        reason = f"in this copy and cleared after it: {counted(len(back), 'mark')}"
        remedy = "They count again from the next step on. Empty the Action cells where they are not wanted."
        found.append(Issue("warning", reason, remedy, file=file, column="Action", value=_few(back)))
    return found


def _few(said: Sequence[str]) -> str:
    more = f" and {len(said) - _NAMED:,} more" if len(said) > _NAMED else ""
    return ", ".join(said[:_NAMED]) + more
