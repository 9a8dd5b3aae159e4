from typing import NamedTuple

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.gst.restrictions import CASE, CLAIMS, RESTRICTIONS, findings, rules_for

DAY = pd.Timestamp


def case(**changes: object) -> pd.DataFrame:
    """A filed invoice of Oct-2026 with 9,000 + 9,000 of tax, accepted without remarks: nothing to say about it."""
    usual = {
        "doc_id": "D1",
        "section": "b2b",
        "doc_type": "INV",
        "supplier_filed": "Filed",
        "portal_action": "N",
        "taxable_value": 100000.0,
        "igst": 0.0,
        "cgst": 9000.0,
        "sgst": 9000.0,
        "cess": 0.0,
        "two_b_period": "102026",
        "claim_until": DAY("2027-11-30"),
        "next_3b_due": DAY("2026-12-20"),
        "today": DAY("2026-11-15"),
        "new_action": "A",
    }
    return schema.conform(pd.DataFrame([{**usual, **changes}]), CASE)


CREDIT_NOTE = {"section": "b2bcn", "doc_type": "CN"}
PARTIAL = {
    "new_itc_reduction": "Y",
    "new_declared_igst": 0.0,
    "new_declared_cgst": 100.0,
    "new_declared_sgst": 100.0,
    "new_declared_cess": 0.0,
    "new_remarks": "Half was never availed",
}


class Row(NamedTuple):
    """A document that one rule of the table speaks of, and the field that decides: with `lets` in it nothing is said."""

    code: str
    case: dict[str, object]
    field: str
    lets: object
    severity: str
    reason: str
    remedy: str


EITHER = "Accept or reject it; left alone it counts as accepted."
CLEAR = "Clear Reduce ITC and the declared amounts."
AMENDED = {"section": "b2ba", "original_elsewhere": True, "original_in_ims": True}
BY_IGST = {**CREDIT_NOTE, **PARTIAL, "igst": 18000.0, "cgst": 0.0, "sgst": 0.0, "new_declared_cgst": 0.0, "new_declared_sgst": 0.0}  # fmt: skip

