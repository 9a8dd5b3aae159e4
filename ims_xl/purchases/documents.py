"""Rows of a document and a rate added up to documents."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.issues import Issue, Severity
from ims_xl.money import paise
from ims_xl.purchases.values import is_blank, shown

_SUMMED = (*schema.AMOUNTS, *(f"availed_{tax}" for tax in schema.TAXES))
_UNIFORM = {
    "doc_value": ("document values", "the largest"),
    "place_of_supply": ("places of supply", "the first"),
    "reverse_charge": ("words on reverse charge", "Y"),
    "supply_type": ("types of supply", "the first"),
    "eligibility": ("words on eligibility", "the first"),
    "original_number": ("original documents", "the first"),
}
"""What should be the same in all rows of a document, and which of different values is used."""
_KEYS = ("family", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date")


def documents(
    rows: pd.DataFrame, headings: Mapping[str, str], *, by_item: bool = False
) -> tuple[pd.DataFrame, list[Issue]]:
    """One row a document from cleaned rows with `family` and `doc_type`, and what was noticed.

    `headings` are those of the sheet by field; `by_item` where equal rows are items and no repetition.

    Rows are of one document when family, supplier, type, number (whatever its case) and date agree. Taxable value,
    taxes and credit are added; of the document value the largest counts; other columns have the first value, own
    columns all different ones. Credit notes booked negative become positive.
    """
    if rows.empty:
        return rows.drop(columns="rate", errors="ignore"), []
    rows = rows.assign(document=_numbered(rows))
    single = ~rows["document"].duplicated(keep=False)
    several, issues = (rows[~single], []) if by_item else _without_repeats(rows[~single], headings)
    issues += [] if by_item else _same_rate(several, headings)
    issues += _differences(several, headings)
    merged = _added(several)
    frame = pd.concat([rows[single], merged]) if len(merged) else rows[single]
    frame = frame.sort_values("source_row", kind="stable").drop(columns=["document", "rate"], errors="ignore")
    frame, signs = _positive(frame.reset_index(drop=True), headings)
    return frame, sorted([*issues, *signs], key=lambda issue: issue.row)


def _numbered(rows: pd.DataFrame) -> "pd.Series[Any]":
    """A number for each document."""
    keys = {name: rows[name] for name in _KEYS if name in rows}
    keys["doc_number"] = pd.Series([number.upper() for number in rows["doc_number"].tolist()], dtype="object")
    if "supplier_name" in rows:
        names = rows["supplier_name"]
        keys["supplier_name"] = names.where(rows["supplier_gstin"] == "", "") if "supplier_gstin" in rows else names
    numbers = np.zeros(len(rows), dtype=np.int64)
    for column in keys.values():
        codes, different = pd.factorize(column)
        numbers = pd.factorize(numbers * (len(different) + 1) + codes)[0]
    return pd.Series(numbers, index=rows.index)


def _tell(
    rows: pd.DataFrame, headings: Mapping[str, str], severity: Severity, reason: str, remedy: str = ""
) -> list[Issue]:
    """The finding on the number of each row."""
    column = headings.get("doc_number", "")
    return [
        Issue(severity, reason, remedy, row=row, column=column, value=number)
        for row, number in zip(rows["source_row"].tolist(), rows["doc_number"].tolist(), strict=True)
    ]


def _without_repeats(rows: pd.DataFrame, headings: Mapping[str, str]) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows without exact repetitions of an earlier row."""
    likely = rows[rows.duplicated(["document", "taxable_value"], keep=False)]
    repeats = likely.drop(columns="source_row").astype("object").map(str).duplicated()
    again = rows.index.isin(repeats.index[repeats])
    remedy = "If it is a second purchase, give it its own number in the file."
    reason = "the row repeats an earlier one in every cell and was left out"
    return rows[~again], _tell(rows[again], headings, "warning", reason, remedy)


