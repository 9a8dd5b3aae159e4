"""Which pairs are worth comparing: hash joins on whole-number keys, each capped, never a cross product."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching.documents import NONE, Documents, Flags, Ints
from ims_xl.matching.tolerance import Tolerance


class Rule(NamedTuple):
    """A blocking rule: documents that agree in all its keys are compared, unless a key has more pairs than `cap`."""

    name: str
    keys: tuple[str, ...]
    cap: int


RULES = (
    Rule("number", ("pan", "plain"), 400),
    Rule("number without year and zeros", ("pan", "bare"), 400),
    Rule("serial number", ("pan", "serial"), 100),
    Rule("letters like digits", ("pan", "alike"), 100),
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


def combine(*columns: Ints) -> Ints:
    """One code for several columns; NONE where any of them is NONE."""
    key = columns[0]
    for column in columns[1:]:
        width = int(column.max(initial=0)) + 1
        joined = np.where((key == NONE) | (column == NONE), NONE, key * width + column)
        codes, distinct = pd.factorize(joined)
        key = np.where(distinct[codes] == NONE, NONE, codes).astype(np.int64) if len(codes) else joined
    return key


def counts(key: Ints) -> Ints:
    """How often the code of each row occurs; 0 for NONE."""
    if not len(key):
        return key
    occurrences = np.bincount(key + 1)
    return np.where(key == NONE, 0, occurrences[key + 1]).astype(np.int64)


def _buckets(amounts: Ints, usable: Flags, width: int, shift: int) -> Ints:
    codes, _ = pd.factorize((amounts + shift) // width)
    return np.where(usable & (amounts > 0), codes, NONE).astype(np.int64)


def _keys(documents: Documents, tolerance: Tolerance) -> dict[str, Ints]:
    """The columns the rules join on. Two amounts within the limit share a bucket or its neighbour."""
    taxable, tax = documents.amounts[:, 0], documents.amounts[:, 1:].sum(axis=1)
    width = 2 * max(100, round(tolerance.rupees("taxable_value") * 100))
    is_left = np.arange(documents.size) < documents.n_left
    return {
        "pan": documents.pan,
        "plain": documents.plain,
        "bare": documents.bare,
        "serial": documents.serial,
        "alike": documents.alike,
        "original": documents.original,
        "amended": np.where(is_left, documents.original, documents.bare),
        "day": documents.day,
        "taxable": _buckets(taxable, documents.known[:, 0], width, 0),
        "taxable_next": _buckets(taxable, documents.known[:, 0], width, width // 2),
        "tax": _buckets(tax, np.asarray(documents.known.all(axis=1), dtype=bool), 200, 0),
    }


def join(left: Ints, right: Ints, cap: int) -> Candidates:
    """Positions of all pairs with one code; codes with more than `cap` pairs are left out."""
    order = np.argsort(right, kind="stable")
    ranked = right[order]
    first = np.searchsorted(ranked, left, side="left")
    found = np.searchsorted(ranked, left, side="right") - first
    found = np.where((left == NONE) | (found * counts(left) > cap), 0, found)
    rows = np.repeat(np.arange(len(left)), found)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(found) - found, found)
    return Candidates(rows, order[np.repeat(first, found) + step])


def candidates(documents: Documents, tolerance: Tolerance) -> Candidates:
    """Every pair of the pool that some rule proposes, each once, in order of its rows."""
    keys = _keys(documents, tolerance)
    split = documents.n_left
    width = documents.size - split
    found: list[Ints] = []
    for rule in RULES:
        key = np.where(documents.pool, combine(*(keys[name] for name in rule.keys)), NONE)
        left, right = join(key[:split], key[split:], rule.cap)
        found.append(left * width + right)
    pairs = np.unique(np.concatenate(found))
    return Candidates(pairs // max(width, 1), pairs % max(width, 1) + split)
