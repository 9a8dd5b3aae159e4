"""The command line as an accountant meets it: exit codes, one message for what went wrong, JSON for scripts."""

import errno
import json
import os
from pathlib import Path

import openpyxl
import pytest
from support.twenty import HARDWARE, RECIPIENT, TwentyFiles, write_twenty

from ims_xl.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def files(tmp_path: Path) -> TwentyFiles:
    return write_twenty(tmp_path)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "Oct.xlsx"
    assert run("new", book, "--gstin", RECIPIENT, "--period", "Oct-2026") == 0
    return book


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    return int(end.value.code or 0)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    text = captured.out + captured.err
    assert "Traceback" not in text
    return " ".join(text.split())


def test_the_month_on_the_command_line(book, files, tmp_path, capsys):
    assert run("import-json", book, files.ims) == 0
    assert run("purchases", book, files.register, files.gstr2b) == 0
    assert run("match", book, "--tolerance", "1.00") == 0
    assert run("suggest", book, "--apply") == 0
    assert run("check", book) == 0
    assert run("preview", book) == 0
    assert run("export-json", book, tmp_path / "up.json") == 0
    assert run("report", book, tmp_path / "report.xlsx") == 0
    assert run("verify", tmp_path / "report.xlsx") == 0
    assert "is unchanged" in said(capsys)
    assert (tmp_path / "up.json").exists()


def test_json_is_the_last_line_of_stdout(book, files, capsys):
    capsys.readouterr()
    run("import-json", book, files.ims, "--json")
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["Invoices"] == 16
    assert last["message"].startswith("20 documents on the portal")


def test_wrong_usage_is_exit_code_2(tmp_path):
    assert run("match") == 2
    assert run("new", tmp_path / "x.xlsx") == 2
    assert run("match", tmp_path / "x.xlsx", "--tolerance", "-1") == 2


def broken(name: str, data: bytes, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.json", b"", "empty"),
        ("cut.json", b'{"imsDetails": {"b2b": [{"stin": "24AAZ', "cut off"),
        ("list.json", b"[1, 2]", ""),
        ("text.json", b"Dear Sir", "JSON"),
        ("other.json", b'{"gstin": "29AAZFK3333G1ZV", "imsDetails": {"b2b": []}}', "29AAZFK3333G1ZV"),
    ],
)
def test_a_portal_file_that_cannot_be_read(book, tmp_path, capsys, name, data, says):
    before = book.read_bytes()
    assert run("import-json", book, broken(name, data, tmp_path)) == 1
    text = said(capsys)
    assert name in text
    assert says in text
    assert (
        openpyxl.load_workbook(book).sheetnames == openpyxl.load_workbook(broken("b.xlsx", before, tmp_path)).sheetnames
    )


def test_the_good_file_is_read_beside_the_broken_one(book, files, tmp_path, capsys):
    assert run("import-json", book, files.ims, broken("cut.json", b"{", tmp_path)) == 1
    assert "20 documents on the portal" in said(capsys)


def test_a_file_that_is_not_there(book, capsys):
    assert run("import-json", book, "nowhere.json") == 1
    assert "nowhere.json" in said(capsys)
    assert run("match", "nowhere.xlsx") == 1
    assert "nowhere.xlsx" in said(capsys)


def test_a_workbook_that_is_not_ours(tmp_path, capsys):
    openpyxl.Workbook().save(tmp_path / "mine.xlsx")
    assert run("match", tmp_path / "mine.xlsx") == 1
    assert "not an IMS workbook" in said(capsys)
    assert run("match", broken("bad.xlsx", b"PK\x03\x04 cut", tmp_path)) == 1
    assert "bad.xlsx" in said(capsys)


def test_an_existing_workbook_is_not_overwritten(book, capsys):
    assert run("new", book, "--gstin", RECIPIENT, "--period", "102026") == 1
    assert "already" in said(capsys)


@pytest.mark.parametrize(
    ("gstin", "period", "says"),
    [
        ("27AAZCD1111E1ZX", "102026", "not a GSTIN"),
        ("0719ABW00017UNR", "102026", "has no IMS: UIN of a UN body, embassy or consulate"),
        (RECIPIENT, "132026", "not a return period"),
    ],
)
def test_a_wrong_gstin_or_period(tmp_path, capsys, gstin, period, says):
    assert run("new", tmp_path / "x.xlsx", "--gstin", gstin, "--period", period) == 1
    assert says in said(capsys)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_workbook_open_elsewhere(book, files, capsys):
    lock = book.with_name(f"~${book.name}")
    lock.write_bytes(b"Excel")
    before = book.read_bytes()
    assert run("import-json", book, files.ims) == 1
    assert "open in another program" in said(capsys)
    assert book.read_bytes() == before
    lock.unlink()
    assert run("import-json", book, files.ims) == 0


def test_a_folder_that_cannot_be_written(book, files, capsys, monkeypatch):
    replace = os.replace

    def denied(source, target):
        if Path(target) == book.resolve():
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    before = book.read_bytes()
    monkeypatch.setattr(os, "replace", denied)
    assert run("import-json", book, files.ims) == 1
    assert "open in another program" in said(capsys)
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir() if path.suffix == ".tmp"] == []


