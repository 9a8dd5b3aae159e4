"""The practice workbook: order and days by hand, sums that Excel works out alike, and no name that becomes a formula."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.practice_desk import DECCAN, KONKAN

from ims_xl.gstn.profile_users import ProfileUsers
from ims_xl.issues import ImsError
from ims_xl.practice import clients, columns, workbook
from ims_xl.practice.clients import Client, row_of
from ims_xl.practice.sheets import Practice, days_left, month_rows
from ims_xl.practice.signing_in import SignIns
from ims_xl.ui import Silent
from ims_xl.workflow import open_job

NOW = datetime(2026, 11, 12, 10, 0)


def month(gstin: str, period: str, due: str, **changes: object) -> dict[str, object]:
    given = {
        "gstin": gstin, "name": "Client", "period": period, "documents": 20, "undecided": 5, "at_stake": 1_000.50,
        "as_it_stands": 3_000.00, "credit_notes": -200.25, "pending": 0.0, "errors": 0, "next_step": "Decide",
        "draft_2b": "2026-11-14", "due_3b": due, "portal_at": "", "closed": False, "file": "a.xlsx", "message": "",
    }  # fmt: skip
    return {**given, **changes}


ROWS = (
    month(DECCAN, "092026", "2026-10-20", next_step=columns.CLOSED, closed=True),
    month(DECCAN, "102026", "2026-11-20", name='=HYPERLINK("x")'),
    month(KONKAN, "092026", "2026-10-20"),
    month(KONKAN, "102026", "2026-11-20", next_step=columns.NOTHING_LEFT, undecided=0, at_stake=0.0),
)


def test_what_is_overdue_comes_first_and_what_is_over_last():
    rows = month_rows(ROWS)
    order = list(zip(rows["gstin"], rows["period"], strict=True))
    assert order == [(KONKAN, "092026"), (DECCAN, "102026"), (KONKAN, "102026"), (DECCAN, "092026")]
    assert days_left(rows, pd.Timestamp(NOW)) == ["23 overdue", "8", "–", "–"]


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    path = tmp_path / "Practice.xlsx"
    files = pd.DataFrame([("=1+1.json", "", "IMS download", "+CMD")], columns=["file", "gstin", "kind", "said"])
    listed = row_of(Client(DECCAN, "@SUM(A1)"))
    sign_ins = SignIns({DECCAN: "-2+3"}, {}, ProfileUsers()).frame()
    workbook.open_file(path).draw(Practice("North", "12-Nov-2026", month_rows(ROWS), sign_ins, listed, files), NOW)
    return path


def test_both_validators_take_it(drawn, validate):
    validate(drawn)


@pytest.mark.libreoffice
def test_excel_works_out_the_same_figures(drawn, libreoffice):
    before = openpyxl.load_workbook(drawn, data_only=True)
    after = openpyxl.load_workbook(libreoffice.recalculate(drawn), data_only=True)
    assert [after["Overview"].cell(row, 3).value for row in range(4, 8)] == [2, 10, 2_001.0, 9_000.0]
    assert [before["Overview"].cell(row, 3).value for row in range(4, 8)] == [2, 10, 2_001.0, 9_000.0]
    assert [cell.value for cell in after["Practice"]["D"][6:]] == ["Open ▸"] * 4
    assert {str(cell.value) for cell in after["Practice"]["M"][6:]} >= {"–"}


def test_text_that_looks_like_a_formula_stays_text(drawn):
    book = openpyxl.load_workbook(drawn)
    typed = [
        cell
        for sheet in book
        for row in sheet
        for cell in row
        if str(cell.value).startswith(("=H", "=1", "+", "@", "-2+"))
    ]
    hostile = [cell for cell in typed if "Open" not in str(cell.value)]
    assert {str(cell.value) for cell in hostile} == {"-2+3", "+CMD", "=1+1.json", '=HYPERLINK("x")', "@SUM(A1)"}
    assert {cell.data_type for cell in hostile} == {"s"}


def test_it_is_found_to_be_the_practice_workbook_and_no_month(drawn):
    assert workbook.is_practice(drawn)
    with pytest.raises(ImsError, match="this is the practice workbook, not that of one month"):
        open_job(drawn, Silent())


def test_its_list_of_clients_is_read_back_as_typed(drawn):
    rows = workbook.open_file(drawn).clients()
    assert rows.to_dict("records") == row_of(Client(DECCAN, "@SUM(A1)")).to_dict("records")
    assert list(rows.index) == [5]
    assert clients.clients_of(rows, "Practice.xlsx")[0] == [Client(DECCAN, "@SUM(A1)")]


@pytest.mark.parametrize(("said", "words"), [({"format": 9}, "another ims_xl"), ({"kind": "other"}, "not a practice")])
def test_a_workbook_that_says_something_else_is_refused(drawn, said, words):
    book = openpyxl.load_workbook(drawn)
    facts = json.loads(book["_ims"]["A1"].value)
    book["_ims"]["A1"] = json.dumps({**facts, **said})
    book.save(drawn)
    with pytest.raises(ImsError, match=words):
        workbook.open_file(drawn)
