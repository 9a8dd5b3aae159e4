"""All documents of a match as arrays: whole paise, whole days and whole-number codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ims_xl.matching.lines import Lines

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

KINDS = {"INV": 0, "CN": 1, "DN": 2}
IMPORT = 3  # bills of entry: a kind of their own, so that they never meet invoices
NONE = -1  # code of an empty text, a missing date, an unusable amount


def all_of(flags: Flags) -> Flags:
    """The rows of which every flag is set; a walk over the few columns, where `all(axis=1)` would walk every row."""
    return np.asarray(reduce(np.logical_and, flags.T), dtype=bool)


def any_of(flags: Flags) -> Flags:
    """The rows of which some flag is set, walked over as in `all_of`."""
    return np.asarray(reduce(np.logical_or, flags.T), dtype=bool)


def total(amounts: Ints) -> Ints:
    """The sum of each row of amounts, walked over as in `all_of`."""
    return np.asarray(reduce(np.add, amounts.T), dtype=np.int64)


class Column(NamedTuple):
    """A column of texts: the code of each row, and the text of each code."""

    codes: Codes
    distinct: Texts

    def texts(self, rows: Ints | slice) -> Texts:
        """The texts of some rows."""
        found: Texts = self.distinct[self.codes[rows]]
        return found

    def where(self, holds: Callable[[str], bool]) -> Flags:
        """The rows whose text has a property, which is asked once for each distinct text."""
        return np.array([holds(text) for text in self.distinct] or [False], dtype=bool)[self.codes]


@dataclass(frozen=True)
class Documents:
    """All documents in one row of arrays: IMS first, then earlier GSTR-2B, then the books.

    Fields without a remark are codes: equal when the texts are, NONE when there is none. Amounts are paise: taxable
    value, igst, cgst, sgst, cess.
    """

    columns: Mapping[str, Column]  # texts as they came, by name of the column
    source_row: Ints  # as Excel numbers it, 0 when not told
    original_day: Ints  # day of the document that is amended
    amends: Flags  # an amended record
    n_ims: int
    n_left: int
    pool: Flags  # open to be matched
    kind: Ints  # KINDS or IMPORT; a negative invoice counts as a credit note
    note: Flags  # stated as credit or debit note
    gstin: Ints
    pan: Ints
    own: Ints
    written: Ints
    plain: Ints
    bare: Ints
    stem: Ints
    serial: Ints
    serial_value: Ints  # its last 18 digits
    rest: Ints
    lone: Flags  # the number is a serial number and nothing else
    alike: Ints
    year: Ints  # two digits: the financial year inside the number
    original: Ints  # bare form of the number that is amended or noted upon
    original_written: Ints
    line: Ints  # where the texts of the number stand
    plain_lines: "Lines"
    bare_lines: "Lines"
    supplier: Column  # GSTIN, cleaned
    has_supplier: Flags  # the party is known: texts such as URP tell nothing
    port: Ints
    place: Ints
    day: Ints  # days since 1970, NONE when missing
    swapped_day: Ints  # the day with day and month exchanged, NONE when there is none
    fiscal_year: Ints  # year in which the financial year of the date begins
    amounts: Ints  # zero when missing, positive also for documents booked negative
    known: Flags  # amounts that are not missing
    negative: Flags  # the amounts add up to less than zero
    reverse: Ints  # reverse charge: 1, 0 or NONE when not told
    order: Ints  # grows with the day, equal only for rows that hold the same
    identity: Ints  # equal for rows of one side that agree in every detail
    unlinked_pairs: Ints = field(
        default_factory=lambda: np.empty(0, dtype=np.int64)
    )  # pairs that are no links, see `pair`

    @property
    def size(self) -> int:
        """How many documents there are on both sides."""
        return len(self.kind)

    def signed(self, rows: Ints | slice) -> Ints:
        """The amounts of some documents with their sign."""
        return np.where(self.negative[rows, None], -self.amounts[rows], self.amounts[rows])

    def plain_texts(self, rows: Ints) -> Texts:
        """Letters and digits of the numbers of some documents."""
        return self.plain_lines.some_texts(self.line[rows])

    def bare_texts(self, rows: Ints) -> Texts:
        """Their numbers without year, leading zeros and words."""
        return self.bare_lines.some_texts(self.line[rows])

    @property
    def books(self) -> slice:
        """Where the book rows stand."""
        return slice(self.n_left, self.size)

    def pair(self, left: Ints, right: Ints) -> Ints:
        """One number for each pair of documents."""
        return left * self.size + right

    def is_unlinked(self, left: Ints, right: Ints) -> Flags:
        """The pairs that were unlinked by hand."""
        if not len(self.unlinked_pairs):
            return np.zeros(len(left), dtype=bool)
        return np.isin(self.pair(left, right), self.unlinked_pairs)

    def without(self, rows: Flags) -> "Documents":
        """The same documents with some of them out of the pool."""
        return replace(self, pool=self.pool & ~rows)
