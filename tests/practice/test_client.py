"""One client's month, done without a person: what it gives, what it leaves alone, what it says when it cannot go on."""

import errno
import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support.accountant import edit
from support.practice_desk import DECCAN, KONKAN
from support.typed_cells import type_into

from ims_xl.practice.client import AS_IT_WAS, BEHIND, do, look
from ims_xl.practice.task import Task
from ims_xl.ui import Silent
from ims_xl.workflow import check, close_month, import_portal, import_purchases, new_workbook, open_job, run_match

MONTH = {
    "gstin": DECCAN, "name": "Deccan", "period": "102026", "documents": 20, "undecided": 18,
    # Taxes of documents 1 to 14, 19 and 20 less credit note 18; nobody knows what the amendment 17 changes.
    "at_stake": 55_940.00,
    "as_it_stands": 58_640.00,  # and 2,700 of document 16, accepted on the portal
    "credit_notes": -900.00, "pending": 0.0,
}  # fmt: skip


def task(folder, **changes) -> Task:
    given = Task(
        DECCAN, "102026", str(folder.root / DECCAN / "Oct.xlsx"), "Deccan", "Monthly",
        portal=(str(folder.portal_file(DECCAN)),), purchases=(str(folder.register(DECCAN, "register.xlsx")),),
    )  # fmt: skip
    return replace(given, **changes)


def test_a_month_from_nothing_is_made_read_matched_and_checked(folder):
    done = do(task(folder))
    assert done.state == "done"
    assert {name: done.figures[name] for name in MONTH} == MONTH
    assert done.figures["next_step"] == "Decide"
    assert done.figures["due_3b"] == "2026-11-20"
    assert set(done.files) == {str(folder.root / "download CD11.json"), str(folder.root / "register.xlsx")}


def test_it_is_the_month_that_the_steps_give_one_by_one(folder, tmp_path, monkeypatch: pytest.MonkeyPatch):
    given = task(folder)
    do(given)
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "another computer"))
    single = folder.root / "single.xlsx"
    new_workbook(single, Silent(), gstin=DECCAN, period="102026", name="Deccan")
    for step, files in (
        (import_portal, given.portal),
        (import_purchases, given.purchases),
        (run_match, ()),
        (check, ()),
    ):
        with open_job(single, Silent()) as job:
            step(job, *([[Path(file) for file in files]] if files else []))
            job.draw()
    names = ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS", "Document View")
    assert cells(Path(given.book), names) == cells(single, names)


def cells(path: Path, names):
    book = openpyxl.load_workbook(path)
    return {name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in names}


def test_done_again_the_workbook_is_the_same_to_the_byte(folder):
    given = task(folder)
    do(given)
    before = Path(given.book).read_bytes()
    again = do(given)
    assert (again.state, again.message) == ("nothing new", AS_IT_WAS)
    assert set(again.files.values()) == {"read before"}
    assert Path(given.book).read_bytes() == before


def test_marks_stay_and_are_checked_though_no_file_is_new(folder):
    given = task(folder)
    do(given)
    type_into(Path(given.book), {"SSF/26-27/0417": {"Action": "Accept"}})
    again = do(given)
    assert again.state == "done"
    assert again.message == "1 document marked; every mark can be sent"
    assert again.figures["undecided"] == 17


def test_a_corrected_register_is_read_and_matched_again(folder):
    given = task(folder)
    do(given)
    edit(Path(given.purchases[0]), lambda book: book["Purchase Register"].delete_rows(6, 3))
    again = do(given)
    assert again.state == "done"
    assert again.files[given.portal[0]] == "read before"
    assert again.files[given.purchases[0]].startswith("19 book documents read")


def test_suggestions_are_applied_only_when_they_are_asked_for(folder):
    given = task(folder, steps=("import", "match", "suggest", "check"))
    done = do(given)
    assert done.figures["undecided"] == 0
    assert "Suggestions applied" in done.message
    assert do(given).state == "nothing new"


