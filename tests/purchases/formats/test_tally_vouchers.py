"""Vouchers of Tally as XML; every figure by hand. Debits are negative, as Tally writes them."""

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

COLUMNS = ["doc_type", "doc_number", "taxable_value", "igst", "cgst", "sgst", "doc_value"]
PAID = [("Uttam", 1180), ("Purchase 18%", -1000), ("Input CGST", -90), ("Input SGST", -90)]


def entries(lines, kind="LEDGERENTRIES.LIST", more=""):
    return "".join(
        f"<{kind}><LEDGERNAME>{name}</LEDGERNAME><AMOUNT>{amount}</AMOUNT>{more}</{kind}>" for name, amount in lines
    )


def voucher(lines=PAID, *, kind="Purchase", inside="", **elements):
    usual = {
        "DATE": "20261008", "VOUCHERTYPENAME": kind, "VOUCHERNUMBER": "17", "REFERENCE": "A/1", "REFERENCEDATE": "20261005",
        "PARTYLEDGERNAME": "Uttam", "PARTYGSTIN": MUMBAI, "CMPGSTIN": BUYER,
    }  # fmt: skip
    written = "".join(f"<{name}>{text}</{name}>" for name, text in (usual | elements).items())
    return f"<TALLYMESSAGE><VOUCHER>{written}{inside or entries(lines)}</VOUCHER></TALLYMESSAGE>"


@pytest.fixture
def read(tmp_path):
    def read(*messages, wanted=BUYER):
        path = tmp_path / "DayBook.xml"
        path.write_text(f"<ENVELOPE><BODY><DATA>{''.join(messages)}</DATA></BODY></ENVELOPE>", encoding="utf-8")
        return read_purchases([path], recipient_gstin=wanted)

    return read


def documents(result):
    return result.books[COLUMNS].to_numpy().tolist()


def reasons(result):
    return [issue.reason for issue in result.issues]


def test_a_line_that_stands_in_both_lists_counts_once(read):
    result = read(voucher(inside=entries(PAID) + entries(PAID, "ALLLEDGERENTRIES.LIST")))
    assert documents(result) == [["INV", "A/1", 1000.0, 0.0, 90.0, 90.0, 1180.0]]
    assert result.issues == []


def test_items_count_where_they_hold_the_purchase_ledger_and_not_twice(read):
    item = "<ALLINVENTORYENTRIES.LIST><AMOUNT>-1000</AMOUNT></ALLINVENTORYENTRIES.LIST>"
    without = entries([one for one in PAID if one[0] != "Purchase 18%"])
    for inside in (without + item, entries(PAID) + item):
        assert documents(read(voucher(inside=inside))) == [["INV", "A/1", 1000.0, 0.0, 90.0, 90.0, 1180.0]]


@pytest.mark.parametrize("lines", [[*PAID, ("Freight", -50)], [("Uttam", "USD 5 @ 80"), *PAID[1:]]])
def test_lines_that_do_not_sum_to_zero_or_cannot_be_read_cost_the_voucher(read, lines):
    result = read(voucher(lines), voucher(REFERENCE="A/2"))
    assert result.books["doc_number"].tolist() == ["A/2"]
    assert reasons(result)[0].endswith("or whose lines do not sum to zero: left out (rows 1)")


def test_a_ledger_named_after_a_tax_is_the_value_where_nothing_else_is(read):
    lines = [("Uttam", 1180), ("Purchase IGST 18%", -1000), ("Input IGST", -180)]
    assert documents(read(voucher(lines))) == [["INV", "A/1", 1000.0, 180.0, 0.0, 0.0, 1180.0]]


def test_tds_and_round_off_are_no_part_of_the_value(read):
    lines = [("Uttam", 1160), ("TDS 194C", 20.4), ("Round Off", -0.4), *PAID[1:]]
    result = read(voucher(lines))
    assert documents(result) == [["INV", "A/1", 1000.0, 0.0, 90.0, 90.0, 1160.0]]
    assert result.issues == []


def test_tax_under_reverse_charge_is_no_credit_of_the_supplier(read):
    lines = [("Uttam", 1000), ("Legal Fees", -1000), ("RCM Input CGST", -90), ("RCM CGST Payable", 90)]
    result = read(voucher(lines))
    assert documents(result) == [["INV", "A/1", 1000.0, 0.0, 0.0, 0.0, 1000.0]]
    assert result.books["reverse_charge"].tolist() == [True]


