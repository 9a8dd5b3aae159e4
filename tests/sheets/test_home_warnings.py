"""What Home warns of: the weightiest first, each with the sheet on which it is mended."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.gst.filing import MONTHLY
from ims_xl.issues import Issue
from ims_xl.settings import Company
from ims_xl.sheets.home_warnings import warnings
from ims_xl.sheets.view import Reversals
from ims_xl.tolerance import Tolerance

NOW = dt.datetime(2026, 11, 24, 10, 0)
QUIET: dict[str, Any] = {
    "doc_id": "", "doc_type": "INV", "status": "Exact Match", "portal_action": "A", "mark": "", "itc_effect": 180.0,
    "tax": 180.0, "supplier_filed": "Filed", "to_confirm": False, "warning": "", "credit_ended": False,
    "pending_over": False, "itc_left_pending": float("nan"), "pending_until": pd.NaT, "section": "b2b",
    "source_form": "R1", "after": "A", "eligibility_suggested": "",
}  # fmt: skip
TROUBLES: tuple[dict[str, Any], ...] = (
    {"pending_over": True, "itc_left_pending": -180.0, "portal_action": "P"},
    {"credit_ended": True, "status": "Missing in PR"},
    {"warning": "Also in GSTR-2B of Sep-2026", "status": "Mismatched"},
    {"pending_until": pd.Timestamp("2026-11-28"), "portal_action": "P"},
    {"mark": "R", "status": "Suggested Match"},  # refused
    {"to_confirm": True, "status": "Missing in PR"},
    {"doc_type": "CN", "portal_action": "N", "itc_effect": -90.0},
    {"itc_effect": float("nan"), "status": "Mismatched"},
    {"supplier_filed": "Not filed", "status": "Missing in PR", "portal_action": "N"},
)


def view(*lines: dict[str, Any], **more: Any) -> Any:
    """A view of these documents, each quiet but for what is said of it; the portal's data is 3 days old."""
    rows = pd.DataFrame([QUIET | {"doc_id": str(number)} | line for number, line in enumerate(lines)], columns=[*QUIET])
    decisions = ["Refused" if line.get("mark") == "R" else "On the portal" for line in lines]
    portal = {"kind": ["portal"], "at": ["2026-11-21 10:00:00"], "made_at": ["2026-11-21 10:00:00"]}
    usual = {
        "lines": rows, "preview": pd.DataFrame({"doc_id": rows["doc_id"], "decision": decisions}), "now": NOW,
        "sources": pd.DataFrame(portal), "company": Company(stale_hours=48),
        "comparing": True, "matched": True, "live": (), "gstr2b": None, "gstr2b_is_outdated": False,
        "run": SimpleNamespace(newer="", moved=0, tolerance=Tolerance()), "reversals": Reversals(), "filing": MONTHLY,
    }  # fmt: skip
    return SimpleNamespace(**(usual | more))


def test_law_and_money_come_before_old_data():
    live = [("✔", "Connect", "2026-11-24 09:00:00", ""), ("○", "Save", "", ""), ("○", "", "", ""), ("○", "", "", "")]
    run = SimpleNamespace(newer="register.xlsx", moved=0, tolerance=Tolerance(tax=5.0))
    found = warnings(view(*TROUBLES, live=live, gstr2b_is_outdated=True, run=run))
    assert [(said.text.partition(":")[0][:40], said.goes) for said in found] == [
        ("The upload of 24-Nov-2026 09", "push"),
        ("Decisions changed after the last GSTR-2B", ""),
        ("Time for Pending is over", "exact"),
        ("Credit ended by section 16(4) and no act", "missing_in_pr"),
        ("Credit may be claimed twice", "mismatched"),
        ("Last day for Pending within a week", "exact"),
        ("Marks refused", "suggested"),
        ("Marks to confirm", "missing_in_pr"),
        ("Credit notes without a decision", "exact"),
        ("Effect on ITC not known, in no total", "mismatched"),
        ("The portal data is 3 days old; download ", ""),
        ("register.xlsx was read after the last ma", ""),
        ("Settings say ₹1.00 taxable, ₹1.00 tax no", "settings"),
        ("Saved by the supplier but not filed", "missing_in_pr"),
    ]


def test_without_comparing_everything_is_mended_on_one_sheet():
    found = warnings(view({"to_confirm": True}, comparing=False, matched=False, run=None))
    assert [said.goes for said in found] == ["documents", ""]


def test_an_empty_month_with_fresh_data_warns_of_nothing():
    assert warnings(view(sources=pd.DataFrame({"kind": [], "at": [], "made_at": []}), run=None, matched=False)) == []


