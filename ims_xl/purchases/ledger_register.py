"""Purchase and note registers of accounting programs, with a column for each ledger or tax head.

A row is put under the fields of `translated`, and read as every other register is.
"""

import re
from collections.abc import Callable, Sequence

from ims_xl import schema
from ims_xl.issues import ImsError, Issue, Severity
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.grid import Cell, Row, Sheet
from ims_xl.purchases.headers import heading
from ims_xl.purchases.ledger_columns import LedgerColumns, find_ledger_columns
from ims_xl.purchases.lines import TORN, is_total, torn
from ims_xl.purchases.sheets import count_copies_once
from ims_xl.purchases.sums import adds_up, size, total
from ims_xl.purchases.translated import FIELDS, cell_of, read_translated, told, translated
from ims_xl.purchases.values import is_blank, shown

_UNUSED = ("draft", "void", "cancelled", "canceled", "rejected")
_RUPEES = ("", "inr", "rs", "₹")
_OWN_VIEW = re.compile(r"\b(?:(debit)|(credit))\s*(?:note|memo)", re.IGNORECASE)
_NO_NUMBER = (
    "In Tally show the column Supplier Invoice No. (Configure, Show Voucher Reference No.); elsewhere add the column "
    "with the supplier's own number, and export again."
)
_OTHER = re.compile(r"^(?!.*purchase).*\b(?:sales?|receipt|payment|contra)\b", re.IGNORECASE)
_TOLD: dict[str, tuple[Severity, str, str]] = {
    **TORN,
    "unused": ("note", "drafts, void or cancelled bills: left out", ""),
    "foreign": ("error", "bills in another currency were left out", "Give their amounts in rupees."),
    "other": ("note", "vouchers that are no purchases were left out", ""),
    "booked": (
        "warning",
        "no supplier's date: the day of booking was taken",
        "Compare it with the document.",
    ),
    "uneven": (
        "warning",
        "value and tax do not add up to the gross value",
        "Look for a column that is neither, such as TDS.",
    ),
    "notes": (
        "note",
        "debit notes here are the suppliers' credit notes",
        "",
    ),
}
"""What rows are told of, in this order."""


def ledger_sheets(content: Content) -> list[tuple[Sheet, LedgerColumns]]:
    """The sheets with the headings of such a register."""
    return [(sheet, columns) for sheet in content.sheets if (columns := find_ledger_columns(sheet))]


def read_ledger_register(content: Content, name: str) -> Reading:
    """The documents of every register sheet; `name` is what the format is called.

    Notes are in the buyer's view there: a debit note is the supplier's credit note. Raises ImsError for a register of
    sales and for one without the suppliers' numbers.
    """
    reading = Reading(name)
    for sheet, columns in content.once(ledger_sheets):
        _refuse_sales(sheet, columns, content.source.name)
        if "supplier_number" not in columns.fields:
            raise ImsError("no column has the suppliers' document numbers", _NO_NUMBER, file=content.source.name)
        _read(sheet, columns, reading)
    reading.issues += count_copies_once(reading)
    return reading


def _refuse_sales(sheet: Sheet, columns: LedgerColumns, file: str) -> None:
    titles = [shown(cell).lower() for row in sheet.rows[: columns.at] for cell in row.cells if isinstance(cell, str)]
    types = [text.lower() for row in sheet.rows[columns.at + 1 :] if (text := _text(row, columns, "voucher_type"))]
    sales = [text for text in types if "sale" in text and "purchase" not in text]
    if any("sales register" in title for title in titles) or len(sales) * 2 > len(types) > 0:
        raise ImsError("this is a register of sales", "Choose the register of purchases.", file=file, sheet=sheet.name)


def _read(sheet: Sheet, columns: LedgerColumns, reading: Reading) -> None:
    above = " ".join(shown(cell) for row in sheet.rows[: columns.at] for cell in row.cells if isinstance(cell, str))
    has_lines = any(heading(columns.titles[at]) == "item total" for at in columns.taxable)
    rows: list[Row] = []
    beside: dict[int, Cell] = {}
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    broken = torn(sheet, columns.at, [at for places in (*columns.heads.values(), columns.taxable) for at in places])
    for row in sheet.rows[columns.at + 1 :]:
        if _text(row, columns, "status").lower() in _UNUSED:
            found["unused"].append(row.number)
            continue
        if _text(row, columns, "currency").lower() not in _RUPEES:
            found["foreign"].append(row.number)
            continue
        if _OTHER.search(_text(row, columns, "voucher_type")):
            found["other"].append(row.number)
            continue
        if row.number in broken and _speaks(row, columns):
            found[broken[row.number]].append(row.number)
            continue
        if not _speaks(row, columns) and any(map(is_total, row.cells)):
            rows.append(translated(row.number, {"supplier_name": "Total"}))  # the word may stand in a column of no use
            continue
        beside[row.number] = total([_reader(row)(at) for at in columns.beside])
        line = _translated(row, columns, f"{sheet.name} {above}", found)
        if rows and has_lines and _is_same(rows[-1], line):
            rows[-1] = _with_line(rows[-1], line)
        else:
            rows.append(line)
    numbered = [row for row in rows if not is_blank(cell_of(row, "doc_number"))]
    found["uneven"] = [row.number for row in numbered if not _adds_up(row, beside[row.number])]
    titles = {name: _title(name, columns) for name in FIELDS}
    read_translated(sheet, rows, reading, titles)
    reading.issues += told(found, _TOLD, sheet)
    if "supplier_date" not in columns.fields:
        reason = "the only date here was read as the documents' date"
        reading.issues.append(
            Issue("note", reason, "Add the suppliers' dates if it is that of booking.", sheet=sheet.name)
        )


