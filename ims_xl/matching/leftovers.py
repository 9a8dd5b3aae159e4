"""Documents that are left over and alone: weaker evidence is enough where nothing else could be meant."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from ims_xl.matching.assignment import first_come
from ims_xl.matching.candidates import Candidates, pairs_on
from ims_xl.matching.codes import mix, occurrences, slot_bits, slots
from ims_xl.matching.comparisons import ROUND, one_slip
from ims_xl.matching.documents import Documents, Flags, Ints, all_of, total
from ims_xl.matching.evidence import Evidence, compare, concatenate, forbidden
from ims_xl.matching.levels import ENOUGH, STRONG, Amount, Date, Kind, Number, Party
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance

_LONG = 6
"""Letters and digits from which on a number is hardly another supplier's too."""

_LEFT_OUT = 5
"""A digit left out or typed twice makes a number this many times smaller or larger."""

_AMONG = 100
"""Pairs of one supplier's documents that are looked through for amounts within tolerance."""

_SERIES = 100
"""Serial numbers at least this far apart are no cancelled document and the one issued in its place."""


class Leftover(NamedTuple):
    """Pairs of which both documents are left over, and all that is known about them."""

    documents: Documents
    evidence: Evidence
    times: Rarity


class Rule(NamedTuple):
    """Documents that alone on their side have these keys are one document where `holds` is true."""

    name: str
    keys: tuple[str, ...]
    holds: Callable[[Leftover], Flags]
    most: int = 1


def _same_rate(pairs: Leftover) -> Flags:
    """Whether tax is the same share of the taxable value, in the same heads."""
    ours, theirs = (pairs.documents.amounts[rows] for rows in (pairs.evidence.left, pairs.evidence.right))
    least = np.minimum(ours[:, 0], theirs[:, 0])
    rates = [side[:, 1:] / np.maximum(side[:, :1], 1) for side in (ours, theirs)]
    gap = np.abs(rates[0] - rates[1]) * np.maximum(least, 0)[:, None]
    known = pairs.documents.known[pairs.evidence.left] & pairs.documents.known[pairs.evidence.right]
    taxed = (total(ours[:, 1:]) > 0) & (total(theirs[:, 1:]) > 0)
    return np.asarray(all_of(gap <= 100) & all_of(known) & taxed & (least > 0), dtype=bool)


def _tax_agrees(pairs: Leftover) -> Flags:
    return np.asarray(all_of(pairs.evidence.equal[:, 1:]) & (pairs.evidence.tax != Amount.ZERO), dtype=bool)


def _another_series(pairs: Leftover) -> Flags:
    """Whether the numbers are of one year and not near each other in a series; a round price may come again in it."""
    left, right = pairs.evidence.left, pairs.evidence.right
    step = np.abs(pairs.documents.serial_value[left] - pairs.documents.serial_value[right])
    far = (step >= _SERIES) & (pairs.documents.amounts[left, 0] % ROUND != 0)
    return np.asarray(
        ((pairs.evidence.number != Number.NEIGHBOUR) | far) & (pairs.evidence.number != Number.CLASH), dtype=bool
    )


def _some_value(pairs: Leftover) -> Flags:
    """Whether the value, the tax, or at least the rate agrees."""
    return np.asarray(pairs.evidence.equal[:, 0] | _tax_agrees(pairs) | _same_rate(pairs), dtype=bool)


def _serial_and_day(pairs: Leftover) -> Flags:
    evidence = pairs.evidence
    sister = (evidence.party == Party.PAN) & (evidence.number <= STRONG) & (evidence.equal[:, 0] | _tax_agrees(pairs))
    fits = ((evidence.party == Party.SAME) & _some_value(pairs)) | sister
    return np.asarray(fits & (evidence.number != Number.CLASH), dtype=bool)


