"""Originals of amended documents as other months knew them: earlier snapshots and GSTR-2B, whatever left the portal."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.originals import amends
from ims_xl.gst import periods
from ims_xl.gst.actions import DONE
from ims_xl.store import Store
from ims_xl.workbook.identity import Identity
from ims_xl.workflow.earlier import earlier_workbooks

_FOREVER = "9999"


def originals_elsewhere(store: Store, identity: Identity, documents: pd.DataFrame) -> pd.DataFrame:
    """What this workbook and earlier ones knew of documents with the number of an original: schema.IMS and `held_in`.

    `portal_action` is the last one known; GSTR-2B counts as accepted, its rejected part as rejected. A closed month
    knows nothing that was learned after it was closed.
    """
    numbers = _numbers(documents)
    if not numbers:
        return schema.empty(schema.IMS).assign(held_in=pd.Series(dtype="str"))
    before = earlier_workbooks(store, identity.book_id, identity.period)
    months = {book.book_id: periods.label(book.period) for book in before}
    months[identity.book_id] = periods.label(identity.period)
    until = identity.closed_at or _FOREVER
    held = store.snapshots.last_held(list(months), numbers, until)
    held = held.assign(held_in="IMS of " + held["book_id"].map(months)).drop(columns="book_id")
    listed = store.statements.numbered(list(months), numbers, until)
    parts = [part for part in (_from_statements(listed), held) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else held


def original_states(
    documents: pd.DataFrame, pool: pd.DataFrame, position: "np.ndarray[tuple[int], np.dtype[np.intp]]"
) -> list[str]:
    """What is known of the original of each document, as its row says it; "" for a document that amends nothing."""
    words = {str(action): word for action, word in DONE.items()}
    actions, places = pool["portal_action"].tolist(), pool["held_in"].tolist()
    return [
        (
            ""
            if not amending
            else "not known here"
            if place < 0
            else f"{words.get(actions[place], actions[place])}, {places[place]}"
        )
        for amending, place in zip(amends(documents), position.tolist(), strict=True)
    ]


def _numbers(documents: pd.DataFrame) -> list[str]:
    told = documents.loc[amends(documents), "original_number"].str.strip().str.upper()
    return sorted(set(told) - {""})


def _from_statements(listed: pd.DataFrame) -> pd.DataFrame:
    """GSTR-2B documents in the shape of IMS documents."""
    actions: Mapping[str, str] = {"docdata": "A", "docRejdata": "R"}
    found = listed.assign(portal_action=listed["part"].map(actions).fillna("A"), doc_id="", supplier_filed="Filed")
    place = "GSTR-2B of " + listed["gstr2b_period"].map(periods.label)
    return schema.conform(found, schema.IMS)[_NAMES].assign(held_in=place.astype("str").to_numpy())


_NAMES: Sequence[str] = [column.name for column in schema.IMS]
