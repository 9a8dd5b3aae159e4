"""Which pairs are worth comparing: hash joins on whole-number keys, each capped, never a cross product."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching.codes import combine
from ims_xl.matching.documents import NONE, Documents, Flags, Ints
from ims_xl.money import to_paise
from ims_xl.tolerance import Tolerance


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
    codes, _ = pd.factorize((amounts + shift) // width)
    return np.where(usable & (amounts > 0), codes, NONE).astype(np.int64)


def _keys(documents: Documents, tolerance: Tolerance) -> dict[str, Ints]:
    """The columns the rules join on. Two amounts within the limit share a bucket or its neighbour."""
    taxable, tax = documents.amounts[:, 0], documents.amounts[:, 1:].sum(axis=1)
    width = 2 * max(100, to_paise(tolerance.rupees("taxable_value")))
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
        "tax": _buckets(tax, np.asarray(documents.known.all(axis=1), dtype=bool), 200, 0),
    }


def join(left: Ints, right: Ints, cap: int) -> Candidates:
    """Positions of all pairs with one code; codes with more than `cap` pairs are left out."""
    size = int(max(left.max(initial=NONE), right.max(initial=NONE))) + 2
    ours, theirs = np.bincount(left + 1, minlength=size), np.bincount(right + 1, minlength=size)
    order = np.argsort(right)
    first = np.cumsum(theirs) - theirs
    wanted = np.where(ours * theirs <= cap, theirs, 0)
    wanted[0] = 0  # NONE
    found = wanted[left + 1]
    rows = np.repeat(np.arange(len(left)), found)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(found) - found, found)
    return Candidates(rows, order[first[left[rows] + 1] + step])


def settled(documents: Documents, tolerance: Tolerance) -> Candidates:
    """Pairs that agree in everything and are the only ones to do so: supplier, type, number as written, date, amounts.

    No other document can come before such a partner, so none is sought.
    """
    key = combine(documents.gstin, documents.kind, documents.written, documents.day, documents.note.astype(np.int64))
    key = np.where(documents.pool, key, NONE)
    split = documents.n_left
    left, right = join(key[:split], key[split:], 1)
    right = right + split
    ours, theirs = documents.amounts[left], documents.amounts[right]
    near = np.abs(ours - theirs) <= tolerance.limits(np.maximum(np.abs(ours), np.abs(theirs)))
    same = (near & documents.known[left] & documents.known[right]).all(axis=1)
    same &= (documents.reverse[left] == 1) == (documents.reverse[right] == 1)
    for codes in (documents.own, documents.port):
        same &= (codes[left] == codes[right]) | (codes[left] == NONE) | (codes[right] == NONE)
    same &= ~documents.is_parted(left, right)
    return Candidates(left[same], right[same])


def candidates(documents: Documents, tolerance: Tolerance, sure: Candidates) -> Candidates:
    """The pairs that are sure, and every other one that some rule proposes; each once, in order of its rows."""
    keys = _keys(documents, tolerance)
    unsure = documents.pool.copy()
    unsure[sure.left] = unsure[sure.right] = False
    split = documents.n_left
    width = max(documents.size, 1)
    found = [sure.left * width + sure.right]
    for rule in RULES:
        rows = np.flatnonzero(documents.pool if rule.wide else unsure)
        key = combine(*(keys[name][rows] for name in rule.keys))
        border = int(np.searchsorted(rows, split))
        left, right = join(key[:border], key[border:], rule.cap)
        left, right = rows[left], rows[right + border]
        kept = unsure[left] | unsure[right] if rule.wide else slice(None)
        found.append((left * width + right)[kept])
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return Candidates(pairs // width, pairs % width)
