"""A kept copy is put back: the right one, of the right workbook, and what differs is said."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.months import Saying
from support.twenty import RECIPIENT

from ims_xl.folders import backups_folder, exchange_folder
from ims_xl.issues import ImsError
from ims_xl.ui import Recorder, Silent
from ims_xl.workbook import backups
from ims_xl.workflow import check, import_portal, list_copies, new_workbook, open_job, restore, set_mode

from .conftest import NOW, PERIOD, Desk


class Person(Recorder):
    """Answers every question alike."""

    def __init__(self, answer: bool) -> None:
        super().__init__()
        self.answer = answer

    def ask(self, question: str, default: bool = False) -> bool:
        self.lines.append(question)
        return self.answer


@pytest.fixture
def imported(desk: Desk) -> Desk:
    """A workbook with twenty documents on IMS Documents, none marked, and one copy: as it was before the import."""
    with open_job(desk.book, Silent(), NOW) as job:
        import_portal(job, [desk.files.ims])
        set_mode(job, "Claim without compare")
        job.draw()
    return desk


def marked(desk: Desk) -> dict[str, str]:
    """The marks in the file, without reading them into the store."""
    sheet = openpyxl.load_workbook(desk.book)["IMS Documents"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    rows = range(5, sheet.max_row + 1)
    cells = {sheet.cell(row, heads["Number (IMS)"]).value: sheet.cell(row, heads["Action"]).value for row in rows}
    return {str(number): str(action) for number, action in cells.items() if action}


def save_often(book: Path) -> None:
    """Ten more copies of the workbook are kept, all as the newest one was."""
    newest = list_copies(book)[0].copy.path
    data = newest.read_bytes()
    for _ in range(10):
        backups.keep(newest.parent, book, lambda path: path.write_bytes(data))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_ten_saves_of_one_client_leave_the_copies_of_another_alone(tmp_path: Path) -> None:
    """Two clients, both with an Oct.xlsx."""
    a, b = tmp_path / "a" / "Oct.xlsx", tmp_path / "b" / "Oct.xlsx"
    for book in (a, b):
        book.parent.mkdir()
        new_workbook(book, Saying(), gstin=RECIPIENT, period=PERIOD, now=NOW)
        with open_job(book, Silent(), NOW.replace(minute=7)) as job:
            job.draw()
    (first,) = list_copies(a)
    save_often(b)
    assert list_copies(a) == [first]
    assert len(list_copies(b)) == 10


def test_the_newest_copy_is_put_back_and_what_was_there_is_kept(imported: Desk) -> None:
    first = list_copies(imported.book)[0].copy
    before, copy = imported.book.read_bytes(), first.path.read_bytes()
    outcome = restore(imported.book, Silent(), confirmed=True)
    assert outcome.message == f"Oct-2026.xlsx is back as it was on {first.at:%d-%b-%Y %H:%M:%S}"
    assert imported.book.read_bytes() == copy
    assert list_copies(imported.book)[0].copy.path.read_bytes() == before
    restore(imported.book, Silent(), confirmed=True)  # and forth again
    assert imported.book.read_bytes() == before


def test_marks_that_the_copy_does_not_have_are_named(imported: Desk) -> None:
    imported.type({"SSF/26-27/0417": "Accept"})
    imported.do(check)  # a copy with Accept in its cell is kept
    imported.type({"SSF/26-27/0417": "Reject", "KSF/1001": "Pending"})
    imported.do(check)
    imported.do(check)
    copies = [kept.copy.path.name for kept in list_copies(imported.book)]
    outcome = restore(imported.book, Silent(), copies[-2], confirmed=True)
    assert marked(imported) == {"SSF/26-27/0417": "Accept"}
    (issue,) = outcome.issues
    assert issue.severity == "warning"
    assert issue.reason == "not in this copy: 2 marks made or changed after it"
    assert sorted(issue.value.split(", ")) == ["KSF/1001 Pending", "SSF/26-27/0417 Reject"]
    assert 'ims-xl restore "Oct-2026.xlsx" brings back the file that was there before' in issue.remedy
    assert outcome.figures["marks not in the copy"] == 2
    restore(imported.book, Silent(), confirmed=True)
    assert marked(imported) == {"SSF/26-27/0417": "Reject", "KSF/1001": "Pending"}


def test_marks_that_were_cleared_after_the_copy_are_named(imported: Desk) -> None:
    imported.type({"KSF/1001": "Reject"})
    imported.do(check)
    imported.type({"KSF/1001": ""})
    imported.do(check)
    outcome = restore(imported.book, Silent(), "2", confirmed=True)
    (issue,) = outcome.issues
    assert (issue.reason, issue.value) == ("in this copy and cleared after it: 1 mark", "KSF/1001 Reject")
    assert imported.do(check).figures["Reject"] == 1


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 cut off", None])
@pytest.mark.parametrize("listed", [True, False])
def test_a_damaged_or_missing_workbook_comes_back(imported: Desk, left: bytes | None, listed: bool) -> None:
    copy = list_copies(imported.book)[0].copy.path.read_bytes()
    if not listed:
        (exchange_folder() / "companies.jsonl").unlink()
    imported.book.unlink()
    if left is not None:
        imported.book.write_bytes(left)
    restore(imported.book, Silent(), confirmed=True)
    assert imported.book.read_bytes() == copy
    if left is not None:
        newest = list_copies(imported.book)[0].copy.path
        assert newest.read_bytes() == left
        imported.book.unlink()
        restore(imported.book, Silent(), confirmed=True)  # the newest that can be read, not the damaged one
        assert imported.book.read_bytes() == copy


def test_without_the_file_before_the_marks_are_to_be_made_again(imported: Desk) -> None:
    imported.do(check)  # a copy with twenty lines and no mark is kept
    imported.type({"KSF/1001": "Pending"})
    with open_job(imported.book, Silent(), NOW):
        pass  # read, and the disk fails before the workbook is written
    imported.book.write_bytes(b"")
    (issue,) = restore(imported.book, Silent(), confirmed=True).issues
    assert (issue.reason, issue.value) == ("not in this copy: 1 mark made or changed after it", "KSF/1001 Pending")
    assert issue.remedy.endswith("If they are wanted, make them again.")


def test_marks_of_documents_that_have_no_line_in_the_copy_stay(imported: Desk) -> None:
    imported.type({"KSF/1001": "Pending"})
    imported.do(check)
    outcome = restore(imported.book, Silent(), "2", confirmed=True)  # from before the import
    assert outcome.issues == []
    assert imported.do(check).figures["Pending"] == 1


def test_copies_of_two_workbooks_of_one_name_are_listed_and_none_is_guessed(imported: Desk, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "Oct-2026.xlsx"
    new_workbook(other, Saying(), gstin=RECIPIENT, period="112026", now=NOW)
    with open_job(other, Silent(), NOW.replace(minute=7)) as job:
        job.draw()
    lost = tmp_path / "Desktop" / "Oct-2026.xlsx"
    lost.parent.mkdir()
    with pytest.raises(ImsError, match="copies of several workbooks have this name"):
        restore(lost, Silent(), confirmed=True)
    assert not lost.exists()
    found = list_copies(lost)
    assert [kept.whose for kept in found] == [f"{RECIPIENT} Nov-2026", f"{RECIPIENT} Oct-2026"]
    restore(lost, Silent(), "2", confirmed=True)
    assert lost.read_bytes() == found[1].copy.path.read_bytes()


@pytest.mark.parametrize("damaged", [True, False])
def test_a_copy_of_another_workbook_is_refused(imported: Desk, tmp_path: Path, damaged: bool) -> None:
    if damaged:
        imported.book.write_bytes(b"")
    other = tmp_path / "Other.xlsx"
    new_workbook(other, Saying(), gstin=RECIPIENT, period=PERIOD, now=NOW)
    before = imported.book.read_bytes()
    with pytest.raises(ImsError, match="this copy is of another workbook than Oct-2026"):
        restore(imported.book, Silent(), str(other), confirmed=True)
    assert imported.book.read_bytes() == before
    restore(tmp_path / "new name.xlsx", Silent(), str(other), confirmed=True)
    assert (tmp_path / "new name.xlsx").read_bytes() == other.read_bytes()


def test_it_asks_and_without_a_yes_nothing_changes(imported: Desk) -> None:
    before, copies = imported.book.read_bytes(), names(backups_folder())
    for person in (Person(False), Silent()):
        with pytest.raises(ImsError, match="nothing was changed"):
            restore(imported.book, person)
    assert (imported.book.read_bytes(), names(backups_folder())) == (before, copies)
    person = Person(True)
    restore(imported.book, person)
    assert person.lines[0].startswith(f"Put Oct-2026.xlsx ({RECIPIENT} Oct-2026) back as it was on ")
    assert imported.book.read_bytes() != before


def change_nothing(desk: Desk, act: Callable[[], object], says: str) -> None:
    before, copies = desk.book.read_bytes(), [kept.copy.path for kept in list_copies(desk.book)]
    with pytest.raises(ImsError, match=says):
        act()
    assert desk.book.read_bytes() == before
    assert [path.name for path in desk.folder.iterdir() if ".tmp" in path.name] == []
    assert set(copies) <= {kept.copy.path for kept in list_copies(desk.book)}


def test_a_workbook_open_elsewhere_is_not_replaced(imported: Desk) -> None:
    imported.book.with_name("~$Oct-2026.xlsx").touch()
    change_nothing(imported, lambda: restore(imported.book, Silent(), confirmed=True), "open in another program")


def test_a_copy_cut_off_is_refused(imported: Desk) -> None:
    copy = list_copies(imported.book)[0].copy.path
    data = bytearray(copy.read_bytes())
    data[200:260] = bytes(60)  # somewhere in the packed parts: the list of parts at the end is whole
    copy.write_bytes(data)
    change_nothing(imported, lambda: restore(imported.book, Silent(), "1", confirmed=True), "this copy is damaged")
    change_nothing(imported, lambda: restore(imported.book, Silent(), confirmed=True), "no copy differs")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_changes_nothing(imported: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    says = {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk is read-only"}[number]
    monkeypatch.setattr(shutil, "copyfile", refuse)
    change_nothing(imported, lambda: restore(imported.book, Silent(), confirmed=True), says)


def test_the_copy_that_is_put_back_is_not_the_one_that_goes(imported: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten copies are there; keeping the file that is replaced makes eleven, and the disk fails after that."""
    save_often(imported.book)
    oldest = list_copies(imported.book)[-1].copy.path
    imported.type({"KSF/1001": "Reject"})
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == imported.book.resolve():
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ImsError, match="Input/output error"):
        restore(imported.book, Silent(), "10", confirmed=True)
    assert oldest.exists()


