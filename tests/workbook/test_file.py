import errno
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.accountant import edit, rename, sort, swap_columns, to_range
from support.libreoffice import LibreOffice
from support.sheets import COLUMNS, TABLE, THREE, Drawn, documents, workbook

from ims_xl.issues import ImsError
from ims_xl.workbook import file_drawing
from ims_xl.workbook.file import FileBook

HEADERS = [column.header for column in COLUMNS]
KNOWN = {TABLE: HEADERS}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "Asha Traders.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def marks(path: Path, **options: Any) -> dict[str, object]:
    """Action by document key, as it is read back."""
    rows = FileBook(path, **options).tables()[TABLE].rows
    return dict(zip(rows["Document key"], rows["Action"], strict=True))


def test_a_table_is_read_back_as_it_was_drawn(path: Path) -> None:
    data = FileBook(path).tables()[TABLE]
    assert (data.name, data.sheet, list(data.rows.columns)) == (TABLE, "Mismatched", HEADERS)
    assert list(data.rows.index) == [5, 6, 7]
    assert data.rows.loc[6].to_list() == [
        None,
        "Asha Traders",
        "0012",
        datetime(2025, 10, 2),
        250.25,
        None,
        "Tax differs",
        "doc-0012",
    ]


def test_cells_and_metadata(path: Path) -> None:
    book = FileBook(path)
    assert (book.cell("home", 3, 3), book.cell("home", 6, 2), book.cell("home", 99, 9)) == (
        "Compare and Claim",
        3.0,
        None,
    )
    assert book.cell("no such sheet", 1, 1) is None
    assert book.metadata() == '{"book": "1"}'


def test_metadata_longer_than_a_cell(tmp_path: Path) -> None:
    text = "abc=" * 20_000
    book = FileBook.create(tmp_path / "book.xlsx")
    book.draw(workbook(text=text))
    assert book.metadata() == text


@pytest.mark.parametrize("program", ["openpyxl", pytest.param("LibreOffice", marks=pytest.mark.libreoffice)])
def test_marks_are_read_whichever_program_saved_them(path: Path, program: str, request: pytest.FixtureRequest) -> None:
    def mark(book: Any) -> None:
        book["Mismatched"]["A6"] = "Reject"
        book["Mismatched"]["F6"] = "0042"

    saved = edit(path, mark)
    if program == "LibreOffice":
        saved = request.getfixturevalue("libreoffice").resave(path)
    rows = FileBook(saved).tables()[TABLE].rows
    assert rows["Action"].to_list() == ["Accept", "Reject", "Pending"]
    assert rows["Number (IMS)"].to_list() == ["INV-1", "0012", "INV-3"]
    assert rows.loc[6, "Remarks"] == "0042"
    assert rows.loc[6, "Date (IMS)"] == datetime(2025, 10, 2)
    assert FileBook(saved).metadata() == '{"book": "1"}'


def test_sorted_lines(path: Path) -> None:
    edit(path, lambda book: sort(book["Mismatched"], TABLE, 5, reverse=True))
    assert FileBook(path).tables()[TABLE].rows["Number (IMS)"].to_dict() == {5: "0012", 6: "INV-3", 7: "INV-1"}


def test_a_moved_column_and_a_renamed_sheet(path: Path) -> None:
    def change(book: Any) -> None:
        swap_columns(book["Mismatched"], TABLE, "A", "F")
        rename(book, "Mismatched", "Oct '25")

    edit(path, change)
    data = FileBook(path).tables()[TABLE]
    assert data.sheet == "Oct '25"
    assert data.rows["Action"].to_list() == ["Accept", None, "Pending"]


