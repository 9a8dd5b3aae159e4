"""Upload History and Decision Log: what was sent, and who decided what, when and why; the newest line last."""

from ims_xl.gst import periods
from ims_xl.sheets import columns
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table


def sheets(view: View) -> list[Sheet]:
    """Both, from the first day."""
    return [
        Sheet(
            "history",
            "Upload History",
            tuple(_banner("Upload History", view, "" if len(view.uploads) else "nothing uploaded yet")),
            (Table("ims_History", columns.HISTORY, view.uploads, 4, text_lines=2),),
            freeze=(5, 2),
            print_columns=_printed(columns.HISTORY),
        ),
        Sheet(
            "decisions",
            "Decision Log",
            tuple(_banner("Decision Log", view, "" if len(view.decisions) else "nothing decided yet")),
            (Table("ims_Decisions", columns.DECISIONS, view.decisions, 4, text_lines=2),),
            freeze=(5, 2),
            print_columns=_printed(columns.DECISIONS),
        ),
    ]


def _printed(shown: tuple[Column, ...]) -> int:
    return sum(column.first_screen for column in shown)


def _banner(title: str, view: View, empty: str) -> list[Cell]:
    about = " · ".join(filter(None, (view.company.name or view.gstin, periods.label(view.period), empty)))
    return [Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, title, "title"), Cell(2, 2, about, "subtitle")]
