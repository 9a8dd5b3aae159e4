"""GSTR-2B of the period: what it sums up to, and where it differs from the decisions."""

from ims_xl.gst import periods
from ims_xl.gst.gstr3b import NOTES
from ims_xl.sheets import month_columns
from ims_xl.sheets.view import Gstr2b, View, when
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY


def sheets(view: View) -> list[Sheet]:
    """The sheet, once there is a GSTR-2B of the period."""
    return [] if view.gstr2b is None else [_sheet(view, view.gstr2b)]


def _sheet(view: View, found: Gstr2b) -> Sheet:
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)} · {counted(found.documents, 'document')}"
    parts = f"{found.parts} · " if found.parts else ""
    made = f"{parts}made on {found.generated or 'an unknown day'}, read {when(found.made_at)}"
    counts = found.differences["severity"].value_counts()
    check = f"{counted(counts.get('Difference', 0), 'difference')}, {counts.get('To check', 0):,} to check"
    known = 5 + len(found.totals) + 1  # totals with their headings, a blank row
    top = known + 1 + len(NOTES) + 1
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "GSTR-2B", "title"),
        Cell(2, 2, f"{about} · {made}", "subtitle"),
        Cell(known, 1, "For GSTR-3B", "label"),
        *(Cell(known + 1 + at, 1, note.text, "muted", span=9) for at, note in enumerate(NOTES)),
        Cell(
            top,
            1,
            f"Against the decisions on the portal: {check}",
            "label" if len(found.differences) else "good",
            span=9,
        ),
    ]
    if found.missing:
        advice = f"Not the whole GSTR-2B: {found.missing}. Read the missing files with GSTR-2B / GSTR-2A."
        cells.append(Cell(3, 2, advice, "bad"))
    elif found.left_out:
        amended = counted(found.left_out, "amended document")
        cells.append(Cell(3, 2, f"{amended} in no line of the totals: this file gives no sums of its own", "warn"))
    tables = (
        Table("ims_Gstr2bTotals", month_columns.GSTR2B_TOTALS, found.totals, 4),
        Table("ims_Gstr2bCheck", month_columns.GSTR2B_CHECK, found.differences, top + 1),
    )
    tints = (
        Tint("ims_Gstr2bCheck", ("Finding",), '{Finding}="Difference"', "bad"),
        Tint("ims_Gstr2bCheck", ("Finding",), '{Finding}="To check"', "warn"),
    )
    return Sheet("gstr2b", "GSTR-2B", tuple(cells), tables, tints, tab=NAVY.strong, print_columns=9)