def test_a_column_typed_beside_the_table_and_a_line_below_it_belong_to_it(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        sheet["I4"], sheet["I5"], sheet["I6"] = "Cost centre", "Plant 1", 12
        sheet["H8"], sheet["A8"] = "doc-INV-9", "Accept"
        sheet["K4"] = "not adjacent"
        sheet["A10"] = "nor this"

    rows = FileBook(edit(path, change)).tables()[TABLE].rows
    assert list(rows.columns) == [*HEADERS, "Cost centre"]
    assert rows["Cost centre"].to_list() == ["Plant 1", 12.0, None, None]
    assert rows.loc[8, "Document key"] == "doc-INV-9"


def test_deleted_doubled_and_blank_lines(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        for column in range(1, 9):
            sheet.cell(6, column).value = None
            sheet.cell(7, column).value = sheet.cell(5, column).value

    rows = FileBook(edit(path, change)).tables()[TABLE].rows
    assert rows["Document key"].to_dict() == {5: "doc-INV-1", 7: "doc-INV-1"}


def test_lines_hidden_by_a_filter_are_read(path: Path) -> None:
    def change(book: Any) -> None:
        book["Mismatched"].row_dimensions[6].hidden = True

    assert marks(edit(path, change)) == {"doc-INV-1": "Accept", "doc-0012": None, "doc-INV-3": "Pending"}


def test_a_totals_row_switched_on_is_not_a_document(path: Path) -> None:
    def change(book: Any) -> None:
        table = book["Mismatched"].tables[TABLE]
        table.ref, table.totalsRowCount = "A4:H8", 1
        book["Mismatched"]["A8"] = "Total"

    assert len(marks(edit(path, change))) == 3


@pytest.mark.parametrize("names_too", [False, True])
def test_a_table_turned_into_a_range_is_found(path: Path, names_too: bool) -> None:
    def change(book: Any) -> None:
        to_range(book["Mismatched"], TABLE)
        if names_too:
            for name in list(book.defined_names):
                del book.defined_names[name]

    edit(path, change)
    assert marks(path, known=KNOWN) == {"doc-INV-1": "Accept", "doc-0012": None, "doc-INV-3": "Pending"}


def test_headings_that_became_equal_are_told_apart(path: Path) -> None:
    def change(book: Any) -> None:
        to_range(book["Mismatched"], TABLE)
        book["Mismatched"]["G4"] = "Remarks"

    rows = FileBook(edit(path, change), known=KNOWN).tables()[TABLE].rows
    assert "Remarks (2)" in rows.columns


def test_rows_inserted_above_everything_are_allowed_for(path: Path) -> None:
    def change(book: Any) -> None:
        book["Home"].insert_rows(1, 2)
        area = book.defined_names["ims_sheet_home"]
        area.attr_text = "'Home'!$A$3:$C$3"

    assert FileBook(edit(path, change)).cell("home", 3, 3) == "Compare and Claim"


def copied(book: Any) -> None:
    """What Move or Copy leaves: the cells, and a table under another name."""
    sheet = book.copy_worksheet(book["Mismatched"])
    sheet.title = "Mismatched (2)"
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="ims_Mismatched3", ref="A4:H7"))
    sheet["A6"] = "Reject"


def test_a_copy_of_a_sheet_does_not_count_and_is_named(path: Path) -> None:
    book = FileBook(edit(path, copied), known=KNOWN)
    assert book.copies() == ["Mismatched (2)"]
    assert book.tables()[TABLE].rows["Action"].to_list() == ["Accept", None, "Pending"]


def test_a_copy_counts_when_it_took_the_place_of_the_original(path: Path) -> None:
    def change(book: Any) -> None:
        copied(book)
        del book["Mismatched"]
        for name in ("ims_sheet_mismatched", "ims_table_ims_Mismatched"):
            book.defined_names[name].attr_text = "#REF!"

    book = FileBook(edit(path, change), known=KNOWN)
    assert book.tables()[TABLE].rows["Action"].to_list() == ["Accept", "Reject", "Pending"]
    book.draw(workbook())
    drawn = openpyxl.load_workbook(path)
    assert [list(sheet.tables) for sheet in drawn.worksheets if sheet.tables] == [[TABLE]]


def without_properties(path: Path) -> None:
    """As some programs on the web save it: nothing is said of who made it and when."""
    file_drawing.draw_new(path, workbook())
    rewrite(
        path,
        lambda name, text: (
            None
            if name.startswith("docProps")
            else re.sub(rb"<(Relationship|Override) [^>]*docProps[^>]*/>", b"", text)
        ),
    )


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Every part of the file through `change`; None leaves it out."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            if text is not None:
                new.writestr(name, text)


