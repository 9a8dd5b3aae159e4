"""What is said about each row of the two tables that is not part of a pair."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.book_reasons import (
    BEFORE_IMS,
    BY_LAW,
    DELETED,
    NOT_REPORTED,
    duplicate_of,
    held_earlier,
)
from ims_xl.gst.outside_ims import BY_TEXT, outside_ims
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, Texts
from ims_xl.matching.evidence import compare
from ims_xl.matching.nearest import nearest
from ims_xl.matching.outcome import Outcome
from ims_xl.matching.pool import held_where
from ims_xl.matching.reasons import Wording, explain
from ims_xl.matching.wording import Linked, beside, spell_days, unlinked

APART = "kept apart by hand"
_IMS_BEGAN = int(np.datetime64("2024-10-01").astype("datetime64[D]").astype(np.int64))


class RowMessages(NamedTuple):
    """Words about every document, as arrays over all documents; `nearest` is a document or NONE."""

    reason: Texts
    short: Texts
    why: Texts
    nearest: Ints


def _no_messages(documents: Documents) -> RowMessages:
    """No messages yet."""
    reason, short, why = (np.full(documents.size, "", dtype=np.object_) for _ in range(3))
    return RowMessages(reason, short, why, np.full(documents.size, NONE, dtype=np.int64))


def row_messages(outcome: Outcome, words: Wording) -> RowMessages:
    """The messages about every document; a document with a partner has those of its pair."""
    documents, messages = outcome.documents, _no_messages(outcome.documents)
    for on_left in (True, False):
        _name_nearest(outcome, messages, on_left=on_left)
    _copy_pair_messages(documents, outcome.linked, words, messages)
    _book_rows(documents, outcome.books, outcome.has_partner, outcome.repeats, messages)
    _ims_rows(documents, outcome.has_partner, outcome.repeated, outcome.superseded_by, outcome.claimed, messages)
    _kept_apart(outcome, messages)
    return messages


def _copy_pair_messages(documents: Documents, linked: Linked, words: Wording, messages: RowMessages) -> None:
    """Copy the words of each pair to its rows; an IMS document booked in parts takes those of its first part."""
    order = np.lexsort((documents.order[linked.evidence.right], linked.evidence.left))[::-1]
    left, right = linked.evidence.left[order], linked.evidence.right[order]
    for row in (left, right):
        messages.short[row] = words.short[order]
        messages.why[row] = words.why[order]
    old = np.flatnonzero(linked.evidence.left >= documents.n_ims)
    _earlier_partners(documents, linked.evidence.left[old], linked.evidence.right[old], words.why[old], messages)


def _kept_apart(outcome: Outcome, messages: RowMessages) -> None:
    """Say of both rows of a pair that a person keeps apart that, from whom and why."""
    documents = outcome.documents
    order = np.lexsort((documents.order[outcome.apart.right], documents.order[outcome.apart.left]))
    notes = beside(outcome.apart_notes[order])
    sides = outcome.apart.left[order], outcome.apart.right[order]
    for rows, others in (sides, sides[::-1]):
        named = zip(_numbers(documents, others), spell_days(documents.day[others]), notes, strict=True)
        for row, (number, day, note) in zip(rows, named, strict=True):
            says = f"{APART} from {number} of {day}{note}"
            messages.why[row] = f"{messages.why[row]}; {says}" if messages.why[row] else says
            if outcome.wanting[row]:
                messages.short[row] = APART + note


def _numbers(documents: Documents, rows: Ints) -> list[str]:
    return [text.strip() or "a document without number" for text in documents.columns["doc_number"].texts(rows)]


def _name_nearest(outcome: Outcome, messages: RowMessages, *, on_left: bool) -> None:
    """Say for each wanting row of one side which document comes nearest and what failed."""
    documents, linked = outcome.documents, outcome.has_partner
    elsewhere = "books" if on_left else "IMS"
    is_left = np.arange(documents.size) < documents.n_left
    wanting = outcome.wanting & (is_left == on_left)
    in_ims = np.arange(documents.size) < documents.n_ims
    current = in_ims | ~is_left
    pairs = nearest(documents, outcome.rejected, wanting, current, linked, on_left)
    mine, other = (pairs.left, pairs.right) if on_left else (pairs.right, pairs.left)

    words = explain(
        unlinked(documents, compare(documents, pairs, outcome.tolerance, outcome.rarity)), most=2, tail=False
    )
    messages.nearest[mine] = other
    messages.short[mine] = [f"nearest: {text}" for text in words.short]
    taken = np.where(linked[other], "; it has another partner", "")
    facts = zip(_numbers(documents, other), spell_days(documents.day[other]), words.why, taken, strict=True)
    messages.why[mine] = [
        f"nearest in {elsewhere}: {number} of {day}" + (f"; {why}" if why else "") + end
        for number, day, why, end in facts
    ]
    messages.why[mine[documents.is_unlinked(*pairs)]] = ""  # `_kept_apart` says more of these

    alone = np.flatnonzero(wanting & (messages.nearest == NONE))
    known = np.isin(documents.pan[alone], np.unique(documents.pan[(is_left != on_left) & current]))
    messages.short[alone] = np.where(
        known, f"all others in {elsewhere} have partners", f"supplier has nothing in {elsewhere}"
    )
    messages.why[alone] = np.where(
        known,
        f"every document of this supplier in {elsewhere} has another partner",
        f"nothing of this supplier stands in {elsewhere}",
    )
    nameless = alone[documents.pan[alone] == NONE]
    messages.short[nameless] = "supplier GSTIN is missing"
    messages.why[nameless] = "without the supplier's GSTIN a document must agree in number and amounts, and none does"


def _ims_rows(
    documents: Documents, linked: Flags, repeated: Flags, superseded_by: Texts, claimed: Texts, messages: RowMessages
) -> None:
    """Say what else is known of IMS documents: reported twice, replaced by an amended record, claimed before."""
    rows = np.arange(documents.size) < documents.n_ims
    again = rows & repeated & ~linked
    messages.short[again] = "reported twice"
    messages.why[again] = "the supplier reported this document twice; only one of the two is compared with the books"
    replaced = np.flatnonzero(rows & (superseded_by != "") & ~linked)
    messages.short[replaced] = "replaced by its amendment"
    messages.why[replaced] = [
        f"replaced by the amended record {number}; act on this original first when their periods differ"
        for number in superseded_by[replaced]
    ]
    for row in np.flatnonzero(rows & (claimed != "")):
        verb = "stands" if claimed[row].startswith("in ") else "was"
        warning = f"it {verb} {claimed[row]} too, so that its credit may be claimed twice"
        messages.why[row] = f"{messages.why[row]}; {warning}" if messages.why[row] else warning


def _book_rows(documents: Documents, books: pd.DataFrame, linked: Flags, repeats: Ints, messages: RowMessages) -> None:
    """Give every book row without a partner its reason; only what the supplier did not report is chased."""
    rows = np.flatnonzero(~linked & (np.arange(documents.size) >= documents.n_left))
    law = outside_ims(_with_cess(books.iloc[rows - documents.n_left])).to_numpy(dtype="object")
    deleted = documents.columns["family"].where("deleted".__eq__)[rows] & (law == "")
    again, early = repeats[rows] != NONE, (documents.day[rows] != NONE) & (documents.day[rows] < _IMS_BEGAN)
    by_law = law != ""
    messages.reason[rows] = np.select(
        [by_law, deleted, again, early], [BY_LAW, DELETED, "", BEFORE_IMS], default=NOT_REPORTED
    )
    messages.short[rows[deleted]] = DELETED
    messages.why[rows[deleted]] = (
        "the tool's export marks this row Deleted, so it is not compared; nobody is chased for it"
    )
    for row, text in zip(rows[by_law], law[by_law], strict=True):
        messages.short[row], messages.why[row] = text, f"not in IMS by law, {text}: {BY_TEXT[text].sentence}"
    early &= ~by_law & ~deleted & ~again
    messages.short[rows[early]] = BEFORE_IMS
    messages.why[rows[early]] = [
        f"IMS began with October 2024; this document is of {day}" for day in spell_days(documents.day[rows[early]])
    ]
    again &= ~by_law & ~deleted
    counted = _row_numbers(documents)
    for row in rows[again]:
        other = repeats[row]
        end = "which is matched" if linked[other] else "which has no partner either"
        messages.reason[row] = messages.short[row] = duplicate_of(counted[other - documents.n_left])
        messages.why[row] = (
            f"same supplier, number, date and amounts as row {counted[other - documents.n_left]} "
            f"({_numbers(documents, np.array([other]))[0]}), {end}"
        )


def _with_cess(books: pd.DataFrame) -> pd.DataFrame:
    """A register without a cess column has no cess."""
    return books if "cess" in books else books.assign(cess=0.0)


def _row_numbers(documents: Documents) -> list[int]:
    """Row numbers as the accountant counts: Excel's own where they are known, otherwise 1, 2, 3."""
    rows = documents.source_row[documents.books]
    return [row or place for place, row in enumerate(rows.tolist(), start=1)]


def _earlier_partners(documents: Documents, left: Ints, right: Ints, why: Texts, messages: RowMessages) -> None:
    """Say of book rows whose document was held earlier where that was, with both numbers."""
    places = held_where(documents, left)
    numbers, booked = _numbers(documents, left), _numbers(documents, right)
    facts = zip(places, right, numbers, spell_days(documents.day[left]), booked, why, strict=True)
    for place, row, number, day, own_number, rest in facts:
        messages.reason[row] = messages.short[row] = held_earlier(place)
        messages.why[row] = f"{place} as {number} of {day}, books {own_number}; {rest}".rstrip("; ")
