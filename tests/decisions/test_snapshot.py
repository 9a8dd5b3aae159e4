import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.decisions.snapshot import Elsewhere, take_snapshot

AUGUST, OCTOBER = pd.Timestamp("2026-08-04"), pd.Timestamp("2026-10-17")


def original(**row):
    return {"doc_number": "M-9", "doc_date": AUGUST, "igst": 9000.0, "supplier_period": "092026", **row}


def amended(**row):
    return {"section": "b2ba", "original_number": "M-9", "original_date": AUGUST, "igst": 7200.0, **row}


def filed(*rows):
    """What GSTR-2B tell: supplier, period of the return, GSTR-2B it stands in, day."""
    names = [column.name for column in schema.FILINGS]
    return Elsewhere(filings=schema.conform(pd.DataFrame(rows, columns=names), schema.FILINGS))


def known_from(docs):
    return Elsewhere(docs.assign(held_in="IMS of Sep-2026"))


def test_what_the_original_tells(documents):
    docs = documents(
        {"doc_number": "M/1", "portal_action": "R", "igst": 100.0, "supplier_period": "092026"},
        {"section": "b2ba", "original_number": "M/1", "original_date": OCTOBER, "igst": 101.0},
        {"section": "b2ba", "original_number": "M/2", "original_date": OCTOBER, "igst": 101.0},
    )
    facts = take_snapshot(docs).facts
    assert facts["original_action"].tolist() == ["", "R", ""]
    assert facts["original_in_ims"].tolist() == [False, True, False]
    assert facts["original_elsewhere"].tolist() == [False, True, False]
    assert facts["periods_told"].tolist() == [False, False, False]
    assert facts["change"].tolist() == ["", "up", ""]


@pytest.mark.parametrize(
    ("state", "told"), [("A", "A"), ("N", "A"), ("R", "R"), ("On hold", "On hold")]
)  # left without action it was deemed accepted when GSTR-3B was filed
def test_an_original_that_left_ims(documents, state, told):
    facts = take_snapshot(documents(amended()), known_from(documents(original(portal_action=state)))).facts
    assert facts["original_action"].tolist() == [told]
    assert not facts["original_in_ims"].any()
    assert facts["falls"].tolist() == [told == "A"]


@pytest.mark.parametrize(
    ("section", "asked", "falls"),
    [("b2ba", True, True), ("b2bdna", True, True), ("ecoma", True, True), ("b2ba", False, False), ("b2bcna", True, False)],
)  # fmt: skip
def test_where_the_original_is_not_known_the_portals_flag_is_a_hint(documents, section, asked, falls):
    docs = documents(amended(section=section, itc_reduction_asked=asked))
    assert take_snapshot(docs).facts["falls"].tolist() == [falls]


def test_the_flag_says_nothing_against_an_original_that_is_known(documents):
    docs = documents(amended(igst=9100.0, itc_reduction_asked=True))
    assert take_snapshot(docs, known_from(documents(original(portal_action="A")))).facts["falls"].tolist() == [False]


def test_the_statement_by_the_day_the_supplier_filed(documents):
    """September filed on 13 October stands in the GSTR-2B of October; other returns are taken by their period."""
    docs = documents(
        {"supplier_period": "092026"},
        {"supplier_period": "092026", "source_form": "R1A"},
        {"supplier_period": "082026"},
        {"supplier_period": "092026", "supplier_gstin": "27AAZCM4444H1ZV"},
    )
    facts = take_snapshot(docs, filed(("24AAZCS2222F1ZB", "092026", "102026", "2026-10-13"))).facts
    assert facts["two_b_period"].tolist() == ["102026", "102026", "082026", "092026"]
    assert facts["two_b_told"].tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("day", "period", "told"),
    [
        ("2026-10-11", "092026", True),  # in time: what is listed in November's GSTR-2B was pending before
        ("2026-10-12", "092026", False),  # late of a monthly supplier, in time of a quarterly one
        ("2026-10-13", "092026", False),
        ("2026-10-14", "102026", True),
        ("2026-11-12", "112026", True),  # it may be that of a monthly supplier who filed late
        (None, "112026", True),
    ],
)
def test_a_document_that_was_pending_is_listed_later_than_its_return(documents, day, period, told):
    """A document of September's return is listed in the GSTR-2B of November."""
    facts = take_snapshot(
        documents({"supplier_period": "092026"}), filed(("24AAZCS2222F1ZB", "092026", "112026", day))
    ).facts
    assert (facts["two_b_period"].tolist(), facts["two_b_told"].tolist()) == ([period], [told])


def test_original_and_amendment_filed_late_stand_in_one_statement(documents):
    """An original of October that was filed in November, and its amendment of November."""
    docs = documents(original(supplier_period="102026"), amended(supplier_period="112026"))
    by_period = take_snapshot(docs).facts
    assert by_period["original_elsewhere"].tolist() == [False, True]
    assert by_period["periods_told"].tolist() == [False, False]
    supplier = "24AAZCS2222F1ZB"
    told = take_snapshot(docs, filed((supplier, "102026", "112026", None), (supplier, "112026", "112026", None))).facts
    assert told["original_elsewhere"].tolist() == [False, False]
    assert told["same_statement"].tolist() == [False, True]


def test_two_statements_that_are_told(documents):
    docs = documents(original(supplier_period="102026"), amended(supplier_period="112026"))
    supplier = "24AAZCS2222F1ZB"
    told = take_snapshot(docs, filed((supplier, "102026", "102026", None), (supplier, "112026", "112026", None))).facts
    assert told["periods_told"].tolist() == [False, True]


def test_no_documents(documents):
    assert take_snapshot(documents({}).iloc[:0]).facts.empty
