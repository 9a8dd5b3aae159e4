"""Documents that are not simply open: duplicates, amended, earlier GSTR-2B, linked by hand."""

import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.matching import match

AUGUST = {"gstr2b_period": "082026", "part": "docdata", "section": "b2b"}


def test_a_second_booking_is_a_duplicate_of_the_first(table) -> None:
    result = match(table({}), table({"source_row": 7}, {"source_row": 12}))

    assert list(result.pairs["status"]) == ["Exact Match"]
    assert sorted(result.purchases["status"]) == ["Exact Match", "Missing in IMS"]
    assert sorted(result.purchases["duplicate_of"]) in ([-1, 0], [-1, 1])
    assert set(result.purchases["reason"]) - {""} <= {"duplicate of row 7", "duplicate of row 12"}


def test_a_second_booking_may_be_written_differently(table) -> None:
    result = match(table({}), table({}, {"doc_number": "SSF-26-27-0417"}))

    assert list(result.purchases["reason"]) == ["", "duplicate of row 1"]
    assert list(result.purchases["duplicate_of"]) == [-1, 0]
    assert result.purchases["why"][1] == (
        "Same supplier, number, date and amounts as row 1 (SSF/26-27/0417), which is matched."
    )


def test_of_two_bookings_without_partner_one_is_not_reported(table) -> None:
    result = match(table({}).iloc[:0], table({}, {}))

    assert sorted(reason[:9] for reason in result.purchases["reason"]) == ["duplicate", "not repor"]


def test_a_document_reported_twice_is_paired_once(table) -> None:
    result = match(table({"supplier_period": "092026"}, {"supplier_period": "102026"}), table({}))

    assert list(result.pairs["status"]) == ["Exact Match"]
    assert list(result.pairs["ambiguous"]) == [False]
    assert sorted(result.ims["short"]) == ["all details agree", "reported twice"]


def test_the_amended_record_is_paired_and_its_original_replaced(table) -> None:
    ims = table(
        {"section": "b2b", "doc_number": "SSF/1", "taxable_value": 900.0, "igst": 162.0},
        {
            "section": "b2ba",
            "doc_number": "SSF/1A",
            "original_number": "SSF/1",
            "original_date": pd.Timestamp("2026-10-09"),
            "taxable_value": 1000.0,
            "igst": 180.0,
        },
    )
    books = table({"doc_number": "SSF/1", "taxable_value": 1000.0, "igst": 180.0})

    result = match(ims, books)

    assert list(zip(result.pairs["ims_row"], result.pairs["status"], strict=True)) == [(1, "Suggested Match")]
    assert list(result.ims["superseded_by"]) == ["SSF/1A", ""]
    assert result.ims["why"][0].startswith("Replaced by the amended record SSF/1A; act on this original first")


AMENDED = {
    "section": "b2ba",
    "original_number": "SSF/1",
    "original_date": pd.Timestamp("2026-08-05"),
    "taxable_value": 900.0,
    "igst": 162.0,
}
ORIGINAL = {"doc_number": "SSF/1", "doc_date": "2026-08-05", "taxable_value": 1000.0, "igst": 180.0}


def test_an_amended_record_alone_is_paired_with_the_original_in_the_books(table) -> None:
    """Another number, another day months later, other amounts: the record names the document that it amends."""
    ims = table({**AMENDED, "doc_number": "SSF/88", "doc_date": "2026-10-20"})

    pairs = match(ims, table(ORIGINAL)).pairs

    assert list(pairs["status"]) == ["Mismatched"]
    assert pairs["why"][0] == (
        "Taxable differs by 100.00: IMS 900.00, books 1,000.00; IGST differs by 18.00: IMS 162.00, books 180.00; "
        "books hold the original number SSF/1, amended to SSF/88; date differs: IMS 20-Oct-2026, books 05-Aug-2026."
    )


def test_a_number_that_a_record_amends_is_not_enough_when_the_books_hold_it_of_another_year(table) -> None:
    ims = table({**AMENDED, "doc_number": "SSF/88", "doc_date": "2026-10-20"})

    assert match(ims, table({**ORIGINAL, "doc_date": "2025-08-05"})).pairs.empty


def test_an_amended_record_takes_the_booked_original_over_from_an_earlier_month(table) -> None:
    ims, earlier = table({**AMENDED, "doc_number": "SSF/1"}), table({**AUGUST, **ORIGINAL})

    result = match(ims, table(ORIGINAL), earlier=earlier)

    assert list(result.pairs["status"]) == ["Mismatched"]
    assert list(result.purchases["status"]) == ["Mismatched"]


def test_an_amended_record_that_is_booked_itself_leaves_the_original_where_it_was(table) -> None:
    ims, earlier = table({**AMENDED, "doc_number": "SSF/1"}), table({**AUGUST, **ORIGINAL})
    books = table(ORIGINAL, {"doc_number": "SSF/1", "taxable_value": 900.0, "igst": 162.0})

    result = match(ims, books, earlier=earlier)

    assert list(zip(result.pairs["purchase_row"], result.pairs["status"], strict=True)) == [(1, "Exact Match")]
    assert list(result.purchases["reason"]) == ["already in GSTR-2B of Aug-2026", ""]