def _value_and_day(pairs: Leftover) -> Flags:
    evidence = pairs.evidence
    once = (evidence.taxable == Amount.RARE) | (
        (evidence.taxable == Amount.RARE_THAT_DAY) & (evidence.number == Number.FAR)
    )
    return np.asarray((evidence.party == Party.SAME) & once & _another_series(pairs), dtype=bool)


def _tax_and_day(pairs: Leftover) -> Flags:
    left, right = pairs.evidence.left, pairs.evidence.right
    once = ~(pairs.times.tax[left] | pairs.times.tax[right])
    values = pairs.documents.amounts[left, 0], pairs.documents.amounts[right, 0]
    alike = np.maximum(*values) <= 2 * np.minimum(*values)  # freight, tax at source or tax included, not another bill
    fits = (pairs.evidence.party == Party.SAME) & once & alike & _tax_agrees(pairs) & _another_series(pairs)
    return np.asarray(fits, dtype=bool)


def _amounts_once(pairs: Leftover) -> Flags:
    evidence = pairs.evidence
    alike = np.isin(evidence.number, (Number.TAIL, Number.STYLE, Number.SLIP))
    same = all_of(evidence.equal) & (evidence.taxable == Amount.RARE) & (alike | ~pairs.times.priced[evidence.left])
    other = (evidence.number != Number.NEIGHBOUR) & (evidence.number != Number.CLASH)
    return np.asarray(same & (evidence.party == Party.SAME) & (evidence.date <= Date.MONTH) & other, dtype=bool)


def _slip_that_day(pairs: Leftover) -> Flags:
    """Whether one slip turns a number into the other one, which is far away in the series, as by a digit left out."""
    evidence, documents = pairs.evidence, pairs.documents
    one, other = documents.serial_value[evidence.left], documents.serial_value[evidence.right]
    far = np.maximum(one, other) >= _LEFT_OUT * np.minimum(one, other)
    where = np.flatnonzero(all_of(evidence.equal) & (evidence.party == Party.SAME) & far)
    slips = np.zeros(len(far), dtype=bool)
    slips[where] = one_slip(documents, evidence.left[where], evidence.right[where])
    return slips


def _long_number(pairs: Leftover) -> Flags:
    documents = pairs.documents
    return np.asarray(documents.plain_lines.lengths[documents.line[pairs.evidence.left]] >= _LONG, dtype=bool)


def _unknown_party(pairs: Leftover) -> Flags:
    return np.isin(pairs.evidence.party, (Party.BLANK, Party.SLIP))


def _any_supplier(pairs: Leftover) -> Flags:
    return np.asarray(
        _unknown_party(pairs) & (pairs.evidence.number <= STRONG) & _long_number(pairs) & _some_value(pairs), dtype=bool
    )


def _any_supplier_by_value(pairs: Leftover) -> Flags:
    numbers = pairs.evidence.number <= Number.STYLE
    return np.asarray(
        _unknown_party(pairs) & numbers & pairs.evidence.equal[:, 0] & (pairs.evidence.taxable != Amount.ZERO),
        dtype=bool,
    )


RULES = (
    Rule("serial number and day", ("pan", "serial", "day"), _serial_and_day),
    Rule("taxable value and day", ("pan", "taxable", "day"), _value_and_day),
    Rule("taxable value and day, next bucket", ("pan", "taxable_next", "day"), _value_and_day),
    Rule("total tax and day", ("pan", "tax", "day"), _tax_and_day),
    Rule("amounts that occur once", ("pan", "taxable"), _amounts_once),
    Rule("amounts that occur once, next bucket", ("pan", "taxable_next"), _amounts_once),
    Rule("slip in the number, value and day", ("pan", "taxable", "day"), _slip_that_day, 400),
    Rule("any supplier: number and day", ("plain", "day"), _any_supplier),
    Rule("any supplier: serial number, value and day", ("serial", "taxable", "day"), _any_supplier_by_value),
)


