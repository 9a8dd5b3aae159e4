"""The last run of Let's Match: what was used then, whatever Settings and files say now."""

import json
from dataclasses import fields

import pandas as pd

from ims_xl.sheets.view import Run
from ims_xl.store import Store
from ims_xl.tolerance import Tolerance

_USED = ("portal", "books", "gstr2b", "gstr2a")  # kinds of sources that a match is made from


def last_run(store: Store, book_id: str, two_b: str, everything: pd.DataFrame, due: pd.DataFrame) -> Run | None:
    """The last run of a workbook whose own GSTR-2B is that of the period `two_b`, None before the first.

    `everything`: what the portal holds now; `due`: of the workbook's month (both schema.IMS).
    """
    found = store.matches.last_run(book_id)
    if found is None:
        return None
    _, at, limits = found
    names = {field.name for field in fields(Tolerance)}
    known = {name: limit for name, limit in json.loads(limits).items() if name in names}
    used = _matched_sources(store, book_id, two_b)
    before, since = (used.loc[rows, "file"].tolist() for rows in (used["at"] <= at, used["at"] > at))
    looked_at = set(store.matches.verdicts(book_id, "ims")["doc_id"]) & set(everything["doc_id"])
    moved = len(looked_at ^ set(due["doc_id"]))
    return Run(at, Tolerance(**known), tuple(dict.fromkeys(before)), since[-1] if since else "", moved)


def _matched_sources(store: Store, book_id: str, two_b: str) -> pd.DataFrame:
    """The sources that a match is made from: not those that only tell of actions, nor the month's own GSTR-2B."""
    sources = store.sources.of(book_id)
    sources = sources[sources["kind"].isin(_USED) & (sources["format"] != "Actions")]
    statement = sources["kind"] == "gstr2b"
    if not statement.any():
        return sources
    listed = store.statements.documents([book_id])
    own = set(listed.loc[listed["gstr2b_period"] == two_b, "source_file"])
    return sources[~(statement & sources["file"].isin(own))]
