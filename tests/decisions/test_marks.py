import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.decisions.lines import read_lines
from ims_xl.decisions.marks import read_marks


def read(rows, documents, earlier=None):
    return read_marks(read_lines(rows), documents, earlier)


def used(marks):
    """(number part of the doc_id, action) of every mark."""
    return [
        (doc_id.split("|")[3], action) for doc_id, action in zip(marks.frame.doc_id, marks.frame.action, strict=True)
    ]


def test_a_mark_is_read_with_what_stands_beside_it(documents, lines, credit_note):
    docs = documents({}, credit_note, {})
    typed = {"action": "accept ", "itc_reduction": "Yes - partial", "declared_igst": "1,00.00", "remarks": " half "}
    marks = read(lines(docs, {"action": "R"}, typed, {}), docs)
    assert used(marks) == [("A/1", "R"), ("A/2", "A")]
    second = marks.frame.iloc[1]
    assert (second.itc_reduction, second.declared_igst, second.declared_cgst, second.remarks) == (
        "Y",
        100.0,
        0.0,
        "half",
    )
    assert (second.sheet, second.row, bool(second.stale)) == ("Exact Match", 8, False)
    assert marks.issues == []


def test_blank_leaves_the_portal_as_it_is(documents, lines):
    docs = documents({}, {})
    marks = read(lines(docs, {"action": None}, {"action": "  "}), docs)
    assert marks.frame.empty
    assert marks.issues == []


def test_what_is_typed_without_a_mark_is_kept(documents, lines):
    docs = documents({}, {})
    marks = read(lines(docs, {"eligibility": "Capital goods"}, {"action": "Acept"}), docs)
    assert marks.frame.empty
    assert marks.inputs.eligibility_text.tolist() == ["Capital goods", ""]
    assert marks.inputs.action_text.tolist() == ["", "Acept"]


def test_an_action_that_is_not_understood_is_refused_with_its_place(documents, lines):
    docs = documents({})
    marks = read(lines(docs, {"action": "Acept"}), docs)
    assert marks.frame.empty
    (issue,) = marks.issues
    assert (issue.severity, issue.place, issue.value) == ("error", "sheet Exact Match, row 7, column Action", "Acept")
    assert issue.remedy.startswith("Did you mean Accept?")
    assert marks.trouble[docs.doc_id[0]] == "Action not understood: not used"


def test_a_row_pasted_over_another_is_refused(documents, lines):
    docs = documents({}, {})
    marks = read(lines(docs, {"action": "Reject", "doc_number": "A/2"}, {}), docs)
    assert marks.frame.empty
    assert "pasted over" in marks.issues[0].reason
    assert "pasted over" in marks.trouble[docs.doc_id[0]]


def test_the_gstin_must_agree_too(documents, lines):
    docs = documents({})
    assert used(read(lines(docs, {"action": "R", "supplier_gstin": "27AAZCM4444H1ZV"}), docs)) == []
    assert used(read(lines(docs, {"action": "R", "supplier_gstin": " 24aazcs2222f1zb "}), docs)) == [("A/1", "R")]


@pytest.mark.parametrize(("shown", "counts"), [(12.0, True), (12, True), ("12", True), (" 12 ", True), (13.0, False)])
def test_a_number_a_program_turned_into_a_figure(documents, lines, shown, counts):
    docs = documents({"doc_number": "12"})
    assert len(read(lines(docs, {"action": "A", "doc_number": shown}), docs).frame) == counts


def test_leading_zeros_that_were_lost_are_refused_not_guessed(documents, lines):
    docs = documents({"doc_number": "0012"}, {"doc_number": "12"})
    assert used(read(lines(docs, {"action": "R", "doc_number": 12.0}, {}), docs)) == []


def test_imports_are_known_by_their_number(documents, lines):
    docs = documents({"section": "impg", "doc_number": "4455667", "supplier_gstin": "", "port_code": "INNSA1"})
    assert len(read(lines(docs, {"action": "A", "supplier_gstin": None}), docs).frame) == 1
    assert read(lines(docs, {"action": "A", "doc_number": "4455668"}), docs).frame.empty


def test_a_document_no_longer_in_ims_is_reported(documents, lines):
    docs = documents({}, {})
    marks = read(lines(docs, {"action": "A"}, {}), docs.iloc[1:])
    assert marks.frame.empty
    assert "no document of IMS" in marks.issues[0].reason
    assert marks.trouble[docs.doc_id[0]] == "No longer in IMS: action not used"


def test_a_line_added_by_hand_is_reported(documents, lines):
    docs = documents({})
    marks = read(lines(docs, {"action": "A", "doc_id": None}), docs)
    assert (len(marks.frame), len(marks.issues)) == (0, 1)


def two_lines(documents, lines, first, second):
    docs = documents({})
    both = pd.concat([lines(docs, first), lines(docs, second).assign(row=8)], ignore_index=True)
    return read(both, docs)


