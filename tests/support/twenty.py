"""A month of twenty IMS documents that a reader can follow on paper.

Buyer 27AAZCD1111E1ZS (Maharashtra), October 2026. Four invented suppliers; tax is 18%, on the marketplace's
document 5%; SAMPLE HARDWARE is in Maharashtra (CGST + SGST), the others are not (IGST).

    no  section  document          taxable  in the books as                    status           decision
     1  b2b      SSF/26-27/0417    100,000  the same                           Exact Match      Accept
     2  b2b      SSF/26-27/0418     20,000  the same                           Exact Match      Accept
     3  b2b      MHX-1301           40,000  39,999.60, within one rupee        Exact Match      Accept
     4  b2b      MHX-1302           10,000  the same, and once more (row 27)   Exact Match      Accept
     5  b2b      KSF/1001            5,000  the same                           Exact Match      Accept
     6  b2b      KSF/1002            6,000  the same                           Exact Match      Accept
     7  b2b      MHX-1303            7,000  MHX/1303                           Suggested Match  Accept
     8  b2b      SSF/26-27/0420     30,000  SSF/0420, year left out            Suggested Match  Accept
     9  b2b      KSF/1003            8,000  dated 12-Oct for 10-Oct            Suggested Match  Accept
    10  b2b      MHX-1304           50,000  two rows, 30,000 and 20,000        Suggested Match  Accept
    11  b2b      SSF/26-27/0421      9,000  9,900                              Mismatched       Pending
    12  b2b      MHX-1305           12,000  IGST for CGST + SGST               Mismatched       Pending
    13  b2b      KSF/1004           11,000  GSTIN of the Tamil Nadu branch     Mismatched       Pending
    14  b2b      KSF/1005            4,000  not booked                         Missing in PR    Pending
    15  b2b      SSF/26-27/0430     25,000  not booked, supplier not filed     Missing in PR    Pending
    16  b2b      SSF/26-27/0419     15,000  the same, already accepted         Exact Match      Accept
    17  b2ba     MHX-1201           40,000  the same; amends August's          Exact Match      Accept
    18  b2bcn    CN/077              5,000  the same, a credit note            Exact Match      Accept
    19  b2bdn    DN-19               1,000  the same, a debit note             Exact Match      Accept
    20  ecom     ECO2610-88         10,000  the same, 5%                       Exact Match      Accept

    books only
        row 25  KSF/0990            13,000  in GSTR-2B of September            Settled Earlier
        row 26  MHX-1310             3,000  not reported by the supplier       Missing in IMS
        row 27  MHX/1302            10,000  duplicate of the row of no. 4      Missing in IMS
"""

import datetime as dt
import json
from pathlib import Path
from typing import NamedTuple

import openpyxl

RECIPIENT = "27AAZCD1111E1ZS"
PERIOD = "102026"

FABRICS = "24AAZCS2222F1ZB"
HARDWARE = "27AAZCM4444H1ZV"
FOODS = "29AAZFK3333G1ZV"
FOODS_IN_TAMIL_NADU = "33AAZFK3333G1Z6"
MARKETPLACE = "07AAZCE5555J1ZU"

NAMES = {
    FABRICS: "SURAT SAMPLE FABRICS PVT LTD",
    HARDWARE: "MULUND SAMPLE HARDWARE PVT LTD",
    FOODS: "KOLAR SAMPLE FOODS",
    FOODS_IN_TAMIL_NADU: "KOLAR SAMPLE FOODS",
    MARKETPLACE: "DELHI SAMPLE MARKETPLACE PVT LTD",
}


class ImsDocument(NamedTuple):
    """One record of the portal; `cgst` stands for SGST too. Value is taxable value and tax."""

    no: int
    section: str
    supplier: str
    number: str
    date: str
    taxable: float
    igst: float
    cgst: float
    filed: str = "Filed"
    action: str = "N"
    original: tuple[str, str] = ("", "")