def test_a_report_is_written_beside_the_workbook(folder):
    do(task(folder, steps=("import", "match", "report")))
    assert (folder.root / DECCAN / "Auditor report Oct-2026.xlsx").is_file()


def test_a_closed_month_is_not_touched(folder):
    given = task(folder)
    do(given)
    with open_job(Path(given.book), Silent()) as job:
        close_month(job)
        job.draw()
    before = Path(given.book).read_bytes()
    edit(Path(given.purchases[0]), lambda book: book["Purchase Register"].delete_rows(6, 3))
    done = do(given)
    assert done.state == "closed"
    assert done.figures["next_step"] == "Month closed"
    assert Path(given.book).read_bytes() == before


def test_of_two_downloads_of_one_section_neither_is_guessed_to_be_the_newer(folder):
    given = task(folder)
    second = folder.portal_file(DECCAN, "second.json")
    second.write_text(second.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = do(replace(given, portal=(*given.portal, str(second))))
    assert done.state == "failed"
    assert "download CD11.json and second.json hold documents of the same section" in done.message
    assert done.figures["documents"] == 0


def test_downloads_of_different_sections_are_read_together(folder):
    given = task(folder)
    paths = [Path(given.portal[0]), folder.root / "notes.json"]
    payload = json.loads(paths[0].read_text(encoding="utf-8"))
    sections = payload.pop("imsDetails")
    notes = {key: sections.pop(key) for key in ("b2bcn", "b2bdn")}
    for path, part in zip(paths, (sections, notes), strict=True):
        path.write_text(json.dumps({**payload, "imsDetails": part}), encoding="utf-8")
    done = do(replace(given, portal=tuple(map(str, paths))))
    assert (done.state, done.figures["documents"]) == ("done", 20)


def test_an_older_download_does_not_take_the_place_of_the_newer_one(folder):
    given = task(folder)
    do(given)
    older = folder.portal_file(DECCAN, "older.json")
    older.write_text(older.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    os.utime(older, (1, 1))
    done = do(replace(given, portal=(str(older),)))
    assert done.state == "nothing new"
    assert done.files[str(older)] == "older than the portal data in the workbook: not read"


def test_a_file_of_another_client_fails_this_one_and_changes_nothing(folder):
    done = do(task(folder, portal=(str(folder.portal_file(KONKAN)),), purchases=()))
    assert done.state == "failed"
    assert KONKAN in done.message
    assert done.figures["documents"] == 0


def test_a_step_that_cannot_go_on_keeps_what_was_done_before_it(folder):
    foreign = folder.register(KONKAN, "foreign.xlsx")
    done = do(task(folder, purchases=(str(foreign),)))
    assert done.state == "failed"
    assert KONKAN in done.message
    assert done.figures["documents"] == 20
    assert done.files[str(foreign)] != ""


def test_a_file_that_is_gone_is_told(folder):
    done = do(task(folder, portal=(str(folder.root / "gone.json"),)))
    assert done.state == "failed"
    assert "gone.json" in done.message


def test_a_workbook_open_in_excel_is_told(folder):
    given = task(folder)
    do(given)
    book = Path(given.book)
    book.with_name(f"~${book.name}").touch()
    done = do(given)
    assert done.state == "failed"
    assert "open in another program" in done.message
    assert done.figures["documents"] == 20  # as it was, from the store


def test_a_fault_of_the_program_is_told_and_noted(folder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ims_xl.practice.client.make", lambda task: 1 / 0)
    done = do(task(folder))
    assert done.state == "failed"
    assert "fault of the program (ZeroDivisionError)" in done.message
    assert (Path(os.environ["IMS_XL_HOME"]) / f"last fault {DECCAN}.txt").is_file()


def test_the_next_month_starts_from_the_last(folder):
    first = task(folder)
    do(first)
    book = str(folder.root / DECCAN / "Nov.xlsx")
    done = do(replace(first, period="112026", book=book, last=first.book, portal=(), purchases=(), name=""))
    assert done.figures["name"] == "Deccan"
    assert done.figures["period"] == "112026"


def test_to_look_at_a_month_writes_nothing(folder):
    given = task(folder)
    do(given)
    before = Path(given.book).read_bytes()
    assert {name: look(Path(given.book)).figures[name] for name in MONTH} == MONTH
    assert Path(given.book).read_bytes() == before


def test_a_workbook_that_is_damaged_or_elsewhere_is_not_replaced_by_an_empty_one(folder):
    given = task(folder)
    do(given)
    book = Path(given.book)
    damaged = book.rename(book.with_name("Deccan October.xlsx"))
    damaged.write_bytes(damaged.read_bytes()[:2000])
    done = do(given)
    assert done.state == "failed"
    assert "the workbook of Oct-2026 is not in the folder, or cannot be read" in done.message
    assert not book.exists()


def test_two_registers_of_one_name_are_refused_since_one_would_replace_the_other(folder):
    given = task(folder)
    second = folder.register(DECCAN, "branch/Register.xlsx")
    done = do(replace(given, purchases=(*given.purchases, str(second))))
    assert done.state == "failed"
    assert "2 files of this client have the same name" in done.message


def test_a_workbook_that_was_begun_and_never_written_is_made_by_the_next_batch(folder, monkeypatch: pytest.MonkeyPatch):
    given = task(folder)

    def switched_off(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ims_xl.workflow.job.Job.draw", switched_off)
        with pytest.raises(KeyboardInterrupt):
            do(given)
    assert not Path(given.book).exists()
    done = do(given)
    assert (done.state, done.figures["documents"]) == ("done", 20)
    assert done.message.startswith("Made Oct.xlsx")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_whenever_a_file_is_replaced_it_is_done_once_all_the_same(folder, after: bool):
    given = task(folder)
    killed = [_killed_at(given, number, after) for number in (1, 2)]
    assert killed[0]
    done = do(given)
    assert done.state in ("done", "nothing new")
    assert {name: done.figures[name] for name in MONTH} == MONTH
    with open_job(Path(given.book), Silent()) as job:
        assert sorted(job.store.sources.of(job.identity.book_id)["kind"]) == ["books", "portal"]
        assert job.other_workbooks() == []
    assert shown(Path(given.book)) == 23  # 20 of the portal and 3 that are in the books alone
    assert do(given).state == "nothing new"


def _killed_at(given: Task, number: int, after: bool) -> bool:
    """Do the task in a process that is killed right before or after it replaces the workbook so many times."""
    child = os.fork()
    if child == 0:
        try:
            true, calls = os.replace, []

            def replace_(source, target):
                calls.append(str(target)) if str(target) == given.book else None
                if len(calls) == number and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
                true(source, target)
                if len(calls) == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            os.replace = replace_
            do(given)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_fails_this_client_with_the_reason_and_later_it_goes_on(
    folder, monkeypatch: pytest.MonkeyPatch, number: int
):
    given = task(folder)
    do(replace(given, steps=()))
    before = Path(given.book).read_bytes()

    def refuse(source, target):
        raise OSError(number, os.strerror(number), str(target))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        done = do(given)
    assert done.state == "failed"
    assert not done.message.startswith("Made")
    reason = {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk is read-only"}
    assert reason[number] in done.message
    assert Path(given.book).read_bytes() == before
    again = do(given)
    assert (again.state, again.message) == ("done", BEHIND)  # what was read is in the store, and now in the sheets too
    assert shown(Path(given.book)) == 23  # 20 of the portal and 3 that are in the books alone
    assert do(given).state == "nothing new"


def shown(book: Path) -> int:
    """The lines of the sheet of all documents."""
    sheet = openpyxl.load_workbook(book)["Document View"]
    (area,) = sheet.tables.values()
    return len(sheet[area.ref]) - 1
