"""The GSTR-2 offline workbook ("Government Excel format"), its CSV files and the tool's own export.

Source: GSTN's Returns Offline Tool 3.0.4.
"""

import re

from ims_xl.issues import Issue
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Layout, Table, find_header, find_tables, heading
from ims_xl.purchases.layouts import DOCUMENT, HEADS
from ims_xl.purchases.sheets import count_copies_once, read_sheet
from ims_xl.wording import counted

_CREDIT = {
    "eligibility": ("Eligibility For ITC",),
    "availed_igst": ("Availed ITC Integrated Tax",),
    "availed_cgst": ("Availed ITC Central Tax",),
    "availed_sgst": ("Availed ITC State/UT Tax",),
    "availed_cess": ("Availed ITC Cess",),
}
_AMOUNTS = {
    "rate": ("Rate", "Tax Rate", "Rate (%)", "GST Rate"),
    "taxable_value": ("Taxable Value", "Taxable Amount", "Taxable", "Assessable Value"),
    **HEADS,
    **_CREDIT,
}
_GSTIN = ("GSTIN of Supplier", "Supplier GSTIN", "GSTIN/UIN of Supplier", "GSTIN of the Supplier", "Supplier's GSTIN")
_NAME = ("Supplier Name", "Name of Supplier", "Name of the Supplier")
_NUMBER = ("Invoice Number", "Invoice No.", "Invoice No", "Inv No.", "Inv. Number", "Bill No.", "Bill Number")
_DATE = ("Invoice date", "Inv Date", "Inv. Dt.", "Invoice Dt.", "Bill Date")
_VALUE = (
    "Invoice Value",
    "Invoice Amount",
    "Total Invoice Value",
    "Inv Value",
    "Bill Value",
    "Bill Amount",
    "Total",
    "Gross Total",
)
_INTEGRATED = {name: words for name, words in _AMOUNTS.items() if not name.endswith(("cgst", "sgst"))}
_ACTION = {"action": ("Action",)}
_TOOL = frozenset(
    {
        "Saved/Submitted",
        "Invoice Action Status",
        "Mandatory Check Field(Please DO NOT Update/Delete)",
        "Mandatory Unique Num Identifier(Please DO NOT Update/Delete)",
        "UPDTP Data(Please DO NOT Update/Delete)",
    }
)
_TOOL_MARK = "Mandatory Unique Num Identifier(Please DO NOT Update/Delete)"  # only its own export has it

_FOREIGN = DOCUMENT - {"cgst", "sgst"}
_NOTE = {
    "original_date": ("Invoice/Advance Payment Voucher date",),
    "original_number": ("Invoice/Advance Payment Voucher Number",),
    "doc_type": ("Document Type",),
}
_NOTE_IGNORED = _TOOL | {"Pre GST", "Reason For Issuing document", "Supply Type", "Invoice Type"}

GSTR2 = (
    Layout(
        "b2b",
        {
            "supplier_gstin": _GSTIN,
            "supplier_name": _NAME,
            "doc_number": _NUMBER,
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            "reverse_charge": ("Reverse Charge",),
            "supply_type": ("Invoice Type",),
            **_AMOUNTS,
            **_ACTION,
        },
        DOCUMENT | {"supplier_gstin"},
        _TOOL,
        family="b2b",
    ),
    Layout(
        "b2bur",
        {
            "supplier_name": _NAME,
            "doc_number": _NUMBER,
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            **_AMOUNTS,
            **_ACTION,
        },
        DOCUMENT | {"supplier_name"},
        _TOOL | {"Supply Type"},
        family="b2bur",
    ),
    Layout(
        "imps",
        {
            "doc_number": ("Invoice Number of Reg Recipient",),
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            **_INTEGRATED,
            **_ACTION,
        },
        _FOREIGN,
        _TOOL,
        family="imps",
    ),
    Layout(
        "impg",
        {
            "port_code": ("Port Code",),
            "doc_number": ("Bill Of Entry Number",),
            "doc_date": ("Bill Of Entry Date",),
            "doc_value": ("Bill Of Entry Value",),
            "supplier_gstin": ("GSTIN Of SEZ Supplier",),
            **_INTEGRATED,
            **_ACTION,
        },
        _FOREIGN | {"port_code"},
        _TOOL | {"Document Type"},
        family="impg",
    ),
    Layout(
        "cdnr",
        {
            "supplier_gstin": _GSTIN,
            "supplier_name": _NAME,
            "doc_number": ("Note/Refund Voucher Number",),
            "doc_date": ("Note/Refund Voucher date",),
            **_NOTE,
            "doc_value": ("Note/Refund Voucher Value",),
            **_AMOUNTS,
            **_ACTION,
        },
        DOCUMENT | {"supplier_gstin", "doc_type"},
        _NOTE_IGNORED,
        family="cdnr",
    ),
    Layout(
        "cdnur",
        {
            "doc_number": ("Note/Voucher Number",),
            "doc_date": ("Note/Voucher date",),
            **_NOTE,
            "doc_value": ("Note/Voucher Value",),
            **_AMOUNTS,
            **_ACTION,
        },
        DOCUMENT | {"doc_type"},
        _NOTE_IGNORED,
        family="cdnur",
    ),
)
"""The sheets of the workbook that hold documents."""

