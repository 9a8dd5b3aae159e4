import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from ims_xl.decisions import suggestions
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gst.due_dates import Extension
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.restrictions import rules_for


def suggest(snapshot, statuses, company, rules=None, period="102026", today=dt.date(2026, 11, 15)):
    return suggestions.suggest(replace(snapshot, period=period, today=today), statuses, company, rules)


DEFAULT = {
    "Exact Match": "Accept",
    "Suggested Match": "Accept",
    "Mismatched": "Pending",
    "Missing in PR": "Pending",
}


def statuses(status, ambiguous=False, eligibility=""):
    return pd.DataFrame([{"status": status, "ambiguous": ambiguous, "eligibility": eligibility}])


def one(docs, *told, **changes):
    row = suggest(take_snapshot(docs), statuses(*told), DEFAULT | changes).iloc[0]
    return row.suggestion, row.why


@pytest.mark.parametrize(
    ("status", "suggestion"),
    [
        ("Exact Match", "Accept"),
        ("Suggested Match", "Accept"),
        ("Mismatched", "Pending"),
        ("Missing in PR", "Pending"),
        ("", ""),
    ],
)
def test_by_status(documents, status, suggestion):
    assert one(documents({}), status) == (suggestion, status if suggestion else "")


@pytest.mark.parametrize("filed", ["Not filed", "", "NF"])
def test_only_what_the_supplier_filed(documents, filed):
    assert one(documents({"supplier_filed": filed}), "Exact Match") == ("", "the supplier has not filed it")


def test_an_ambiguous_pair_is_never_accepted(documents):
    assert one(documents({}), "Suggested Match", True) == ("", "two documents fit almost equally")
    assert one(documents({}), "Mismatched", True)[0] == "Pending"


def test_pending_only_where_allowed(documents):
    suggestion, why = one(documents({"pending_blocked": True}), "Mismatched")
    assert (suggestion, why) == ("", "the portal does not allow Pending for this document")


def test_imports_are_decided_on_the_portal_unless_the_company_decides_them(documents):
    docs = documents({"section": "impg", "supplier_gstin": ""})
    assert one(docs, "Exact Match")[0] == ""
    decided = suggest(take_snapshot(docs), statuses("Exact Match"), DEFAULT, rules_for(decide_imports=True))
    assert decided.suggestion.tolist() == ["Accept"]


def test_blocked_credit_is_accepted_and_reversed(documents):
    suggestion, why = one(documents({}), "Exact Match", False, "Blocked 17(5)")
    assert (suggestion, why) == ("Accept", "credit is blocked: accept it and reverse it in GSTR-3B")


def test_the_company_may_choose_otherwise(documents):
    assert one(documents({}), "Missing in PR", **{"Missing in PR": "None"}) == ("", "")
    assert one(documents({}), "Exact Match", **{"Exact Match": "Pending"})[0] == "Pending"


@pytest.mark.parametrize("chosen", ["Reject", "reject", "R", "Rejected", "", "Accept"])
def test_reject_is_never_suggested(documents, chosen):
    told = pd.concat([statuses(status) for status in DEFAULT], ignore_index=True)
    found = suggest(take_snapshot(documents(*({} for _ in DEFAULT))), told, dict.fromkeys(DEFAULT, chosen))
    assert set(found.suggestion) == {"Accept" if chosen == "Accept" else ""}


@pytest.mark.parametrize(
    ("document", "told", "company", "words"),
    [
        ({"supplier_filed": "Not filed"}, ("Exact Match",), {}, "not filed yet"),
        ({}, ("Suggested Match", True), {}, "ambiguous"),
        ({"pending_blocked": True}, ("Mismatched",), {}, "not allowed"),
        ({}, ("Exact Match",), {"Exact Match": "None"}, "none by Settings"),
        ({}, ("Exact Match",), {}, ""),
        ({}, ("",), {}, ""),
    ],
)
def test_where_nothing_is_suggested_a_few_words_say_why(documents, document, told, company, words):
    row = suggest(take_snapshot(documents(document)), statuses(*told), DEFAULT | company).iloc[0]
    assert row["why_not"] == words