def ledger(*rows: tuple[str, str, float, float], **more: Any) -> Any:
    """An empty month with fresh data and these reversals: kind, date of the document, opening, reclaimed."""
    records = [
        {
            "doc_id": str(at),
            "kind": kind,
            "doc_date": pd.Timestamp(day),
            "opening_igst": opened,
            "reclaimed_igst": again,
        }
        for at, (kind, day, opened, again) in enumerate(rows)
    ]
    columns = [column.name for column in schema.REVERSALS]
    frame = schema.conform(pd.DataFrame(records, columns=columns), schema.REVERSALS)
    amounts = frame.select_dtypes("float64").fillna(0.0)
    held = Reversals(rows=frame.assign(**amounts, note=""), **more)
    return view(sources=pd.DataFrame({"kind": [], "at": [], "made_at": []}), run=None, matched=False, reversals=held)


def test_the_section_16_4_date_is_near_only_where_it_may_bar_a_reclaim():
    """On 24 Nov 2026 credit of 2025-26 is claimed by 30 Nov 2026, that of 2026-27 a year later.

    Goods not received of March 2026 wait with 180 - 50 = 130; rule 37 is not barred; a reclaimed one does not wait.
    """
    found = warnings(
        ledger(
            ("goods", "2026-03-05", 180, 50),
            ("goods", "2026-04-05", 90, 0),
            ("rule 37", "2026-03-05", 70, 0),
            ("goods", "2026-03-06", 60, 60),
        )
    )
    assert [(said.text, said.goes) for said in found] == [
        (
            "Section 16(4) date near, 30-Nov-2026: 1 document reversed for now, ₹130.00. "
            "Whether it bars a reclaim: see Reclaim after it",
            "itc_reversals",
        )
    ]


def test_what_is_wrong_with_reversals_and_what_may_be_reclaimed_is_told():
    issues = (Issue("error", "no amount is written"), Issue("error", "this is not a date"))
    assert [said.text for said in warnings(ledger(issues=issues, proposed=frozenset({"goods|1"})))] == [
        "ITC Reversals: no amount is written; and 1 more finding",
        "Ready to be reclaimed, it seems: 1 document. Choose in Reclaim",
    ]
    assert [said.text for said in warnings(ledger(unkept="Oct-2026"))] == [
        "ITC Reversals lacks those of Oct-2026: Check in that workbook, then here"
    ]


def test_what_gstr2b_lists_to_be_reversed_is_missed_until_it_is_typed():
    """It lists 90 of CGST and of S/UTGST."""
    shown = ledger(("rule 37A", "2026-03-05", 50, 0))
    shown.gstr2b = SimpleNamespace(to_reverse=[0.0, 90.0, 90.0, 0.0])
    assert [(said.text, said.goes) for said in warnings(shown)] == [
        (
            "GSTR-2B lists ₹180.00 to be reversed; ITC Reversals holds ₹0.00 of it, and ₹50.00 of earlier months",
            "itc_reversals",
        )
    ]
    shown.reversals.rows["opening_igst"] = 0.0
    assert [said.text for said in warnings(shown)] == [
        "GSTR-2B lists ₹180.00 to be reversed (rule 37A and the like); ITC Reversals holds ₹0.00 of it"
    ]
    shown.reversals.rows[["reversed_cgst", "reversed_sgst"]] = 90.0
    assert warnings(shown) == []


def test_rule_37a_is_told_from_60_days_before_30_november_and_after_it():
    """On 24 Nov 2026: 180 by 30 Nov 2026; 90 of the next year is far, 70 is reversed already; 50 was due in 2025."""
    rows = [("2026-11-30", 180.0, True), ("2027-11-30", 90.0, True), ("2026-11-30", 70.0, False)]
    begin, end = "Rule 37A, no GSTR-3B of the supplier: reverse ", "1 document, ₹180.00, by 30-Nov-2026"
    for late, text in (
        ([], begin + end),
        ([("2025-11-30", 50.0, True)], f"{begin}1 document, ₹50.00, late, with interest; {end}"),
    ):
        listed = pd.DataFrame([*rows, *late], columns=["due", "igst", "waits"]).assign(kind="rule 37A")
        listed = listed.assign(due=pd.to_datetime(listed["due"]), **dict.fromkeys(("cgst", "sgst", "cess"), 0.0))
        assert [(said.text, said.goes) for said in warnings(ledger(listed=listed))] == [(text, "unfiled_3b")]
