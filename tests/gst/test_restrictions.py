import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.gst.restrictions import CASE, RESTRICTIONS, findings, rules_for

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

BREAKS_ONLY = {
    "pending_blocked": {"new_action": "P", "pending_blocked": True},
    "import_pending_blocked": {"new_action": "P", "section": "impg", "pending_blocked": True},
    "import_reject": {"new_action": "R", "section": "impg"},
    "import_shown_only": {"new_action": "P", "section": "impgsez"},
    "amended_before_original": {"section": "b2ba", "original_action": "N", "original_elsewhere": True},
    "remarks_long": {"new_action": "R", "new_remarks": "x" * 251},
    "remarks_blocked": {"new_action": "R", "new_remarks": "Goods not received", "remarks_blocked": True},
    "reduction_not_asked": {"section": "b2bdn", "doc_type": "DN", "new_itc_reduction": "Y"},
    "reduction_blocked": {**CREDIT_NOTE, "new_itc_reduction": "Y", "itc_reduction_blocked": True},
    "partial_without_amounts": {**CREDIT_NOTE, **PARTIAL, "new_declared_cgst": 0.0, "new_declared_sgst": 0.0},
    "declared_above_document": {**CREDIT_NOTE, **PARTIAL, "new_declared_igst": 0.01},
    "declared_uneven": {**CREDIT_NOTE, **PARTIAL, "new_declared_sgst": 100.01},
    "nothing_to_clear": {"new_action": "N"},
    "original_open": {"section": "b2ba", "original_action": "A", "original_elsewhere": True},
    "pending_late": {**CREDIT_NOTE, "new_action": "P", "pending_until": DAY("2026-11-14")},
    "pending_past_claim": {"new_action": "P", "claim_until": DAY("2026-11-30")},
    "not_filed": {"supplier_filed": "Not filed"},
    "credit_note_rejected": {**CREDIT_NOTE, "new_action": "R"},
    "import_remarks": {"section": "impga", "new_remarks": "Duty paid late"},
    "remarks_not_sent": {"new_remarks": "Paid by cheque"},
    "remarks_expected": {**CREDIT_NOTE, "new_itc_reduction": "N"},
    "reduction_not_sent": {**CREDIT_NOTE, "new_action": "P", "new_itc_reduction": "N"},
}

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
    "full reduction": {**CREDIT_NOTE, "new_itc_reduction": "Y"},
}


def test_every_rule_is_tried():
    assert [rule.code for rule in RESTRICTIONS] == list(BREAKS_ONLY)


@pytest.mark.parametrize("code", BREAKS_ONLY)
def test_a_record_that_breaks_one_rule_only(code):
    rules = RESTRICTIONS if code == "import_shown_only" else rules_for(decide_imports=True)
    assert findings(case(**BREAKS_ONLY[code]), rules)["code"].tolist() == [code]


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
        action: findings(case(section=section, new_action=action, portal_action="P"), rules)["code"].tolist()
        for action in "APNR"
    }
    assert found == refused


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
    over = case(**CREDIT_NOTE, new_action="P", pending_blocked=True, pending_until=DAY("2026-10-20"))
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