_NO_DOCUMENTS = frozenset({"at", "atadj", "exemp", "itcr", "hsnsum"})  # advances, exempt, reversals, HSN summary
_UNMATCHED = {
    "of unregistered suppliers or imports of services": ("b2bur", "imps", "cdnur"),
    "that the returns tool marked Deleted": ("deleted",),
}
_TELLING = {"doc_number", "supplier_gstin", "supplier_name", "port_code"}
_SECTIONS = {layout.key for layout in GSTR2}
_HEADING_ROW = 4
_BUYERS = re.compile(r"\b(?:recipient|my|own|our|company|buyer|customer)\b")


def gstr2_tables(content: Content) -> list[tuple[Sheet, list[Table]]]:
    """The sections that each sheet holds, and sheets that only have the name of one."""
    found = [(sheet, _tables(sheet)) for sheet in content.flat]
    return [(sheet, tables) for sheet, tables in found if tables or (_named(sheet) in _SECTIONS and sheet.rows)]


def _identify(content: Content) -> bool:
    return bool(content.once(gstr2_tables))


def _read(content: Content, swap_notes: bool) -> Reading:
    """The documents of every section; sheets without documents are counted in a note."""
    tool = heading(_TOOL_MARK) in content.words
    reading = Reading("GSTR-2 tool export" if tool else "GSTR-2 CSV" if content.is_csv else "GSTR-2 workbook")
    for sheet, tables in content.once(gstr2_tables):
        for layout, part, header in tables:
            read_sheet(part, header, layout, reading, swap_notes)
        if not tables:
            reason = "the headings of this section could not be found"
            remedy = "Put the headings of the template above the rows; the template has them in row 4."
            reading.issues.append(Issue("error", reason, remedy, sheet=sheet.name))
    reading.issues += [*count_copies_once(reading), *_without_documents(content), *_not_matched(reading)]
    return reading


def _tables(sheet: Sheet) -> list[Table]:
    """The sections a sheet holds, by their headings.

    Where none fits it is the section the sheet is named after, if some of its headings stand there.
    """
    if found := find_tables(sheet, GSTR2, _TELLING):
        return [] if any(map(_names_suppliers, found)) else found
    layout = next((layout for layout in GSTR2 if layout.key == _named(sheet)), None)
    header = find_header(sheet, layout) if layout else None
    return [Table(layout, sheet, header)] if layout and header else []


def _names_suppliers(table: Table) -> bool:
    """Whether a section of suppliers without GSTIN has a column for it, and so is a register of another kind."""
    words = [heading(title) for title in table.header.own.values()]
    known = {heading(title) for layout in GSTR2 for title in layout.fields.get("supplier_gstin", ())}
    others = [text for text in words if "gstin" in text.split() and not _BUYERS.search(text)]
    return "supplier_gstin" not in table.layout.fields and bool(known.intersection(words) or others)


def _named(sheet: Sheet) -> str:
    return sheet.name.strip().lower()


def _without_documents(content: Content) -> list[Issue]:
    """One note on advances, exempt supplies and the like: how many rows stand there, that they are not compared."""
    held = {
        sheet.name: rows
        for sheet in content.sheets
        if _named(sheet) in _NO_DOCUMENTS and (rows := sum(row.number > _HEADING_ROW for row in sheet.rows))
    }
    if not held:
        return []
    listed = ", ".join(f"{name} ({counted(rows, 'row')})" for name, rows in held.items())
    return [Issue("note", f"sheets without documents are not compared: {listed}")]


def _not_matched(reading: Reading) -> list[Issue]:
    """One note a kind of documents that are shown and not compared."""
    counts = {
        what: sum(int(frame["family"].isin(families).sum()) for frame in reading.books)
        for what, families in _UNMATCHED.items()
    }
    return [
        Issue("note", f"shown but not matched: {counted(count, 'document')} {what}")
        for what, count in counts.items()
        if count
    ]


FORMAT = Format(
    "a GSTR-2 workbook",
    _identify,
    _read,
    families=("b2b", "cdnr", "eco", "b2bur", "imps", "impg", "cdnur", "deleted"),
)
