"""Mistakes that matching tools are known for, and what their users ask for; one small case each."""

import pandas as pd
import pytest

from ims_xl.matching import MatchResult, match

RENT = {"taxable_value": 50000.00, "igst": 9000.00}


def links(result: MatchResult) -> list[tuple[int, int, str]]:
    pairs = result.pairs
    return list(zip(pairs["ims_row"], pairs["purchase_row"], pairs["status"], strict=True))


def test_a_number_inside_another_is_another_number(table) -> None:
    ims = table({"doc_number": "1", **RENT})
    books = table({"doc_number": "2112", **RENT})

    assert links(match(ims, books)) == []


def test_neighbours_in_a_series_are_not_suggested(table) -> None:
    ims = table({"doc_number": "00040", **RENT})
    books = table({"doc_number": "00045", "doc_date": "2026-10-12", **RENT})

    assert links(match(ims, books)) == []


def test_a_reissued_invoice_is_not_the_cancelled_one(table) -> None:
    ims = table({"doc_number": "SSF/26-27/0418", "doc_date": "2026-10-10"})
    books = table({"doc_number": "SSF/26-27/0417", "doc_date": "2026-10-09"})

    assert links(match(ims, books)) == []


def test_the_right_number_wins_over_the_same_amount(table) -> None:
    ims = table({"doc_number": "SSF/101", **RENT}, {"doc_number": "SSF/102", **RENT})
    books = table({"doc_number": "102", **RENT}, {"doc_number": "SSF/777", **RENT})

    assert links(match(ims, books)) == [(1, 0, "Suggested Match")]


@pytest.mark.parametrize("days", [11, 60, 150])
def test_booked_much_later_is_still_found_by_number(table, days: int) -> None:
    later = pd.Timestamp("2026-10-09") + pd.Timedelta(days=days)

    assert links(match(table({}), table({"doc_date": later}))) == [(0, 0, "Suggested Match")]


def test_pairs_cross_the_financial_year(table) -> None:
    ims = table({"doc_number": "SSF/25-26/0417", "doc_date": "2026-03-31"})
    books = table({"doc_number": "SSF/25-26/0417", "doc_date": "2026-04-02"})

    assert links(match(ims, books)) == [(0, 0, "Suggested Match")]


def test_the_same_number_in_two_years_is_two_documents(table) -> None:
    ims = table({"doc_number": "12", "doc_date": "2026-10-09", **RENT})
    books = table({"doc_number": "12", "doc_date": "2025-10-09", **RENT})

    assert links(match(ims, books)) == []


def test_different_years_inside_the_numbers_never_match(table) -> None:
    ims = table({"doc_number": "SSF/25-26/0417"})
    books = table({"doc_number": "SSF/26-27/0417"})

    result = match(ims, books)

    assert links(result) == []
    assert result.ims["short"][0] == "nearest: years in the numbers differ"


def test_recurring_rent_does_not_pair_with_the_next_month(table) -> None:
    ims = table(
        {"doc_number": "R/07", "doc_date": "2026-07-01", **RENT},
        {"doc_number": "R/08", "doc_date": "2026-08-01", **RENT},
    )
    books = table(
        {"doc_number": "R-08", "doc_date": "2026-08-01", **RENT},
        {"doc_number": "R-09", "doc_date": "2026-09-01", **RENT},
    )

    assert links(match(ims, books)) == [(1, 0, "Suggested Match")]


def test_separators_make_two_documents(table) -> None:
    ims = table({"doc_number": "A/1003"}, {"doc_number": "A1003"})
    books = table({"doc_number": "A1003"}, {"doc_number": "A/1003"})

    assert links(match(ims, books)) == [(0, 1, "Exact Match"), (1, 0, "Exact Match")]


def test_separators_alone_never_make_an_exact_pair(table) -> None:
    assert links(match(table({"doc_number": "A/1003"}), table({"doc_number": "A1003"}))) == [(0, 0, "Suggested Match")]


@pytest.mark.parametrize(
    ("reported", "booked"),
    [
        ("INV/24-25/001", "INV2425001"),
        ("SSF/26-27/0417", "417"),
        ("0012", "12"),
        ("KNP/1000/26-27", "1000/26-27"),
        ("1234", "1234.0"),
        ("SSF/0417", "Inv No. SSF 0417"),
    ],
)
def test_formats_of_a_number(table, reported: str, booked: str) -> None:
    result = match(table({"doc_number": reported, **RENT}), table({"doc_number": booked, **RENT}))

    assert links(result) == [(0, 0, "Suggested Match")]


@pytest.mark.parametrize("booked", ["SSF/26-27/O417", "SSF/26-27/04l7", "SSF/26-27/4017", "SSF/26-27/0411"])
def test_slips_are_forgiven_when_the_amount_is_rare(table, booked: str) -> None:
    assert links(match(table({}), table({"doc_number": booked}))) == [(0, 0, "Suggested Match")]