def _speaks(row: Row, columns: LedgerColumns) -> bool:
    """Whether a row has a number or a date, as a document has."""
    return any(_text(row, columns, name) for name in ("supplier_number", "supplier_date", "booking_date"))


def _translated(row: Row, columns: LedgerColumns, about: str, found: dict[str, list[int]]) -> Row:
    """The row under FIELDS; what is to be told of it goes to `found`."""
    cell = _reader(row)
    kind = _kind(_text(row, columns, "voucher_type"), about)
    sums = {
        name: total([*map(cell, places)])
        for name, places in {**columns.heads, "taxable_value": columns.taxable}.items()
    }
    number = _first(cell, columns.fields["supplier_number"])
    day = _first(cell, columns.fields.get("supplier_date", []))
    booked = _first(cell, columns.fields.get("booking_date", []))
    if "supplier_date" in columns.fields and is_blank(day) and not is_blank(booked) and not is_blank(number):
        found["booked"].append(row.number)
    value = _first(cell, columns.fields.get("doc_value", []))
    speaks = not is_blank(number) or not is_blank(day if not is_blank(day) else booked)
    if kind != "Invoice" and speaks:
        found["notes"].append(row.number)
        sums = {name: size(amount) for name, amount in sums.items()}
        value = size(value)
    reverse = any(read_amount(cell(at)).value for at in columns.reverse)
    cells: dict[str, Cell] = {
        "supplier_gstin": _first(cell, columns.fields["supplier_gstin"]),
        "supplier_name": _first(cell, columns.fields["supplier_name"]),
        "doc_type": kind if speaks else "",
        "doc_number": number,
        "doc_date": booked if is_blank(day) and not is_blank(number) else day,
        "doc_value": value,
        **sums,
        **{name: _first(cell, columns.fields.get(name, [])) for name in ("rate", "place_of_supply", "voucher_number")},
        "reverse_charge": "Y" if reverse else "",
    }
    return translated(row.number, cells)


def _is_same(one: Row, other: Row) -> bool:
    """Whether two lines of items are of one document."""
    names = ("supplier_name", "doc_number", "doc_date")
    return all(cell_of(one, name) == cell_of(other, name) != "" for name in names)


def _with_line(document: Row, line: Row) -> Row:
    """The document with one more line; what is no amount stands for the sum, so that it is told."""
    cells = list(document.cells)
    for name in ("taxable_value", *schema.TAXES):
        cells[FIELDS.index(name)] = total([cell_of(document, name), cell_of(line, name)])
    return document._replace(cells=cells)


def _reader(row: Row) -> Callable[[int], Cell]:
    return lambda at: row.cells[at] if at < len(row.cells) else ""


def _first(cell: Callable[[int], Cell], places: Sequence[int]) -> Cell:
    return next((found for at in places if not is_blank(found := cell(at))), "")


def _text(row: Row, columns: LedgerColumns, name: str) -> str:
    return shown(_first(_reader(row), columns.fields.get(name, [])))


def _adds_up(row: Row, beside: Cell) -> bool:
    """Whether value, taxes and what stands beside them, such as a round-off, are the gross value, if all is known."""
    parts = [cell_of(row, name) for name in ("taxable_value", *schema.TAXES)]
    return adds_up(cell_of(row, "doc_value"), parts, beside)


def _kind(voucher_type: str, about: str) -> str:
    """The document as its supplier calls it, by the type of voucher, else by what the sheet is called."""
    found = _OWN_VIEW.search(voucher_type) or (None if voucher_type else _OWN_VIEW.search(about))
    return "Invoice" if not found else "Credit Note" if found[1] else "Debit Note"


def _title(name: str, columns: LedgerColumns) -> str:
    """The headings a field was read from, as the file has them; its own name where there are none."""
    places = columns.heads.get(name) or (columns.taxable if name == "taxable_value" else columns.fields.get(name, []))
    if name == "doc_number":
        places = columns.fields["supplier_number"]
    if name == "doc_date":
        places = columns.fields.get("supplier_date") or columns.fields.get("booking_date", [])
    return " + ".join(columns.titles[at].strip() for at in places[:3]) or heading(name.replace("_", " "))
