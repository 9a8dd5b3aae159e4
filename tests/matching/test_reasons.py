"""The sentences an accountant reads, written out."""

import pytest

from ims_xl.gst.outside_ims import OUTSIDE
from ims_xl.matching import match
from ims_xl.matching.reasons import REASONS

PAIRS = [
    ({}, "Number, amounts and date agree."),
    (
        {"doc_number": "SSF-26-27-0417"},
        "Number written differently: IMS SSF/26-27/0417, books SSF-26-27-0417; amounts and date agree.",
    ),
    (
        {"doc_number": "417"},
        "Only the serial number agrees: IMS SSF/26-27/0417, books 417; amounts and date agree.",
    ),
    (
        {"doc_number": "SSF/26-27/0471"},
        "Number mistyped: IMS SSF/26-27/0417, books SSF/26-27/0471; amounts and date agree.",
    ),
    ({"doc_number": ""}, "Number is missing: IMS SSF/26-27/0417, books none; amounts and date agree."),
    ({"doc_date": "2026-10-21"}, "Date differs: IMS 09-Oct-2026, books 21-Oct-2026; number and amounts agree."),
    (
        {"doc_date": "2026-09-10"},
        "Day and month exchanged: IMS 09-Oct-2026, books 10-Sep-2026; number and amounts agree.",
    ),
    (
        {"taxable_value": 112345.60},
        "Taxable differs by 1,00,000.00: IMS 12,345.60, books 1,12,345.60; number and date agree.",
    ),
    (
        {"igst": 0.0, "cgst": 1111.10, "sgst": 1111.11},
        "Tax head differs: IMS IGST 2,222.21, books CGST 1,111.10 + SGST 1,111.11; number and date agree.",
    ),
    (
        {"supplier_gstin": "29AAZCS2222F1ZX"},
        "Supplier GSTIN differs: IMS 24AAZCS2222F1ZB, books 29AAZCS2222F1ZX; number, amounts and date agree.",
    ),
    (
        {"supplier_gstin": ""},
        "Supplier GSTIN is missing in books: IMS 24AAZCS2222F1ZB; number, amounts and date agree.",
    ),
    ({"doc_type": "DN"}, "Type differs: IMS invoice, books debit note; number, amounts and date agree."),
    ({"igst": float("nan")}, "IGST missing in books; number and date agree."),
    ({"place_of_supply": "24"}, "Place of supply differs: IMS 27, books 24; number, amounts and date agree."),
    (
        {"doc_number": "SSF/26-27/0417-A"},
        "Number written differently: IMS SSF/26-27/0417, books SSF/26-27/0417-A; amounts and date agree.",
    ),
    ({"doc_number": "PV/1"}, "Number differs: IMS SSF/26-27/0417, books PV/1; amounts and date agree."),
    (
        {"doc_number": "SSF/26-27/0417/GST", "doc_date": None},
        "Number written differently: IMS SSF/26-27/0417, books SSF/26-27/0417/GST; "
        "date is missing: IMS 09-Oct-2026, books no date; amounts agree.",
    ),
    (
        {"recipient_gstin": "24AAZCD1111E1ZY"},
        "Own GSTIN differs: IMS 27AAZCD1111E1ZS, books 24AAZCD1111E1ZY; number, amounts and date agree.",
    ),
    ({"cess": 12.5}, "Cess differs by 12.50: IMS 0.00, books 12.50; number and date agree."),
    (
        {"supplier_gstin": "24AAZCS2223F1ZB", "taxable_value": 12345.00},
        "Supplier GSTIN differs: IMS 24AAZCS2222F1ZB, books 24AAZCS2223F1ZB; "
        "rounding of 0.60 is within tolerance; number, amounts and date agree.",
    ),
    ({"taxable_value": 12346.00}, "Rounding of 0.40 is within tolerance; number, amounts and date agree."),
]


@pytest.mark.parametrize(("booked", "why"), PAIRS)
def test_why_two_documents_are_paired(table, booked: dict[str, object], why: str) -> None:
    result = match(table({}), table(booked))

    assert list(result.pairs["why"]) == [why]
    assert list(result.ims["why"]) == [why]
    assert list(result.purchases["why"]) == [why]


def test_notes_show_both_signs_and_both_numbers(table) -> None:
    ims = table({"doc_type": "CN", "doc_number": "CN/7"})
    books = table({"doc_type": "DN", "doc_number": "DN-3", "taxable_value": -12345.60, "igst": -2222.21})

    assert match(ims, books).pairs["why"][0] == (
        "Type differs: IMS credit note, books debit note; books hold the buyer's own number DN-3, the supplier's note "
        "is CN/7; signs differ: IMS 12,345.60, books -12,345.60; amounts and date agree."
    )


def test_the_rival_of_an_ambiguous_link_is_named(table) -> None:
    rent = {"taxable_value": 50000.00, "igst": 9000.00}
    ims = table({"doc_number": "SSF/0417", **rent})
    books = table({"doc_number": "SSF 0417", **rent}, {"doc_number": "SSF-0417", **rent})

    why = match(ims, books).pairs["why"][0]

    assert "another document is nearly as good: SSF" in why


def test_the_nearest_document_and_what_failed(table) -> None:
    ims = table({"doc_number": "2209", "taxable_value": 95000.00, "igst": 17100.00, "doc_date": "2026-09-04"})
    books = table({"doc_number": "2211", "taxable_value": 100000.00, "igst": 18000.00, "doc_date": "2026-09-04"})

    result = match(ims, books)

    assert list(result.ims["nearest"]) == [0]
    assert list(result.purchases["nearest"]) == [0]
    assert result.ims["why"][0] == (
        "Nearest in books: 2211 of 04-Sep-2026; taxable differs by 5,000.00: IMS 95,000.00, books 1,00,000.00; "
        "IGST differs by 900.00: IMS 17,100.00, books 18,000.00."
    )
    assert result.purchases["why"][0].startswith("Nearest in IMS: 2209 of 04-Sep-2026; taxable differs by 5,000.00")


def test_a_supplier_without_documents_on_the_other_side(table) -> None:
    result = match(table({}), table({"supplier_gstin": "29AAZFK3333G1ZV", "doc_number": "9", "taxable_value": 5.0}))

    assert list(result.ims["nearest"]) == [-1]
    assert list(result.ims["why"]) == ["Nothing of this supplier stands in books."]
    assert list(result.purchases["why"]) == ["Nothing of this supplier stands in IMS."]


def test_a_row_outside_ims_by_law_says_which(table) -> None:
    books = table({"family": "isd"})

    assert match(table({}).iloc[:0], books).purchases["why"][0] == (
        "Not in IMS by law, credit from an input service distributor: Credit that a head office distributes in GSTR-6 "
        "goes straight to GSTR-2B."
    )


def test_short_forms_fit_their_column() -> None:
    assert [reason.short for reason in REASONS if len(f"nearest: {reason.short}") > 40] == []
    assert [reason.text for reason in OUTSIDE if len(reason.text) > 40] == []
    assert len({reason.code for reason in REASONS}) == len(REASONS)
