"""Sheets as rows of raw cells, under the row numbers Excel shows."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ims_xl.issues import ImsError
from ims_xl.purchases import ods, xls, xlsb, xlsx
from ims_xl.purchases.cell_details import Block, Details, Place, Shown
from ims_xl.purchases.columns import Cell, Row, Rows, rows_of
from ims_xl.purchases.sources import Source, wide_encoding

_PLAIN = {str, float, dt.date}
_SERIAL_1904 = 1462  # days between the two ways Excel counts
_DAMAGE = (
    *(CalamineError, InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError),  # what the slow reader makes of broken XML
)
_AGAIN = "Open it in Excel, save it as Excel Workbook (.xlsx) and choose that file."


class Sheet(NamedTuple):
    """One sheet: its rows without the blank ones.

    `is_typed` is False for CSV, where numbers are texts; add `serial_shift` to a plain number to read it as a day.
    `decimal` is the sign before paise in texts, a comma where a file writes amounts so. `hidden` are numbers of rows
    that the file does not show. `is_blind`: Excel's errors and number formats of the file cannot be seen.
    """

    name: str
    rows: Sequence[Row]
    is_typed: bool = True
    serial_shift: int = 0
    decimal: str = "."
    is_hidden: bool = False
    hidden: frozenset[int] = frozenset()
    is_blind: bool = False


def read_workbook(source: Source) -> list[Sheet]:
    """Every sheet of an Excel workbook, hidden ones too.

    Raises ImsError when it is damaged, cut off or protected.
    """
    try:
        details = details_of(source.data)
        sheets = _slowly(source.data) if details.is_far else _quickly(source.data)
        return [sheet_of(name, rows, details, is_hidden=is_hidden) for name, rows, is_hidden in sheets]
    except PasswordError:
        remedy = "Open it in Excel, remove the password and save it."
        raise ImsError("the workbook is protected with a password", remedy, file=source.name) from None
    except _DAMAGE:
        raise ImsError("the workbook is damaged or was cut off", _AGAIN, file=source.name) from None


def details_of(data: bytes) -> Details:
    """What the reader of workbooks does not tell, whatever kind of workbook it is."""
    if not data.startswith(b"PK"):
        return xls.details(data)
    kinds = (xlsx, xlsb, ods)
    return next((found for kind in kinds if (found := kind.details(data)) != Details()), Details())


def sheet_of(name: str, rows: Iterable[list[object]], details: Details, *, is_hidden: bool = False) -> Sheet:
    """The rows as they are shown, with their numbers; cells merged below each other all have their text."""
    filled: Iterable[Row] = _rows(rows, details.texts.get(name, {}), details.shown.get(name, {}))
    if blocks := details.merged.get(name):
        filled = [*filled]
        _fill_merged(filled, blocks)
    shift = _SERIAL_1904 if details.starts_1904 else 0
    return Sheet(
        name,
        rows_of(filled),
        serial_shift=shift,
        is_hidden=is_hidden,
        hidden=details.hidden.get(name, frozenset()),
        is_blind=details.is_blind,
    )


def _fill_merged(rows: list[Row], blocks: Iterable[Block]) -> None:
    """The text or date of merged cells in each of their rows; amounts stay where they are and are counted once."""
    by_number = {row.number: row.cells for row in rows}
    for block in blocks:
        top = by_number.get(block.first, [])
        cell = top[block.column] if block.column < len(top) else ""
        if isinstance(cell, float) or (isinstance(cell, str) and not _NAMING.search(cell)):
            continue
        for number in range(block.first + 1, min(block.last, rows[-1].number) + 1):
            cells = by_number.get(number, [])
            if cells and (block.column >= len(cells) or cells[block.column] == ""):
                cells += [""] * (block.column + 1 - len(cells))
                cells[block.column] = cell


_NAMING = re.compile(r"[A-Za-z/]")


def _quickly(data: bytes) -> Iterator[tuple[str, Iterable[list[object]], bool]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
            rows: Iterable[Any] = sheet.iter_rows()
            if left:
                rows = ([*left, *cells] for cells in sheet.iter_rows())
            yield about.name, rows, about.visible != SheetVisibleEnum.Visible


def _slowly(data: bytes) -> Iterator[tuple[str, Iterable[list[object]], bool]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = (["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True))
        yield sheet.title, rows, sheet.sheet_state != "visible"


def _rows(rows: Iterable[list[object]], texts: Mapping[Place, str], formats: Mapping[Place, Shown]) -> Iterator[Row]:
    replaced: dict[int, dict[int, Shown | str]] = {}
    changes: list[tuple[Place, Shown | str]] = [*formats.items(), *texts.items()]
    for (row, column), change in changes:
        replaced.setdefault(row, {})[column] = change
    for number, cells in enumerate(rows, 1):
        if not _PLAIN.issuperset(map(type, cells)):
            cells = [_plain(cell) for cell in cells]
        if number in replaced:
            for column, change in replaced[number].items():
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _formatted(cells[column], change) if isinstance(change, Shown) else change
        if not _is_blank(cells):
            yield Row(number, cells)  # type: ignore[arg-type]


def _plain(cell: object) -> Cell:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell if isinstance(cell, str | float | dt.date) else str(cell)


def _formatted(cell: object, format_: Shown) -> object:
    """The number as its `0000` or `"INV/"000` format shows it."""
    is_shown = isinstance(cell, float) and (format_.currency or (cell.is_integer() and cell >= 0))
    return format_.text(cell) if is_shown else cell  # type: ignore[arg-type]


def _is_blank(cells: Iterable[object]) -> bool:
    return all(type(cell) is str and (cell == "" or cell.isspace()) for cell in cells)


def decimal_mark(rows: Rows) -> str:
    """A comma when amounts show one before paise (`1000,50`, `1.000,50`) and none shows a point there."""
    return "," if _stands(rows, ",", DECIMAL_COMMA) and not _stands(rows, ".", _POINT) else "."


def _stands(rows: Rows, sign: str, amount: re.Pattern[str]) -> bool:
    """Whether any cell is such an amount, which has the sign in it."""
    return any(amount.fullmatch(_DRESS.sub("", cell)) for cell in rows.texts_with(sign))


_DRESS = re.compile(r"[\s'`₹\u200b]|\b(?:rs\.?|inr|dr|cr)\b\.?|/-", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[-(]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}\)?", re.ASCII)
_POINT = re.compile(r"[-(]?(?:\d{1,3}(?:,\d{2,3})+|\d+)\.\d{1,2}\)?(?:dr|cr)?", re.ASCII | re.IGNORECASE)


def decode(data: bytes) -> str:
    """The text of the bytes, in the encoding they tell; what cannot be read becomes \ufffd."""
    if wide := wide_encoding(data):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
