"""How strongly a pair of documents looks like one: levels of agreement, and whole points that add up."""

from dataclasses import dataclass, replace

import numpy as np

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.comparisons import (
    all_of,
    amount_levels,
    closer_look,
    date_levels,
    kind_levels,
    match_codes,
    number_levels,
    party_levels,
)
from ims_xl.matching.documents import IMPORT, NONE, Documents, Flags, Ints
from ims_xl.matching.levels import STRONG, WEIGHTS, Amount, Date, Kind, Match, Number, Party
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance


@dataclass(frozen=True)
class Evidence:
    """Levels of agreement of each pair, its points, and whether something forbids it.

    `differences` are IMS minus books in paise (taxable, then the heads); `agree` tells which are within tolerance.
    """

    left: Ints
    right: Ints
    number: Ints
    taxable: Ints
    tax: Ints
    date: Ints
    party: Ints
    kind: Ints
    own: Ints
    place: Ints
    original: Ints
    port: Ints
    agree: Flags
    differences: Ints
    days: Ints
    score: Ints
    barred: Flags

    def take(self, rows: Ints | Flags) -> "Evidence":
        """The evidence of some of the pairs."""
        return Evidence(**{name: values[rows] for name, values in vars(self).items()})


def _barred(documents: Documents, seen: Evidence, anywhere: Ints) -> Flags:
    """Pairs that no number of points makes one document."""
    left, right = seen.left, seen.right
    same = all_of(seen.agree)
    rare = (seen.taxable <= Amount.RARE_THAT_DAY) | (seen.original == Match.SAME)
    strong = seen.number <= STRONG
    reverse_charge = ((documents.reverse[right] == 1) & (documents.reverse[left] != 1)) | (
        (documents.reverse[left] == 1) & (documents.reverse[right] == 0)
    )
    told = (documents.year[left] == documents.year[right]) & (documents.year[left] != NONE)
    other_year = (documents.starts[left] != documents.starts[right]) & ~told & (seen.date != Date.MISSING)
    once = np.maximum(anywhere[left], anywhere[right]) <= 1
    # Each line: pairs of which it is true, and what they need.
    needs = (
        (np.full(len(left), True), ~reverse_charge & ~documents.is_parted(left, right)),
        (documents.kind[left] == IMPORT, documents.kind[right] == IMPORT),
        (documents.kind[right] == IMPORT, documents.kind[left] == IMPORT),
        (other_year, (seen.taxable <= Amount.CLOSE) | (seen.date <= Date.NEAR)),
        (seen.date == Date.ACROSS, same & (seen.taxable <= Amount.RARE_THAT_DAY)),
        (seen.kind == Kind.OTHER, strong & same),
        (seen.kind == Kind.VIEW, strong | same),
        (seen.party == Party.OTHER, (seen.number <= Number.PLAIN) & same & (seen.date == Date.SAME) & once),
        (seen.party == Party.PAN, seen.taxable <= Amount.MISSING),
        (seen.party == Party.SLIP, strong & same & (seen.date <= Date.MONTH)),
        (seen.party == Party.BLANK, strong & same & (seen.date <= Date.MONTH)),
        (seen.number == Number.SUFFIX, same & (rare | (seen.date <= Date.NEAR))),
        (seen.number == Number.STYLE, rare | (seen.date <= Date.NEAR)),
        (seen.number == Number.SLIP, same & rare & (seen.date <= Date.SWAPPED)),
        (seen.number == Number.TAIL, same & rare & (seen.date <= Date.WEEK)),
        (seen.number == Number.OWN, same & rare & (seen.date <= Date.MONTH)),
        (seen.number == Number.FOREIGN, same & rare & (seen.date <= Date.SWAPPED)),
        (seen.number == Number.FAR, same & (seen.taxable == Amount.RARE) & (seen.date <= Date.NEAR)),
        (seen.number >= Number.NEIGHBOUR, np.full(len(left), False)),
    )
    barred = np.zeros(len(left), dtype=bool)
    for concerned, needed in needs:
        barred |= concerned & ~needed
    return barred


def _score(seen: Evidence) -> Ints:
    points = np.zeros(len(seen.left), dtype=np.int64)
    for field, weights in WEIGHTS.items():
        table = np.zeros(max(weights) + 1, dtype=np.int64)
        table[[int(level) for level in weights]] = list(weights.values())
        points += table[getattr(seen, field)]
    return points


def compare(
    documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity, *, together: bool = False
) -> Evidence:
    """The evidence for every pair.

    `together` compares a left document with the sum of all the book rows it is paired with.
    """
    left, right = pairs
    taxable, tax, agree, differences = amount_levels(documents, pairs, tolerance, times, together)
    number = number_levels(documents, left, right)
    rare = all_of(agree) & (taxable <= Amount.RARE_THAT_DAY)
    number = closer_look(documents, left, right, number, rare, taxable == Amount.RARE, times.in_style)
    date, days = date_levels(documents, left, right, number)
    seen = Evidence(
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
        original=match_codes(documents.original, left, right),
        port=match_codes(documents.port, left, right),
        agree=agree,
        differences=differences,
        days=days,
        score=np.zeros(len(left), dtype=np.int64),
        barred=np.zeros(len(left), dtype=bool),
    )
    return replace(seen, score=_score(seen), barred=_barred(documents, seen, times.anywhere))
