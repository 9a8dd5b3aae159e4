import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from ims_xl.decisions import checking
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gst.due_dates import Extension
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.restrictions import RESTRICTIONS, rules_for

TODAY = dt.date(2026, 11, 15)


def check(snapshot, marks, period, today, *, rules=RESTRICTIONS):
    """What the rules say of these marks, with a workbook of that period and on that day."""
    return checking.check(replace(snapshot, marks=marks, period=period, today=today, rules=tuple(rules)))


def test_what_is_refused_is_not_allowed(documents, marks):
    docs = documents({}, {"pending_blocked": True}, {"pending_blocked": True}, {})
    checked = check(
        take_snapshot(docs), marks(docs, {"action": "A"}, {"action": "P"}, {"action": "A"}, {}), "102026", TODAY
    )
    assert checked.allowed.doc_id.tolist() == [docs.doc_id[0], docs.doc_id[2]]
    assert checked.refused[["doc_id", "action", "code"]].values.tolist() == [[docs.doc_id[1], "P", "pending_blocked"]]
    assert checked.texts.to_dict() == {
        docs.doc_id[1]: "Pending refused: the portal does not allow Pending for this document"
    }


def test_advice_does_not_stop_a_mark(documents, marks, credit_note):
    docs = documents({**credit_note, "supplier_filed": "Not filed"})
    checked = check(take_snapshot(docs), marks(docs, {"action": "R"}), "102026", TODAY)
    assert len(checked.allowed) == 1
    assert checked.refused.empty
    assert checked.advice.code.tolist() == ["not_filed", "credit_note_rejected"]
    assert checked.texts.item() == (
        "Not filed by the supplier: no effect on GSTR-2B until then; an edit resets the action. "
        "Rejecting a credit note adds its tax to the supplier's liability"
    )


def test_stale_and_vanished_marks_are_refused(documents, marks):
    before, now = documents({"igst": 18000.0}, {}), documents({"igst": 17000.0})
    checked = check(take_snapshot(now), marks(before, {"action": "A"}, {"action": "A"}), "102026", TODAY)
    assert checked.allowed.empty
    assert checked.refused.code.tolist() == ["gone", "stale"]


def test_a_stale_mark_says_what_changed(documents, marks):
    docs = documents({})
    stale = marks(docs, {"action": "A", "stale": True, "stale_reason": "IGST 18,000.00 -> 17,000.00"})
    reason = check(take_snapshot(docs), stale, "102026", TODAY).refused.reason.item()
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
    checked = check(take_snapshot(docs), marks(docs, {}, {"action": "A"}), "102026", TODAY)
    assert [*checked.refused.code, *checked.advice.code] == codes


def test_an_amendment_whose_original_left_ims_is_free(documents, marks):
    docs = original_and_amended(documents, "N").iloc[1:].reset_index(drop=True)
    assert len(check(take_snapshot(docs), marks(docs, {"action": "A"}), "102026", TODAY).allowed) == 1


@pytest.mark.parametrize(("today", "codes"), [("2026-12-20", []), ("2026-12-21", ["pending_late"])])
def test_a_credit_note_of_october_waits_until_20_december(documents, marks, credit_note, today, codes):
    docs = documents(credit_note)
    checked = check(take_snapshot(docs), marks(docs, {"action": "P"}), "112026", dt.date.fromisoformat(today))
    assert checked.advice.code.tolist() == codes


def test_the_last_return_for_last_years_credit(documents, marks):
    # GSTR-3B of Oct-2026 is due on 20 November, that of Nov-2026 on 20 December, after 30 November.
    docs = documents({"doc_date": pd.Timestamp("2026-03-20")})
    pending = marks(docs, {"action": "P"})
    assert check(take_snapshot(docs), pending, "092026", TODAY).advice.empty
    assert check(take_snapshot(docs), pending, "102026", TODAY).advice.code.tolist() == ["pending_past_claim"]


