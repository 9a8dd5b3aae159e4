"""How strongly a pair of documents looks like one: levels of agreement, and whole points that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import reduce

import numpy as np

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.comparisons import (
    amount_levels,
    closer_look,
    date_levels,
    kind_levels,
    match_codes,
    number_levels,
    original_levels,
    party_levels,
)
from ims_xl.matching.documents import IMPORT, NONE, Documents, Flags, Ints, Levels, all_of
from ims_xl.matching.levels import STRONG, WEIGHTS, Amount, Date, Kind, Match, Number, Party
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance

_AT_ONCE = 32768
"""Pairs compared at once, so that the processor's cache holds what is worked on."""


@dataclass(frozen=True)
class Evidence:
    """Levels of agreement of each pair, its points, and whether something forbids it.

    `differences` are IMS minus books in paise (taxable, then the heads); `equal` tells which are equal but for
    rounding, `agree` which are within tolerance.
    """

    left: Ints
    right: Ints
    number: Levels
    taxable: Levels
    tax: Levels
    date: Levels
    party: Levels
    kind: Levels
    own: Levels
    place: Levels
    original: Levels
    port: Levels
    equal: Flags
    agree: Flags
    differences: Ints
    days: Ints
    score: Ints
    barred: Flags

    def take(self, rows: Ints | Flags) -> "Evidence":
        """The evidence of some of the pairs."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return Evidence(**{name: values.take(places, axis=0) for name, values in vars(self).items()})


def concatenate(parts: Sequence[Evidence]) -> Evidence:
    """The evidence of several sets of pairs, one below the other."""
    return Evidence(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})


def forbidden(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Pairs that no evidence makes one document: reverse charge on one side, bill of entry on one side, unlinked."""
    reverse, bill = documents.reverse, documents.kind == IMPORT
    charged = ((reverse[right] == 1) & (reverse[left] != 1)) | ((reverse[left] == 1) & (reverse[right] == 0))
    return np.asarray(charged | (bill[left] != bill[right]) | documents.is_unlinked(left, right), dtype=bool)


def _barred(documents: Documents, evidence: Evidence, anywhere: Flags) -> Flags:
    """Pairs that no number of points makes one document."""
    barred = forbidden(documents, evidence.left, evidence.right)
    # Of the same number, day, supplier and type nothing more is needed; their levels are 0.
    where = np.flatnonzero(evidence.number | evidence.date | evidence.party | evidence.kind)
    barred[where] |= _lacks(documents, evidence.take(where), anywhere)
    return barred


