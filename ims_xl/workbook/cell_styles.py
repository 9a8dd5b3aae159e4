"""Fonts and fills of cells, compared whichever program saved them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ims_xl.workbook.styles import FONT, MANY, Style


class Look(NamedTuple):
    """Font and fill of a cell, comparable whichever program saved it."""

    font: tuple[object, ...]
    fill: object


def expected_look(style: Style) -> Look:
    """How a cell of that style looks when nobody changed it."""
    return Look((FONT, float(style.size), style.bold, style.italic, style.underline, False, style.colour), style.fill)


def our_look(style: Style, looks: Iterable[Look], *, same_palette: bool) -> Look:
    """The look that is ours in a column: the style's; when another palette drew it, the commonest of many."""
    expected = expected_look(style)
    if same_palette:
        return expected
    counted = Counter(looks)
    return counted.most_common(1)[0][0] if counted.total() >= MANY else expected
