"""What headings of any register are taken for: English, abbreviated, slips of the pen, Hindi."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.heading_words import folded, guess, spelled
from ims_xl.register_words import FIELDS

HEADINGS = {
    "supplier_gstin": [
        "GSTIN", "GST No.", "Party GSTIN", "Pty. GST No", "Vendor GSTIN", "Supplier GST Regn No", "Seller's GSTIN", "CTIN",
    ],
    "supplier_name": ["Party Name", "Name of Supplier", "Vendor", "Party ka Naam", "Vikreta", "विक्रेता का नाम", "Trade Name"],
    "doc_number": [
        "Bill No.", "Inv. No", "INVOICE NUMBER", "Supplier Invoice No.", "Bill Sankhya", "Beejak Kramank", "बिल संख्या",
        "Invioce No", "Vendor Inv #No",
    ],
    "doc_date": ["Bill Dt.", "Invoice Date*", "Dinank", "Bill ki Tarikh", "दिनांक", "Inv Date"],
    "taxable_value": ["Taxable Value (₹)", "Taxable Amt", "Basic Amount", "Kar Yogya Rashi", "कर योग्य मूल्य", "Txbl Val", "Taxable 5%"],
    "doc_value": ["Invoice Value", "Bill Amt.", "Grand Total", "Kul Rashi", "कुल राशि"],
    "igst": ["IGST", "IGST Amt (Rs.)", "I.G.S.T.".replace(".", ""), "I GST", "Integrated Tax", "Input IGST 18%", "एकीकृत कर"],
    "cgst": ["CGST", "Central Tax", "C.GST", "Kendriya Kar", "Input CGST 9%"],
    "sgst": ["SGST/UTGST", "State Tax", "S.GST", "Rajya Kar", "UTGST Amt"],
    "cess": ["Cess", "Compensation Cess", "Upkar"],
    "place_of_supply": ["Place of Supply", "POS", "Aapurti ka Sthan"],
    "reverse_charge": ["RCM", "Reverse Charge", "Is Reverse Charge"],
    "voucher_number": ["Vch No.", "Voucher Number"],
    "rate": ["GST Rate", "Rate of Tax"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "title"), [(field, title) for field, titles in HEADINGS.items() for title in titles])
def test_a_heading_names_its_field(field, title):
    assert guess(title).field == field, spelled(title)


@pytest.mark.parametrize(
    "title",
    ["HSN", "Remarks", "Narration", "Quantity", "Sr", "Total GST", "Tax Amount", "IGST %", "CGST Rate", "RCM CGST Payable", "",
     "Cost centre", "Output IGST"],
)  # fmt: skip
def test_what_is_no_field_of_ours_is_left(title):
    assert guess(title).field == ""


def test_a_ledger_of_purchases_named_after_a_tax_is_value():
    assert guess("Purchase IGST 18%")[:2] == ("taxable_value", 60)


def test_a_surer_heading_has_more_confidence():
    assert guess("Supplier Invoice No").confidence > guess("Invoice No").confidence > guess("Reference").confidence
    assert guess("Invoice No").confidence > guess("Invioce No").confidence


@given(
    st.permutations(["taxable", "value"]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from([" ", "_", " - "]),
)
def test_order_case_and_signs_of_the_words_do_not_matter(words, case, between):
    assert guess(case(between.join(words))) == guess("Taxable Value")


@given(st.text(max_size=80))
def test_any_text_is_taken(title):
    found = guess(title)
    assert found.field in {"", *FIELDS}
    assert 0 <= found.confidence <= 100
    assert folded(folded(title)) == folded(title)
