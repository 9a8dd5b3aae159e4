"""A sheet of ours between two drawings: ours is taken away, the accountant's stays or makes room."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.dimensions import ColumnDimension

from ims_xl.workbook import layout, package
from ims_xl.workbook.layout import Line
from ims_xl.workbook.looks import BookCell, BookSheet
from ims_xl.workbook.package import Box
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.sheet import Sheet

_COLUMNS = 1024  # beyond these, widths are not looked at one by one


def ours(places: Places, spec: Sheet, title: str) -> list[Box]:
    """Where our cells stand on a sheet now, tables included.

    When the sheet's own name is lost, what stands above its tables is ours, and a sheet without tables.
    """
    tables = [place.box for place in places.tables.values() if place.sheet == title]
    areas = [box for sheet, box in places.areas.get(layout.safe(spec.key), []) if sheet == title]
    if not areas and tables:
        top, right = min(box.top for box in tables), max(box.right for box in tables)
        areas = [Box(1, 1, top - 1, right)] if top > 1 else []
    elif not areas:
        grid = places.grid(title)
        areas = [Box(1, 1, max(len(grid), 1), max((len(row) for row in grid), default=1))]
    return areas + tables


def spare(sheet: BookSheet, rows: Sequence[int], boxes: Sequence[Box]) -> None:
    """Move whole rows below everything else, out of the way of the boxes that are cleared."""
    if not rows:
        return
    bottom = max([*(number for number, _ in sheet._cells), *(box.bottom for box in boxes)]) + 2
    cells: dict[int, list[BookCell]] = {row: [] for row in rows}
    for (row, _), cell in sheet._cells.items():
        if row in cells:
            cells[row].append(cell)
    for rank, row in enumerate(rows):
        _move(sheet, cells[row], bottom + rank - row, 0)


def clear(
    sheet: BookSheet, spec: Sheet, boxes: Sequence[Box], tables: Sequence[Place]
) -> dict[tuple[int, int], Comment]:
    """Take away what is ours; returns the notes on our cells outside tables, by row and column."""
    for merged in list(sheet.merged_cells.ranges):
        if any(_box(merged).meets(box) for box in boxes):
            sheet.unmerge_cells(str(merged))
    notes = {}
    for box in boxes:
        in_table = any(place.box == box for place in tables)
        for row in range(box.top, box.bottom + 1):
            for column in range(box.left, box.right + 1):
                cell = sheet._cells.pop((row, column), None)
                if cell is not None and cell.comment and not in_table:
                    notes[row, column] = copy(cell.comment)
    for place in tables:
        for table in list(sheet.tables.values()):
            if package.box(table.ref).meets(place.box):
                del sheet.tables[table.displayName]
        for row in range(place.box.top, place.box.bottom + 1):
            sheet.row_dimensions.pop(row, None)
    if sheet.auto_filter.ref and any(package.box(sheet.auto_filter.ref).meets(box) for box in boxes):
        sheet.auto_filter.ref = None
    _clear_formats(sheet)
    _clear_validations(sheet, spec, boxes, tables)
    titles = {bars.title for bars in spec.bars}
    sheet._charts = [chart for chart in sheet._charts if _title(chart) not in titles]
    return notes


def _clear_formats(sheet: BookSheet) -> None:
    kept = ConditionalFormattingList()
    for ranges in sheet.conditional_formatting:
        for rule in ranges.rules:
            if not any(layout.OURS in formula for formula in rule.formula):
                kept.add(str(ranges.sqref), rule)
    sheet.conditional_formatting = kept


def _clear_validations(sheet: BookSheet, spec: Sheet, boxes: Sequence[Box], tables: Sequence[Place]) -> None:
    """Validations on our columns and cells are drawn again; those on the accountant's columns stay."""
    headers = {column.header for table in spec.tables for column in table.columns}
    places = [box for box in boxes if all(box != place.box for place in tables)]
    for place in tables:
        for column, header in enumerate(place.headers, start=place.box.left):
            if header in headers:
                places.append(place.box._replace(left=column, right=column))
    sheet.data_validations.dataValidation = [
        validation
        for validation in sheet.data_validations.dataValidation
        if not any(_box(part).meets(box) for part in validation.sqref.ranges for box in places)
    ]


