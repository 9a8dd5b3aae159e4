"""Paper, window and charts of a sheet in Excel for Mac; the size of the paper is the printer's."""

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel.mac.books import only_a_look, word
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Bars, Sheet
from ims_xl.workbook.styles import NAVY

_INCH = 72  # points
_VISIBILITY = {"hidden": "sheet_hidden", "veryHidden": "sheet_very_hidden", "visible": "sheet_visible"}


def paper(sheet: xw.Sheet, spec: Sheet) -> None:
    """Paper, margins and footer of a new sheet."""
    left, right = layout.FOOTER.split("&R")
    settings: dict[str, object] = {
        "page_orientation": word("landscape" if spec.landscape else "portrait"),
        "zoom": False,
        "fit_to_pages_wide": 1,
        "fit_to_pages_tall": 1 if spec.one_page else False,
        "left_margin": 0.4 * _INCH,
        "right_margin": 0.4 * _INCH,
        "top_margin": 0.5 * _INCH,
        "bottom_margin": 0.6 * _INCH,
        "left_footer": left.removeprefix("&L"),
        "right_footer": right,
    }
    if len(spec.tables) == 1:
        settings["print_title_rows"] = f"${spec.tables[0].top}:${spec.tables[0].top}"
    for name, value in settings.items():
        with only_a_look():
            getattr(sheet.page_setup.api, name).set(value)


def print_area(sheet: xw.Sheet, address: str) -> None:
    """What is printed of a sheet."""
    with only_a_look():
        sheet.page_setup.print_area = address


def look_at(sheet: xw.Sheet, spec: Sheet) -> None:
    """Frozen panes, zoom and the colour of the tab of a new sheet."""
    if spec.tab:
        with only_a_look():
            sheet.api.sheet_tab.color.set(tuple(bytes.fromhex(spec.tab)))
    with only_a_look():
        sheet.api.activate_object()
        sheet.show_gridlines = False
    window = sheet.book.api.windows[1]
    with only_a_look():
        window.zoom.set(spec.zoom)
    if spec.freeze:
        with only_a_look():
            window.freeze_panes.set(False)
            window.scroll_row.set(1)
            window.scroll_column.set(1)
            window.split_row.set(spec.freeze[0] - 1)
            window.split_column.set(spec.freeze[1] - 1)
            window.freeze_panes.set(True)


def outline(sheet: xw.Sheet, area: xw.Range, level: int) -> None:
    """Let the columns of an area fold away from the column before them, the deepest level at once."""
    with only_a_look():
        sheet.api.outline_object.summary_column.set(word("summary_on_left"))
    with only_a_look():
        area.api.entire_column.outline_level.set(level + 1)
    if level == layout.FOLDED:
        area.columns.hidden = True


def hide(sheet: xw.Sheet, spec: Sheet) -> None:
    """Hide what is not for eyes."""
    with only_a_look():
        sheet.api.visible.set(word(_VISIBILITY[spec.visibility]))


def bars(sheet: xw.Sheet, spec: Bars) -> None:
    """A bar chart, unless one with its title is there."""
    with only_a_look():
        if any(chart.title == spec.title for chart in sheet.charts):
            return
        at = sheet.range(spec.at)
        values = sheet.range(ranges.address(Box(*spec.values)))
        chart = sheet.charts.add(
            at.left,
            at.top,
            spec.width * 0.75,
            spec.height * 0.75,
            chart_type="bar_clustered" if spec.lying else "column_clustered",
            source=values,
            plot_by="rows" if spec.values[0] == spec.values[2] else "columns",
        )
        chart.title = spec.title
        chart.set_x_axis_values(sheet.range(ranges.address(Box(*spec.categories))))
        chart.legend.visible = False
        chart.value_axis.visible = False
        series = chart.series[0]
        series.fill_color = f"#{NAVY.strong}"
        series.api.has_data_labels.set(not spec.lying)
        for number, rgb in enumerate(spec.colours, start=1):
            point = series.api.series_points[number]
            point.chart_format.fill_format.fore_color.set(tuple(bytes.fromhex(rgb)))
