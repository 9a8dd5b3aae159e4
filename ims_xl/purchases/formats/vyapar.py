"""The purchase report of Vyapar: a sheet of bills, a sheet of their items, and no tax heads.

Source: descriptions of the report. The taxable value is quantity times price less discount; the heads follow from the
States of both GSTINs, the own of which stands above the tables.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ims_xl.gst import gstin
from ims_xl.issues import Issue
from ims_xl.money import rounded
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.derived_heads import heads_by_state
from ims_xl.purchases.findings import spans
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.formats.tables import cells_of, tables_of, titles_of
from ims_xl.purchases.headers import Layout, Table
from ims_xl.purchases.lines import is_total
from ims_xl.purchases.sums import adds_up, rupees
from ims_xl.purchases.translated import Told, read_translated, told, translated
from ims_xl.purchases.values import is_blank, shown

BILLS = Layout(
    "bills",
    {
        "doc_date": ("Date",),
        "doc_number": ("Invoice No.", "Bill No."),
        "supplier_name": ("Party Name",),
        "supplier_gstin": ("Party's GSTIN", "Party GSTIN"),
        "doc_value": ("Total Amount",),
        "payment": ("Payment Type",),
    },
    frozenset({"doc_date", "doc_number", "supplier_name", "supplier_gstin", "doc_value"}),
    frozenset({"Received/Paid Amount", "Balance Due"}),
)
ITEMS = Layout(
    "items",
    {
        "doc_date": ("Date",),
        "doc_number": ("Invoice No.", "Bill No."),
        "supplier_name": ("Party Name",),
        "quantity": ("Quantity",),
        "price": ("Price/Unit",),
        "discount": ("Discount",),
        "tax": ("GST",),
        "amount": ("Amount",),
    },
    frozenset({"doc_number", "supplier_name", "quantity", "price", "tax"}),
    frozenset(),
)
_BESIDE_PERCENT = re.compile(r"([\d.,]+)\s*\(\s*[\d.]+\s*%\s*\)")
_BANNER_ROWS = 30
_WITH_ITEMS = "Export the purchase report with its item details, so that the sheet Purchase Items is in the file."
_TOLD: dict[str, Told] = {
    "bare": ("error", "bills without items, so that their value is not known: left out", _WITH_ITEMS),
    "broken": ("error", "bills with an item whose amounts cannot be read: left out", "Correct the items' amounts."),
    "uneven": ("warning", "the items and their tax do not make the total", "Compare them with the bill."),
    "derived": (
        "warning",
        "the report has no tax heads: they were worked out from the States of both GSTINs",
        "Compare them where a supplier is in a special economic zone.",
    ),
    "headless": (
        "warning",
        "the tax heads cannot be told and are missing",
        "They need your own GSTIN above the table, the supplier's GSTIN, and a tax that halves into paise.",
    ),
}

Key = tuple[str, str]
Lines = list[tuple[int, dict[str, Cell]]]


class Item(NamedTuple):
    """A row of the items: where it stands, its taxable value and tax, None where one cannot be read."""

    sheet: str
    row: int
    taxable: float | None
    tax: float | None


def _tables(content: Content) -> list[Table]:
    return tables_of(content, BILLS, ITEMS)


def _identify(content: Content) -> bool:
    bills = [table for table in content.once(_tables) if table.layout is BILLS]
    return bool(bills) and (_has_items(content) or any("payment" in table.header.columns for table in bills))


def _has_items(content: Content) -> bool:
    return any(table.layout is ITEMS for table in content.once(_tables))


def _read(content: Content) -> Reading:
    """The bills, each with the sums of its items."""
    reading = Reading("Vyapar report", _own_gstin(content))
    rows = [(table, cells_of(table, reading)) for table in content.once(_tables)]
    items: dict[Key, list[Item]] = {}
    for table, lines in rows:
        for number, cells in lines if table.layout is ITEMS else ():
            if not _is_noise(cells):
                items.setdefault(_key(cells), []).append(_item(table.sheet.name, number, cells))
    bills = [(table, lines) for table, lines in rows if table.layout is BILLS]
    for table, lines in bills:
        _read_bills(table, lines, items, reading)
    known = {_key(cells) for _, lines in bills for _, cells in lines}
    for key, held in items.items():
        if key in known:
            continue
        first = held[0]
        reason = f"items of a bill that is not among the bills: left out (rows {spans(one.row for one in held)})"
        remedy = "Look for the bill; its supplier's GSTIN stands there."
        reading.issues.append(Issue("error", reason, remedy, sheet=first.sheet, row=first.row, value=key[0]))
    return reading


def _key(cells: Mapping[str, Cell]) -> Key:
    return shown(cells["doc_number"]).upper(), shown(cells["supplier_name"]).upper()


def _is_noise(cells: Mapping[str, Cell]) -> bool:
    """Whether the row is a total or names no bill."""
    number = cells["doc_number"]
    return is_blank(cells["doc_date"]) and (is_blank(number) or is_total(number))


def _item(sheet: str, number: int, cells: Mapping[str, Cell]) -> Item:
    quantity, price, tax = (rupees(_bare(cells[name])) for name in ("quantity", "price", "tax"))
    discount = 0.0 if is_blank(cells["discount"]) else rupees(_bare(cells["discount"]))
    if quantity is None or price is None or discount is None:
        return Item(sheet, number, None, tax)
    return Item(sheet, number, rounded(quantity * price - discount), 0.0 if is_blank(cells["tax"]) else tax)


def _bare(cell: Cell) -> Cell:
    """The amount of `90.00 (18%)`."""
    found = _BESIDE_PERCENT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found[1] if found else cell


def _read_bills(table: Table, lines: Lines, items: Mapping[Key, list[Item]], reading: Reading) -> None:
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    rows: list[Row] = []
    for number, cells in lines:
        if _is_noise(cells):
            continue
        of_bill = items.get(_key(cells), [])
        taxable = [item.taxable for item in of_bill if item.taxable is not None]
        taxes = [item.tax for item in of_bill if item.tax is not None]
        if not of_bill or min(len(taxable), len(taxes)) < len(of_bill):
            found["broken" if of_bill else "bare"].append(number)
            continue
        value, tax = round(sum(taxable), 2), round(sum(taxes), 2)
        heads = heads_by_state(tax, shown(cells["supplier_gstin"]), reading.recipient_gstin)
        if tax:
            found["derived" if heads else "headless"].append(number)
        if not adds_up(cells["doc_value"], [value, tax]):
            found["uneven"].append(number)
        rows.append(translated(number, {**cells, "doc_type": "Invoice", "taxable_value": value, **(heads or {})}))
    read_translated(table.sheet, rows, reading, titles_of(table), headless={*found["headless"]})
    reading.issues += told(found, _TOLD, table.sheet)


def _own_gstin(content: Content) -> str:
    """The one GSTIN in the rows above the headings, "" where there is none or several."""
    tops = {table.sheet.name: table.sheet.rows[0].number for table in content.once(_tables)}
    texts = [
        str(cell).upper()
        for sheet in content.sheets
        for row in sheet.rows[:_BANNER_ROWS]
        for cell in row.cells
        if row.number < tops.get(sheet.name, 0)
    ]
    numbers = {number for text in texts for number in re.findall(r"[0-9A-Z]{15}", text) if gstin.is_valid(number)}
    return numbers.pop() if len(numbers) == 1 else ""


FORMAT = Format(
    "a Vyapar report",
    _identify,
    lambda content, _: _read(content),
    ("b2b", "eco", "b2bur"),
    _WITH_ITEMS,
    _has_items,
)
