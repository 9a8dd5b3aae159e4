"""Sums of raw cells, where one that is no amount stands for the whole, so that it is told."""

from collections.abc import Sequence

from ims_xl.purchases.amounts import read_amount, says_nothing
from ims_xl.purchases.columns import Cell

ROUND_OFF = 1.0  # rupees between a value and what it is made of


def total(cells: Sequence[Cell]) -> Cell:
    """The sum of the cells, "" when all are blank."""
    cells = [cell for cell in cells if not says_nothing(cell)]
    read = [read_amount(one).value for one in cells]
    wrong = next((one for one, value in zip(cells, read, strict=True) if not isinstance(value, float)), None)
    if wrong is not None:
        return wrong
    return round(sum(value for value in read if isinstance(value, float)), 2) if cells else ""


def size(cell: Cell) -> Cell:
    """An amount without its sign: notes are booked with either."""
    amount = read_amount(cell).value
    return abs(amount) if isinstance(amount, float) else cell


def rupees(cell: Cell) -> float | None:
    """The amount of a cell, None where it has none or none that can be read."""
    amount = read_amount(cell).value
    return amount if isinstance(amount, float) else None


def adds_up(value: Cell, parts: Sequence[Cell], beside: Cell = "") -> bool:
    """Whether the parts, and what stands beside them, make the value, whatever their signs; also where one of the
    parts cannot be read, which is told elsewhere.
    """
    whole = rupees(value)
    if whole is None or any(rupees(cell) is None and not says_nothing(cell) for cell in parts):
        return True
    return abs(abs(whole) - abs(sum(rupees(cell) or 0.0 for cell in [*parts, beside]))) <= ROUND_OFF
