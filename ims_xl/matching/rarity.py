"""Which values occur more than once: what repeats says little."""

from dataclasses import dataclass

import numpy as np

from ims_xl.matching.codes import combine, mix, repeated
from ims_xl.matching.documents import KINDS, NONE, Documents, Flags, total


@dataclass(frozen=True)
class Rarity:
    """Whether the value of a document occurs more than once on one of the sides; per document."""

    taxable: Flags  # with its supplier
    tax: Flags  # with its supplier
    taxable_that_day: Flags  # with its supplier
    anywhere: Flags  # number, taxable value and day together, with any supplier
    priced: Flags  # the supplier bills from a list: one in ten of its amounts or more occurs again
    in_style: Flags  # the party's numbers on the other side are of the style of this one


def rarity(documents: Documents) -> Rarity:
    """Amounts (to the rupee, notes and invoices apart) and numbers that occur again in the pool."""
    note = np.isin(documents.kind, (KINDS["CN"], KINDS["DN"])).astype(np.int64)
    pool, split, day = documents.pool, documents.n_left, documents.day
    value, tax = ((amounts + 50) // 100 for amounts in (documents.amounts[:, 0], total(documents.amounts[:, 1:])))
    supplier = mix(documents.pan, note)
    with_supplier = mix(supplier, value)
    dated = day != NONE
    taxable = repeated(with_supplier, pool, split)
    return Rarity(
        taxable=taxable,
        tax=repeated(mix(supplier, tax), pool, split),
        taxable_that_day=repeated(mix(with_supplier, day), pool & dated, split),
        anywhere=repeated(mix(documents.plain, value, day), pool & dated & (documents.plain != NONE), split),
        priced=_priced(documents, taxable),
        in_style=_in_style(documents),
    )


def _priced(documents: Documents, again: Flags) -> Flags:
    size = int(documents.pan.max(initial=NONE)) + 2
    every, some = (np.bincount(documents.pan[rows] + 1, minlength=size) for rows in (documents.pool, again))
    listed = (some * 10 >= every) & (some > 0)
    return np.asarray(listed[documents.pan + 1], dtype=bool)


def _in_style(documents: Documents) -> Flags:
    style = combine(documents.pan, documents.rest)
    is_left = np.arange(documents.size) < documents.n_left
    known = np.zeros((2, int(style.max(initial=NONE)) + 2), dtype=bool)
    known[is_left.astype(np.int64), style] = True
    known[:, -1] = False  # NONE
    return np.asarray(known[(~is_left).astype(np.int64), style], dtype=bool)
