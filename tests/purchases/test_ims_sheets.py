"""Sheets of IMS as Excel become the records that the portal's JSON has, or are told."""

from collections.abc import Sequence

import pytest
from support.purchases import BENGALURU, BUYER, MUMBAI, SURAT

from ims_xl.purchases.detect import open_content
from ims_xl.purchases.ims_sheets import ImsRecords, ims_records, ims_tables
from ims_xl.purchases.sources import open_sources

DOCUMENT = ("Invoice number", "Invoice type", "Invoice Date", "Invoice Value (₹)")
TAX = ("Integrated Tax (₹)", "Central Tax (₹)", "State/UT Tax (₹)", "Cess (₹)")
TAIL = ("Remarks", "Source", "Source Return Period", "Source Filing Status")
UPPER = (
    *("GSTIN of supplier", "Trade/Legal name", "Invoice details", "", "", "", "Status", "Place of supply"),
    *("Taxable Value (₹)", "Tax Amount", "", "", "", *TAIL),
)
LOWER = ("", "", *DOCUMENT, "", "", "", *TAX)
TOOL = ("Sheet validation errors", "GST portal validation errors", "Previous Status", "Previous Remarks")


def b2b(
    number: str = "A/1", status: str = "Rejected", remarks: str = "not ours", period: object = "Oct'26"
) -> list[object]:
    return [
        *(MUMBAI, "Uttam", number, "Regular", "05/10/2026", 1180, status, "Maharashtra", 1000, 0, 90, 90, 0),
        *(remarks, "GSTR-1/IFF", period, "Filed"),
    ]


@pytest.fixture
def records(workbook):
    def read(sheets: dict[str, Sequence[Sequence[object]]]) -> ImsRecords:
        content = open_content(open_sources(workbook(sheets))[0])
        assert content.once(ims_tables)
        return ims_records(content)

    return read


def test_a_row_is_the_record_that_the_portal_would_write(records):
    found = records({"Home": [["GSTIN", BUYER]], "B2B": [[], [], [], ["Invoices"], UPPER, LOWER, b2b()]})
    assert found.sections["b2b"] == [
        {
            "inum": "A/1", "idt": "05-10-2026", "stin": MUMBAI, "portcd": "", "inv_typ": "R", "pos": "27",
            "rtnprd": "102026", "srcform": "R1", "tradenm": "Uttam", "srcfilstatus": "Filed", "ispendactblocked": "",
            "isRemarksBlocked": "", "itcRedReq": "", "val": 1180.0, "txval": 1000.0, "iamt": 0.0, "camt": 90.0,
            "samt": 90.0, "cess": 0.0, "declIgst": None, "declCgst": None, "declSgst": None, "declCess": None,
            "action": "Rejected", "remarks": "not ours",
        }
    ]  # fmt: skip
    assert found.rows["b2b"] == [("B2B", 7)]
    assert [clue.who for clue in found.clues] == [BUYER]
    assert [issue.reason.split(":")[0] for issue in found.issues] == ["read from Excel"]


def test_an_empty_sheet_is_a_section_without_documents(records):
    found = records({"B2B": [UPPER, LOWER, b2b()], "B2B-DN": [UPPER, LOWER]})
    assert {section: len(rows) for section, rows in found.sections.items()} == {"b2b": 1, "b2bdn": 0}


def test_amounts_declared_stand_apart_from_the_tax(records):
    upper = [
        *UPPER[:13],
        "Whether ITC to be reduced",
        "Amount declared by taxpayer for ITC reduction",
        "",
        "",
        "",
        *TAIL,
    ]
    lower = [*LOWER, "", *TAX]
    row = [*b2b("CN/1", "Accepted")[:13], "Yes", 0, 40.5, 40.5, 0, "", "GSTR-1A", "Oct-26", "Filed"]
    note = records({"B2B-CN": [upper, lower, row]}).sections["b2bcn"][0]
    assert (note["nt_num"], note["nt_dt"], note["srcform"]) == ("CN/1", "05-10-2026", "R1A")
    assert (note["camt"], note["itcRedReq"], note["declIgst"], note["declCgst"]) == (90.0, "Yes", 0.0, 40.5)


