import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.decisions.effect import itc_effect
from ims_xl.decisions.sending import after, plan
from ims_xl.decisions.snapshot import Elsewhere, take_snapshot

AUGUST = pd.Timestamp("2026-08-04")


def standing(docs, actions, elsewhere=None):
    """The effect of the documents when they stand at these actions, as a series."""
    return itc_effect(take_snapshot(docs, elsewhere), docs.reset_index(drop=True).assign(portal_action=list(actions)))


def effect(docs, *actions, elsewhere=None):
    """The same as a list; what is not known is None."""
    return [None if value != value else value for value in standing(docs, actions, elsewhere).tolist()]


def of_another_month(docs, held_in="IMS of Sep-2026"):
    """Originals that other months know and IMS does not hold."""
    return Elsewhere(docs.assign(held_in=held_in))


def original(**row):
    return {"doc_number": "M-9", "doc_date": AUGUST, "igst": 18000.0, "supplier_period": "092026", **row}


def amended(**row):
    return {"section": "b2ba", "original_number": "M-9", "original_date": AUGUST, "igst": 12000.0, **row}


def test_invoices_add_and_credit_notes_subtract(documents, credit_note, local_supplier):
    docs = documents(
        {"igst": 18000.1, "cess": 0.2}, local_supplier, credit_note, {"section": "b2bdn", "doc_type": "DN"}
    )
    assert effect(docs, "A", "A", "A", "A") == [18000.3, 18000.0, -900.0, 18000.0]


def test_no_action_counts_as_accepted_rejected_and_pending_as_nothing(documents, credit_note):
    docs = documents({}, credit_note)
    assert effect(docs, "N", "N") == [18000.0, -900.0]
    assert effect(docs, "R", "P") == [0.0, 0.0]


@pytest.mark.parametrize(("state", "itc"), [("A", -6000.0), ("N", -6000.0), ("R", 12000.0), ("P", 12000.0)])
def test_an_amendment_counts_the_difference_or_the_whole(documents, state, itc):
    """The original, still in IMS, is of September, its amendment of October."""
    docs = documents(original(), amended())
    assert effect(docs, state, "A")[1] == itc


@pytest.mark.parametrize(
    ("state", "taxes", "itc"),
    [("A", (9000, 7200), -1800.0), ("N", (9000, 7200), -1800.0), ("A", (9000, 10000), 1000.0), ("R", (9000, 7200), 7200.0)],
)  # fmt: skip
@pytest.mark.parametrize("action", ["A", "N"])
def test_an_original_that_left_ims_is_known_from_another_month(documents, state, taxes, itc, action):
    """9,000 amended to 7,200 after acceptance is -1,800; after a rejection it is the whole 7,200."""
    before, now = taxes
    held = documents(original(igst=before, portal_action=state))
    docs = documents(amended(igst=now))
    assert effect(docs, action, elsewhere=of_another_month(held)) == [itc]
    assert effect(docs, "R", elsewhere=of_another_month(held)) == [0.0]


@pytest.mark.parametrize("state", ["P", "sent as rejected, outcome not seen", "listed without credit"])
def test_where_it_is_not_known_what_became_of_the_original_neither_is_the_effect(documents, state):
    held = documents(original(igst=9000.0, portal_action=state))
    docs = documents(amended(igst=7200.0))
    assert effect(docs, "A", elsewhere=of_another_month(held)) == [None]


@pytest.mark.parametrize("declared", [-50.0, 900.01])
def test_amounts_of_the_portal_that_cannot_be_tell_nothing(documents, credit_note, declared):
    docs = documents({**credit_note, "itc_reduction": "Y", "declared_igst": declared})
    assert effect(docs, "A") == [None]


def test_a_declared_reduction_that_cannot_be_read_tells_nothing(documents, credit_note):
    docs = documents({**credit_note, "itc_reduction": "?"})
    assert effect(docs, "A") == [None]


def test_without_an_original_the_effect_is_not_known_and_never_a_plus(documents):
    docs = documents(amended(), amended(section="b2bdna", doc_type="DN"), amended(section="ecoma"))
    assert effect(docs, "A", "N", "A") == [None, None, None]
    assert effect(docs, "R", "P", "R") == [0.0, 0.0, 0.0]


def test_what_is_declared_on_an_amendment_is_known_whatever_the_original_was(documents):
    docs = documents(
        amended(itc_reduction="Y", declared_igst=1800.0),
        amended(itc_reduction="N"),
        amended(itc_reduction="Y"),  # the whole difference, which is not known
    )
    assert effect(docs, "A", "A", "A") == [-1800.0, 0.0, None]


def test_an_amendment_that_adds_credit_reduces_nothing_whatever_is_declared(documents):
    held = documents(original(igst=9000.0, portal_action="A"))
    docs = documents(amended(igst=10000.0, itc_reduction="N"))
    assert effect(docs, "A", elsewhere=of_another_month(held)) == [1000.0]


