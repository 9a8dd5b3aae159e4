from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.issues import Issue
from ims_xl.purchases.documents import documents

HEADINGS = {"doc_number": "Invoice Number", "doc_value": "Invoice Value", "place_of_supply": "Place Of Supply"}


def rows(*given: dict[str, object]) -> pd.DataFrame:
    """Cleaned rows of invoice A/1 with other cells where named, from row 5 on."""
    usual: dict[str, object] = {
        "family": "b2b", "supplier_gstin": "27A", "doc_type": "INV", "doc_number": "A/1",
        "doc_date": pd.Timestamp(2026, 10, 5), "doc_value": 3000.0, "place_of_supply": "27",
        "taxable_value": 1000.0, "igst": 0.0, "cgst": 90.0, "sgst": 90.0, "cess": 0.0, "rate": "18",
    }  # fmt: skip
    frame = pd.DataFrame([{**usual, "source_row": at, **row} for at, row in enumerate(given, 5)])
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "object"))


def read(*given: dict[str, object]) -> tuple[pd.DataFrame, list[Issue]]:
    return documents(rows(*given), HEADINGS)


def test_a_row_is_a_document() -> None:
    frame, issues = read({}, {"doc_number": "A/2", "taxable_value": 5.0})
    assert frame["doc_number"].tolist() == ["A/1", "A/2"]
    assert frame["taxable_value"].tolist() == [1000.0, 5.0]
    assert "rate" not in frame
    assert issues == []


def test_rows_of_several_rates_are_one_document() -> None:
    frame, issues = read(
        {"rate": "12", "taxable_value": 50000.0, "cgst": 3000.0, "sgst": 3000.0},
        {"doc_number": "B", "taxable_value": 7.0},
        {"rate": "18", "taxable_value": 99152.54, "cgst": 8923.73, "sgst": 8923.73, "doc_number": "a/1"},
    )
    assert frame[["doc_number", "source_row"]].to_numpy().tolist() == [["A/1", 5], ["B", 6]]
    amounts = ["doc_value", "taxable_value", "igst", "cgst", "sgst", "cess"]
    assert frame.loc[0, amounts].tolist() == [3000.0, 149152.54, 0.0, 11923.73, 11923.73, 0.0]
    assert issues == []


def test_documents_that_differ_in_supplier_type_number_or_day_are_apart() -> None:
    frame, issues = read(
        {},
        {"supplier_gstin": "24B"},
        {"doc_type": "DN"},
        {"doc_number": "A-1"},
        {"doc_date": pd.Timestamp(2026, 10, 6)},
        {"family": "eco"},
    )
    assert len(frame) == 6
    assert issues == []


def test_an_exact_repetition_counts_once() -> None:
    frame, (warning,) = read({}, {"rate": "12", "taxable_value": 2.0}, {})
    assert frame["taxable_value"].tolist() == [1002.0]
    assert (warning.severity, warning.row, warning.column, warning.value) == ("warning", 7, "Invoice Number", "A/1")
    assert warning.reason == "the row repeats an earlier one in every cell and was left out"


def test_the_same_rate_twice_is_added_with_a_note() -> None:
    frame, (note,) = read({}, {"taxable_value": 2.0})
    assert frame["taxable_value"].tolist() == [1002.0]
    assert (note.severity, note.row) == ("note", 6)
    assert note.reason == "the same rate stands twice in this document; the rows were added"


def test_where_files_have_no_rate_several_rows_are_a_warning() -> None:
    frame, (warning,) = documents(rows({}, {"taxable_value": 2.0}).drop(columns="rate"), HEADINGS)
    assert frame["taxable_value"].tolist() == [1002.0]
    assert warning.severity == "warning"
    assert warning.reason == "the document stands in several rows; they were added"


def test_different_document_values_are_told_and_the_largest_counts() -> None:
    frame, (warning,) = read({"rate": "12"}, {"doc_value": 2999.0})
    assert frame["doc_value"].tolist() == [3000.0]
    assert warning.reason == "the rows of this document have different document values; the largest was used"
    assert (warning.row, warning.column, warning.value) == (5, "Invoice Value", "3000; 2999")


def test_different_places_are_told_and_a_blank_is_no_difference() -> None:
    frame, (warning,) = read(
        {"rate": "5", "place_of_supply": ""}, {"rate": "12", "place_of_supply": "29"}, {"rate": "18"}
    )
    assert frame["place_of_supply"].tolist() == ["29"]
    assert warning.reason == "the rows of this document have different places of supply; the first was used"


def test_a_missing_amount_stays_missing_when_all_rows_miss_it() -> None:
    frame, _ = read({"taxable_value": np.nan, "rate": "12"}, {"taxable_value": np.nan})
    assert frame["taxable_value"].isna().tolist() == [True]
    frame, _ = read({"taxable_value": np.nan, "rate": "12"}, {"taxable_value": 5.0})
    assert frame["taxable_value"].tolist() == [5.0]


def test_own_columns_keep_every_different_value() -> None:
    frame, _ = read(
        {"rate": "5", "Ledger": "Steel", "Kg": 5.0},
        {"rate": "12", "Ledger": "", "Kg": ""},
        {"Ledger": "Freight", "Kg": 5.0},
    )
    assert frame[["Ledger", "Kg"]].to_numpy().tolist() == [["Steel; Freight", 5.0]]