def test_no_documents(documents):
    assert suggest(take_snapshot(documents({}).iloc[:0]), statuses("").iloc[:0], DEFAULT).empty


@pytest.mark.parametrize("section", ["impg", "impga", "impgsez", "impgseza"])
def test_a_bill_of_entry_needs_no_filing(documents, section):
    docs = documents({"section": section, "supplier_gstin": "", "supplier_filed": ""})
    decided = suggest(take_snapshot(docs), statuses("Exact Match"), DEFAULT, rules_for(decide_imports=True))
    assert decided.values.tolist() == [["Accept", "Exact Match", "", False]]


def test_each_document_is_suggested_by_its_own_line(documents):
    docs = documents({"supplier_filed": "Not filed"}, {}, {"pending_blocked": True}, {}, {})
    told = pd.DataFrame(
        {
            "status": ["Exact Match", "Exact Match", "Mismatched", "Mismatched", "Suggested Match"],
            "ambiguous": [False, False, False, False, True],
            "eligibility": ["", "Not for business", "", "Blocked 17(5)", ""],
        }
    )
    found = suggest(take_snapshot(docs), told, DEFAULT)
    assert found.suggestion.to_dict() == {0: "", 1: "Accept", 2: "", 3: "Pending", 4: ""}
    assert found.why.tolist() == [
        "the supplier has not filed it",
        "credit is blocked: accept it and reverse it in GSTR-3B",
        "the portal does not allow Pending for this document",
        "Mismatched",
        "two documents fit almost equally",
    ]


DECEMBER = {"supplier_period": "122025", "doc_date": pd.Timestamp("2025-12-10")}
LOST = "the credit is lost if it waits for the next GSTR-3B (last day to claim it is 30-Nov-2026)"


def test_pending_is_not_suggested_where_waiting_loses_the_credit(documents, credit_note):
    """Oct-2026 on 10-Nov-2026: GSTR-3B of November is due on 20-Dec-2026, the credit of 2025-26 ends on 30-Nov-2026."""
    docs = documents(DECEMBER, {}, {**DECEMBER, **credit_note}, DECEMBER)
    told = pd.concat([*(statuses("Mismatched"),) * 3, statuses("Exact Match")], ignore_index=True)
    found = suggest(take_snapshot(docs), told, DEFAULT, today=dt.date(2026, 11, 10))
    assert found.values.tolist() == [
        ["", LOST, "credit would end", True],
        ["Pending", "Mismatched", "", False],
        ["Pending", "Mismatched", "", False],
        ["Accept", "Exact Match", "", False],
    ]


@pytest.mark.parametrize(
    ("period", "filing", "suggestion"),
    [
        ("092026", MONTHLY, "Pending"),  # GSTR-3B of October is due on 20-Nov-2026
        ("092026", Filing(True, "27"), ""),  # that of October to December on 22-Jan-2027
        ("092026", Filing(annual_returns=(("2025-26", dt.date(2026, 11, 19)),)), ""),
        ("092026", Filing(annual_returns=(("2025-26", dt.date(2026, 11, 20)),)), "Pending"),
        ("092026", Filing(extensions=(Extension("GSTR-3B", "102026", dt.date(2026, 12, 1)),)), ""),
    ],
)
def test_the_next_return_is_the_buyers_own(documents, period, filing, suggestion):
    docs = documents(DECEMBER)
    found = suggest(take_snapshot(docs, filing=filing), statuses("Mismatched"), DEFAULT, period=period)
    assert found.suggestion.tolist() == [suggestion]


def test_a_bill_of_entry_is_not_suggested_to_wait_either(documents):
    docs = documents({**DECEMBER, "section": "impg", "supplier_gstin": "", "supplier_filed": ""})
    found = suggest(take_snapshot(docs), statuses("Mismatched"), DEFAULT, rules_for(decide_imports=True))
    assert found.suggestion.tolist() == [""]
    assert "disputed" in found.why.item()
