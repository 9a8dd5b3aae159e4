"""Kinds of reversals that are reclaimed, and the days of rules 37 and 37A."""

from datetime import date

from ims_xl.gst.reversals import BY_TITLE, KINDS, payment_due, supplier_return_due, supplier_reversal_due


def test_180_days_from_the_invoice():
    """October has 31 days, so 5 Oct 2026 and 180 days is 3 Apr 2027: 26 + 30 + 31 + 31 + 28 + 31 + 3."""
    assert payment_due(date(2026, 10, 5)) == date(2027, 4, 3)


def test_days_of_rule_37a():
    """Credit taken in 2025-26: the supplier files by 30 Sep 2026, the buyer reverses by 30 Nov 2026."""
    assert supplier_return_due("2025-26") == date(2026, 9, 30)
    assert supplier_reversal_due("2025-26") == date(2026, 11, 30)


def test_a_kind_is_known_by_its_title_and_by_its_code():
    assert [BY_TITLE[kind.title.casefold()] for kind in KINDS] == list(KINDS)
    assert BY_TITLE["rule 37a"].title == "Rule 37A: no GSTR-3B"


def test_only_where_the_rule_says_so_section_16_4_is_no_limit():
    assert {kind.code: bool(kind.limit) for kind in KINDS} == {
        "goods": True, "rule 37": False, "rule 37A": False, "other": True,
    }  # fmt: skip
