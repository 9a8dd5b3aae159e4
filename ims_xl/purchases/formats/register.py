"""The purchase register of GSTN's GSTR-2B matching tool 2.9, templates V2.0 and v2.4, one row a document."""

import itertools

from ims_xl.gst import gstin
from ims_xl.issues import Issue
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Layout, Table, find_header, find_tables, heading
from ims_xl.purchases.layouts import DOCUMENT
from ims_xl.purchases.sheets import count_copies_once, read_sheet
from ims_xl.purchases.values import shown

REGISTER = Layout(
    "register",
    {
        "supplier_gstin": ("GSTIN of Supplier", "GSTIN of Supplier/ECO"),
        "supplier_name": ("Trade/Legal name", "Trade/Legal name of the supplier"),
        "supply_type": ("Type of inward supplies", "Type of inward supply"),
        "doc_type": ("Document Type",),
        "doc_number": ("Document number",),
        "doc_date": ("Document date",),
        "taxable_value": ("Taxable Value",),
        "igst": ("Integrated tax",),
        "cgst": ("Central tax",),
        "sgst": ("State/UT tax", "State tax"),
        "cess": ("Cess",),
    },
    DOCUMENT | {"supplier_gstin", "doc_type"},
    frozenset({"Total tax", "Offline tool validation error"}),
    family="b2b",
)
_RECIPIENT = "gstin of recipient"
_NEWER = "gstin of supplier eco"
_NAMES = ("purchase register", "purchase reigster")  # the second as template V2.0 has it


def register_tables(content: Content) -> list[tuple[Sheet, list[Table]]]:
    """The registers that each sheet holds; sheets without one are left out."""
    return [(sheet, tables) for sheet in content.flat if (tables := _tables(sheet))]


def _identify(content: Content) -> bool:
    return bool(content.once(register_tables))


def _read(content: Content, swap_notes: bool) -> Reading:
    """The documents of every register sheet and the recipient its head names."""
    reading = Reading("Purchase register v2.4" if _NEWER in content.words else "Purchase register V2.0")
    for sheet, tables in content.once(register_tables):
        recipient = _recipient(sheet, tables[0].sheet.rows[tables[0].header.at].number, reading)
        if reading.recipient_gstin and recipient and recipient != reading.recipient_gstin:
            reason = f"this sheet is of GSTIN {recipient}, another of {reading.recipient_gstin}; it was left out"
            reading.issues.append(Issue("error", reason, "Keep one file for each GSTIN.", sheet=sheet.name))
            continue
        reading.recipient_gstin = reading.recipient_gstin or recipient
        for layout, part, header in tables:
            read_sheet(part, header, layout, reading, swap_notes)
    reading.issues += count_copies_once(reading)
    return reading


def _tables(sheet: Sheet) -> list[Table]:
    """The headings that tell a register, or where the sheet has its name, the row with some of them."""
    if found := find_tables(sheet, (REGISTER,), ("supplier_gstin", "doc_number")):
        return found
    header = find_header(sheet, REGISTER) if " ".join(sheet.name.lower().split()) in _NAMES else None
    return [Table(REGISTER, sheet, header)] if header else []


def _recipient(sheet: Sheet, above: int, reading: Reading) -> str:
    """The GSTIN beside `GSTIN of recipient` above that row, "" when there is none that can be one."""
    for row in itertools.takewhile(lambda row: row.number < above, sheet.rows):
        for at, cell in enumerate(row.cells[:-1]):
            if isinstance(cell, str) and heading(cell) == _RECIPIENT:
                number = gstin.clean(shown(row.cells[at + 1]))
                if len(number) == 15:
                    return number
                reason = "the file does not name the GSTIN it is of"
                remedy = "Write your GSTIN beside 'GSTIN of recipient'."
                reading.issues.append(Issue("note", reason, remedy, "", sheet.name, row.number, cell.strip(), number))
                return ""
    return ""


FORMAT = Format("a purchase register", _identify, _read, families=("b2b", "cdnr", "eco"))
