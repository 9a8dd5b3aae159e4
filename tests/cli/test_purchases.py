"""`ims-xl purchases`: files, a running TallyPrime, columns that are mapped."""

import json
from pathlib import Path

import pytest
from support.fake_tally import FakeTally, bill, running
from support.purchases import BUYER, MUMBAI

from ims_xl.cli import main
from ims_xl.ui import Silent
from ims_xl.workflow import open_job

OCTOBER = {"Deccan": {"20261005": [bill("20261005", "S/1", 1000)]}}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "Oct.xlsx"
    assert run("new", book, "--gstin", BUYER, "--period", "Oct-2026") == 0
    return book


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    return int(end.value.code or 0)


def numbers(book: Path) -> list[str]:
    with open_job(book, Silent(), to_write=False) as job:
        return job.store.registers.of(job.identity.book_id)["doc_number"].tolist()


def test_tally_is_read_at_an_address(book, capsys):
    with running(FakeTally(OCTOBER)) as tally:
        assert run("purchases", book, "--tally", tally.address, "--json") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["message"], said["Tally Oct-2026 (Tally vouchers)"]) == (
        "1 book document read from Deccan in TallyPrime",
        1,
    )
    assert numbers(book) == ["S/1"]


def test_months_and_company_are_named(book):
    with running(FakeTally(OCTOBER | {"Konkan": {}})) as tally:
        assert (
            run(
                "purchases",
                book,
                "--tally",
                tally.address,
                "--from",
                "Sep-2026",
                "--to",
                "Oct-2026",
                "--company",
                "Deccan",
            )
            == 0
        )
    assert [one.findtext(".//SVFROMDATE") for one in tally.asked[1:]] == ["20260901", "20261001"]


def test_a_tally_that_is_not_there_is_told_in_words(book, capsys):
    with running(FakeTally({})) as tally:
        address = tally.address
    assert run("purchases", book, "--tally", address) == 1
    assert f"There is no TallyPrime at {address}" in " ".join(capsys.readouterr().err.split())


def test_a_background_reading_keeps_its_progress_file(book, tmp_path):
    progress, before = tmp_path / "progress.json", book.read_bytes()
    with running(FakeTally(OCTOBER)) as tally:
        arguments = json.dumps([tally.address, "Oct-2026", "", "Deccan"])
        words = ("--progress", progress, "--arguments", arguments, "--no-draw")
        assert run("work", "read-tally", book, *words) == 0
    end = json.loads(progress.read_text(encoding="utf-8"))
    assert (end["state"], end["message"]) == ("done", "1 book document read from Deccan in TallyPrime")
    assert book.read_bytes() == before
    assert numbers(book) == ["S/1"]


def test_columns_are_mapped_in_two_steps_and_forgotten(book, tmp_path, capsys):
    register = tmp_path / "list.csv"
    register.write_text(
        f"Pty GST,Chit No,Dinank,Amount,CGST,SGST,IGST,Kul\n{MUMBAI},A/1,05-10-2026,1000,90,90,0,1180\n",
        encoding="utf-8",
    )
    assert run("purchases", book, register) == 1
    assert "purchases with --map" in " ".join(capsys.readouterr().out.split())
    assert run("purchases", book, register, "--map", "--yes") == 0
    assert numbers(book) == []
    import openpyxl

    workbook = openpyxl.load_workbook(book)
    workbook["Column Mapping"]["B8"] = "Document number"
    workbook.save(book)
    assert run("purchases", book, register, "--map") == 1  # nobody can be asked here
    assert numbers(book) == []
    assert run("purchases", book, register, "--map", "--yes") == 0
    assert numbers(book) == ["A/1"]
    assert run("purchases", book, register) == 0
    assert run("purchases", book, register, "--unmap") == 0
    assert run("purchases", book, register) == 1


@pytest.mark.parametrize(
    "words",
    [(), ("a.csv", "--from", "Oct-2026"), ("a.csv", "--map", "--tally"), ("a.csv", "b.csv", "--map"), ("--map",),
     ("a", "b", "--tally"), ("a.csv", "--unmap", "--map")],
)  # fmt: skip
def test_what_does_not_go_together_is_a_wrong_usage(book, words):
    assert run("purchases", book, *words) == 2