def test_originals_stand_before_what_amends_them(records):
    upper = ["Original details", "", *UPPER]
    lower = ["Invoice number", "Invoice Date", *LOWER]
    found = records({"B2BA": [upper, lower, ["A/1", "05-10-2026", *b2b("A/1-R")]]}).sections["b2ba"][0]
    assert (found["oinum"], found["oidt"], found["inum"]) == ("A/1", "05-10-2026", "A/1-R")


def test_headings_in_one_row_and_names_of_the_portal_in_small_letters(records):
    titles = (
        *("GSTIN of supplier", "Trade/Legal name", "Credit note number", "Credit note date", "Credit note value"),
        *("Status", "Place of supply", "Taxable value", *TAX, "Remarks", "Source", "Source return period"),
    )
    row = [SURAT, "Rupal", "CN-7", "06-10-2026", 236, "No Action", "Gujarat", 200, 36, 0, 0, 0, "", "GSTR-5", "OCT-26"]
    found = records({"Sheet1": [["Credit notes"], [], titles, row]})
    assert [(note["nt_num"], note["pos"], note["srcform"], note["rtnprd"]) for note in found.sections["b2bcn"]] == [
        ("CN-7", "24", "R5", "102026")
    ]


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("B2B", "b2b"),
        ("b2b-dna", "b2bdna"),
        ("B2B - CN", "b2bcn"),
        ("ECO", "ecom"),
        ("ECOA", "ecoma"),
        ("IMS B2BA", "b2ba"),
    ],
)
def test_a_sheet_is_told_by_its_name(records, name, section):
    assert [*records({name: [UPPER, LOWER, b2b()]}).sections] == [section]


def test_notes_on_a_sheet_without_a_name_are_left_out_and_told(records):
    lower = ["" if title == "Invoice type" else title.replace("Invoice", "Note") for title in LOWER]
    found = records({"B2B": [UPPER, LOWER, b2b()], "Sheet2": [UPPER, lower, b2b("DN/1")]})
    assert [*found.sections] == ["b2b"]
    issue = next(issue for issue in found.issues if issue.sheet == "Sheet2")
    assert (issue.severity, issue.reason) == (
        "error", "which section of IMS this sheet is cannot be told, and it was left out",
    )  # fmt: skip


def test_what_was_changed_in_the_tool_and_not_uploaded_is_told_and_not_taken(records):
    upper = [*UPPER, *TOOL]
    changed = [*b2b("A/1", "Accepted", "new words"), "", "", "Pending", "old words"]
    same = [*b2b("A/2", "Pending", "wait"), "", "", "Pending", "wait"]
    found = records({"B2B": [upper, LOWER, changed, same]})
    assert found.is_tool
    assert [(one["action"], one["remarks"]) for one in found.sections["b2b"]] == [
        ("Pending", "old words"), ("Pending", "wait"),
    ]  # fmt: skip
    (told,) = [issue for issue in found.issues if "changed in the tool" in issue.reason]
    assert (told.severity, told.value) == ("warning", "A/1")


def test_rows_that_cannot_be_used_are_told(records):
    shortened = b2b("1.23457E+15")
    blank = b2b("A/3", "")
    nameless = ["", "", "", "", "05/10/2026", 500.0, "No Action", "", 500.0]
    total = ["", "Total", "", "", "", 1680.0]
    found = records({"B2B": [UPPER, LOWER, shortened, blank, nameless, total, [BENGALURU, *b2b("A/4")[1:]]]})
    assert [one["inum"] for one in found.sections["b2b"]] == ["", "A/3", "A/4"]
    told = {(issue.severity, issue.row, issue.reason.split(" (")[0]) for issue in found.issues if issue.row}
    assert told == {
        ("error", 3, "the number was shortened to powers of ten and its digits are lost"),
        ("warning", 4, "the status is blank and was read as No Action"),
        ("error", 5, "rows with amounts but without number and GSTIN were left out"),
    }
