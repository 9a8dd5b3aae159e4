"""What earlier months decided: documents that earlier workbooks of the GSTIN held, and what became of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.book_reasons import REPORTED, SAVED
from ims_xl.decisions.cases import is_unfiled
from ims_xl.gst import periods
from ims_xl.gst.actions import DONE, Action, is_open
from ims_xl.store import Store, Workbook
from ims_xl.uploads import NOT_TAKEN, ON_PORTAL, REFUSED

_HELD = {
    Action.ACCEPT: "accepted in {month}",
    Action.REJECT: "rejected in {month}",
    Action.PENDING: "pending in {month} and no longer in IMS",
    Action.NO_ACTION: "in IMS of {month} without a decision",
}
_DEEMED = "deemed accepted in {month}"
_SETTLED = ("accepted in ", "deemed accepted in ", "already in GSTR-2B of ")
_KEY = ["section", "supplier_gstin", "port_code", "doc_number", "doc_date"]


def gave_credit(texts: "pd.Series[str]") -> "pd.Series[bool]":
    """Which texts (`held` of a document, reason of a book row) say that an earlier month took the credit."""
    return texts.str.startswith(_SETTLED)


def earlier_workbooks(store: Store, book_id: str, period: str) -> list[Workbook]:
    """One workbook for each earlier period, oldest first, see `one_a_period`."""
    known = one_a_period(store, book_id)
    return [book for book in known if periods.ordinal(book.period) < periods.ordinal(period)]


def one_a_period(store: Store, book_id: str) -> list[Workbook]:
    """One workbook for each period, oldest first; of several the one this descends from, or the newest."""
    known = store.sources.workbooks()
    descent = _descent(book_id, {book.book_id: book for book in known})
    chosen: dict[str, Workbook] = {}
    for book in known:
        if book.period not in chosen or book.book_id in descent or chosen[book.period].book_id not in descent:
            chosen[book.period] = book
    return list(chosen.values())


def downloads_read(store: Store, book_id: str, period: str) -> dict[str, str]:
    """The portal files that workbooks of earlier periods read: SHA-256, and the last month that did in words."""
    found: dict[str, str] = {}
    for book in earlier_workbooks(store, book_id, period):
        sources = store.sources.of(book.book_id)
        found.update(dict.fromkeys(sources.loc[sources["kind"] == "portal", "sha256"], periods.label(book.period)))
    return found


def _descent(book_id: str, known: Mapping[str, Workbook]) -> set[str]:
    found: set[str] = set()
    while book_id in known and book_id not in found:
        found.add(book_id)
        book_id = known[book_id].carried_from
    return found


def as_left(store: Store, documents: pd.DataFrame) -> pd.DataFrame:
    """Documents of earlier workbooks (schema.IMS, `book_id`) as they were left, in words where that is not known.

    One that was last seen without action, and was sent as rejected or pending with an outcome that nobody saw, is
    neither deemed accepted nor rejected; its `at`, where that is given, is when it was sent.
    """
    if not len(documents):
        return documents
    books = documents["book_id"].unique()
    sent = pd.concat([_sent(store, book_id) for book_id in books]).drop_duplicates(["book_id", "doc_id"], keep="last")
    unseen = ~sent["outcome"].isin([ON_PORTAL, NOT_TAKEN, REFUSED])
    sent = sent[unseen & sent["action"].isin([Action.REJECT, Action.PENDING])].set_index(["book_id", "doc_id"])
    found = sent.reindex(pd.MultiIndex.from_frame(documents[["book_id", "doc_id"]])).set_axis(documents.index)
    told = is_open(documents["portal_action"]) & found["action"].notna()
    words = "sent as " + found["action"].map(DONE).str.lower() + ", outcome not seen"
    documents = documents.assign(portal_action=documents["portal_action"].mask(told, words).astype("str"))
    return documents.assign(at=documents["at"].mask(told, found["sent_at"])) if "at" in documents else documents


def _sent(store: Store, book_id: str) -> pd.DataFrame:
    """What a workbook uploaded, oldest first: book_id, doc_id, action, outcome, sent_at."""
    times = store.uploads.of(book_id).set_index("id")["at"].astype("str")
    rows = store.uploads.rows(book_id)
    return rows.assign(book_id=book_id, sent_at=rows["upload_id"].map(times))


def documents_of(
    store: Store, books: Sequence[Workbook], present: pd.DataFrame, suppliers: Sequence[str] | None = None
) -> pd.DataFrame:
    """What earlier workbooks show and the portal does not hold now, one row a document: schema.IMS and `held`.

    `suppliers`: only of these, None of all.
    `held` says what became of it and in which month: the last action, and the first month that had it. Without
    action it counts as accepted once that month was closed. Source: rule 60, GSTN IMS FAQ 2024 (deemed acceptance).
    """
    if not books:
        return schema.empty(schema.IMS).assign(held=pd.Series(dtype="str"))
    found = store.snapshots.present([book.book_id for book in books], suppliers)
    found = as_left(store, found[~found["doc_id"].isin(set(present["doc_id"]))])
    month = {book.book_id: periods.ordinal(book.period) for book in books}
    found = found.assign(month=found["book_id"].map(month)).sort_values("month", kind="stable")
    last = found.drop_duplicates("doc_id", keep="last").set_index("doc_id")["portal_action"]
    same = found[found["portal_action"] == found["doc_id"].map(last)]
    first = same.groupby("doc_id")["book_id"].first()
    newest = found.drop_duplicates("doc_id", keep="last").reset_index(drop=True)
    labels = {book.book_id: periods.label(book.period) for book in books}
    closed = {book.book_id for book in books if book.closed_at}
    deemed = (newest["portal_action"] == Action.NO_ACTION) & newest["book_id"].isin(closed) & ~is_unfiled(newest)
    words = newest["portal_action"].map({str(action): text for action, text in _HELD.items()})
    words = words.fillna(newest["portal_action"] + " ({month})").mask(deemed, _DEEMED)
    months = newest["doc_id"].map(first).map(labels)
    held = [text.format(month=label) for text, label in zip(words, months, strict=True)]
    return newest.drop(columns=["month", "book_id"]).assign(held=pd.Series(held, index=newest.index, dtype="str"))


def earlier_statements(store: Store, book_id: str, before: Sequence[Workbook], two_b: str) -> pd.DataFrame:
    """GSTR-2B documents of periods before `two_b`, the workbook's own, read in it or in an earlier workbook."""
    listed = store.statements.documents([*(book.book_id for book in before), book_id])
    before_own = listed["gstr2b_period"].map(lambda period: periods.ordinal(period) < periods.ordinal(two_b))
    return listed[before_own.astype("bool")].reset_index(drop=True)


