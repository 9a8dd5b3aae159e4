"""The GSTR-2 offline workbook ("Government Excel format"), its CSV files and the tool's own export."""

from ims_xl.issues import Issue
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Table, find_header, find_tables, heading
from ims_xl.purchases.layouts import GSTR2, NO_DOCUMENTS, TOOL_MARK
from ims_xl.purchases.sheets import count_copies_once, read_sheet
from ims_xl.wording import counted

_UNMATCHED = {
    "of unregistered suppliers or imports of services": ("b2bur", "imps", "cdnur"),
    "that the returns tool marked Deleted": ("deleted",),
}
_TELLING = {"doc_number", "supplier_gstin", "supplier_name", "port_code"}
_SECTIONS = {layout.key for layout in GSTR2}
_HEADING_ROW = 4


def holds_gstr2(content: Content) -> bool:
    """Whether a sheet has the headings of one of the workbook's sections."""
    return any(_tables(sheet) or (_named(sheet) in _SECTIONS and sheet.rows) for sheet in content.sheets)


def read_gstr2(content: Content, swap_notes: bool) -> Reading:
    """The documents of every section; sheets without documents are counted in a note."""
    tool = heading(TOOL_MARK) in content.words
    reading = Reading("GSTR-2 tool export" if tool else "GSTR-2 CSV" if content.is_csv else "GSTR-2 workbook")
    for sheet in content.sheets:
        if found := _tables(sheet):
            for layout, part, header in found:
                read_sheet(part, header, layout, reading, swap_notes)
        elif _named(sheet) in _SECTIONS and sheet.rows:
            reason = "the headings of this section could not be found"
            remedy = "Put the headings of the template above the rows; the template has them in row 4."
            reading.issues.append(Issue("error", reason, remedy, sheet=sheet.name))
    reading.issues += [*count_copies_once(reading), *_without_documents(content), *_not_matched(reading)]
    return reading


def _tables(sheet: Sheet) -> list[Table]:
    """The sections a sheet holds, by their headings.

    Where none fits it is the section the sheet is named after, if some of its headings stand there.
    """
    if found := find_tables(sheet, GSTR2, _TELLING):
        return found
    layout = next((layout for layout in GSTR2 if layout.key == _named(sheet)), None)
    header = find_header(sheet, layout) if layout else None
    return [Table(layout, sheet, header)] if layout and header else []


def _named(sheet: Sheet) -> str:
    return sheet.name.strip().lower()


def _without_documents(content: Content) -> list[Issue]:
    """One note on advances, exempt supplies and the like: how many rows stand there, that they are not compared."""
    held = {
        sheet.name: rows
        for sheet in content.sheets
        if _named(sheet) in NO_DOCUMENTS and (rows := sum(row.number > _HEADING_ROW for row in sheet.rows))
    }
    if not held:
        return []
    listed = ", ".join(f"{name} ({counted(rows, 'row')})" for name, rows in held.items())
    return [Issue("note", f"sheets without documents are not compared: {listed}")]


def _not_matched(reading: Reading) -> list[Issue]:
    """One note a kind of documents that are shown and not compared."""
    counts = {
        what: sum(int(frame["family"].isin(families).sum()) for frame in reading.books)
        for what, families in _UNMATCHED.items()
    }
    return [
        Issue("note", f"shown but not matched: {counted(count, 'document')} {what}")
        for what, count in counts.items()
        if count
    ]
