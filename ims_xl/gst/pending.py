"""How long a record can stay pending, by kind and date: for explanations and countdowns.

What the portal refuses is the record's own flag, not these rules.
"""

from typing import NamedTuple

import pandas as pd

from ims_xl.gst.periods import ordinal
from ims_xl.gst.sections import AMENDED_SUPPLIES


class PendingRule(NamedTuple):
    """Whether a kind of record could wait before Oct-2025 periods, and waits one period at most since.

    `change` and `original` are those of an amendment against its original, empty means whatever they are; `falls`:
    only those that lower an accepted original whose GSTR-3B is filed.
    """

    sections: tuple[str, ...]
    change: str
    original: str
    falls: bool
    allowed_before: bool
    limited_since: bool
    what: str


SINCE = "102025"
RULES = (
    PendingRule(("b2bcn",), "", "", False, False, True, "credit notes"),
    PendingRule(("b2bcna",), "down", "A", False, True, False, "credit notes amended downward after acceptance"),
    PendingRule(("b2bcna",), "", "", False, False, True, "amended credit notes"),
    PendingRule(AMENDED_SUPPLIES, "", "", True, False, True, "downward amendments of accepted documents"),
)
"""The first rule that fits holds; records without one have no limit but section 16(4).

Source: GSTN advisory 624 and its FAQ of 17 Oct 2025.
"""


def rule_of(cases: pd.DataFrame) -> "pd.Series[int]":
    """Position in RULES of the rule for each record, -1 for none; from section, change, original_action, falls."""
    found = pd.Series(-1, index=cases.index)
    for position, rule in enumerate(RULES):
        fits = cases["section"].isin(rule.sections)
        fits &= (rule.change == "") | (cases["change"] == rule.change)
        fits &= (rule.original == "") | (cases["original_action"] == rule.original)
        fits &= cases["falls"] | (not rule.falls)
        found = found.mask(fits & (found == -1), position)
    return found


def is_early(cases: pd.DataFrame) -> "pd.Series[bool]":
    """Records of GSTR-2B periods before Oct-2025; false when the period is not known."""
    periods = cases["two_b_period"]
    early = {period: period != "" and ordinal(period) < ordinal(SINCE) for period in periods.unique()}
    return periods.map(early).astype("bool")


def is_limited(cases: pd.DataFrame) -> "pd.Series[bool]":
    """Records that can stay pending for one tax period only."""
    limited = [position for position, rule in enumerate(RULES) if rule.limited_since]
    return rule_of(cases).isin(limited) & ~is_early(cases) & (cases["two_b_period"] != "")


def is_over(cases: pd.DataFrame) -> "pd.Series[bool]":
    """Limited records whose time is over: the record's own flag says so, or a date that a GSTR-2B tells.

    Left pending they count as accepted. Source: GSTN advisory 624 and its FAQ of 17 Oct 2025.
    """
    late = cases["two_b_told"] & (cases["pending_until"] < cases["today"])
    over: pd.Series[bool] = (cases["pending_until"].notna() & (cases["pending_blocked"] | late)).astype("bool")
    return over


def why_not(cases: pd.DataFrame) -> "pd.Series[str]":
    """Why Pending is not allowed, as far as kind and date tell; empty where they do not."""
    rules, early = rule_of(cases), is_early(cases)
    text = pd.Series("", index=cases.index, dtype="str")
    for position, rule in enumerate(RULES):
        if not rule.allowed_before:
            text = text.mask((rules == position) & early, f"{rule.what} of periods before Oct-2025 cannot wait")
    return text.mask(~early & (cases["pending_until"] < cases["today"]), last_day(cases))


def last_day(cases: pd.DataFrame) -> "pd.Series[str]":
    """`it could wait until 20-Dec-2025`, and what may make it later."""
    days: pd.Series[str] = cases["pending_until"].dt.strftime("%d-%b-%Y").astype("object").fillna("").astype("str")
    return "it could wait until " + days.where(cases["two_b_told"], days + ", or longer if the supplier filed late")
