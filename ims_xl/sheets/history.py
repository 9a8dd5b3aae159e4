"""Upload History, Letters and Decision Log: what was sent or prepared, and who decided what; the newest line last."""

from ims_xl.gst import periods
from ims_xl.sheets import record_columns, supplier_columns
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table


def sheets(view: View) -> list[Sheet]:
    """Both histories from the first day, Letters once one was prepared."""
    return [
        Sheet(
            "history",
            "Upload History",
            tuple(_banner("Upload History", view, "" if len(view.uploads) else "nothing uploaded yet")),
            (Table("ims_History", record_columns.HISTORY, view.uploads, 4, text_lines=2),),
            freeze=(5, 2),
            print_columns=_printed(record_columns.HISTORY),
        ),
        *_letters(view),
        Sheet(
            "decisions",
            "Decision Log",
            tuple(_banner("Decision Log", view, "" if len(view.decisions) else "nothing decided yet")),
            (Table("ims_Decisions", record_columns.DECISIONS, view.decisions, 4, text_lines=2),),
            freeze=(5, 2),
            print_columns=_printed(record_columns.DECISIONS),
        ),
    ]


def _letters(view: View) -> list[Sheet]:
    if not len(view.letters):
        return []
    table = Table("ims_Letters", supplier_columns.LETTERS, view.letters, 4, text_lines=2)
    cells = tuple(
        _banner("Letters", view, "drafts that were prepared, of all months; whether you sent them is not known here")
    )
    return [
        Sheet("letters", "Letters", cells, (table,), freeze=(5, 2), print_columns=_printed(supplier_columns.LETTERS))
    ]


def _printed(shown: tuple[Column, ...]) -> int:
    return sum(column.first_screen for column in shown)


def _banner(title: str, view: View, empty: str) -> list[Cell]:
    about = " · ".join(filter(None, (view.company.name or view.gstin, periods.label(view.period), empty)))
    return [Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, title, "title"), Cell(2, 2, about, "subtitle")]
