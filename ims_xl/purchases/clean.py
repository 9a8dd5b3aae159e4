"""Raw cells made values: every finding told with its cell, rows that cannot be used left out."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl import schema
from ims_xl.issues import Issue
from ims_xl.money import whole_paise
from ims_xl.purchases import dates, numbers, words
from ims_xl.purchases.amounts import LARGEST, plain_amounts, read_amount, says_nothing
from ims_xl.purchases.columns import Cell, Column
from ims_xl.purchases.grid import DECIMAL_COMMA
from ims_xl.purchases.lines import Lines
from ims_xl.purchases.values import Fault, Reader, is_blank, read, shown

Flags = npt.NDArray[np.bool_]


class Field(NamedTuple):
    """How the cells of a field are read; a row without a usable value in a `vital` field is left out."""

    read: Reader
    vital: bool = False


class Read(NamedTuple):
    """What a column says: its different values, None where a cell says none, and the code of the one at each place."""

    values: list[object]
    codes: npt.NDArray[np.int32]


_MONEY = {name: Field(read_amount, vital=True) for name in schema.AMOUNTS}
FIELDS = {
    "supplier_gstin": Field(words.read_gstin),
    "supplier_name": Field(words.read_text),
    "doc_number": Field(numbers.read_number, vital=True),
    "doc_date": Field(dates.read_date, vital=True),
    "doc_type": Field(words.read_doc_type, vital=True),
    "original_number": Field(numbers.read_number),
    "original_date": Field(dates.read_date),
    "port_code": Field(words.read_code),
    "supply_type": Field(words.read_supply_type),
    "place_of_supply": Field(words.read_place),
    "reverse_charge": Field(words.read_flag),
    "eligibility": Field(words.read_eligibility),
    "doc_value": Field(read_amount),
    **_MONEY,
    **{f"availed_{tax}": Field(read_amount) for tax in schema.TAXES},
    "rate": Field(words.read_text),
    "voucher_number": Field(words.read_text),
}
_OF_FAMILY = {"impg": {"doc_number": Field(numbers.read_bill_of_entry, vital=True)}}
_RUPEES = {column.name for column in schema.BOOKS if column.kind == "rupees"}
_MISSING = {
    "doc_number": "the document number is missing",
    "doc_date": "the document date is missing",
    "doc_type": "the document type is missing",
}
_COMPLETE = "Complete the row in the file and read it again."
_NO_AMOUNTS = Fault("error", "the row has neither a value nor tax", _COMPLETE)
_NO_TAXABLE = Fault("warning", "the taxable value is missing", _COMPLETE)
_NO_GSTIN = Fault("warning", "the supplier's GSTIN is missing", "Write it, or the document can hardly be matched.")
_GST_BEGAN = dt.date(2017, 7, 1)
_TOO_EARLY = Fault("warning", "the date lies before GST began", "Compare it with the document.")
_TOO_LATE = Fault("warning", "the date lies more than a year ahead", "Compare it with the document.")
_SWAPPED = (
    "day and month of the dates in this column may be changed over: this cell would then be {day:%d-%b-%Y}; "
    "{count} date cells have a day up to 12, all dates left as text a later day"
)
_MONTH_FIRST = "the dates of this column have the month first, as this one shows, and were read so: {count} dates"
_SWAP_REMEDY = "Compare a few dates with the invoices; if they are changed over, export the dates as text."


def clean(lines: Lines) -> tuple[pd.DataFrame, list[Issue]]:
    """One row a line: columns of schema.BOOKS that the layout has, `rate`, `source_row`, then the accountant's own.

    Amounts are rupees with their sign as written; a tax head left blank beside a value is zero.
    """
    count = len(lines.rows)
    faults: list[tuple[int, str, Fault]] = []
    columns: dict[str, Read] = {}
    fields = FIELDS | _OF_FAMILY.get(lines.layout.family, {})
    for name, cells in lines.fields.items():
        if name in fields:
            columns[name], wrong = _read_all(name, fields[name], _as_meant(name, cells, lines))
            faults += wrong
    faults += _blank_faults(lines)
    faults += _far_dates(columns["doc_date"])
    issues = [_issue(lines, at, name, fault) for at, name, fault in faults]
    issues += [*_swap_issue(lines), *_month_first_issue(lines)]
    left_out = np.zeros(count, dtype=np.bool_)
    left_out[[at for at, _, fault in faults if fault.severity == "error"]] = True
    frame = _frame(columns, lines)
    issues += _zero_issues(lines, frame)
    return frame[~left_out].reset_index(drop=True), sorted(issues, key=lambda issue: issue.row)


def _as_meant(name: str, cells: Column, lines: Lines) -> Column:
    """Day numbers as Excel counts them since 1900, days before months, amounts with a point before paise."""
    shift = lines.sheet.serial_shift
    if shift and name.endswith("_date"):
        return cells.mapped(lambda cell: cell + shift if isinstance(cell, float) else cell)
    if name.endswith("_date") and (places := dates.month_first(cells)):
        return cells.replaced({at: dates.day_first(str(cells[at])) for at in places})
    if lines.sheet.decimal == "," and (name in _RUPEES or name == "rate"):
        return cells.mapped(_with_point)
    return cells


def _with_point(cell: Cell) -> Cell:
    if isinstance(cell, str) and DECIMAL_COMMA.fullmatch(cell.strip()):
        return cell.replace(".", "").replace(",", ".")
    return cell


def _read_all(name: str, field: Field, cells: Column) -> tuple[Read, list[tuple[int, str, Fault]]]:
    """The values of the column, None for a cell that says none, and the faults with the cells' places."""
    read_different = _read_amounts if name in _RUPEES else _read_cells
    values, wrong = read_different(cells.different, field)
    faults: list[tuple[int, str, Fault]] = []
    if wrong:
        places = np.flatnonzero(np.isin(cells.codes, [*wrong])).tolist()
        faults = [(at, name, wrong[code]) for at, code in zip(places, cells.codes[places].tolist(), strict=True)]
    return Read(values, cells.codes), faults


