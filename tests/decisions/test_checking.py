import datetime as dt

import pandas as pd
import pytest

from ims_xl.decisions.checking import check
from ims_xl.decisions.known import know
from ims_xl.gst.restrictions import rules_for

TODAY = dt.date(2026, 11, 15)


def test_what_is_refused_is_not_allowed(documents, marks):
    docs = documents({}, {"pending_blocked": True}, {"pending_blocked": True}, {})
    checked = check(know(docs), marks(docs, {"action": "A"}, {"action": "P"}, {"action": "A"}, {}), "102026", TODAY)
    assert checked.allowed.doc_id.tolist() == [docs.doc_id[0], docs.doc_id[2]]
    assert checked.refused[["doc_id", "action", "code"]].values.tolist() == [[docs.doc_id[1], "P", "pending_blocked"]]
    assert checked.texts.to_dict() == {
        docs.doc_id[1]: "Pending refused: the portal does not allow Pending for this document"
    }


def test_advice_does_not_stop_a_mark(documents, marks, credit_note):
    docs = documents({**credit_note, "supplier_filed": "Not filed"})
    checked = check(know(docs), marks(docs, {"action": "R"}), "102026", TODAY)
    assert len(checked.allowed) == 1
    assert checked.refused.empty
    assert checked.advice.code.tolist() == ["not_filed", "credit_note_rejected"]
    assert checked.texts.item() == (
        "Not filed by the supplier: no effect on GSTR-2B until then; an edit resets the action. "
        "Rejecting a credit note adds its tax to the supplier's liability"
    )


def test_stale_and_vanished_marks_are_refused(documents, marks):
    before, now = documents({"igst": 18000.0}, {}), documents({"igst": 17000.0})
    checked = check(know(now), marks(before, {"action": "A"}, {"action": "A"}), "102026", TODAY)
    assert checked.allowed.empty
    assert checked.refused.code.tolist() == ["gone", "stale"]


def test_a_stale_mark_says_what_changed(documents, marks):
    docs = documents({})
    stale = marks(docs, {"action": "A", "stale": True, "stale_reason": "IGST 18,000.00 -> 17,000.00"})
    reason = check(know(docs), stale, "102026", TODAY).refused.reason.item()
    assert reason == "the document changed after it was marked (IGST 18,000.00 -> 17,000.00)"


def original_and_amended(documents, state, period="092026"):
    original = {"doc_number": "A/1", "supplier_period": period, "portal_action": state, "taxable_value": 90000.0}
    amended = {"doc_number": "A/1", "section": "b2ba", "original_number": "a/1 ", "original_date": "2026-10-17"}
    return documents(original, {**amended, "original_date": pd.Timestamp("2026-10-17")})


@pytest.mark.parametrize(
    ("state", "period", "codes"),
    [
        ("N", "092026", ["original_undecided"]),
        ("P", "092026", ["original_undecided"]),
        ("A", "092026", ["original_open"]),
        ("N", "102026", []),  # the action on the amended record prevails
    ],
)
def test_an_amendment_waits_for_its_original_of_another_period(documents, marks, state, period, codes):
    docs = original_and_amended(documents, state, period)
    checked = check(know(docs), marks(docs, {}, {"action": "A"}), "102026", TODAY)
    assert [*checked.refused.code, *checked.advice.code] == codes


def test_an_amendment_whose_original_left_ims_is_free(documents, marks):
    docs = original_and_amended(documents, "N").iloc[1:].reset_index(drop=True)
    assert len(check(know(docs), marks(docs, {"action": "A"}), "102026", TODAY).allowed) == 1


@pytest.mark.parametrize(("today", "codes"), [("2026-12-20", []), ("2026-12-21", ["pending_late"])])
def test_a_credit_note_of_october_waits_until_20_december(documents, marks, credit_note, today, codes):
    docs = documents(credit_note)
    checked = check(know(docs), marks(docs, {"action": "P"}), "112026", dt.date.fromisoformat(today))
    assert checked.advice.code.tolist() == codes


def test_the_last_return_for_last_years_credit(documents, marks):
    # GSTR-3B of Oct-2026 is due on 20 November, that of Nov-2026 on 20 December, after 30 November.
    docs = documents({"doc_date": pd.Timestamp("2026-03-20")})
    pending = marks(docs, {"action": "P"})
    assert check(know(docs), pending, "092026", TODAY).advice.empty
    assert check(know(docs), pending, "102026", TODAY).advice.code.tolist() == ["pending_past_claim"]


def test_a_company_may_insist_on_remarks(documents, marks, credit_note):
    docs = documents(credit_note)
    no_reduction = marks(docs, {"action": "A", "itc_reduction": "N"})
    assert check(know(docs), no_reduction, "102026", TODAY).advice.code.tolist() == ["remarks_expected"]
    assert check(
        know(docs), no_reduction, "102026", TODAY, rules=rules_for(remarks_required=True)
    ).refused.code.tolist() == ["remarks_expected"]


def test_counts_by_reason(documents, marks):
    docs = documents({"pending_blocked": True}, {"pending_blocked": True}, {"supplier_filed": "Not filed"})
    checked = check(know(docs), marks(docs, *({"action": "P"},) * 3), "102026", TODAY)
    assert checked.counts[["code", "severity", "documents"]].values.tolist() == [
        ["pending_blocked", "refusal", 2],
        ["not_filed", "advice", 1],
    ]


def test_documents_without_period_or_date_are_checked_too(documents, marks, credit_note):
    docs = documents({**credit_note, "supplier_period": "", "doc_date": pd.NaT})
    assert len(check(know(docs), marks(docs, {"action": "P"}), "102026", TODAY).allowed) == 1


def test_nothing_marked(documents, marks):
    docs = documents({})
    checked = check(know(docs), marks(docs, {}), "102026", TODAY)
    assert checked.allowed.empty
    assert checked.texts.empty
    assert checked.counts.empty