def test_a_credit_note_booked_negative_becomes_positive() -> None:
    frame, (note,) = read(
        {"doc_type": "CN", "doc_value": -1180.0, "taxable_value": -1000.0, "cgst": -90.0, "sgst": -90.0}
    )
    assert frame[["doc_value", "taxable_value", "cgst", "sgst"]].to_numpy().tolist() == [[1180.0, 1000.0, 90.0, 90.0]]
    assert note.severity == "note"


def test_a_negative_row_inside_a_credit_note_is_subtracted_from_it() -> None:
    frame, issues = read(
        {"doc_type": "CN", "rate": "12", "taxable_value": -200.0, "cgst": -12.0, "sgst": -12.0}, {"doc_type": "CN"}
    )
    assert frame[["taxable_value", "cgst"]].to_numpy().tolist() == [[800.0, 78.0]]
    assert issues == []


def test_a_negative_invoice_is_a_credit_note_and_told() -> None:
    frame, (warning,) = read({"taxable_value": -1000.0, "cgst": -90.0, "sgst": -90.0})
    assert frame[["family", "doc_type", "taxable_value", "cgst"]].to_numpy().tolist() == [["cdnr", "CN", 1000.0, 90.0]]
    assert warning.reason == "an invoice with negative amounts is read as the supplier's credit note"


def test_a_negative_part_of_an_invoice_stays_one() -> None:
    day = pd.Timestamp(2026, 10, 6)
    frame, (warning,) = read({}, {"doc_date": day, "taxable_value": -400.0, "cgst": -36.0, "sgst": -36.0})
    assert frame[["doc_type", "taxable_value"]].to_numpy().tolist() == [["INV", 1000.0], ["INV", -400.0]]
    assert warning.reason == "the amounts are negative; the document is compared with credit notes too"


def test_no_rows_are_no_documents() -> None:
    frame, issues = documents(rows({}).iloc[:0], HEADINGS)
    assert len(frame) == 0
    assert issues == []


PAISE = st.integers(0, 10**12)


@given(st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), PAISE, PAISE), min_size=1, max_size=12))
@settings(max_examples=50, deadline=None)
def test_sums_are_right_to_the_paisa_and_no_rupee_is_lost(cells: list[tuple[str, int, int]]) -> None:
    given_rows = [
        {"doc_number": number, "rate": str(at), "taxable_value": taxable / 100, "igst": tax / 100}
        for at, (number, taxable, tax) in enumerate(cells)
    ]
    frame, _ = read(*given_rows)
    for number, taxable, tax in zip(frame["doc_number"], frame["taxable_value"], frame["igst"], strict=True):
        mine = [cell for cell in cells if cell[0] == number]
        assert Decimal(f"{taxable:.2f}") == Decimal(sum(cell[1] for cell in mine)) / 100
        assert Decimal(f"{tax:.2f}") == Decimal(sum(cell[2] for cell in mine)) / 100
    assert sorted(frame["doc_number"]) == sorted({cell[0] for cell in cells})


@pytest.mark.parametrize("taxable", [0.0, np.nan])
@pytest.mark.parametrize(("booked", "told"), [(900.0, 0), (-900.0, 1)])
def test_a_credit_note_of_tax_alone_is_positive_however_it_was_booked(taxable: float, booked: float, told: int) -> None:
    """Only what is booked negative is turned; 900.00 stays 900.00."""
    frame, issues = read({"doc_type": "CN", "taxable_value": taxable, "igst": booked, "cgst": 0.0, "sgst": 0.0})
    assert frame["igst"].tolist() == [900.0]
    assert frame["taxable_value"].fillna(0.0).tolist() == [0.0]
    assert len(issues) == told


def test_a_credit_note_without_any_tax_is_left_as_it_is() -> None:
    frame, issues = read({"doc_type": "CN", "taxable_value": 0.0, "cgst": 0.0, "sgst": 0.0, "doc_value": -5.0})
    assert frame["doc_value"].tolist() == [-5.0]
    assert issues == []


def test_negative_tax_under_a_positive_value_is_no_reversal_of_the_note() -> None:
    frame, issues = read({"doc_type": "CN", "taxable_value": 1000.0, "cgst": -1.0, "sgst": -2.0})
    assert frame[["taxable_value", "cgst", "sgst"]].to_numpy().tolist() == [[1000.0, -1.0, -2.0]]
    assert issues == []


def test_every_amount_of_a_note_booked_negative_is_turned_and_the_credit_with_it() -> None:
    frame, _ = read(
        {
            "doc_type": "CN", "doc_value": -1186.5, "taxable_value": -1000.0, "igst": -11.0, "cgst": -22.0,
            "sgst": -33.0, "cess": 4.0, "availed_igst": -11.0, "availed_cess": 4.0,
        }
    )  # fmt: skip
    columns = ["doc_value", "taxable_value", "igst", "cgst", "sgst", "cess", "availed_igst", "availed_cess"]
    assert frame[columns].to_numpy().tolist() == [[1186.5, 1000.0, 11.0, 22.0, 33.0, -4.0, 11.0, 4.0]]
