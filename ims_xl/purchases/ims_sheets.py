"""IMS as Excel, the portal's and that of the IMS Offline Tool: its rows as records of the portal's JSON.

Source: descriptions of the tool's sheets and of one file of the portal by public readers of them;
docs/purchase-formats.md says what is not certain.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import place_code
from ims_xl.gst.sections import SECTIONS
from ims_xl.issues import Issue
from ims_xl.ownership import Clue
from ims_xl.purchases.amounts import read_amount, says_nothing
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.gstr2b_sheets import FIELDS, Headings, cell_of, columns_of, folded
from ims_xl.purchases.headers import heading
from ims_xl.purchases.numbers import read_number
from ims_xl.purchases.portal_names import own_gstins
from ims_xl.purchases.translated import Told, told
from ims_xl.purchases.values import is_blank, read, shown, visible
from ims_xl.purchases.words import read_supply_type

_NUMBER = re.compile(r"(?:(?:credit|debit) note|bill of entry) (number|no|date|value)")
_OF_NUMBER = {"number": "doc_number", "no": "doc_number", "date": "doc_date", "value": "doc_value"}
_STATE = {
    "status": "action",
    "ims action": "action",
    "remarks": "remarks",
    "source": "source_form",
    "source form": "source_form",
    "source return period": "wire_period",
    "source filing status": "supplier_filed",
    "source return filing status": "supplier_filed",
    "previous status": "previous_action",
    "previous remarks": "previous_remarks",
    "gst portal validation errors": "refusal",
    "is pending blocked": "pending_blocked",
    "is remark blocked": "remarks_blocked",
    "is remarks blocked": "remarks_blocked",
    "whether itc to be reduced": "itc_reduction",
    "document type": "supply_type",
}
_KEYS = {  # the field of a sheet to the portal's key, of texts that go as they stand
    "supplier_name": "tradenm",
    "supplier_filed": "srcfilstatus",
    "pending_blocked": "ispendactblocked",
    "remarks_blocked": "isRemarksBlocked",
    "itc_reduction": "itcRedReq",
}
_RUPEES = {
    "doc_value": "val",
    "taxable_value": "txval",
    "igst": "iamt",
    "cgst": "camt",
    "sgst": "samt",
    "cess": "cess",
    **{f"declared_{tax}": f"decl{tax.title()}" for tax in schema.TAXES},
}
_FORMS = {"gstr1": "R1", "gstr1iff": "R1", "iff": "R1", "gstr1a": "R1A", "gstr5": "R5"}
_NAMES = {key: key for key in SECTIONS} | {"eco": "ecom", "ecoa": "ecoma", "ecomm": "ecom", "ecomma": "ecoma"}
_HEADER_ROWS = 40
_SEEN_ONLY = "read from Excel: whether the portal lets Pending or remarks be chosen is not known for these documents"
_JSON = "The JSON of the IMS Dashboard (Offline, Download JSON) tells it: import it before you upload."


class ImsTable(NamedTuple):
    """A sheet of one section with its headings; `section` is "" where it cannot be told."""

    sheet: Sheet
    header: Headings
    section: str


@dataclass(slots=True)
class ImsRecords:
    """Records as the portal's JSON has them, by section; `rows` are sheet and row number of each of them.

    A sheet with headings and no row is a section without records.
    """

    is_tool: bool = False
    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)


def ims_tables(content: Content) -> list[ImsTable]:
    """The sheets that list documents of IMS: a status, the return it comes from, and what names a document."""
    return [
        ImsTable(sheet, header, _section(sheet, header)) for sheet in content.sheets if (header := _headings(sheet))
    ]


def _headings(sheet: Sheet) -> Headings | None:
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        titles = [heading(cell) if isinstance(cell, str) else "" for cell in row.cells]
        if "integrated tax" not in titles and "igst" not in titles:
            continue
        above = [heading(cell) if isinstance(cell, str) else "" for cell in sheet.rows[at - 1].cells] if at else []
        found = columns_of(titles, above, _field)
        if {"action", "wire_period", "doc_number", "doc_date"} <= found.keys():
            return Headings(at, found, frozenset({*titles, *above}))
    return None


def _field(title: str) -> str:
    if found := _NUMBER.fullmatch(title):
        return _OF_NUMBER[found[1]]
    return _STATE.get(title) or FIELDS.get(title, "")


def _section(sheet: Sheet, header: Headings) -> str:
    """The section by the sheet's name, else by its headings."""
    if name := _NAMES.get(folded(sheet.name).removeprefix("ims")):
        return name
    amended = "a" if "original_number" in header.columns else ""
    words = " ".join(header.titles)
    if "port_code" in header.columns:
        return f"impg{'sez' if 'supplier_gstin' in header.columns else ''}{amended}"
    if "gstin of eco" in header.titles:
        return f"ecom{amended}"
    if "credit note" in words and "debit note" not in words:
        return f"b2bcn{amended}"
    if "debit note" in words and "credit note" not in words:
        return f"b2bdn{amended}"
    is_note = "note number" in header.titles
    # Of documents that amend nothing only credit notes are asked for a reduction.
    if not amended and "itc_reduction" in header.columns:
        return "b2bcn"
    return "" if is_note else f"b2b{amended}"