def _lacks(documents: Documents, evidence: Evidence, anywhere: Flags) -> Flags:
    """Pairs that lack what one of their levels needs."""
    left, right = evidence.left, evidence.right
    same = all_of(evidence.equal)
    rare = (evidence.taxable <= Amount.RARE_THAT_DAY) | (evidence.original == Match.SAME)
    strong = evidence.number <= STRONG
    same_year = (documents.year[left] == documents.year[right]) & (documents.year[left] != NONE)
    other_year = (
        (documents.fiscal_year[left] != documents.fiscal_year[right]) & ~same_year & (evidence.date != Date.MISSING)
    )
    sister, repeats = (
        evidence.party == Party.PAN,
        (evidence.taxable == Amount.REPEATING) | (evidence.taxable >= Amount.CLOSE),
    )
    once = ~(anywhere[left] | anywhere[right])
    # Each line: pairs of which it is true, and what they need.
    needs = (
        (other_year, (evidence.taxable <= Amount.CLOSE) | (evidence.date <= Date.NEAR)),
        (evidence.date == Date.ACROSS, same & (evidence.taxable <= Amount.RARE_THAT_DAY)),
        (evidence.kind == Kind.OTHER, strong & same),
        (evidence.kind == Kind.VIEW, strong | same),
        (evidence.party == Party.OTHER, (evidence.number <= Number.PLAIN) & same & (evidence.date == Date.SAME) & once),
        (evidence.party == Party.PAN, evidence.taxable <= Amount.MISSING),
        (sister & repeats, evidence.date == Date.SAME),
        (sister & repeats, evidence.tax != Amount.TOTAL),
        (evidence.party == Party.SLIP, strong & same & (evidence.date <= Date.MONTH)),
        (evidence.party == Party.BLANK, strong & same & (evidence.date <= Date.MONTH)),
        (evidence.number == Number.SUFFIX, same & (rare | (evidence.date <= Date.NEAR))),
        (evidence.number == Number.STYLE, rare | (evidence.date <= Date.NEAR)),
        (evidence.number == Number.SLIP, same & rare & (evidence.date <= Date.SWAPPED)),
        (evidence.number == Number.TAIL, same & rare & (evidence.date <= Date.WEEK)),
        (evidence.number == Number.OWN, same & rare & (evidence.date <= Date.MONTH)),
        (evidence.number == Number.FOREIGN, same & rare & (evidence.date <= Date.SWAPPED)),
        (evidence.number == Number.FAR, same & (evidence.taxable == Amount.RARE) & (evidence.date <= Date.NEAR)),
        (evidence.number >= Number.NEIGHBOUR, np.full(len(left), False)),
    )
    return reduce(np.logical_or, (concerned & ~needed for concerned, needed in needs))


def _points(weights: Mapping[IntEnum, int]) -> Ints:
    """The points of each level of a field, 0 for levels that it never has."""
    table = np.zeros(max(weights) + 1, dtype=np.int64)
    table[[int(level) for level in weights]] = list(weights.values())
    return table


_POINTS = {field: _points(weights) for field, weights in WEIGHTS.items()}


def _score(evidence: Evidence) -> Ints:
    points = np.zeros(len(evidence.left), dtype=np.int64)
    for field, table in _POINTS.items():
        points += table[getattr(evidence, field)]
    return points


def compare(
    documents: Documents,
    pairs: Candidates,
    tolerance: Tolerance,
    times: Rarity,
    *,
    together: bool = False,
    lenient: bool = False,
) -> Evidence:
    """The evidence for every pair.

    `together` compares a left document with the sum of all the book rows it is paired with; `lenient` takes amounts
    within tolerance for equal.
    """
    size = len(pairs.left)
    if together or size <= _AT_ONCE:
        return _compare(documents, pairs, tolerance, times, together, lenient)
    parts = [Candidates(*(rows[start : start + _AT_ONCE] for rows in pairs)) for start in range(0, size, _AT_ONCE)]
    return concatenate([_compare(documents, part, tolerance, times, together, lenient) for part in parts])


def _compare(
    documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity, together: bool, lenient: bool
) -> Evidence:
    left, right = pairs
    taxable, tax, equal, agree, differences = amount_levels(documents, pairs, tolerance, times, together, lenient)
    number = number_levels(documents, left, right)
    rare = all_of(equal) & (taxable <= Amount.RARE_THAT_DAY)
    number = closer_look(documents, left, right, number, rare, taxable == Amount.RARE, times.in_style)
    date, days = date_levels(documents, left, right, number)
    evidence = Evidence(
        left=left,
        right=right,
        number=number,
        taxable=taxable,
        tax=tax,
        date=date,
        party=party_levels(documents, left, right),
        kind=kind_levels(documents, left, right, together),
        own=match_codes(documents.own, left, right),
        place=match_codes(documents.place, left, right),
        original=original_levels(documents, left, right),
        port=match_codes(documents.port, left, right),
        equal=equal,
        agree=agree,
        differences=differences,
        days=days,
        score=np.zeros(len(left), dtype=np.int64),
        barred=np.zeros(len(left), dtype=bool),
    )
    return replace(evidence, score=_score(evidence), barred=_barred(documents, evidence, times.anywhere))
