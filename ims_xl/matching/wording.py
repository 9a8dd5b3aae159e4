"""Values as the accountant reads them: dates, rupees, numbers of both sides of a pair."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching.documents import NONE, Documents, Flags, Ints, Texts
from ims_xl.matching.evidence import Evidence
from ims_xl.money import indian

HEADS = ("taxable", "IGST", "CGST", "SGST", "cess")
_PLAIN = 1_00_000_00  # paise; below it Indian and plain grouping agree
_TYPES = {"INV": "invoice", "CN": "credit note", "DN": "debit note"}
_COLUMNS = {
    "number": "doc_number",
    "gstin": "supplier_gstin",
    "own": "recipient_gstin",
    "type": "doc_type",
    "port": "port_code",
    "place": "place_of_supply",
}


class Linked(NamedTuple):
    """Pairs with all that is said about them, one entry a pair.

    `rival` is the document that comes second (or NONE), `parts` how many book rows share the IMS document, `notes`
    what was written beside a link made by hand.
    """

    documents: Documents
    evidence: Evidence
    margin: Ints
    rival: Ints
    parts: Ints
    by_hand: Flags
    ambiguous: Flags
    notes: Texts


def unlinked(documents: Documents, evidence: Evidence) -> Linked:
    """Pairs that are no links, so that the same can be said about them."""
    nothing = np.full(len(evidence.left), NONE, dtype=np.int64)
    no = np.zeros(len(evidence.left), dtype=bool)
    notes = np.full(len(no), "", dtype=np.object_)
    return Linked(documents, evidence, evidence.score, nothing, np.ones_like(nothing), no, no, notes)


def spell_days(days: Ints) -> Texts:
    """Days as `04-Sep-2026`; a missing date is `no date`."""
    distinct, place = np.unique(days, return_inverse=True)
    texts = ["no date" if day == NONE else _spell(pd.Timestamp(int(day), unit="D")) for day in distinct]
    return np.array(texts or [""], dtype=np.object_)[place]


def _spell(day: pd.Timestamp) -> str:
    return f"{day.day:02d}-{day.month_name()[:3]}-{day.year}"


def spell_paise(amounts: Ints) -> list[str]:
    """Paise as rupees with Indian grouping."""
    return [
        f"{amount // 100:,}.{amount % 100:02d}" if 0 <= amount < _PLAIN else indian(amount / 100)
        for amount in amounts.tolist()
    ]


def beside(notes: Texts) -> list[str]:
    """Notes as they follow the words they stand beside."""
    return [f": {note}" if note else "" for note in notes]


class Values:
    """Texts of the values a clause names, for some of the pairs."""

    def __init__(self, linked: Linked, rows: Ints) -> None:
        self.documents = linked.documents
        self.evidence = linked.evidence.take(rows)
        self.parts = linked.parts[rows]
        self.rival = linked.rival[rows]
        self.notes = linked.notes[rows]

    def get(self, name: str) -> list[str]:
        """The values of a name such as `left_number`, `book_date`, `gap_0` (difference of the first amount)."""
        side, _, what = name.partition("_")
        if what in _COLUMNS:
            return self._column(side, what)
        if what == "date":
            return list(spell_days(self.documents.day[self._rows(side)]))
        if what.isdigit():
            return spell_paise(self._amounts(side)[:, int(what)])
        if what == "heads":
            return [_heads(row) for row in self._amounts(side)[:, 1:].tolist()]
        if name == "note":
            return beside(self.notes)
        if name == "missing_amounts":
            return self._missing()
        if name == "rounding":
            inside = np.where(self.evidence.agree, np.abs(self.evidence.differences), 0)
            return spell_paise(inside.max(axis=1))
        return [str(count) for count in self.parts.tolist()]

    def _rows(self, side: str) -> Ints:
        rows: Ints = {"left": self.evidence.left, "book": self.evidence.right, "rival": np.maximum(self.rival, 0)}[side]
        return rows

    def _column(self, side: str, what: str) -> list[str]:
        texts = [text.strip() for text in self.documents.columns[_COLUMNS[what]].texts(self._rows(side))]
        if what == "type":
            texts = [_TYPES.get(text.upper(), text) for text in texts]
        return [text or "none" for text in texts]

    def _amounts(self, side: str) -> Ints:
        if side == "left":
            return self.documents.signed(self.evidence.left)
        if side == "gap":
            return np.abs(self.evidence.differences)
        ours = self.documents.amounts[self.evidence.left] - self.evidence.differences
        signed: Ints = np.where(self.documents.negative[self.evidence.right], -1, 1)[:, None] * ours
        return signed

    def _missing(self) -> list[str]:
        texts = []
        known = (self.documents.known[self.evidence.left], self.documents.known[self.evidence.right])
        for ours, theirs in zip(*known, strict=True):
            side = "books" if not theirs.all() else "IMS"
            names = [name for name, a, b in zip(HEADS, ours, theirs, strict=True) if not (a and b)]
            texts.append(f"{' and '.join(names)} missing in {side}")
        return texts


def _heads(amounts: list[int]) -> str:
    named = zip(HEADS[1:], amounts, strict=True)
    return " + ".join(f"{name} {indian(amount / 100)}" for name, amount in named if amount) or "none"
