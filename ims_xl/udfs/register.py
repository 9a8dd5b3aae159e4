"""Every worksheet function with its help, and the shape of what goes in and comes out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import xlwings as xw

from ims_xl import other_excels

other_excels.leave_running()

Grid = list[list[object]]
"""Rows of cells as Excel hands them over: text, float, datetime, bool or None."""

_F = TypeVar("_F", bound=Callable[..., Grid])


class Function(NamedTuple):
    """A worksheet function: its name in Excel, the Python function in `ims_xl.udfs`, its help, its arguments."""

    name: str
    python: str
    help: str
    arguments: dict[str, str]
    optional: tuple[str, ...]
    has_cell: bool


FUNCTIONS: list[Function] = []


def worksheet(
    name: str, text: str, *, optional: Sequence[str] = (), cell: bool = False, **arguments: str
) -> Callable[[_F], _F]:
    """Register a function under its Excel name; every argument arrives as a Grid, also a single cell.

    `cell`: its last argument, `cell`, is the cell that the formula stands in, None when it stands in none. xlwings' own
    `caller` needs classes made from Excel's type library in the temporary folder; an ordinary argument does not.
    """

    def register(function: _F) -> _F:
        FUNCTIONS.append(Function(name, function.__name__, text, arguments, tuple(optional), cell))
        made = function
        for argument, meaning in arguments.items():  # without `list` xlwings looks for a converter of `Grid | None`
            made = xw.arg(argument, list, ndim=2, doc=meaning)(made)
        if cell:
            made = xw.arg("cell", xw.Range)(made)
        return xw.func(made)

    return register


def text_of(value: object) -> str:
    """A cell as text: whole numbers without `.0`, an empty cell as ""."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def mapped(cells: Grid, function: Callable[[list[object]], Sequence[object]]) -> Grid:
    """The cells put through a function of all of them at once, in their old shape; empty cells stay empty."""
    flat = [value for row in cells for value in row]
    filled = [number for number, value in enumerate(flat) if text_of(value)]
    results: list[object] = [""] * len(flat)
    for number, result in zip(filled, function([flat[number] for number in filled]), strict=True):
        results[number] = result
    answers = iter(results)
    return [[next(answers) for _ in row] for row in cells]


def paired(left: Grid, right: Grid) -> list[list[tuple[object, object]]]:
    """Two ranges cell by cell; a single cell, row or column goes with all of the other, as in Excel itself."""
    rows, columns = max(len(left), len(right)), max(len(left[0]), len(right[0]))
    return [[(_at(left, row, column), _at(right, row, column)) for column in range(columns)] for row in range(rows)]


def _at(cells: Grid, row: int, column: int) -> object:
    line = cells[0 if len(cells) == 1 else row] if len(cells) == 1 or row < len(cells) else []
    return line[0 if len(line) == 1 else column] if line and (len(line) == 1 or column < len(line)) else None
