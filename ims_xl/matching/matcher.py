"""The steps of matching, from two tables to a result."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ims_xl.matching import pool
from ims_xl.matching.assignment import Links, assign
from ims_xl.matching.candidates import Candidates, candidates, settled
from ims_xl.matching.classes import classify
from ims_xl.matching.documents import NONE, Documents, Flags, Ints
from ims_xl.matching.encoding import encode
from ims_xl.matching.evidence import Evidence, compare, together
from ims_xl.matching.leftovers import find_leftovers, find_within_tolerance
from ims_xl.matching.outcome import Outcome
from ims_xl.matching.rarity import Rarity, rarity
from ims_xl.matching.splits import find_splits
from ims_xl.matching.tables import MatchResult
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
    Tables of the result are put into words when they are read, from `purchases` as they are now.
    Raises ImsError when a required column is missing or links made by hand point nowhere or
    contradict each other.
    """
    documents = encode(ims, _credit(earlier), purchases)
    documents = replace(documents, unlinked_pairs=documents.pair(*pool.pairs_by_hand(documents, unlinked)))
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
    evidence = compare(documents, candidates(documents, settled(documents)), tolerance, times)
    links = assign(documents, evidence)
    spare = repeated & ~is_by_hand & ~never
    status, linked = _gather(documents, evidence, links, by_hand, spare, tolerance, times)
    has_partner = np.zeros(documents.size, dtype=bool)
    has_partner[linked.evidence.left] = has_partner[linked.evidence.right] = True

    wanting = ~has_partner & (superseded_by == "") & ~repeated & ~never
    outcome = Outcome(
        documents=documents,
        books=purchases.copy(deep=False),
        tolerance=tolerance,
        rarity=times,
        linked=linked,
        status=status,
        rejected=evidence.take((wanting[evidence.left] & (evidence.left < documents.n_ims)) | wanting[evidence.right]),
        has_partner=has_partner,
        wanting=wanting,
        repeated=repeated,
        repeats=pool.duplicates(documents, has_partner),
        superseded_by=superseded_by,
        claimed=claimed,
    )
    return MatchResult(outcome)


def _credit(earlier: pd.DataFrame | None) -> pd.DataFrame | None:
    """The documents of earlier statements that gave credit."""
    if earlier is None or earlier.empty:
        return None
    return earlier[(earlier["part"] == "docdata").to_numpy()] if "part" in earlier else earlier


def _gather(
    documents: Documents,
    evidence: Evidence,
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
    left, right = evidence.left[links.chosen], evidence.right[links.chosen]
    partner = np.full(documents.size, NONE, dtype=np.int64)
    partner[left], partner[right] = right, left
    settled = np.zeros(documents.size, dtype=bool)
    settled[left] = evidence.equal[links.chosen].all(axis=1)
    splits = find_splits(
        documents,
        documents.pool & is_left & ~settled,
        (documents.pool | spare) & ~is_left & (partner == NONE),
        partner,
        tolerance,
        times,
    )
    kept = ~np.isin(left, splits.left)
    free = documents.pool & (partner == NONE)
    free[splits.left] = free[splits.right] = False
    leftovers = find_leftovers(documents, free, tolerance, times)
    free[leftovers.left] = free[leftovers.right] = False
    parts = [
        evidence.take(links.chosen[kept]),
        leftovers,
        find_within_tolerance(documents, free, Candidates(evidence.left, evidence.right), tolerance, times),
        compare(documents, splits, tolerance, times, together=True),
        compare(documents, by_hand, tolerance, times, together=True),
    ]
    all_seen = together(parts)
    added = sum(len(part.left) for part in parts[1:])
    margin = np.concatenate([links.margin[kept], *(part.score for part in parts[1:])])
    rival = np.concatenate([links.rival[kept], np.full(added, NONE, dtype=np.int64)])
    hand = np.arange(len(margin)) >= len(margin) - len(by_hand.left)
    status, ambiguous = classify(documents, all_seen, margin, rival)
    shared = np.bincount(all_seen.left, minlength=documents.size)[all_seen.left].astype(np.int64)
    return status, Linked(documents, all_seen, margin, rival, shared, hand, ambiguous & ~hand)
