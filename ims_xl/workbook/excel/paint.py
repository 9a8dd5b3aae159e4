"""Writes values and looks into cells of an open workbook, block by block."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.cell_values import Plain, plain
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.layout import Total
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Cell, Sheet, Table
from ims_xl.workbook.styles import STYLES

BLOCK_TEXT = 8_000  # characters of one text that Excel takes in a block of cells; 8,203 is its limit
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*\??")
_EPOCH = datetime(1899, 12, 30)
_TRUTHS = {"true", "false"}


def is_safe(text: str) -> bool:
    """True for words that Excel cannot take for a number, a date, a truth, an error or a formula."""
    return bool(_WORDS.fullmatch(text)) and text.lower() not in _TRUTHS


def put(sheet: xw.Sheet, box: Box, columns: Sequence[Sequence[Plain]], as_text: Sequence[bool]) -> None:
    """Write columns of values into a rectangle, in one call.

    `as_text`: columns whose cells are formatted as text already. Anywhere else Excel would read `0012` as 12 and
    `1-4` as a date, so texts that are not plain words are written with its own mark for text, an apostrophe.
    """
    blank = native(sheet).cells.BLANK
    written = [
        list(values) if text else [_serial(_marked(value)) for value in values]
        for values, text in zip(columns, as_text, strict=True)
    ]
    long = [
        (rank, row, value)
        for rank, values in enumerate(written)
        for row, value in enumerate(values)
        if isinstance(value, str) and len(value) > BLOCK_TEXT
    ]
    for rank, row, _ in long:
        written[rank] = [None if at == row else value for at, value in enumerate(written[rank])]
    rows = [[blank if value is None else value for value in row] for row in zip(*written, strict=True)]
    sheet.range(ranges.address(box)).raw_value = rows if len(rows) * len(columns) > 1 else rows[0][0]
    for rank, row, value in long:
        sheet.range((box.top + row, box.left + rank)).raw_value = value


def _serial(value: Plain) -> Plain:
    """A moment as Excel counts it; cells with dates are formatted before."""
    return (value - _EPOCH) / timedelta(days=1) if isinstance(value, datetime) else value


def _marked(value: Plain) -> Plain:
    return f"'{value}" if isinstance(value, str) and not is_safe(value) else value


def dress(sheet: xw.Sheet, boxes: Iterable[Box], style: str) -> None:
    """Give cells the looks of a style; its number format first, before any value is written."""
    look = STYLES[style]
    for area in _areas(sheet, boxes):
        native(sheet).cells.dress(area, look)


def _areas(sheet: xw.Sheet, boxes: Iterable[Box]) -> Iterator[xw.Range]:
    for address in ranges.addresses(boxes, joined=native(sheet).cells.JOINED):
        yield sheet.range(address)


def clear(sheet: xw.Sheet, boxes: Iterable[Box]) -> None:
    """Empty cells of ours and take their looks away; notes stay."""
    for area in _areas(sheet, boxes):
        area.unmerge()
        native(sheet).cells.unlink(area)
        area.clear_contents()
        area.clear_formats()


def cells(sheet: xw.Sheet, spec: Sheet, titles: Mapping[str, str], renamed: Mapping[str, str]) -> None:
    """The cells outside tables: links, looks, values, formulas; `titles`: present name of a sheet by its key."""
    by_style: dict[str, list[Box]] = {}
    for cell in spec.cells:
        by_style.setdefault(cell.style, []).append(_box(cell))
        if cell.link in titles:
            native(sheet).cells.link(sheet.range((cell.row, cell.column)), titles[cell.link])
    for style, boxes in by_style.items():
        dress(sheet, boxes, style)
    values(sheet, spec.cells)
    for cell in spec.cells:
        if cell.formula:
            formula(sheet, cell.row, cell.column, layout.with_titles(cell.formula, renamed))
        if cell.span > 1:
            sheet.range(ranges.address(_box(cell))).impl.merge(False)  # Excel asks nothing now


def values(sheet: xw.Sheet, cells: Sequence[Cell]) -> None:
    """The values of cells outside tables, a block in one call."""
    at = {(cell.row, cell.column): cell for cell in cells}
    for box in _blocks(cells):
        columns = range(box.left, box.right + 1)
        rows = range(box.top, box.bottom + 1)
        block = [[_value(at.get((row, column))) for row in rows] for column in columns]
        put(sheet, box, block, [True] * len(block))


def totals(sheet: xw.Sheet, table: Table, found: Sequence[Total]) -> None:
    """The line of figures above a table."""
    by_style: dict[str, list[Box]] = {}
    for total in found:
        row, column = table.top - 1, table.left + total.rank
        by_style.setdefault(total.style, []).append(Box(row, column, row, column))
    for style, boxes in by_style.items():
        dress(sheet, boxes, style)
    for total in found:
        formula(sheet, table.top - 1, table.left + total.rank, total.formula)


def formula(sheet: xw.Sheet, row: int, column: int, text: str) -> None:
    """One formula, in Excel's English."""
    sheet.range(ranges.address(Box(row, column, row, column))).impl.formula = text


def formulas(sheet: xw.Sheet, box: Box, texts: Sequence[str]) -> None:
    """A column of formulas, in Excel's English."""
    sheet.range(ranges.address(box)).impl.formula = [[text] for text in texts] if len(texts) > 1 else texts[0]


def _value(cell: Cell | None) -> Plain:
    if cell is None or cell.formula:
        return None
    value = plain(cell.value)
    return value if STYLES[cell.style].format == "@" else _serial(_marked(value))


def _box(cell: Cell) -> Box:
    return Box(cell.row, cell.column, cell.row, cell.column + cell.span - 1)


def _blocks(cells: Sequence[Cell]) -> list[Box]:
    """Our cells outside tables as few rectangles that hold nothing else."""
    runs: list[Box] = []
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        box = _box(cell)
        if runs and runs[-1].top == box.top and runs[-1].right + 1 == box.left:
            runs[-1] = runs[-1]._replace(right=box.right)
        else:
            runs.append(box)
    found: list[Box] = []
    for run in runs:
        above = next(
            (box for box in found if (box.bottom, box.left, box.right) == (run.top - 1, run.left, run.right)), None
        )
        if above:
            found[found.index(above)] = above._replace(bottom=run.bottom)
        else:
            found.append(run)
    return found
