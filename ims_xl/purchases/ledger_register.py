"""Purchase and note registers of accounting programs, with a column for each ledger or tax head.

A row is put under the fields of `translated`, and read as every other register is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.issues import ImsError, Issue, Severity
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.columns import Cell, Row, rows_of
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading, rows_with
from ims_xl.purchases.ledger_columns import POSSIBLE_TYPES, LedgerColumns, find_ledger_columns, spelled
from ims_xl.purchases.lines import TORN, is_total, torn
from ims_xl.purchases.sheets import count_copies_once
from ims_xl.purchases.sums import adds_up, rupees, size, total
from ims_xl.purchases.translated import FIELDS, cell_of, read_translated, told, translated
from ims_xl.purchases.values import is_blank, shown
from ims_xl.purchases.words import read_doc_type

_UNUSED = ("draft", "void", "cancelled", "canceled", "rejected", "y", "yes", "true")  # yes: it is cancelled
_FEWEST = 4  # headings again that make a row one of headings
_TITLE_ROWS = 3  # rows above further tables that say what they list
_SAP = {"RE": "Invoice", "KR": "Invoice", "KG": "Credit Note"}  # document types of a vendor's line items
_DOUBLED = "two columns have this heading; the first was read"
_CHECK = "Check that the first is the right one, or give the other another heading."
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


class LedgerTable(NamedTuple):
    """One table of such a register: its rows from the headings on, and the texts that say what it lists."""

    sheet: Sheet
    columns: LedgerColumns
    about: str


def ledger_sheets(content: Content) -> list[LedgerTable]:
    """The tables of every sheet that have the headings of such a register."""
    return [table for sheet in content.flat for table in _tables(sheet)]


def _tables(sheet: Sheet) -> Iterator[LedgerTable]:
    """The tables of a sheet; the same headings again, as on a new page, begin no new one."""
    first = find_ledger_columns(sheet)
    if first is None:
        return
    starts = [(first.at, first)]
    signs = {title.strip().lower() for title in first.titles if title.strip()}
    for at in rows_with(sheet.rows, {sign[:3] for sign in signs}, lambda text: text.strip().lower() in signs):
        row = sheet.rows[at]
        again = sum(isinstance(cell, str) and cell.strip().lower() in signs for cell in row.cells)
        if at <= first.at or again < _FEWEST:
            continue
        columns = find_ledger_columns(sheet._replace(rows=[row]))
        if columns and replace(columns, at=0) != replace(starts[-1][1], at=0):
            starts.append((at, columns))
    ends = [*(at for at, _ in starts[1:]), len(sheet.rows)]
    for (at, columns), end in zip(starts, ends, strict=True):
        top = 0 if at == first.at else max(0, at - _TITLE_ROWS)
        above = [shown(cell) for row in sheet.rows[top:at] for cell in row.cells if isinstance(cell, str)]
        part = sheet._replace(rows=sheet.rows[at:end])
        yield LedgerTable(part, _with_types(part, columns), " ".join([sheet.name, *above]))


def _with_types(sheet: Sheet, columns: LedgerColumns) -> LedgerColumns:
    """The columns with one of document types under a heading that may mean something else, where it names notes."""
    if columns.fields.keys() & {"doc_type", "voucher_type"}:
        return columns
    for at, title in enumerate(columns.titles):
        if spelled(heading(title)) not in POSSIBLE_TYPES:
            continue
        words = {*rows_of(sheet.rows[1:]).column(at).different} - {title}
        types = {read_doc_type(cell).value for cell in words if not is_blank(cell) and not is_total(cell)}
        if types & {"CN", "DN"} and None not in types:
            return replace(columns, fields={**columns.fields, "doc_type": [at]})
    return columns


def read_ledger_register(content: Content, name: str, swap_notes: bool) -> Reading:
    """The documents of every register table; `name` is what the format is called.

    Voucher types are the buyer's: his debit note is the supplier's credit note. Document types are the supplier's, or
    the other way round with `swap_notes`. Raises ImsError for a register of sales, for one without the suppliers'
    numbers, and for one of several registrations.
    """
    reading = Reading(name)
    for table in content.once(ledger_sheets):
        _refuse_sales(table, content.source.name)
        if "supplier_number" not in table.columns.fields:
            raise ImsError("no column has the suppliers' document numbers", _NO_NUMBER, file=content.source.name)
        _note_owner(table, reading, content.source.name)
        _read(table, reading, swap_notes)
    reading.issues += count_copies_once(reading)
    return reading


def _refuse_sales(table: LedgerTable, file: str) -> None:
    sheet, columns, about = table
    types = [text.lower() for row in sheet.rows[1:] if (text := _text(row, columns, "voucher_type"))]
    sales = [text for text in types if "sale" in text and "purchase" not in text]
    if "sales register" in about.lower() or len(sales) * 2 > len(types) > 0:
        raise ImsError("this is a register of sales", "Choose the register of purchases.", file=file, sheet=sheet.name)


def _note_owner(table: LedgerTable, reading: Reading, file: str) -> None:
    """Whose purchases they are, where a column says it."""
    owners = {gstin.clean(_text(row, table.columns, "own_gstin")) for row in table.sheet.rows[1:]}
    owners = {one for one in owners if gstin.is_valid(one)} | {reading.recipient_gstin} - {""}
    if len(owners) > 1:
        reason = f"the purchases are of several registrations: {', '.join(sorted(owners))}"
        raise ImsError(reason, "Export those of one registration at a time.", file=file, sheet=table.sheet.name)
    reading.recipient_gstin = next(iter(owners), "")


def _read(table: LedgerTable, reading: Reading, swap_notes: bool) -> None:
    sheet, columns, about = table
    has_lines = any(heading(columns.titles[at]) == "item total" for at in columns.taxable)
    by_item = "item" in columns.fields
    turn = _turn(table)
    rows: list[Row] = []
    beside: dict[int, Cell] = {}
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    broken = torn(sheet, 0, [at for places in (*columns.heads.values(), columns.taxable) for at in places])
    for row in sheet.rows[1:]:
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
            # The word may stand in a column of no use.
            rows.append(translated(row.number, {"supplier_name": "Total", **_sums(row, columns, turn)}))
            continue
        beside[row.number] = total([_reader(row)(at) for at in columns.beside])
        line = _translated(row, columns, about, turn, found)
        if by_item and rows and _continues(row, columns):
            line = line._replace(cells=[_or(*pair) for pair in zip(line.cells, _naming(rows[-1]), strict=True)])
        if rows and has_lines and _is_same(rows[-1], line):
            rows[-1] = _with_line(rows[-1], line)
        else:
            rows.append(line)
    if by_item:
        rows = with_document_values(rows)
    numbered = [row for row in rows if not is_blank(cell_of(row, "doc_number"))]
    found["uneven"] = [] if by_item else [row.number for row in numbered if not _adds_up(row, beside[row.number])]
    titles = {name: _title(name, columns) for name in FIELDS}
    read_translated(sheet, rows, reading, titles, by_item=by_item, swap_notes=swap_notes and _by_type(columns))
    reading.issues += told(found, _TOLD, sheet)
    reading.issues += [
        Issue("warning", _DOUBLED, _CHECK, sheet=sheet.name, row=sheet.rows[0].number, column=title)
        for title in columns.doubled
    ]
    if "supplier_date" not in columns.fields:
        reason = "the only date here was read as the documents' date"
        reading.issues.append(
            Issue("note", reason, "Add the suppliers' dates if it is that of booking.", sheet=sheet.name)
        )


def _turn(table: LedgerTable) -> float:
    """-1 where bills are negative, as in columns of signed amounts, else 1."""
    if not table.columns.is_signed:
        return 1.0
    values = [total([_reader(row)(at) for at in table.columns.taxable]) for row in table.sheet.rows[1:]]
    amounts = [amount for value in values if (amount := rupees(value))]
    return -1.0 if sum(amount < 0 for amount in amounts) * 2 >= len(amounts) > 0 else 1.0


def _by_type(columns: LedgerColumns) -> bool:
    return "doc_type" in columns.fields


def _continues(row: Row, columns: LedgerColumns) -> bool:
    """Whether a row is one more item of the document above: an item with a value, and nothing that names a document."""
    names = ("supplier_number", "supplier_date", "booking_date", "supplier_gstin", "supplier_name")
    value = total([_reader(row)(at) for at in columns.taxable])
    return not any(_text(row, columns, name) for name in names) and bool(_text(row, columns, "item")) and value != ""


def _naming(row: Row) -> list[Cell]:
    """The cells of a translated row that its further items share."""
    own = ("taxable_value", *schema.TAXES, "rate")
    return ["" if name in own else cell for name, cell in zip(FIELDS, row.cells, strict=True)]


def _or(cell: Cell, other: Cell) -> Cell:
    return other if is_blank(cell) else cell


def with_document_values(rows: Sequence[Row]) -> list[Row]:
    """The rows of items, where each has only a value of its own, with the sum as value of their document."""
    documents: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = tuple(
            shown(cell_of(row, name)).upper() for name in ("supplier_gstin", "doc_number", "doc_date", "doc_type")
        )
        documents.setdefault(key, []).append(row)
    sums: dict[int, Cell] = {}
    at = FIELDS.index("doc_value")
    for lines in documents.values():
        parts = ("taxable_value", *schema.TAXES)
        own = all(rupees(line.cells[at]) and _adds_up(line, "") for line in lines)
        if len(lines) > 1 and own and any(not is_blank(cell_of(line, name)) for line in lines for name in parts):
            value = total([line.cells[at] for line in lines])
            sums |= {line.number: value for line in lines}
    return [
        row._replace(cells=[*row.cells[:at], sums[row.number], *row.cells[at + 1 :]]) if row.number in sums else row
        for row in rows
    ]


def _speaks(row: Row, columns: LedgerColumns) -> bool:
    """Whether a row has a number or a date, as a document has."""
    return any(_text(row, columns, name) for name in ("supplier_number", "supplier_date", "booking_date"))


def _translated(row: Row, columns: LedgerColumns, about: str, turn: float, found: dict[str, list[int]]) -> Row:
    """The row under FIELDS; what is to be told of it goes to `found`."""
    cell = _reader(row)
    word = _text(row, columns, "doc_type")
    kind = _SAP.get(word.upper(), word) or _kind(_text(row, columns, "voucher_type"), about)
    sums = _sums(row, columns, turn)
    number = _first(cell, columns.fields["supplier_number"])
    day = _first(cell, columns.fields.get("supplier_date", []))
    booked = _first(cell, columns.fields.get("booking_date", []))
    if "supplier_date" in columns.fields and is_blank(day) and not is_blank(booked) and not is_blank(number):
        found["booked"].append(row.number)
    value = _turned(_first(cell, columns.fields.get("doc_value", [])), turn)
    if (rupees(value) or 0.0) < 0 < (rupees(sums["taxable_value"]) or 0.0):
        value = size(value)  # what the party gets is a credit
    speaks = not is_blank(number) or not is_blank(day if not is_blank(day) else booked)
    if kind != "Invoice" and speaks and not word:
        found["notes"].append(row.number)
        sums = {name: size(amount) for name, amount in sums.items()}
        value = size(value)
    reverse = any(read_amount(cell(at)).value for at in columns.reverse)
    cells: dict[str, Cell] = {
        "supplier_gstin": _first(cell, columns.fields["supplier_gstin"]),
        "supplier_name": _first(cell, columns.fields.get("supplier_name", [])),
        "doc_type": kind if speaks else "",
        "doc_number": number,
        "doc_date": booked if is_blank(day) and not is_blank(number) else day,
        "doc_value": value,
        **sums,
        **{name: _first(cell, columns.fields.get(name, [])) for name in ("rate", "place_of_supply", "voucher_number")},
        "reverse_charge": "Y" if reverse else _first(cell, columns.fields.get("reverse_charge", [])),
    }
    return translated(row.number, cells)


def _sums(row: Row, columns: LedgerColumns, turn: float) -> dict[str, Cell]:
    """Taxable value and taxes of a row."""
    places_of = {**columns.heads, "taxable_value": columns.taxable}
    return {name: _turned(total([*map(_reader(row), places)]), turn) for name, places in places_of.items()}


def _turned(cell: Cell, turn: float) -> Cell:
    """The amount with its sign changed where `turn` is -1; what is no amount stays, so that it is told."""
    amount = rupees(cell) if turn < 0 else None
    return cell if amount is None else 0.0 - amount


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
