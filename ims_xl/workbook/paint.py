"""Draws one sheet with openpyxl, as `fresh` draws it with XlsxWriter."""

import re
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from openpyxl.cell.cell import Cell as NewCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as BookTable
from openpyxl.worksheet.table import TableStyleInfo

from ims_xl.workbook import layout
from ims_xl.workbook.cell_values import Plain, is_hostile, plain
from ims_xl.workbook.layout import Line
from ims_xl.workbook.looks import BookCell, BookSheet
from ims_xl.workbook.package import Box
from ims_xl.workbook.sheet import Bars, Cell, Sheet, Table
from ims_xl.workbook.styles import FAMILY, FONT, NAVY, STYLES, Style

_TYPES = {str: "s", bool: "b", float: "n", int: "n", datetime: "d", type(None): "n"}
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # read as the code of a character unless escaped itself
_AUTOMATIC = Color(indexed=64)
_FIRST_FORMAT = 4000  # numbers of the number formats in conditional formats, away from the book's own


class Painter:
    """Draws sheets into one workbook; `titles` gives the present name of a sheet by its key.

    `values` collects what formula cells show and `texts` where numbers are kept as text, both by sheet.
    """

    def __init__(self, titles: Mapping[str, str], names: Mapping[str, str], dropdowns: bool) -> None:
        self.titles = titles
        self.renamed = {name: titles[key] for key, name in names.items() if titles[key] != name}
        self.dropdowns = dropdowns
        self.values: dict[str, dict[str, Plain]] = {}
        self.texts: dict[str, list[str]] = {}
        self._styles: dict[tuple[str, bool], Any] = {}

    def cells(self, sheet: BookSheet, spec: Sheet) -> None:
        """The cells outside tables, and the heights of rows."""
        for cell in spec.cells:
            self._cell(sheet, cell)
        for row, height in layout.heights(spec).items():
            sheet.row_dimensions[row].height = height

    def table(self, sheet: BookSheet, table: Table, drawn: list[Line], calculated: Mapping[str, object]) -> None:
        """The headings, lines and totals of a table, its dropdowns and messages."""
        box = layout.table_box(table)
        part: Any = BookTable(name=table.name, displayName=table.name, ref=layout.address(box))
        part.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        part._initialise_columns()
        texts = self.texts.setdefault(sheet.title, [])
        for rank, (line, column) in enumerate(zip(drawn, part.tableColumns, strict=True)):
            column.name = line.header
            column.calculatedColumnFormula = calculated.get(line.header)
            number = table.left + rank
            self.put(sheet, table.top, number, line.header, line.heading_style)
            for row, value in enumerate(line.cells, start=table.top + 1):
                style = "date" if line.own and isinstance(value, datetime) else line.style
                self.put(sheet, row, number, value, style)
            area = box._replace(top=table.top + 1, left=number, right=number)
            if STYLES[line.style].format == "@":
                texts.append(layout.address(area))
            self._validate(sheet, area, line)
        for area, choices in layout.line_lists(table, drawn) if self.dropdowns else ():
            _add(sheet, _dropdown(choices), area)
        sheet.add_table(part)
        for total in layout.totals(table, drawn):
            self.formula(sheet, table.top - 1, table.left + total.rank, total.formula, total.value)
            sheet.cell(table.top - 1, table.left + total.rank)._style = copy(self._style(sheet, total.style))

    def rules(self, sheet: BookSheet, rules: list[layout.Rule]) -> None:
        """The conditional formats, behind those the accountant made."""
        kept = [rule.priority for ranges in sheet.conditional_formatting for rule in ranges.rules]
        for number, rule in enumerate(rules):
            made = _rule(rule, _FIRST_FORMAT + number)
            made.priority = max(kept, default=0) + number + 1
            sheet.conditional_formatting.add(" ".join(layout.address(box) for box in rule.boxes), made)

    def bars(self, sheet: BookSheet, bars: Bars) -> None:
        """A bar chart."""
        chart: Any = BarChart()
        chart.type, chart.title, chart.legend, chart.gapWidth = "col", bars.title, None, 60
        chart.width, chart.height = (pixels * 2.54 / 96 for pixels in (bars.width, bars.height))
        chart.add_data(_reference(sheet, bars.values), from_rows=True, titles_from_data=False)
        chart.set_categories(_reference(sheet, bars.categories))
        series = chart.series[0]
        series.graphicalProperties = GraphicalProperties(solidFill=NAVY.strong)
        series.dPt = [
            DataPoint(idx=number, spPr=GraphicalProperties(solidFill=colour))
            for number, colour in enumerate(bars.colours)
        ]
        chart.dataLabels = _shown_values()
        letters = CharacterProperties(sz=1200, b=True, solidFill=NAVY.strong)  # hundredths of a point
        chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=letters)
        chart.title.overlay = False
        chart.x_axis.delete, chart.y_axis.delete, chart.y_axis.majorGridlines = False, True, None
        sheet.add_chart(chart, layout.address(Box(*bars.at, *bars.at)))

    def put(self, sheet: BookSheet, row: int, column: int, value: Plain, style: str) -> BookCell:
        """One cell; text stays text whatever it looks like."""
        quoted = is_hostile(value) and STYLES[style].format != "@"
        cell = sheet._cells.get((row, column))
        if cell is None:
            cell = sheet._cells[row, column] = NewCell(sheet, row, column)
        cell._style = copy(self._style(sheet, style, quoted))
        # set as they are: openpyxl would look for formulas, errors and dates in every value
        cell._value = _ESCAPED.sub("_x005F_", value) if isinstance(value, str) else value
        cell.data_type = _TYPES[type(value)]
        return cell

    def formula(self, sheet: BookSheet, row: int, column: int, formula: str, value: Plain) -> None:
        """A formula, with what it shows; sheet names in it are those of today."""
        cell = sheet.cell(row, column)
        cell.value = layout.with_titles(formula, self.renamed)
        self.values.setdefault(sheet.title, {})[cell.coordinate] = value

    def _cell(self, sheet: BookSheet, cell: Cell) -> None:
        value = plain(cell.value)
        target = self.put(sheet, cell.row, cell.column, value, cell.style)
        if cell.span > 1:
            sheet.merge_cells(layout.address(Box(cell.row, cell.column, cell.row, cell.column + cell.span - 1)))
        if cell.link in self.titles:
            target.hyperlink = Hyperlink(
                ref=target.coordinate, location=layout.link(self.titles[cell.link]), display=str(value or "")
            )
        if cell.formula:
            self.formula(sheet, cell.row, cell.column, cell.formula, value)
        if cell.choices and self.dropdowns:
            _add(sheet, _dropdown(cell.choices), Box(cell.row, cell.column, cell.row, cell.column))

    def _validate(self, sheet: BookSheet, area: Box, line: Line) -> None:
        if line.own:
            return
        message = layout.message(line.column)
        if line.column.choices and self.dropdowns:
            _add(sheet, _dropdown(line.column.choices, message), area)
        elif message:
            _add(sheet, DataValidation(prompt=message, showInputMessage=True, allow_blank=True), area)

    def _style(self, sheet: BookSheet, name: str, quoted: bool = False) -> Any:
        """The style array of a named style in this workbook, made once."""
        key = (name, quoted)
        if key not in self._styles:
            cell: BookCell = NewCell(sheet, row=1, column=1)
            _dress(cell, STYLES[name])
            cell.quotePrefix = quoted
            self._styles[key] = cell._style
        return self._styles[key]