def test_nothing_to_match_yet(book, files, capsys):
    assert run("match", book) == 1
    assert "Import the portal file first" in said(capsys)
    run("import-json", book, files.ims)
    assert run("match", book) == 1
    assert "purchase data" in said(capsys)


def test_a_changed_figure_in_the_report_is_named(book, files, tmp_path, capsys):
    run("import-json", book, files.ims)
    report = tmp_path / "report.xlsx"
    run("report", book, report)
    workbook = openpyxl.load_workbook(report)
    sheet = workbook["IMS Documents"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 100000)
    cell.value = 100001
    workbook.save(report)
    assert run("verify", report) == 1
    assert "IMS Documents" in said(capsys)


def test_copies_are_listed_and_put_back(book, files, capsys):
    first = book.read_bytes()
    run("import-json", book, files.ims)
    second = book.read_bytes()
    capsys.readouterr()
    assert run("backups", book, "--json") == 0
    (copy,) = json.loads(capsys.readouterr().out.splitlines()[-1])["copies"]
    assert (copy["workbook"], copy["of"], copy["bytes"]) == ("Oct.xlsx", f"{RECIPIENT} Oct-2026", len(first))
    assert Path(copy["path"]).read_bytes() == first
    assert run("backups", book) == 0
    assert "Oct.xlsx" in said(capsys)
    assert run("restore", book) == 1  # nobody is there to say yes
    assert "nothing was changed" in said(capsys)
    assert book.read_bytes() == second
    assert run("restore", book, "--yes") == 0
    assert "Oct.xlsx is back as it was on" in said(capsys)
    assert book.read_bytes() == first


def test_a_full_disk_is_said_as_such(book, files, capsys, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = book.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    assert run("import-json", book, files.ims) == 1
    assert "the disk is full. Make room on the disk and try again." in said(capsys)
    assert book.read_bytes() == before


def test_a_fault_of_the_program_is_noted_for_this_user_alone(book, capsys, monkeypatch, tmp_path):
    def fault(*_: object) -> None:
        raise KeyError("doc_id")

    monkeypatch.setattr("ims_xl.workflow.check", fault, raising=False)
    assert run("check", book) == 1
    assert "fault of the program" in said(capsys)
    note = tmp_path / "data" / "last fault.txt"
    assert "KeyError" in note.read_text(encoding="utf-8")
    assert os.name == "nt" or note.stat().st_mode & 0o777 == 0o600


def test_a_link_by_hand_is_made_and_taken_back(book, files, capsys):
    """KSF/1005 is not booked, MHX-1310 not reported; on the sheet Missing in PR KSF/1005 is the first line."""
    assert run("import-json", book, files.ims) == 0
    assert run("purchases", book, files.register, files.gstr2b) == 0
    assert run("match", book) == 0
    capsys.readouterr()
    assert run("link", book, "29AAZFK3333G1ZV KSF/1005", "mhx-1310 27-Oct-2026", "--reason", "he told us") == 0
    assert "Linked by hand: KSF/1005 of IMS with MHX-1310 of the books, now Mismatched" in said(capsys)
    assert run("link", book, "KSF/1006", "MHX-1310", "--reason", "he told us") == 1
    assert "No document of IMS that is due in this workbook has this name (value: KSF/1006)" in said(capsys)
    assert run("link", book, "KSF/1001", "KSF/1002") == 1
    assert run("unlink", book, "KSF/1005", "--reason", "an error", "--json") == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["unlinked"], last["kept apart"]) == (1, 0)


def test_a_batch_of_a_folder_and_its_practice_workbook(tmp_path: Path, files: TwentyFiles, capsys) -> None:
    folder = tmp_path / "practice" / RECIPIENT
    folder.mkdir(parents=True)
    for path in files:
        path.rename(folder / path.name)
    assert run("batch", folder.parent, "--period", "Oct-2026", "--at-once", 1, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["message"], told["done"]) == ("Oct-2026: 1 client: 1 done", 1)
    assert run("practice", folder.parent) == 0
    assert "1 month of 1 client shown" in said(capsys)
    assert run("batch", folder.parent, "--steps", "import,upload") == 1
    assert "There is no such step" in said(capsys)
    assert run("batch", folder.parent / "gone") == 1
    assert "there is no such folder or file" in said(capsys)


def test_contacts_and_letters_as_typed(book, files, tmp_path, capsys):
    assert run("import-json", book, files.ims) == 0
    assert run("purchases", book, files.register, files.gstr2b) == 0
    assert run("match", book) == 0
    (tmp_path / "list.csv").write_text(f"GSTIN,Email\n{HARDWARE},h@b.example\n")
    assert run("contacts", book, tmp_path / "list.csv") == 0
    assert "1 contact read from list.csv: 1 new, 0 changed" in said(capsys)
    assert run("letters", book, "--out", tmp_path / "out", "--situation", "Missing in IMS") == 0
    assert [path.suffix for path in sorted((tmp_path / "out").iterdir())] == [".eml", ".txt", ".xlsx"]
    assert run("letters", book, "--out", tmp_path / "out", "--situation", "Lost") == 1
    assert "there is no such situation (value: Lost)" in said(capsys).lower().replace("lost", "Lost")
    assert run("letters", book, "--out", tmp_path / "more", "--again") == 0
    assert len(list((tmp_path / "more").glob("*.eml"))) == 3