ROWS = [
    Row(
        "unknown_action", {"portal_action": "On hold"}, "portal_action", "P",
        "refusal", "the portal shows an action that this program does not know (On hold)",
        "Decide it on the portal, and look for a newer version of this program.",
    ),
    Row(
        "pending_blocked", {"new_action": "P", "pending_blocked": True}, "pending_blocked", False,
        "refusal", "the portal does not allow Pending for this document", EITHER,
    ),
    Row(
        "import_pending_blocked", {"new_action": "P", "section": "impg", "pending_blocked": True}, "pending_blocked", False,
        "refusal", "the portal does not allow Pending for this document", "Accept it; left alone it counts as accepted.",
    ),
    Row(
        "import_reject", {"new_action": "R", "section": "impg"}, "section", "b2b",
        "refusal", "a bill of entry cannot be rejected", "Accept it or keep it pending on the portal.",
    ),
    Row(
        "import_shown_only", {"new_action": "P", "section": "impgsez"}, "section", "b2b",
        "refusal", "the upload file has no place for imports", "Act on it in the IMS Dashboard of the portal.",
    ),
    Row(
        "amended_before_original", {**AMENDED, "original_action": "N", "periods_told": True}, "original_elsewhere", False,
        "refusal", "the original of another GSTR-2B is not decided yet",
        "Decide the original first and file GSTR-3B of its period.",
    ),
    Row(
        "remarks_long", {"new_action": "R", "new_remarks": "x" * 251}, "new_remarks", "x" * 250,
        "refusal", "the remarks are longer than 250 characters", "Shorten the remarks.",
    ),
    Row(
        "remarks_blocked", {"new_action": "R", "new_remarks": "Goods not received", "remarks_blocked": True},
        "remarks_blocked", False,
        "refusal", "the portal takes no remarks for this document", "Clear the remarks.",
    ),
    Row(
        "reduction_not_asked", {"section": "b2bdn", "doc_type": "DN", "new_itc_reduction": "Y"}, "section", "b2bcn",
        "refusal", "ITC reduction is asked only for credit notes and amendments", CLEAR,
    ),
    Row(
        "reduction_blocked", {**CREDIT_NOTE, "new_itc_reduction": "Y", "itc_reduction_blocked": True},
        "itc_reduction_blocked", False,
        "refusal", "the portal takes no ITC reduction for this document", CLEAR,
    ),
    Row(
        "partial_without_amounts", BY_IGST, "new_declared_igst", 0.01,
        "refusal", "a partial reduction needs the amounts declared", "Write the amounts, or choose No.",
    ),
    Row(
        "declared_above_document", {**BY_IGST, "new_declared_igst": 18000.01}, "new_declared_igst", 18000.00,
        "refusal", "the declared reduction is above the tax of the document (IGST)",
        "Declare at most the tax of each head.",
    ),
    Row(
        "declared_uneven", {**CREDIT_NOTE, **PARTIAL, "new_declared_sgst": 100.01}, "new_declared_sgst", 100.00,
        "refusal", "declared CGST and SGST differ", "Declare the same amount for both.",
    ),
    Row(
        "nothing_to_clear", {"new_action": "N"}, "portal_action", "A",
        "advice", "the portal already shows no action", "",
    ),
    Row(
        "original_undecided", {**AMENDED, "original_action": "P"}, "original_elsewhere", False,
        "advice",
        "by the suppliers' periods the original falls in another GSTR-2B and is not decided yet, so the portal may "
        "refuse this; when the supplier filed is not known",
        "Decide the original first; if the portal refuses, file GSTR-3B of its period.",
    ),
    Row(
        "original_open", {**AMENDED, "original_action": "A"}, "original_elsewhere", False,
        "advice", "GSTR-3B of the original's period is not filed yet, so the portal may refuse this",
        "File that GSTR-3B first if it does.",
    ),
    Row(
        "original_unknown", {"section": "b2bdna", "doc_type": "DN"}, "original_action", "R",
        "advice", "what was decided on the original is not known here, so neither is the effect on ITC",
        "Read the GSTR-2B of the original's month (GSTR-2B / GSTR-2A), or look at the original on the portal.",
    ),
    Row(
        "import_amended", {"section": "impga"}, "section", "impg",
        "advice",
        "this lowers ITC where the bill of entry was moved to another GSTIN; the portal's data does not say whether it "
        "was, so the effect on ITC is not known",
        "Look at it on the portal; where it was moved, declare what is to be reduced, at most the tax of the bill.",
    ),
    Row(
        "declared_above_amendment",
        {**BY_IGST, "section": "b2ba", "doc_type": "INV", "original_action": "A", "igst": 180.0, "new_declared_igst": 180.01},
        "new_declared_igst", 180.0,
        "advice",
        "the declared reduction is above the tax of the amended document; how much may be declared on an amendment is "
        "not published (IGST)",
        "Declare at most what the original's tax falls by.",
    ),
    Row(
        "pending_late", {**CREDIT_NOTE, "new_action": "P", "pending_until": DAY("2026-11-14")},
        "pending_until", DAY("2026-11-15"),
        "advice", "its time to stay pending is over, so the portal may refuse this "
        "(it could wait until 14-Nov-2026, or longer if the supplier filed late)",
        EITHER,
    ),
    Row(
        "pending_past_claim", {"new_action": "P", "claim_until": DAY("2026-12-19")}, "claim_until", DAY("2026-12-20"),
        "advice",
        "the credit is lost if it waits for the next GSTR-3B (last day to claim it is 19-Dec-2026)",
        "Decide it in this period.",
    ),
    Row(
        "import_past_claim", {"new_action": "P", "section": "impg", "claim_until": DAY("2026-12-19")},
        "claim_until", DAY("2026-12-20"), "advice",
        "the credit may be lost if it waits for the next GSTR-3B; whether section 16(4) covers imports is disputed "
        "(last day to claim it is 19-Dec-2026)",
        "Decide it in this period to be safe.",
    ),
    Row(
        "claim_ended", {"claim_until": DAY("2026-11-30"), "claimed_from": DAY("2026-12-15"), "today": DAY("2026-12-15")},
        "claimed_from", DAY("2026-11-30"), "advice",
        "the credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 30-Nov-2026)",
        "Keep it out of the credit claimed, unless an earlier GSTR-3B claimed it in time.",
    ),
    Row(
        "import_claim_ended", {"section": "impgsez", "claim_until": DAY("2026-11-30"), "claimed_from": DAY("2026-12-01")},
        "claim_until", DAY("2026-12-01"), "advice",
        "the credit may be barred in this GSTR-3B; whether section 16(4) covers imports is disputed "
        "(section 16(4): it ends on 30-Nov-2026)",
        "Take advice before claiming it.",
    ),
    Row(
        "not_filed", {"supplier_filed": "Not filed"}, "supplier_filed", "Filed",
        "advice", "not filed by the supplier: no effect on GSTR-2B until then; an edit resets the action", "",
    ),
    Row(
        "credit_note_rejected", {**CREDIT_NOTE, "new_action": "R"}, "new_action", "A",
        "advice", "rejecting a credit note adds its tax to the supplier's liability",
        "Reject it only if it is not yours or wrong.",
    ),
    Row(
        "downward_rejected", {"section": "b2ba", "original_action": "A", "falls": True, "new_action": "R"}, "falls", False,
        "advice", "rejecting an amendment that lowers an accepted document adds the difference to the supplier's liability",
        "Reject it only if it is not yours or wrong.",
    ),
    Row(
        "import_remarks", {"section": "impg", "new_remarks": "Duty paid late"}, "new_remarks", "",
        "advice", "the portal takes no remarks for a bill of entry; these stay in the workbook", "",
    ),
    Row(
        "remarks_not_sent", {"new_remarks": "Paid by cheque"}, "new_remarks", "",
        "advice",
        "remarks go to the portal only with Reject, Pending, or an ITC reduction that is not full; these stay in the "
        "workbook",
        "",
    ),
    Row(
        "remarks_expected", {**CREDIT_NOTE, "new_itc_reduction": "N"}, "new_remarks", "Never availed",
        "advice", "the portal may ask for remarks when ITC is not reduced in full", "Write why.",
    ),
    Row(
        "reduction_not_sent", {**CREDIT_NOTE, "new_action": "P", "new_itc_reduction": "N"}, "new_itc_reduction", "",
        "advice", "ITC reduction is declared only with Accept and is not sent", "",
    ),
]  # fmt: skip

