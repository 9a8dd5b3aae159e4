"""What a link made by hand tells of the supplier's other documents."""

import pandas as pd
import pytest

from ims_xl.matching import Tolerance
from ims_xl.matching.habits import Habit, habit, propose

SUPPLIER = "24AAZCS2222F1ZB"
ONE_RUPEE = Tolerance(taxable=1.0, tax=1.0)


def linked(ims_number: str, book_number: str, **more: str) -> dict[str, str]:
    return {
        "supplier_gstin": SUPPLIER,
        "doc_type": "INV",
        "ims_number": ims_number,
        "book_number": book_number,
        **more,
    }


def proposed(ims: pd.DataFrame, books: pd.DataFrame, *links: dict[str, str]) -> list[tuple[int, int, int]]:
    found = propose(pd.DataFrame(list(links)), ims, books, ONE_RUPEE)
    return list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("ims", "books", "found"),
    [
        ("INV101", "V/101", Habit("INV", "V/", at_end=False)),
        ("SSF/101", "101", Habit("SSF/", "", at_end=False)),
        ("101", "101-A", Habit("", "-A", at_end=True)),
        ("INV101/26-27", "INV101", Habit("/26-27", "", at_end=True)),
        ("INV101/26-27", "V101/26-27", Habit("IN", "", at_end=False)),
        (" inv101 ", "INV101", None),
        ("INV101", "V/7", None),
        ("", "101", None),
    ],
)
def test_two_numbers_of_one_document_show_a_habit(ims: str, books: str, found: Habit | None) -> None:
    assert habit(ims, books) == found


@pytest.mark.parametrize(
    ("rule", "number", "booked"),
    [
        (Habit("INV", "V/", at_end=False), "INV102", "V/102"),
        (Habit("INV", "V/", at_end=False), "CN102", None),
        (Habit("", "-A", at_end=True), "102", "102-A"),
        (Habit("", "-A", at_end=True), "ABC", None),
    ],
)
def test_a_habit_says_how_the_books_would_write_a_number(rule: Habit, number: str, booked: str | None) -> None:
    assert rule.applied(number) == booked


def test_the_habit_of_a_link_is_proposed_for_the_free_documents_whatever_their_amounts(table) -> None:
    ims = table({"doc_number": "INV102"}, {"doc_number": "INV103"})
    books = table({"doc_number": "V/104"}, {"doc_number": "v/103", "taxable_value": 9000.0})

    assert proposed(ims, books, linked("INV101", "V/101")) == [(1, 1, 0)]


def test_another_supplier_or_type_has_other_habits(table) -> None:
    ims = table(
        {"doc_number": "INV102", "supplier_gstin": "29AAZFK3333G1ZV"}, {"doc_number": "INV103", "doc_type": "CN"}
    )
    books = ims.assign(doc_number=["V/102", "V/103"])

    assert proposed(ims, books, linked("INV101", "V/101")) == []


def test_where_two_could_be_meant_nothing_is_proposed(table) -> None:
    ims, books = table({"doc_number": "INV102"}), table({"doc_number": "V/102"}, {"doc_number": "102"})

    assert proposed(ims, books, linked("INV101", "V/101")) == [(0, 0, 0)]
    assert proposed(ims, books, linked("INV101", "V/101"), linked("INV100", "100")) == []


@pytest.mark.parametrize(
    ("differs", "found"),
    [
        ({"taxable_value": 12346.60}, [(0, 0, 0)]),  # one rupee more
        ({"taxable_value": 12346.61}, []),
        ({"igst": float("nan")}, []),
        ({"doc_date": "2026-11-23"}, [(0, 0, 0)]),  # 45 days later
        ({"doc_date": "2026-11-24"}, []),
    ],
)
def test_where_the_books_hold_a_number_of_their_own_the_amounts_and_the_dates_tell(table, differs, found) -> None:
    ims, books = table({"doc_number": "SSF/5"}), table({"doc_number": "PV-80", **differs})

    assert proposed(ims, books, linked("SSF/4", "PV-79")) == found


def test_the_newest_link_of_the_same_habit_is_named(table) -> None:
    ims, books = table({"doc_number": "INV102"}), table({"doc_number": "V/102"})

    assert proposed(ims, books, linked("INV90", "V/90"), linked("INV101", "V/101")) == [(0, 0, 1)]


def test_nothing_free_means_nothing_proposed(table) -> None:
    nothing = table({}).iloc[:0]

    assert proposed(nothing, nothing, linked("INV101", "V/101")) == []
