"""A small IMS workbook to draw: a summary with cards and chart, one table of documents, lists, metadata."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from ims_xl.sheets import lists
from ims_xl.workbook.sheet import Bars, Cell, Column, Sheet, Table, Tint

COLUMNS = (
    Column("Action", "action", "mark", 11, True, "Action", "Accept, Reject, Pending or No Action", True),
    Column("Supplier name", "supplier", "text", 28, first_screen=True),
    Column("Number (IMS)", "number", "text", 18, first_screen=True),
    Column("Date (IMS)", "date", "date", 13, first_screen=True),
    Column("Tax difference", "tax", "difference", 17, first_screen=True),
    Column("Remarks", "remarks", "text", 24, True, help="Up to 250 characters", first_screen=True),
    Column("Why", "why", "long", 30),
    Column("Document key", "key", "key", 10),
)
TABLE = "ims_Mismatched"

Document = tuple[str, str, str, float]


def documents(*rows: Document) -> pd.DataFrame:
    """One line a document: action, number, date, tax difference; its key is `doc-NUMBER`."""
    frame = pd.DataFrame(list(rows), columns=["action", "number", "date", "tax"])
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    return frame.assign(
        supplier="Asha Traders", remarks="", why="Tax differs", key="doc-" + frame["number"].astype("str")
    )


THREE = documents(
    ("Accept", "INV-1", "2025-10-01", -1234567.00),
    ("", "0012", "2025-10-02", 250.25),
    ("Pending", "INV-3", "2025-10-03", -99.50),
)


def table(rows: pd.DataFrame, own: Sequence[str] = (), name: str = TABLE) -> Table:
    """The table of documents, headings in row 4, totals in row 3."""
    return Table(name, COLUMNS, rows, 4, own=tuple(own), total=True)


def mismatched(rows: pd.DataFrame, own: Sequence[str] = ()) -> Sheet:
    """The sheet of the table."""
    cells = (Cell(1, 1, "◂ Home", "link", link="home"), Cell(1, 2, "Mismatched", "title"))
    tints = (
        Tint(TABLE, ("Action",), '{Action}="Accept"', "good"),
        Tint(TABLE, ("Number (IMS)", "Tax difference"), "ABS({Tax difference})>1", "differs"),
    )
    return Sheet(
        "mismatched", "Mismatched", cells, (table(rows, own),), tints, freeze=(5, 4), tab="C77D0A", print_columns=6
    )


def home(rows: pd.DataFrame) -> Sheet:
    """A card whose figures are live formulas, a dropdown and a chart."""
    cells = (
        Cell(1, 2, "Invoice Management System", "title", span=2),
        Cell(3, 2, "Mode", "label"),
        Cell(3, 3, "Compare and Claim", "input", choices="Mode"),
        Cell(5, 2, "Mismatched", "card_mismatched_title"),
        Cell(5, 3, "ALL", "card_all_title"),
        Cell(6, 2, len(rows), "card_mismatched_figure", formula=f'=COUNTIFS({TABLE}[Document key],"*")'),
        Cell(6, 3, len(rows), "card_all_figure", formula="=B6"),
        Cell(7, 2, round(float(rows["tax"].sum()), 2), "card_rupees", formula=f"=SUM({TABLE}[[Tax difference]])"),
        Cell(8, 2, "View ▸", "button", link="mismatched"),
    )
    bars = Bars("Documents by status", (5, 2, 5, 3), (6, 2, 6, 3), (10, 2), ("C77D0A", "3B4A5E"))
    return Sheet("home", "Home", cells, bars=(bars,), widths={1: 3, 2: 26, 3: 26}, heights={6: 36.0}, zoom=95)


def workbook(rows: pd.DataFrame = THREE, own: Sequence[str] = (), text: str = '{"book": "1"}') -> list[Sheet]:
    """Every sheet."""
    return [home(rows), mismatched(rows, own), lists.choices(), lists.metadata(text)]


class Drawn:
    """What was drawn, as the test says."""

    def __init__(self, is_as_drawn: Callable[[str], bool]) -> None:
        self.says = is_as_drawn

    def is_as_drawn(self, path: Path, sha256: str) -> bool:
        return self.says(sha256)

    def remember_drawn(self, path: Path, sha256: str) -> None:
        """Nothing."""
