"""The list of known companies: kept whenever a step is done on a workbook, and never in a step's way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.folders import exchange_folder
from ims_xl.ui import Silent
from ims_xl.workflow import check, new_workbook, open_job
from ims_xl.workflow.companies import Known, known, listed, remember

from .conftest import NOW, RECIPIENT, Desk

HERE = str(Path.cwd() / "Oct.xlsx")
BOOK = Known("a" * 32, HERE, "27AAZCD1111E1ZS", "102026", "Deccan", False, "2026-11-24 10:00:00")


def book(number: int, **changes: object) -> Known:
    """A workbook of a company of its own, used later the higher its number."""
    usual = {
        "book_id": f"{number:032x}", "path": str(Path.cwd() / f"{number}.xlsx"), "gstin": f"27AAZCD{number:04}E1ZS",
        "name": f"Company {number:02}", "used": f"2026-11-24 10:00:{number:02}",
    }  # fmt: skip
    return replace(BOOK, **{**usual, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def data(home: Path) -> Path:
    """The folder that opening a store makes."""
    home.mkdir()
    return home


def test_a_new_workbook_is_on_the_list(desk: Desk) -> None:
    (one,) = known()
    assert (one.path, one.gstin, one.period, one.name, one.sandbox) == (
        str(desk.book), RECIPIENT, "102026", "Deccan", False,
    )  # fmt: skip


def test_a_step_lists_it_again_and_a_moved_one_at_its_new_place(desk: Desk) -> None:
    (exchange_folder() / "companies.jsonl").unlink()
    moved = desk.book.rename(desk.folder / "गणेश ₹.xlsx")
    desk.do(check, book=moved)
    (one,) = known()
    assert one.path == str(moved)
    assert (exchange_folder() / "companies.jsonl").read_bytes().isascii()


def test_the_next_month_comes_first_and_a_workbook_of_the_sandbox_stands_apart(desk: Desk) -> None:
    new_workbook(desk.folder / "Nov.xlsx", Silent(), last=desk.book, now=NOW)
    new_workbook(
        desk.folder / "Try.xlsx", Silent(), gstin=RECIPIENT, period="102026", name="Deccan", sandbox=True, now=NOW
    )
    assert [(Path(one.path).name, one.period, one.sandbox) for one in known()] == [
        ("Nov.xlsx", "112026", False), ("Oct-2026.xlsx", "102026", False), ("Try.xlsx", "102026", True),
    ]  # fmt: skip


def test_a_relative_name_is_listed_with_its_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    with open_job(Path("Oct-2026.xlsx"), Silent(), NOW, to_write=False):
        pass
    assert [one.path for one in known()] == [str(desk.book)]


def test_the_file_is_one_object_a_line_for_vba() -> None:
    remember(replace(BOOK, name="₹" * 100))
    text = (exchange_folder() / "companies.jsonl").read_bytes()
    assert text.count(b"\n") == 1
    assert text.endswith(b"}\n")
    assert json.loads(text)["month"] == "Oct-2026"
    assert json.loads(text)["name"] == "₹" * 80


def test_one_line_for_a_workbook_whichever_copy_was_used_last() -> None:
    remember(BOOK)
    remember(replace(BOOK, path=HERE + "x"))
    assert [one.path for one in known()] == [HERE + "x"]


def test_a_new_workbook_in_the_place_of_an_old_one() -> None:
    remember(BOOK)
    remember(replace(BOOK, book_id="b" * 32))
    assert [one.book_id for one in known()] == ["b" * 32]


def test_companies_by_name_each_with_its_newest_month_first() -> None:
    books = [
        book(1, name="zeta", period="122025"),
        book(2, gstin=book(1).gstin, name="Zeta", period="012026"),
        book(3, name="Alpha"),
        book(4, name="beta"),
    ]
    assert [(one.name, one.period) for one in listed(books)] == [
        ("Alpha", "102026"), ("beta", "102026"), ("Zeta", "012026"), ("zeta", "122025"),
    ]  # fmt: skip


def test_the_fifteen_companies_used_last_stay() -> None:
    assert [one.name for one in listed(book(number) for number in range(1, 18))] == [
        "Company 03", "Company 04", "Company 05", "Company 06", "Company 07", "Company 08", "Company 09", "Company 10",
        "Company 11", "Company 12", "Company 13", "Company 14", "Company 15", "Company 16", "Company 17",
    ]  # fmt: skip


def test_two_years_of_a_company_stay() -> None:
    months = [f"{month:02}{year}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    books = [book(number, gstin=BOOK.gstin, period=period) for number, period in enumerate(months)]
    shown = [one.period for one in listed(books)]
    assert (len(shown), shown[0], shown[-1]) == (24, "122026", "012025")


@given(st.permutations([book(number, gstin=f"27AAZCD000{number % 3}E1ZS") for number in range(9)]))
def test_any_order_gives_the_same_list(books: list[Known]) -> None:
    assert listed(books) == listed(sorted(books, key=lambda one: one.book_id))


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "[]", "7", "null", '{"book_id": "x"}',
        BOOK.to_line().replace("102026", "992026"), BOOK.to_line().replace("102026", ""),
    ],
)  # fmt: skip
def test_a_damaged_line_is_left_out(line: str) -> None:
    remember(BOOK)
    with (exchange_folder() / "companies.jsonl").open("a", encoding="ascii") as file:
        file.write(line + "\n")
    assert known() == [BOOK]
    remember(book(1))
    assert known() == [book(1), BOOK]


def test_a_file_that_is_no_list_is_begun_anew() -> None:
    exchange_folder().mkdir()
    (exchange_folder() / "companies.jsonl").write_bytes(b"\xff\xfe\x00")
    remember(BOOK)
    assert known() == [BOOK]


@given(st.text(), st.text())
def test_whatever_a_name_holds_the_line_reads_back(name: str, path: str) -> None:
    one = replace(BOOK, name=name[:80], path=path)
    assert one.to_line().isascii()
    assert len(one.to_line().splitlines()) == 1
    assert Known.from_line(one.to_line()) == one


def test_no_folder_of_this_computer_no_line() -> None:
    remember(replace(BOOK, path="Oct-2026.xlsx"))
    assert known() == []


def test_a_list_that_cannot_be_written_stops_no_step(desk: Desk) -> None:
    (exchange_folder() / "companies.jsonl").unlink()
    exchange_folder().rmdir()
    exchange_folder().write_text("not a folder")
    assert desk.do(check).message == "0 documents marked; every mark can be sent"
    assert known() == []


def test_a_list_that_is_held_for_a_moment_is_not_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(book(1))
    kept = [one.book_id for one in known()]

    def held(*_: object, **__: object) -> str:
        raise PermissionError(13, "held by another program")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", held)
        remember(book(2))
        assert known() == []
    assert [one.book_id for one in known()] == kept
