import pandas as pd
import pytest

from ims_xl.gst.outside_ims import BY_TEXT, OUTSIDE, UNMATCHED_FAMILIES, outside_ims

USUAL = {
    "family": "b2b",
    "recipient_gstin": "27AAZCD1111E1ZS",
    "supplier_gstin": "24AAZCS2222F1ZB",
    "doc_type": "INV",
    "doc_date": pd.Timestamp("2026-10-09"),
    "booking_date": pd.Timestamp("2026-10-12"),
    "supply_type": "R",
    "place_of_supply": "27",
    "reverse_charge": False,
    "igst": 180.0,
    "cgst": 0.0,
    "sgst": 0.0,
    "cess": 0.0,
}


def reason(**changes: object) -> str:
    return str(outside_ims(pd.DataFrame([{**USUAL, **changes}])).iloc[0])


def test_an_ordinary_purchase_belongs_in_ims() -> None:
    assert reason() == ""


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"reverse_charge": True}, "reverse charge"),
        ({"family": "imps"}, "import of services"),
        ({"family": "impg", "doc_date": pd.Timestamp("2025-09-30")}, "import of goods before October 2025"),
        ({"family": "isd"}, "credit from an input service distributor"),
        ({"family": "b2bur"}, "unregistered supplier"),
        ({"family": "cdnur"}, "unregistered supplier"),
        ({"supplier_gstin": "0717USA12345NRF"}, "non-resident supplier (GSTR-5)"),
        ({"supplier_gstin": " 2721abw 00003nrc"}, "non-resident supplier (GSTR-5)"),
        ({"supplier_gstin": "2721ABW00003NFT"}, "non-resident supplier (GSTR-5)"),
        ({"supplier_gstin": "9917USA12345OS8"}, "online services from abroad (OIDAR)"),
        ({"igst": 0.0}, "no tax: exempt, nil or composition"),
        ({"place_of_supply": "24"}, "credit barred by place of supply"),
        (
            {"doc_date": pd.Timestamp("2025-03-31"), "booking_date": pd.Timestamp("2025-12-01")},
            "booked after the section 16(4) date",
        ),
    ],
)
def test_reasons(changes: dict[str, object], text: str) -> None:
    assert reason(**changes) == text


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "impg", "doc_date": pd.Timestamp("2025-10-01")},
        {"igst": 0.0, "supply_type": "SEWOP"},  # to a special economic zone without payment of tax
        {"igst": float("nan")},  # missing is not zero
        {"place_of_supply": "24", "recipient_gstin": "24AAZCD1111E1ZY"},
        {"place_of_supply": "24", "supply_type": "SEWP"},  # to a special economic zone: inter-State wherever it lies
        {"place_of_supply": "29"},  # another State than the supplier's: integrated tax, credit allowed
        {"doc_date": pd.Timestamp("2025-03-31"), "booking_date": pd.Timestamp("2025-11-30")},
        {"doc_date": pd.Timestamp("2025-03-31"), "booking_date": pd.Timestamp("2025-12-01"), "doc_type": "CN"},
        {"supplier_gstin": "0719ABW00017UNR"},  # a UN body or embassy
        {"supplier_gstin": "27MUMX12345B1DU"},  # a deductor of tax
        {"booking_date": pd.NaT},
        {"doc_date": pd.NaT},
    ],
)
def test_close_cases_that_belong_in_ims(changes: dict[str, object]) -> None:
    assert reason(**changes) == ""


def test_columns_may_be_missing_and_the_index_is_kept() -> None:
    found = outside_ims(pd.DataFrame({"family": ["isd", "b2b"]}, index=[7, 3]))

    assert found.to_dict() == {7: "credit from an input service distributor", 3: ""}
    assert outside_ims(pd.DataFrame({"family": []})).empty


def test_every_reason_has_a_sentence_and_a_source() -> None:
    assert all(row.sentence and row.source for row in OUTSIDE)
    assert len(BY_TEXT) == len(OUTSIDE)


@pytest.mark.parametrize("family", sorted(UNMATCHED_FAMILIES))
def test_families_that_never_match_have_a_reason(family: str) -> None:
    assert reason(family=family) != ""


@pytest.mark.parametrize(
    "changes",
    [
        {"supplier_gstin": "", "place_of_supply": ""},
        {"supplier_gstin": "", "place_of_supply": "", "recipient_gstin": ""},
        {"place_of_supply": "24", "recipient_gstin": ""},
        {"supplier_gstin": "", "place_of_supply": "24"},
    ],
)
def test_a_credit_is_not_barred_by_what_is_not_known(changes: dict[str, object]) -> None:
    assert reason(**changes) == ""


def test_a_credit_is_barred_by_the_place_in_each_row_of_its_own() -> None:
    rows = pd.DataFrame([USUAL, {**USUAL, "place_of_supply": "24"}, {**USUAL, "supplier_gstin": "27AAPFU0939F1ZV"}])
    assert outside_ims(rows).tolist() == ["", "credit barred by place of supply", ""]


@pytest.mark.parametrize("head", ["igst", "cgst", "sgst", "cess"])
def test_tax_under_one_head_is_enough_to_belong_in_ims(head: str) -> None:
    assert reason(**{"igst": 0.0, head: 0.01}) == ""


@pytest.mark.parametrize(
    ("doc_date", "last"), [("2025-04-01", "2026-11-30"), ("2026-03-31", "2026-11-30"), ("2024-12-31", "2025-11-30")]
)
def test_the_last_day_of_booking_is_that_of_the_documents_own_year(doc_date: str, last: str) -> None:
    dated, day = pd.Timestamp(doc_date), pd.Timestamp(last)
    assert reason(doc_date=dated, booking_date=day) == ""
    assert reason(doc_date=dated, booking_date=day + pd.Timedelta(days=1)) == "booked after the section 16(4) date"


@pytest.mark.parametrize("supply", ["SEWOP", "SEZWOP", "DE"])
def test_supplies_without_payment_of_tax_belong_in_ims(supply: str) -> None:
    assert reason(igst=0.0, supply_type=supply) == ""


def test_a_late_import_is_told_as_disputed() -> None:
    late = {"doc_date": pd.Timestamp("2025-12-10"), "booking_date": pd.Timestamp("2026-12-01")}
    text = reason(family="impg", supplier_gstin="", **late)
    assert text == "import after 16(4) date (disputed)"
    assert "disputed" in BY_TEXT[text].sentence
    assert reason(**late) == "booked after the section 16(4) date"


def test_credit_ends_with_the_annual_return_where_that_was_earlier() -> None:
    """The annual return of 2025-26 was filed on 15-Oct-2026, before 30-Nov-2026."""
    dated, filed = pd.Timestamp("2026-01-10"), pd.Timestamp("2026-10-15")
    assert reason(doc_date=dated, booking_date=filed, claim_until=filed) == ""
    late = reason(doc_date=dated, booking_date=pd.Timestamp("2026-10-16"), claim_until=filed)
    assert late == "booked after the section 16(4) date"
