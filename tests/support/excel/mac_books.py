"""A workbook in memory, as Excel for Mac shows it to Apple events: enough to draw our sheets into it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from support.excel.apple import MISSING, CommandError, Items, Ref, Thing, Word, mac_engine
from support.excel.cells import _NUMBERLIKE, EPOCH, CoercionError

from ims_xl.workbook import ranges
from ims_xl.workbook.ranges import Box

ROWS, COLUMNS = 1_048_576, 16_384


class CellError(str):
    """What a cell shows in which a formula went wrong; its value is missing."""

    __slots__ = ()


class MacExcel(Thing):
    """Excel for Mac with one workbook open."""

    def __init__(self, path: Path) -> None:
        super().__init__(calculation=Word("calculation_automatic"), screen_updating=True, display_alerts=True)
        self.kept |= {"enable_events": True, "status_bar": False}
        self.book = MacBook(self, path)
        self.selected: Cells = Cells(self.book.sheets[0], [Box(1, 1, 1, 1)])

    def as_xlwings(self) -> xw.Book:
        """The workbook as a macro gets it."""
        engine = mac_engine()
        return xw.Book(impl=engine.Book(engine.App(xl=Ref(lambda: self)), self.book.path.name))

    def get_workbooks(self) -> Items:
        return Items([self.book])

    def get_active_workbook(self) -> Thing:
        return self.book

    def get_selection(self) -> Thing:
        return self.selected

    def do_get_international(self, data_type: Word) -> str:
        return ","


class MacBook(Thing):
    """The workbook, read from a file."""

    def __init__(self, app: MacExcel, path: Path) -> None:
        super().__init__(protect_structure=False, date_1904=False)
        self.app, self.path = app, path
        values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
        self.sheets = [MacSheet(self, sheet, formulas[sheet.title]) for sheet in values.worksheets]
        self.names = [MacName(self, name, f"={one.attr_text}") for name, one in values.defined_names.items()]
        self.active = self.sheets[0]
        self.kept["windows"] = Items([Thing()])

    def sheet(self, name: str) -> "MacSheet":
        return next(sheet for sheet in self.sheets if sheet.get("name") == name)

    def get_name(self) -> str:
        return self.path.name

    def get_full_name(self) -> str:
        return str(self.path)

    def get_worksheets(self) -> Items:
        return Items(self.sheets)

    def get_sheets(self) -> Items:
        return Items(self.sheets)

    def get_named_items(self) -> Items:
        return Items(self.names)

    def get_active_sheet(self) -> Thing:
        return self.active

    def made(self, new: str, side: str, given: dict[str, Any]) -> Thing:
        assert new == "named_item"
        assert all(given["name"] != name.get("name") for name in self.names)
        if len(given["references"]) > 256:
            raise CommandError("the text of the name is too long")
        self.names.append(MacName(self, given["name"], given["references"]))
        return self.names[-1]


class MacName(Thing):
    """A workbook-wide name."""

    def __init__(self, book: MacBook, name: str, references: str) -> None:
        super().__init__(name=name, references=references)
        self.book = book

    def get_reference_range(self) -> "Cells":
        sheet, box = ranges.boxes(self.kept["references"].removeprefix("="))[0]
        return Cells(self.book.sheet(sheet), [box])

    def do_delete(self) -> None:
        self.book.names.remove(self)


class MacSheet(Thing):
    """One sheet; what happens to looks is written down in `looks` as (word, address, value)."""

    def __init__(self, book: MacBook, values: Any = None, formulas: Any = None) -> None:
        super().__init__(name=values.title if values else "", visible=Word("sheet_visible"), protect_contents=False)
        self.book = book
        self.cells: dict[tuple[int, int], Any] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.tables: list[MacTable] = []
        self.charts: list[Thing] = []
        self.rules: list[MacRule] = []
        self.validations: dict[Box, Validation] = {}
        self.links: dict[tuple[int, int], str] = {}
        self.looks: list[tuple[str, str, Any]] = []
        for row in values.iter_rows() if values else ():
            for cell in row:
                self.formats[cell.row, cell.column] = cell.number_format
                if cell.value is not None:
                    value = cell.value
                    moment = isinstance(value, datetime)
                    self.cells[cell.row, cell.column] = (value - EPOCH) / timedelta(days=1) if moment else value
                formula = formulas[cell.coordinate].value
                if isinstance(formula, str) and formula.startswith("="):
                    self.formulas[cell.row, cell.column] = formula
        for table in values.tables.values() if values else ():
            self.tables.append(MacTable(self, table.name, ranges.box(table.ref)))

    def area(self, address: str) -> "Cells":
        boxes = []
        for part in address.replace("$", "").split(","):
            rows = re.fullmatch(r"(\d+):(\d+)", part)
            boxes.append(Box(int(rows[1]), 1, int(rows[2]), COLUMNS) if rows else ranges.box(part))
        return Cells(self, boxes)

    def get_entry_index(self) -> int:
        return self.book.sheets.index(self) + 1

    def item_cells(self, key: str) -> "Cells":
        return self.area(key)

    def item_rows(self, row: int) -> "Cells":
        return Cells(self, [Box(row, 1, row, COLUMNS)])

    def get_used_range(self) -> "Cells":
        used = [*self.cells, *self.formats]
        return Cells(
            self, [Box(1, 1, max((row for row, _ in used), default=1), max((col for _, col in used), default=1))]
        )

    def get_list_objects(self) -> Items:
        return Items(self.tables)

    def get_chart_objects(self) -> Items:
        return Items(self.charts)

    def do_count(self, each: Word) -> int:
        sizes = {"row": ROWS, "column": COLUMNS}
        return sizes.get(each.AS_name) or super().do_count(each)

    def do_activate_object(self) -> None:
        self.book.active = self

    def do_delete(self) -> None:
        self.book.sheets.remove(self)

    def made(self, new: str, side: str, given: dict[str, Any]) -> Thing:
        if new == "worksheet":
            sheet = MacSheet(self.book)
            sheet.set("name", f"Sheet{len(self.book.sheets) + 1}")
            self.book.sheets.insert(self.get_entry_index() - (side == "before"), sheet)
            self.book.active = sheet
            return sheet
        if new == "list_object":
            self.tables.append(MacTable(self, f"Table{len(self.tables) + 1}", given["range_object"].box))
            return self.tables[-1]
        assert new == "chart_object"
        self.charts.append(Thing(name=f"Chart {len(self.charts) + 1}", chart=MacChart(), **given))
        return self.charts[-1]


class Cells(Thing):
    """Rectangles of one sheet."""

    def __init__(self, sheet: MacSheet, boxes: list[Box]) -> None:
        super().__init__()
        self.sheet, self.boxes = sheet, boxes

    @property
    def box(self) -> Box:
        return self.boxes[0]

    @property
    def address(self) -> str:
        return ",".join(ranges.address(box) for box in self.boxes)

    def each(self) -> Iterator[tuple[int, int]]:
        for box in self.boxes:
            for row in range(box.top, box.bottom + 1):
                for column in range(box.left, box.right + 1):
                    yield row, column

    def do_get_address(self, row_absolute: bool = True, column_absolute: bool = True, external: bool = False) -> str:
        parts = []
        for box in self.boxes:
            text = ranges.address(box, fixed=True)
            first, _, last = text.partition(":")
            parts.append(first if first == last else text)
        title = self.sheet.get("name").replace("'", "''")
        return f"'[{self.sheet.book.path.name}]{title}'!{','.join(parts)}" if external else ",".join(parts)

    def get_first_row_index(self) -> int:
        return self.box.top

    def get_first_column_index(self) -> int:
        return self.box.left

    def do_count(self, each: Word) -> int:
        height, width = self.box.bottom - self.box.top + 1, self.box.right - self.box.left + 1
        sizes = {"row": height, "column": width, "cell": height * width}
        return sizes[each.AS_name] if each.AS_name in sizes else len(self._rules())

    def item_columns(self, column: int) -> "Cells":
        return Cells(
            self.sheet, [Box(self.box.top, self.box.left + column - 1, self.box.top, self.box.left + column - 1)]
        )

    def get_entire_row(self) -> Thing:
        return Cells(self.sheet, [box._replace(left=1, right=COLUMNS) for box in self.boxes])

    def get_entire_column(self) -> Thing:
        return Cells(self.sheet, [box._replace(top=1, bottom=ROWS) for box in self.boxes])

    def set(self, name: str, value: Any) -> None:
        if hasattr(self, f"set_{name}"):
            super().set(name, value)
        else:
            self.sheet.looks.append((name, self.address, value))

    def part(self, name: str) -> Thing:
        return super().part(name) if hasattr(self, f"get_{name}") else Look(self, name)

    # values
    def get_value(self) -> Any:
        return self._shaped(self._shown)

    def get_string_value(self) -> Any:
        return self._shaped(lambda place: str(self.sheet.cells.get(place, "")))

    def _shaped(self, read: Any) -> Any:
        box = self.box
        rows = [[read((row, col)) for col in range(box.left, box.right + 1)] for row in range(box.top, box.bottom + 1)]
        return rows[0][0] if (box.top, box.left) == (box.bottom, box.right) else rows

    def _shown(self, place: tuple[int, int]) -> Any:
        value = self.sheet.cells.get(place, "")
        if isinstance(value, CellError):
            return MISSING
        is_moment = "yyyy" in self.sheet.formats.get(place, "") and isinstance(value, float)
        return EPOCH + timedelta(seconds=round(value * 86_400)) if is_moment else value

    def set_value(self, value: Any) -> None:
        rows = value if isinstance(value, list) else [[value]]
        assert (len(rows), len(rows[0])) == (self.do_count(Word("row")), self.do_count(Word("column")))
        for row, line in enumerate(rows):
            for column, one in enumerate(line):
                self._write((self.box.top + row, self.box.left + column), one)

    def _write(self, place: tuple[int, int], value: Any) -> None:
        assert isinstance(value, str | float | int | bool), f"an Apple event has no {value!r}"
        self.sheet.formulas.pop(place, None)
        is_text = self.sheet.formats.get(place) == "@"
        if isinstance(value, str) and not is_text:
            if value.startswith("'"):
                value = value[1:]
            elif _NUMBERLIKE.fullmatch(value):
                raise CoercionError(f"Excel would not keep the text {value!r}")
        elif is_text and not isinstance(value, str):
            raise CoercionError(f"Excel would make a text of {value!r}")
        if value == "":
            self.sheet.cells.pop(place, None)
        else:
            self.sheet.cells[place] = float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def set_formula(self, value: Any) -> None:
        """One formula for all cells, or a block of them as rows."""
        block = [one for line in value for one in line] if isinstance(value, list) else None
        for position, place in enumerate(self.each()):
            assert self.sheet.formats.get(place) != "@", "Excel would keep the formula as a text"
            self.sheet.formulas[place] = block[position] if block else value

    def set_number_format(self, value: str) -> None:
        self.sheet.formats |= dict.fromkeys(self.each(), value)

    def do_clear_contents(self) -> None:
        for place in self.each():
            self.sheet.cells.pop(place, None)
            self.sheet.formulas.pop(place, None)

    def do_clear_formats(self) -> None:
        for place in self.each():
            self.sheet.formats.pop(place, None)

    def do_clear_range(self) -> None:
        self.do_clear_contents()
        self.do_clear_formats()

    def do_clear_hyperlinks(self) -> None:
        for place in self.each():
            self.sheet.links.pop(place, None)

    def do_merge(self, across: bool) -> None:
        self.sheet.looks.append(("merge", self.address, True))

    def do_unmerge(self) -> None:
        self.sheet.looks.append(("merge", self.address, False))

    def do_select(self) -> None:
        self.sheet.book.app.selected = self

    def do_special_cells(self, type: Word) -> "Cells":
        if type is not Word("cell_type_visible"):
            raise CommandError("no cells were found")
        return self

    def do_get_border(self, which_border: Word) -> Thing:
        return Look(self, which_border.AS_name)

    # dropdowns, rules, links
    def get_validation(self) -> "Validation":
        return self.sheet.validations.setdefault(self.box, Validation(self.sheet, self.box))

    def _rules(self) -> list["MacRule"]:
        return [rule for rule in self.sheet.rules if any(rule.box.meets(box) for box in self.boxes)]

    def item_format_conditions(self, key: int) -> Thing:
        return Items(self._rules()).item("", key)

    def made(self, new: str, side: str, given: dict[str, Any]) -> Thing:
        if new == "hyperlink":
            assert not given["address"].startswith("#'[")
            self.sheet.links[self.box.top, self.box.left] = given["address"]
            return Thing(**given)
        assert new == "format_condition"
        rule = MacRule(self.sheet, self.box, given)
        self.sheet.rules.append(rule)
        return rule


class Look(Thing):
    """Letters, fill or an edge of cells."""

    def __init__(self, cells: Cells, what: str) -> None:
        super().__init__()
        self.cells, self.what = cells, what

    def set(self, name: str, value: Any) -> None:
        self.cells.sheet.looks.append((f"{self.what} {name}", self.cells.address, value))

    def get(self, name: str) -> Any:
        return MISSING


class Validation(Thing):
    """A dropdown or a message."""

    def __init__(self, sheet: MacSheet, box: Box) -> None:
        super().__init__()
        self.sheet, self.box = sheet, box

    def get_validation_type(self) -> Any:
        if "type" not in self.kept:
            raise CommandError("no validation")
        return self.kept["type"]

    def do_add_data_validation(self, type: Word, formula1: str = "", alert_style: Any = None) -> None:
        assert "type" not in self.kept
        self.kept |= {"type": type, "formula1": formula1}

    def do_delete(self) -> None:
        for box in [box for box in self.sheet.validations if box.meets(self.box)]:
            del self.sheet.validations[box]


class MacRule(Thing):
    """A conditional format."""

    def __init__(self, sheet: MacSheet, box: Box, given: dict[str, Any]) -> None:
        super().__init__(**given)
        self.sheet, self.box = sheet, box

    def do_set_first_priority(self) -> None:
        self.sheet.rules.remove(self)
        self.sheet.rules.insert(0, self)

    def do_delete(self) -> None:
        self.sheet.rules.remove(self)


class MacTable(Thing):
    """A table."""

    def __init__(self, sheet: MacSheet, name: str, box: Box) -> None:
        super().__init__(name=name, show_headers=True, total=False, show_autofilter=True)
        self.sheet, self.box = sheet, box
        self.keys: list[int] = []

    def get_range_object(self) -> Cells:
        return Cells(self.sheet, [self.box])

    def get_header_row(self) -> Cells:
        return Cells(self.sheet, [self.box._replace(bottom=self.box.top)])

    def get_cell_table(self) -> Cells:
        return Cells(self.sheet, [self.box._replace(top=self.box.top + 1)])

    def get_list_columns(self) -> Items:
        return Items([MacColumn(self, number) for number in range(1, self.box.right - self.box.left + 2)])

    def get_autofilter_object(self) -> Thing:
        return Thing(filters=Items([Thing(filter_on=False) for _ in range(self.box.left, self.box.right + 1)]))

    def get_sort_object(self) -> Thing:
        return MacSort(self)

    def do_resize(self, range: Cells) -> None:
        assert range.box.top == self.box.top
        self.box = range.box

    def do_convert_to_range(self) -> None:
        self.sheet.tables.remove(self)

    def made(self, new: str, side: str, given: dict[str, Any]) -> Thing:
        assert new == "list_column"
        return self.insert(self.box.right - self.box.left + 2, given["name"])

    def insert(self, number: int, name: str) -> "MacColumn":
        """Put a column before the one of that number, with its cells."""
        for row in range(self.box.top, self.box.bottom + 1):
            for column in range(self.box.right + 1, self.box.left + number - 1, -1):
                for kept in (self.sheet.cells, self.sheet.formats, self.sheet.formulas):
                    if (row, column - 1) in kept:
                        kept[row, column] = kept.pop((row, column - 1))
        self.box = self.box._replace(right=self.box.right + 1)
        self.sheet.cells[self.box.top, self.box.left + number - 1] = name
        return MacColumn(self, number)


class MacColumn(Thing):
    """A column of a table."""

    def __init__(self, table: MacTable, number: int) -> None:
        super().__init__(index=number)
        self.table, self.number = table, number

    @property
    def left(self) -> int:
        return self.table.box.left + self.number - 1

    def get_name(self) -> Any:
        return self.table.sheet.cells[self.table.box.top, self.left]

    def get_range_object(self) -> Cells:
        return Cells(self.table.sheet, [self.table.box._replace(left=self.left, right=self.left)])

    def made(self, new: str, side: str, given: dict[str, Any]) -> Thing:
        return self.table.insert(self.number, given["name"])


class MacSort(Thing):
    """How a table is sorted."""

    def __init__(self, table: MacTable) -> None:
        super().__init__()
        self.table = table

    def get_sortfieldset(self) -> Thing:
        return self

    def do_clear_sortfieldset(self) -> None:
        self.table.keys.clear()

    def do_add_sortfield(self, key: Cells, sorton: Word, order: Word) -> None:
        self.table.keys.append(key.box.left)

    def do_apply_sort(self) -> None:
        box, sheet = self.table.box, self.table.sheet
        (key,) = self.table.keys
        rows = range(box.top + 1, box.bottom + 1)
        order = sorted(rows, key=lambda row: str(sheet.cells.get((row, key), "\uffff")))
        for kept in (sheet.cells, sheet.formats, sheet.formulas):
            moved = {}
            for row, was in zip(rows, order, strict=True):
                for column in range(box.left, box.right + 1):
                    if (was, column) in kept:
                        moved[row, column] = kept[was, column]
            for row in rows:
                for column in range(box.left, box.right + 1):
                    kept.pop((row, column), None)
            kept.update(moved)  # type: ignore[arg-type]


class MacChart(Thing):
    """A chart."""

    def __init__(self) -> None:
        super().__init__(has_title=False)

    def do_set_source_data(self, source: Cells, plot_by: Any = None) -> None:
        points = Items([Thing(chart_format=Thing(fill_format=Fill())) for _ in source.each()])
        series = Thing(chart_format=Thing(fill_format=Fill()), series_points=points)
        self.kept |= {"source": source.address, "series_collection": Items([series])}

    def do_set_has_axis(self, axis_exists: bool, axis_type: Word, axis_group: Word) -> None:
        self.kept[f"has {axis_type.AS_name}"] = axis_exists


class Fill(Thing):
    """The fill of bars."""

    def do_solid(self) -> None:
        self.kept["solid"] = True
