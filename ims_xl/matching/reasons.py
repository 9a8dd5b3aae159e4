"""Why two documents are, or are not, one: a code, a few words, and a sentence with both values."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.matching.documents import Flags, Ints, Texts
from ims_xl.matching.evidence import Evidence
from ims_xl.matching.levels import Amount, Date, Kind, Match, Number, Party
from ims_xl.matching.wording import HEADS, Linked, Values, beside
from ims_xl.schema import AMOUNTS


class Reason(NamedTuple):
    """One reason: machine code, words for a narrow column (≤ 31 characters), clause, its values, and where it holds."""

    code: str
    short: str
    clause: str
    values: tuple[str, ...]
    holds: Callable[[Linked], Flags]


def _number(*levels: Number) -> Callable[[Linked], Flags]:
    return lambda linked: np.isin(linked.evidence.number, levels)


def _date(*levels: Date) -> Callable[[Linked], Flags]:
    return lambda linked: np.isin(linked.evidence.date, levels)


def _type(linked: Linked) -> Flags:
    note = linked.documents.note
    as_stated = note[linked.evidence.left] == note[linked.evidence.right]
    return np.asarray((linked.evidence.kind != Kind.SAME) | ~as_stated, dtype=bool)


def _head_swapped(linked: Linked) -> Flags:
    return np.asarray(linked.evidence.tax == Amount.TOTAL, dtype=bool)


def _amount(place: int) -> Callable[[Linked], Flags]:
    def differs(linked: Linked) -> Flags:
        known = (
            linked.documents.known[linked.evidence.left, place] & linked.documents.known[linked.evidence.right, place]
        )
        swapped = _head_swapped(linked) if place else np.zeros(len(known), dtype=bool)
        return np.asarray(known & ~linked.evidence.agree[:, place] & ~swapped, dtype=bool)

    return differs


def _missing(linked: Linked) -> Flags:
    known = linked.documents.known[linked.evidence.left] & linked.documents.known[linked.evidence.right]
    return np.asarray(~known.all(axis=1), dtype=bool)


def _rounding(linked: Linked) -> Flags:
    inside = linked.evidence.agree & (linked.evidence.differences != 0)
    return np.asarray(inside.any(axis=1) & ~_head_swapped(linked), dtype=bool)


def _reverse_charge(linked: Linked) -> Flags:
    left, right = linked.documents.reverse[linked.evidence.left], linked.documents.reverse[linked.evidence.right]
    return np.asarray((right == 1) & (left != 1), dtype=bool)


def _negative(linked: Linked) -> Flags:
    negative = linked.documents.negative
    return np.asarray(negative[linked.evidence.left] != negative[linked.evidence.right], dtype=bool)


BY_HAND = "linked by hand"
_BOTH_NUMBERS = ("left_number", "book_number")
REASONS = (
    Reason("by_hand", BY_HAND, f"{BY_HAND}{{}}", ("note",), lambda linked: linked.by_hand),
    Reason(
        "reverse_charge",
        "booked under reverse charge",
        "booked under reverse charge, which never comes through IMS",
        (),
        _reverse_charge,
    ),
    Reason(
        "gstin_missing",
        "no supplier GSTIN in books",
        "supplier GSTIN is missing in books: {source} {}",
        ("left_gstin",),
        lambda linked: linked.evidence.party == Party.BLANK,
    ),
    Reason(
        "gstin",
        "supplier GSTIN differs",
        "supplier GSTIN differs: {source} {}, books {}",
        ("left_gstin", "book_gstin"),
        lambda linked: np.isin(linked.evidence.party, (Party.PAN, Party.SLIP, Party.OTHER)),
    ),
    Reason(
        "own_gstin",
        "booked under another own GSTIN",
        "own GSTIN differs: {source} {}, books {}",
        ("left_own", "book_own"),
        lambda linked: linked.evidence.own == Match.DIFFERS,
    ),
    Reason(
        "type",
        "document type differs",
        "type differs: {source} {}, books {}",
        ("left_type", "book_type"),
        _type,
    ),
    Reason("missing_amount", "amount missing", "{}", ("missing_amounts",), _missing),
    *(
        Reason(
            column,
            f"{name} differs",
            f"{name} differs by {{}}: {{source}} {{}}, books {{}}",
            (f"gap_{place}", f"left_{place}", f"book_{place}"),
            _amount(place),
        )
        for place, (column, name) in enumerate(zip(AMOUNTS, HEADS, strict=True))
    ),
    Reason(
        "tax_head",
        "tax head differs",
        "tax head differs: {source} {}, books {}",
        ("left_heads", "book_heads"),
        lambda linked: _head_swapped(linked),
    ),
    Reason(
        "number_format",
        "number written differently",
        "number written differently: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.PLAIN, Number.BARE, Number.SUFFIX),
    ),
    Reason(
        "number_amended",
        "books hold the original number",
        "books hold the original number {1}, amended to {0}",
        _BOTH_NUMBERS,
        _number(Number.ORIGINAL),
    ),
    Reason(
        "number_serial",
        "only the serial number agrees",
        "only the serial number agrees: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.SERIAL, Number.STYLE, Number.TAIL),
    ),
    Reason(
        "number_slip",
        "number mistyped",
        "number mistyped: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.ALIKE, Number.SLIP),
    ),
    Reason(
        "number_missing",
        "no number to compare",
        "number is missing: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.BLANK),
    ),
    Reason(
        "number_own",
        "buyer's own note number",
        "books hold the buyer's own number {1}, the supplier's note is {0}",
        _BOTH_NUMBERS,
        _number(Number.OWN),
    ),
    Reason(
        "number_year",
        "years in the numbers differ",
        "years in the numbers differ: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.CLASH),
    ),
    Reason(
        "number",
        "number differs",
        "number differs: {source} {}, books {}",
        _BOTH_NUMBERS,
        _number(Number.FOREIGN, Number.FAR, Number.NEIGHBOUR),
    ),
    Reason(
        "port",
        "port code differs",
        "port code differs: {source} {}, books {}",
        ("left_port", "book_port"),
        lambda linked: linked.evidence.port == Match.DIFFERS,
    ),
    Reason(
        "date",
        "date differs",
        "date differs: {source} {}, books {}",
        ("left_date", "book_date"),
        _date(Date.NEAR, Date.WEEK, Date.MONTH, Date.LATE, Date.ACROSS, Date.FAR),
    ),
    Reason(
        "date_swapped",
        "day and month exchanged",
        "day and month exchanged: {source} {}, books {}",
        ("left_date", "book_date"),
        _date(Date.SWAPPED),
    ),
    Reason(
        "date_missing",
        "no date to compare",
        "date is missing: {source} {}, books {}",
        ("left_date", "book_date"),
        _date(Date.MISSING),
    ),
    Reason(
        "place_of_supply",
        "place of supply differs",
        "place of supply differs: {source} {}, books {}",
        ("left_place", "book_place"),
        lambda linked: linked.evidence.place == Match.DIFFERS,
    ),
    Reason(
        "split",
        "booked in several rows",
        "booked in {} rows, compared on their sum",
        ("parts",),
        lambda linked: linked.parts > 1,
    ),
    Reason(
        "sign",
        "negative on one side",
        "signs differ: {source} {}, books {}",
        ("left_0", "book_0"),
        _negative,
    ),
    Reason("rounding", "rounding within tolerance", "rounding of {} is within tolerance", ("rounding",), _rounding),
    Reason(
        "ambiguous",
        "another document fits as well",
        "another document is nearly as good: {} of {}",
        ("rival_number", "rival_date"),
        lambda linked: linked.ambiguous,
    ),
)
AGREE = "all details agree"
_TAILS = {
    (True, True, True): "number, amounts and date agree",
    (True, True, False): "number and amounts agree",
    (True, False, True): "number and date agree",
    (False, True, True): "amounts and date agree",
    (True, False, False): "number agrees",
    (False, True, False): "amounts agree",
    (False, False, True): "date agrees",
    (False, False, False): "",
}


class Wording(NamedTuple):
    """The words about each pair: machine codes joined by `;`, the leading few words (of a link made by hand all of
    them), all words, the sentence."""

    codes: Texts
    short: Texts
    reasons: Texts
    why: Texts

    def take(self, rows: Ints) -> "Wording":
        """The words of some of the pairs."""
        return Wording(*(texts[rows] for texts in self))


def _join(texts: Texts, rows: Ints, more: list[str], between: str) -> None:
    """Append a text to some of the texts."""
    old = texts[rows]
    texts[rows] = more
    filled = np.flatnonzero(old != "")
    texts[rows[filled]] = [f"{old[row]}{between}{more[row]}" for row in filled]


def explain(linked: Linked, *, most: int = 99, tail: bool = True) -> Wording:
    """Words for each pair: at most `most` clauses, then what agrees; sentences have no capital and no full stop yet."""
    size = len(linked.evidence.left)
    codes, short, reasons, why = (np.full(size, "", dtype=np.object_) for _ in range(4))
    clauses = np.zeros(size, dtype=np.int64)
    for reason in REASONS:
        rows = np.flatnonzero(reason.holds(linked))
        if not len(rows):
            continue
        _join(codes, rows, [reason.code] * len(rows), ";")
        _join(reasons, rows, [reason.short] * len(rows), "; ")
        rows = rows[clauses[rows] < most]
        short[rows[clauses[rows] == 0]] = reason.short
        clauses[rows] += 1
        values = Values(linked, rows)
        columns = [values.get(name) for name in reason.values]
        in_ims = linked.evidence.left[rows] < linked.documents.n_ims
        ours, earlier = (reason.clause.replace("{source}", word) for word in ("IMS", "GSTR-2B"))
        _join(why, rows, list(map(str.format, np.where(in_ims, ours, earlier).tolist(), *columns)), "; ")
    hand = np.flatnonzero(linked.by_hand)
    notes = beside(linked.notes[hand])
    for row, note in zip(hand, notes, strict=True):
        # Who linked two documents wants to see at once what differs all the same.
        short[row] = BY_HAND + note + reasons[row].removeprefix(BY_HAND)
    for empty in (short, reasons):
        empty[empty == ""] = AGREE
    if tail:
        _add_tails(linked.evidence, why)
    return Wording(codes, short, reasons, why)


def _add_tails(evidence: Evidence, why: Texts) -> None:
    facts = (evidence.number == Number.WRITTEN, evidence.agree.all(axis=1), evidence.date == Date.SAME)
    for combination, text in _TAILS.items():
        holds = np.full(len(why), True)
        for fact, wanted in zip(facts, combination, strict=True):
            holds &= fact == wanted
        rows = np.flatnonzero(holds)
        if text:
            _join(why, rows, [text] * len(rows), "; ")


def sentences(texts: Texts) -> Texts:
    """Each text as a sentence: capital first letter, full stop."""
    codes, distinct = pd.factorize(texts)
    finished = [f"{text[:1].upper()}{text[1:]}." if text else "" for text in distinct]
    return np.array(finished or [""], dtype=np.object_)[codes]