def _read_cells(cells: Sequence[Cell], field: Field) -> tuple[list[object], dict[int, Fault]]:
    """The value of each cell, None when it says none, and the faults by the cell's place."""
    found = [read(cell, field.read) for cell in cells]
    return [value for value, _ in found], {at: _weighed(fault, field) for at, (_, fault) in enumerate(found) if fault}


def _read_amounts(cells: Sequence[Cell], field: Field) -> tuple[list[object], dict[int, Fault]]:
    """As `_read_cells`, with plain numbers read together."""
    plain = plain_amounts(cells)
    plain[~(np.abs(plain) <= LARGEST)] = np.nan
    others = np.flatnonzero(np.isnan(plain)).tolist()
    values: list[object] = (whole_paise(plain) / 100).tolist()
    read_one_by_one, faults = _read_cells([cells[at] for at in others], field)
    for at, value in zip(others, read_one_by_one, strict=True):
        values[at] = value
    return values, {others[at]: fault for at, fault in faults.items()}


def _weighed(fault: Fault, field: Field) -> Fault:
    """The fault, which leaves the row out only when the field is vital."""
    if field.vital or fault.severity != "error":
        return fault
    return Fault("warning", f"{fault.reason} and was left empty", fault.remedy)


def _blank_faults(lines: Lines) -> list[tuple[int, str, Fault]]:
    faults: list[tuple[int, str, Fault]] = []
    for name, reason in _MISSING.items():
        fault = Fault("error", reason, _COMPLETE)
        faults += [(at, name, fault) for at in _places(lines, name, is_blank)]
    if lines.layout.family != "impg":
        faults += [(at, "supplier_gstin", _NO_GSTIN) for at in _places(lines, "supplier_gstin", is_blank)]
    taxes = [lines.fields[tax] for tax in schema.TAXES if tax in lines.fields]
    for at in _places(lines, "taxable_value", says_nothing):
        nothing = all(says_nothing(tax[at]) for tax in taxes)
        faults.append((at, "taxable_value", _NO_AMOUNTS if nothing else _NO_TAXABLE))
    return faults


