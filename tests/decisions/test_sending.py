import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.decisions import sending
from ims_xl.decisions.sending import NEW, Deemed, plan
from ims_xl.decisions.snapshot import take_snapshot

SAME = "already so on the portal"


def sent(done):
    """(number, new action) of every record that is sent."""
    return list(zip(done.send.doc_number, done.send.new_action, strict=True))


def reduction(done):
    """What the one record that is sent declares: Y or N, then IGST, CGST, SGST, cess."""
    (row,) = done.send[list(NEW[2:])].astype("object").where(lambda cells: cells.notna(), None).values.tolist()
    return row


def test_only_what_differs_from_the_portal(documents, marks):
    docs = documents({"portal_action": "A"}, {"portal_action": "N"}, {"portal_action": "A"}, {"portal_action": ""})
    done = plan(take_snapshot(docs), marks(docs, {"action": "A"}, {"action": "R"}, {"action": "N"}, {"action": "N"}))
    assert sent(done) == [("A/2", "R"), ("A/3", "N")]
    assert done.left_out.values.tolist() == [[docs.doc_id[0], "A", SAME], [docs.doc_id[3], "N", SAME]]
    assert done.counts == {"R": 1, "N": 1}


def test_the_file_leaves_imports_out_and_says_so(documents, marks):
    bill = {"section": "impg", "doc_number": "4455667", "supplier_gstin": "", "port_code": "INNSA1"}
    docs = documents(bill, {})
    wanted = marks(docs, {"action": "P", "remarks": "late"}, {"action": "A"})
    assert sent(plan(take_snapshot(docs), wanted)) == [("4455667", "P"), ("A/2", "A")]
    assert plan(take_snapshot(docs), wanted).send.new_remarks.tolist() == ["", ""]
    by_file = plan(take_snapshot(docs), wanted, by_file=True)
    assert sent(by_file) == [("A/2", "A")]
    reason = "the upload file has no place for imports; they are sent only through a GSP"
    assert by_file.left_out.values.tolist() == [[docs.doc_id[0], "P", reason]]
    assert by_file.deemed.doc_id.tolist() == [docs.doc_id[0]]


@pytest.mark.parametrize("by_file", [False, True])
def test_nothing_is_sent_or_deemed_where_the_portal_holds_an_unknown_action(documents, marks, by_file):
    docs = documents(*[{"portal_action": "On hold"}] * 5)
    done = plan(take_snapshot(docs), marks(docs, *({"action": action} for action in "ARPN")), by_file=by_file)
    assert done.send.empty
    reason = "the portal shows an action that this program does not know"
    assert done.left_out[["action", "reason"]].values.tolist() == [[action, reason] for action in "ARPN"]
    assert done.deemed_totals == Deemed(0, 0.0, 0, 0.0, 0)


def test_a_record_is_sent_as_the_portal_wrote_it(documents, marks):
    docs = documents({"wire_period": "10"})
    done = plan(take_snapshot(docs), marks(docs, {"action": "R", "remarks": "Not ours"}))
    names = [column.name for column in schema.IMS]
    pd.testing.assert_frame_equal(done.send[names], docs[names])
    assert list(done.send.columns) == [*names, *NEW]
    assert done.send.new_remarks.tolist() == ["Not ours"]


def test_accepted_only(documents, marks):
    docs = documents({}, {}, {"portal_action": "A"})
    done = plan(take_snapshot(docs), marks(docs, {"action": "A"}, {"action": "R"}, {"action": "N"}), accepted_only=True)
    assert sent(done) == [("A/1", "A")]
    assert done.left_out.reason.tolist() == ["only accepted rows are sent"] * 2


def test_a_document_that_changed_or_went_is_not_sent(documents, marks):
    before, now = documents({"igst": 18000.0}, {}), documents({"igst": 17000.0})
    done = plan(take_snapshot(now), marks(before, {"action": "R"}, {"action": "R"}))
    assert done.send.empty
    assert done.left_out.reason.tolist() == [
        "the document changed after it was marked",
        "the document is no longer in IMS",
    ]


@pytest.mark.parametrize(
    ("held", "typed", "goes"),
    [
        ("late", "", False),  # an empty cell leaves the portal's remarks
        ("late", "late", False),
        ("late", "not ours", True),
        ("", "not ours", True),
    ],
)
def test_other_remarks_are_a_difference(documents, marks, held, typed, goes):
    docs = documents({"portal_action": "R", "remarks": held})
    assert len(plan(take_snapshot(docs), marks(docs, {"action": "R", "remarks": typed})).send) == goes


def test_remarks_go_only_where_the_portal_takes_them(documents, marks, credit_note):
    docs = documents({}, credit_note, {"remarks_blocked": True})
    done = plan(
        take_snapshot(docs),
        marks(
            docs,
            {"action": "A", "remarks": "paid"},
            {"action": "A", "remarks": "never availed", "itc_reduction": "N"},
            {"action": "P"},
        ),
    )
    assert done.send.new_remarks.tolist() == ["", "never availed", ""]


NOTHING = [None, None, None, None]


@pytest.mark.parametrize(
    ("typed", "goes"),
    [
        ({}, ["Y", *NOTHING]),  # full, as the portal takes it
        ({"itc_reduction": "N"}, ["N", *NOTHING]),
        ({"itc_reduction": "Y", "declared_igst": 400.0, "declared_cgst": 0.0}, ["Y", 400.0, 0.0, None, None]),
    ],
)
def test_an_accepted_credit_note_says_what_is_reduced(documents, marks, credit_note, typed, goes):
    docs = documents(credit_note)
    assert reduction(plan(take_snapshot(docs), marks(docs, {"action": "A", **typed}))) == goes


