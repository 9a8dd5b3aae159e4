"""The list of vendor bills of Odoo, which has the whole tax of a bill and no tax heads.

Source: descriptions of Odoo's list views, old and from version 18 on. Signed amounts are negative for bills and
positive for refunds. With a column for each tax head the list is a register like any other, see `ledgers`.
"""

from collections.abc import Mapping

from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import EXPORT, Format, says
from ims_xl.purchases.formats.tables import FOREIGN, cells_of, in_use, read_tables, tables_of, titles_of
from ims_xl.purchases.headers import Layout, Table
from ims_xl.purchases.sums import adds_up, rupees, size
from ims_xl.purchases.translated import Told, read_translated, told, translated
from ims_xl.purchases.values import is_blank

LIST = Layout(
    "odoo",
    {
        "voucher_number": ("Number",),
        "supplier_name": ("Vendor", "Invoice Partner Display Name", "Partner"),
        "supplier_gstin": ("GSTIN", "VAT"),
        "doc_number": ("Reference", "Bill Reference"),
        "doc_date": ("Bill Date", "Invoice/Bill Date"),
        "taxable_value": ("Tax Excluded", "Untaxed Amount Signed", "Untaxed Amount"),
        "tax": ("Tax", "Tax Signed"),
        "doc_value": ("Total", "Total Signed"),
        "status": ("Status",),
        "currency": ("Currency",),
    },
    frozenset({"supplier_name", "doc_number", "doc_date", "taxable_value", "doc_value"}),
    frozenset(),
)
_UNUSED = ("draft", "cancelled", "canceled")
_TOLD: dict[str, Told] = {
    "unused": ("note", "drafts or cancelled bills: left out", ""),
    "foreign": FOREIGN,
    "refunds": ("note", "positive amounts among negative ones: refunds, the suppliers' credit notes", ""),
    "positive": (
        "warning",
        "no amount is negative, as bills are in signed columns: all were taken for bills",
        "Look whether refunds are among them.",
    ),
    "uneven": ("warning", "value and tax do not add up to the total", "Compare them with the bill."),
    "headless": (
        "warning",
        "the list does not say which tax it is: IGST, CGST and SGST are missing",
        "Add a column for each of them to the list, or no document can match exactly.",
    ),
}


def _tables(content: Content) -> list[Table]:
    return tables_of(content, LIST)


def _read(content: Content) -> Reading:
    """The posted bills and refunds."""
    return read_tables("an Odoo export", content.once(_tables), _read_table)


def _read_table(table: Table, reading: Reading) -> None:
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    bills: dict[int, Mapping[str, Cell]] = dict(in_use(cells_of(table, reading), _UNUSED, found))
    values = {number: rupees(cells["taxable_value"]) or 0.0 for number, cells in bills.items() if _is_bill(cells)}
    is_signed = any(value < 0 for value in values.values())
    found["refunds"] = [number for number, value in values.items() if is_signed and value > 0]
    found["positive"] = [] if is_signed else [*values]
    found["headless"] = [number for number in values if rupees(bills[number]["tax"]) != 0.0]
    found["uneven"] = [number for number in values if not _fits(bills[number])]
    rows = [_translated(number, cells, number in {*found["refunds"]}) for number, cells in bills.items()]
    read_translated(table.sheet, rows, reading, titles_of(table), headless={*found["headless"]})
    reading.issues += told(found, _TOLD, table.sheet)


def _is_bill(cells: Mapping[str, Cell]) -> bool:
    return not (is_blank(cells["doc_number"]) and is_blank(cells["doc_date"]))


def _fits(cells: Mapping[str, Cell]) -> bool:
    return is_blank(cells["tax"]) or adds_up(cells["doc_value"], [cells["taxable_value"], cells["tax"]])


def _translated(number: int, cells: Mapping[str, Cell], is_refund: bool) -> Row:
    kind = ("Credit Note" if is_refund else "Invoice") if _is_bill(cells) else ""
    amounts = {name: size(cells[name]) for name in ("taxable_value", "doc_value")}
    return translated(number, {**cells, **amounts, "doc_type": kind})


_named = says("untaxed amount signed")

FORMAT = Format(
    "an Odoo export",
    lambda content: bool(content.once(_tables)) or _named(content),
    lambda content, _: _read(content),
    ("b2b", "cdnr", "eco", "b2bur"),
    EXPORT,
    lambda content: bool(content.once(_tables)),
)
