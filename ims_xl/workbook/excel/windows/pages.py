"""Paper, window and charts of a sheet in Excel for Windows (COM)."""

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw
from xlwings.constants import (
    AxisType,
    ChartType,
    Constants,
    PageOrientation,
    PaperSize,
    SheetVisibility,
    SummaryColumn,
)

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel.windows.cells import colour
from ims_xl.workbook.excel.windows.statements import told
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Bars, Sheet
from ims_xl.workbook.styles import NAVY

POINTS = 72  # of an inch
_VISIBILITY = {
    "visible": SheetVisibility.xlSheetVisible,
    "hidden": SheetVisibility.xlSheetHidden,
    "veryHidden": SheetVisibility.xlSheetVeryHidden,
}


def paper(sheet: xw.Sheet, spec: Sheet) -> None:
    """Paper, margins and footer of a new sheet."""
    setup = sheet.api.PageSetup
    with told(sheet).where_it_can(), _without_printer(sheet):  # a machine without any printer refuses these
        setup.Orientation = PageOrientation.xlLandscape if spec.landscape else PageOrientation.xlPortrait
        setup.PaperSize = PaperSize.xlPaperA4
        setup.Zoom = False
        setup.FitToPagesWide, setup.FitToPagesTall = 1, 1 if spec.one_page else False
        setup.LeftMargin = setup.RightMargin = 0.4 * POINTS
        setup.TopMargin, setup.BottomMargin = 0.5 * POINTS, 0.6 * POINTS
        left, right = layout.FOOTER.split("&R")
        setup.LeftFooter, setup.RightFooter = left.removeprefix("&L"), right
        if len(spec.tables) == 1:
            setup.PrintTitleRows = f"${spec.tables[0].top}:${spec.tables[0].top}"


def print_area(sheet: xw.Sheet, address: str) -> None:
    """What is printed of a sheet."""
    with told(sheet).where_it_can():
        sheet.api.PageSetup.PrintArea = address


@contextmanager
def _without_printer(sheet: xw.Sheet) -> Iterator[None]:
    """Excel asks the printer about every setting unless it is told to wait."""
    app = sheet.api.Application
    app.PrintCommunication = False
    try:
        yield
    finally:
        app.PrintCommunication = True


def look_at(sheet: xw.Sheet, spec: Sheet) -> None:
    """Frozen panes, zoom and the colour of the tab of a new sheet."""
    if spec.tab:
        sheet.api.Tab.Color = colour(spec.tab)
    sheet.api.Activate()
    window = sheet.api.Parent.Windows(1)
    window.DisplayGridlines = False
    window.Zoom = spec.zoom
    if spec.freeze:
        window.FreezePanes = False
        window.ScrollRow = window.ScrollColumn = 1
        window.SplitRow, window.SplitColumn = spec.freeze[0] - 1, spec.freeze[1] - 1
        window.FreezePanes = True


def outline(sheet: xw.Sheet, area: xw.Range, level: int) -> None:
    """Let the columns of an area fold away from the column before them, the deepest level at once."""
    sheet.api.Outline.SummaryColumn = SummaryColumn.xlSummaryOnLeft
    area.api.EntireColumn.OutlineLevel = level + 1  # Excel counts from 1
    if level == layout.FOLDED:
        area.columns.hidden = True


def hide(sheet: xw.Sheet, spec: Sheet) -> None:
    """Hide what is not for eyes."""
    sheet.api.Visible = _VISIBILITY[spec.visibility]


def bars(sheet: xw.Sheet, spec: Bars) -> None:
    """A bar chart, unless one with its title is there."""
    if spec.title in told(sheet).look("charts", sheet.api):
        return
    charts = sheet.api.ChartObjects()
    at = sheet.api.Cells(*spec.at)
    there = layout.link(sheet.name).removesuffix("A1")
    sources = spec.values, spec.categories
    chart = charts.Add(at.Left, at.Top, spec.width * 0.75, spec.height * 0.75).Chart
    chart.ChartType = ChartType.xlBarClustered if spec.lying else ChartType.xlColumnClustered
    series = chart.SeriesCollection().NewSeries()
    series.Values, series.XValues = (f"={there}{ranges.address(Box(*box), fixed=True)}" for box in sources)
    series.Format.Fill.ForeColor.RGB = colour(NAVY.strong)
    for number, rgb in enumerate(spec.colours, start=1):
        series.Points(number).Format.Fill.ForeColor.RGB = colour(rgb)
    series.HasDataLabels = not spec.lying
    chart.ChartGroups(1).GapWidth = 60
    chart.HasTitle = True
    chart.ChartTitle.Text = spec.title
    chart.ChartTitle.Font.Size, chart.ChartTitle.Font.Color = 12, colour(NAVY.strong)
    chart.HasLegend = False
    if spec.lying:
        chart.Axes(AxisType.xlCategory).ReversePlotOrder = True
        chart.Axes(AxisType.xlCategory).TickLabelPosition = Constants.xlLow
    chart.Axes(AxisType.xlValue).HasMajorGridlines = False
    chart.Axes(AxisType.xlValue).Delete()
