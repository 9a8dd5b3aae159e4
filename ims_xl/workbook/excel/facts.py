"""What an open workbook is made of."""

from collections.abc import Sequence
from typing import NamedTuple

from ims_xl.workbook.xlsx.package import TablePart


class Facts(NamedTuple):
    """The sheets of a workbook, its tables, its names of ours (`ims_`), and what keeps it from being written.

    `path`: a web address where it lies in a cloud folder. `saves_itself`: Excel's AutoSave is on. `used`: address of
    the used cells by sheet, in order. `names`: what each refers to, without the equals sign.
    """

    path: str
    saves_itself: bool
    used: dict[str, str]
    tables: Sequence[TablePart]
    names: dict[str, str]
    protected: Sequence[str] = ()
    is_locked: bool = False
    counts_from_1904: bool = False


class Patch(NamedTuple):
    """Rows of a column, one below the other, that look alike."""

    top: int
    bottom: int
    look: str


class Note(NamedTuple):
    """What the accountant wrote on a cell."""

    row: int
    column: int
    text: str


class Selected(NamedTuple):
    """Rows of a sheet of which cells are selected and to be seen."""

    sheet: str
    rows: Sequence[range]
