"""The steps of matching, from two tables to a result."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching import pool
from ims_xl.matching.assignment import Links, assign
from ims_xl.matching.candidates import Candidates, blocking_keys, candidates, settled
from ims_xl.matching.classes import classify
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, Texts, all_of
from ims_xl.matching.encoding import encode
from ims_xl.matching.evidence import Evidence, compare, concatenate
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
    `locked`: links made by hand, columns ims_row, purchase_row and, if wanted, note, which stands in their reasons;
    they are kept as they are. `unlinked`: pairs kept apart by hand, same columns; they are never made.
    The links do not depend on the order of rows, and nothing is mutated.
    Tables of the result are put into words when they are read, from `purchases` as they are now.
    Raises ImsError when a required column is missing or links made by hand point nowhere or
    contradict each other.
    """
    documents = encode(ims, _credit(earlier), purchases)
    apart = pool.pairs_by_hand(documents, unlinked)
    documents = replace(documents, unlinked_pairs=documents.pair(*apart))
    by_hand = pool.pairs_by_hand(documents, locked)
    pool.check_links(documents, by_hand)
    is_by_hand = np.zeros(documents.size, dtype=bool)
    is_by_hand[by_hand.left] = is_by_hand[by_hand.right] = True
    replaced_by = pool.amending(documents)
    superseded_by = pool.superseded(documents, replaced_by)
    claimed, twins = pool.claimed_twice(documents, tolerance)
    repeated = pool.repeats(documents, is_by_hand)
    never = pool.never_matched(documents)
    documents = documents.without(is_by_hand | (superseded_by != "") | twins | repeated | never)

    times = rarity(documents)
    keys = blocking_keys(documents)
    evidence = compare(documents, candidates(documents, keys, settled(documents)), tolerance, times)
    links = assign(documents, evidence)
    spare = repeated & ~is_by_hand & ~never
    hand = HandLinks(by_hand, pool.notes_by_hand(locked))
    status, linked = _gather(documents, keys, evidence, links, hand, spare, replaced_by, tolerance, times)
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
        rejected=evidence.take(
            ((wanting[evidence.left] & (evidence.left < documents.n_ims)) | wanting[evidence.right])
            & ~documents.is_unlinked(evidence.left, evidence.right)
        ),
        has_partner=has_partner,
        wanting=wanting,
        repeated=repeated,
        repeats=pool.duplicates(documents, has_partner),
        superseded_by=superseded_by,
        claimed=claimed,
        apart=apart,
        apart_notes=pool.notes_by_hand(unlinked),
    )
    return MatchResult(outcome)


def _credit(earlier: pd.DataFrame | None) -> pd.DataFrame | None:
    """The documents of earlier statements that gave credit."""
    if earlier is None or earlier.empty:
        return None
    return earlier[(earlier["part"] == "docdata").to_numpy()] if "part" in earlier else earlier


class HandLinks(NamedTuple):
    """Links made by hand and what was written beside each."""

    pairs: Candidates
    notes: Texts


def _gather(
    documents: Documents,
    keys: Mapping[str, Ints],
    evidence: Evidence,
    links: Links,
    hand: HandLinks,
    spare: Flags,
    replaced_by: Ints,
    tolerance: Tolerance,
    times: Rarity,
) -> tuple[Ints, Linked]:
    """All links with their status: the assigned ones, split bookings in place of some, and those made by hand.

    `spare` rows repeat others and may be parts of a split booking; `replaced_by`: see `pool.amending`.
    """
    is_left = np.arange(documents.size) < documents.n_left
    left, right = evidence.left[links.chosen], evidence.right[links.chosen]
    partner = np.full(documents.size, NONE, dtype=np.int64)
    partner[left], partner[right] = right, left
    amended = _booked_originals(documents, partner, replaced_by)
    originals = partner[amended.right]
    partner[originals] = NONE
    partner[amended.left], partner[amended.right] = amended.right, amended.left
    settled = np.zeros(documents.size, dtype=bool)
    settled[left] = all_of(evidence.equal)[links.chosen]
    splits = find_splits(
        documents,
        documents.pool & is_left & ~settled,
        (documents.pool | spare) & ~is_left & (partner == NONE),
        partner,
        tolerance,
        times,
    )
    kept = ~np.isin(left, splits.left) & (partner[right] == left)
    amended = Candidates(*(rows[~np.isin(amended.left, splits.left)] for rows in amended))
    free = documents.pool & (partner == NONE)
    free[splits.left] = free[splits.right] = free[originals] = False
    leftovers = find_leftovers(documents, keys, free, tolerance, times)
    free[leftovers.left] = free[leftovers.right] = False
    parts = [
        evidence.take(links.chosen[kept]),
        leftovers,
        find_within_tolerance(documents, free, Candidates(evidence.left, evidence.right), tolerance, times),
        compare(documents, amended, tolerance, times),
        compare(documents, splits, tolerance, times, together=True),
        compare(documents, hand.pairs, tolerance, times, together=True),
    ]
    all_seen = concatenate(parts)
    added = sum(len(part.left) for part in parts[1:])
    margin = np.concatenate([links.margin[kept], *(part.score for part in parts[1:])])
    rival = np.concatenate([links.rival[kept], np.full(added, NONE, dtype=np.int64)])
    notes = np.concatenate([np.full(len(margin) - len(hand.notes), "", dtype=np.object_), hand.notes])
    by_hand = np.arange(len(margin)) >= len(margin) - len(hand.notes)
    status, ambiguous = classify(documents, all_seen, margin, rival)
    shared = np.bincount(all_seen.left, minlength=documents.size)[all_seen.left].astype(np.int64)
    return status, Linked(documents, all_seen, margin, rival, shared, by_hand, ambiguous & ~by_hand, notes)


def _booked_originals(documents: Documents, partner: Ints, replaced_by: Ints) -> Candidates:
    """Amended records without partner, each with the book row of its original, which an earlier month held.

    The books of an accountant who did not book the amendment show what it changes.
    """
    earlier = np.arange(documents.n_ims, documents.n_left)
    earlier = earlier[(replaced_by[earlier] != NONE) & (partner[earlier] != NONE)]
    earlier = earlier[np.argsort(documents.order[earlier], kind="stable")]
    amended, first = np.unique(replaced_by[earlier], return_index=True)
    free = documents.pool[amended] & (partner[amended] == NONE)
    amended, booked = amended[free], partner[earlier[first[free]]]
    apart = documents.is_unlinked(amended, booked)
    return Candidates(amended[~apart], booked[~apart])