def test_slips_are_not_forgiven_when_the_amount_repeats(table) -> None:
    ims = table({"doc_number": "SSF/4017", **RENT}, {"doc_number": "SSF/9999", **RENT})
    books = table({"doc_number": "SSF/4107", **RENT}, {"doc_number": "SSF/8888", **RENT})

    assert links(match(ims, books)) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_credit_notes_may_be_negative_in_the_books(table, sign: int) -> None:
    ims = table({"doc_type": "CN", "doc_number": "CN/7", "section": "b2bcn"})
    books = table({"doc_type": "CN", "doc_number": "CN/7", "taxable_value": sign * 12345.60, "igst": sign * 2222.21})

    assert links(match(ims, books)) == [(0, 0, "Exact Match")]


@pytest.mark.parametrize("booked_type", ["CN", "DN"])
def test_the_buyers_own_debit_note_finds_the_credit_note(table, booked_type: str) -> None:
    ims = table({"doc_type": "CN", "doc_number": "CN/7"})
    books = table({"doc_type": booked_type, "doc_number": "DN-3", "doc_date": "2026-10-20"})

    assert links(match(ims, books)) == [(0, 0, "Suggested Match")]


def test_a_debit_note_is_not_a_credit_note_of_another_amount(table) -> None:
    ims = table({"doc_type": "CN", "doc_number": "CN/7"})
    books = table({"doc_type": "DN", "doc_number": "DN-3", "taxable_value": 500.0, "igst": 90.0})

    assert links(match(ims, books)) == []


def test_rounding_is_no_mismatch_but_stays_visible(table) -> None:
    result = match(table({}), table({"taxable_value": 12346.00}))

    assert links(result) == [(0, 0, "Exact Match")]
    assert result.pairs["codes"][0] == "rounding"


def test_the_wrong_branch_is_found(table) -> None:
    result = match(table({}), table({"recipient_gstin": "24AAZCD1111E1ZY"}))

    assert links(result) == [(0, 0, "Mismatched")]
    assert result.pairs["codes"][0] == "own_gstin"


def test_reverse_charge_never_matches_and_is_not_chased(table) -> None:
    result = match(table({}), table({"reverse_charge": True}))

    assert links(result) == []
    assert list(result.purchases["reason"]) == ["not in IMS by law"]
    assert result.ims["short"][0] == "nearest: booked under reverse charge"


@pytest.mark.parametrize("family", ["b2bur", "imps", "cdnur", "isd"])
def test_families_without_counterpart_never_match(table, family: str) -> None:
    result = match(table({}), table({"family": family}))

    assert links(result) == []
    assert list(result.purchases["reason"]) == ["not in IMS by law"]


def test_a_row_deleted_in_the_returns_tool_never_matches_and_is_not_chased(table) -> None:
    result = match(table({}), table({"family": "deleted"}, {"family": "deleted"}))

    assert links(result) == []
    assert list(result.purchases["reason"]) == ["marked Deleted in the returns tool"] * 2


def test_the_portal_wins_over_the_law_table(table) -> None:
    without_tax = {"igst": 0.0}

    assert links(match(table(without_tax), table(without_tax))) == [(0, 0, "Exact Match")]


def test_documents_before_ims_are_not_chased(table) -> None:
    result = match(table({}).iloc[:0], table({"doc_date": "2024-09-30"}, {"doc_date": "2024-10-01"}))

    assert list(result.purchases["reason"]) == ["dated before October 2024", "not reported by supplier"]


def test_an_equal_rival_makes_a_link_ambiguous_and_not_exact(table) -> None:
    ims = table({"doc_number": "SSF/0417", **RENT})
    books = table({"doc_number": "SSF-0417", **RENT}, {"doc_number": "SSF.0417", **RENT})

    result = match(ims, books)

    assert list(result.pairs["status"]) == ["Suggested Match"]
    assert list(result.pairs["ambiguous"]) == [True]


def test_bills_of_entry_are_found_by_port_number_and_date(table) -> None:
    bill = {"supplier_gstin": "", "port_code": "INNSA1", "cgst": float("nan"), "sgst": float("nan")}
    ims = table(
        {**bill, "section": "impg", "doc_number": "0455667"}, {**bill, "section": "impg", "doc_number": "0455999"}
    )
    books = table(
        {**bill, "family": "impg", "doc_number": "455667", "cgst": 0.0, "sgst": 0.0},
        {**bill, "family": "impg", "doc_number": "455999", "taxable_value": 9000.00},
        {**bill, "family": "impg", "doc_number": "455667", "port_code": "INMAA1"},
    )

    result = match(ims, books)

    assert links(result) == [(0, 0, "Exact Match"), (1, 1, "Mismatched")]
    assert result.purchases["status"][2] == "Missing in IMS"


def test_an_invoice_never_meets_a_bill_of_entry(table) -> None:
    result = match(table({"section": "impg", "supplier_gstin": ""}), table({"supplier_gstin": ""}))

    assert links(result) == []
