"""The tables of a match, each put into words when it is first asked for."""

from functools import cached_property

import numpy as np
import pandas as pd

from ims_xl.matching import rows
from ims_xl.matching.classes import STATUSES
from ims_xl.matching.documents import NONE, Ints, Texts
from ims_xl.matching.outcome import Outcome
from ims_xl.matching.reasons import Wording, explain, sentences
from ims_xl.matching.result import count

_NAMES = np.array(STATUSES, dtype=np.object_)


def _text(values: Texts) -> "pd.Series[str]":
    return pd.Series(values, dtype="str")


def _position(values: Ints, start: int) -> Ints:
    return np.where(values == NONE, -1, values - start)


class MatchResult:
    """What was matched. A table is made when it is first read: sentences cost as much as the matching itself.

    `links`: `pairs` without words: ims_row, purchase_row (positions), status, score, margin (lead over the runner-up
    in points), ambiguous.
    `pairs`: one row a link: as `links`, and short, why, reasons, codes.
    `ims`: one row per IMS row, same order: status, short, why, nearest (position of the nearest purchase, or -1),
    claimed_twice (where the same document was held earlier: `in GSTR-2B of Aug-2026`), superseded_by (number of the
    amended record).
    `purchases`: one row per purchase row, same order: status, reason, short, why, nearest (position of the nearest IMS
    document, or -1), duplicate_of (position of the row it repeats, or -1).
    `counts`: one row per status and document family: status, family, ims_documents, ims_taxable, ims_tax,
    books_documents, books_taxable, books_tax. Rupees; credit notes subtract.
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    @cached_property
    def links(self) -> pd.DataFrame:
        """Which rows belong together, how sure that is, and nothing in words."""
        outcome, chosen = self._outcome, self._outcome.in_ims
        linked = outcome.linked
        return pd.DataFrame(
            {
                "ims_row": linked.evidence.left[chosen],
                "purchase_row": linked.evidence.right[chosen] - outcome.documents.n_left,
                "status": _text(_NAMES[outcome.status[chosen]]),
                "score": linked.evidence.score[chosen],
                "margin": linked.margin[chosen],
                "ambiguous": linked.ambiguous[chosen],
            }
        )

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """The links with their reasons."""
        words = self._words.take(self._outcome.in_ims)
        pairs = self.links.assign(
            short=_text(words.short),
            why=_text(sentences(words.why)),
            reasons=_text(words.reasons),
            codes=_text(words.codes),
        )
        return pairs[[*(name for name in pairs if name != "ambiguous"), "ambiguous"]]

    @cached_property
    def ims(self) -> pd.DataFrame:
        """Status and words for every IMS row."""
        outcome, messages, here = self._outcome, self._messages, slice(0, self._outcome.documents.n_ims)
        return pd.DataFrame(
            {
                "status": _text(_NAMES[outcome.row_status[here]]),
                "short": _text(messages.short[here]),
                "why": _text(sentences(messages.why[here])),
                "nearest": _position(messages.nearest[here], outcome.documents.n_left),
                "claimed_twice": _text(outcome.claimed[here]),
                "superseded_by": _text(outcome.superseded_by[here]),
            }
        )

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """Status, reason and words for every book row."""
        outcome, messages, there = self._outcome, self._messages, self._outcome.documents.books
        return pd.DataFrame(
            {
                "status": _text(_NAMES[outcome.row_status[there]]),
                "reason": _text(messages.reason[there]),
                "short": _text(messages.short[there]),
                "why": _text(sentences(messages.why[there])),
                "nearest": _position(messages.nearest[there], 0),
                "duplicate_of": _position(outcome.repeats[there], outcome.documents.n_left),
            }
        )

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Documents and amounts by status and family."""
        return count(self._outcome.documents, self._outcome.row_status)

    @cached_property
    def _words(self) -> Wording:
        return explain(self._outcome.linked)

    @cached_property
    def _messages(self) -> rows.RowMessages:
        return rows.row_messages(self._outcome, self._words)
