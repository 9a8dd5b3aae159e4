"""The auditor's workbook: values only, sealed, read back before it is handed over."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ims_xl.issues import ImsError
from ims_xl.replacing import in_words, replacing
from ims_xl.reports import pages
from ims_xl.reports.cells import Value
from ims_xl.reports.new_file import new_file
from ims_xl.reports.pages import Page
from ims_xl.reports.report import Report
from ims_xl.reports.seal import SheetSeal, seal_book, seal_sheet
from ims_xl.reports.text_sheet import TextSheet
from ims_xl.reports.verify import verify
from ims_xl.workbook import styles

BY_LINE = 2_000_000  # cells; a larger report is written line by line, its texts in the cells themselves

_BASE = {"font_name": styles.FONT, "font_size": 10, "valign": "vcenter"}
_CELL = {"bottom": 1, "bottom_color": f"#{styles.LINE}"}
_LEFT = {"align": "left", "indent": 1}
_BAND = {"font_color": f"#{styles.PAPER}", "bg_color": f"#{styles.NAVY.strong}"}
_TITLE = {"font_color": f"#{styles.NAVY.strong}", "bold": True}
_QUIET = {"font_color": f"#{styles.FAINT}"}
_HEADING = _BAND | {"bold": True, "text_wrap": True}
_SUM = {"bold": True, "top": 1, "top_color": f"#{styles.NAVY.strong}", "bg_color": f"#{styles.NAVY.soft}"}
_CODE = {"font_name": "Consolas", "font_size": 9}
_STYLES: dict[str, dict[str, Any]] = {
    "text": _CELL | _LEFT | {"num_format": styles.TEXT},
    "long": _CELL | _LEFT | {"num_format": styles.TEXT, "text_wrap": True},
    "total": _CELL | _LEFT | _SUM,
    "mark": _CELL | _LEFT | {"bold": True},
    "key": _CELL | _LEFT | _CODE | {"num_format": styles.TEXT},
    "date": _CELL | _LEFT | {"num_format": styles.DATE},
    "time": _CELL | _LEFT | {"num_format": styles.TIME},
    "percent": _CELL | {"num_format": styles.PERCENT},
    "total_percent": _CELL | _SUM | {"num_format": styles.PERCENT},
    "decimal": _CELL | {"num_format": "0.00####"},
    "heading": _HEADING | _LEFT,
    "heading_right": _HEADING | {"align": "right"},
    "fact": _LEFT,
    "code": _LEFT | _CODE,
    "label": _LEFT | _QUIET,
    "note": _LEFT | _QUIET | {"italic": True},
    "warning": _LEFT | {"font_color": f"#{styles.RED.strong}", "bold": True},
    "title": _LEFT | _TITLE | {"font_size": 16},
    "section": _LEFT | _TITLE | {"font_size": 12},
    "band_title": _LEFT | _BAND | {"font_size": 20, "bold": True, "valign": "bottom"},
    "band": _LEFT | _BAND | {"font_size": 12},
    "seal": _LEFT | _CODE | {"font_size": 11, "bold": True, "bg_color": f"#{styles.NAVY.soft}"},
}
for _step in range(5):  # a format has only three sections, so each size of number has its own: 12,34,567.00
    _grouped = "##\\," * (_step + 1) + "##0" if _step else "#,##0"
    _STYLES[f"rupees{_step}"] = _CELL | {"num_format": f"{_grouped}.00"}
    _STYLES[f"number{_step}"] = _CELL | {"num_format": _grouped}
    for _style in (f"rupees{_step}", f"number{_step}"):
        _STYLES[f"total_{_style}"] = _STYLES[_style] | _SUM


def write_report(path: Path, report: Report) -> str:
    """Write the workbook and give back its seal; an older file of that name is replaced at once or not at all.

    Raises ImsError when the file cannot be written, and when what was written does not read back as it
    should or the control totals do not agree with the rows.
    """
    try:
        with replacing(path) as draft:
            seal = _write(draft, report)
            checked = verify(draft)
            if checked.changes:
                raise ImsError(
                    f"the report was not made, because it does not add up: {checked.changes[0]}",
                    "Download and match again; if it stays, report it as a fault of the program.",
                    file=path.name,
                )
    except OSError as error:
        remedy = "Close it if it is open in another program, or choose a folder you may write to."
        raise in_words(error, "the report cannot be written", remedy, file=path.name) from error
    return seal


def _write(path: Path, report: Report) -> str:
    """Draw every sheet but the cover, which prints the seal of all of them and of itself, then the cover."""
    cells = sum(sheet.rows.size for sheet in report.sheets)
    with new_file(path, {"constant_memory": cells > BY_LINE}, cells) as book:
        book.set_properties({"author": "", "title": pages.TITLE})
        looks = {name: book.add_format(_BASE | look) for name, look in _STYLES.items()}
        names = [pages.COVER, pages.SUMMARY, *(sheet.name for sheet in report.sheets), pages.SEALS]
        sheets = {name: book.add_worksheet(name, TextSheet) for name in names}

        def draw(page: Page) -> SheetSeal:
            _set_up(sheets[page.name], page, report)
            return seal_sheet(_drawn(sheets[page.name], page, looks), page.headings)

        unsealed = pages.cover(report, "")
        drawn = {pages.COVER: seal_sheet((row.values for row in unsealed.rows), unsealed.headings)}
        drawn[pages.SUMMARY] = draw(pages.summary(report))
        drawn |= {sheet.name: draw(pages.table(report, sheet)) for sheet in report.sheets}
        seal = seal_book(drawn)
        draw(pages.cover(report, seal))
        draw(pages.seals(report, drawn, seal))
    return seal


def _drawn(sheet: Worksheet, page: Page, looks: dict[str, Format]) -> Iterator[Sequence[Value]]:
    """Write a page line by line, giving back the values of each line once they are written.

    Only text and number cells are written, so no text can become a formula, a link or a number.
    """
    for number, row in enumerate(page.rows):
        if row.height:
            sheet.set_row(number, row.height)
        for column, (value, style) in enumerate(zip_longest(row.values, row.styles, fillvalue=None)):
            look = looks.get(style or "")
            if isinstance(value, str) and value:
                sheet.write_string(number, column, value, look)
            elif isinstance(value, float):
                sheet.write_number(number, column, value, look)
            elif look:
                sheet.write_blank(number, column, None, look)
        yield row.values


def _set_up(sheet: Worksheet, page: Page, report: Report) -> None:
    """Columns, filter, and how it is read on screen and paper."""
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, int(page.on_one_page))
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    about = report.warning or " · ".join(filter(None, map(report.fact, ("Company", "GSTIN"))))
    sheet.set_header(f"&L&8{_plain(about)}&R&8{_plain(report.fact('Period'))}")
    sheet.set_footer("&L&8&A&R&8Page &P of &N")
    if page.repeated:
        sheet.freeze_panes(page.repeated, page.frozen)
        sheet.repeat_rows(page.repeated - 1)
    if page.printed:
        rows, columns = page.printed
        sheet.print_area(0, 0, rows - 1, columns - 1)
    if page.filtered:
        first, last = page.filtered
        sheet.autofilter(first - 1, 0, last - 1, len(page.widths) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{first}:XFD{last}"})


def _plain(text: str) -> str:
    """Text for a page header: `&` is a command there, and 255 characters are all it takes."""
    return text[:100].replace("&", "&&").replace("\n", " ")