def test_copies_of_older_versions_in_one_folder_are_found_by_what_they_are(imported: Desk, tmp_path: Path) -> None:
    (kept,) = list_copies(imported.book)
    flat = backups_folder() / "Oct-2026 2026-11-01 090000 000000.xlsx"
    shutil.copyfile(kept.copy.path, flat)
    other = tmp_path / "Other.xlsx"
    new_workbook(other, Saying(), gstin=RECIPIENT, period=PERIOD, now=NOW)
    shutil.copyfile(other, backups_folder() / "Oct-2026 2026-11-02 090000 000000.xlsx")
    (backups_folder() / "Oct-2026 2026-11-03 090000 000000.xlsx").write_bytes(b"damaged")
    assert [one.copy.path for one in list_copies(imported.book)] == [kept.copy.path, flat]


def test_a_workbook_without_copies_says_where_they_would_be(desk: Desk) -> None:
    with pytest.raises(ImsError, match="no copy of this workbook is kept on this computer") as refusal:
        list_copies(desk.book)
    assert str(backups_folder()) in refusal.value.issue.remedy
    with pytest.raises(ImsError, match="no copy"):
        restore(desk.book, Silent(), confirmed=True)


def test_a_number_that_is_not_on_the_list(imported: Desk) -> None:
    change_nothing(imported, lambda: restore(imported.book, Silent(), "9", confirmed=True), "there is no such copy")


