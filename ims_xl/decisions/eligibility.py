"""Eligibility that the accountant chose for a supplier before, proposed for the supplier's new documents."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.gst import periods
from ims_xl.gst.reversals import GOODS

ELIGIBILITIES = ("Inputs", "Input services", "Capital goods", "Blocked 17(5)", "Not for business", GOODS.title)
CREDITABLE = ELIGIBILITIES[:3]
BLOCKED = ELIGIBILITIES[3:5]
"""Documents that are accepted here and reversed in GSTR-3B, 4(B)(1)."""
_OF_SUPPLIERS = {name.casefold(): name for name in ELIGIBILITIES if name != GOODS.title}
"""Whether goods came says something of one document, nothing of its supplier."""


class Choice(NamedTuple):
    """What was chosen last for a supplier, and the month in which."""

    eligibility: str
    period: str


def last_choices(typed: Iterable[tuple[str, str, str]]) -> dict[str, Choice]:
    """By GSTIN what was typed for all documents of a supplier in the last month that has any.

    `typed`: period, supplier's GSTIN and Eligibility as it stands, months in order. A supplier whose documents of that
    month differ has no choice.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for period, supplier, said in typed:
        eligibility = _OF_SUPPLIERS.get(text(said).casefold())
        if eligibility and supplier:
            found.setdefault(supplier, {}).setdefault(period, set()).add(eligibility)
    last = {supplier: next(reversed(months.items())) for supplier, months in found.items()}
    return {supplier: Choice(min(said), period) for supplier, (period, said) in last.items() if len(said) == 1}


def suggested_eligibility(lines: pd.DataFrame, choices: Mapping[str, Choice]) -> pd.DataFrame:
    """`eligibility_suggested` and why (`eligibility_why`) of each line that has none, typed or of the register.

    `lines`: supplier_gstin, eligibility_text.
    """
    chosen = [
        choices.get(supplier) if text(said) == "" else None
        for supplier, said in zip(lines["supplier_gstin"], lines["eligibility_text"], strict=True)
    ]
    found = {
        "eligibility_suggested": [one.eligibility if one else "" for one in chosen],
        "eligibility_why": [f"{one.eligibility}, as in {periods.label(one.period)}" if one else "" for one in chosen],
    }
    return pd.DataFrame(found, index=lines.index, dtype="str")
