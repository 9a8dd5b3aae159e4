"""The list of clients: read from any table, each row that cannot be used told with its place."""

import openpyxl
import pandas as pd
import pytest
from support.practice_desk import DECCAN, KONKAN

from ims_xl.issues import ImsError
from ims_xl.practice import clients
from ims_xl.practice.clients import HEADINGS, Client, clients_of, read_list


def listed(*rows: tuple[str, ...]) -> pd.DataFrame:
    cells = [(*row, *[""] * (len(HEADINGS) - len(row))) for row in rows]
    return pd.DataFrame(cells, columns=list(HEADINGS), index=range(5, 5 + len(rows)), dtype="object")


def test_a_list_is_read_under_the_headings_it_has(folder):
    path = folder.clients((DECCAN, "Deccan", "QRMP", "27-Maharashtra", "North/Deccan"), (KONKAN, "Konkan"))
    found, issues = clients_of(read_list(path), path.name)
    assert found == [Client(DECCAN, "Deccan", "Quarterly", "27", "North/Deccan"), Client(KONKAN, "Konkan")]
    assert issues == []


def test_a_list_is_read_from_csv(folder):
    path = folder.root / "clients.csv"
    path.write_text(f"Name,GSTIN\nDeccan,{DECCAN.lower()}\n", encoding="utf-8")
    assert clients_of(read_list(path), path.name)[0] == [Client(DECCAN, "Deccan")]


def test_a_file_without_such_headings_is_refused(folder):
    path = folder.root / "list.csv"
    path.write_text(f"{DECCAN},Deccan\n", encoding="utf-8")
    with pytest.raises(ImsError, match=r"list\.csv: no list of clients was found"):
        read_list(path)


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (("27AAZCD1111E1ZA", "Deccan"), "GSTIN", "27AAZCD1111E1ZA", "not a GSTIN"),
        (("", "Deccan"), "GSTIN", "", "not a GSTIN"),
        ((KONKAN, "Again"), "GSTIN", KONKAN, "on the list already"),
        ((DECCAN, "Deccan", "Weekly"), "GSTR-3B filed", "Weekly", "not how GSTR-3B is filed"),
        ((DECCAN, "Deccan", "", "Atlantis"), "State", "Atlantis", "not a State"),
        ((DECCAN, "Deccan", "", "", "../other"), "Folder", "../other", "outside"),
        ((DECCAN, "Deccan", "", "", r"C:\GST"), "Folder", r"C:\GST", "outside"),
        ((DECCAN, "Deccan", "", "", "/home"), "Folder", "/home", "outside"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_place_and_the_others_stay(row, column, value, words):
    found, issues = clients_of(listed((KONKAN, "Konkan"), row), "clients.xlsx", "Clients")
    assert found == [Client(KONKAN, "Konkan")]
    (issue,) = issues
    assert (issue.file, issue.sheet, issue.row, issue.column, issue.value) == (
        "clients.xlsx",
        "Clients",
        6,
        column,
        value,
    )
    assert words in issue.reason


def test_who_is_not_to_take_part_and_blank_rows_are_passed_over():
    rows = listed((DECCAN, "Deccan", "", "", "", "No"), ("", "", "Monthly"), (KONKAN, "Konkan", "", "", "", "Yes"))
    assert clients_of(rows, "clients.xlsx") == ([Client(KONKAN, "Konkan")], [])


def test_a_line_of_totals_is_no_client():
    assert clients_of(listed((KONKAN, "Konkan"), ("", "Grand Total")), "clients.xlsx") == (
        [Client(KONKAN, "Konkan")],
        [],
    )


def test_of_two_sheets_with_lists_neither_is_passed_over(folder):
    path = folder.clients((DECCAN, "Deccan"))
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).title = "Branch"
    book.save(path)
    with pytest.raises(ImsError, match="clients are listed on more than one sheet: Sheet, Branch"):
        read_list(path)


def test_of_two_lists_the_second_says_how_a_client_is():
    before, now = listed((DECCAN, "Old name"), ("not a GSTIN", "Typed so far")), listed((DECCAN.lower(), "New name"))
    found = clients.joined(before, now)
    assert list(zip(found["GSTIN"], found["Company name"], strict=True)) == [
        ("not a GSTIN", "Typed so far"),
        (DECCAN.lower(), "New name"),
    ]
