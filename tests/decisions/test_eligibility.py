"""What is remembered of Eligibility by supplier, and what of it is proposed."""

import pandas as pd

from ims_xl.decisions.eligibility import BLOCKED, CREDITABLE, ELIGIBILITIES, Choice, last_choices, suggested_eligibility

SEP, OCT = "092026", "102026"


def test_the_last_month_counts():
    assert last_choices(
        [(SEP, "24A", "Inputs"), (SEP, "29B", "Capital goods"), (OCT, "24A", "blocked 17(5)"), (OCT, "24A", "Blocked 17(5)")]
    ) == {"24A": Choice("Blocked 17(5)", OCT), "29B": Choice("Capital goods", SEP)}  # fmt: skip


def test_different_choices_of_one_month_are_no_choice():
    assert last_choices([(SEP, "24A", "Inputs"), (SEP, "24A", "Input services")]) == {}


def test_goods_that_did_not_come_and_other_words_are_not_remembered():
    assert last_choices(
        [
            (SEP, "24A", "Inputs"),
            (OCT, "24A", "Goods not received"),
            (OCT, "29B", "Perhaps"),
            (OCT, "", "Capital goods"),
        ]
    ) == {"24A": Choice("Inputs", SEP)}


def test_only_where_nothing_is_said_it_is_proposed():
    """The register's own word, which stands in the cell, wins."""
    lines = pd.DataFrame(
        [["24A", ""], ["24A", "Inputs"], ["29B", None]], columns=["supplier_gstin", "eligibility_text"], dtype="object"
    )
    found = suggested_eligibility(lines, {"24A": Choice("Blocked 17(5)", SEP)})
    assert found["eligibility_suggested"].tolist() == ["Blocked 17(5)", "", ""]
    assert found["eligibility_why"].tolist() == ["Blocked 17(5), as in Sep-2026", "", ""]


def test_what_gives_credit_and_what_never_does():
    assert {*CREDITABLE, *BLOCKED, "Goods not received"} == set(ELIGIBILITIES)