def _same_rate(rows: pd.DataFrame, headings: Mapping[str, str]) -> list[Issue]:
    """Documents with two rows of one rate; where files have no rate, documents with two rows."""
    if "rate" in rows:
        again = rows[rows.duplicated(["document", "rate"])]
        return _tell(again, headings, "note", "the same rate stands twice in this document; the rows were added")
    again = rows[rows.duplicated("document")]
    remedy = "Check that the document was not booked twice."
    return _tell(again, headings, "warning", "the document stands in several rows; they were added", remedy)


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    documents = rows["document"]
    added = rows.drop_duplicates("document").set_index("document")
    for name in rows.columns.drop(["document", "source_row"]):
        cells = rows[name]
        if name in _SUMMED:
            merged = paise(cells).groupby(documents).sum(min_count=1).astype("Float64") / 100
            added[name] = merged.astype("float64").reindex(added.index)
        elif name in ("doc_value", "reverse_charge"):
            added[name] = cells.groupby(documents).max()
        elif name not in _FIELDS:
            added[name] = _joined(rows, name)
        elif cells.dtype == object:
            added[name] = cells.where(cells != "").groupby(documents).first().reindex(added.index).fillna("")
        else:
            added[name] = cells.groupby(documents).first()
    return added.reset_index()


_FIELDS = {column.name for column in schema.BOOKS} | {"rate"}


def _joined(rows: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """An own column's value of each document: the first, or all that differ with `; ` between."""
    found: dict[int, dict[object, None]] = {}
    for document, cell in zip(rows["document"].tolist(), rows[name].tolist(), strict=True):
        values = found.setdefault(document, {})
        if not is_blank(cell):
            values[cell] = None
    joined = {
        document: next(iter(values), "") if len(values) < 2 else "; ".join(map(shown, values))
        for document, values in found.items()
    }
    return pd.Series(joined, dtype="object")


def _differences(rows: pd.DataFrame, headings: Mapping[str, str]) -> list[Issue]:
    """Warnings where the rows of one document disagree."""
    issues: list[Issue] = []
    firsts = rows.drop_duplicates("document").set_index("document")["source_row"]
    for name, (what, used) in _UNIFORM.items():
        if name not in rows:
            continue
        values = paise(rows[name]) / 100 if name == "doc_value" else rows[name].replace("", None)
        found = values.groupby(rows["document"])
        counts = found.nunique()
        for document in counts.index[counts > 1]:
            different = "; ".join(map(shown, found.get_group(document).dropna().unique()))
            reason = f"the rows of this document have different {what}; {used} was used"
            remedy, row = "Correct the rows in the file.", int(firsts[document])
            issues.append(Issue("warning", reason, remedy, row=row, column=headings[name], value=different))
    return issues


def _positive(frame: pd.DataFrame, headings: Mapping[str, str]) -> tuple[pd.DataFrame, list[Issue]]:
    """Credit notes booked negative made positive, and negative invoices made credit notes.

    A negative invoice beside a positive one of its number is a part of it and stays, as do negative debit notes; they
    are told.
    """
    taxable, taxes = frame["taxable_value"], frame[list(schema.TAXES)].sum(axis=1)
    negative = (taxable < 0) | (~(taxable > 0) & (taxes < 0))
    turned = negative & frame["doc_type"].eq("INV") & ~_has_positive(frame, negative)
    credit = negative & (frame["doc_type"].eq("CN") | turned)
    amounts = list(schema.AMOUNTS)
    frame.loc[credit, amounts] = 0.0 - frame.loc[credit, amounts]
    others = [name for name in (*_SUMMED, "doc_value") if name in frame and name not in amounts]
    frame.loc[credit, others] = frame.loc[credit, others].abs()
    booked, read = frame[credit & ~turned], frame[turned]
    frame.loc[turned, "doc_type"] = "CN"
    frame.loc[turned & frame["family"].eq("b2b"), "family"] = "cdnr"
    reason = "the amounts are negative; the document is compared with credit notes too"
    remedy = "If it is a credit note, give it that document type."
    return frame, [
        *_tell(booked, headings, "note", "the credit note was booked negative and is read as positive"),
        *_tell(read, headings, "warning", _TURNED, "If it is none, correct the sign of its amounts."),
        *_tell(frame[negative & ~credit], headings, "warning", reason, remedy),
    ]


_TURNED = "an invoice with negative amounts is read as the supplier's credit note"


def _has_positive(frame: pd.DataFrame, negative: "pd.Series[bool]") -> "pd.Series[bool]":
    """Documents whose supplier and number also stand with positive amounts."""
    if not negative.any():
        return negative
    numbers = frame["doc_number"].map(str.upper)
    alike = frame[numbers.isin(numbers[negative])]
    names = [name for name in ("supplier_gstin", "supplier_name", "doc_number") if name in frame]
    texts = zip(*(alike[name].tolist() for name in names), strict=True)
    keys = pd.Series(["\x1f".join(parts).upper() for parts in texts], index=alike.index, dtype="object")
    return keys.isin(keys[~negative[alike.index]]).reindex(frame.index, fill_value=False)