@pytest.mark.parametrize(
    ("first", "second", "itc"),
    [("A", "A", [0.0, 7200.0]), ("A", "N", [0.0, 7200.0]), ("A", "R", [0.0, 0.0]), ("R", "A", [0.0, 7200.0]), ("N", "P", [0.0, 0.0])],
)  # fmt: skip
def test_of_both_in_one_gstr2b_the_amendments_action_prevails(documents, first, second, itc):
    docs = documents(original(igst=9000.0, supplier_period="102026"), amended(igst=7200.0))
    assert effect(docs, first, second) == itc


def test_an_amendment_that_is_only_saved_leaves_its_original_alone(documents):
    docs = documents(original(igst=9000.0, supplier_period="102026"), amended(igst=7200.0, supplier_filed="Not filed"))
    assert effect(docs, "A", "N") == [9000.0, -1800.0]


def test_an_amended_credit_note_counts_the_difference_the_other_way(documents, credit_note):
    docs = documents(
        {**credit_note, **original(igst=900.0)},
        {**credit_note, **amended(section="b2bcna", igst=1000.0)},
    )
    assert effect(docs, "A", "A") == [-900.0, -100.0]


@pytest.mark.parametrize(("first", "itc"), [("A", -180.0), ("N", -180.0), ("R", -1980.0)])
def test_a_second_amendment_counts_against_the_last_version_that_counted(documents, first, itc):
    """9,000 accepted in August; amended to 7,200 in September; to 7,020 in October."""
    held = documents(
        original(igst=9000.0, supplier_period="082026", portal_action="A"),
        amended(igst=7200.0, supplier_period="092026", portal_action=first),
    )
    docs = documents(amended(igst=7020.0))
    assert effect(docs, "A", elsewhere=of_another_month(held)) == [itc]


def test_of_two_amendments_in_one_gstr2b_the_last_replaces_the_first(documents):
    """9,000 accepted in August; amended to 7,200 in October's GSTR-1 of one filed late, and to 8,000 in November's.

    Both in the GSTR-2B of November: 8,000 - 9,000 = -1,000. Without the original nothing is known.
    """
    docs = documents(amended(igst=7200.0), amended(igst=8000.0, supplier_period="112026"))
    held = documents(original(igst=9000.0, supplier_period="082026", portal_action="A"))
    november = [("24AAZCS2222F1ZB", period, "112026", None) for period in ("102026", "112026")]
    names = [column.name for column in schema.FILINGS]
    filings = schema.conform(pd.DataFrame(november, columns=names), schema.FILINGS)
    told = Elsewhere(held.assign(held_in="IMS of Aug-2026"), filings)
    assert effect(docs, "N", "N", elsewhere=told) == [0.0, -1000.0]
    assert effect(docs, "A", "R", elsewhere=told) == [0.0, 0.0]
    assert effect(docs, "R", "A", elsewhere=told) == [0.0, -1000.0]
    assert effect(docs, "N", "N", elsewhere=Elsewhere(filings=filings)) == [0.0, None]


def test_gstr1a_amends_what_gstr1_of_its_period_amended(documents):
    """9,000 accepted in August; to 7,200 in October's GSTR-1, to 8,000 in its GSTR-1A: -1,800 and +800."""
    docs = documents(amended(igst=7200.0), amended(igst=8000.0, source_form="R1A", doc_number="A/9"))
    held = documents(original(igst=9000.0, supplier_period="082026", portal_action="A"))
    assert effect(docs, "A", "A", elsewhere=of_another_month(held)) == [-1800.0, 800.0]


@pytest.mark.parametrize(("first", "itc"), [("A", [-1800.0, 800.0]), ("P", [0.0, -1000.0]), ("R", [0.0, -1000.0])])
def test_the_marks_say_which_version_counts(documents, first, itc):
    """9,000 accepted in August; to 7,200 in October, pending on the portal and now marked; to 8,000 in November."""
    docs = documents(amended(igst=7200.0, portal_action="P"), amended(igst=8000.0, supplier_period="112026"))
    held = documents(original(igst=9000.0, supplier_period="082026", portal_action="A"))
    assert effect(docs, first, "A", elsewhere=of_another_month(held)) == itc


def test_an_original_whose_amendment_in_the_same_gstr2b_was_rejected_gave_nothing(documents):
    """9,000 and its amendment to 7,200 both of September, the amendment rejected; to 8,000 in October: the whole."""
    held = documents(
        original(igst=9000.0, portal_action="A"),
        amended(igst=7200.0, supplier_period="092026", portal_action="R"),
    )
    assert effect(documents(amended(igst=8000.0)), "A", elsewhere=of_another_month(held)) == [8000.0]


