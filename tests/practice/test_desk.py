"""One practice at work: a second batch waits and is told; what lies in the folder is never in its way."""

import os
import time
from pathlib import Path

import openpyxl
import pytest
from support.practice_desk import DECCAN, GODAVARI, KONKAN, Here

from ims_xl.issues import ImsError
from ims_xl.practice.batch import run_batch
from ims_xl.practice.desk import find_files, open_desk
from ims_xl.practice.otps import sign_in_clients
from ims_xl.practice.showing import refresh
from ims_xl.store import locks
from ims_xl.ui import Recorder, Silent

STEPS = {
    "batch": lambda desk: run_batch(desk, Silent(), Here(), period="Oct-2026"),
    "practice": lambda desk: refresh(desk, Silent()),
    "login-clients": lambda desk: sign_in_clients(desk, Silent()),
}


@pytest.fixture
def listed(folder) -> Path:
    return folder.clients((DECCAN, "Deccan"))


@pytest.mark.parametrize("step", STEPS)
def test_while_one_is_at_work_a_second_one_is_told_and_does_nothing(listed, monkeypatch, step: str):
    monkeypatch.setattr(locks, "WAIT", 0.2)
    monkeypatch.setattr(locks, "TOLD_AFTER", 0.1)
    person = Recorder()
    first, second = open_desk(listed), open_desk(listed)
    with first.at_work(person), pytest.raises(ImsError, match="another step works on this practice just now"):
        STEPS[step](second)
    assert [path.name for path in listed.parent.iterdir()] == ["clients.xlsx"]


@pytest.mark.parametrize("step", STEPS)
def test_one_that_waited_does_not_write_over_what_the_first_has_written(listed, step: str):
    second = open_desk(listed)
    refresh(open_desk(listed), Silent())
    before = (listed.parent / "Practice.xlsx").read_bytes()
    with pytest.raises(ImsError, match="another step has written the practice workbook meanwhile"):
        STEPS[step](second)
    assert (listed.parent / "Practice.xlsx").read_bytes() == before
    assert not list(listed.parent.rglob("*Oct-2026.xlsx"))


def test_two_practices_are_at_work_beside_each_other(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "clients.xlsx").write_bytes(folder.clients((KONKAN, "Konkan")).read_bytes())
    with open_desk(other / "clients.xlsx").at_work(Silent()):
        assert refresh(open_desk(folder.root / "clients.xlsx"), Silent()).message == "0 months of 1 client shown"


HOSTILE = (
    "=cmd|calc.csv", "+SUM(A1).json", "[bold red]x.csv", "a\nb.csv", "a\x01b.csv", "\u202egnp.csv", "'; DROP TABLE.csv",
    "x" * 200 + ".csv",
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_files_with_hostile_names_are_listed_as_they_are_called(folder):
    for name in HOSTILE:
        (folder.root / name).write_text("a,b\n1,2\n", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder.root) + b"/half\xff.csv")).write_text("a,b\n1,2\n", encoding="utf-8")
    run_batch(open_desk(folder.clients((DECCAN, "Deccan"))), Silent(), Here(), period="Oct-2026")
    sheet = openpyxl.load_workbook(folder.root / "Practice.xlsx")["Files"]
    cells = [row[0] for row in sheet.iter_rows(min_row=5)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == len(HOSTILE) + 2
    assert {"=cmd|calc.csv", "+SUM(A1).json", "half\ufffd.csv"} <= {cell.value for cell in cells}


def test_many_stray_files_are_looked_into_quickly(folder):
    for number in range(300):
        (folder.root / f"stray {number}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    desk = open_desk(folder.clients((DECCAN, "Deccan")))
    began = time.process_time()
    find_files(desk, Silent())
    assert time.process_time() - began < 300 * 0.1
    assert {file.kind for file in desk.files} == {"other"}


def test_clients_of_one_name_and_a_gstin_that_stands_twice(folder):
    listed = folder.clients((DECCAN, "Sharma & Co"), (KONKAN, "Sharma & Co"), (GODAVARI, "Godavari"), (DECCAN, "again"))
    for gstin in (DECCAN, KONKAN):
        folder.portal_file(gstin)
    outcome = run_batch(open_desk(listed), Silent(), Here(), period="Oct-2026")
    assert [str(issue) for issue in outcome.issues] == [
        f"clients.xlsx, row 7, column GSTIN: this GSTIN stands on the list already (value: {DECCAN}). Leave one row."
    ]
    assert outcome.figures["done"] == 3
    overview = openpyxl.load_workbook(folder.root / "Practice.xlsx")["Overview"]
    shown = [overview.cell(row, 2).value for row in range(11, 14)]
    assert sorted(filter(None, shown)) == [f"Sharma & Co ({DECCAN})", f"Sharma & Co ({KONKAN})"]


def test_a_practice_workbook_that_was_moved_makes_no_second_month(folder, tmp_path):
    listed = folder.clients((DECCAN, "Deccan"))
    run_batch(open_desk(listed), Silent(), Here(), period="Oct-2026")
    moved = tmp_path / "elsewhere" / "Practice.xlsx"
    moved.parent.mkdir()
    (folder.root / "Practice.xlsx").rename(moved)
    outcome = run_batch(open_desk(moved), Silent(), Here(), period="Oct-2026")
    assert "the workbook of Oct-2026 is not in the folder" in str(outcome.issues[0])
    assert [path.name for path in moved.parent.rglob("*") if path.is_file()] == ["Practice.xlsx"]