ALLOWED = {
    "plain accept": {},
    "pending, last day is today": {**CREDIT_NOTE, "new_action": "P", "pending_until": DAY("2026-11-15")},
    "pending, not limited": {"new_action": "P"},
    "remarks of 250 characters": {"new_action": "R", "new_remarks": "x" * 250},
    "no action after accept": {"new_action": "N", "portal_action": "A"},
    "amended in the period of its original": {"section": "b2ba", "original_action": "N"},
    "partial up to the whole tax": {
        **CREDIT_NOTE,
        **PARTIAL,
        "new_declared_cgst": 9000.0,
        "new_declared_sgst": 9000.0,
    },
    "amounts beside No are not looked at": {
        **CREDIT_NOTE,
        **PARTIAL,
        "new_itc_reduction": "N",
        "new_declared_igst": 5.0,
        "new_declared_sgst": 0.0,
    },
    "full reduction": {**CREDIT_NOTE, "new_itc_reduction": "Y"},
}


def test_a_credit_note_claims_nothing_and_rejecting_loses_nothing():
    late = {"claim_until": DAY("2026-11-30"), "claimed_from": DAY("2026-12-15"), "next_3b_due": DAY("2027-01-20")}
    for action in "APN":
        assert findings(case(**CREDIT_NOTE, **late, new_action=action, portal_action="R")).empty
    assert findings(case(**late, new_action="R")).empty
    assert {rule.code for rule in CLAIMS} == {
        "pending_past_claim", "import_past_claim", "claim_ended", "import_claim_ended",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("section", "code"), [("b2ba", "original_unknown"), ("impga", "import_amended")]
)  # with an answer the effect is what was declared
def test_an_answer_tells_the_effect_whatever_the_original_was(section, code):
    changes = {"section": section, "new_action": "A"}
    answers = {"": True, "Y": True, "N": False}
    for answer, spoken in answers.items():
        found = findings(case(**changes, new_itc_reduction=answer))
        assert (code in found["code"].tolist()) == spoken
    partial = findings(case(**changes, new_itc_reduction="Y", new_declared_igst=500.0))
    assert code not in partial["code"].tolist()


