"""A proposal for each column of a register, told by headings, cells and the arithmetic of the rows."""

from pathlib import Path

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.issues import ImsError
from ims_xl.purchases.detect import open_content
from ims_xl.purchases.proposal import header_places, propose
from ims_xl.purchases.sources import Source

TITLES = "Sr,Pty GST No,Party,Bill No,Bill Dt,Amount,CGST,SGST,IGST,Kul Rashi"
ROWS = (f"1,{MUMBAI},Uttam,A/1,05-10-2026,1000,90,90,0,1180", f"2,{SURAT},Surat,S/1,06-10-2026,2000,0,0,360,2360")


def content(*lines: str, name: str = "list.csv"):
    return open_content(Source(name, Path(name), "\n".join(lines).encode(), ""))


def choices(mapping):
    return {column.title: column.choice for column in mapping.columns}


def test_each_column_gets_a_field_a_reason_and_its_first_cells():
    mapping = propose(content("Deccan", "", TITLES, *ROWS), BUYER, {})
    assert choices(mapping) == {
        "Sr": "Not used", "Pty GST No": "Supplier GSTIN", "Party": "Supplier name", "Bill No": "Document number",
        "Bill Dt": "Document date", "Amount": "Taxable value", "CGST": "CGST", "SGST": "SGST / UTGST", "IGST": "IGST",
        "Kul Rashi": "Document value",
    }  # fmt: skip
    assert (mapping.file, mapping.row, mapping.problems()) == ("list.csv", 3, [])
    number = mapping.columns[3]
    assert (number.confidence, number.reason, number.samples) == (95, "The heading is known", ("A/1", "S/1", ""))


def test_value_before_and_after_tax_are_told_by_the_arithmetic_where_both_are_called_amount():
    titles = TITLES.replace("Amount", "Amount 1").replace("Kul Rashi", "Amount 2")
    swapped = TITLES.replace("Amount", "Amt A").replace("Kul Rashi", "Amt B")
    for one in (titles, swapped):
        mapping = propose(content(one, *ROWS), BUYER, {})
        assert [mapping.columns[at].choice for at in (5, 9)] == ["Taxable value", "Document value"]
        assert mapping.columns[5].reason == "With the taxes it adds up in 100% of the rows"


def test_cells_outvote_a_heading():
    rows = [row.replace("05-10-2026", "paid").replace("06-10-2026", "due") for row in ROWS]
    date = propose(content(TITLES, *rows), BUYER, {}).columns[4]
    assert (date.choice, date.reason) == ("Not used", "The heading says Document date, its cells do not fit")


def test_gstins_are_told_by_their_cells_and_the_buyers_own_is_no_suppliers():
    titles = TITLES.replace("Pty GST No", "Code").replace("Sr", "GSTIN")
    rows = [row.replace(row[0], BUYER, 1) for row in ROWS]
    mapping = propose(content(titles, *rows), BUYER, {})
    assert [(one.choice, one.reason) for one in mapping.columns[:2]] == [
        ("Not used", "Your own GSTIN"), ("Supplier GSTIN", "Its cells are GSTINs"),
    ]  # fmt: skip


def test_of_two_dates_the_suppliers_is_taken_and_the_other_says_why():
    titles = TITLES.replace("Sr", "Voucher Date")
    rows = [row.replace(row[0], "10-10-2026", 1) for row in ROWS]
    mapping = propose(content(titles, *rows), BUYER, {})
    assert [(one.choice, one.reason) for one in mapping.columns[:1]] == [
        ("Not used", "Another column fits Document date better")
    ]


def test_columns_of_one_rate_each_are_all_proposed():
    titles = (
        "GSTIN,Bill No,Bill Date,Taxable 5%,Taxable 18%,Input CGST 2.5%,Input CGST 9%,Input SGST 2.5%,Input SGST 9%"
    )
    mapping = propose(content(titles, f"{MUMBAI},A/1,05-10-2026,100,1000,2.5,90,2.5,90"), BUYER, {})
    assert [column.choice for column in mapping.columns[3:]] == [
        *["Taxable value"] * 2, *["CGST"] * 2, *["SGST / UTGST"] * 2,
    ]  # fmt: skip


def test_what_was_chosen_for_a_heading_before_goes_before_everything():
    mapping = propose(content(TITLES, *ROWS), BUYER, {"bill no": "Voucher number"})
    assert (mapping.columns[3].choice, mapping.columns[3].reason) == (
        "Voucher number", "You chose it for this heading before",
    )  # fmt: skip


def test_what_is_missing_is_named():
    mapping = propose(content("Party,Bill Dt,Taxable Value,HSN", "Uttam,05-10-2026,1000,8471"), BUYER, {})
    assert mapping.problems() == [
        "no column is Supplier GSTIN, Document number", "no column is IGST, CGST or SGST",
    ]  # fmt: skip


def test_headings_are_found_again_under_another_case_and_a_longer_preamble():
    mapping = propose(content(TITLES, *ROWS), BUYER, {})
    later = content("Deccan", "Pune", TITLES.upper().replace("BILL NO", "Bill  No."), *ROWS)
    other = content(TITLES.replace("Bill No", "Order No"), *ROWS)
    assert header_places(later.sheets[0], mapping.fingerprint) == [2]
    assert header_places(other.sheets[0], mapping.fingerprint) == []


def test_headings_in_hindi_letters_are_told_from_each_other():
    hindi = "जीएसटी नंबर,बिल संख्या,दिनांक,कर योग्य मूल्य,CGST,SGST,IGST"
    mapping = propose(content(hindi, f"{MUMBAI},A/1,05-10-2026,1000,90,90,0"), BUYER, {})
    assert mapping.problems() == []
    other = content(hindi.replace("बिल संख्या", "क्रम"), f"{MUMBAI},A/1,05-10-2026,1000,90,90,0")
    assert header_places(other.sheets[0], mapping.fingerprint) == []


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (("a,b,c", "1,2,3"), "no row of headings was found that says what"),
        (('{"fp": "102026"}',), "only tables have columns to map"),
    ],
)
def test_a_file_without_headings_or_without_a_table_is_told(file, reason):
    with pytest.raises(ImsError, match=reason):
        propose(content(*file), BUYER, {})
