"""GSTR-2B against the decisions; each document stands for one case."""

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.decisions.gstr2b import check_gstr2b, credits_of, left_out, totals
from ims_xl.decisions.snapshot import take_snapshot

PERIOD = "102026"


def listed(documents: pd.DataFrame, part: str = "docdata", **changes: object) -> pd.DataFrame:
    """The documents as a GSTR-2B lists them."""
    return schema.conform(
        documents.assign(
            part=part, gstr2b_period=PERIOD, itc_available="Y", ims_status="", itc_reduction="", **changes
        ).drop(columns=[name for name in documents if name.startswith("declared_")]),
        schema.GSTR2B,
    )


def found(documents: pd.DataFrame, *parts: pd.DataFrame) -> list[tuple[str, str, str]]:
    statement = pd.concat(parts, ignore_index=True) if parts else schema.empty(schema.GSTR2B)
    rows = check_gstr2b(take_snapshot(documents), statement, PERIOD)
    return list(rows[["doc_number", "severity", "reason"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(("action", "part"), [("A", "docdata"), ("N", "docdata"), ("R", "docRejdata")])
def test_a_document_in_its_place_differs_from_nothing(documents, action: str, part: str):
    one = documents({"portal_action": action})
    assert found(one, listed(one, part)) == []


def test_a_pending_document_is_in_neither(documents):
    one = documents({"portal_action": "P"})
    assert found(one) == []
    assert found(one, listed(one)) == [("A/1", "Difference", "Pending, but its ITC is in GSTR-2B")]


@pytest.mark.parametrize(
    ("action", "part", "reason"),
    [
        ("A", "docRejdata", "Accepted, but listed as rejected"),
        ("A", "", "Accepted, but not in GSTR-2B: the supplier may have filed after the cut-off"),
        (
            "N",
            "",
            "No action, deemed accepted, but not in GSTR-2B: the supplier may have filed after the cut-off",
        ),
        ("R", "docdata", "Rejected, but its ITC is in GSTR-2B"),
        ("R", "", "Rejected, but not listed among the rejected"),
        ("P", "docRejdata", "Pending, but listed as rejected"),
    ],
)
def test_a_document_in_the_wrong_place_says_so(documents, action: str, part: str, reason: str):
    one = documents({"portal_action": action})
    assert found(one, *([listed(one, part)] if part else [])) == [("A/1", "Difference", reason)]


def test_an_action_that_is_not_known_is_to_check_wherever_the_document_stands(documents):
    one = documents({"portal_action": "On hold"})
    unsure = "the portal shows an action that this program does not know, so where it belongs is not known"
    assert found(one, listed(one, "docRejdata")) == [
        ("A/1", "To check", f"On the portal: On hold, but listed as rejected; {unsure}")
    ]
    assert [row[:2] for row in found(one)] == [("A/1", "To check")]


def test_a_decision_changed_since_names_what_it_was_made_from(documents):
    one = documents({"portal_action": "R"})
    statement = listed(one).assign(ims_status="A")
    assert found(one, statement) == [
        ("A/1", "Difference", "Rejected, but its ITC is in GSTR-2B; it was made from Accepted")
    ]


def test_what_is_not_filed_or_of_a_later_period_is_not_expected(documents):
    both = documents({"supplier_filed": "Not filed"}, {"supplier_period": "112026"}, {"source_form": "R1A"})
    assert found(both) == []


def test_what_was_not_filed_at_the_download_is_to_check(documents):
    one = documents({"supplier_filed": "Not filed"})
    assert found(one, listed(one)) == [
        (
            "A/1",
            "To check",
            "Not filed by the supplier, but its ITC is in GSTR-2B; the supplier may have filed since: download again",
        )
    ]


def test_an_accepted_document_of_an_earlier_period_may_stand_in_that_gstr2b(documents):
    one = documents({"supplier_period": "092026", "portal_action": "A"})
    ((number, severity, reason),) = found(one)
    assert (number, severity) == ("A/1", "To check")
    assert reason.endswith("it is of an earlier period and may stand in that GSTR-2B")
    assert found(one, listed(one)) == []


def test_other_amounts_are_named(documents):
    one = documents({"portal_action": "A"})
    assert found(one, listed(one, igst=17000.0)) == [
        ("A/1", "Difference", "Other amounts in GSTR-2B: IGST 18,000.00 → 17,000.00")
    ]


def test_amounts_that_only_one_side_gives_are_no_difference(documents):
    one = documents({"portal_action": "A", "cess": float("nan")})
    assert found(one, listed(one, cess=0.0)) == []


def note(documents, **changes):
    return documents({"section": "b2bcn", "doc_type": "CN", "portal_action": "A", **changes})


def test_reductions_as_declared(documents):
    half = {"declared_igst": 9000.0, "declared_cgst": 0.0, "declared_sgst": 0.0, "declared_cess": 0.0}
    one = note(documents, itc_reduction="Y", **half)
    same = listed(one).assign(itc_reduction="Y", **half)
    assert found(one, same) == []
    assert found(one, same.assign(declared_igst=18000.0)) == [
        ("A/1", "Difference", "ITC reduction declared (Yes, 9,000.00) is shown otherwise in GSTR-2B")
    ]


def test_full_reduction_may_be_shown_with_or_without_amounts(documents):
    one = note(documents, itc_reduction="Y")
    whole = {"declared_igst": 18000.0, "declared_cgst": 0.0, "declared_sgst": 0.0, "declared_cess": 0.0}
    assert found(one, listed(one).assign(itc_reduction="Y", **whole)) == []
    assert found(one, listed(one)) == []  # shown as any other credit note


def test_a_reduction_that_is_not_shown_is_to_check(documents):
    one = note(documents, itc_reduction="N")
    assert found(one, listed(one)) == [("A/1", "To check", "ITC reduction declared (No) is not shown in GSTR-2B")]


def test_an_amendment_whose_original_was_never_held_is_to_check(documents):
    one = documents({"section": "b2ba", "original_number": "Z/1", "portal_action": "A"})
    ((_, severity, reason),) = found(one)
    assert severity == "To check"
    assert reason.endswith("the original of this amendment was never held here")


def test_an_original_beside_its_amendment_is_to_check(documents):
    both = documents(
        {"portal_action": "A"},
        {
            "section": "b2ba", "original_number": "A/1", "original_date": pd.Timestamp("2026-10-17"),
            "portal_action": "A", "doc_number": "A/9",
        },
    )  # fmt: skip
    ((number, severity, _),) = found(both, listed(both[both["doc_number"] == "A/9"]))
    assert (number, severity) == ("A/1", "To check")


def test_a_document_only_gstr2b_lists_is_named(documents):
    one = documents({"portal_action": "A"})
    assert found(one.iloc[:0], listed(one)) == [
        ("A/1", "Difference", "In GSTR-2B, but not among the documents downloaded; download again")
    ]


@pytest.mark.parametrize("change", [{"reverse_charge": True}, {"section": "isd"}, {"section": "impg"}])
def test_what_never_enters_ims_is_passed_over(documents, change: dict[str, object]):
    one = documents({"portal_action": "A"})
    assert found(one.iloc[:0], listed(one).assign(**change)) == []


def test_credit_barred_by_law_is_passed_over(documents):
    one = documents({"portal_action": "A"})
    assert found(one.iloc[:0], listed(one).assign(itc_available="N")) == []


def test_totals_from_the_documents(documents):
    """Invoice 18,000, credit note 18,000 less, rejected 18,000."""
    three = documents({}, {"section": "b2bcn", "doc_type": "CN"}, {})
    rows = listed(three)
    rows.loc[2, "part"] = "docRejdata"
    found_ = totals(rows, schema.empty(schema.STATEMENTS))
    assert dict(zip(found_["line"], found_["total"], strict=True)) == {
        "ITC available": 18000.0,
        "Less: accepted credit notes": 18000.0,
        "ITC available, net": 0.0,
        "ITC of rejected documents": 18000.0,
    }


def test_totals_are_the_statements_own_where_it_gives_them(documents):
    sums = schema.conform(
        pd.DataFrame([{"gstr2b_period": PERIOD, **{f"available_{tax}": 100.0 for tax in schema.TAXES}}]),
        schema.STATEMENTS,
    )
    found_ = totals(listed(documents({})), sums).set_index("line")
    assert found_.loc["ITC available", "total"] == 400.0
    assert found_.loc["ITC available, net", "igst"] == 100.0


SUMS = {
    "available_igst": 100.0, "available_cgst": 200.0, "available_sgst": 300.0, "available_cess": 4.0,
    "reversal_igst": 1.0, "reversal_cgst": 2.0, "reversal_sgst": 3.0, "reversal_cess": 0.0,
}  # fmt: skip

REJECTED = {"rejected_igst": 9.0, "rejected_cgst": 0.0, "rejected_sgst": 0.25, "rejected_cess": 0.5}


def summed(**sums: float) -> pd.DataFrame:
    return schema.conform(pd.DataFrame([{"gstr2b_period": PERIOD, **sums}]), schema.STATEMENTS)


def test_totals_of_a_statement_without_documents_head_by_head():
    found_ = totals(schema.empty(schema.GSTR2B), summed(**SUMS, **REJECTED))
    assert found_.to_numpy().tolist() == [
        ["ITC available", 100.0, 200.0, 300.0, 4.0, 604.0],
        ["Less: accepted credit notes", 1.0, 2.0, 3.0, 0.0, 6.0],
        ["ITC available, net", 99.0, 198.0, 297.0, 4.0, 598.0],
        ["ITC of rejected documents", 9.0, 0.0, 0.25, 0.5, 9.75],
    ]


def test_totals_of_the_documents_head_by_head(documents):
    """What a part's sums leave out comes from its documents; credit that is not available counts nowhere."""
    heads = {"igst": 10.01, "cgst": 20.02, "sgst": 30.03, "cess": 4.04}
    five = documents(
        heads,
        {"igst": 1000.0, "cgst": 1.0},
        {"section": "b2bcn", "doc_type": "CN", "igst": 1.0, "cgst": 2.0, "sgst": 3.0, "cess": 0.5},
        {"igst": 7.0},
        {"section": "b2bcn", "doc_type": "CN", "igst": 0.7, "cgst": 0.3},
    )
    rows = listed(five)
    rows.loc[1, "itc_available"] = "N"
    rows.loc[[3, 4], "part"] = "docRejdata"
    assert totals(rows, schema.empty(schema.STATEMENTS)).to_numpy().tolist() == [
        ["ITC available", 10.01, 20.02, 30.03, 4.04, 64.1],
        ["Less: accepted credit notes", 1.0, 2.0, 3.0, 0.5, 6.5],
        ["ITC available, net", 9.01, 18.02, 27.03, 3.54, 57.6],
        ["ITC of rejected documents", 7.7, 0.3, 0.0, 0.0, 8.0],
    ]


def test_a_part_without_sums_of_its_own_is_counted_from_the_documents(documents):
    given = summed(**{name: amount for name, amount in SUMS.items() if name.startswith("reversal")})
    rows = listed(documents({"igst": 50.0, "cgst": 0.25}))
    found_ = totals(rows, given).set_index("line")
    assert found_.loc["ITC available"].tolist() == [50.0, 0.25, 0.0, 0.0, 50.25]
    assert found_.loc["Less: accepted credit notes"].tolist() == [1.0, 2.0, 3.0, 0.0, 6.0]


def test_a_credit_note_takes_away_what_was_declared(documents):
    """Full 18,000, partial 100 + 200, none: 18,300 together."""
    three = documents(*({"section": "b2bcn", "doc_type": "CN"} for _ in range(3)))
    rows = listed(three)
    rows["itc_reduction"] = ["Y", "Y", "N"]
    rows.loc[1, ["declared_igst", "declared_cgst"]] = [100.0, 200.0]
    found_ = totals(rows, schema.empty(schema.STATEMENTS)).set_index("line")
    assert found_.loc["Less: accepted credit notes"].tolist() == [18100.0, 200.0, 0.0, 0.0, 18300.0]


def test_what_an_amendment_changes_only_the_statement_itself_tells(documents):
    rows = listed(documents({}, {"section": "b2ba", "igst": 7200.0}))
    assert totals(rows, schema.empty(schema.STATEMENTS))["total"].tolist() == [18000.0, 0.0, 18000.0, 0.0]
    assert left_out(rows, schema.empty(schema.STATEMENTS)) == 1
    given = summed(available_igst=16200.0, available_cgst=0.0, available_sgst=0.0, available_cess=0.0)
    assert totals(rows, given)["total"].tolist()[2] == 16200.0
    assert left_out(rows, given) == 0


def test_what_each_document_adds_to_the_credit(documents, credit_note):
    """Held are A/1 and the credit note A/2 of 900, of which 300 are declared; reverse charge never comes into IMS."""
    held = documents({}, credit_note)
    rows = listed(documents({}, credit_note, {"section": "b2ba", "igst": 7200.0}, {}, {}, {}))
    rows.loc[1, ["itc_reduction", "declared_igst"]] = ["Y", 300.0]
    rows.loc[0, "doc_number"] = "a/1 "
    rows.loc[3, "reverse_charge"] = True
    rows.loc[4, "itc_available"] = "N"
    rows.loc[5, "part"] = "docRejdata"
    assert credits_of(rows, held).to_numpy().tolist() == [
        [held["doc_id"][0], True, False, 18000.0],
        [held["doc_id"][1], True, False, -300.0],
        ["", True, True, 7200.0],
        ["", False, False, 18000.0],
    ]
