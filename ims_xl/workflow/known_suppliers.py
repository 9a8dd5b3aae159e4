"""What the workbook shows of its suppliers besides their documents: contacts, open points, letters, scores."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst import periods
from ims_xl.gst.gstin import clean
from ims_xl.letters.situations import open_points
from ims_xl.sheets.contacts import contact_rows
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.lines import NAME_NOT_GIVEN
from ims_xl.sheets.scores import score_rows
from ims_xl.sheets.view import View
from ims_xl.store import Store
from ims_xl.workflow.earlier import earlier_workbooks

if TYPE_CHECKING:
    from ims_xl.workflow.job import Job


def not_reportable(job: "Job") -> set[str]:
    """GSTINs of suppliers whose bills IMS never carries, as Settings and Supplier Contacts say."""
    said = {clean(one.supplier_gstin) for one in job.store.contacts.all().values() if one.is_not_reportable}
    return said | set(job.company.not_reportable)


def with_suppliers(view: View, store: Store, identity: Identity, snapshot: Snapshot) -> View:
    """The view with its suppliers: `contacts`, `letters`, `points`, `scores`, `score_periods`."""
    own = snapshot.filing.extensions
    points = open_points(view.lines, view.unmatched, view.now.date(), own)
    points["supplier_name"] = points["supplier_name"].mask(
        points["supplier_name"] == NAME_NOT_GIVEN, points["supplier_gstin"]
    )
    points = points[~points["supplier_gstin"].isin(view.company.not_reportable)].reset_index(drop=True)
    letters = store.letters.all()
    months = {book.book_id: periods.label(book.period) for book in store.sources.workbooks()}
    letters = letters.assign(
        at=pd.to_datetime(letters["at"]).astype("datetime64[s]"), month=letters["book_id"].map(months).astype("str")
    )
    contacts = contact_rows(view.lines, view.unmatched, store.contacts.all(), points, letters)
    books = {book.book_id: book.period for book in earlier_workbooks(store, identity.book_id, identity.period)}
    books[identity.book_id] = identity.period
    counts = store.supplier_counts.of(list(books))
    names = dict(zip(contacts["supplier_gstin"], contacts["supplier_name"], strict=True))
    scores = score_rows(counts, snapshot.elsewhere.filings, own)
    named = [names.get(gstin) or gstin for gstin in scores["supplier_gstin"]]
    scores["supplier_name"] = pd.Series(named, index=scores.index, dtype="str")
    matched = [period for book_id, period in books.items() if (counts["book_id"] == book_id).any()]
    return replace(view, contacts=contacts, letters=letters, points=points, scores=scores, score_periods=matched)
