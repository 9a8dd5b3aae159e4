"""The ledger of credit reversed for now: what a month begins with, reverses and reclaims, by document and head."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.gst.reversals import BY_CODE, GOODS
from ims_xl.issues import Issue
from ims_xl.money import indian, to_paise

HEADS = dict(zip(schema.TAXES, ("IGST", "CGST", "SGST", "cess"), strict=True))
OPENING, REVERSED, RECLAIMED, CLOSING = "opening", "reversed", "reclaimed", "closing"
PARTS = (OPENING, REVERSED, RECLAIMED)
_ALL = [f"{part}_{tax}" for part in PARTS for tax in schema.TAXES]

Paise = list[int]


class Claim(NamedTuple):
    """What is to be reclaimed of a row: rupees by head, None for all that is open; where it was typed."""

    key: str
    rupees: tuple[float, ...] | None
    sheet: str = ""
    row: int = 0


class Ledger(NamedTuple):
    """A month's rows (schema.REVERSALS, in the order they came), what to know of some by `key`, and what is refused."""

    rows: pd.DataFrame
    notes: Mapping[str, str]
    issues: Sequence[Issue]


def keys(rows: pd.DataFrame) -> "pd.Series[str]":
    """What names a row of the ledger in every month: kind and document."""
    return (rows["kind"] + "|" + rows["doc_id"]).astype("str")


class Named(NamedTuple):
    """What a key of `keys` names; texts that are no key have blank parts."""

    kind: str
    doc_id: str

    @property
    def document(self) -> schema.Identity:
        """The parts of the doc_id, all blank where it has none."""
        try:
            return schema.take_apart(self.doc_id)
        except ValueError:
            return schema.Identity(*[""] * len(schema.Identity._fields))


def named(key: str) -> Named:
    """The kind and the document of a key."""
    kind, _, doc_id = key.partition("|")
    return Named(kind, doc_id)


def carry(rows: pd.DataFrame) -> pd.DataFrame:
    """What the next month opens with (schema.REVERSALS): the closing balance of each row that has one."""
    left = rows.copy()
    for tax in schema.TAXES:
        left[f"{OPENING}_{tax}"] = closing(rows, tax)
        left[f"{REVERSED}_{tax}"] = left[f"{RECLAIMED}_{tax}"] = 0.0
    return left[(left[_names(OPENING)] != 0).any(axis=1)].reset_index(drop=True)


def closing(rows: pd.DataFrame, tax: str) -> "pd.Series[float]":
    """What is left of one head of each row, in rupees."""
    opening, back, again = (rows[f"{part}_{tax}"] for part in PARTS)
    return (opening + back - again).round(2)


def month_ledger(carried: pd.DataFrame, made: pd.DataFrame, deferred: pd.DataFrame, claims: Sequence[Claim]) -> Ledger:
    """The month's ledger.

    `carried`: see `carry`. `made`: rows reversed or opened by hand (schema.REVERSALS). `deferred`: documents of the
    month whose goods were not received (columns of schema.REVERSALS but the amounts, `original_number`, and the
    effect on credit by head as `igst` to `cess`). One that is in the ledger already is not reversed again. What
    lowers credit lowers the supplier's reversals: the original that it names, then those of this month, then the
    oldest; of an earlier month's it is a reclaim, since its credit was never taken. A claim above what is open, or on
    what this month reverses, is refused whole.
    Source: Circular 170/02/2022-GST; GSTN advisory 643 of 29 Dec 2025 (no reclaim above the balance).
    """
    book = _Book(pd.concat([carried, made], ignore_index=True) if len(made) else carried)
    documents = sorted(deferred.to_dict("records"), key=lambda one: not str(one.get("original_number") or "").strip())
    for record in documents:
        book.reverse(record)
    for record in documents:
        book.lower(record)
    for claim in claims:
        book.claim(claim)
    return Ledger(book.frame(), {key: "; ".join(said) for key, said in book.notes.items()}, book.issues)


