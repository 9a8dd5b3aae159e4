"""Clicks that read registers: columns mapped in two clicks, TallyPrime read by a process of its own."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from support.fake_tally import FakeTally, bill, running
from support.purchases import BUYER, MUMBAI

from ims_xl.cli import main
from ims_xl.folders import exchange_folder
from ims_xl.macros import calling, desk, entry, long_work, worker
from ims_xl.macros.desk import StatusBar
from ims_xl.macros.questions import Answers
from ims_xl.ui import Silent, named
from ims_xl.workbook.file import FileBook
from ims_xl.workflow import new_workbook, open_job
from ims_xl.workflow.opening import KNOWN

OCTOBER = {"20261005": [bill("20261005", "S/1", 1000, own="")]}
COMPANY = "Deccan"


class OpenBook(FileBook):
    """A workbook file that the buttons take for the one open in Excel."""

    def __init__(self, path: Path, answers: Answers) -> None:
        super().__init__(path, known=KNOWN)
        self.book = SimpleNamespace(name=path.name)
        self.ui = StatusBar(None, answers)

    def save_copy(self, path: Path) -> Path:
        path.write_bytes(self.path.read_bytes())
        return path

    def has(self, key: str) -> bool:
        return True

    def show(self, key: str) -> None:
        SHOWN.append(key)


SHOWN: list[str] = []


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    path = tmp_path / "Oct-2026.xlsx"
    new_workbook(path, Silent(), gstin=BUYER, period="102026")
    calling.begin(calling.Calling())
    for module in (desk, long_work):
        monkeypatch.setattr(module, "workbook", lambda answers=None: OpenBook(path, answers or Answers()))
    SHOWN.clear()
    return path


def box() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((exchange_folder() / "result").read_text())
    return found


def numbers(book: Path) -> list[str]:
    with open_job(book, Silent(), to_write=False) as job:
        return job.store.registers.of(job.identity.book_id)["doc_number"].tolist()


def test_a_register_is_mapped_in_two_clicks(book: Path, tmp_path: Path) -> None:
    register = tmp_path / "list.csv"
    register.write_text(f"Pty GST,Chit,Dinank,Amount,CGST,SGST,IGST,Kul\n{MUMBAI},A/1,05-10-2026,1000,90,90,0,1180\n")
    entry.map_columns(str(register))
    assert (SHOWN, numbers(book)) == (["column_mapping"], [])
    assert "nothing is read yet" in box()["text"]
    workbook = openpyxl.load_workbook(book)
    workbook["Column Mapping"]["B8"] = "Document number"
    workbook.save(book)
    entry.map_columns(str(register))
    asked = box()
    assert asked["ask"].startswith("confirm|list.csv, 8 columns mapped: 1 document, taxable ₹1,000.00, tax ₹180.00. ")
    assert numbers(book) == []
    entry.map_columns(str(register), asked["about"], "yes")
    assert box()["ok"] is True
    assert numbers(book) == ["A/1"]


def test_tally_is_read_beside_excel_after_its_place_and_month_are_known(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[tuple[Any, ...]] = []
    monkeypatch.setattr(worker, "launch", lambda *words: launched.append(words))
    with running(FakeTally({COMPANY: OCTOBER})) as tally:
        entry.start("read_tally")
        assert box()["ask"].startswith("text|Where TallyPrime listens")
        assert box()["ask"].endswith("|localhost:9000")
        entry.start("read_tally", "address", tally.address)
        assert box()["ask"] == "text|First month to read, up to Oct-2026.||Oct-2026"
        entry.start("read_tally", "address", tally.address, "first", "Sep-2026")
    (step, copy, provider, facts, agreed, arguments) = launched[0]
    assert (step, provider, agreed) == ("read-tally", "", [])
    assert arguments == (tally.address, "Sep-2026", "", COMPANY)
    assert (facts["label"], facts["tally_company"]) == ("Read TallyPrime", COMPANY)
    assert copy.read_bytes() == book.read_bytes()


def test_a_tally_that_is_not_there_is_told_before_anything_begins(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "launch", lambda *words: pytest.fail("nothing to read"))
    with running(FakeTally({})) as tally:
        address = tally.address
    entry.start("read_tally", "address", address, "first", "Oct-2026")
    assert box()["ok"] is False
    assert f"There is no TallyPrime at {address}" in box()["text"]


def test_whose_the_vouchers_are_is_asked_at_the_end_and_remembered_in_settings(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker runs in this process: what it leaves in its progress file is what the last call reads."""

    def launch(step: str, copy: Path, provider: str, facts: dict[str, str], agreed: Any, arguments: Any) -> None:
        words = ["work", step, str(copy), "--progress", str(exchange_folder() / worker.PROGRESS), "--no-draw"]
        words += ["--facts", json.dumps(facts), "--arguments", json.dumps(arguments)]
        with pytest.raises(SystemExit):
            main([*words, *(word for name in agreed for word in ("--agree", name))])

    monkeypatch.setattr(worker, "launch", launch)
    said = ["read_tally", "address", "", "first", "Oct-2026"]
    with running(FakeTally({COMPANY: OCTOBER})) as tally:
        said[2] = tally.address
        entry.start(*said)
        entry.finish("read_tally")
        question = f"The vouchers of {COMPANY} in TallyPrime name no GSTIN. Are they of {BUYER}?"
        assert box()["ask"] == f"confirm|{question}"
        assert (box()["about"], numbers(book)) == (named(question), [])
        entry.start(*said, named(question), "yes")
        entry.finish("read_tally")
    assert box()["ok"] is True
    assert numbers(book) == ["S/1"]
    with open_job(book, Silent(), to_write=False) as job:
        assert job.company.tally_company == COMPANY
