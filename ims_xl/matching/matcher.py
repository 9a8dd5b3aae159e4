"""The steps of matching, from two tables to a result."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ims_xl.matching import pool, rows
from ims_xl.matching.assignment import Links, assign
from ims_xl.matching.candidates import Candidates, candidates, settled
from ims_xl.matching.classes import STATUSES, Status, classify
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, Texts
from ims_xl.matching.encoding import encode
from ims_xl.matching.evidence import Evidence, compare
from ims_xl.matching.rarity import Rarity, rarity
from ims_xl.matching.reasons import Wording, explain, sentences
from ims_xl.matching.result import MatchResult, count
from ims_xl.matching.splits import find_splits
from ims_xl.matching.wording import Linked
from ims_xl.tolerance import Tolerance


def match(
    ims: pd.DataFrame,
    purchases: pd.DataFrame,
    tolerance: Tolerance = Tolerance(),  # noqa: B008 -- frozen
    *,
    earlier: pd.DataFrame | None = None,
    locked: pd.DataFrame | None = None,
    unlinked: pd.DataFrame | None = None,
) -> MatchResult:
    """Pair IMS documents (columns of schema.IMS) with book rows (schema.BOOKS); positions count, not the index.

    `earlier`: documents of earlier GSTR-2B statements (schema.GSTR2B; only their credit part is used) and of earlier
    months, which say in `held` what became of them (`accepted in Oct-2026`).
    `locked`: links made by hand, columns ims_row and purchase_row; they are kept as they are.
    `unlinked`: links taken back by hand, same columns; they are never made again.
    The links do not depend on the order of rows, and nothing is mutated.
    Raises ImsError when a required column is missing or links made by hand point nowhere or
    contradict each other.
    """
    documents = encode(ims, _credit(earlier), purchases)
    documents = replace(documents, parted=documents.pair(*pool.pairs_by_hand(documents, unlinked)))
    by_hand = pool.pairs_by_hand(documents, locked)
    pool.check_links(documents, by_hand)
    is_by_hand = np.zeros(documents.size, dtype=bool)
    is_by_hand[by_hand.left] = is_by_hand[by_hand.right] = True
    superseded_by = pool.superseded(documents)
    claimed, twins = pool.claimed_twice(documents, tolerance)
    repeated = pool.repeats(documents, is_by_hand)
    never = pool.never_matched(documents)
    documents = documents.without(is_by_hand | (superseded_by != "") | twins | repeated | never)

    times = rarity(documents)
    seen = compare(documents, candidates(documents, tolerance, settled(documents, tolerance)), tolerance, times)
    links = assign(documents, seen)
    spare = repeated & ~is_by_hand & ~never
    status, linked = _gather(documents, seen, links, by_hand, spare, tolerance, times)
    has_partner = np.zeros(documents.size, dtype=bool)
    has_partner[linked.seen.left] = has_partner[linked.seen.right] = True

    said = rows.silence(documents)
    wanting = ~has_partner & (superseded_by == "") & ~repeated & ~never
    for on_left in (True, False):
        rows.name_nearest(documents, seen, has_partner, wanting, said, tolerance, times, on_left=on_left)
    words = explain(linked)
    _say_of_pairs(documents, linked, words, said)
    repeats = pool.duplicates(documents, has_partner)
    rows.book_rows(documents, purchases, has_partner, repeats, said)
    rows.ims_rows(documents, has_partner, repeated, superseded_by, claimed, said)
    return _result(documents, linked, status, words, said, repeats, superseded_by, claimed)


def _credit(earlier: pd.DataFrame | None) -> pd.DataFrame | None:
    """The documents of earlier statements that gave credit."""
    if earlier is None or earlier.empty:
        return None
    return earlier[(earlier["part"] == "docdata").to_numpy()] if "part" in earlier else earlier


def _gather(
    documents: Documents,
    seen: Evidence,
    links: Links,
    by_hand: Candidates,
    spare: Flags,
    tolerance: Tolerance,
    times: Rarity,
) -> tuple[Ints, Linked]:
    """All links with their status: the assigned ones, split bookings in place of some, and those made by hand.

    `spare` rows repeat others and may be parts of a split booking.
    """
    is_left = np.arange(documents.size) < documents.n_left
    left, right = seen.left[links.chosen], seen.right[links.chosen]
    partner = np.full(documents.size, NONE, dtype=np.int64)
    partner[left], partner[right] = right, left
    settled = np.zeros(documents.size, dtype=bool)
    settled[left] = seen.agree[links.chosen].all(axis=1)
    splits = find_splits(
        documents,
        documents.pool & is_left & ~settled,
        (documents.pool | spare) & ~is_left & (partner == NONE),
        partner,
        tolerance,
        times,
    )
    kept = ~np.isin(left, splits.left)
    parts = [
        seen.take(links.chosen[kept]),
        compare(documents, splits, tolerance, times, together=True),
        compare(documents, by_hand, tolerance, times, together=True),
    ]
    all_seen = Evidence(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(seen)})
    added = len(splits.left) + len(by_hand.left)
    margin = np.concatenate([links.margin[kept], *(part.score for part in parts[1:])])
    rival = np.concatenate([links.rival[kept], np.full(added, NONE, dtype=np.int64)])
    hand = np.arange(len(margin)) >= len(margin) - len(by_hand.left)
    status, ambiguous = classify(documents, all_seen, margin, rival)
    shared = np.bincount(all_seen.left, minlength=documents.size)[all_seen.left].astype(np.int64)
    return status, Linked(documents, all_seen, margin, rival, shared, hand, ambiguous & ~hand)


def _say_of_pairs(documents: Documents, linked: Linked, words: Wording, said: rows.Said) -> None:
    """Copy the words of each pair to its rows; an IMS document booked in parts takes those of its first part."""
    order = np.lexsort((documents.order[linked.seen.right], linked.seen.left))[::-1]
    left, right = linked.seen.left[order], linked.seen.right[order]
    for row in (left, right):
        said.short[row] = words.short[order]
        said.why[row] = words.why[order]
    old = np.flatnonzero(linked.seen.left >= documents.n_ims)
    rows.earlier_partners(documents, linked.seen.left[old], linked.seen.right[old], words.why[old], said)


def _result(
    documents: Documents,
    linked: Linked,
    status: Ints,
    words: Wording,
    said: rows.Said,
    repeats: Ints,
    superseded_by: Texts,
    claimed: Texts,
) -> MatchResult:
    names = np.array(STATUSES, dtype=np.object_)
    of_ims = np.flatnonzero(linked.seen.left < documents.n_ims)
    of_ims = of_ims[np.lexsort((linked.seen.right[of_ims], linked.seen.left[of_ims]))]
    row_status = np.where(np.arange(documents.size) < documents.n_ims, Status.MISSING_IN_PR, Status.MISSING_IN_IMS)
    row_status[linked.seen.left[of_ims]] = row_status[linked.seen.right[of_ims]] = status[of_ims]
    why = sentences(said.why)
    here, there = slice(0, documents.n_ims), documents.books

    def text(values: Texts) -> "pd.Series[str]":
        return pd.Series(values, dtype="str")

    def position(values: Ints, start: int) -> Ints:
        return np.where(values == NONE, -1, values - start)

    pairs = pd.DataFrame(
        {
            "ims_row": linked.seen.left[of_ims],
            "purchase_row": linked.seen.right[of_ims] - documents.n_left,
            "status": text(names[status[of_ims]]),
            "score": linked.seen.score[of_ims],
            "margin": linked.margin[of_ims],
            "short": text(words.short[of_ims]),
            "why": text(sentences(words.why[of_ims])),
            "reasons": text(words.reasons[of_ims]),
            "codes": text(words.codes[of_ims]),
            "ambiguous": linked.ambiguous[of_ims],
        }
    )
    ims = pd.DataFrame(
        {
            "status": text(names[row_status[here]]),
            "short": text(said.short[here]),
            "why": text(why[here]),
            "nearest": position(said.nearest[here], documents.n_left),
            "claimed_twice": text(claimed[here]),
            "superseded_by": text(superseded_by[here]),
        }
    )
    purchases = pd.DataFrame(
        {
            "status": text(names[row_status[there]]),
            "reason": text(said.reason[there]),
            "short": text(said.short[there]),
            "why": text(why[there]),
            "nearest": position(said.nearest[there], 0),
            "duplicate_of": position(repeats[there], documents.n_left),
        }
    )
    return MatchResult(pairs, ims, purchases, count(documents, row_status))
