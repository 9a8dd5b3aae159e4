"""What a link made by hand tells of a supplier's other documents: pairs that are proposed and never made."""

import re
from collections.abc import Container
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.money import whole_paise
from ims_xl.tolerance import Tolerance

_SAME = ["supplier_gstin", "doc_type"]
_CLOSE = np.timedelta64(45, "D")
"""How far apart the dates may be where nothing but the amounts tells which documents are one."""


class Habit(NamedTuple):
    """How the books change a supplier's number: one text at its beginning or its end for another."""

    before: str
    after: str
    at_end: bool

    def applied(self, number: str) -> str | None:
        """The number as the books would have it; None when the habit says nothing of it."""
        kept = number.removesuffix(self.before) if self.at_end else number.removeprefix(self.before)
        if len(kept) + len(self.before) != len(number) or not re.search(r"\d", kept):
            return None
        return kept + self.after if self.at_end else self.after + kept


def habit(ims: str, books: str) -> Habit | None:
    """The habit behind two numbers of one document; None when they have no serial number in common, or are equal."""
    ims, books = _plain(ims), _plain(books)
    end = _common(ims[::-1], books[::-1])[::-1]
    start = _common(ims, books)
    if ims == books or not ims or not books:
        return None
    if re.search(r"\d", end):
        return Habit(ims[: len(ims) - len(end)], books[: len(books) - len(end)], at_end=False)
    if re.search(r"\d", start):
        return Habit(ims[len(start) :], books[len(start) :], at_end=True)
    return None


def propose(
    links: pd.DataFrame,
    ims: pd.DataFrame,
    books: pd.DataFrame,
    tolerance: Tolerance,
    apart: Container[tuple[int, int]] = (),
) -> pd.DataFrame:
    """Pairs of free documents that look like a link made by hand: ims_row, purchase_row and link, a row of each table.

    `links`: supplier_gstin, doc_type, ims_number, book_number, the newest last; `ims` and `books`: the documents
    without partner (schema.IMS, schema.BOOKS). The number follows the habit of a link of that supplier and type; where
    the books hold a number of their own, all amounts agree and the dates are at most 45 days apart. Only where nothing
    else of these could be meant on either side. A pair of `apart` is no candidate.
    """
    found: dict[tuple[int, int], int] = {}
    ims, books = (side.assign(place=range(len(side)), plain=side["doc_number"].map(_plain)) for side in (ims, books))
    for place, link in enumerate(links.to_dict("records")):
        ours, theirs = (side[(side[_SAME] == [link[name] for name in _SAME]).all(axis=1)] for side in (ims, books))
        if not len(ours) or not len(theirs):
            continue
        if rule := habit(link["ims_number"], link["book_number"]):
            pairs = _by_number(rule, ours, theirs)
        elif _plain(link["ims_number"]) != _plain(link["book_number"]):
            pairs = _by_amounts(ours, theirs, tolerance)
        else:
            continue
        found |= {pair: place for pair in pairs if pair not in apart}
    rows = [(left, right, link) for (left, right), link in sorted(found.items())]
    proposed = pd.DataFrame(rows, columns=["ims_row", "purchase_row", "link"], dtype="int64")
    several = proposed["ims_row"].duplicated(keep=False) | proposed["purchase_row"].duplicated(keep=False)
    return proposed[~several].reset_index(drop=True)


def _by_number(rule: Habit, ours: pd.DataFrame, theirs: pd.DataFrame) -> list[tuple[int, int]]:
    expected = ours["plain"].map(rule.applied)
    both = ours.assign(plain=expected)[expected.notna()].merge(theirs, on="plain", suffixes=("", "_books"))
    return list(zip(both["place"], both["place_books"], strict=True))


def _by_amounts(ours: pd.DataFrame, theirs: pd.DataFrame, tolerance: Tolerance) -> list[tuple[int, int]]:
    left, right = (whole_paise(side[list(schema.AMOUNTS)].to_numpy("float64")) for side in (ours, theirs))
    days = theirs["doc_date"].to_numpy()
    pairs = []
    for place, amounts, day in zip(ours["place"], left, ours["doc_date"].to_numpy(), strict=True):
        limits = tolerance.limits(np.fmax(np.abs(amounts), np.abs(right)))
        agree = (np.abs(amounts - right) <= limits).all(axis=1) & (np.abs(days - day) <= _CLOSE)
        pairs += [(place, other) for other in theirs["place"].to_numpy()[agree]]
    return pairs


def _common(one: str, other: str) -> str:
    """What both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(sign for sign, _ in same)


def _plain(number: str) -> str:
    return number.strip().upper()