def test_a_copied_row_with_another_mark_makes_neither_count(documents, lines):
    marks = two_lines(documents, lines, {"action": "Accept"}, {"action": "Reject"})
    assert marks.frame.empty
    assert [(issue.severity, issue.row) for issue in marks.issues] == [("error", 7), ("error", 8)]
    assert marks.trouble.tolist() == ["Marked twice, differently: neither is used"]


def test_the_same_action_with_other_remarks_is_another_mark(documents, lines):
    assert two_lines(documents, lines, {"action": "R"}, {"action": "R", "remarks": "late"}).frame.empty


def test_a_copied_row_with_the_same_mark_counts_once(documents, lines):
    marks = two_lines(documents, lines, {"action": "Accept"}, {"action": "a"})
    assert used(marks) == [("A/1", "A")]
    assert [issue.severity for issue in marks.issues] == ["note"]


@pytest.mark.parametrize(("first", "second", "row"), [("Accept", None, 7), (None, "Accept", 8)])
def test_beside_a_blank_copy_the_mark_counts(documents, lines, first, second, row):
    marks = two_lines(documents, lines, {"action": first}, {"action": second})
    assert used(marks) == [("A/1", "A")]
    assert [(issue.severity, issue.row) for issue in marks.issues] == [("warning", row)]


def test_beside_an_unreadable_copy_no_mark_counts(documents, lines):
    assert two_lines(documents, lines, {"action": "Accept"}, {"action": "Acept"}).frame.empty


def test_a_mark_on_a_changed_document_is_stale_and_says_what_changed(documents, lines):
    before = documents({"taxable_value": 100000.0})
    now = documents({"taxable_value": 90000.0})
    marks = read(lines(before, {"action": "A"}), now, earlier=before)
    assert marks.frame.stale.tolist() == [True]
    assert marks.frame.stale_reason.tolist() == ["taxable value 1,00,000.00 -> 90,000.00"]
    assert marks.trouble.tolist() == ["Confirm the action: taxable value 1,00,000.00 -> 90,000.00"]


def test_without_the_earlier_document_it_is_stale_all_the_same(documents, lines):
    before, now = documents({"igst": 18000.0}), documents({"igst": 17000.0})
    marks = read(lines(before, {"action": "A"}), now)
    assert marks.frame.stale_reason.tolist() == ["the document changed after it was marked"]


def test_a_filing_supplier_makes_no_mark_stale(documents, lines):
    before, now = documents({"supplier_filed": "Not filed"}), documents({"supplier_filed": "Filed"})
    assert read(lines(before, {"action": "A"}), now).frame.stale.tolist() == [False]


def test_a_question_mark_asks_for_confirmation(documents, lines):
    docs = documents({})
    marks = read(lines(docs, {"action": "Reject?"}), docs)
    assert (marks.frame.action.item(), marks.frame.stale.item()) == ("R", True)
    assert marks.trouble.tolist() == ["Confirm the action"]


def test_an_itc_reduction_that_cannot_be_read_takes_its_mark_along(documents, lines, credit_note):
    docs = documents(credit_note)
    marks = read(lines(docs, {"action": "A", "itc_reduction": "y", "declared_igst": "nine"}), docs)
    assert marks.frame.empty
    assert (marks.issues[0].column, marks.issues[0].value) == ("Declared IGST", "nine")


def test_no_lines(documents, lines):
    docs = documents({})
    assert read(pd.DataFrame(columns=["doc_id", "action"], dtype="object"), docs).frame.empty
    assert read(lines(docs, {"action": "A"}), docs.iloc[:0]).frame.empty


cell = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.datetimes(min_value=dt.datetime(2000, 1, 1)),
    st.sampled_from(
        ["Accept", "reject", "P?", "No Action", "Yes - partial", "y", "A/1", "12", 12.0, "24AAZCS2222F1ZB"]
    ),
)
KEYS = ("supplier_gstin", "doc_number")
INPUTS = ("action", "remarks", "itc_reduction", "declared_igst", "declared_cgst", "eligibility", "fingerprint")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys((*KEYS, *INPUTS), cell)), min_size=1, max_size=4))
def test_any_cells_never_fail_and_never_mark_a_foreign_document(documents, lines, rows):
    numbers = ["A/1", "12", "0012", "b-3"]
    docs = documents(*({"doc_number": number} for number in numbers))
    typed = lines(docs, *rows)
    marks = read(typed, docs)
    theirs = {
        doc_id
        for doc_id, gstin, number in zip(typed.doc_id, typed.supplier_gstin, typed.doc_number, strict=True)
        if str(gstin).strip().upper() == "24AAZCS2222F1ZB"
        and str(number).strip().upper().removesuffix(".0") == doc_id.split("|")[3].upper()
    }
    assert set(marks.frame.doc_id) <= theirs
    assert set(marks.frame.action) <= set("ARPN")
    assert marks.frame.doc_id.is_unique
    assert not marks.frame.filter(like="declared").lt(0).any(axis=None)
