"""Bills exported from Zoho Books, a row an item; many exports have no columns for the tax heads.

Source: descriptions of exports, old and new. Without columns of heads the name of a line's tax tells them: `IGST18` is
integrated, `GST18` half central and half State tax.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ims_xl import schema
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.derived_heads import halves
from ims_xl.purchases.formats.ledgers import program
from ims_xl.purchases.formats.tables import FOREIGN, cells_of, in_use, read_tables, tables_of, titles_of
from ims_xl.purchases.headers import Layout, Table
from ims_xl.purchases.ledger_register import ledger_sheets
from ims_xl.purchases.sums import adds_up, rupees, total
from ims_xl.purchases.translated import Told, read_translated, told, translated
from ims_xl.purchases.values import is_blank, shown

LINES = Layout(
    "lines",
    {
        "doc_date": ("Bill Date", "Vendor Credit Date"),
        "bill_id": ("Bill ID",),
        "doc_number": ("Bill Number", "Vendor Credit Number"),
        "status": ("Bill Status", "Vendor Credit Status"),
        "place_of_supply": ("Destination of Supply",),
        "supplier_gstin": ("GST Identification Number (GSTIN)",),
        "supplier_name": ("Vendor Name",),
        "currency": ("Currency Code",),
        "inclusive": ("Is Inclusive Tax",),
        "taxable_value": ("Item Total",),
        "tax_name": ("Tax Name",),
        "tax_type": ("Tax Type",),
        "tax": ("Tax Amount",),
        "reverse": ("Reverse Charge Tax Name",),
        "doc_value": ("Total",),
    },
    frozenset({"doc_date", "doc_number", "supplier_gstin", "supplier_name", "taxable_value", "tax_name", "tax"}),
    frozenset(),
)
_UNUSED = ("draft", "void", "cancelled", "canceled", "rejected")
_NAMES = (  # the first that fits a tax's name says where it goes
    ("igst", re.compile(r"igst|integrated")),
    ("cess", re.compile(r"\bcess|cess\b")),
    ("cgst", re.compile(r"cgst|central")),
    ("sgst", re.compile(r"[su]t?gst|\bstate")),
    ("half and half", re.compile(r"gst")),
)
_TOLD: dict[str, Told] = {
    "unused": ("note", "drafts, void or cancelled bills: left out", ""),
    "foreign": FOREIGN,
    "derived": (
        "warning",
        "the export has no tax heads: they were taken from the names of the taxes, GST as half CGST and half SGST",
        "Compare a few with the bills.",
    ),
    "headless": (
        "warning",
        "the name of the tax does not tell its heads, which are missing",
        "Export with the columns CGST, SGST and IGST.",
    ),
    "uneven": (
        "warning",
        "the items and their tax do not make the total",
        "Look for a discount on the whole bill, TDS or an adjustment.",
    ),
}
Line = tuple[int, Mapping[str, Cell]]


def _tables(content: Content) -> list[Table]:
    return tables_of(content, LINES)


def _read(content: Content) -> Reading:
    """The bills, each with the sums of its lines."""
    return read_tables("a Zoho Books export", content.once(_tables), _read_table)


def _read_table(table: Table, reading: Reading) -> None:
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    bills: dict[tuple[str, ...], list[Line]] = {}
    for number, cells in in_use(cells_of(table, reading), _UNUSED, found):
        if not (is_blank(cells["doc_number"]) and is_blank(cells["taxable_value"])):
            bills.setdefault(_key(cells), []).append((number, cells))
    kind = "Credit Note" if "credit" in titles_of(table)["doc_number"].lower() else "Invoice"
    rows = [_bill(lines, kind, found) for lines in bills.values()]
    read_translated(table.sheet, rows, reading, titles_of(table), headless={*found["headless"]})
    reading.issues += told(found, _TOLD, table.sheet)


def _key(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """What lines of one bill share; branches may give one number to two bills."""
    names = ("bill_id", "doc_number", "supplier_name", "supplier_gstin", "doc_date")
    return tuple(shown(cells[name]) for name in names)


def _bill(lines: Sequence[Line], kind: str, found: dict[str, list[int]]) -> Row:
    number, first = lines[0]
    taxes: dict[str, list[Cell]] = {}
    for _, cells in lines:
        if rupees(cells["tax"]) != 0.0 and not is_blank(cells["tax"]):
            taxes.setdefault(_goes_to(cells), []).append(cells["tax"])
    sums = {name: total(amounts) for name, amounts in taxes.items()}
    taxable = total([_taxable(cells) for _, cells in lines])
    heads = _heads(sums)
    if sums:
        found["derived" if heads else "headless"].append(number)
    is_reverse = any(not is_blank(cells["reverse"]) for _, cells in lines)
    if not adds_up(first["doc_value"], [taxable, *sums.values()]):
        found["uneven"].append(number)
    cells = {"doc_type": kind, "taxable_value": taxable, "reverse_charge": "Y" if is_reverse else ""}
    return translated(number, {**first, **cells, **(heads or {})})


def _goes_to(cells: Mapping[str, Cell]) -> str:
    name = f"{shown(cells['tax_name'])} {shown(cells['tax_type'])}".lower()
    return next((head for head, sign in _NAMES if sign.search(name)), "")


def _taxable(cells: Mapping[str, Cell]) -> Cell:
    """The value of a line; where prices include tax its tax is taken off."""
    if shown(cells["inclusive"]).lower() not in ("true", "yes", "1"):
        return cells["taxable_value"]
    value, tax = rupees(cells["taxable_value"]), rupees(cells["tax"])
    return cells["taxable_value"] if value is None or tax is None else round(value - tax, 2)


def _heads(sums: Mapping[str, Cell]) -> dict[str, Cell] | None:
    """Where each sum goes, None when it is not known; what is no amount stands under its head, so that it is told."""
    if "" in sums:
        return None
    heads: dict[str, list[Cell]] = {head: [sums[head]] for head in schema.TAXES if head in sums}
    if "half and half" in sums:
        amount = rupees(sums["half and half"])
        parts = halves(amount) if amount is not None else {"cgst": sums["half and half"]}
        if parts is None:
            return None
        for head, part in parts.items():
            heads.setdefault(head, []).append(part)
    return {head: total(parts) for head, parts in heads.items()}


_COLUMNAR = program("a Zoho Books export", {"bill number", "vendor name"}, {"vendor credit number", "vendor name"})

FORMAT = replace(
    _COLUMNAR,
    read=lambda content, swap: _COLUMNAR.documents(content, swap) if content.once(ledger_sheets) else _read(content),
    readable=lambda content: bool(content.once(ledger_sheets) or content.once(_tables)),
)