def _alone(rows: Ints) -> Flags:
    """The rows that occur once."""
    return np.asarray(occurrences(rows) == 1, dtype=bool)


def find_leftovers(
    documents: Documents, keys: Mapping[str, Ints], free: Flags, tolerance: Tolerance, times: Rarity
) -> Evidence:
    """Links among the `free` documents; a key counts only when no other document of the pool has it.

    `keys`: see `blocking_keys`.
    """
    rows = np.flatnonzero(documents.pool)
    free = free.copy()
    parts = [compare(documents, Candidates(rows[:0], rows[:0]), tolerance, times)]
    for rule in RULES:
        columns = [keys[name] for name in rule.keys]
        pairs = pairs_on(columns, np.flatnonzero(free), documents.n_left, rule.most)
        if rule.most == 1:
            pairs = _alone_in_pool(columns, rows, pairs)
        if not len(pairs.left):
            continue
        evidence = compare(documents, pairs, tolerance, times)
        fits = (
            rule.holds(Leftover(documents, evidence, times))
            & (evidence.kind == Kind.SAME)
            & ~forbidden(documents, *pairs)
        )
        fits[fits] = _alone(evidence.left[fits]) & _alone(evidence.right[fits])
        parts.append(evidence.take(fits))
        free[parts[-1].left] = free[parts[-1].right] = False
    return concatenate(parts)


def _alone_in_pool(columns: list[Ints], rows: Ints, pairs: Candidates) -> Candidates:
    """The pairs whose values in the columns no other of the rows has."""
    hashed, own = (mix(*(column[some] for column in columns)) for some in (rows, pairs.left))
    wanted, bits = np.sort(own), slot_bits(len(rows))
    marked = np.zeros(1 << bits, dtype=bool)
    marked[slots(own, bits)] = True
    some = np.flatnonzero(marked[slots(hashed, bits)])
    place = np.searchsorted(wanted, hashed[some])
    some, place = some[place < len(wanted)], place[place < len(wanted)]
    same = wanted[place] == hashed[some]
    counts = np.bincount(place[same], minlength=len(wanted))
    alone = counts[np.searchsorted(wanted, own)] == 2
    return Candidates(pairs.left[alone], pairs.right[alone])


def _within(documents: Documents, left: Ints, right: Ints, tolerance: Tolerance) -> Candidates:
    """The pairs of which every amount is within tolerance."""
    ours, theirs = documents.amounts.take(left, axis=0), documents.amounts.take(right, axis=0)
    within = all_of(np.abs(ours - theirs) <= tolerance.limits(np.maximum(ours, theirs)))
    return Candidates(left[within], right[within])


def find_within_tolerance(
    documents: Documents, free: Flags, known: Candidates, tolerance: Tolerance, times: Rarity
) -> Evidence:
    """Links among the `free` documents whose amounts are as good as equal to the accountant, the nearest first.

    Pairs are taken in the order in which a growing tolerance lets them in, so that none is lost to a worse one.
    """
    rows = np.flatnonzero(free)
    both = free[known.left] & free[known.right]
    left, right = known.left[both], known.right[both]
    for columns in ((documents.pan, documents.day), (documents.pan,)):
        more = pairs_on(columns, rows, documents.n_left, _AMONG)
        left, right = np.concatenate([left, more.left]), np.concatenate([right, more.right])
    left, right = _within(documents, left, right, tolerance)
    pairs = np.unique(left * documents.size + right)
    evidence = compare(
        documents, Candidates(pairs // documents.size, pairs % documents.size), tolerance, times, lenient=True
    )
    evidence = evidence.take(all_of(evidence.agree) & ~evidence.barred & (evidence.score >= ENOUGH))
    needed = np.abs(evidence.differences).max(axis=1, initial=0)
    ranked = np.lexsort((documents.order[evidence.right], documents.order[evidence.left], -evidence.score, needed))
    return evidence.take(first_come(documents, evidence, ranked))
