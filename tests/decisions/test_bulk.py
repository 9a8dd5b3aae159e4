import datetime as dt

import pandas as pd

from ims_xl.decisions import bulk
from ims_xl.decisions.snapshot import take_snapshot

TODAY = dt.date(2026, 11, 15)
SURAT, PUNE = "24AAZCS2222F1ZB", "27AAZCM4444H1ZV"


def commands(*cells):
    rows = [
        {"sheet": "Supplier View", "row": at, "supplier_gstin": g, "action": a, "family": "".join(family)}
        for at, (g, a, *family) in enumerate(cells, 7)
    ]
    return pd.DataFrame(rows, dtype="object")


def october(docs):
    return take_snapshot(docs, period="102026", today=TODAY)


def run(docs, marks, *cells, **options):
    return bulk.apply(commands(*cells), october(docs), marks["doc_id"], **options)


def test_a_bulk_action_marks_what_has_no_mark_yet(documents, marks, local_supplier):
    docs = documents({}, {}, local_supplier)
    outcome = run(docs, marks(docs, {"action": "R"}), (SURAT, "Accept"), (PUNE, None))
    assert outcome.marks.values.tolist() == [[docs.doc_id[1], "A"]]
    assert outcome.skipped == [docs.doc_id[0]]
    assert outcome.issues == []


def test_a_bulk_action_marks_only_the_type_of_document_that_is_shown(documents, marks, credit_note):
    docs = documents({}, credit_note, {})
    outcome = run(docs, marks(docs.iloc[:0]), (SURAT, "Accept", "CDN"))
    assert outcome.marks.values.tolist() == [[docs.doc_id[1], "A"]]
    both = run(docs, marks(docs.iloc[:0]), (SURAT, "Accept", "CDN"), (SURAT, "Accept", "Invoices"))
    assert both.marks.doc_id.tolist() == docs.doc_id.tolist()


def test_over_marks_only_when_confirmed(documents, marks):
    docs = documents({}, {})
    outcome = run(docs, marks(docs, {"action": "R"}), (SURAT, "Accept"), over_marks=True)
    assert (outcome.marks.doc_id.tolist(), outcome.skipped) == (docs.doc_id.tolist(), [])


def test_two_bulk_actions_that_differ_are_both_refused(documents, marks):
    docs = documents({})
    outcome = run(docs, marks(docs, {}), (SURAT, "Accept"), (SURAT, "Reject"))
    assert outcome.marks.empty
    assert [(issue.row, issue.column) for issue in outcome.issues] == [(7, "Bulk action"), (8, "Bulk action")]


def test_the_same_bulk_action_on_two_sheets_is_applied_once(documents, marks):
    docs = documents({})
    outcome = run(docs, marks(docs, {}), (SURAT, "Accept"), (SURAT.lower(), " a "))
    assert len(outcome.marks) == 1
    assert outcome.issues == []


def test_restricted_documents_are_refused_one_by_one(documents, marks):
    docs = documents({}, {"pending_blocked": True}, {})
    outcome = run(docs, marks(docs, {}), (SURAT, "Pending"))
    assert outcome.marks.doc_id.tolist() == [docs.doc_id[0], docs.doc_id[2]]
    assert outcome.refused[["doc_id", "code"]].values.tolist() == [[docs.doc_id[1], "pending_blocked"]]


def test_later_documents_are_not_meant(documents, marks):
    docs = documents({}, {"supplier_period": "112026"})
    assert run(docs, marks(docs, {}), (SURAT, "Accept")).marks.doc_id.tolist() == [docs.doc_id[0]]


def test_what_the_portal_holds_otherwise_is_left_unless_confirmed(documents, marks):
    docs = documents({"portal_action": "R"}, {"portal_action": "P"}, {"portal_action": "N"})
    left = run(docs, marks(docs), (SURAT, "Accept"))
    assert left.marks.values.tolist() == [[docs.doc_id[2], "A"]]
    assert left.decided.values.tolist() == [[docs.doc_id[0], "A", "R"], [docs.doc_id[1], "A", "P"]]
    confirmed = run(docs, marks(docs), (SURAT, "Accept"), over_portal=True)
    assert (confirmed.marks.doc_id.tolist(), len(confirmed.decided)) == (docs.doc_id.tolist(), 0)


def test_no_action_undoes_a_decision_on_the_portal_only_when_confirmed(documents, marks):
    docs = documents({"portal_action": "R"}, {"portal_action": "N"})
    left = run(docs, marks(docs), (SURAT, "No Action"))
    assert (len(left.marks), left.decided.values.tolist()) == (0, [[docs.doc_id[0], "N", "R"]])
    confirmed = run(docs, marks(docs), (SURAT, "No Action"), over_portal=True)
    assert confirmed.marks.values.tolist() == [[docs.doc_id[0], "N"]]


def test_where_the_portal_holds_the_very_action_nothing_is_to_be_done(documents, marks):
    docs = documents({"portal_action": "A"}, {"portal_action": "N"})
    outcome = run(docs, marks(docs), (SURAT, "Accept"), over_portal=True)
    assert (outcome.marks.doc_id.tolist(), len(outcome.decided)) == ([docs.doc_id[1]], 0)


def test_a_mark_of_ones_own_counts_as_marked_and_not_as_decided(documents, marks):
    docs = documents({"portal_action": "R"})
    outcome = run(docs, marks(docs, {"action": "P"}), (SURAT, "Accept"), over_portal=True)
    assert (len(outcome.marks), outcome.skipped, len(outcome.decided)) == (0, [docs.doc_id[0]], 0)


def test_bulk_cells_that_make_no_sense_are_reported(documents, marks):
    docs = documents({})
    outcome = run(docs, marks(docs, {}), (SURAT, "Acept"), (None, "Accept"), (PUNE, "Accept"), (SURAT, "Accept?"))
    assert outcome.marks.empty
    assert sorted((issue.row, issue.value) for issue in outcome.issues) == [
        (7, "Acept"),
        (8, ""),
        (9, PUNE),
        (10, "Accept?"),
    ]


def test_no_commands(documents, marks):
    docs = documents({})
    assert run(docs, marks(docs, {}), (SURAT, None)).marks.empty
    empty = pd.DataFrame(columns=["sheet", "row", "supplier_gstin", "action", "family"], dtype="object")
    assert bulk.apply(empty, october(docs), []).marks.empty


def test_no_action_takes_back_every_action_the_portal_holds_when_confirmed(documents, marks):
    docs = documents({"portal_action": "R"}, {"portal_action": "P"}, {"portal_action": "N"}, {"portal_action": ""})
    outcome = run(docs, marks(docs, {}), (SURAT, "No Action"), over_portal=True)
    assert outcome.marks.values.tolist() == [[docs.doc_id[0], "N"], [docs.doc_id[1], "N"]]
    assert outcome.refused.empty


def test_each_supplier_gets_its_own_action_and_others_none(documents, marks, local_supplier):
    docs = documents({}, local_supplier, {"supplier_gstin": "29AAZFK3333G1ZV"}, {})
    outcome = run(docs, marks(docs, {}), (SURAT, "Pending"), (PUNE, "Reject"))
    assert dict(outcome.marks.values.tolist()) == {docs.doc_id[0]: "P", docs.doc_id[1]: "R", docs.doc_id[3]: "P"}
