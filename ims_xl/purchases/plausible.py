"""What GST does not allow in one document, and so tells of columns that were mixed up.

Source: IGST Act s. 5 and CGST Act s. 9: a supply bears IGST, or CGST and SGST at one rate.
"""

from collections.abc import Callable

import pandas as pd

from ims_xl.issues import Issue
from ims_xl.purchases.findings import spans

_ROUNDED = 1.0  # rupees that heads of one bill may differ by rounding each line
_LOOK = "Compare a few with the bills, and look whether the columns of the taxes are the right ones."
_NOTE = "If they are credit notes, give them that document type or negative amounts."

_Test = Callable[[pd.DataFrame], "pd.Series[bool]"]


def _both(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows["igst"].ne(0) & (rows["cgst"].ne(0) | rows["sgst"].ne(0))


def _uneven(rows: pd.DataFrame) -> "pd.Series[bool]":
    return (rows["cgst"] - rows["sgst"]).abs() > _ROUNDED


def _negative_value(rows: pd.DataFrame) -> "pd.Series[bool]":
    if "doc_value" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["doc_type"].eq("INV") & rows["doc_value"].lt(0) & rows["taxable_value"].gt(0)


_KINDS: tuple[tuple[_Test, str, str], ...] = (
    (_both, "documents with IGST beside CGST or SGST", _LOOK),
    (_uneven, "documents whose CGST and SGST differ", _LOOK),
    (_negative_value, "invoices with a negative value and positive amounts", _NOTE),
)


def doubts(documents: pd.DataFrame, sheet: str) -> list[Issue]:
    """One warning a kind on documents of a sheet that cannot be as they were read."""
    told: list[Issue] = []
    for test, words, remedy in _KINDS if len(documents) else ():
        found = documents.loc[test(documents).fillna(False), "source_row"].tolist()
        if found:
            reason = f"{words}: {len(found):,} (rows {spans(found)})"
            told.append(Issue("warning", reason, remedy, sheet=sheet, row=min(found)))
    return told + _without_igst(documents, sheet)


def _without_igst(documents: pd.DataFrame, sheet: str) -> list[Issue]:
    """A warning on untaxed documents of other States where nothing of the sheet bears IGST."""
    if "supplier_gstin" not in documents or documents["igst"].ne(0).any():
        return []
    states = documents["supplier_gstin"].str[:2]
    home = set(states[documents["cgst"].ne(0)])
    untaxed = documents["cgst"].eq(0) & documents["sgst"].eq(0) & documents["taxable_value"].gt(0)
    away = untaxed & states.ne("") & ~states.isin(home)
    if not home or not away.any():
        return []
    found = documents.loc[away, "source_row"].tolist()
    reason = (
        f"no document here has IGST, and suppliers of other States have no tax: {len(found):,} (rows {spans(found)})"
    )
    return [Issue("warning", reason, "Look whether a column of IGST is missing.", sheet=sheet, row=min(found))]