def test_a_tax_ledger_that_is_none_of_input_tax_is_told(read):
    lines = [("Uttam", 1180), ("Purchase 18%", -1000), ("Ineligible CGST", -90), ("Ineligible SGST", -90)]
    assert reasons(read(voucher(lines))) == ["value and tax do not add up to what the party gets (rows 1)"]


def test_a_tax_too_high_to_be_one_is_told(read):
    lines = [("Uttam", 1180), ("Office Costs", -180), ("IGST Goods", -1000)]
    assert "the tax is more than 45% of the value (rows 1)" in reasons(read(voucher(lines)))


def test_notes_of_customers_are_left_out(read):
    sold = [("Kaveri", 118), ("Sales Return", -100), ("Output IGST", -18)]
    unclear = [("Kaveri", 118), ("Goods 18%", -100), ("IGST", -18)]
    more = [("Uttam", 118), ("Purchase 18%", -100), ("Input IGST", -18)]
    result = read(
        voucher(sold, kind="Credit Note"),
        voucher(unclear, kind="Credit Note"),
        voucher(more, kind="Credit Note", REFERENCE="DN1"),
    )
    assert documents(result) == [["DN", "DN1", 100.0, 18.0, 0.0, 0.0, 118.0]]
    assert reasons(result) == [
        "vouchers that are no purchases were left out (rows 1)",
        "notes of which it is not clear whether a supplier or a customer has them: left out (rows 2)",
    ]


def test_a_type_of_the_accountants_own_is_told_by_its_amounts(read):
    result = read(voucher(kind="GST Bill"), voucher(kind="GST Bill", PARTYGSTIN=""), voucher(kind="Purchase Order"))
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert reasons(result) == [
        "vouchers that are no purchases were left out (rows 2-3)",
        "vouchers of a type that does not say purchase, taken for purchases by their amounts (rows 1)",
    ]


def test_a_missing_reference_is_the_new_bills_name_or_an_error_and_never_the_voucher_number(read):
    bill = "<BILLALLOCATIONS.LIST><NAME>B-9</NAME><BILLTYPE>New Ref</BILLTYPE></BILLALLOCATIONS.LIST>"
    lines = entries(PAID[:1], more=bill) + entries(PAID[1:])
    result = read(
        voucher(REFERENCE="", inside=lines),
        voucher(REFERENCE="&#4; Not Applicable"),
        voucher(REFERENCE="A/3", REFERENCEDATE=""),
    )
    assert result.books[["doc_number", "voucher_number"]].to_numpy().tolist() == [["B-9", "17"], ["A/3", "17"]]
    assert reasons(result) == [
        "the document number is missing",
        "no reference: the name of the new bill was taken for the supplier's number (rows 1)",
        "no supplier's date: the day of booking was taken (rows 3)",
    ]


def test_the_gstin_of_a_ledgers_own_record_is_used(read):
    ledger = "<TALLYMESSAGE><LEDGER NAME='Uttam'><LEDGSTREGDETAILS.LIST><GSTIN>{}</GSTIN></LEDGSTREGDETAILS.LIST>{}</LEDGER></TALLYMESSAGE>"
    more = f"<LEDGSTREGDETAILS.LIST><GSTIN>{SURAT}</GSTIN></LEDGSTREGDETAILS.LIST>"
    assert read(ledger.format(MUMBAI, ""), voucher(PARTYGSTIN="")).books["supplier_gstin"].tolist() == [MUMBAI]
    assert read(ledger.format(MUMBAI, more), voucher(PARTYGSTIN="")).books["supplier_gstin"].tolist() == [""]


def test_vouchers_of_another_or_of_several_registrations_are_refused(read):
    assert len(read(voucher(CMPGSTIN=SURAT)).books) == 0
    result = read(voucher(), voucher(CMPGSTIN=SURAT))
    assert reasons(result) == [f"the vouchers are of several registrations: {SURAT}, {BUYER}"]


def test_an_answer_without_vouchers_says_what_to_do(read):
    (issue,) = read("<LINEERROR>Could not find Report</LINEERROR>").issues
    assert issue.reason == "the file is a Tally file of vouchers"
    assert issue.remedy.startswith("No voucher is in it.")
