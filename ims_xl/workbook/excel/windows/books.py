"""Workbooks, sheets and tables in Excel for Windows (COM)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import xlwings as xw


def is_filtered(table: xw.main.Table) -> bool:
    """Whether some filter of a table may hide rows."""
    return bool(table.api.AutoFilter.FilterMode)


def save_copy(book: xw.Book, path: Path) -> Path:
    """A copy of the workbook as it is now."""
    book.api.SaveCopyAs(Filename=str(path))
    return path


def forget_sorting(table: xw.main.Table) -> None:
    """Take the arrow away that says by which column a table was sorted."""
    table.api.Sort.SortFields.Clear()


def drop(sheet: xw.Sheet, table: str, address: str) -> None:
    """Take a table of ours away with its cells."""
    if table in sheet.tables:
        sheet.api.ListObjects.Item(table).Unlist()
    sheet.range(address).clear()


def go_to(sheet: xw.Sheet) -> None:
    """Show a sheet; xlwings' own way takes the front of the screen too."""
    sheet.api.Activate()


def name(book: xw.Book, text: str, refers_to: str) -> None:
    """A hidden workbook-wide name."""
    book.api.Names.Add(Name=text, RefersTo=f"={refers_to}", Visible=False)


def refuse_protected(book: xw.Book, titles: Sequence[str], refuse: Callable[[str], None]) -> None:
    """Call `refuse` with the reason why the workbook cannot be written."""
    if book.api.ProtectStructure:
        refuse("the sheets of this workbook are protected")
    if book.api.Date1904:
        refuse("this workbook counts dates from 1904 on")
    for title in titles:
        if book.sheets[title].api.ProtectContents:
            refuse(f"the sheet {title} is protected")