def page(sheet: BookSheet, spec: Sheet) -> None:
    """View, paper and footer of a new sheet; on an older one they are the accountant's."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = spec.zoom
    sheet.sheet_format.defaultRowHeight = layout.ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if spec.landscape else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.4, 0.4, 0.5, 0.6
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = "&F · &A", 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "Page &P of &N", 8
    if spec.freeze:
        sheet.freeze_panes = layout.address(Box(*spec.freeze, *spec.freeze))
    if spec.tab:
        sheet.sheet_properties.tabColor = spec.tab


def _dress(cell: BookCell, style: Style) -> None:
    cell.font = Font(
        name=FONT,
        family=FAMILY,
        sz=style.size,
        b=style.bold,
        i=style.italic,
        u="single" if style.underline else None,
        color=f"FF{style.colour}",
    )
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=f"FF{style.fill}", bgColor=_AUTOMATIC)
    if style.line:
        side: Any = Side("thick" if style.edges == "sides" else "thin", color=f"FF{style.line}")
        edges: dict[str, tuple[str, ...]] = {
            "all": ("left", "right", "top", "bottom"),
            "sides": ("left", "right"),
            "bottom": ("bottom",),
        }
        cell.border = Border(**dict.fromkeys(edges[style.edges], side))
    cell.alignment = Alignment(
        horizontal=style.horizontal or None, vertical=style.vertical, wrap_text=style.wrap, indent=style.indent
    )
    cell.number_format = style.format


def _rule(rule: layout.Rule, number: int) -> Rule:
    if rule.style:
        style = STYLES[rule.style]
        look = DifferentialStyle(
            font=Font(color=f"FF{style.colour}", b=style.bold or None, name=None, sz=None, family=None),
            fill=PatternFill(bgColor=f"FF{style.fill}") if style.fill else None,
        )
        return Rule(type="expression", dxf=look, formula=[rule.formula])
    look = DifferentialStyle(numFmt=NumberFormat(numFmtId=number, formatCode=rule.format))
    operator = {">=": "greaterThanOrEqual", "<=": "lessThanOrEqual"}[rule.compare]
    return Rule(type="cellIs", operator=operator, dxf=look, formula=[rule.formula])


def _dropdown(name: str, message: str = "") -> DataValidation:
    title, error = layout.NOT_IN_LIST
    return DataValidation(
        type="list",
        formula1=layout.list_name(name),
        allow_blank=True,
        showErrorMessage=layout.is_strict(name),
        errorTitle=title,
        error=error,
        showInputMessage=True,
        prompt=message or None,
    )


def _add(sheet: BookSheet, validation: DataValidation, area: Box) -> None:
    validation.add(layout.address(area))
    sheet.add_data_validation(validation)


def _reference(sheet: BookSheet, place: tuple[int, int, int, int]) -> Reference:
    top, left, bottom, right = place
    return Reference(sheet, min_row=top, min_col=left, max_row=bottom, max_col=right)


def _shown_values() -> DataLabelList:
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    return labels
