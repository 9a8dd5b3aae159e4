"""Each document at most one partner: the best pair first, ties broken by what the rows hold."""

from dataclasses import dataclass

import numpy as np

from ims_xl.matching.documents import NONE, Documents, Flags, Ints, total
from ims_xl.matching.evidence import Evidence
from ims_xl.matching.levels import ENOUGH

AMBIGUOUS = 3
"""A runner-up this close, in points, makes a link ambiguous."""


@dataclass(frozen=True)
class Links:
    """Rows of the evidence that were chosen, their lead in points over the rival, and which document that is.

    Without a rival (NONE) the lead is the whole score.
    """

    chosen: Ints
    margin: Ints
    rival: Ints


def _rank(documents: Documents, evidence: Evidence, usable: Ints) -> Ints:
    """The usable rows of the evidence, best first; IMS before earlier GSTR-2B, then by content."""
    left, right = evidence.left[usable], evidence.right[usable]
    exactness = total(np.abs(evidence.differences[usable]))
    return usable[
        np.lexsort(
            (
                documents.order[right],
                documents.order[left],
                exactness,
                np.abs(evidence.days[usable]),
                left >= documents.n_ims,
                -evidence.score[usable],
            )
        )
    ]


def _first(rows: Ints) -> Ints:
    """Positions at which a row occurs for the first time."""
    return np.unique(rows, return_index=True)[1]


def assign(documents: Documents, evidence: Evidence) -> Links:
    """Links chosen greedily: whatever is the best remaining pair of both its documents is a link."""
    usable = np.flatnonzero(~evidence.barred & (evidence.score >= ENOUGH))
    left, right = (np.bincount(rows[usable], minlength=documents.size) for rows in (evidence.left, evidence.right))
    alone = (left[evidence.left[usable]] == 1) & (right[evidence.right[usable]] == 1)
    ranked = _rank(documents, evidence, usable[~alone])
    links = np.concatenate([usable[alone], first_come(documents, evidence, ranked)])
    margin, rival = _margins(documents, evidence, ranked, links)
    return Links(links, margin, rival)


def first_come(documents: Documents, evidence: Evidence, ranked: Ints) -> Ints:
    """The pairs, rows of the evidence, that are left when each takes its documents from all that come after it."""
    taken = np.zeros(documents.size, dtype=bool)
    chosen: list[Ints] = []
    open_ = ranked
    while len(open_):
        best = np.intersect1d(_first(evidence.left[open_]), _first(evidence.right[open_]), assume_unique=True)
        links = open_[best]
        chosen.append(links)
        taken[evidence.left[links]] = taken[evidence.right[links]] = True
        open_ = open_[~taken[evidence.left[open_]] & ~taken[evidence.right[open_]]]
    return np.concatenate(chosen) if chosen else ranked


def _margins(documents: Documents, evidence: Evidence, ranked: Ints, links: Ints) -> tuple[Ints, Ints]:
    """Lead of each link over its best rival and who that rival is.

    A rival whose other document has a better partner of its own is weaker by as much. Rows that are the same document
    twice are no rivals of each other, and an earlier GSTR-2B is no rival of IMS.
    """
    partner_score = np.zeros(documents.size, dtype=np.int64)
    link_of = np.full(documents.size, NONE)
    for rows in (evidence.left, evidence.right):
        partner_score[rows[links]] = evidence.score[links]
        link_of[rows[links]] = np.arange(len(links))
    margin = evidence.score[links].copy()
    rival = np.full(len(links), NONE)
    is_link = np.zeros(len(evidence.left), dtype=bool)
    is_link[links] = True
    rivals = ranked[~is_link[ranked]]
    for mine, other in ((evidence.left, evidence.right), (evidence.right, evidence.left)):
        link = link_of[mine[rivals]]
        rows, link = rivals[link != NONE], link[link != NONE]
        chosen = links[link]
        no_rival = _same_paper(documents, other[rows], other[chosen])
        no_rival |= (evidence.left[rows] >= documents.n_ims) & (evidence.left[chosen] < documents.n_ims)
        rows, link = rows[~no_rival], link[~no_rival]
        loss = np.maximum(partner_score[other[rows]] - evidence.score[rows], 0)
        lead = evidence.score[links[link]] - (evidence.score[rows] - loss)
        order = np.lexsort((documents.order[other[rows]], lead, link))
        first = _first(link[order])
        rows, link, lead = rows[order][first], link[order][first], lead[order][first]
        closer = lead < margin[link]
        margin[link[closer]] = lead[closer]
        rival[link[closer]] = other[rows[closer]]
    return margin, rival


def _same_paper(documents: Documents, one: Ints, other: Ints) -> Flags:
    """Whether two rows of one side are the same paper: supplier, type, number as written and day."""
    same = np.full(len(one), True)
    for codes in (documents.gstin, documents.kind, documents.written, documents.day):
        same &= codes[one] == codes[other]
    return np.asarray(same & (documents.written[one] != NONE), dtype=bool)