def test_an_amended_record_does_not_take_over_what_a_person_keeps_apart(table) -> None:
    ims, earlier = table({**AMENDED, "doc_number": "SSF/1"}), table({**AUGUST, **ORIGINAL})
    back = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})

    result = match(ims, table(ORIGINAL), earlier=earlier, unlinked=back)

    assert result.pairs.empty
    assert list(result.purchases["reason"]) == ["already in GSTR-2B of Aug-2026"]


def test_a_late_booked_bill_is_found_in_an_earlier_gstr2b(table) -> None:
    earlier = table({**AUGUST, "doc_number": "KNP/1000/26-27"})
    books = table({"doc_number": "KNP-1000-26-27"})

    result = match(table({}).iloc[:0], books, earlier=earlier)

    assert result.pairs.empty
    assert list(result.purchases["status"]) == ["Missing in IMS"]
    assert list(result.purchases["reason"]) == ["already in GSTR-2B of Aug-2026"]
    assert result.purchases["why"][0] == (
        "In GSTR-2B of Aug-2026 as KNP/1000/26-27 of 09-Oct-2026, books KNP-1000-26-27; "
        "number written differently: GSTR-2B KNP/1000/26-27, books KNP-1000-26-27; amounts and date agree."
    )


def test_rejected_documents_of_an_earlier_gstr2b_gave_no_credit(table) -> None:
    earlier = table({**AUGUST, "part": "docRejdata"})

    result = match(table({}).iloc[:0], table({}), earlier=earlier)

    assert list(result.purchases["reason"]) == ["not reported by supplier"]


def test_ims_is_preferred_and_the_credit_is_marked_as_claimed_twice(table) -> None:
    result = match(table({}), table({}), earlier=table(AUGUST))

    assert list(result.pairs["status"]) == ["Exact Match"]
    assert list(result.ims["claimed_twice"]) == ["in GSTR-2B of Aug-2026"]
    assert "It stands in GSTR-2B of Aug-2026 too" in result.ims["why"][0].replace("; it", "; It")


def test_an_amended_record_is_not_claimed_twice(table) -> None:
    ims = table({"section": "b2ba", "original_number": "SSF/26-27/0417", "original_date": pd.Timestamp("2026-10-09")})

    result = match(ims, table({}), earlier=table(AUGUST))

    assert list(result.ims["claimed_twice"]) == [""]
    assert list(result.pairs["status"]) == ["Exact Match"]


def test_the_same_number_of_an_earlier_year_is_not_claimed_twice(table) -> None:
    result = match(table({}), table({}), earlier=table({**AUGUST, "doc_date": "2025-10-09"}))

    assert list(result.ims["claimed_twice"]) == [""]


def test_links_made_by_hand_are_kept(table) -> None:
    ims = table({}, {"doc_number": "SSF/9", "taxable_value": 500.0, "igst": 90.0})
    books = table({}, {"doc_number": "X", "taxable_value": 700.0, "igst": 126.0})
    locked = pd.DataFrame({"ims_row": [1], "purchase_row": [0]})

    result = match(ims, books, locked=locked)

    assert list(zip(result.pairs["ims_row"], result.pairs["purchase_row"], strict=True)) == [(1, 0)]
    assert result.pairs["status"][0] == "Mismatched"
    assert result.pairs["codes"][0].startswith("by_hand;taxable_value;igst")
    assert result.pairs["short"][0] == "linked by hand; taxable differs; IGST differs; number differs"
    assert list(result.ims["status"]) == ["Missing in PR", "Mismatched"]


def test_two_rows_linked_by_hand_to_one_document_are_compared_on_their_sum(table) -> None:
    ims = table({"taxable_value": 1000.0, "igst": 180.0})
    books = table({"taxable_value": 600.0, "igst": 108.0}, {"doc_number": "B", "taxable_value": 400.0, "igst": 72.0})

    pairs = match(ims, books, locked=pd.DataFrame({"ims_row": [0, 0], "purchase_row": [0, 1]})).pairs

    assert "taxable_value" not in pairs["codes"][0]
    assert list(pairs["purchase_row"]) == [0, 1]


@pytest.mark.parametrize(
    ("ims_rows", "purchase_rows", "reason"),
    [([5], [0], "not there"), ([0], [-1], "not there"), ([0, 1], [0, 0], "linked by hand to two")],
)
def test_links_by_hand_that_cannot_be(table, ims_rows: list[int], purchase_rows: list[int], reason: str) -> None:
    locked = pd.DataFrame({"ims_row": ims_rows, "purchase_row": purchase_rows})

    with pytest.raises(ImsError, match=reason):
        match(table({}, {"doc_number": "2"}), table({}), locked=locked)