def test_a_file_without_properties_is_drawn_in_place(path: Path) -> None:
    without_properties(path)
    FileBook(path, memory=Drawn(lambda _: True)).draw(workbook())
    assert len(marks(path)) == 3


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/tables/table1.xml", "xl/charts/chart1.xml"]
)
def test_a_part_that_is_cut_off_is_said_and_nothing_is_written(path: Path, part: str) -> None:
    rewrite(path, lambda name, text: text[: len(text) // 2] if name == part else text)
    before = path.read_bytes()

    def use() -> None:
        book = FileBook(path)
        book.tables()
        book.draw(workbook(documents(("", "INV-7", "2025-10-07", 1.0))))

    with pytest.raises(ImsError, match=r"damaged.*backups"):
        use()
    assert path.read_bytes() == before


def not_ours(path: Path) -> None:
    openpyxl.Workbook().save(path)


def old_format(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)


def encrypted(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def cut_short(path: Path) -> None:
    file_drawing.draw_new(path, workbook())
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (not_ours, "this is not an IMS workbook"),
        (old_format, "the workbook is in the old .xls format"),
        (encrypted, "the workbook is protected by a password"),
        (cut_short, "the workbook is damaged"),
        (lambda path: path.write_text("Action,Number"), "this is not an Excel workbook"),
        (lambda path: path.write_bytes(b""), "this is not an Excel workbook"),
        (lambda _: None, "the workbook is not there"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    make(tmp_path / "book.xlsx")
    with pytest.raises(ImsError, match=reason) as refusal:
        FileBook(tmp_path / "book.xlsx")
    assert refusal.value.issue.remedy
    assert refusal.value.issue.file == "book.xlsx"


def test_create_never_takes_the_place_of_a_file(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ImsError, match="there is a file of this name already"):
        FileBook.create(path)
    with pytest.raises(ImsError, match="there is no such folder"):
        FileBook.create(tmp_path / "missing" / "book.xlsx")


@pytest.mark.parametrize("lock", ["~$Asha Traders.xlsx", ".~lock.Asha Traders.xlsx#"])
def test_a_workbook_open_elsewhere_is_not_written(path: Path, lock: str) -> None:
    before = path.read_bytes()
    path.with_name(lock).touch()
    with pytest.raises(ImsError, match="open in another program") as refusal:
        FileBook(path).draw(workbook())
    assert lock in refusal.value.issue.remedy
    assert path.read_bytes() == before


def test_what_the_system_refuses_is_said_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def locked(source: object, target: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(ImsError, match=r"the workbook is open in another program\. Close it there and try again"):
        FileBook(path).draw(workbook())
    assert path.read_bytes() == before


def test_a_read_only_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    book = FileBook(path)
    monkeypatch.setattr(file_drawing, "draw_into", denied)
    monkeypatch.setattr(Path, "touch", denied)
    with pytest.raises(ImsError, match="the folder is read-only"):
        book.draw(workbook())


class Died(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.parametrize("touched", [True, False])
def test_nothing_is_half_written_when_the_process_dies(
    path: Path, monkeypatch: pytest.MonkeyPatch, touched: bool
) -> None:
    before = path.read_bytes()

    def die(source: object, target: object) -> None:
        raise Died

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(Died):
        FileBook(path, memory=Drawn(lambda _: not touched)).draw(workbook(THREE.iloc[:1]))
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_change_meanwhile_is_not_overwritten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = file_drawing.draw_into

    def slow(*words: Any) -> None:
        drawn(*words)
        edit(path, lambda book: book["Mismatched"].__setitem__("A6", "Reject"))

    monkeypatch.setattr(file_drawing, "draw_into", slow)
    with pytest.raises(ImsError, match="changed by another program meanwhile"):
        FileBook(path).draw(workbook())
    assert marks(path)["doc-0012"] == "Reject"


def test_what_was_typed_after_the_marks_were_read_is_not_overwritten(path: Path) -> None:
    book = FileBook(path)
    book.tables()
    edit(path, lambda workbook: workbook["Mismatched"].__setitem__("A6", "Reject"))
    with pytest.raises(ImsError, match="changed by another program meanwhile"):
        book.draw(workbook())
    assert marks(path)["doc-0012"] == "Reject"


def test_of_two_at_once_the_second_is_refused(path: Path) -> None:
    first, second = FileBook(path), FileBook(path)
    first.draw(workbook(THREE.iloc[:1]))
    with pytest.raises(ImsError, match="changed by another program meanwhile"):
        second.draw(workbook())
    first.draw(workbook())  # it knows what it wrote itself


@pytest.mark.parametrize("instant", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_killed_while_writing_the_file_is_the_old_or_the_new_one(path: Path, instant: float) -> None:
    """A process of its own draws for ever and is killed; what is left can be read."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[2]);"
        "from pathlib import Path; from support.sheets import workbook; from ims_xl.workbook.file import FileBook;"
        "book = FileBook(Path(sys.argv[1])); print('ready', flush=True);\n"
        "while True: book.draw(workbook())"
    )
    words = [sys.executable, "-c", program, str(path), str(Path(__file__).parents[1])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(instant)
        process.kill()
    assert marks(path) == {"doc-INV-1": "Accept", "doc-0012": None, "doc-INV-3": "Pending"}


def test_what_a_dead_process_left_is_swept_away_after_an_hour(path: Path) -> None:
    old, young, other = (
        path.with_name(name) for name in (".Asha Traders-0123abcd.tmp", ".Asha Traders-89ab0123.tmp", ".x.tmp")
    )
    for left in (old, young, other):
        left.touch()
    os.utime(old, (0, 0))
    FileBook(path).draw(workbook())
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


@pytest.mark.parametrize("touched", [True, False])
def test_a_full_disk_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, touched: bool) -> None:
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(ImsError, match=r"could not be written: the disk is full\. Make room on the disk"):
        FileBook(path, memory=Drawn(lambda _: not touched)).draw(workbook())
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_without_a_copy_nothing_is_replaced(path: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").touch()  # a file where the folder should be
    before = path.read_bytes()
    with pytest.raises(ImsError, match="no copy of the workbook could be kept") as refusal:
        FileBook(path, backups=tmp_path / "backups").draw(workbook())
    assert refusal.value.issue.file == str(tmp_path / "backups")
    assert path.read_bytes() == before


def test_what_stops_the_writing_is_said_before_the_work(path: Path) -> None:
    book = FileBook(path)
    book.refuse_unwritable()
    path.with_name("~$Asha Traders.xlsx").touch()
    with pytest.raises(ImsError, match="open in another program"):
        book.refuse_unwritable()


def test_ten_dated_copies_of_what_was_replaced_are_kept(path: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "Asha Traders and Sons 2025-10-01 090000 000000.xlsx").touch()
    first = path.read_bytes()
    book = FileBook(path, backups=backups, memory=Drawn(lambda _: True))
    book.draw(workbook(THREE.iloc[:1]))
    (kept,) = (entry for entry in backups.iterdir() if "Sons" not in entry.name)
    assert kept.read_bytes() == first
    for number in range(11):
        book.draw(workbook(text=str(number)))
    assert len(list(backups.iterdir())) == 10 + 1


def test_tries_that_fail_cost_no_copies(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(source: object, target: object) -> None:
        if Path(str(target)) == path.resolve():
            raise PermissionError(13, "The process cannot access the file")
        real(source, target)  # type: ignore[arg-type]

    real = os.replace
    monkeypatch.setattr(os, "replace", locked)
    for _ in range(3):
        with pytest.raises(ImsError, match="open in another program"):
            FileBook(path, backups=tmp_path / "backups").draw(workbook())
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_workbook_marked_as_read_only_stays(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(ImsError, match="marked as read-only"):
        FileBook(path).draw(workbook())
    assert path.read_bytes() == before
    path.chmod(0o644)


@pytest.mark.parametrize("touched", [True, False])
def test_a_disk_that_fills_up_at_the_end_leaves_workbook_and_copies(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, touched: bool
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = path.read_bytes()
    FileBook(path, backups=tmp_path / "backups", memory=Drawn(lambda _: not touched)).draw(workbook(text="second"))
    second = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ImsError, match="the disk is full"):
        FileBook(path, backups=tmp_path / "backups", memory=Drawn(lambda _: not touched)).draw(workbook(text="third"))
    assert path.read_bytes() == second
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if entry.is_file()] == [path.name]


def test_no_room_for_a_copy_is_said_and_nothing_is_replaced(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ImsError, match="no copy of the workbook could be kept: the disk is full"):
        FileBook(path, backups=tmp_path / "backups").draw(workbook())
    assert path.read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == []


def test_an_untouched_workbook_is_drawn_anew_and_any_other_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = []
    drawn_anew, drawn_in_place = file_drawing.draw_new, file_drawing.draw_into
    monkeypatch.setattr(file_drawing, "draw_new", lambda *words: (ways.append("anew"), drawn_anew(*words)))
    monkeypatch.setattr(file_drawing, "draw_into", lambda *words: (ways.append("in place"), drawn_in_place(*words)))
    book = FileBook(path, memory=Drawn({FileBook(path).sha256}.__contains__))
    book.draw(workbook(documents(("", "INV-7", "2025-10-07", 1.0))))
    book.draw(workbook())
    # Even when somebody remembers its hash, a workbook drawn in place may hold what is the accountant's.
    FileBook(path, memory=Drawn(lambda _: True)).draw(workbook())
    assert ways == ["anew", "in place", "in place"]


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice_is_drawn_again(path: Path, libreoffice: LibreOffice) -> None:
    saved = libreoffice.resave(path)
    shutil.copy(saved, path)
    FileBook(path).draw(workbook(THREE.iloc[:2]))
    assert marks(path) == {"doc-INV-1": "Accept", "doc-0012": None}
    assert openpyxl.load_workbook(path)["_ims"].sheet_state == "veryHidden"
