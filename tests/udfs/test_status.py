from typing import Any

import pytest

from ims_xl import udfs

HEADINGS = ["Action", "Number (IMS)", "Supplier GSTIN", "Reason", "Number (Books)"]
FOODS, STEEL = "27AABCK1234D1Z4", "29AABCS5678E1ZV"


class Cells:
    """A block of cells that counts how often it is read."""

    reads = 0

    def __init__(self, rows: list[list[object]]) -> None:
        self.rows = rows

    def __getitem__(self, key: tuple[slice, int]) -> "Cells":
        return Cells([[row[key[1]]] for row in self.rows])

    def options(self, ndim: int) -> "Cells":
        assert ndim == 1
        return self

    @property
    def value(self) -> list[object]:
        Cells.reads += 1
        return [row[0] for row in self.rows] if len(self.rows[0]) == 1 else self.rows[0]


class Table:
    def __init__(self, name: str, rows: list[list[object]], headings: list[str] = HEADINGS) -> None:
        self.name, self.header_row_range, self.data_body_range = name, Cells([headings]), Cells(rows)  # type: ignore[list-item]


class Named:
    def __init__(self, value: object) -> None:
        self.value = value


class Sheet:
    def __init__(self, name: str, tables: tuple[Table, ...] = (), run: object = None, book: Any = None) -> None:
        self.name, self.tables, self.run, self.book = name, tables, run, book

    def range(self, address: str) -> Named:
        assert address == "B1"
        return Named(self.run)


class Book:
    def __init__(self, name: str, run: object, *tables: Table) -> None:
        self.name = name
        self.sheets = [Sheet("Renamed by me", tables), Sheet("_ims", run=run)]


class Cell:
    def __init__(self, book: Book) -> None:
        self.sheet = Sheet("Sheet1", book=book)


def cell(name: str, run: object = "aaa") -> Cell:
    exact = Table("ims_ExactMatch", [["Accept", "KSF/0990", FOODS, "all agree", "990"]])
    wrong = Table("ims_Mismatched", [[None, "MHX-1302", STEEL, "tax differs", "MHX/1303"]])
    missing = Table(
        "ims_MissingInIMS", [["B-7", STEEL, "not reported"]], ["Number (Books)", "Supplier GSTIN", "Reason"]
    )
    own = Table("MyOwn", [["Reject", "KSF/0990", FOODS, "mine", ""]])
    return Cell(Book(name, run, exact, wrong, missing, own))


def test_a_document_is_found_by_either_number() -> None:
    at = cell("a.xlsx")
    numbers = [["KSF/0990"], ["990"], ["ksf 0990"], ["MHX/1303"], ["B-7"], ["none"]]
    suppliers = [[FOODS], [FOODS], [FOODS.lower()], [STEEL], [STEEL], [STEEL]]
    assert udfs.status(suppliers, numbers, cell=at) == [
        ["Exact Match"], ["Exact Match"], ["Exact Match"], ["Mismatched"], ["Missing in IMS"], [""],
    ]  # fmt: skip
    assert udfs.reason(suppliers, numbers, cell=at)[3:5] == [["tax differs"], ["not reported"]]
    assert udfs.action(suppliers, numbers, cell=at) == [["Accept"], ["Accept"], ["Accept"], [""], [""], [""]]


def test_one_supplier_goes_with_a_column_of_numbers() -> None:
    assert udfs.status([[STEEL]], [["MHX-1302"], ["B-7"]], cell=cell("b.xlsx")) == [
        ["Mismatched"],
        ["Missing in IMS"],
    ]


def test_the_tables_are_read_once_a_run() -> None:
    at = cell("c.xlsx")
    udfs.status([[FOODS]], [["990"]], cell=at)
    before = Cells.reads
    for _ in range(50):
        udfs.action([[FOODS]], [["990"]], cell=at)
    assert Cells.reads == before
    later = cell("c.xlsx", run="bbb")
    later.sheet.book.sheets[0].tables[0].data_body_range.rows[0][0] = "Reject"
    assert udfs.action([[FOODS]], [["990"]], cell=later) == [["Reject"]]


def test_a_bill_settled_in_an_earlier_month_says_so() -> None:
    settled = Table("ims_SettledEarlier", [["", "KSF/0990", FOODS, "already in GSTR-2B of Sep-2026", ""]])
    at = Cell(Book("settled.xlsx", "aaa", settled))
    assert udfs.status([[FOODS]], [["KSF/0990"]], cell=at) == [["Settled Earlier"]]
    assert udfs.reason([[FOODS]], [["KSF/0990"]], cell=at) == [["already in GSTR-2B of Sep-2026"]]


def test_two_workbooks_are_kept_apart() -> None:
    other = Cell(Book("e.xlsx", "aaa", Table("ims_MissingInPR", [["", "KSF/0990", FOODS, "no bill", ""]])))
    assert udfs.status([[FOODS]], [["KSF/0990"]], cell=cell("d.xlsx")) == [["Exact Match"]]
    assert udfs.status([[FOODS]], [["KSF/0990"]], cell=other) == [["Missing in PR"]]


def test_a_number_that_stands_for_two_documents_gives_both_answers() -> None:
    twice = Cell(
        Book(
            "f.xlsx", "aaa",
            Table("ims_ExactMatch", [["Accept", "1", FOODS, "all agree", "1"]]),
            Table("ims_Mismatched", [["Pending", "1", FOODS, "tax differs", "1"]]),
        )
    )  # fmt: skip
    assert udfs.status([[FOODS]], [["1"]], cell=twice) == [["Exact Match; Mismatched"]]
    assert udfs.action([[FOODS]], [["1"]], cell=twice) == [["Accept; Pending"]]


@pytest.mark.parametrize("function", [udfs.status, udfs.reason, udfs.action])
def test_a_workbook_that_is_not_ours_gives_nothing(function: Any) -> None:
    foreign = Cell(Book("g.xlsx", None))
    assert function([[FOODS]], [["1"]], [["x"]], foreign) == [[""]]


@pytest.mark.parametrize("function", [udfs.status, udfs.reason, udfs.action])
def test_a_macro_that_calls_without_a_cell_is_told_so(function: Any) -> None:
    assert function([[FOODS]], [["990"]]) == [["Only in a cell of the IMS workbook"]]


def test_a_table_without_rows_lists_nothing() -> None:
    at = cell("h.xlsx")
    at.sheet.book.sheets[0].tables[0].data_body_range = None  # as Excel says of a table whose rows were all deleted
    assert udfs.status([[FOODS], [STEEL]], [["990"], ["B-7"]], cell=at) == [[""], ["Missing in IMS"]]
