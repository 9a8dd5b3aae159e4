"""Upload History and Decision Log: what was sent, and who decided what, when and on what basis."""

import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.sheets import columns
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Sheet, Table


def sheets(view: View) -> list[Sheet]:
    """Both, from the first day."""
    return [
        Sheet(
            "history",
            "Upload History",
            tuple(_banner("Upload History", view)),
            (Table("ims_History", columns.HISTORY, view.uploads, 4),),
            freeze=(5, 2),
            print_columns=11,
        ),
        Sheet(
            "decisions",
            "Decision Log",
            tuple(_banner("Decision Log", view)),
            (Table("ims_Decisions", columns.DECISIONS, view.decisions, 4),),
            freeze=(5, 2),
            print_columns=9,
        ),
    ]


def decision_rows(log: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The decision log with `supplier_name` and `doc_number` of the documents (schema.IMS) it speaks of."""
    log = log.copy()
    for name in ("supplier_name", "doc_number"):
        log[name] = log["doc_id"].map(schema.by_doc_id(documents, name)).astype("object").fillna("").astype("str")
    log["at"] = pd.to_datetime(log["at"])
    return log


def _banner(title: str, view: View) -> list[Cell]:
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)}"
    return [Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, title, "title"), Cell(2, 2, about, "subtitle")]