def ims_records(content: Content) -> ImsRecords:
    """The records of every sheet, and what was noticed; `content` has `ims_tables`."""
    found = ImsRecords(clues=[Clue("content", who, label) for who, label in own_gstins(content.sheets)])
    tables = content.once(ims_tables)
    changed = [number for table in tables for number in _read_table(table, found)]
    if changed:
        more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
        value = ", ".join(changed[:_NAMED]) + more
        reason = f"statuses changed in the tool and not yet on the portal were passed over: {len(changed):,}"
        remedy = "Mark these documents here, or upload the tool's JSON first and download again."
        found.issues.append(Issue("warning", reason, remedy, column="Status", value=value))
    if any(found.sections.values()) and not all("pending_blocked" in table.header.columns for table in tables):
        found.issues.append(Issue("warning", _SEEN_ONLY, _JSON))
    return found


_NAMED = 5  # documents named in a finding
_NOT_TOLD = "which section of IMS this sheet is cannot be told, and it was left out"
_NAME_IT = "Name the sheet as the portal does: B2B-CN, B2B-CNA, B2B-DN or B2B-DNA."
_TOLD: dict[str, Told] = {
    "nameless": ("error", "rows with amounts but without number and GSTIN were left out", "Complete the rows."),
    "open": ("warning", "the status is blank and was read as No Action", "Look these documents up on the portal."),
    "refused": ("warning", "the portal refused these documents before", "See its words in the file."),
}


def _read_table(table: ImsTable, found: ImsRecords) -> list[str]:
    """Add a sheet's records; gives the numbers of documents whose status was changed in the tool."""
    sheet, header, section = table
    if not section:
        found.issues.append(Issue("error", _NOT_TOLD, _NAME_IT, sheet=sheet.name))
        return []
    found.is_tool |= "previous_action" in header.columns
    records, places = found.sections.setdefault(section, []), found.rows.setdefault(section, [])
    rows: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    changed: list[str] = []
    for row in sheet.rows[header.at + 1 :]:
        if not _is_record(row, header):
            if any(isinstance(cell, float) for cell in row.cells) and not _is_total(row):
                rows["nameless"].append(row.number)
            continue
        record = _record(row, header, section, found, sheet.name)
        if not record["action"]:
            rows["open"].append(row.number)
        if not is_blank(cell_of(row, header, "refusal")):
            rows["refused"].append(row.number)
        if (said := shown(cell_of(row, header, "action"))) and said.lower() != str(record["action"]).lower():
            changed.append(shown(cell_of(row, header, "doc_number")))
        records.append(record)
        places.append((sheet.name, row.number))
    found.issues += told(rows, _TOLD, sheet)
    return changed


def _is_total(row: Row) -> bool:
    return any(isinstance(cell, str) and cell.strip().lower().endswith("total") for cell in row.cells)


def _is_record(row: Row, header: Headings) -> bool:
    """Whether a row names a document, and is neither a total nor headings again."""
    names = ("doc_number", "supplier_gstin", "port_code")
    cells = [cell_of(row, header, name) for name in names]
    said = [shown(cell) for cell in cells if not is_blank(cell)]
    return bool(said) and not any(text.lower().endswith("total") or _field(heading(text)) in names for text in said)


def _record(row: Row, header: Headings, section: str, found: ImsRecords, sheet: str) -> dict[str, Any]:
    """The row as the portal would write it; what cannot be read stays as it is written, for the reader of records."""

    def text(name: str) -> str:
        return visible(shown(cell_of(row, header, name))).strip()

    about = SECTIONS[section]
    number = read(cell_of(row, header, "doc_number"), read_number)
    if number.fault:
        found.issues.append(
            Issue("error" if _is_lost(number.fault.reason) else number.fault.severity, number.fault.reason,
                  number.fault.remedy, sheet=sheet, row=row.number, column=about.number_key, value=text("doc_number"))
        )  # fmt: skip
    record: dict[str, Any] = {
        about.number_key: "" if number.fault and _is_lost(number.fault.reason) else number.value or "",
        about.date_key: _day(cell_of(row, header, "doc_date")),
        "stin": gstin.clean(text("supplier_gstin")),
        "portcd": text("port_code").upper(),
        "inv_typ": read(cell_of(row, header, "supply_type"), read_supply_type).value or text("supply_type"),
        "pos": place_code(text("place_of_supply")) or text("place_of_supply"),
        "rtnprd": periods.find_period(text("wire_period")) or text("wire_period"),
        "srcform": _FORMS.get(folded(text("source_form")), text("source_form")),
        **{key: text(name) for name, key in _KEYS.items()},
        **{key: _rupees(cell_of(row, header, name)) for name, key in _RUPEES.items()},
        "action": text("previous_action") or text("action"),
        "remarks": text("previous_remarks") if text("previous_action") else text("remarks"),
    }
    if about.original_number_key:
        record[about.original_number_key] = str(read(cell_of(row, header, "original_number"), read_number).value or "")
        record[about.original_date_key] = _day(cell_of(row, header, "original_date"))
    return record


def _is_lost(reason: str) -> bool:
    """Whether digits of a number are lost: sent to the portal it would name another document."""
    return "lost" in reason or "turned this number" in reason


def _day(cell: Cell) -> str:
    day = read(cell, read_date).value
    return f"{day:%d-%m-%Y}" if isinstance(day, dt.date) else shown(cell)


def _rupees(cell: Cell) -> object:
    if says_nothing(cell):
        return None
    amount = read_amount(cell).value
    return shown(cell) if amount is None else amount