@pytest.mark.parametrize("action", ["R", "P"])
def test_nothing_is_declared_without_accept(documents, marks, credit_note, action):
    docs = documents(credit_note)
    done = plan(take_snapshot(docs), marks(docs, {"action": action, "itc_reduction": "Y", "declared_igst": 1.0}))
    assert reduction(done) == ["", *NOTHING]


def test_nothing_is_declared_where_it_is_blocked_or_not_asked(documents, marks, credit_note):
    docs = documents({**credit_note, "itc_reduction_blocked": True}, {}, {"section": "b2bdn", "doc_type": "DN"})
    done = plan(take_snapshot(docs), marks(docs, *({"action": "A"},) * 3))
    assert done.send.new_itc_reduction.tolist() == ["", "", ""]


@pytest.mark.parametrize(("igst", "goes"), [(17000.0, "Y"), (19000.0, "")])
def test_only_a_downward_amendment_reduces(documents, marks, igst, goes):
    day = pd.Timestamp("2026-08-04")
    original = {"doc_date": day, "doc_number": "M-9", "portal_action": "A"}
    docs = documents(original, {"section": "b2ba", "original_number": "M-9", "original_date": day, "igst": igst})
    done = plan(take_snapshot(docs), marks(docs, {}, {"action": "A"}))
    assert done.send.new_itc_reduction.tolist() == [goes]


@pytest.mark.parametrize(
    ("held", "typed", "goes"),
    [
        ({"itc_reduction": "N"}, {}, False),  # an empty cell leaves the declaration
        ({}, {}, False),
        ({"itc_reduction": "N"}, {"itc_reduction": "N"}, False),
        ({"itc_reduction": "N"}, {"itc_reduction": "Y"}, True),
        ({"itc_reduction": "Y", "declared_igst": 400.0}, {"itc_reduction": "Y", "declared_igst": 400.0}, False),
        ({"itc_reduction": "Y", "declared_igst": 400.0}, {"itc_reduction": "Y", "declared_igst": 400.01}, True),
        ({"itc_reduction": "Y", "declared_igst": 400.0}, {"itc_reduction": "Y"}, True),
    ],
)
def test_a_changed_declaration_alone_is_sent(documents, marks, credit_note, held, typed, goes):
    docs = documents({**credit_note, "portal_action": "A", **held})
    assert len(plan(take_snapshot(docs), marks(docs, {"action": "A", **typed})).send) == goes


def test_changed_remarks_take_the_declaration_along(documents, marks, credit_note):
    docs = documents({**credit_note, "portal_action": "A", "itc_reduction": "Y", "declared_igst": 400.0})
    done = plan(take_snapshot(docs), marks(docs, {"action": "A", "remarks": "availed in part"}))
    assert reduction(done)[:2] == ["Y", 400.0]


def test_what_would_be_deemed_accepted(documents, marks, credit_note, local_supplier):
    docs = documents(
        {},  # accepted now
        local_supplier,  # deemed: 18,000
        {"igst": 500.5},  # deemed: 500.50
        credit_note,  # deemed: reduces 900
        {**credit_note, "portal_action": "P"},
        {"portal_action": "A"},  # set back to no action: 18,000
        {"supplier_filed": "Not filed"},
    )
    done = plan(take_snapshot(docs), marks(docs, {"action": "A"}, {}, {}, {}, {}, {"action": "N"}, {}))
    assert done.deemed.doc_number.tolist() == ["A/2", "A/3", "A/4", "A/6"]
    assert done.deemed.itc_effect.tolist() == [18000.0, 500.5, -900.0, 18000.0]
    assert done.deemed_totals == Deemed(documents=3, itc=36500.5, credit_notes=1, reduction=900.0, unknown=0)


def test_nothing_deemed_is_zero(documents, marks):
    docs = documents({})
    assert plan(take_snapshot(docs), marks(docs, {"action": "A"})).deemed_totals == Deemed(0, 0.0, 0, 0.0, 0)


def test_no_marks(documents, marks):
    docs = documents({})
    done = plan(take_snapshot(docs), marks(docs, {}))
    assert done.send.empty
    assert done.left_out.empty
    assert done.counts == {}


@pytest.mark.parametrize(("asked", "answer"), [(True, "Y"), (False, "")])
def test_nobody_answers_for_an_amendment_whose_original_is_not_known_unless_the_portal_asks(
    documents, marks, asked, answer
):
    docs = documents({"section": "b2ba", "original_number": "X/9", "itc_reduction_asked": asked})
    assert plan(take_snapshot(docs), marks(docs, {"action": "A"})).send.new_itc_reduction.tolist() == [answer]


def test_after_sending_the_portal_holds_the_marks(documents, marks, credit_note):
    docs = documents({}, {**credit_note, "remarks": "old"}, {})
    done = plan(
        take_snapshot(docs), marks(docs, {"action": "R", "remarks": "late"}, {"action": "A", "itc_reduction": "N"}, {})
    )
    after = sending.after(docs, done.send)
    assert after.portal_action.tolist() == ["R", "A", "N"]
    assert after.remarks.tolist() == ["late", "", ""]
    assert after.itc_reduction.tolist() == ["", "N", ""]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ARPN"), st.sampled_from("ARPN")), min_size=1, max_size=6))
def test_sending_twice_sends_nothing_the_second_time(documents, marks, credit_note, states):
    docs = documents(
        *({**(credit_note if at % 2 else {}), "portal_action": held} for at, (held, _) in enumerate(states))
    )
    wanted = marks(docs, *({"action": action, "remarks": "r"} for _, action in states))
    first = plan(take_snapshot(docs), wanted)
    again = plan(take_snapshot(sending.after(docs, first.send)), wanted)
    assert again.send.empty
    assert set(again.left_out.reason) == {SAME}