IMS_DOCUMENTS = (
    ImsDocument(1, "b2b", FABRICS, "SSF/26-27/0417", "17-10-2026", 100_000, 18_000, 0),
    ImsDocument(2, "b2b", FABRICS, "SSF/26-27/0418", "18-10-2026", 20_000, 3_600, 0),
    ImsDocument(3, "b2b", HARDWARE, "MHX-1301", "03-10-2026", 40_000, 0, 3_600),
    ImsDocument(4, "b2b", HARDWARE, "MHX-1302", "05-10-2026", 10_000, 0, 900),
    ImsDocument(5, "b2b", FOODS, "KSF/1001", "06-10-2026", 5_000, 900, 0),
    ImsDocument(6, "b2b", FOODS, "KSF/1002", "07-10-2026", 6_000, 1_080, 0),
    ImsDocument(7, "b2b", HARDWARE, "MHX-1303", "09-10-2026", 7_000, 0, 630),
    ImsDocument(8, "b2b", FABRICS, "SSF/26-27/0420", "20-10-2026", 30_000, 5_400, 0),
    ImsDocument(9, "b2b", FOODS, "KSF/1003", "10-10-2026", 8_000, 1_440, 0),
    ImsDocument(10, "b2b", HARDWARE, "MHX-1304", "12-10-2026", 50_000, 0, 4_500),
    ImsDocument(11, "b2b", FABRICS, "SSF/26-27/0421", "22-10-2026", 9_000, 1_620, 0),
    ImsDocument(12, "b2b", HARDWARE, "MHX-1305", "15-10-2026", 12_000, 0, 1_080),
    ImsDocument(13, "b2b", FOODS, "KSF/1004", "16-10-2026", 11_000, 1_980, 0),
    ImsDocument(14, "b2b", FOODS, "KSF/1005", "18-10-2026", 4_000, 720, 0),
    ImsDocument(15, "b2b", FABRICS, "SSF/26-27/0430", "29-10-2026", 25_000, 4_500, 0, filed="Not Filed"),
    ImsDocument(16, "b2b", FABRICS, "SSF/26-27/0419", "19-10-2026", 15_000, 2_700, 0, action="A"),
    ImsDocument(17, "b2ba", HARDWARE, "MHX-1201", "04-08-2026", 40_000, 0, 3_600, original=("MHX-1201", "04-08-2026")),
    ImsDocument(18, "b2bcn", FOODS, "CN/077", "28-10-2026", 5_000, 900, 0),
    ImsDocument(19, "b2bdn", HARDWARE, "DN-19", "30-10-2026", 1_000, 0, 90),
    ImsDocument(20, "ecom", MARKETPLACE, "ECO2610-88", "09-10-2026", 10_000, 500, 0),
)


class BookRow(NamedTuple):
    """One row of the purchase register; `row` is the row Excel shows, `cgst` stands for SGST too."""

    row: int
    supplier: str
    kind: str
    number: str
    date: str
    taxable: float
    igst: float
    cgst: float


BOOK_ROWS = (
    BookRow(6, FABRICS, "Invoice", "SSF/26-27/0417", "17-10-2026", 100_000, 18_000, 0),
    BookRow(7, FABRICS, "Invoice", "SSF/26-27/0418", "18-10-2026", 20_000, 3_600, 0),
    BookRow(8, HARDWARE, "Invoice", "MHX-1301", "03-10-2026", 39_999.60, 0, 3_599.96),
    BookRow(9, HARDWARE, "Invoice", "MHX-1302", "05-10-2026", 10_000, 0, 900),
    BookRow(10, FOODS, "Invoice", "KSF/1001", "06-10-2026", 5_000, 900, 0),
    BookRow(11, FOODS, "Invoice", "KSF/1002", "07-10-2026", 6_000, 1_080, 0),
    BookRow(12, HARDWARE, "Invoice", "MHX/1303", "09-10-2026", 7_000, 0, 630),
    BookRow(13, FABRICS, "Invoice", "SSF/0420", "20-10-2026", 30_000, 5_400, 0),
    BookRow(14, FOODS, "Invoice", "KSF/1003", "12-10-2026", 8_000, 1_440, 0),
    BookRow(15, HARDWARE, "Invoice", "MHX-1304", "12-10-2026", 30_000, 0, 2_700),
    BookRow(16, HARDWARE, "Invoice", "MHX-1304", "15-10-2026", 20_000, 0, 1_800),
    BookRow(17, FABRICS, "Invoice", "SSF/26-27/0421", "22-10-2026", 9_900, 1_782, 0),
    BookRow(18, HARDWARE, "Invoice", "MHX-1305", "15-10-2026", 12_000, 2_160, 0),
    BookRow(19, FOODS_IN_TAMIL_NADU, "Invoice", "KSF/1004", "16-10-2026", 11_000, 1_980, 0),
    BookRow(20, FABRICS, "Invoice", "SSF/26-27/0419", "19-10-2026", 15_000, 2_700, 0),
    BookRow(21, HARDWARE, "Invoice", "MHX-1201", "04-08-2026", 40_000, 0, 3_600),
    BookRow(22, FOODS, "Credit Note", "CN/077", "28-10-2026", 5_000, 900, 0),
    BookRow(23, HARDWARE, "Debit Note", "DN-19", "30-10-2026", 1_000, 0, 90),
    BookRow(24, MARKETPLACE, "Invoice", "ECO2610-88", "09-10-2026", 10_000, 500, 0),
    BookRow(25, FOODS, "Invoice", "KSF/0990", "20-09-2026", 13_000, 2_340, 0),
    BookRow(26, HARDWARE, "Invoice", "MHX-1310", "27-10-2026", 3_000, 0, 270),
    BookRow(27, HARDWARE, "Invoice", "MHX/1302", "05-10-2026", 10_000, 0, 900),
)