def test_a_company_may_insist_on_remarks(documents, marks, credit_note):
    docs = documents(credit_note)
    no_reduction = marks(docs, {"action": "A", "itc_reduction": "N"})
    assert check(take_snapshot(docs), no_reduction, "102026", TODAY).advice.code.tolist() == ["remarks_expected"]
    assert check(
        take_snapshot(docs), no_reduction, "102026", TODAY, rules=rules_for(remarks_required=True)
    ).refused.code.tolist() == ["remarks_expected"]


def test_counts_by_reason(documents, marks):
    docs = documents({"pending_blocked": True}, {"pending_blocked": True}, {"supplier_filed": "Not filed"})
    checked = check(take_snapshot(docs), marks(docs, *({"action": "P"},) * 3), "102026", TODAY)
    assert checked.counts[["code", "severity", "documents"]].values.tolist() == [
        ["pending_blocked", "refusal", 2],
        ["not_filed", "advice", 1],
    ]


def test_documents_without_period_or_date_are_checked_too(documents, marks, credit_note):
    docs = documents({**credit_note, "supplier_period": "", "doc_date": pd.NaT})
    assert len(check(take_snapshot(docs), marks(docs, {"action": "P"}), "102026", TODAY).allowed) == 1


def test_nothing_marked(documents, marks):
    docs = documents({})
    checked = check(take_snapshot(docs), marks(docs, {}), "102026", TODAY)
    assert checked.allowed.empty
    assert checked.texts.empty
    assert checked.counts.empty


IFF = {"supplier_period": "072026", "doc_date": pd.Timestamp("2026-07-10")}
"""A document of the July IFF; that of August amends it."""


def quarter(documents, state="N", amended_in="082026"):
    amendment = {
        "section": "b2ba", "doc_number": "Q/1", "supplier_period": amended_in, "original_number": "Q/1",
        "original_date": pd.Timestamp("2026-07-10"), "taxable_value": 90000.0, "igst": 16200.0,
    }  # fmt: skip
    return documents({**IFF, "doc_number": "Q/1", "portal_action": state}, amendment)


@pytest.mark.parametrize(
    ("filing", "amended_in", "codes"),
    [
        (MONTHLY, "082026", ["original_undecided"]),
        (Filing(True, "27"), "082026", []),  # both in the GSTR-2B of July to September
        (Filing(True, "27"), "092026", []),
        (Filing(True, "27"), "102026", ["original_undecided"]),
    ],
)
def test_a_quarterly_buyer_has_original_and_amendment_in_one_gstr_2b(documents, marks, filing, amended_in, codes):
    docs = quarter(documents, "N", amended_in)
    checked = check(
        take_snapshot(docs, filing=filing), marks(docs, {}, {"action": "A"}), "092026", dt.date(2026, 10, 15)
    )
    assert [*checked.refused.code, *checked.advice.code] == codes


@pytest.mark.parametrize(
    ("filing", "today", "codes"),
    [
        (MONTHLY, "2026-09-20", []),
        (MONTHLY, "2026-09-21", ["pending_late"]),
        (Filing(True, "27"), "2027-01-22", []),
        (Filing(True, "27"), "2027-01-23", ["pending_late"]),
        (Filing(True, "07"), "2027-01-24", []),
        (Filing(True, "07"), "2027-01-25", ["pending_late"]),
        (Filing(True, "07", (Extension("GSTR-3B", "122026", dt.date(2027, 1, 28)),)), "2027-01-28", []),
        (Filing(False, "07", (Extension("GSTR-3B", "082026", dt.date(2026, 9, 25)),)), "2026-09-25", []),
        (Filing(False, "07", (Extension("GSTR-3B", "082026", dt.date(2026, 9, 25)),)), "2026-09-26", ["pending_late"]),
    ],
)
def test_how_long_a_credit_note_of_july_waits(documents, marks, credit_note, filing, today, codes):
    docs = documents({**credit_note, "supplier_period": "072026"})
    checked = check(
        take_snapshot(docs, filing=filing), marks(docs, {"action": "P"}), "092026", dt.date.fromisoformat(today)
    )
    assert checked.advice.code.tolist() == codes