def _title(chart: object) -> str:
    """The text of a chart's title."""
    title = getattr(chart, "title", None)
    rich = title.tx.rich if title is not None and title.tx is not None else None
    return "".join(run.t for paragraph in rich.p for run in paragraph.r or ()) if rich else ""


class Move(NamedTuple):
    """A cell of the accountant that had to make room: where it was and where it is."""

    origin: str
    now: str


def make(sheet: BookSheet, spec: Sheet, boxes: Sequence[Box]) -> list[Move]:
    """Move what the accountant wrote outside our areas `boxes` when they have grown over it.

    What stood below moves down, what stood beside moves right, by as little as leaves one free line.
    """
    new = layout.used(spec)
    bottom, right = max((box.bottom for box in boxes), default=0), max((box.right for box in boxes), default=0)
    foreign = [cell for cell in sheet._cells.values() if cell.value is not None or cell.comment]
    moves: list[Move] = []
    below = [cell for cell in foreign if cell.row > bottom]
    if below and min(cell.row for cell in below) <= new.bottom + 1:
        moves += _move(sheet, below, new.bottom + 2 - min(cell.row for cell in below), 0)
    beside = [cell for cell in foreign if cell.row <= bottom and cell.column > right]
    if beside and min(cell.column for cell in beside) <= new.right + 1:
        moves += _move(sheet, beside, 0, new.right + 2 - min(cell.column for cell in beside))
    drawn = [*layout.areas(spec), *(layout.table_box(table) for table in spec.tables)]
    within = [cell for cell in foreign if any(box.has(cell.row, cell.column) for box in drawn)]
    if within:
        edge = max([new.right, *(cell.column for cell in beside)])
        moves += _move(sheet, within, 0, edge + 2 - min(cell.column for cell in within))
    return moves


def _move(sheet: BookSheet, cells: Iterable[BookCell], down: int, right: int) -> list[Move]:
    cells = list(cells)
    moves = []
    for cell in cells:
        del sheet._cells[cell.row, cell.column]
    for cell in cells:
        origin = cell.coordinate
        cell.row, cell.column = cell.row + down, cell.column + right
        sheet._cells[cell.row, cell.column] = cell
        moves.append(Move(origin, cell.coordinate))
        if cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate
        if cell.data_type == "f" and isinstance(cell.value, str):
            cell.value = Translator(cell.value, origin).translate_formula(row_delta=down, col_delta=right)
    return moves


def columns(
    sheet: BookSheet, spec: Sheet, drawn: Mapping[str, list[Line]], places: Mapping[str, Place], is_new: bool
) -> None:
    """Widths: as the accountant has them for a heading that was there, else ours; keys stay hidden."""
    before = list(sheet.column_dimensions.values())
    there: dict[int, tuple[float, bool]] = {}
    for dimension in before:
        dimension.reindex()
        for column in range(dimension.min, min(dimension.max, _COLUMNS) + 1):
            there[column] = dimension.width, dimension.hidden
    wanted: dict[int, tuple[float, bool]] = {}
    edge = 0
    for table in reversed(spec.tables):
        place = places.get(table.name)
        edge = max(edge, table.left + len(drawn[table.name]) - 1, place.box.right if place else 0)
        for column, line in enumerate(drawn[table.name], start=table.left):
            width, hidden = line.column.width, line.column.kind == "key" and not line.own
            if place and line.header in place.headers:
                known = there.get(place.box.left + place.headers.index(line.header), (width, hidden))
                width, hidden = known[0], known[1] or hidden
            wanted[column] = width, hidden
    if is_new:
        wanted.update((column, (width, False)) for column, width in spec.widths.items())
        edge = max([edge, *wanted])
    for dimension in before:
        if dimension.min <= edge:
            del sheet.column_dimensions[dimension.index]
            if dimension.max > edge:
                dimension.min, dimension.index = edge + 1, layout.letters(edge + 1)
                sheet.column_dimensions[dimension.index] = dimension
    for column, (width, hidden) in wanted.items():
        letter = layout.letters(column)
        sheet.column_dimensions[letter] = ColumnDimension(sheet, letter, width=width, hidden=hidden)


def _box(part: BookSheet) -> Box:
    """One of openpyxl's cell ranges as a rectangle."""
    return Box(part.min_row, part.min_col, part.max_row, part.max_col)
