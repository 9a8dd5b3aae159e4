"""Rectangles of cells, and how they are written."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!,(]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?=[,)\"]|$)"
)  # a quotation mark ends what Gnumeric, which has no names of several ranges, keeps as a text


class Box(NamedTuple):
    """A rectangle of cells, 1-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Box") -> bool:
        """True when the two share a cell."""
        return not (
            self.bottom < other.top or other.bottom < self.top or self.right < other.left or other.right < self.left
        )

    def has(self, row: int, column: int) -> bool:
        """True when that cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def box(reference: str) -> Box:
    """The rectangle of `B2:D9` or `B2`."""
    (left, top), *rest = re.findall(r"\$?([A-Z]+)\$?(\d+)", reference)
    right, bottom = rest[0] if rest else (left, top)
    return Box(int(top), column_number(left), int(bottom), column_number(right))


def boxes(text: str) -> list[tuple[str, Box]]:
    """Sheet and rectangle of each reference in the text of a defined name; none when it is broken."""
    found = []
    for quoted, plain, left, top, right, bottom in _REFERENCE.findall(text):
        sheet = quoted.replace("''", "'") or plain
        found.append((sheet, box(f"{left}{top}:{right or left}{bottom or top}")))
    return found


def letters(column: int) -> str:
    """1 is `A`, 27 is `AA`."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(box: Box, *, fixed: bool = False) -> str:
    """`B2:D9`, or `$B$2:$D$9`; a single cell is `B2`."""
    mark = "$" if fixed else ""
    ends = [f"{mark}{letters(column)}{mark}{row}" for row, column in ((box.top, box.left), (box.bottom, box.right))]
    return ends[0] if ends[0] == ends[1] and not fixed else ":".join(ends)


ADDRESS_LIMIT = 250  # characters of an address that Excel's Range() takes, a little less than 255


def addresses(boxes: Iterable[Box], *, joined: bool = True) -> Iterator[str]:
    """The addresses of rectangles, as few texts as Range() takes, or one each."""
    text = ""
    for box in boxes:
        part = address(box)
        if text and (not joined or len(text) + len(part) >= ADDRESS_LIMIT):
            yield text
            text = ""
        text = f"{text},{part}" if text else part
    if text:
        yield text
