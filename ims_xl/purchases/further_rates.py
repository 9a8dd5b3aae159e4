"""Second and further rate rows of a document that do not repeat its supplier, number or date."""

import itertools
from collections import deque
from collections.abc import Mapping

from ims_xl import schema
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.columns import Cell
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.values import is_blank, shown


class FurtherRates:
    """Rows that give one more rate of the document above them, and do not repeat what names it."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._columns = columns
        self._names = [columns[name] for name in NAMING if name in columns]
        self._repeated = [columns[name] for name in (*NAMING, *_REPEATED) if name in columns]
        self._above: deque[list[Cell]] = deque(maxlen=MOST_RATES)

    def follow(self, cells: list[Cell] | None) -> None:
        """Take note of the row that was read, None for one that is no data."""
        if cells is None:
            self._above.clear()
        else:
            self._above.append(cells)

    def completed(self, cells: list[Cell]) -> list[Cell] | None:
        """The row with what it does not repeat, None when it is no further rate of the document above.

        Without its number it must have a rate of its own and fit into the document's value, lest a total or a document
        whose number was forgotten is swallowed.
        """
        blank = {at for at in self._names if is_blank(cells[at])}
        if not blank or not self._above or is_blank(cells[self._columns["taxable_value"]]):
            return None
        last = self._above[-1]
        if any(is_blank(last[at]) for at in blank):
            return None
        if not all(_alike(cells[at], last[at]) for at in self._repeated if not is_blank(cells[at])):
            return None
        if self._columns["doc_number"] in blank and not self._belongs(cells):
            return None
        filled = list(cells)
        for at in self._repeated:
            filled[at] = last[at] if is_blank(cells[at]) else cells[at]
        return filled

    def supplied(self, cells: list[Cell]) -> list[Cell] | None:
        """The row of another document with the supplier of the row above, None where it names one or is incomplete.

        Lists by supplier name him once, in cells that were merged before they became a CSV.
        """
        names = [self._columns.get(name) for name in ("supplier_gstin", "supplier_name")]
        others = [self._columns[name] for name in ("doc_number", "doc_date", "taxable_value")]
        if None in names or not self._above or any(is_blank(cells[at]) for at in others):
            return None
        last, places = self._above[-1], [at for at in names if at is not None]
        if not all(is_blank(cells[at]) for at in places) or any(is_blank(last[at]) for at in places):
            return None
        return [last[at] if at in places else cell for at, cell in enumerate(cells)]

    def _belongs(self, cells: list[Cell]) -> bool:
        rate, value = self._columns.get("rate"), self._columns.get("doc_value")
        if rate is None or value is None or is_blank(cells[rate]):
            return False
        last = self._above[-1]
        document = [
            *itertools.takewhile(
                lambda row: all(_alike(row[at], last[at]) for at in self._names), reversed(self._above)
            )
        ]
        if any(_alike(row[rate], cells[rate]) for row in document):
            return False
        whole = read_amount(last[value]).value
        return isinstance(whole, float) and sum(map(self._total, [*document, cells])) <= whole + _ROUND_OFF

    def _total(self, cells: list[Cell]) -> float:
        read = [read_amount(cells[self._columns[name]]).value for name in schema.AMOUNTS if name in self._columns]
        return sum(amount for amount in read if isinstance(amount, float))


def _alike(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same, as a text, an amount or a day."""
    if shown(one).upper() == shown(other).upper():
        return True
    readers = (read_amount, read_date)
    return any((value := reader(one).value) is not None and value == reader(other).value for reader in readers)


MOST_RATES = 50  # rows of one document that are looked at
_ROUND_OFF = 1.0  # rupees: an invoice is rounded to whole rupees
NAMING = ("supplier_gstin", "doc_number", "doc_date")
_REPEATED = (
    *("supplier_name", "port_code", "doc_type", "doc_value", "place_of_supply", "reverse_charge", "supply_type"),
    *("original_number", "original_date"),
)
