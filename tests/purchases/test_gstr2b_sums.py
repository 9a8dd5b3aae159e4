"""The sums that a GSTR-2B states, in JSON and in its workbook, against the documents beside them."""

import pytest
from support.purchases import BUYER, SURAT

from ims_xl.purchases import read_purchases

HEADS = ("Integrated Tax  (₹)", "Central Tax (₹)", "State/UT Tax (₹)", "Cess  (₹)")
OTHER = "All other ITC - Supplies from registered persons other than reverse charge (IMS)"


def invoice(number: str, igst: float, reverse: str = "N", credit: str = "Y") -> dict[str, object]:
    amounts = {"txval": igst * 100 / 18, "igst": igst, "cgst": 0, "sgst": 0, "cess": 0}
    return {"inum": number, "dt": "05-09-2026", "val": 0, "pos": "27", "rev": reverse, "itcavl": credit, **amounts}


@pytest.fixture
def told(write_json):
    """The warnings on a statement of A/1 (180), R/1 (36, reverse charge) and N/1 (90, no credit) with these sums."""

    def read(summary: dict[str, object], **more: object) -> list[str]:
        documents = [invoice("A/1", 180), invoice("R/1", 36, "Y"), invoice("N/1", 90, credit="N")]
        data = {
            "gstin": BUYER, "rtnprd": "092026", "gendt": "14-10-2026", "itcsumm": summary,
            "docdata": {"b2b": [{"ctin": SURAT, "supprd": "092026", "inv": documents}], **more.pop("among", {})}, **more,
        }  # fmt: skip
        result = read_purchases([write_json({"data": data})])
        return [issue.reason for issue in result.issues if issue.severity == "warning"]

    return read


def test_sums_that_the_documents_make_are_not_told(told):
    available = {"nonrevsup": {"igst": 180, "b2b": {"igst": 180.4}}, "revsup": {"igst": 36, "b2b": {"igst": 36}}}
    assert told({"itcavl": available, "itcunavl": {"nonrevsup": {"b2b": {"igst": 90}}}}) == []


@pytest.mark.parametrize(
    ("block", "group", "sum_", "reason"),
    [
        ("itcavl", "nonrevsup", 216, "(ITC available, b2b) is 216.00, its documents make 180.00"),
        ("itcavl", "revsup", 0, "(ITC available, b2b, reverse charge) is 0.00, its documents make 36.00"),
        ("itcunavl", "nonrevsup", 91.5, "(ITC not available, b2b) is 91.50, its documents make 90.00"),
        ("itcRejected", "nonrevsup", 18, "(ITC rejected, b2b) is 18.00, its documents make 0.00"),
    ],
)
def test_a_sum_that_differs_is_told(told, block, group, sum_, reason):
    assert told({block: {group: {"b2b": {"igst": sum_}}}}) == [f"the statement's own sum of IGST {reason}"]


REVERSED = {"b2b": [{"ctin": SURAT, "inv": [{"inum": "Z/1", "dt": "05-08-2026", "items": [
    {"rt": 18, "txval": 100, "igst": 18}, {"rt": 5, "txval": 100, "igst": 5}]}]}]}  # fmt: skip


@pytest.mark.parametrize("place", [{"docRevdata": REVERSED}, {"itcrev": REVERSED}, {"among": {"itcrev": REVERSED}}])
def test_documents_to_reverse_are_told_wherever_they_stand(told, place):
    assert told({}, **place) == [
        "documents whose credit is to be reversed stand here and are not compared: 1, tax 23.00"
    ]


def test_the_sum_to_reverse_is_kept(write_json):
    data = {"gstin": BUYER, "rtnprd": "092026", "docdata": {}, "itcsumm": {"itcrev": {"nonrevsup": {"igst": 23}}}}
    assert read_purchases([write_json({"data": data})]).statements["reversed_igst"].tolist() == [23.0]


def test_the_workbook_has_its_sums_on_sheets_of_their_own(workbook):
    available = [
        ["Goods and Services Tax  - GSTR-2B"],
        ["S.no.", "Heading", "GSTR-3B table", *HEADS, "Advisory"],
        ["Part A", "ITC Available - Credit may be claimed in relevant headings in GSTR-3B"],
        ["I", OTHER, "4(A)(5)", 198, 0, 0, 0, "Net input tax credit"],
        ["Details", "B2B - Invoices (IMS)", "", 198, 0, 0, 0],
        ["", "B2B - Invoices (Amendment) (IMS)", "", 7, 0, 0, 0],
        ["III", "Inward Supplies liable for reverse charge", "4(A)(3)", 36, 0, 0, 0],
        ["Details", "B2B - Invoices", "", 36, 0, 0, 0],
        ["Part B", "ITC Reversal"],
        ["I", "Others", "4(A)", 9, 0, 0, 0],
        ["Details", "B2B - Credit notes (IMS)", "", 9, 0, 0, 0],
    ]
    upper = (
        *("GSTIN of supplier", "Trade/Legal name", "Invoice Details", "", "", "", "Place of supply"),
        *("Supply Attract Reverse Charge", "Taxable Value (₹)", "Tax Amount", "", "", ""),
        *("GSTR-1/1A/IFF/GSTR-5 Period", "GSTR-1/1A/IFF/GSTR-5 Filing Date", "ITC Availability", "Reason"),
    )
    lower = ("", "", "Invoice number", "Invoice type", "Invoice Date", "Invoice Value(₹)", "", "", "", *HEADS)
    rows = [
        [
            *(SURAT, "Rupal", number, "Regular", "05/09/2026", 0, "Maharashtra", reverse, tax * 100 / 18, tax, 0, 0, 0),
            *("Sep'26", "11/10/2026", "Yes", ""),
        ]
        for number, tax, reverse in (("A/1", 180, "No"), ("R/1", 36, "Yes"))
    ]
    about = [["Tax Period", "", "September"], ["Financial Year", "", "2026-27"], ["GSTIN", "", BUYER]]
    result = read_purchases([workbook({"Read me": about, "ITC Available": available, "B2B": [upper, lower, *rows]})])
    row = result.statements.iloc[0]
    assert (row["available_igst"], row["reversal_igst"], row["summary_file"]) == (234.0, 9.0, "purchases.xlsx")
    assert [issue.reason for issue in result.issues] == [
        "the statement's own sum of IGST (ITC available, b2b) is 198.00, its documents make 180.00",
        "the statement's own sum of IGST (ITC available, b2bcn) is 9.00, its documents make 0.00",
    ]
