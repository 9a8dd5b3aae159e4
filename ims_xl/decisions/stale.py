"""Marks made on a document that has changed since."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.money import indian

CHANGED = "the document changed after it was marked"
GONE = "the document is no longer in IMS"

# What changes credit or identity. A supplier who files what was only saved changes none of it.
_WATCHED = (
    ("doc_number", "number"),
    ("doc_date", "date"),
    ("original_number", "original number"),
    ("original_date", "original date"),
    ("supply_type", "supply type"),
    ("place_of_supply", "place of supply"),
    ("doc_value", "document value"),
    ("taxable_value", "taxable value"),
    ("igst", "IGST"),
    ("cgst", "CGST"),
    ("sgst", "SGST"),
    ("cess", "cess"),
)


def stale_reason(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    """What changed: `taxable value 1,00,000.00 -> 90,000.00`; a general sentence when the old row is not known."""
    if old is None:
        return CHANGED
    differing = [
        f"{word} {_shown(old[name])} -> {_shown(new[name])}"
        for name, word in _WATCHED
        if _shown(old[name]) != _shown(new[name])
    ]
    return "; ".join(differing) or CHANGED


def _shown(value: object) -> str:
    if isinstance(value, float):
        return indian(value)
    if value is pd.NaT or value == "":
        return "–"
    return value.strftime("%d-%b-%Y") if isinstance(value, pd.Timestamp) else str(value)


def stale_reasons(marks: pd.DataFrame, documents: pd.DataFrame, earlier: pd.DataFrame | None) -> "pd.Series[str]":
    """`stale_reason` of every mark whose fingerprint is not its document's, "" for the others.

    `earlier`: documents as earlier downloads had them, found by doc_id and fingerprint.
    """
    current = schema.once(documents)
    changed = marks["fingerprint"] != marks["doc_id"].map(schema.by_doc_id(current, "fingerprint"))
    if not changed.any():
        return pd.Series("", index=marks.index, dtype="str")
    new = _records(current, marks.loc[changed, "doc_id"])
    old = {} if earlier is None else _records(earlier, marks.loc[changed, "doc_id"])
    now = {doc_id: row for (doc_id, _), row in new.items()}
    keys = zip(marks["doc_id"], marks["fingerprint"], changed, strict=True)
    reasons = [stale_reason(old.get((doc, mark)), now[doc]) if differs else "" for doc, mark, differs in keys]
    return pd.Series(reasons, index=marks.index, dtype="str")


def _records(documents: pd.DataFrame, doc_ids: "pd.Series[str]") -> dict[tuple[str, str], dict[Any, Any]]:
    wanted = documents[documents["doc_id"].isin(doc_ids)]
    return {(row["doc_id"], row["fingerprint"]): row for row in wanted.to_dict("records")}
