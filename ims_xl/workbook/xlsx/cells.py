"""Cells as text of a sheet part: values exactly as Python has them, texts always as text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ims_xl.workbook.cell_values import Plain, is_hostile
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.ranges import letters
from ims_xl.workbook.styles import STYLES
from ims_xl.workbook.xlsx.strings import SharedStrings
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.xml import escape

_DAY_ZERO = datetime(1899, 12, 30)
_MARCH_1900 = datetime(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_DAYS_TO_1904 = 1462  # between the two calendars of Excel
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONG = 2_000  # characters from which a text stands in its cell: such are never shared, and the list keeps old ones
_BLOCK = 1_000  # lines made at a time, so that the text of a large sheet is never whole in memory


class Styles(NamedTuple):
    """Format numbers of a column: of its cells, of texts a program could take for formulas, of its dates."""

    usual: int
    hostile: int
    date: int


class CellWriter:
    """Writes cells with the formats and strings of one workbook."""

    def __init__(self, sheet_styles: Stylesheet, strings: SharedStrings, *, from_1904: bool = False) -> None:
        self.stylesheet = sheet_styles
        self.strings = strings
        self._shift = timedelta(days=_DAYS_TO_1904 if from_1904 else 0)

    def styles(self, column: DrawnColumn) -> Styles:
        """The formats of a column's cells."""
        usual = self.stylesheet.style(column.style)
        is_text = STYLES[column.style].format == "@"
        quoted = any(map(is_hostile, column.cells)) and not is_text
        dates = column.own and any(isinstance(value, datetime) for value in column.cells)
        return Styles(
            usual,
            self.stylesheet.style(column.style, quoted=True) if quoted else usual,
            self.stylesheet.style("date") if dates else usual,
        )

    def cell(self, row: int, column: int, style: int, value: Plain, formula: str = "") -> str:
        """One cell; a formula carries its value."""
        start = f'<c r="{letters(column)}{row}" s="{style}"'
        return start + (self._computed(formula, value) if formula else self._content(value))

    def column(self, column: DrawnColumn, number: int, styles: Styles, rows: Sequence[str], start: int) -> list[str]:
        """The cells of a table column on some rows; `start` is the line of the first of them, counted from 0."""
        values = column.cells[start : start + len(rows)]
        head, middle = f'<c r="{letters(number)}', f'" s="{styles.usual}"'
        kinds = set(map(type, values))
        if bool in kinds or (datetime in kinds and styles.date != styles.usual) or styles.hostile != styles.usual:
            return [
                f'{head}{row}" s="{self._style(value, styles)}"{self._content(value)}'
                for row, value in zip(rows, values, strict=True)
            ]
        known = {value: middle + self._content(value) for value in set(values)}
        return [head + row + known[value] for row, value in zip(rows, values, strict=True)]

    @staticmethod
    def _style(value: Plain, styles: Styles) -> int:
        if isinstance(value, datetime):
            return styles.date
        return styles.hostile if is_hostile(value) else styles.usual

    def _content(self, value: Plain) -> str:
        """What follows the format of a cell."""
        if value is None:
            return "/>"
        if isinstance(value, str):
            text = _ESCAPE.sub("_x005F_", value) if "_x" in value else value
            if len(text) < _LONG:
                return f' t="s"><v>{self.strings.number(text)}</v></c>'
            return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        return f"><v>{self._number(value)}</v></c>"

    def _computed(self, formula: str, value: Plain) -> str:
        inner = f"<f>{escape(formula.removeprefix('='))}</f>"
        if isinstance(value, str | None):
            return f' t="str">{inner}<v>{escape(_ESCAPE.sub("_x005F_", value or ""))}</v></c>'
        if isinstance(value, bool):
            return f' t="b">{inner}<v>{value:d}</v></c>'
        return f">{inner}<v>{self._number(value)}</v></c>"

    def _number(self, value: float | datetime) -> str:
        if isinstance(value, datetime):
            days = (value - self._shift - _DAY_ZERO) / timedelta(days=1)
            value = days - 1 if value < _MARCH_1900 and not self._shift else days
        return repr(value + 0.0).removesuffix(".0")  # shortest text that reads back as the same number


class TableBody:
    """The lines of a table as text, made in blocks of rows.

    `changed` gives cells that are not as their column is: line from 0 -> rank of the column -> cell.
    """

    def __init__(
        self,
        writer: CellWriter,
        columns: Sequence[DrawnColumn],
        first: int,
        left: int,
        changed: Mapping[int, Mapping[int, str]],
    ) -> None:
        self.first, self.left, self.right = first, left, left + len(columns) - 1
        self.count = len(columns[0].cells) if columns else 0
        self._writer, self._columns, self._changed = writer, columns, changed
        self._styles = [writer.styles(column) for column in columns]  # now: the lines are made when all is drawn

    def rows(self) -> Iterator[tuple[int, str]]:
        """Number and cells of each row."""
        for start in range(0, self.count, _BLOCK):
            numbers = range(self.first + start, self.first + min(start + _BLOCK, self.count))
            shown = list(map(str, numbers))
            made = [
                self._writer.column(column, self.left + rank, self._styles[rank], shown, start)
                for rank, column in enumerate(self._columns)
            ]
            if self._changed:
                for offset in range(len(shown)):
                    for rank, text in self._changed.get(start + offset, {}).items():
                        made[rank][offset] = text
            yield from zip(numbers, map("".join, zip(*made, strict=True)), strict=True)
