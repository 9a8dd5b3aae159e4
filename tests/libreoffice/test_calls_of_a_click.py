"""A click makes about as many calls to Excel for a large month as for a small one."""

import json
from pathlib import Path

import pytest
from support.excel.books import Application
from support.excel.model import Com
from support.excel.xlwings_book import as_xlwings

from ims_xl import workflow
from ims_xl.folders import exchange_folder
from ims_xl.macros import entry
from ims_xl.samples import make_month, sample_files, write_month
from ims_xl.samples.company import RECIPIENT
from ims_xl.ui import Silent

pytestmark = pytest.mark.libreoffice
PERIOD = "102026"
MOST = 300  # calls of a click, each up to a millisecond


def calls_of_clicks(excel: Application, folder: Path, documents: int) -> dict[str, int]:
    """How many calls each button of the first half of a month makes to Excel."""
    folder.mkdir()
    write_month(make_month(documents=documents, seed=3, period=PERIOD), folder)
    files, book = sample_files(folder), folder / "book.xlsx"
    workflow.new_workbook(book, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan Sample Traders")
    as_xlwings(excel.open(book)).set_mock_caller()
    clicks = {
        "Import portal files": lambda: entry.import_portal_files([str(files.ims_json)]),
        "Purchase data": lambda: entry.purchase_data([str(files.purchases_xlsx), str(files.register_xlsx)]),
        "Let's Match": entry.lets_match,
    }
    found = {}
    for title, click in clicks.items():
        Com.crossed.clear()
        click()
        answer = json.loads((exchange_folder() / "result").read_text())
        assert answer["title"] == f"IMS: {title}"
        assert "ims_xl.log" not in answer["text"]  # which is named when a click has failed
        found[title] = len(Com.crossed)
    return found


def test_calls_do_not_grow_with_the_documents(
    excel: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for documents in (40, 400):
        monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / f"data of {documents}"))
        found.append(calls_of_clicks(excel, tmp_path / str(documents), documents))
    few, many = found
    assert max(many.values()) <= MOST
    # A large block of cells takes calls of its own; there are few of them. A call a document would be 360 more.
    assert {title: calls for title, calls in many.items() if calls > few[title] + 60} == {}
