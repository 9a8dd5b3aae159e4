"""The details of an .xls: errors, zeros a format shows, hidden rows, merged cells, the way of counting days."""

import io
import struct

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ims_xl.purchases.cell_details import ERRORS, Block, Details, Place, Shown, shown_by

_UNREADABLE = (
    *(XLRDError, CompDocError, struct.error, LookupError, ValueError, TypeError, AttributeError, AssertionError),
    *(ArithmeticError, OSError, NotImplementedError, RecursionError, MemoryError, EOFError, NameError),
)  # what the reader makes of broken records


_FIRST_OWN = 164  # number of the first format that is not built in


def details(data: bytes) -> Details:
    """The details; only `is_blind` for a workbook whose records cannot be followed."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        formats = _formats(book)
        sheets = book.sheets()
        return Details(
            starts_1904=book.datemode == 1,
            texts={sheet.name: _errors(sheet) for sheet in sheets},
            shown={sheet.name: _shown(sheet, formats) for sheet in sheets},
            hidden={
                sheet.name: frozenset(at + 1 for at, row in sheet.rowinfo_map.items() if getattr(row, "hidden", False))
                for sheet in sheets
            },
            merged={
                sheet.name: tuple(
                    Block(top + 1, end, left) for top, end, left, _ in sheet.merged_cells if end > top + 1
                )
                for sheet in sheets
            },
        )
    except _UNREADABLE:
        return Details(is_blind=True)


def _formats(book: xlrd.book.Book) -> dict[int, Shown]:
    """Style number to how it shows whole numbers, for formats that add zeros or texts."""
    codes = {key: shown_by(one.format_str or "") for key, one in book.format_map.items() if key >= _FIRST_OWN}
    return {at: shown for at, style in enumerate(book.xf_list) if (shown := codes.get(style.format_key))}


def _errors(sheet: xlrd.sheet.Sheet) -> dict[Place, str]:
    return {
        (row + 1, column): ERRORS.get(int(sheet.cell_value(row, column)), "#VALUE!")
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    }


def _shown(sheet: xlrd.sheet.Sheet, formats: dict[int, Shown]) -> dict[Place, Shown]:
    if not formats:
        return {}
    return {
        (row + 1, column): shown
        for row in range(sheet.nrows)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_NUMBER and (shown := formats.get(sheet.cell_xf_index(row, column)))
    }
