"""What earns which status."""

import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.matching import STATUSES, match


def status(ims: pd.DataFrame, books: pd.DataFrame) -> str:
    pairs = match(ims, books).pairs
    assert len(pairs) == 1
    return str(pairs["status"][0])


def test_the_five_cards() -> None:
    assert STATUSES == ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS")


def test_exact_when_all_details_agree(table) -> None:
    assert status(table({}), table({})) == "Exact Match"


def test_exact_although_case_and_spaces_around_the_number_differ(table) -> None:
    assert status(table({"doc_number": "SSF/26-27/0417"}), table({"doc_number": " ssf/26-27/0417 "})) == "Exact Match"


def test_exact_although_place_of_supply_differs(table) -> None:
    assert status(table({"place_of_supply": "27"}), table({"place_of_supply": "24"})) == "Exact Match"


@pytest.mark.parametrize(
    "booked",
    [
        {"doc_number": "SSF-26-27-0417"},
        {"doc_number": "0417"},
        {"doc_number": "SSF/26-27/O417"},
        {"doc_number": "SSF/26-27/0471"},
        {"doc_number": ""},
        {"doc_date": "2026-10-10"},
        {"doc_date": "2026-09-10"},
        {"doc_date": None},
    ],
)
def test_suggested_when_number_or_date_is_weaker(table, booked: dict[str, object]) -> None:
    assert status(table({}), table(booked)) == "Suggested Match"


@pytest.mark.parametrize(
    "booked",
    [
        {"taxable_value": 12000.00},
        {"igst": 0.0, "cgst": 1111.10, "sgst": 1111.11},
        {"cess": 5.0},
        {"igst": float("nan")},
        {"taxable_value": float("nan")},
        {"doc_type": "DN"},
        {"supplier_gstin": "29AAZCS2222F1ZX"},  # another State's registration
        {"supplier_gstin": "24AAZCS2223F1ZB"},  # one digit wrong
        {"supplier_gstin": ""},
        {"supplier_gstin": "29AAZFK3333G1ZV"},  # another supplier's
        {"recipient_gstin": "24AAZCD1111E1ZY"},  # our other branch
    ],
)
def test_mismatched_when_a_value_the_type_or_a_gstin_differs(table, booked: dict[str, object]) -> None:
    assert status(table({}), table(booked)) == "Mismatched"


@pytest.mark.parametrize("text", ["URP", "N.A.", "SURAT FABRICS"])
def test_a_text_that_is_no_gstin_counts_as_none(table, text: str) -> None:
    pairs = match(table({}), table({"supplier_gstin": text, "doc_date": "2026-10-20"})).pairs

    assert list(pairs["status"]) == ["Mismatched"]
    assert list(pairs["codes"]) == ["gstin_missing;date"]
    assert match(table({}), table({"supplier_gstin": text, "doc_number": "418"})).pairs.empty


def test_missing_on_both_sides(table) -> None:
    result = match(table({}), table({"doc_number": "SSF/26-27/0999", "taxable_value": 777.0, "igst": 139.86}))

    assert result.pairs.empty
    assert list(result.ims["status"]) == ["Missing in PR"]
    assert list(result.purchases["status"]) == ["Missing in IMS"]
    assert list(result.purchases["reason"]) == ["not reported by supplier"]


def test_a_missing_amount_is_not_zero(table) -> None:
    result = match(table({"cess": 0.0}), table({"cess": float("nan")}))

    assert list(result.pairs["status"]) == ["Mismatched"]
    assert result.pairs["why"][0] == "Cess missing in books; number and date agree."


def test_a_register_without_a_cess_column_has_no_cess(table) -> None:
    assert status(table({"cess": 0.0}), table({}).drop(columns="cess")) == "Exact Match"
    assert status(table({"cess": 40.0}), table({}).drop(columns="cess")) == "Mismatched"


def test_optional_columns_may_be_missing(table) -> None:
    optional = ["recipient_gstin", "place_of_supply", "reverse_charge", "cess"]

    assert status(table({}).drop(columns=optional), table({}).drop(columns=optional)) == "Exact Match"


def test_all_missing_required_columns_are_one_error(table) -> None:
    with pytest.raises(ImsError, match="purchase register: the columns doc_number, igst are missing"):
        match(table({}), table({}).drop(columns=["igst", "doc_number"]))


def test_a_column_of_another_kind_is_a_clear_error(table) -> None:
    with pytest.raises(ImsError, match="IMS documents: a column holds values of another kind"):
        match(table({}).astype({"igst": "object"}).assign(igst="abc"), table({}))


def test_empty_tables(table) -> None:
    nothing = table({}).iloc[:0]

    assert list(match(nothing, table({})).purchases["status"]) == ["Missing in IMS"]
    assert list(match(table({}), nothing).ims["status"]) == ["Missing in PR"]
    assert match(nothing, nothing).pairs.empty


def test_nothing_is_mutated_and_any_index_is_accepted(table) -> None:
    ims = table({}, {"doc_number": "77", "taxable_value": 50.0}).set_index(pd.Index(["x", "x"]))
    books = table({"doc_number": "77", "taxable_value": 50.0}, {}).set_index(pd.Index([9, 4])).assign(note="kept")
    before = ims.copy(deep=True), books.copy(deep=True)

    pairs = match(ims, books).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], strict=True)) == [(0, 1), (1, 0)]
    pd.testing.assert_frame_equal(ims, before[0])
    pd.testing.assert_frame_equal(books, before[1])


@pytest.mark.parametrize(
    ("ims", "booked"),
    [
        ({}, {"doc_number": "SSF/25-26/0417"}),
        ({}, {"doc_number": "SSF/25-26/0417", "doc_date": "2025-10-09"}),
        ({"doc_number": "417"}, {"doc_number": "417", "doc_date": "2025-10-09"}),
    ],
    ids=["years in the numbers", "years in numbers and dates", "years of the dates"],
)
def test_a_pair_linked_by_hand_across_financial_years_is_mismatched(table, ims, booked) -> None:
    """The same number in two financial years is two documents; the link is kept and shown as doubtful."""
    by_hand = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})
    pairs = match(table(ims), table(booked), locked=by_hand).pairs
    assert list(pairs["status"]) == ["Mismatched"]
    assert match(table(ims), table(booked)).pairs.empty


def test_a_date_late_in_the_same_year_is_only_suggested(table) -> None:
    by_hand = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})
    late = table({"doc_number": "417", "doc_date": "2026-04-09"})
    assert list(match(table({"doc_number": "417"}), late, locked=by_hand).pairs["status"]) == ["Suggested Match"]