EARLIER_PERIOD = "092026"
EARLIER_2B = (
    BookRow(0, FOODS, "Invoice", "KSF/0990", "20-09-2026", 13_000, 2_340, 0),
    BookRow(0, FOODS, "Invoice", "KSF/0991", "22-09-2026", 13_000, 2_340, 0),
    BookRow(0, FABRICS, "Invoice", "SSF/26-27/0390", "25-09-2026", 18_000, 3_240, 0),
)
"""GSTR-2B of September: the bill that was booked late, its look-alike and another; `row` means nothing."""


class Expected(NamedTuple):
    """What must come out for one IMS document: book rows linked to it (as Excel numbers them) and decision."""

    status: str
    rows: tuple[int, ...]
    decision: str


class Totals(NamedTuple):
    """Documents, taxable value and tax (all heads) of one status; credit notes subtract. Rupees."""

    ims_documents: int
    ims_taxable: float
    ims_tax: float
    books_documents: int
    books_taxable: float
    books_tax: float


EXPECTED = {
    1: Expected("Exact Match", (6,), "Accept"),
    2: Expected("Exact Match", (7,), "Accept"),
    3: Expected("Exact Match", (8,), "Accept"),
    4: Expected("Exact Match", (9,), "Accept"),
    5: Expected("Exact Match", (10,), "Accept"),
    6: Expected("Exact Match", (11,), "Accept"),
    7: Expected("Suggested Match", (12,), "Accept"),
    8: Expected("Suggested Match", (13,), "Accept"),
    9: Expected("Suggested Match", (14,), "Accept"),
    10: Expected("Suggested Match", (15, 16), "Accept"),
    11: Expected("Mismatched", (17,), "Pending"),
    12: Expected("Mismatched", (18,), "Pending"),
    13: Expected("Mismatched", (19,), "Pending"),
    14: Expected("Missing in PR", (), "Pending"),
    15: Expected("Missing in PR", (), "Pending"),
    16: Expected("Exact Match", (20,), "Accept"),
    17: Expected("Exact Match", (21,), "Accept"),
    18: Expected("Exact Match", (22,), "Accept"),
    19: Expected("Exact Match", (23,), "Accept"),
    20: Expected("Exact Match", (24,), "Accept"),
}
"""By number of the IMS document; decisions are what the program suggests with its first settings."""

EXPECTED_SETTLED = {25: "already in GSTR-2B of Sep-2026"}
"""Reason of each book row whose credit an earlier month took, by row in Excel."""

EXPECTED_BOOKS_ONLY = {
    26: "not reported by supplier",
    27: "duplicate of row 9",
}
"""Reason of each book row that is missing in IMS, by row in Excel."""

EXPECTED_TOTALS = {
    # 100,000 + 20,000 + 40,000 + 10,000 + 5,000 + 6,000 + 15,000 + 40,000 - 5,000 + 1,000 + 10,000 = 242,000
    # tax: 18% of 232,000 = 41,760, 5% of 10,000 = 500; the books lack 0.40 and twice 0.04 on no. 3
    "Exact Match": Totals(11, 242_000.00, 42_260.00, 11, 241_999.60, 42_259.92),
    # 7,000 + 30,000 + 8,000 + 50,000 = 95,000; the last in two rows
    "Suggested Match": Totals(4, 95_000.00, 17_100.00, 5, 95_000.00, 17_100.00),
    # 9,000 + 12,000 + 11,000 = 32,000; books 9,900 + 12,000 + 11,000, tax 1,782 + 2,160 + 1,980
    "Mismatched": Totals(3, 32_000.00, 5_760.00, 3, 32_900.00, 5_922.00),
    # 4,000 + 25,000
    "Missing in PR": Totals(2, 29_000.00, 5_220.00, 0, 0.00, 0.00),
    # 3,000 + 10,000
    "Missing in IMS": Totals(0, 0.00, 0.00, 2, 13_000.00, 2_340.00),
}

