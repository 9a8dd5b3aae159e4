"""Best first against the best possible: an exact optimal assignment of small random problems."""

import functools
import random

import numpy as np
import pandas as pd

from ims_xl.matching import Tolerance
from ims_xl.matching.assignment import assign
from ims_xl.matching.candidates import blocking_keys, candidates, settled
from ims_xl.matching.encoding import encode
from ims_xl.matching.evidence import compare
from ims_xl.matching.levels import ENOUGH
from ims_xl.matching.rarity import rarity

PRICES = (50000.00, 12345.60, 800.00)
DAMAGES = (
    lambda number: number,
    lambda number: number,
    lambda number: number.replace("/", "-"),
    lambda number: number.split("/")[-1],
    lambda number: number[:-1] + str((int(number[-1]) + 1) % 10),
    lambda number: number[:0],
)


def problem(table, dice: random.Random) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Seven documents of one supplier, few prices, few days; the books hold most of them, some damaged."""
    rows = []
    for serial in range(dice.randint(1, 90), 99)[:7]:
        price = dice.choice(PRICES)
        day = f"2026-10-{dice.randint(8, 12):02d}"
        rows.append({"doc_number": f"A/{serial}", "doc_date": day, "taxable_value": price, "igst": price * 0.18})
    books = [{**row, "doc_number": dice.choice(DAMAGES)(row["doc_number"])} for row in rows if dice.random() < 0.9]
    dice.shuffle(books)
    return table(*rows), table(*books or rows)


def best_possible(points: dict[tuple[int, int], int], left: int, right: int) -> tuple[int, int]:
    """Points and links of the assignment with the most points."""

    @functools.cache
    def best(row: int, taken: int) -> tuple[int, int]:
        if row == left:
            return 0, 0
        found = best(row + 1, taken)
        for column in range(right):
            if (row, column) in points and not taken >> column & 1:
                more, links = best(row + 1, taken | 1 << column)
                found = max(found, (more + points[row, column], links + 1))
        return found

    return best(0, 0)


def test_best_first_loses_at_most_one_pair_in_a_thousand(table) -> None:
    dice = random.Random(20261009)
    tolerance, ours, theirs, our_points, their_points = Tolerance(), 0, 0, 0, 0
    for _ in range(250):
        ims, books = problem(table, dice)
        documents = encode(ims, None, books)
        proposed = candidates(documents, blocking_keys(documents), settled(documents))
        seen = compare(documents, proposed, tolerance, rarity(documents))
        usable = np.flatnonzero(~seen.barred & (seen.score >= ENOUGH))
        pairs = zip(seen.left[usable].tolist(), (seen.right[usable] - documents.n_left).tolist(), strict=True)
        points = dict(zip(pairs, seen.score[usable].tolist(), strict=True))
        most, links = best_possible(points, documents.n_left, documents.size - documents.n_left)
        chosen = assign(documents, seen).chosen
        ours, theirs = ours + len(chosen), theirs + links
        our_points, their_points = our_points + int(seen.score[chosen].sum()), their_points + most

    assert theirs > 1000
    assert ours >= 0.999 * theirs
    assert our_points >= 0.999 * their_points