def _places(lines: Lines, name: str, is_meant: Callable[[Cell], bool]) -> list[int]:
    """Places of the cells of a field that are meant; none where the sheet does not have it."""
    return lines.fields[name].where(is_meant).tolist() if name in lines.fields else []


def _far_dates(days: Read) -> list[tuple[int, str, Fault]]:
    """Warnings on document dates before GST began and more than a year ahead: most are slips of the year."""
    latest = dt.date.today() + dt.timedelta(days=366)
    far = [at for at, day in enumerate(days.values) if isinstance(day, dt.date) and not _GST_BEGAN <= day <= latest]
    places = np.flatnonzero(np.isin(days.codes, far)).tolist() if far else []
    return [
        (at, "doc_date", _TOO_EARLY if days.values[code] < _GST_BEGAN else _TOO_LATE)
        for at, code in zip(places, days.codes[places].tolist(), strict=True)
    ]


def _frame(columns: dict[str, Read], lines: Lines) -> pd.DataFrame:
    frame: dict[str, Any] = {}
    for name, (values, codes) in columns.items():
        if name.endswith("_date"):
            frame[name] = np.array(values, dtype="datetime64[s]")[codes]
        elif name in _RUPEES:
            rupees = np.array(values, dtype=np.float64)[codes]
            frame[name] = np.where(np.isnan(rupees), 0.0, rupees) if name in schema.TAXES else rupees
        elif name == "reverse_charge":
            frame[name] = np.array([value is True for value in values], dtype=np.bool_)[codes]
        else:
            frame[name] = _texts(["" if value is None else value for value in values], codes)
    for tax in schema.TAXES:
        frame.setdefault(tax, np.zeros(len(lines.rows)))
    own = {name: _texts(cells.different, cells.codes) for name, cells in lines.own.items()}
    return pd.DataFrame({**frame, "source_row": np.array(lines.rows, dtype=np.int64), **own})


def _texts(values: Sequence[object], codes: npt.NDArray[np.int32]) -> "pd.Series[Any]":
    different = np.empty(len(values), dtype=object)
    different[:] = values
    return pd.Series(different[codes], dtype="object")


def _zero_issues(lines: Lines, frame: pd.DataFrame) -> list[Issue]:
    if "supplier_gstin" not in frame:
        return []
    places = numbers.lost_zeros(
        frame["supplier_gstin"].tolist(),
        lines.fields["doc_number"],
        frame["doc_number"].tolist(),
        is_typed=lines.sheet.is_typed,
    )
    return [_issue(lines, at, "doc_number", numbers.ZEROS_LOST) for at in places]


def _swap_issue(lines: Lines) -> list[Issue]:
    cells = lines.fields["doc_date"]
    places = dates.swapped(cells)
    if not places:
        return []
    first = cells[places[0]]
    assert isinstance(first, dt.date)
    reason = _SWAPPED.format(day=first.replace(month=first.day, day=first.month), count=len(places))
    return [_issue(lines, places[0], "doc_date", Fault("warning", reason, _SWAP_REMEDY))]


def _month_first_issue(lines: Lines) -> list[Issue]:
    cells = lines.fields["doc_date"]
    places = dates.month_first(cells)
    if not places:
        return []
    proof = next(at for at in places if dates.read_date(cells[at]).value is None)
    fault = Fault("warning", _MONTH_FIRST.format(count=len(places)), _SWAP_REMEDY)
    return [_issue(lines, proof, "doc_date", fault)]


def _issue(lines: Lines, at: int, name: str, fault: Fault) -> Issue:
    return Issue(
        fault.severity,
        fault.reason,
        fault.remedy,
        sheet=lines.sheet.name,
        row=lines.rows[at],
        column=lines.headings[name],
        value=shown(lines.fields[name][at]),
    )
