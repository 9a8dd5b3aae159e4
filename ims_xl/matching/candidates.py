"""Which pairs are worth comparing: hash joins on whole-number keys, each capped, never a cross product."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching.codes import mix, slot_bits, slots
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, all_of, total
from ims_xl.tolerance import nearly_equal


class Rule(NamedTuple):
    """A blocking rule: documents that agree in all its keys are compared, unless a key has more pairs than `cap`.

    A `wide` rule also compares documents that are settled with those that are not, so that a document booked or
    reported again is told which one it repeats.
    """

    name: str
    keys: tuple[str, ...]
    cap: int
    wide: bool = False


RULES = (
    Rule("number", ("pan", "plain"), 400, wide=True),
    Rule("number without year and zeros", ("pan", "bare"), 400, wide=True),
    Rule("serial number", ("pan", "serial"), 100),
    Rule("letters like digits", ("pan", "alike"), 100),
    Rule("number with a suffix in the books", ("pan", "stemmed"), 100),
    Rule("number before amendment", ("pan", "amended"), 100),
    Rule("same original document", ("pan", "original"), 100),
    Rule("taxable value, same day", ("pan", "taxable", "day"), 400),
    Rule("taxable value, same day, next bucket", ("pan", "taxable_next", "day"), 400),
    Rule("taxable value", ("pan", "taxable"), 64),
    Rule("taxable value, next bucket", ("pan", "taxable_next"), 64),
    Rule("total tax", ("pan", "tax"), 36),
    Rule("any supplier: number and amount", ("plain", "taxable"), 16),
    Rule("any supplier: bare number, amount, day", ("bare", "taxable", "day"), 16),
)


class Candidates(NamedTuple):
    """Pairs of rows of `Documents`: IMS or GSTR-2B on the left, books on the right; each pair once."""

    left: Ints
    right: Ints


def _buckets(amounts: Ints, usable: Flags, width: int, shift: int) -> Ints:
    return np.where(usable & (amounts > 0), (amounts + shift) // width, NONE)


def blocking_keys(documents: Documents) -> dict[str, Ints]:
    """The columns the rules join on. Two amounts that are equal but for rounding share a bucket or its neighbour."""
    taxable, tax = documents.amounts[:, 0], total(documents.amounts[:, 1:])
    width = 200
    is_left = np.arange(documents.size) < documents.n_left
    return {
        "pan": documents.pan,
        "plain": documents.plain,
        "bare": documents.bare,
        "serial": documents.serial,
        "alike": documents.alike,
        "stemmed": np.where(is_left, documents.bare, documents.stem),
        "original": documents.original,
        "amended": np.where(is_left, documents.original, documents.bare),
        "day": documents.day,
        "taxable": _buckets(taxable, documents.known[:, 0], width, 0),
        "taxable_next": _buckets(taxable, documents.known[:, 0], width, width // 2),
        "tax": _buckets(tax, all_of(documents.known), 200, 0),
    }


def join(left: Ints, right: Ints, cap: int) -> Candidates:
    """Positions of all pairs with one code; codes with more than `cap` pairs are left out."""
    size = int(max(left.max(initial=NONE), right.max(initial=NONE))) + 2
    ours, theirs = np.bincount(left + 1, minlength=size), np.bincount(right + 1, minlength=size)
    wanted = np.where(ours * theirs <= cap, theirs, 0)
    wanted[0] = 0  # NONE
    wanted[ours == 0] = 0
    some = np.flatnonzero(wanted[right + 1])
    order = some[np.argsort(right[some])]
    first = np.cumsum(wanted) - wanted
    found = wanted[left + 1]
    rows = np.repeat(np.arange(len(left)), found)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(found) - found, found)
    return Candidates(rows, order[first[left[rows] + 1] + step])


def pairs_on(columns: Sequence[Ints], rows: Ints, split: int, cap: int, asked: Flags | None = None) -> Candidates:
    """All pairs of the rows (ascending, left ones below `split`) that agree in every column, as `join` finds them.

    Only pairs with an `asked` row are found.
    """
    values = [column[rows] for column in columns]
    there = reduce(np.logical_and, (value != NONE for value in values))
    hashed = mix(*(value[there] for value in values))
    rows, slot = rows[there], slots(hashed, slot_bits(len(hashed)))
    size = int(slot.max(initial=0)) + 1
    border = int(np.searchsorted(rows, split))
    sides = (slice(None, border), slice(border, None))
    present, meet = np.zeros((2, size), dtype=bool), np.zeros(size, dtype=bool)
    for side, own in enumerate(sides):
        present[side, slot[own]] = True
    # Most rows share a slot with no row of the other side: only the others are worth a hash table.
    meet[slot if asked is None else slot[asked[rows]]] = True
    meet &= present[0] & present[1]
    some = np.flatnonzero(meet[slot])
    rows, codes = rows[some], pd.factorize(hashed[some])[0].astype(np.int64)
    border = int(np.searchsorted(rows, split))
    found = join(codes[:border], codes[border:], cap)
    left, right = rows[found.left], rows[found.right + border]
    if asked is not None:
        kept = asked[left] | asked[right]
        left, right = left[kept], right[kept]
    return Candidates(left, right)


def settled(documents: Documents) -> Candidates:
    """Pairs that agree in everything and are the only ones to do so: supplier, type, number as written, date, amounts.

    No other document can come before such a partner, so none is sought.
    """
    columns = (documents.gstin, documents.kind, documents.written, documents.day, documents.note.astype(np.int64))
    left, right = pairs_on(columns, np.flatnonzero(documents.pool), documents.n_left, 1)
    ours, theirs = documents.amounts[left], documents.amounts[right]
    same = all_of(nearly_equal(ours, theirs) & documents.known[left] & documents.known[right])
    same &= (documents.reverse[left] == 1) == (documents.reverse[right] == 1)
    for codes in (documents.own, documents.port):
        same &= (codes[left] == codes[right]) | (codes[left] == NONE) | (codes[right] == NONE)
    same &= ~documents.is_unlinked(left, right)
    return Candidates(left[same], right[same])


def candidates(documents: Documents, keys: Mapping[str, Ints], sure: Candidates) -> Candidates:
    """The pairs that are sure, and every other one that some rule proposes; each once, in order of its rows.

    `keys`: see `blocking_keys`.
    """
    unsure = documents.pool.copy()
    unsure[sure.left] = unsure[sure.right] = False
    width = max(documents.size, 1)
    every, some = np.flatnonzero(documents.pool), np.flatnonzero(unsure)
    found = [sure.left * width + sure.right]
    for rule in RULES:
        columns = [keys[name] for name in rule.keys]
        left, right = pairs_on(columns, every if rule.wide else some, documents.n_left, rule.cap, unsure)
        found.append(left * width + right)
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return Candidates(pairs // width, pairs % width)
