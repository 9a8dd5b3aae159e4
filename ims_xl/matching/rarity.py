"""How often a value occurs: what repeats says little."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ims_xl.matching.codes import combine
from ims_xl.matching.documents import KINDS, NONE, Documents, Flags, Ints


@dataclass(frozen=True)
class Rarity:
    """How often the value of a document occurs on the fuller side; per document."""

    taxable: Ints  # with its supplier
    tax: Ints  # with its supplier
    taxable_that_day: Ints  # with its supplier
    anywhere: Ints  # number, taxable value and day together, with any supplier
    priced: Flags  # the supplier bills from a list: one in ten of its amounts or more occurs again
    in_style: Flags  # the party's numbers on the other side are of the style of this one


def rarity(documents: Documents) -> Rarity:
    """Occurrences of amounts (to the rupee, notes and invoices apart) and numbers in the pool."""
    note = np.isin(documents.kind, (KINDS["CN"], KINDS["DN"])).astype(np.int64)
    split = documents.n_left

    def fuller_side(*columns: Ints) -> Ints:
        key = np.where(documents.pool, combine(*columns), NONE)
        size = int(key.max(initial=NONE)) + 2
        left = np.bincount(key[:split] + 1, minlength=size)
        right = np.bincount(key[split:] + 1, minlength=size)
        return np.where(key == NONE, 0, np.maximum(left, right)[key + 1]).astype(np.int64)

    def rupees(amounts: Ints) -> Ints:
        return pd.factorize((amounts + 50) // 100)[0].astype(np.int64)

    def priced(occurrences: Ints) -> Flags:
        size = int(documents.pan.max(initial=NONE)) + 2
        every, again = (
            np.bincount(documents.pan[rows] + 1, minlength=size) for rows in (documents.pool, occurrences > 1)
        )
        return np.asarray((again * 10 >= every)[documents.pan + 1] & (again > 0)[documents.pan + 1], dtype=bool)

    taxable, tax = rupees(documents.amounts[:, 0]), rupees(documents.amounts[:, 1:].sum(axis=1))
    supplier, day = documents.pan + 1, documents.day
    occurrences = fuller_side(supplier, note, taxable)
    return Rarity(
        taxable=occurrences,
        tax=fuller_side(supplier, note, tax),
        taxable_that_day=fuller_side(supplier, note, taxable, day),
        anywhere=fuller_side(documents.plain, taxable, day),
        priced=priced(occurrences),
        in_style=_in_style(documents),
    )


def _in_style(documents: Documents) -> Flags:
    style = combine(documents.pan, documents.rest)
    is_left = np.arange(documents.size) < documents.n_left
    known = np.zeros((2, int(style.max(initial=NONE)) + 2), dtype=bool)
    known[is_left.astype(np.int64), style] = True
    known[:, -1] = False  # NONE
    return np.asarray(known[(~is_left).astype(np.int64), style], dtype=bool)