_NUMBER_KEYS = {"b2bcn": ("nt_num", "nt_dt"), "b2bdn": ("nt_num", "nt_dt")}
_SECTIONS = ("b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma")
_HEADERS = (
    "GSTIN of Supplier/ECO* ",
    "Trade/Legal name ",
    "Type of inward supplies* ",
    "Document type* ",
    "Document number* ",
    "Document date* ",
    "Taxable value (₹)* ",
    "Integrated tax (₹) ",
    "Central tax (₹) ",
    "State/UT tax (₹) ",
    "Cess (₹) ",
)


class TwentyFiles(NamedTuple):
    """Where the files are."""

    ims: Path
    register: Path
    gstr2b: Path


def ims_payload() -> dict[str, object]:
    """The portal's download."""
    sections: dict[str, list[dict[str, object]]] = {key: [] for key in _SECTIONS}
    for document in IMS_DOCUMENTS:
        sections[document.section].append(_record(document))
    return {"imsDetails": sections}


def _record(document: ImsDocument) -> dict[str, object]:
    number_key, date_key = _NUMBER_KEYS.get(document.section, ("inum", "idt"))
    record: dict[str, object] = {}
    if document.original[0]:
        record |= {"oinum": document.original[0], "oidt": document.original[1]}
    record |= {"stin": document.supplier, "tradenm": NAMES[document.supplier], number_key: document.number}
    if document.section != "ecom":
        record["inv_typ"] = "R"
    record |= {
        date_key: document.date,
        "val": document.taxable + document.igst + 2 * document.cgst,
        "action": document.action,
        "pos": "27",
        "txval": document.taxable,
        "iamt": document.igst,
        "camt": document.cgst,
        "samt": document.cgst,
        "cess": 0,
        "srcform": "R1",
        "rtnprd": PERIOD,
        "srcfilstatus": document.filed,
        "ispendactblocked": "N",
        "isRemarksBlocked": "N",
    }
    if document.section in ("b2ba", "b2bcn"):
        record["itcRedReqBlocked"] = "N"
    return record


def gstr2b_payload() -> dict[str, object]:
    """GSTR-2B of September."""
    suppliers: dict[str, dict[str, object]] = {}
    for document in EARLIER_2B:
        invoice = {
            "inum": document.number,
            "typ": "R",
            "dt": document.date,
            "pos": "27",
            "rev": "N",
            "itcavl": "Y",
            "val": document.taxable + document.igst,
            "txval": document.taxable,
            "igst": document.igst,
            "cgst": 0,
            "sgst": 0,
            "cess": 0,
        }
        name = NAMES[document.supplier]
        new = {"ctin": document.supplier, "trdnm": name, "supfildt": "11-10-2026", "supprd": EARLIER_PERIOD, "inv": []}
        invoices = suppliers.setdefault(document.supplier, new)["inv"]
        assert isinstance(invoices, list)
        invoices.append(invoice)
    statement = {"gstin": RECIPIENT, "rtnprd": EARLIER_PERIOD, "version": "4.0", "gendt": "14-10-2026"}
    return {"data": {**statement, "docdata": {"b2b": list(suppliers.values())}}}


def twenty_files(folder: Path) -> TwentyFiles:
    """Where they are in the folder."""
    return TwentyFiles(folder / "ims.json", folder / "register.xlsx", folder / "gstr2b.json")


def write_twenty(folder: Path) -> TwentyFiles:
    """Write portal download, purchase register (template v2.4) and earlier GSTR-2B to the folder."""
    files = twenty_files(folder)
    files.ims.write_text(json.dumps(ims_payload()), encoding="utf-8")
    files.gstr2b.write_text(json.dumps(gstr2b_payload()), encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Read Me"
    book.active["A1"] = "Invented sample"
    sheet = book.create_sheet("Purchase Register")
    sheet.append([None, "GSTIN of recipient* : ", RECIPIENT, "Financial year* :", "2026-27"])
    sheet.append([None, "Trade/Legal name:", "Deccan Sample Traders Pvt Ltd", "Tax period* : ", "October"])
    for column, header in enumerate(_HEADERS, 1):
        sheet.cell(5, column, header)
    for line in BOOK_ROWS:
        date = dt.datetime.strptime(line.date, "%d-%m-%Y")
        values = (line.supplier, NAMES[line.supplier], "B2B", line.kind, line.number, date, line.taxable)
        for column, value in enumerate((*values, line.igst, line.cgst, line.cgst, 0), 1):
            sheet.cell(line.row, column, value)
    book.save(files.register)
    return files
