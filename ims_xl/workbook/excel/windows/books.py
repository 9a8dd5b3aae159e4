"""Workbooks, sheets and tables in Excel for Windows (COM)."""

from collections.abc import Collection
from pathlib import Path

import xlwings as xw
from xlwings.constants import Constants, SortOn, SortOrder, YesNoGuess

from ims_xl.workbook import ranges
from ims_xl.workbook.excel.facts import Facts, Selected
from ims_xl.workbook.excel.windows.statements import told
from ims_xl.workbook.xlsx.package import TablePart


def facts(book: xw.Book) -> Facts:
    """What the workbook is made of."""
    path, saves_itself, sheets, tables, names, is_locked, counts_from_1904 = told(book).look("facts", book.api)
    return Facts(
        path,
        saves_itself,
        {name: used for name, used, _ in sheets},
        [
            TablePart(name, sheet, ranges.box(address), tuple(hidden or ()), int(hidden is None), int(totals))
            for name, sheet, address, hidden, totals in tables
        ],
        {name: refers_to.removeprefix("=") for name, refers_to in names},
        [name for name, _, is_protected in sheets if is_protected],
        is_locked,
        counts_from_1904,
    )


def selected(book: xw.Book) -> Selected | None:
    """The rows of the selected cells that are to be seen; None when no cells are selected."""
    found = told(book).look("selected", book.api)
    return Selected(found[0], [range(*rows) for rows in found[1]]) if found else None


def carry_out(thing: xw.App | xw.Book) -> None:
    """See that all is done that was said."""
    told(thing).send()


def add_sheet(book: xw.Book, title: str, *, before: xw.Sheet | None = None, after: xw.Sheet | None = None) -> xw.Sheet:
    """A new sheet before or after another one."""
    sheets = book.api.Worksheets
    made = sheets.Add(After=after.api) if after else sheets.Add(Before=before.api if before else None)
    made.Name = title
    return book.sheets[title]


def unfilter(book: xw.Book, tables: Collection[str]) -> None:
    """Clear the filters of these tables: hidden rows would not be sorted. The add-in keeps what they were."""
    told(book).look("unfilter", book.api, "", f"|{'|'.join(tables)}|")


def refilter(book: xw.Book, kept: None) -> list[str]:  # noqa: ARG001
    """Filter again by values and comparisons; the headings of other filters, which stay cleared."""
    return list(told(book).look("refilter", book.api))


def filter_by(table: xw.main.Table, column: int, text: str) -> None:
    """Show only the lines of a table that hold this text in a column, counted from 1."""
    table.api.Range.AutoFilter(Field=column, Criteria1=f"={text}")


def save_copy(book: xw.Book, path: Path) -> Path:
    """A copy of the workbook as it is now."""
    book.api.SaveCopyAs(Filename=str(path))
    return path


def sort(table: xw.main.Table, column: int) -> None:
    """Sort the rows of a table by a column, without the arrow that says so."""
    sort = table.api.Sort
    sort.SortFields.Clear()
    key = table.api.ListColumns(column).Range
    sort.SortFields.Add(Key=key, SortOn=SortOn.xlSortOnValues, Order=SortOrder.xlAscending)
    sort.Header = YesNoGuess.xlYes
    sort.MatchCase = False
    sort.Orientation = Constants.xlTopToBottom
    sort.Apply()
    sort.SortFields.Clear()


def drop(sheet: xw.Sheet, table: str | None, address: str) -> None:
    """Take cells of ours away, with the table that they are, if they are one."""
    if table:
        sheet.api.ListObjects.Item(table).Unlist()
    sheet.range(address).clear()


def go_to(sheet: xw.Sheet) -> None:
    """Show a sheet; xlwings' own way takes the front of the screen too."""
    sheet.api.Activate()


def name(book: xw.Book, text: str, refers_to: str) -> None:
    """A hidden workbook-wide name."""
    book.api.Names.Add(Name=text, RefersTo=f"={refers_to}", Visible=False)
