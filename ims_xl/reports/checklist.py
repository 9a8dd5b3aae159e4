"""The table of checks on the Seals sheet: one sheet a column, a line for each of its columns and rows."""

from collections.abc import Iterator, Mapping

from ims_xl.reports.lookup import Rows, row_of
from ims_xl.reports.seal import SheetSeal

HEADING = "Check of"
_DIGITS = 16  # hex digits of a check


def lines(sheets: Mapping[str, SheetSeal]) -> Iterator[list[str]]:
    """The table with its headings: a label, then one text a sheet."""
    seals = sheets.values()
    yield [HEADING, *sheets]
    yield ["Headings", *(" ".join(map(str, seal.headings)) for seal in seals)]
    yield ["Sheet", *(seal.digest[:_DIGITS] for seal in seals)]
    for label, parts in (("Column", [seal.columns for seal in seals]), ("Row", [seal.rows for seal in seals])):
        for number in range(1, max((max(checks, default=0) for checks in parts), default=0) + 1):
            texts = (f"{checks[number]:0{_DIGITS}x}" if number in checks else "" for checks in parts)
            yield [f"{label} {number}", *texts]


def read(rows: Rows) -> dict[str, SheetSeal]:
    """The checks by sheet, read back from the Seals sheet; what is no check any more is left out.

    Of the digest only the first 16 digits are known.
    """
    top = row_of(rows, HEADING)
    names = [str(name) for name in rows[top - 1][1:]] if top else []
    sheets = {name: SheetSeal() for name in names if name}
    for label, *texts in rows[top:] if top else []:
        part, _, number = str(label).partition(" ")
        for name, text in zip(names, map(str, texts), strict=False):
            if name:
                _take(sheets[name], part, number, text)
    return sheets


def _take(seal: SheetSeal, part: str, number: str, text: str) -> None:
    if part == "Sheet":
        seal.digest = text
    elif part == "Headings":
        seal.headings = tuple(int(row) for row in text.split() if row.isdecimal())
    elif part in ("Column", "Row") and number.isdecimal() and text and not text.strip("0123456789abcdef"):
        checks = seal.columns if part == "Column" else seal.rows
        checks[int(number)] = int(text, 16)