class _Book:
    """The rows while the month is worked out, amounts in paise; documents before notes, notes before claims."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self.notes: defaultdict[str, list[str]] = defaultdict(list)
        self.issues: list[Issue] = []
        for key, record in zip(keys(rows), rows.to_dict("records"), strict=True):
            about: dict[str, Any] = {str(name): value for name, value in record.items()}
            held = self.rows.setdefault(key, about | {part: [0] * len(HEADS) for part in PARTS})
            for part in PARTS:
                held[part] = _added(held[part], _paise(record, f"{part}_"))

    def reverse(self, record: Mapping[Any, Any]) -> None:
        key, nothing = f"{GOODS.code}|{record['doc_id']}", [0] * len(HEADS)
        rises = [max(0, amount) for amount in _paise(record)]
        if key not in self.rows and any(rises):
            self.rows[key] = {**record, "kind": GOODS.code, OPENING: nothing, REVERSED: rises, RECLAIMED: [*nothing]}

    def lower(self, record: Mapping[Any, Any]) -> None:
        left = [max(0, -amount) for amount in _paise(record)]
        number, original = (str(record.get(name) or "").strip() for name in ("doc_number", "original_number"))
        held = self.of_supplier.get(_supplier(record), ()) if any(left) else ()
        for key in sorted(held, key=lambda one: self._turn(self.rows[one], original)):
            row = self.rows[key]
            for head, wanted in enumerate(left):
                now = min(wanted, row[REVERSED][head])
                before = min(wanted - now, row[OPENING][head] - row[RECLAIMED][head])
                row[REVERSED][head] -= now
                row[RECLAIMED][head] += before
                left[head] -= now + before
                if now + before:
                    self.notes[key].append(f"less {number}: {_said(head, now + before)}")
        if any(left):
            rest = ", ".join(_said(head, amount) for head, amount in enumerate(left) if amount)
            reason = f"{number} takes back credit of goods not received that was not reversed: {rest}; credit falls"
            remedy = "Type its invoice under Opening balance on ITC Reversals if that was reversed before."
            self.issues.append(Issue("warning", reason, remedy, column="Eligibility", value=number))

    @cached_property
    def of_supplier(self) -> Mapping[str, Sequence[str]]:
        """The reversals of goods not received by supplier."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key, row in self.rows.items():
            if row["kind"] == GOODS.code:
                found[_supplier(row)].append(key)
        return found

    @staticmethod
    def _turn(row: Mapping[str, Any], original: str) -> tuple[bool, bool, str, str, str]:
        """Which reversal is lowered first: the original that is named, this month's, the oldest."""
        period, number = str(row["reversed_in"]), str(row["doc_number"]).strip()
        named = bool(original) and number.upper() == original.upper()
        return not named, not any(row[REVERSED]), period[2:] + period[:2], str(row["doc_date"]), number

    def claim(self, claim: Claim) -> None:
        row = self.rows.get(claim.key)
        open_ = [one - other for one, other in zip(row[OPENING], row[RECLAIMED], strict=True)] if row else []
        wanted = open_ if claim.rupees is None else [to_paise(rupees) for rupees in claim.rupees]
        gone = "" if row else named(claim.key).document.doc_number
        issue = _refusal(row, open_, wanted) if row or gone else _NO_REVERSAL
        if row and not issue:
            row[RECLAIMED] = _added(row[RECLAIMED], wanted)
        elif issue:
            value = str(row["doc_number"] or row["supplier_name"]) if row else gone
            self.issues.append(replace(issue, sheet=claim.sheet, row=claim.row, value=value))
            self.notes[claim.key].insert(0, f"Refused: {issue.reason}")

    def frame(self) -> pd.DataFrame:
        records = []
        for row in self.rows.values():
            if any(any(row[part]) for part in PARTS):
                amounts = zip(_ALL, (amount for part in PARTS for amount in row[part]), strict=True)
                records.append({**row, **{name: amount / 100 for name, amount in amounts}})
        columns = [column.name for column in schema.REVERSALS]
        return schema.conform(pd.DataFrame(records, columns=columns), schema.REVERSALS)


_NO_REVERSAL = Issue(
    "error",
    "this line is none of the open reversals",
    "Empty Reclaim; what was reversed outside the workbook is typed into the table below.",
    column="Reclaim",
)


def _refusal(row: Mapping[str, Any] | None, open_: Paise, wanted: Paise) -> Issue | None:
    """Why so much of a row is not reclaimed; None when it is."""
    if row is None:
        return Issue(
            "error",
            "it is not open any more",
            "Nothing is reclaimed of it; an earlier month was changed.",
            column="Reclaim",
        )
    if not any(row[OPENING]) and any(row[REVERSED]):
        return Issue(
            "error",
            "it is reversed in this month's GSTR-3B, not before",
            "If the goods are there, change its Eligibility; if it was typed here, take the row away.",
            column="Reclaim",
        )
    if over := [head for head, amount in enumerate(wanted) if amount > open_[head]]:
        said = ", ".join(f"{_said(head, wanted[head])} of {indian(open_[head] / 100)} open" for head in over)
        return Issue(
            "error",
            f"more than is open: {said}",
            "Write at most what is open, or choose Yes - full; as it is, nothing of it is reclaimed.",
            column="Reclaim",
        )
    if not any(open_):
        return Issue("error", "nothing is left to reclaim", "Empty Reclaim.", column="Reclaim")
    if not any(wanted):
        return Issue(
            "error",
            "no amount to reclaim",
            "Write the amounts of Yes - partial, or choose Yes - full.",
            column="Reclaim",
        )
    return None


def _supplier(record: Mapping[Any, Any]) -> str:
    return str(record["supplier_gstin"] or record["supplier_name"])


def statement(rows: pd.DataFrame) -> pd.DataFrame:
    """Opening, reversed, reclaimed and closing by head, as the portal's statement has them: line, heads, total."""
    sums: dict[str, Paise] = {
        part: [sum(to_paise(amount) for amount in rows[name]) for name in _names(part)] for part in PARTS
    }
    sums[CLOSING] = [one + two - three for one, two, three in zip(*(sums[part] for part in PARTS), strict=True)]
    lines = [[part, *(amount / 100 for amount in heads), sum(heads) / 100] for part, heads in sums.items()]
    return pd.DataFrame(lines, columns=["line", *schema.TAXES, "total"])


def kind_titles(rows: pd.DataFrame) -> "pd.Series[str]":
    """Why each row was reversed, as it is shown."""
    return rows["kind"].map({code: kind.title for code, kind in BY_CODE.items()}).fillna(rows["kind"]).astype("str")


def _names(part: str) -> list[str]:
    return [f"{part}_{tax}" for tax in schema.TAXES]


def _paise(record: Mapping[Any, Any], prefix: str = "") -> Paise:
    amounts = (float(record.get(f"{prefix}{tax}") or 0.0) for tax in schema.TAXES)
    return [to_paise(amount) if amount == amount else 0 for amount in amounts]


def _added(one: Sequence[int], other: Sequence[int]) -> Paise:
    return [a + b for a, b in zip(one, other, strict=True)]


def _said(head: int, paise: int) -> str:
    return f"{list(HEADS.values())[head]} {indian(paise / 100)}"