@pytest.mark.parametrize(
    ("changes", "claims"),
    [
        ({"change": "down", "original_action": "A"}, False),
        ({"change": "down", "original_action": "N"}, False),
        ({"falls": True}, False),
        ({"change": "up", "original_action": "A"}, True),
        ({"change": "down", "original_action": "R"}, True),  # the whole is new credit
    ],
)
def test_what_lowers_credit_taken_claims_nothing(changes, claims):
    late = {"claim_until": DAY("2026-11-30"), "claimed_from": DAY("2026-12-15")}
    found = findings(case(section="b2ba", new_action="A", **late, **changes))
    assert ("claim_ended" in found["code"].tolist()) == claims


def test_every_rule_names_its_source():
    assert all(rule.source for rule in RESTRICTIONS)


def test_every_rule_has_its_row():
    assert [rule.code for rule in RESTRICTIONS] == [row.code for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_rule_speaks_of_one_document_and_lets_the_next_pass(row):
    rules = RESTRICTIONS if row.code == "import_shown_only" else rules_for(decide_imports=True)
    said = findings(case(**row.case), rules).to_dict("records")
    assert said == [
        {
            "doc_id": "D1",
            "action": row.case.get("new_action", "A"),
            "code": row.code,
            "severity": row.severity,
            "reason": row.reason,
            "remedy": row.remedy,
        }
    ]
    assert findings(case(**{**row.case, row.field: row.lets}), rules).empty


@pytest.mark.parametrize("section", ["impg", "impga", "impgsez", "impgseza"])
@pytest.mark.parametrize(
    ("decides", "refused"),
    [
        (
            False,
            {
                "A": ["import_shown_only"],
                "P": ["import_shown_only"],
                "N": ["import_shown_only"],
                "R": ["import_reject"],
            },
        ),
        (True, {"A": [], "P": [], "N": [], "R": ["import_reject"]}),
    ],
)
def test_imports_are_decided_only_where_the_company_wants_it(section, decides, refused):
    rules = rules_for(decide_imports=decides)
    found = {
        action: [code for code, severity in said(section, action, rules) if severity == "refusal"] for action in "APNR"
    }
    assert found == refused


def said(section, action, rules):
    found = findings(case(section=section, new_action=action, portal_action="P"), rules)
    return zip(found["code"], found["severity"], strict=True)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed(name):
    assert findings(case(**ALLOWED[name])).empty


@pytest.mark.parametrize("rule", RESTRICTIONS, ids=lambda rule: rule.code)
def test_rules_are_worded_for_the_reader(rule):
    assert not rule.reason.endswith(".")
    assert rule.source
    assert rule.remedy.endswith(".") or rule.severity == "advice"
    assert set(rule.actions) <= set("ARPN")


def test_a_missing_head_cannot_be_reduced():
    found = findings(case(**CREDIT_NOTE, **PARTIAL | {"new_declared_cess": 5.0}, cess=None))
    assert found["reason"].tolist() == ["the declared reduction is above the tax of the document (cess)"]


def test_blocked_pending_is_explained_where_kind_and_date_tell():
    over = case(**CREDIT_NOTE, new_action="P", pending_blocked=True, pending_until=DAY("2026-10-20"), two_b_told=True)
    early = case(**CREDIT_NOTE, new_action="P", pending_blocked=True, two_b_period="092025")
    plain = case(new_action="P", pending_blocked=True)
    reasons = [findings(one)["reason"].item() for one in (over, early, plain)]
    assert reasons == [
        "the portal does not allow Pending for this document (it could wait until 20-Oct-2026)",
        "the portal does not allow Pending for this document (credit notes of periods before Oct-2025 cannot wait)",
        "the portal does not allow Pending for this document",
    ]


def test_long_remarks_beside_a_plain_accept_stay_in_the_workbook():
    assert findings(case(new_remarks="x" * 251))["code"].tolist() == ["remarks_not_sent"]


def test_no_cases_no_findings():
    assert findings(schema.empty(CASE)).empty
