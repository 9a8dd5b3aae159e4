"""The cells of ITC Reversals between the sheet and the store: as they are read, kept, and changed."""

from collections.abc import Mapping

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.reversal_cells import CLAIM, OWN, REVERSE, Typed, nothing_typed
from ims_xl.decisions.reversal_ledger import named
from ims_xl.gst.periods import find_period
from ims_xl.issues import Issue
from ims_xl.sheets.names import TABLES
from ims_xl.sheets.reading import gather
from ims_xl.sheets.reversal_lists import LISTS
from ims_xl.workbook.book import TableData

CLAIMS_TABLE, OWN_TABLE = "ims_Reversals", "ims_OwnReversals"
_NAMES = [column.name for column in schema.REVERSALS]
_AMOUNTS = [column.name for column in schema.REVERSALS if column.kind == "rupees"]
_OWN_ROW = "typed "
"""Begins what the store calls a reversal typed by hand; the number of its row follows."""
_LISTED = "180 days "
"""Begins what it calls a document of a list that may be reversed; its key follows."""


def read_cells(tables: Mapping[str, TableData], stored: Typed) -> tuple[Typed, list[Issue]]:
    """What is typed now; what was last read counts where a table or one of its columns is not there, which is told."""
    read, issues = [], []
    kinds = pd.Series([named(text(key)).kind for key in stored.listed["key"]], dtype="str")
    lists = [(one.table, ("key", *REVERSE), stored.listed[(kinds == one.kind.code).array]) for one in LISTS]
    for name, fields, last in ((CLAIMS_TABLE, ("key", *CLAIM), stored.claims), (OWN_TABLE, OWN, stored.own), *lists):
        headings = {column.header: column.field for column in TABLES[name] if column.field in fields}
        gone = [heading for heading in headings if name in tables and heading not in tables[name].rows]
        read.append(last if gone or name not in tables else gather(tables, (name,), headings))
        if gone:
            reason = "this column is missing or has another heading; what was last read from its table counts"
            remedy = "It is written again; type there what you want to change."
            issues.append(Issue("warning", reason, remedy, "", tables[name].sheet, 0, gone[0]))
    claims, own, *of_lists = read
    listed = pd.concat([part for part in of_lists if len(part)] or of_lists[:1], ignore_index=True)
    claims, listed = (cells.assign(key=cells["key"].map(text)) for cells in (claims, listed))
    return Typed(claims, own[_any(own, OWN)].reset_index(drop=True), listed), issues


def ledger_shown(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """The ledger as the sheet shows it (schema.REVERSALS), for a computer that does not know the workbook yet."""
    shown = {column.header: column.field for column in TABLES[CLAIMS_TABLE]}
    rows = gather(tables, (CLAIMS_TABLE,), shown)
    found_in = [named(text(key)) for key in rows["key"]]
    rows = rows.assign(kind=[one.kind for one in found_in], doc_id=[one.doc_id for one in found_in])
    rows = rows[rows["doc_id"] != ""].reset_index(drop=True)
    amounts = {name: pd.to_numeric(rows[name], errors="coerce").fillna(0.0) for name in _AMOUNTS}
    found = rows.assign(
        reversed_in=rows["reversed_label"].map(text).map(find_period),
        doc_date=pd.to_datetime(rows["doc_date"], errors="coerce"), doc_type="", **amounts,
    )  # fmt: skip
    texts = ("supplier_gstin", "supplier_name", "doc_number")
    return schema.conform(found.assign(**{name: rows[name].map(text) for name in texts}), schema.REVERSALS)[_NAMES]


def to_store(typed: Typed) -> pd.DataFrame:
    """The cells as the store keeps them, by what names their row; rows without any are left out."""
    claims = typed.claims[_any(typed.claims, CLAIM)].set_index("key")[list(CLAIM)]
    own = typed.own[_any(typed.own, OWN)][list(OWN)]
    own = own.set_axis([f"{_OWN_ROW}{at}" for at in range(len(own))])
    listed = typed.listed[_any(typed.listed, REVERSE)]
    listed = listed.set_index(_LISTED + listed["key"].astype("str"))[list(REVERSE)]
    parts = [part.astype("object") for part in (claims, own, listed) if len(part)]
    return pd.concat(parts) if parts else pd.DataFrame(dtype="object")


def from_store(cells: pd.DataFrame) -> Typed:
    """The cells that the store keeps in the shape of those read; their row is 0."""
    empty = nothing_typed()
    if not len(cells):
        return empty
    names = cells.index.astype("str").to_series()
    is_own, is_listed = (names.str.startswith(begin).to_numpy() for begin in (_OWN_ROW, _LISTED))
    typed = cells.set_axis(names.str.removeprefix(_LISTED)).rename_axis("key").reset_index().assign(sheet="", row=0)
    parts = zip((~(is_own | is_listed), is_own, is_listed), empty, strict=True)
    return Typed(
        *(
            typed[chosen].reindex(columns=shape.columns).astype("object").reset_index(drop=True)
            for chosen, shape in parts
        )
    )


def changes(before: Typed, after: Typed) -> list[tuple[str, str, str]]:
    """What was typed, changed or taken away: the document, before and after in words."""
    was, now = _in_words(before), _in_words(after)
    return [(key, was.get(key, ""), now.get(key, "")) for key in {**was, **now} if was.get(key) != now.get(key)]


def _in_words(typed: Typed) -> dict[str, str]:
    found = {}
    for name, cells in to_store(typed).iterrows():
        key = str(name)
        document = key if key.startswith(_OWN_ROW) else named(key).doc_id
        shown = (text(cell.date() if hasattr(cell, "date") else cell) for cell in cells)
        found[document] = ", ".join(word for word in shown if word)
    return found


def _any(rows: pd.DataFrame, names: tuple[str, ...]) -> "pd.Series[bool]":
    """Which rows have something in one of these cells."""
    typed = [any(text(cell) for cell in row) for row in rows[list(names)].to_numpy(dtype=object).tolist()]
    return pd.Series(typed, index=rows.index, dtype="bool")
