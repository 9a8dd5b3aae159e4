"""Lists (hidden): the dropdown lists. `_ims` (very hidden): what the workbook knows of itself."""

import hashlib
from collections.abc import Iterable

from ims_xl.sheets.choices import CHOICES
from ims_xl.workbook.sheet import Cell, Sheet

CHUNK = 8_000  # characters of a cell; Excel takes no longer ones in a block of cells


def choices(names: Iterable[str] = CHOICES) -> Sheet:
    """These lists, one a column under its name."""
    cells = [
        Cell(row, column, value, "heading" if row == 1 else "text")
        for column, name in enumerate(names, start=1)
        for row, value in enumerate((name, *CHOICES[name]), start=1)
    ]
    return Sheet("lists", "Lists", tuple(cells), visibility="hidden")


def metadata(text: str) -> Sheet:
    """The text in chunks down column A; beside it a word that changes with every run, for formulas to depend on."""
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    cells = tuple(Cell(row, 1, chunk) for row, chunk in enumerate(chunks, start=1))
    run = Cell(1, 2, hashlib.sha256(text.encode()).hexdigest()[:12])
    return Sheet("_ims", "_ims", (*cells, run), visibility="veryHidden")