def test_a_store_that_cannot_be_read_stops_no_restore(imported: Desk, home: Path) -> None:
    (home / f"{RECIPIENT}.sqlite3").write_bytes(b"damaged " * 1_000)
    for more in ("-wal", "-shm"):
        (home / f"{RECIPIENT}.sqlite3{more}").unlink(missing_ok=True)
    copy = list_copies(imported.book)[0].copy.path.read_bytes()
    (issue,) = restore(imported.book, Silent(), confirmed=True).issues
    assert issue.reason.startswith("the marks of this copy could not be compared with the last ones")
    assert imported.book.read_bytes() == copy


def test_a_forged_identity_keeps_its_copies_among_the_others(tmp_path: Path) -> None:
    folder = backups.folder_of(tmp_path, "../../planted")
    assert folder.parent == tmp_path
    assert len(folder.name) == 32


def test_messages_about_damage_name_the_command(imported: Desk) -> None:
    good = imported.book.read_bytes()
    imported.book.write_bytes(b"")
    with pytest.raises(ImsError, match=r'ims-xl restore "Oct-2026\.xlsx"'):
        imported.do(check)
    imported.book.write_bytes(good[: len(good) // 2])
    with pytest.raises(ImsError, match="ims-xl"):
        imported.do(check)
    imported.book.unlink()
    with pytest.raises(ImsError, match=r'ims-xl restore "Oct-2026\.xlsx"'):
        imported.do(check)
    imported.book.write_bytes(good)
    workbook = openpyxl.load_workbook(imported.book)
    facts = json.loads("".join(str(row[0].value) for row in workbook["_ims"].iter_rows() if row[0].value))
    workbook["_ims"].delete_rows(1, workbook["_ims"].max_row)
    workbook["_ims"]["A1"] = json.dumps({**facts, "digest": "damaged"})
    workbook.save(imported.book)
    with pytest.raises(ImsError, match=r'ims-xl restore "Oct-2026\.xlsx"'):
        imported.do(check)
