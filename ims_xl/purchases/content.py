"""An opened file, and what reading it gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from ims_xl.issues import Issue
from ims_xl.ownership import Clue, Ownership, judge, name_clues, place_clues
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading
from ims_xl.purchases.heading_rows import flattened
from ims_xl.purchases.sources import Source

_TOP = 15  # rows looked at to tell formats apart
_HEADINGS = 40  # rows in which headings may stand
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Content:
    """The sheets of a workbook, the one sheet of a CSV, or the object a JSON holds."""

    source: Source
    sheets: Sequence[Sheet] = ()
    payload: object = None
    _found: dict[Callable[["Content"], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, find: Callable[["Content"], _Found]) -> _Found:
        """What is found in the file, looked for the first time only: to tell formats apart takes most of the work."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _Found = self._found[find]
        return found

    @property
    def is_csv(self) -> bool:
        """Whether it is a text file of records."""
        return any(not sheet.is_typed for sheet in self.sheets)

    @cached_property
    def flat(self) -> Sequence[Sheet]:
        """The sheets with headings of several rows made one."""
        return [flattened(sheet) for sheet in self.sheets]

    @cached_property
    def names(self) -> set[str]:
        """Names of the sheets in small letters without spaces."""
        return {"".join(sheet.name.lower().split()) for sheet in self.sheets}

    @cached_property
    def words(self) -> set[str]:
        """Every text in the first rows of any sheet, as `heading` gives it."""
        return self._texts(_TOP)

    @cached_property
    def headings(self) -> set[str]:
        """Every text in the rows of any sheet where headings may stand, as `heading` gives it."""
        return self._texts(_HEADINGS)

    def _texts(self, rows: int) -> set[str]:
        return {
            heading(cell)
            for sheet in (*self.sheets, *self.flat)
            for row in sheet.rows[:rows]
            for cell in row.cells
            if isinstance(cell, str) and cell
        }


@dataclass(slots=True)
class Reading:
    """What a file gave: documents of the books, of a GSTR-2B or of a GSTR-2A.

    `rows` counts data rows before they are grouped. The frames may lack columns of the schema that the format does not
    have; `supplier_3b` has schema.SUPPLIER_3B, its day missing where the file does not say; `statements` are rows of
    schema.STATEMENTS, `clues` what names whose it is besides `recipient_gstin`.
    """

    format: str
    recipient_gstin: str = ""
    rows: int = 0
    books: list[pd.DataFrame] = field(default_factory=list)
    gstr2b: list[pd.DataFrame] = field(default_factory=list)
    gstr2a: list[pd.DataFrame] = field(default_factory=list)
    supplier_3b: list[pd.DataFrame] = field(default_factory=list)
    statements: list[dict[str, object]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents were read."""
        return sum(len(frame) for frame in (*self.books, *self.gstr2b, *self.gstr2a))

    def check_recipient(self, wanted: str, file: str) -> Ownership:
        """Whose the file is, by what it says, its name and its places of supply.

        Raises ImsError when it is of another GSTIN than the one wanted ("" for any).
        """
        said = [Clue("content", self.recipient_gstin)] if self.recipient_gstin else []
        places = place_clues(self.books, wanted)
        owner = judge([*said, *self.clues, *name_clues(file, wanted, portal=False), *places], wanted)
        owner.refuse(file)
        return owner
