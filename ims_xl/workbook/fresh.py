"""Draws sheets into a new file with XlsxWriter; the same sheets give the same bytes."""

import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ims_xl.workbook import layout
from ims_xl.workbook.cell_values import Plain, is_hostile, plain
from ims_xl.workbook.layout import Line
from ims_xl.workbook.new_file import new_file
from ims_xl.workbook.package import Box
from ims_xl.workbook.sheet import Bars, Cell, Sheet, Table
from ims_xl.workbook.styles import FAMILY, FONT, LOOK, NAVY, STYLES, Style
from ims_xl.workbook.text_sheet import TextSheet

CREATED = datetime(2025, 10, 1)  # fixed, and nobody's: the first return period of the Invoice Management System
TABLE_STYLE = "Table Style Light 1"

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
    "max_url_length": 2079,
}


def draw(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write these sheets, in order, as a new workbook; an existing file is replaced."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns where it leaves something out
        cells = sum(table.rows.size for sheet in sheets for table in sheet.tables)
        with new_file(path, _OPTIONS, cells) as book:
            _Drawing(book, sheets).run()


class _Drawing:
    """One workbook being written."""

    def __init__(self, book: xlsxwriter.Workbook, sheets: Sequence[Sheet]) -> None:
        self.book = book
        self.sheets = sheets
        self.titles = {sheet.key: sheet.name for sheet in sheets}
        self.dropdowns = layout.has_lists(sheets)
        self.formats: dict[tuple[str, str, bool], Format] = {}

    def run(self) -> None:
        """Every sheet and the hidden names."""
        self.book.set_properties({"title": "Invoice Management System", "created": CREATED})
        for sheet in self.sheets:
            self.book.add_worksheet(sheet.name, TextSheet)
        for sheet in self.sheets:
            self._sheet(self.book.get_worksheet_by_name(sheet.name), sheet)
        self._names()

    def format(self, style: str, number_format: str = "", quoted: bool = False) -> Format:
        """The XlsxWriter format of a style, made once."""
        key = (style, number_format, quoted)
        if key not in self.formats:
            properties = _properties(STYLES[style])
            if number_format:
                properties["num_format"] = number_format
            self.formats[key] = self.book.add_format({**properties, "quote_prefix": quoted})
        return self.formats[key]

    def _sheet(self, sheet: Worksheet, spec: Sheet) -> None:
        drawn = {table.name: layout.lines(table) for table in spec.tables}
        _page(sheet, spec)
        self._widths(sheet, spec, drawn)
        for cell in spec.cells:
            self._cell(sheet, cell)
        for table in spec.tables:
            self._table(sheet, table, drawn[table.name])
        for rule in layout.rules(spec, drawn):
            self._rule(sheet, rule)
        for bars in spec.bars:
            self._bars(sheet, spec.name, bars)

    def _names(self) -> None:
        names = {"ims_look": str(LOOK)}
        for sheet in self.sheets:
            names.update(layout.names(sheet, sheet.name))
        for name, text in names.items():
            self.book.define_name(name, f"={text}")
            self.book.defined_names[-1][3] = True  # hidden: XlsxWriter has no option for it

    def _widths(self, sheet: Worksheet, spec: Sheet, drawn: dict[str, list[Line]]) -> None:
        widths: dict[int, tuple[float, bool]] = {}
        for table in reversed(spec.tables):
            for column, line in enumerate(drawn[table.name], start=table.left):
                widths[column] = (line.column.width, line.column.kind == "key" and not line.own)
        widths.update((column, (width, False)) for column, width in spec.widths.items())
        for column, (width, hidden) in widths.items():
            sheet.set_column(column - 1, column - 1, width, None, {"hidden": hidden})
        for row, height in layout.heights(spec).items():
            sheet.set_row(row - 1, height)

    def _cell(self, sheet: Worksheet, cell: Cell) -> None:
        value = plain(cell.value)
        row, column = cell.row - 1, cell.column - 1
        style = self.format(cell.style, quoted=is_hostile(value) and not cell.formula)
        if cell.span > 1:
            sheet.merge_range(row, column, row, column + cell.span - 1, "", style)
        if cell.link in self.titles:
            target = layout.link(self.titles[cell.link])
            sheet.write_url(row, column, f"internal:{target}", style, str(value or target))
        if cell.formula:
            sheet.write_formula(row, column, cell.formula, style, "" if value is None else value)
        elif not (cell.link in self.titles and isinstance(value, str)):
            self._write(sheet, row, column, value, style)
        if cell.choices and self.dropdowns:
            sheet.data_validation(row, column, row, column, _dropdown(cell.choices))

    def _write(self, sheet: Worksheet, row: int, column: int, value: Plain, style: Format) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write(row, column, value, style)

    def _table(self, sheet: Worksheet, table: Table, drawn: list[Line]) -> None:
        box = layout.table_box(table)
        headings = [{"header": line.header, "header_format": self.format(line.heading_style)} for line in drawn]
        sheet.add_table(
            *_zero(box),
            {"name": table.name, "columns": headings, "style": TABLE_STYLE, "banded_rows": False},
        )
        texts = []
        for rank, line in enumerate(drawn):
            column = table.left - 1 + rank
            self._column(sheet, table.top, column, line)
            area = box._replace(top=table.top + 1, left=column + 1, right=column + 1)
            if STYLES[line.style].format == "@":
                texts.append(layout.address(area))
            self._validate(sheet, area, line)
        for area, choices in layout.line_lists(table, drawn) if self.dropdowns else ():
            sheet.data_validation(*_zero(area), _dropdown(choices))
        for total in layout.totals(table, drawn):
            style = self.format(total.style)
            sheet.write_formula(table.top - 2, table.left - 1 + total.rank, total.formula, style, total.value)
        if texts:
            sheet.ignore_errors({"number_stored_as_text": " ".join(texts)})

    def _column(self, sheet: Worksheet, row: int, column: int, line: Line) -> None:
        sheet.write_column(row, column, line.cells, self.format(line.style))
        if STYLES[line.style].format == "@":
            return
        for offset, value in enumerate(line.cells):
            if is_hostile(value):
                self._write(sheet, row + offset, column, value, self.format(line.style, quoted=True))
            elif isinstance(value, datetime) and line.own:
                self._write(sheet, row + offset, column, value, self.format("date"))

    def _validate(self, sheet: Worksheet, area: Box, line: Line) -> None:
        if line.own:
            return
        message = layout.message(line.column)
        if line.column.choices and self.dropdowns:
            sheet.data_validation(*_zero(area), _dropdown(line.column.choices, message))
        elif message:
            sheet.data_validation(*_zero(area), {"validate": "any", "input_message": message, "show_error": False})

    def _rule(self, sheet: Worksheet, rule: layout.Rule) -> None:
        if rule.style:
            style = STYLES[rule.style]
            look = self.book.add_format({"font_color": style.colour, "bg_color": style.fill, "bold": style.bold})
            options: dict[str, Any] = {"type": "formula", "criteria": f"={rule.formula}", "format": look}
        else:
            look = self.book.add_format({"num_format": rule.format})
            options = {"type": "cell", "criteria": rule.compare, "value": f"={rule.formula}", "format": look}
        options["multi_range"] = " ".join(layout.address(box) for box in rule.boxes)
        sheet.conditional_format(*_zero(rule.boxes[0]), options)

    def _bars(self, sheet: Worksheet, name: str, bars: Bars) -> None:
        chart = self.book.add_chart({"type": "column"})
        chart.add_series(
            {
                "categories": [name, *_zero(Box(*bars.categories))],
                "values": [name, *_zero(Box(*bars.values))],
                "fill": {"color": f"#{NAVY.strong}"},
                "points": [{"fill": {"color": f"#{colour}"}} for colour in bars.colours],
                "gap": 60,
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": bars.title, "overlay": False, "name_font": {"size": 12, "color": f"#{NAVY.strong}"}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": {"color": "#DDE3EA"}})
        chart.set_size({"width": bars.width, "height": bars.height})
        sheet.insert_chart(bars.at[0] - 1, bars.at[1] - 1, chart)


def _page(sheet: Worksheet, spec: Sheet) -> None:
    """View, paper, footer and visibility."""
    sheet.hide_gridlines(2)
    sheet.set_zoom(spec.zoom)
    sheet.set_default_row(layout.ROW_HEIGHT)
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(layout.FOOTER)
    sheet.print_area(*_zero(layout.print_box(spec)))
    if spec.landscape:
        sheet.set_landscape()
    if len(spec.tables) == 1:
        sheet.repeat_rows(spec.tables[0].top - 1)
    if spec.freeze:
        sheet.freeze_panes(spec.freeze[0] - 1, spec.freeze[1] - 1)
    if spec.tab:
        sheet.set_tab_color(f"#{spec.tab}")
    if spec.visibility == "hidden":
        sheet.hide()
    elif spec.visibility == "veryHidden":
        sheet.very_hidden()


def _properties(style: Style) -> dict[str, Any]:
    """A style in XlsxWriter's words."""
    found: dict[str, Any] = {
        "font_name": FONT,
        "font_family": FAMILY,
        "font_scheme": "",  # the font by its name, not the one of the theme
        "font_size": style.size,
        "font_color": f"#{style.colour}",
        "bold": style.bold,
        "italic": style.italic,
        "underline": int(style.underline),
        "valign": "vcenter" if style.vertical == "center" else style.vertical,
        "text_wrap": style.wrap,
        "num_format": style.format,
    }
    if style.fill:
        found["bg_color"] = f"#{style.fill}"
    if style.line and style.edges == "all":
        found |= {"border": 1, "border_color": f"#{style.line}"}
    elif style.line and style.edges == "sides":
        found |= {"left": 5, "left_color": f"#{style.line}", "right": 5, "right_color": f"#{style.line}"}
    elif style.line:
        found |= {"bottom": 1, "bottom_color": f"#{style.line}"}
    if style.horizontal:
        found["align"] = style.horizontal
    if style.indent:
        found["indent"] = style.indent
    return found


def _dropdown(name: str, message: str = "") -> dict[str, Any]:
    title, error = layout.NOT_IN_LIST
    return {
        "validate": "list",
        "source": f"={layout.list_name(name)}",
        **({"input_message": message} if message else {}),
        "show_error": layout.is_strict(name),
        "error_title": title,
        "error_message": error,
    }


def _zero(box: Iterable[int]) -> tuple[int, ...]:
    """A rectangle as XlsxWriter counts, from 0."""
    return tuple(number - 1 for number in box)


def wrote(path: Path) -> bool:
    """True when the file says that it is as `draw` left it; every other program puts in its own date."""
    with zipfile.ZipFile(path) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return False
        return f">{CREATED:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>".encode() in archive.read("docProps/core.xml")
