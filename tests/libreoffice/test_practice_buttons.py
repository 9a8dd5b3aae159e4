"""The buttons of the group Practice on an open practice workbook."""

from pathlib import Path

import pytest
from support.excel.books import Application
from support.excel.xlwings_book import as_xlwings
from support.practice_desk import DECCAN, KONKAN, Folder
from support.roads import click
from support.secret_scan import contents
from support.signin_desk import OTP, gsp, write_profile

from ims_xl.macros import entry
from ims_xl.practice.desk import open_desk
from ims_xl.practice.showing import refresh
from ims_xl.ui import Silent
from ims_xl.workflow import new_workbook

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    for name in ("scratch", "practice"):
        (tmp_path / name).mkdir()
    found = Folder(tmp_path / "practice", tmp_path / "scratch")
    refresh(open_desk(found.clients((DECCAN, "Deccan"))), Silent())
    return found


def open_in_front(excel: Application, path: Path):
    book = excel.open(path)
    as_xlwings(book).set_mock_caller()
    return book


def cells(book, sheet: str, area: str) -> list[list[object]]:
    return [list(row) for row in book.sheet(sheet).call_Range(area).get_Value()]


def test_batch_and_refresh_on_the_open_workbook(excel: Application, folder: Folder):
    book = open_in_front(excel, folder.root / "Practice.xlsx")
    book.sheet("Clients").call_Range("A6").set_Value(KONKAN)
    book.sheet("Clients").call_Range("B6").set_Value("Konkan Foods")
    folder.portal_file(KONKAN)
    box = click(entry.batch, "Oct-2026")
    assert box["text"].startswith("Oct-2026: 2 clients: 2 done"), box
    (row,) = [row for row in cells(book, "Practice", "A7:F8") if row[1] == KONKAN]
    assert row == ["Konkan Foods", KONKAN, "Oct-2026", "Open ▸", 20, 18]
    (folder.root / DECCAN / f"{DECCAN} Oct-2026.xlsx").unlink()
    box = click(entry.refresh_practice)
    assert box["text"].startswith("1 month of 2 clients shown"), box
    assert [row[1] for row in cells(book, "Practice", "A7:F8")] == [KONKAN, None]
    assert book.get_ActiveSheet().get_Name() == "Practice"


def test_on_another_workbook_it_is_told_which_one_is_meant(excel: Application, folder: Folder):
    path = folder.root / "Oct.xlsx"
    new_workbook(path, Silent(), gstin=KONKAN, period="Oct-2026", name="Konkan")
    open_in_front(excel, path)
    assert "not a practice workbook" in click(entry.refresh_practice)["text"]


def test_a_button_of_a_month_says_that_this_is_the_practice_workbook(excel: Application, folder: Folder):
    open_in_front(excel, folder.root / "Practice.xlsx")
    assert "this is the practice workbook" in click(entry.check)["text"].lower()


def test_otps_are_sent_for_and_taken_on_the_open_workbook(excel: Application, folder: Folder, tmp_path, monkeypatch):
    with gsp(monkeypatch, tmp_path / "secrets.json", DECCAN) as sandbox:
        write_profile(sandbox, {DECCAN: "deccan.user"})
        book = open_in_front(excel, folder.root / "Practice.xlsx")
        box = click(entry.request_otps, "Those without a session or an OTP on its way")
        assert box["text"].startswith("0 of 1 client signed in, 1 OTP on the way"), box
        assert book.get_ActiveSheet().get_Name() == "Sign-in"
        book.sheet("Sign-in").call_Range("F5").set_Value(OTP)
        box = click(entry.sign_in_clients)
        assert box["text"].startswith("1 of 1 client signed in"), box
        (row,) = cells(book, "Sign-in", "A5:H5")
        assert [row[at] for at in (1, 2, 5, 7)] == [DECCAN, "North GSP", None, "Signed in"]
        assert OTP.encode() not in contents(tmp_path)
