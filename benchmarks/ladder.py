"""A baseline: rules in order, each of them a plain loop that takes the first document that fits."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from ims_xl.gst.gstin import clean, pan

_AMOUNTS = ("taxable_value", "igst", "cgst", "sgst", "cess")
_TOKENS = ("2024-25", "2025-26", "2026-27", "24-25", "25-26", "26-27", "2425", "2526", "2627")


class Line(NamedTuple):
    """One document as the rules see it."""

    row: int
    year: int
    gstin: str
    pan: str
    own: str
    kind: str
    number: str
    stripped: str
    day: int
    place: str
    reverse: bool
    amounts: tuple[float, ...]


Test = Callable[[Line, Line], bool]


def _number(a: Line, b: Line) -> bool:
    return a.number == b.number


def _fuzzy(a: Line, b: Line) -> bool:
    if abs(a.day - b.day) > 10 or not a.stripped or not b.stripped:
        return False
    return fuzz.partial_ratio(a.stripped, b.stripped) == 100 or fuzz.WRatio(a.stripped, b.stripped) >= 90


def _amounts(a: Line, b: Line) -> bool:
    return all(abs(x - y) <= 1.0 for x, y in zip(a.amounts, b.amounts, strict=True))


def _place(a: Line, b: Line) -> bool:
    return a.place == b.place


def _reverse(a: Line, b: Line) -> bool:
    return a.reverse == b.reverse


def _own(a: Line, b: Line) -> bool:
    return a.own == b.own


RULES: tuple[tuple[str, str, tuple[Test, ...]], ...] = (
    # status, party, what must hold (the cheapest test first)
    ("Exact Match", "gstin", (_number, _own, _place, _reverse, _amounts)),
    ("Suggested Match", "gstin", (_own, _place, _reverse, _amounts, _fuzzy)),
    ("Suggested Match", "gstin", (_number, _own, _amounts)),
    ("Mismatched", "gstin", (_number, _own)),
    ("Mismatched", "gstin", (_number,)),
    ("Mismatched", "gstin", (_own, _fuzzy)),
    ("Mismatched", "gstin", (_own, _place, _reverse, _amounts)),
    ("Mismatched", "pan", (_number, _amounts)),
    ("Mismatched", "pan", (_amounts, _fuzzy)),
    ("Mismatched", "pan", (_number,)),
    ("Mismatched", "pan", (_amounts,)),
)


def _lines(frame: pd.DataFrame) -> list[Line]:
    def column(name: str, other: object) -> list[object]:
        return frame[name].tolist() if name in frame else [other] * len(frame)

    dates = frame["doc_date"]
    years = (dates.dt.year - (dates.dt.month < 4)).fillna(0).astype(int)
    days = (dates.astype("datetime64[s]").astype("int64") // 86400).where(dates.notna(), 0)
    amounts = frame.reindex(columns=list(_AMOUNTS)).fillna(0.0).abs().itertuples(index=False, name=None)
    lines = []
    for row, (year, gstin, own, kind, number, day, place, reverse, values) in enumerate(
        zip(
            years, frame["supplier_gstin"], column("recipient_gstin", ""), frame["doc_type"], frame["doc_number"],
            days, column("place_of_supply", ""), column("reverse_charge", False), amounts, strict=True,
        )
    ):  # fmt: skip
        text = str(number).strip().upper()
        stripped = text
        for token in _TOKENS:
            stripped = stripped.replace(token, "")
        stripped = "".join(symbol for symbol in stripped if symbol.isalnum())
        party = clean(str(gstin))
        facts = (str(own), str(kind), text, stripped, day, str(place), bool(reverse), values)
        lines.append(Line(row, year, party, pan(party), *facts))
    return lines


def rule_ladder(ims: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """Links of the eleven rules: ims_row, purchase_row, status.

    Only documents of one financial year, party and type are compared; place of supply and reverse charge count only
    when the register has them. It is written to be fair: what a rule reads is prepared once, cheap tests come first.
    """
    lacking = {name for name in ("place_of_supply", "reverse_charge", "recipient_gstin") if name not in purchases}
    skipped = {
        test
        for test, name in ((_place, "place_of_supply"), (_reverse, "reverse_charge"), (_own, "recipient_gstin"))
        if name in lacking
    }
    ours, theirs = _lines(ims), _lines(purchases)
    open_books = dict.fromkeys(range(len(theirs)))
    links: list[tuple[int, int, str]] = []
    for status, party, tests in RULES:
        kept = tuple(test for test in tests if test not in skipped)
        groups: dict[tuple[int, str, str], dict[int, Line]] = defaultdict(dict)
        taken = {row for row, _, _ in links}
        for line in ours:
            if line.row not in taken:
                groups[(line.year, getattr(line, party), line.kind)][line.row] = line
        for row in list(open_books):
            line = theirs[row]
            group = groups.get((line.year, getattr(line, party), line.kind))
            if not group:
                continue
            for other in group.values():
                if all(test(other, line) for test in kept):
                    links.append((other.row, row, status))
                    del group[other.row]
                    del open_books[row]
                    break
    return pd.DataFrame(links, columns=["ims_row", "purchase_row", "status"])
