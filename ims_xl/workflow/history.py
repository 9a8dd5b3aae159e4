"""What other months tell of a workbook's documents: originals of amended ones, when suppliers filed, statuses."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.eligibility import Choice, last_choices
from ims_xl.decisions.originals import amends
from ims_xl.decisions.snapshot import Elsewhere, no_originals
from ims_xl.gst import periods
from ims_xl.settings import Company
from ims_xl.sheets.identity import Identity
from ims_xl.store import Store
from ims_xl.workflow.earlier import as_left, earlier_workbooks

_FOREVER = "9999"


def elsewhere(store: Store, identity: Identity, documents: pd.DataFrame) -> Elsewhere:
    """What this workbook and earlier ones know from their snapshots and GSTR-2B, whatever left the portal.

    `originals`: documents with the number of one, with the last `portal_action` known; GSTR-2B counts as accepted, its
    rejected part as rejected, and what it lists without credit as not known. What was told last stands last. A closed
    month knows nothing that was learned after it was closed.
    """
    before = earlier_workbooks(store, identity.book_id, identity.period)
    months = {book.book_id: periods.label(book.period) for book in before}
    months[identity.book_id] = periods.label(identity.period)
    until = identity.closed_at or _FOREVER
    filings = store.statements.filings(list(months), until)
    return Elsewhere(_originals(store, months, _numbers(documents), until), filings)


def seen_before(store: Store, identity: Identity) -> "pd.Series[str]":
    """doc_id -> the status each earlier month left it with: `Sep-2026: Missing in PR; Oct-2026: Mismatched`."""
    books = earlier_workbooks(store, identity.book_id, identity.period)
    if not books:
        return pd.Series(dtype="str")
    months = {book.book_id: (place, periods.label(book.period)) for place, book in enumerate(books)}
    found = store.matches.statuses_before(identity.book_id, list(months), identity.closed_at or _FOREVER)
    found["place"], found["label"] = (found["book_id"].map({key: of[n] for key, of in months.items()}) for n in (0, 1))
    said = found.sort_values("place", kind="stable")
    said = said.assign(text=said["label"].astype("str") + ": " + said["status"])
    return said.groupby("doc_id", sort=False)["text"].agg("; ".join).astype("str")


def eligibility_choices(store: Store, identity: Identity, company: Company) -> dict[str, Choice]:
    """What the accountant chose last for each supplier in earlier months; none in a closed month, or by Settings."""
    if identity.closed_at or not company.remember_eligibility:
        return {}
    months = {book.book_id: book.period for book in earlier_workbooks(store, identity.book_id, identity.period)}
    typed = store.marks.eligibilities(list(months))
    return last_choices((months[book_id], supplier, said) for book_id, supplier, said in typed)


def _originals(store: Store, months: Mapping[str, str], numbers: Sequence[str], until: str) -> pd.DataFrame:
    if not numbers:
        return no_originals()
    held = as_left(store, store.snapshots.last_held(list(months), numbers, until))
    held = held.assign(held_in="IMS of " + held["book_id"].map(months)).drop(columns="book_id")
    listed = store.statements.numbered(list(months), numbers, until)
    parts = [part for part in (_from_statements(listed), held) if len(part)]
    told = pd.concat(parts, ignore_index=True) if parts else held
    return told.sort_values("at", kind="stable", ignore_index=True).drop(columns="at")


def _numbers(documents: pd.DataFrame) -> list[str]:
    told = documents.loc[amends(documents), "original_number"].str.strip().str.upper()
    return sorted(set(told) - {""})


def _from_statements(listed: pd.DataFrame) -> pd.DataFrame:
    """GSTR-2B documents in the shape of IMS documents."""
    actions: Mapping[str, str] = {"docdata": "A", "docRejdata": "R"}
    without = (listed["itc_available"] == "N") | listed["reverse_charge"]
    action = listed["part"].map(actions).fillna("A").mask(without, "listed without credit")
    found = listed.assign(portal_action=action, doc_id="", supplier_filed="Filed")
    place = "GSTR-2B of " + listed["gstr2b_period"].map(periods.label)
    return schema.conform(found, schema.IMS)[_NAMES].assign(
        held_in=place.astype("str").to_numpy(), at=found["at"].to_numpy()
    )


_NAMES: Sequence[str] = [column.name for column in schema.IMS]
