"""What names a row of a table of ours, so that it is the same row wherever it stands."""

from collections import Counter
from collections.abc import Iterable

from ims_xl.workbook.cell_values import plain
from ims_xl.workbook.sheet import KEY, Table

Row = tuple[str, int]
"""A row's name in its table: the text of its key, and which of the equal ones it is."""


def identities(values: Iterable[object]) -> list[Row]:
    """The name of each row, from the values in the column that names them."""
    seen: Counter[str] = Counter()
    found = []
    for value in values:
        known = plain(value)
        text = f"{known:.15g}" if isinstance(known, float) else str(known or "")
        found.append((text, seen[text]))
        seen[text] += 1
    return found


def key_header(table: Table, headers: Iterable[str]) -> str:
    """The heading whose cells name the rows: the document key, else the first column nobody types in."""
    present = set(headers)
    usual = (column.header for column in table.columns if not column.is_input and column.header in present)
    return KEY if KEY in present else next(usual, "")
