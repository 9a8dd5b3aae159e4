"""A GSTR-2B's own sums against its documents, and where its workbook has those sums.

Source: readers and writers of the statement in public programs; the sheets are those of 2024 to 2026.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.issues import Issue
from ims_xl.money import indian
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.gstr2b_sheets import folded
from ims_xl.purchases.headers import heading
from ims_xl.purchases.sums import rupees

_BLOCKS = {
    "itcavailable": "itcavl",
    "itcnotavailable": "itcunavl",
    "itcreversal": "itcrev",
    "itcrejected": "itcRejected",
}
_BUCKETS = (  # words of a row of sums, the first that fits
    ("rule 37a", "nonrevsup"),
    ("all other itc", "nonrevsup"),
    ("from isd", "isdsup"),
    ("liable for reverse charge", "revsup"),
    ("import of goods", "imports"),
)
_DETAILS = (  # how a row of one kind of document begins
    ("b2b invoices", "b2b"),
    ("b2b debit notes", "cdnr"),
    ("b2b credit notes reverse charge", "cdnrrev"),
    ("b2b credit notes", "cdnr"),
    ("eco documents", "ecom"),
    ("isd", "isd"),
    ("impgsez", "impgsez"),
    ("impg", "impg"),
)
_TAXES = {"integrated tax": "igst", "central tax": "cgst", "state ut tax": "sgst", "cess": "cess"}
_HEADER_ROWS = 40
_ROUNDED = 1.0


class _Kind(NamedTuple):
    """One sum of the statement: where it stands, and which documents make it."""

    bucket: str
    key: str
    section: str
    reverse: bool | None = None
    doc_type: str = ""


# Amendments are summed as what they change, which the documents do not tell.
_KINDS = (
    _Kind("nonrevsup", "b2b", "b2b", False),
    _Kind("nonrevsup", "cdnr", "b2bdn", False),
    _Kind("nonrevsup", "ecom", "ecom"),
    _Kind("isdsup", "isd", "isd", None, "INV"),
    _Kind("revsup", "b2b", "b2b", True),
    _Kind("revsup", "cdnr", "b2bdn", True),
    _Kind("imports", "impg", "impg"),
    _Kind("imports", "impgsez", "impgsez"),
    _Kind("othersup", "cdnr", "b2bcn", False),
    _Kind("othersup", "cdnrrev", "b2bcn", True),
)
_REMEDY = "Look for documents that are missing in the file, and compare the sum with the portal."


def summary_of(sheets: Sequence[Sheet]) -> dict[str, dict[str, Any]]:
    """The sums of a workbook as the JSON has them under `itcsumm`: by block, group of supplies and kind of document."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        if block := _BLOCKS.get(folded(sheet.name)):
            found[block] = _block(sheet)
    return {block: groups for block, groups in found.items() if groups}


def _block(sheet: Sheet) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    bucket = ""
    for label, taxes in _sums(sheet):
        if detail := next((key for word, key in _DETAILS if label.startswith(word)), ""):
            if bucket and "amendment" not in label:
                groups[bucket][detail] = taxes
            continue
        bucket = "othersup" if label == "others" else next((key for word, key in _BUCKETS if word in label), "")
        if bucket:
            groups[bucket] = dict(taxes)
    return groups


def _sums(sheet: Sheet) -> Iterator[tuple[str, dict[str, float]]]:
    """The label and taxes of each row below the headings."""
    columns: dict[int, str] = {}
    at = 0
    for row in sheet.rows:
        words = [heading(cell) if isinstance(cell, str) else "" for cell in row.cells]
        if "heading" in words and "integrated tax" in words:
            at = words.index("heading")
            columns = {place: _TAXES[word] for place, word in enumerate(words) if word in _TAXES}
        elif columns and at < len(words) and words[at]:
            cells = {tax: rupees(row.cells[place]) for place, tax in columns.items() if place < len(row.cells)}
            if taxes := {tax: amount for tax, amount in cells.items() if amount is not None}:
                yield words[at], taxes


def check_sums(summary: object, documents: pd.DataFrame) -> list[Issue]:
    """A warning for each sum that the documents (schema.GSTR2B) of a whole statement do not make.

    `summary` is the statement's `itcsumm`.
    """
    blocks = summary if isinstance(summary, dict) else {}
    documents = documents[
        ["part", "section", "doc_type", "reverse_charge", "itc_available", "itc_reduction", *schema.TAXES]
    ]
    is_credit = documents["part"] == "docdata"
    without = documents["itc_available"] == "N"
    counted = {
        "itcavl": documents[is_credit & ~without],
        "itcunavl": documents[is_credit & without],
        "itcRejected": documents[documents["part"] == "docRejdata"],
    }
    return [issue for block, rows in counted.items() for issue in _check(block, blocks.get(block), rows)]


_WORDS = {"itcavl": "ITC available", "itcunavl": "ITC not available", "itcRejected": "ITC rejected"}


def _check(block: str, groups: object, rows: pd.DataFrame) -> Iterator[Issue]:
    for kind in _KINDS:
        group = groups.get(kind.bucket) if isinstance(groups, dict) else None
        stated = group.get(kind.key) if isinstance(group, dict) else None
        if not isinstance(stated, dict):
            continue
        of_kind = rows[rows["section"] == kind.section]
        if kind.reverse is not None:
            of_kind = of_kind[of_kind["reverse_charge"] == kind.reverse]
        if kind.doc_type:
            of_kind = of_kind[of_kind["doc_type"] == kind.doc_type]
        # What is declared for a note reduces credit by less than its tax.
        if of_kind["itc_reduction"].ne("").any():
            continue
        yield from _differences(block, kind, stated, of_kind)


def _differences(block: str, kind: _Kind, stated: Mapping[str, Any], rows: pd.DataFrame) -> Iterator[Issue]:
    made = {tax: round(float(rows[tax].sum()), 2) for tax in schema.TAXES}
    given = {
        tax: rupees(value) for tax, value in stated.items() if tax in made and isinstance(value, str | int | float)
    }
    for tax, amount in given.items():
        if amount is not None and abs(abs(amount) - abs(made[tax])) > _ROUNDED:
            name = f"{_WORDS[block]}, {kind.section}{', reverse charge' * bool(kind.reverse)}"
            told = f"the statement's own sum of {tax.upper()} ({name}) is {indian(amount)}"
            reason = f"{told}, its documents make {indian(made[tax])}"
            yield Issue("warning", reason, _REMEDY, column=tax.upper(), value=f"{amount:.2f}")
            return
