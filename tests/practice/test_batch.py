"""A folder of clients from nothing: files to their owners, workbooks made, one that fails stops nobody."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from support.accountant import edit, note
from support.practice_desk import DECCAN, GODAVARI, KONKAN, Here

from ims_xl.issues import ImsError
from ims_xl.practice.batch import run_batch
from ims_xl.practice.desk import open_desk
from ims_xl.practice.showing import refresh
from ims_xl.practice.task import Done, Task
from ims_xl.ui import Silent
from ims_xl.workflow import Outcome

NOW = datetime(2026, 11, 12, 10, 0)


def batch(where: Path, **options) -> Outcome:
    return run_batch(open_desk(where), Silent(), Here(), **{"period": "Oct-2026", "now": NOW, **options})


def table(folder, sheet: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(folder.root / "Practice.xlsx")
    (area,) = book[sheet].tables.values()
    headings, *rows = [[cell.value for cell in row] for row in book[sheet][area.ref]]
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.fixture
def three(folder):
    """Two clients with all their files, a third with none yet, a register of nobody, a download of a stranger."""
    folder.clients((DECCAN, "Deccan"), (KONKAN, "Konkan Foods"), (GODAVARI, "Godavari", "Quarterly"))
    for gstin in (DECCAN, KONKAN):
        folder.portal_file(gstin)
        folder.register(gstin, f"{gstin}/register.xlsx", names_owner=False)
    folder.register(DECCAN, "register.xlsx", names_owner=False)
    folder.portal_file("29AAZFK3333G1ZV", "stranger.json")
    return folder


def test_every_client_has_his_month_from_his_own_files(three):
    outcome = batch(three.root / "clients.xlsx")
    assert outcome.message == "Oct-2026: 3 clients: 3 done"
    assert outcome.figures == {"clients": 3, "done": 3, "as they were": 0, "closed": 0, "failed": 0}
    rows = {row["GSTIN"]: row for row in table(three, "Practice")}
    assert {gstin: (row["Company"], row["Month"], row["Documents"]) for gstin, row in rows.items()} == {
        DECCAN: ("Deccan", "Oct-2026", 20),
        KONKAN: ("Konkan Foods", "Oct-2026", 20),
        GODAVARI: ("Godavari", "Dec-2026", 0),  # October is in the workbook of its quarter
    }
    assert rows[KONKAN]["ITC not decided, deemed accepted"] == 55_940.00
    assert (three.root / str(rows[KONKAN]["File"])).is_file()


def test_what_is_nobodys_is_shown_and_not_read(three):
    outcome = batch(three.root / "clients.xlsx")
    told = [str(issue) for issue in outcome.issues]
    assert any("not given to a client and not read: 1 file" in one for one in told)
    assert any("files of 1 GSTIN not on the list" in one for one in told)
    files = {row["File"]: row for row in table(three, "Files")}
    assert files["register.xlsx"]["GSTIN"] is None
    assert "put the GSTIN into its name" in files["register.xlsx"]["What came of it"]
    assert "not on the list of clients" in files["stranger.json"]["What came of it"]
    assert not list(three.root.glob("29AAZFK3333G1ZV*"))


def test_a_second_batch_over_the_same_files_changes_no_workbook(three):
    batch(three.root / "clients.xlsx")
    before = {path: path.read_bytes() for path in three.root.rglob("*Oct-2026.xlsx")}
    outcome = batch(three.root)
    assert outcome.figures["as they were"] == 3
    assert {path: path.read_bytes() for path in before} == before
    assert {row["What came of it"] for row in table(three, "Files")} >= {"read before"}


def test_one_client_who_fails_stops_no_other(three):
    batch(three.root / "clients.xlsx")
    (three.root / DECCAN / f"~${DECCAN} Oct-2026.xlsx").touch()
    late = three.register(KONKAN, f"{KONKAN}/late.xlsx", names_owner=False)
    edit(late, lambda book: book["Purchase Register"].delete_rows(7, 20))
    outcome = batch(three.root)
    assert (outcome.figures["failed"], outcome.figures["done"], outcome.failed) == (1, 1, True)
    assert any("Deccan (27AAZCD1111E1ZS)" in str(issue) and "open in another" in str(issue) for issue in outcome.issues)
    rows = {row["GSTIN"]: row for row in table(three, "Practice")}
    assert str(rows[DECCAN]["Last batch"]).startswith("Failed · 12-Nov-2026 10:00")
    assert rows[DECCAN]["Documents"] == 20
    assert str(rows[KONKAN]["Last batch"]).startswith("Done")


class Killed(Here):
    """Ends after the first client, as when the computer is switched off."""

    def work(self, tasks: Sequence[Task]) -> Iterator[Done]:
        yield next(super().work(tasks[:1]))
        raise KeyboardInterrupt


def test_a_batch_that_broke_off_goes_on_where_it_was(three):
    with pytest.raises(KeyboardInterrupt):
        run_batch(open_desk(three.root / "clients.xlsx"), Silent(), Killed(), period="Oct-2026", now=NOW)
    outcome = batch(three.root / "clients.xlsx")
    assert (outcome.figures["as they were"], outcome.figures["done"]) == (1, 2)


def test_without_a_list_the_gstins_inside_the_files_are_the_clients(folder):
    folder.portal_file(KONKAN)
    folder.register(DECCAN, f"{DECCAN}.xlsx", names_owner=False)  # a supplier's, perhaps
    outcome = batch(folder.root)
    assert outcome.figures["clients"] == 1
    assert [row["GSTIN"] for row in table(folder, "Clients") if row["GSTIN"]] == [KONKAN]


def test_the_month_after_starts_from_the_workbook_before(three):
    batch(three.root / "clients.xlsx")
    batch(three.root, period="Nov-2026")
    rows = [(row["GSTIN"], row["Month"]) for row in table(three, "Practice")]
    assert sorted(rows) == sorted(
        [(DECCAN, "Oct-2026"), (DECCAN, "Nov-2026"), (KONKAN, "Oct-2026"), (KONKAN, "Nov-2026"), (GODAVARI, "Dec-2026")]
    )


def test_two_workbooks_of_one_month_are_told_and_neither_is_chosen(three):
    batch(three.root / "clients.xlsx")
    book = three.root / DECCAN / f"{DECCAN} Oct-2026.xlsx"
    (three.root / "copy.xlsx").write_bytes(book.read_bytes())
    outcome = batch(three.root)
    assert outcome.figures["clients"] == 2
    assert any("2 workbooks of 27AAZCD1111E1ZS for Oct-2026" in str(issue) for issue in outcome.issues)


def test_the_same_register_in_two_folders_is_each_clients_own_in_the_next_month_too(three):
    names = [f"{gstin}/register.xlsx" for gstin in (DECCAN, KONKAN)]
    shutil.copy(three.root / names[0], three.root / names[1])
    batch(three.root / "clients.xlsx")
    batch(three.root, period="Nov-2026")
    files = {row["File"]: row["GSTIN"] for row in table(three, "Files")}
    assert [files[name] for name in names] == [DECCAN, KONKAN]


def test_a_register_moved_from_the_wrong_folder_is_read_where_it_belongs(folder):
    folder.clients((DECCAN, "Deccan"), (KONKAN, "Konkan Foods"))
    wrong = folder.register(DECCAN, f"{DECCAN}/register.xlsx", names_owner=False)
    batch(folder.root / "clients.xlsx")
    wrong.rename(folder.root / KONKAN / "register.xlsx")
    batch(folder.root)
    files = {row["File"]: row for row in table(folder, "Files")}
    assert files[f"{KONKAN}/register.xlsx"]["GSTIN"] == KONKAN
    assert "22 book documents read" in str(files[f"{KONKAN}/register.xlsx"]["What came of it"])


def test_a_damaged_store_of_one_client_stops_no_other(three, tmp_path):
    batch(three.root / "clients.xlsx")
    for path in (tmp_path / "data").glob(f"{DECCAN}.sqlite3*"):
        path.write_bytes(b"no database" * 500)
    outcome = batch(three.root)
    assert (outcome.figures["failed"], outcome.figures["as they were"]) == (1, 2)
    assert any("cannot be used" in str(issue) and DECCAN in str(issue) for issue in outcome.issues)


def test_a_new_month_takes_the_new_download_and_leaves_the_one_of_the_month_before(three):
    batch(three.root / "clients.xlsx")
    new = three.portal_file(DECCAN, "november.json")
    new.write_text(new.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    outcome = batch(three.root, period="Nov-2026", now=datetime(2026, 12, 5))
    assert (outcome.figures["failed"], outcome.figures["done"]) == (0, 2)  # Godavari's quarter is as it was
    files = {row["File"]: row["What came of it"] for row in table(three, "Files")}
    assert files["november.json"].startswith("20 documents on the portal")
    for name in ("download CD11.json", "download CK22.json"):
        assert files[name] == "read into the workbook of Oct-2026 and not again: a new month takes a new download"
    rows = {(row["GSTIN"], row["Month"]): row["Documents"] for row in table(three, "Practice")}
    assert (rows[DECCAN, "Nov-2026"], rows[KONKAN, "Nov-2026"]) == (20, 0)


def test_where_no_client_can_be_used_the_reason_is_told(folder):
    folder.clients(("27AAZCD1111E1ZA", "Deccan"))
    with pytest.raises(ImsError, match=r"clients\.xlsx, row 4, column GSTIN: this is not a GSTIN"):
        batch(folder.root / "clients.xlsx")


def test_files_of_a_client_who_takes_no_part_are_not_called_a_strangers(folder):
    folder.clients((DECCAN, "Deccan"), (KONKAN, "Konkan Foods"))
    folder.portal_file(KONKAN)
    batch(folder.root / "clients.xlsx")
    folder.clients((DECCAN, "Deccan"), name="few.xlsx")
    assert batch(folder.root / "few.xlsx").issues == []
    files = {row["File"]: row["What came of it"] for row in table(folder, "Files")}
    assert "took no part in this batch" in files["download CK22.json"]


def test_what_was_typed_beside_the_rows_and_in_the_list_stays(three):
    batch(three.root / "clients.xlsx")

    def typed(book):
        book["Clients"]["A8"], book["Clients"]["B8"] = "27 not yet known", "A new client"
        note(book["Practice"], "A7", "Call on Monday")

    edit(three.root / "Practice.xlsx", typed)
    outcome = batch(three.root)
    assert any("sheet Clients, row 8, column GSTIN" in str(issue) for issue in outcome.issues)
    clients = table(three, "Clients")
    assert ("27 not yet known", "A new client") in {(row["GSTIN"], row["Company name"]) for row in clients}
    sheet = openpyxl.load_workbook(three.root / "Practice.xlsx")["Practice"]
    assert [cell.comment.text for row in sheet for cell in row if cell.comment] == ["Call on Monday"]


def test_to_refresh_shows_marks_made_since_and_keeps_what_the_batch_said(three):
    from support.typed_cells import type_into

    from ims_xl.workflow import open_job

    batch(three.root / "clients.xlsx")
    book = three.root / DECCAN / f"{DECCAN} Oct-2026.xlsx"
    type_into(book, {"SSF/26-27/0417": {"Action": "Accept"}})
    with open_job(book, Silent()) as job:
        job.draw()
    refresh(open_desk(three.root), Silent(), NOW)
    rows = {row["GSTIN"]: row for row in table(three, "Practice")}
    assert (rows[DECCAN]["Not decided"], rows[KONKAN]["Not decided"]) == (17, 18)
    assert str(rows[DECCAN]["Last batch"]).startswith("Done · 12-Nov-2026")
    assert len(table(three, "Files")) == 7


@pytest.mark.parametrize(
    ("options", "words"),
    [({"steps": ("import", "upload")}, "no such step"), ({"period": "Oktober"}, "period"), ({}, "no client was found")],
)
def test_what_cannot_be_done_is_said_before_anything_is_begun(folder, options, words):
    with pytest.raises(ImsError, match=words):
        batch(folder.root, **options)
    assert list(folder.root.iterdir()) == []


def test_the_month_is_the_last_one_where_none_is_named(folder):
    folder.portal_file(KONKAN)
    assert batch(folder.root, period="").message.startswith("Oct-2026")


def test_a_workbook_of_one_month_is_no_practice_workbook(three):
    batch(three.root / "clients.xlsx")
    with pytest.raises(ImsError, match="no list of clients"):
        open_desk(three.root / KONKAN / f"{KONKAN} Oct-2026.xlsx")
    with pytest.raises(ImsError, match="no such folder or file"):
        open_desk(three.root / "gone")
