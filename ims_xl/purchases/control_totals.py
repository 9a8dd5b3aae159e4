"""A sheet's own totals against the sum of its rows: a row that was lost shows in them."""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ims_xl.issues import Issue
from ims_xl.money import indian
from ims_xl.purchases.columns import Cell, Row, column_of
from ims_xl.purchases.headers import heading
from ims_xl.purchases.sums import rupees

_ROUNDED = 1.0  # rupees: totals may be rounded, or be sums of what was rounded
_MOST_STARTS = 200  # earlier totals that are tried
_REMEDY = "Look for rows that were left out, and whether the total counts notes or other rows."


class OwnTotal(NamedTuple):
    """A row of totals: its number, how many data rows it counts, its amounts by field; `is_head` above the headings."""

    row: int
    above: int
    amounts: Mapping[str, float]
    is_head: bool = False


def own_total(number: int, above: int, cells: Mapping[str, Cell]) -> OwnTotal | None:
    """The totals of a row, None where it has no amount."""
    amounts = {name: amount for name, cell in cells.items() if (amount := rupees(cell))}
    return OwnTotal(number, above, amounts) if amounts else None


def stated_above(rows: Sequence[Row], above: int, titles: Mapping[str, str]) -> OwnTotal | None:
    """The totals that the rows above the headings state, as in the GSTR-2 workbook: a row of labels, sums under them.

    `titles`: the heading of each field; `Total Taxable Value` is that of `Taxable Value`. None where there are none.
    """
    fields = {heading(title): name for name, title in titles.items()}
    for labels, sums in itertools.pairwise(rows):
        told = {
            name: sums.cells[at]
            for at, label in enumerate(labels.cells[: len(sums.cells)])
            if isinstance(label, str) and (name := fields.get(_of_total(label)))
        }
        if len(told) >= _LABELS:
            found = own_total(sums.number, above, told)
            return found._replace(is_head=True) if found else None
    return None


def _of_total(label: str) -> str:
    return heading(label).removeprefix("total ").replace("tstate", "state")  # the template's own slip


_LABELS = 2  # labels of totals that make a row of them


def check_totals(
    totals: Sequence[OwnTotal],
    fields: Mapping[str, Sequence[Cell]],
    is_credit: Sequence[bool],
    sheet: str,
    titles: Mapping[str, str],
) -> list[Issue]:
    """A warning on the first total that is neither the sum of all rows above it, nor of those since an earlier total.

    `is_credit` says which rows are credit notes: a total may count them as they stand, against the others or not.
    """
    running: dict[str, list[npt.NDArray[np.float64]]] = {}
    starts = [0]
    for total in totals:
        for name, amount in total.amounts.items():
            if name not in running:
                running[name] = _running(fields[name], is_credit)
            made = [float(one[total.above] - one[start]) for one in running[name] for start in starts]
            if any(abs(abs(one) - abs(amount)) <= _ROUNDED for one in made):
                continue
            rows = "the rows below" if total.is_head else "the rows above it"
            reason = f"the file's own total is {indian(amount)}, {rows} make {indian(made[0])}"
            value = f"{amount:.2f}"
            return [
                Issue("warning", reason, _REMEDY, sheet=sheet, row=total.row, column=titles[name], value=value),
            ]
        starts = [*starts, total.above][-_MOST_STARTS:]
    return []


def _running(cells: Sequence[Cell], is_credit: Sequence[bool]) -> list[npt.NDArray[np.float64]]:
    """The sums of the first rows, none of them first: with credit notes as they stand, against the others, without."""
    column = column_of(cells)
    known = np.array([rupees(cell) or 0.0 for cell in column.different], dtype=np.float64)
    amounts = known[column.codes]
    weighted = (np.where(is_credit, amounts * weight, amounts) for weight in (1.0, -1.0, 0.0))
    return [np.concatenate([[0.0], np.cumsum(part)]) for part in weighted]
