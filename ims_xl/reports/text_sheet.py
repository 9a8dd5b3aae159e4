"""A sheet of XlsxWriter that writes every text as it is, also one that looks like markup or like an escape."""

import re
from html import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# XlsxWriter 3.3 writes <r>…</r> into the file unescaped, and escapes only the first of two `_x0041_` that share a sign.
_MISREAD = re.compile(r"<r>.*</r>|.*_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_.*", re.DOTALL)


def in_writing(text: str) -> str:
    """The text as XlsxWriter must be given it: what it would misread goes as one run of rich text, escaped here."""
    if ("_x" not in text and not text.startswith("<r>")) or not _MISREAD.fullmatch(text):
        return text
    run = escape(_ESCAPE.sub("_x005F_", text), quote=False).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{run}</t></r>'


class TextSheet(Worksheet):  # type: ignore[misc]
    """For `add_worksheet(name, TextSheet)`; texts come as `cell_values.clean` leaves them."""

    def __init__(self) -> None:
        super().__init__()
        self.xls_strmax = 1 << 20  # of the run, not of the text in it, which is cut before

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        result: int = super()._write_string(row, col, in_writing(string), cell_format)
        return result