DECEMBER = {"supplier_period": "122025", "doc_date": pd.Timestamp("2025-12-10")}
ENDED = "The credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 30-Nov-2026)"


def test_the_turn_of_november(documents, marks, credit_note):
    """Nov-2026 on 15-Dec-2026: of five documents of 2025-26 four claim credit, and that ended on 30-Nov-2026."""
    docs = documents(
        DECEMBER, DECEMBER, {**DECEMBER, "portal_action": "P"}, {**DECEMBER, "supplier_filed": "Not filed"},
        {**DECEMBER, **credit_note}, {"supplier_period": "112026"},
    )  # fmt: skip
    checked = check(take_snapshot(docs), marks(docs, {"action": "A"}), "112026", dt.date(2026, 12, 15))
    assert checked.advice[["action", "code"]].values.tolist() == [["A", "claim_ended"]]
    assert checked.unmarked[["doc_id", "action", "code"]].values.tolist() == [
        [docs.doc_id[2], "P", "pending_past_claim"],
        [docs.doc_id[1], "N", "claim_ended"],
    ]
    assert checked.allowed.doc_id.tolist() == [docs.doc_id[0]]
    assert checked.texts[docs.doc_id[0]] == ENDED
    assert checked.texts[docs.doc_id[1]] == ENDED
    assert set(checked.texts.index) == set(docs.doc_id[:3])


@pytest.mark.parametrize(
    ("period", "today", "filing", "ended"),
    [
        ("102026", "2026-11-10", MONTHLY, False),
        ("102026", "2026-11-30", MONTHLY, False),
        ("102026", "2026-12-01", MONTHLY, True),  # filed late
        ("112026", "2026-11-25", MONTHLY, True),  # GSTR-3B of November cannot be filed before December
        ("092026", "2026-11-10", Filing(True, "27"), False),
        ("102026", "2026-11-10", Filing(True, "27"), True),  # the quarter ends in December
        ("102026", "2026-10-16", Filing(annual_returns=(("2025-26", dt.date(2026, 10, 15)),)), True),
        ("092026", "2026-10-15", Filing(annual_returns=(("2025-26", dt.date(2026, 10, 15)),)), False),
        ("102026", "2026-11-10", Filing(annual_returns=(("2024-25", dt.date(2025, 10, 15)),)), False),
    ],
)
def test_when_the_credit_of_december_2025_ends(documents, marks, period, today, filing, ended):
    docs = documents(DECEMBER)
    unmarked = check(take_snapshot(docs, filing=filing), marks(docs, {}), period, dt.date.fromisoformat(today)).unmarked
    assert unmarked.code.tolist() == (["claim_ended"] if ended else [])


def test_a_bill_of_entry_is_told_as_disputed(documents, marks):
    docs = documents({**DECEMBER, "section": "impg", "supplier_gstin": "", "supplier_filed": ""})
    checked = check(take_snapshot(docs), marks(docs, {}), "112026", dt.date(2026, 12, 15))
    assert checked.texts.item() == (
        "The credit may be barred in this GSTR-3B; whether section 16(4) covers imports is disputed "
        "(section 16(4): it ended on 30-Nov-2026)"
    )


def test_refusals_are_counted_by_rule_the_most_frequent_first():
    """Where a rule's words differ from document to document, the rule's own stand for all."""
    found = pd.DataFrame(
        [
            ("d1", "import_reject", "a bill of entry cannot be rejected", "Accept it."),
            ("d2", "stale", f"{checking.CHANGED} (taxable value 1 -> 2)", "Look at it."),
            ("d3", "stale", f"{checking.CHANGED} (taxable value 3 -> 4)", "Look at it."),
        ],
        columns=["doc_id", "code", "reason", "remedy"],
    )
    assert checking.by_reason(found).values.tolist() == [
        [checking.CHANGED, "Look at it.", ["d2", "d3"]],
        ["a bill of entry cannot be rejected", "Accept it.", ["d1"]],
    ]
    assert checking.by_reason(found.iloc[:0]).empty