def test_a_link_taken_back_by_hand_is_not_made_again(table) -> None:
    ims = table({}, {"doc_number": "SSF/9", "taxable_value": 500.0, "igst": 90.0})
    back = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})

    result = match(ims, table({}), unlinked=back)

    assert result.pairs.empty
    assert result.ims["why"][0] == "Kept apart by hand from SSF/26-27/0417 of 09-Oct-2026."
    assert result.ims["short"][0] == "kept apart by hand"
    assert result.purchases["reason"][0] == "not reported by supplier"
    assert result.purchases["why"][0] == "Kept apart by hand from SSF/26-27/0417 of 09-Oct-2026."


def test_what_was_written_beside_a_link_stands_in_its_reasons(table) -> None:
    ims = table({"doc_number": "SSF/8"}, {"doc_number": "SSF/9", "igst": 0.0, "cgst": 1111.10, "sgst": 1111.11})
    books = table({"doc_number": "SSF-8"}, {"doc_number": "SSF/9"})
    notes = ["as he told us, {x}, 12-Oct-2026", ""]
    locked = pd.DataFrame({"ims_row": [0, 1], "purchase_row": [0, 1], "note": notes})

    pairs = match(ims, books, locked=locked).pairs

    assert list(pairs["status"]) == ["Suggested Match", "Mismatched"]  # another tax head is never less
    assert list(pairs["short"]) == [
        "linked by hand: as he told us, {x}, 12-Oct-2026; number written differently",
        "linked by hand; tax head differs",
    ]
    assert list(pairs["why"]) == [
        "Linked by hand: as he told us, {x}, 12-Oct-2026; number written differently: IMS SSF/8, books SSF-8; "
        "amounts and date agree.",
        "Linked by hand; tax head differs: IMS CGST 1,111.10 + SGST 1,111.11, books IGST 2,222.21; number and date agree.",
    ]


def test_a_link_by_hand_that_agrees_in_everything_is_exact(table) -> None:
    pair = pd.DataFrame({"ims_row": [0], "purchase_row": [0], "note": ["seen"]})

    pairs = match(table({}), table({}), locked=pair).pairs

    assert pairs[["status", "short"]].iloc[0].tolist() == ["Exact Match", "linked by hand: seen"]


def test_what_was_written_beside_two_kept_apart_stands_at_both(table) -> None:
    ims = table({}, {"doc_number": "SSF/9", "taxable_value": 500.0, "igst": 90.0})
    books = table({}, {"doc_number": "SSF/7", "taxable_value": 500.0, "igst": 90.0, "doc_date": "2026-10-01"})
    back = pd.DataFrame({"ims_row": [0, 1], "purchase_row": [0, 0], "note": ["a twin", "not his"]})

    result = match(ims, books, unlinked=back)

    assert list(zip(result.pairs["ims_row"], result.pairs["purchase_row"], strict=True)) == []
    assert list(result.ims["short"]) == ["kept apart by hand: a twin", "kept apart by hand: not his"]
    assert result.ims["why"][1] == (
        "Nearest in books: SSF/7 of 01-Oct-2026; number differs: IMS SSF/9, books SSF/7; date differs: IMS 09-Oct-2026, "
        "books 01-Oct-2026; kept apart by hand from SSF/26-27/0417 of 09-Oct-2026: not his."
    )
    assert result.purchases["why"][0] == (
        "Kept apart by hand from SSF/9 of 09-Oct-2026: not his; "
        "kept apart by hand from SSF/26-27/0417 of 09-Oct-2026: a twin."
    )


def test_a_link_taken_back_leaves_room_for_the_second_best(table) -> None:
    books = table({}, {"doc_number": "SSF-26-27-0417", "doc_date": "2026-10-11"})
    back = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})

    pairs = match(table({}), books, unlinked=back).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], pairs["status"], strict=True)) == [
        (0, 1, "Suggested Match")
    ]


def test_parts_taken_back_are_no_split_booking(table) -> None:
    ims = table({"taxable_value": 1000.0, "igst": 180.0})
    books = table({"taxable_value": 600.0, "igst": 108.0}, {"taxable_value": 400.0, "igst": 72.0})
    back = pd.DataFrame({"ims_row": [0, 0], "purchase_row": [0, 1]})

    assert len(match(ims, books).pairs) == 2
    assert match(ims, books, unlinked=back).pairs.empty


def test_a_pair_cannot_be_linked_and_unlinked(table) -> None:
    pair = pd.DataFrame({"ims_row": [0], "purchase_row": [0]})

    with pytest.raises(ImsError, match="both linked and unlinked"):
        match(table({}), table({}), locked=pair, unlinked=pair)


def test_locked_documents_leave_the_pool(table) -> None:
    ims = table({}, {"doc_number": "SSF/26-27/0418"})
    locked = pd.DataFrame({"ims_row": [1], "purchase_row": [0]})

    pairs = match(ims, table({}), locked=locked).pairs

    assert list(zip(pairs["ims_row"], pairs["purchase_row"], strict=True)) == [(1, 0)]


def test_a_bill_of_another_port_is_no_repetition(table) -> None:
    bill = {"supplier_gstin": "", "doc_number": "455667", "family": "impg"}

    result = match(table({}).iloc[:0], table({**bill, "port_code": "INNSA1"}, {**bill, "port_code": "INMAA1"}))

    assert list(result.purchases["duplicate_of"]) == [-1, -1]
