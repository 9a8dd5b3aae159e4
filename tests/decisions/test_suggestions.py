import pandas as pd
import pytest

from ims_xl.decisions.known import know
from ims_xl.decisions.suggestions import suggest
from ims_xl.gst.restrictions import rules_for

DEFAULT = {
    "Exact Match": "Accept",
    "Suggested Match": "Accept",
    "Mismatched": "Pending",
    "Missing in PR": "Pending",
}


def statuses(status, ambiguous=False, eligibility=""):
    return pd.DataFrame([{"status": status, "ambiguous": ambiguous, "eligibility": eligibility}])


def one(docs, *told, **changes):
    row = suggest(know(docs), statuses(*told), DEFAULT | changes).iloc[0]
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
    decided = suggest(know(docs), statuses("Exact Match"), DEFAULT, rules_for(decide_imports=True))
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
    found = suggest(know(documents(*({} for _ in DEFAULT))), told, dict.fromkeys(DEFAULT, chosen))
    assert set(found.suggestion) == {"Accept" if chosen == "Accept" else ""}


def test_no_documents(documents):
    assert suggest(know(documents({}).iloc[:0]), statuses("").iloc[:0], DEFAULT).empty


@pytest.mark.parametrize("section", ["impg", "impga", "impgsez", "impgseza"])
def test_a_bill_of_entry_needs_no_filing(documents, section):
    docs = documents({"section": section, "supplier_gstin": "", "supplier_filed": ""})
    decided = suggest(know(docs), statuses("Exact Match"), DEFAULT, rules_for(decide_imports=True))
    assert decided.values.tolist() == [["Accept", "Exact Match"]]


def test_each_document_is_suggested_by_its_own_line(documents):
    docs = documents({"supplier_filed": "Not filed"}, {}, {"pending_blocked": True}, {}, {})
    told = pd.DataFrame(
        {
            "status": ["Exact Match", "Exact Match", "Mismatched", "Mismatched", "Suggested Match"],
            "ambiguous": [False, False, False, False, True],
            "eligibility": ["", "Not for business", "", "Blocked 17(5)", ""],
        }
    )
    found = suggest(know(docs), told, DEFAULT)
    assert found.suggestion.to_dict() == {0: "", 1: "Accept", 2: "", 3: "Pending", 4: ""}
    assert found.why.tolist() == [
        "the supplier has not filed it",
        "credit is blocked: accept it and reverse it in GSTR-3B",
        "the portal does not allow Pending for this document",
        "Mismatched",
        "two documents fit almost equally",
    ]