def reported(listed: pd.DataFrame, documents: pd.DataFrame, settled: pd.DataFrame) -> pd.DataFrame:
    """Documents of GSTR-2A (schema.GSTR2A) that no month's IMS and no GSTR-2B holds: schema.IMS and `held`.

    `held` says whether the supplier's return was filed; imports have none and count as filed.
    """
    known = pd.concat([pd.MultiIndex.from_frame(one[_KEY]).to_frame() for one in (documents, settled)])
    rest = listed[~pd.MultiIndex.from_frame(listed[_KEY]).isin(pd.MultiIndex.from_frame(known))]
    month = rest["supplier_period"].map(periods.label)
    words = (REPORTED + month).mask(rest["supplier_filed"] == "Not filed", SAVED + month)
    return schema.conform(rest, schema.IMS).assign(held=words.to_numpy())


def with_statements(documents: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The documents, and those of earlier GSTR-2B (schema.GSTR2B) that are not among them; `held` tells them apart."""
    known = pd.MultiIndex.from_frame(documents[_KEY])
    rest = statements[~pd.MultiIndex.from_frame(statements[_KEY]).isin(known)]
    parts = [part for part in (documents.assign(part="docdata"), rest.assign(held="")) if len(part)]
    if not parts:
        return statements.iloc[:0]
    return schema.conform(pd.concat(parts, ignore_index=True), schema.GSTR2B)