def test_an_undecided_amendment_of_a_pending_document_is_not_known(documents):
    docs = documents(original(portal_action="P"), amended())
    assert effect(docs, "P", "N") == [0.0, None]
    assert effect(docs, "R", "N") == [0.0, 12000.0]


def test_of_one_original_what_was_told_last_counts(documents):
    """Later rows of what other months tell are told later: 9,000 rejected at last is amended to 7,200, the whole."""
    listed = documents(original(igst=9000.0, portal_action="A")).assign(doc_id="")
    held = documents(original(igst=9000.0, portal_action="R"))
    docs = documents(amended(igst=7200.0))
    assert effect(docs, "A", elsewhere=of_another_month(pd.concat([listed, held]))) == [7200.0]
    assert effect(docs, "A", elsewhere=of_another_month(pd.concat([held, listed]))) == [-1800.0]


def test_an_amended_bill_of_entry_may_add_or_take_away(documents):
    """Moved to another GSTIN it takes 45,000 away; no key says whether it was. What is declared is known."""
    bill = {"section": "impga", "supplier_gstin": "", "port_code": "INBOM4", "igst": 45000.0}
    docs = documents(bill, {**bill, "itc_reduction": "Y", "declared_igst": 45000.0})
    assert effect(docs, "A", "A") == [None, -45000.0]


def test_a_declared_reduction_counts_as_declared(documents, credit_note):
    docs = documents(
        {**credit_note, "itc_reduction": "Y"},
        {**credit_note, "itc_reduction": "Y", "declared_igst": 400.55, "declared_cess": 0.0},
        {**credit_note, "itc_reduction": "N"},
    )
    assert effect(docs, "A", "A", "A") == [-900.0, -400.55, 0.0]
    assert effect(docs, "N", "N", "N") == [-900.0, -900.0, -900.0]


def test_unknown_tax_is_not_zero(documents):
    docs = documents({"igst": None, "cgst": None, "sgst": None, "cess": None}, {"igst": None})
    assert effect(docs, "A", "A") == [None, 0.0]


def test_what_an_unknown_action_does_to_the_credit_is_not_known(documents):
    docs = documents({}, original(), amended())
    assert effect(docs, "On hold", "On hold", "A") == [None, None, None]
    assert effect(docs, "A", "On hold", "R")[2] == 0.0


def test_no_documents(documents):
    assert effect(documents({}).iloc[:0]) == []


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_documents_does_not_matter(documents, order):
    docs = documents(original(), amended(), {}, {"igst": 5.0}, {"doc_type": "CN", "section": "b2bcn"})
    actions = ["A", "A", "N", "R", "A"]
    mixed = standing(docs.iloc[order], [actions[at] for at in order])
    found = dict(zip(order, mixed.tolist(), strict=True))
    assert [found[at] for at in range(5)] == [18000.0, -6000.0, 18000.0, 0.0, -18000.0]


def test_a_month_with_every_kind_of_amendment(documents, credit_note, marks):
    """October of one buyer, by hand.

    accepted in August, in September's snapshot: 9,000 -> 7,200, marked Accept            -1,800
    rejected in August, GSTR-2B of Aug-2026 lists it as rejected: 5,000 -> 5,000, Accept   5,000
    credit note of 900 deemed accepted in August, amended to 1,000, no action               -100
    original 4,000 and amendment 3,000 both of October, amendment left alone                 3,000
    amended debit note, original known nowhere, no action                                 not known
    plain invoice of 18,000 rejected                                                             0
    """
    held = schema.conform(
        pd.concat(
            [
                documents(original(doc_number="A-1", igst=9000.0, portal_action="A")),
                documents(original(doc_number="A-2", igst=5000.0, portal_action="R")),
                documents({**credit_note, **original(doc_number="C-1", igst=900.0, portal_action="N")}),
            ]
        ),
        schema.IMS,
    )
    docs = documents(
        amended(original_number="A-1", igst=7200.0),
        amended(original_number="A-2", igst=5000.0),
        {**credit_note, **amended(section="b2bcna", original_number="C-1", igst=1000.0)},
        original(doc_number="A-3", igst=4000.0, supplier_period="102026"),
        amended(original_number="A-3", igst=3000.0),
        amended(section="b2bdna", doc_type="DN", original_number="D-1", igst=500.0),
        {},
    )
    snapshot = take_snapshot(docs, of_another_month(held))
    chosen = marks(docs, {"action": "A"}, {"action": "A"}, {}, {}, {}, {}, {"action": "R"})
    done = plan(snapshot, chosen)
    itc = itc_effect(snapshot, after(snapshot.documents, done.send))
    assert itc.fillna(-0.01).tolist() == [-1800.0, 5000.0, -100.0, 0.0, 3000.0, -0.01, 0.0]
    assert itc.sum() == 6100.0
    assert done.deemed_totals == (3, 3000.0, 1, 100.0, 1)
    assert done.send["new_itc_reduction"].tolist() == ["Y", "", ""]
