"""One cell of a mark: what its text or number means."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst.actions import LABELS, WORDS, read_action
from ims_xl.inputs import DECLARED
from ims_xl.money import rounded

_AMOUNT = re.compile(r"(?:₹|rs\.?|inr)?\s*(\d[\d,]*(?:\.\d+)?)", re.ASCII | re.IGNORECASE)
_LARGEST = 1e13  # rupees; beyond that float64 no longer keeps every paisa

_REDUCTION = {
    "": "",
    "y": "yes",
    "yes": "yes",
    "full": "full",
    "yes-full": "full",
    "partial": "partial",
    "yes-partial": "partial",
    "n": "no",
    "no": "no",
}


class Reduction(NamedTuple):
    """ITC reduction as written beside a mark: Y or N or nothing, amounts in rupees (missing: not declared).

    `problem` says what cannot be used, `field` where; both empty when all is well.
    """

    code: str
    declared: tuple[float, float, float, float]
    field: str = ""
    problem: str = ""


NONE_DECLARED = (np.nan, np.nan, np.nan, np.nan)


def text(value: object) -> str:
    """A cell as trimmed text: 12.0 is `12`, an empty cell is ``."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value).strip()


def mark(value: str) -> tuple[str, bool]:
    """Letter of the action and whether it is still asked (`Reject?`); "!" for a text that is none of the four."""
    if not value:
        return "", False
    action = read_action(value.removesuffix("?"))
    return (action.value if action else "!"), value.endswith("?")


def did_you_mean(value: str) -> str:
    """What to do about an Action cell that cannot be read."""
    from rapidfuzz import process  # not before a cell is misspelt: every click in Excel would wait for it

    words = [word for word in WORDS if len(word) > 1]
    near = process.extractOne(value.lower(), words, score_cutoff=70) if len(value) > 2 else None
    choose = f"Choose {', '.join(list(LABELS.values())[:-1])} or {list(LABELS.values())[-1]}."
    return f"Did you mean {WORDS[near[0]].label}? {choose}" if near else choose


def amount(value: object) -> float | None:
    """Rupees in a cell, NaN for an empty one, None for what is no amount; commas and the rupee sign are understood."""
    if isinstance(value, bool):
        return None
    written = text(value)
    if not written:
        return np.nan
    if isinstance(value, (int, float)):
        number = rounded(value)
    else:
        found = _AMOUNT.fullmatch(written)
        number = rounded(found[1].replace(",", "")) if found else np.inf
    return number if 0 <= number < _LARGEST else None


def reduction(choice: object, amounts: Sequence[object]) -> Reduction:
    """What Reduce ITC and the four declared amounts (IGST, CGST, SGST, cess) say together.

    Amounts without a choice, or with a bare Yes, mean a partial reduction; in a partial one a missing head is 0.
    """
    words = re.sub(r"\s*[-–—]\s*", "-", " ".join(text(choice).lower().split()))
    if words not in _REDUCTION:
        return Reduction("", NONE_DECLARED, "itc_reduction", "this is not an answer to Reduce ITC")
    meaning = _REDUCTION[words]
    read = [amount(value) for value in amounts]
    for field, rupees in zip(DECLARED, read, strict=True):
        if rupees is None:
            return Reduction("", NONE_DECLARED, field, "this is not an amount in rupees")
    declared = [rupees for rupees in read if rupees is not None]
    given = any(rupees == rupees for rupees in declared)
    if given and meaning in ("full", "no") and any(rupees > 0 for rupees in declared):
        return Reduction("", NONE_DECLARED, "itc_reduction", "amounts are declared, but the answer is not partial")
    if meaning == "partial" or (given and meaning in ("", "yes")):
        igst, cgst, sgst, cess = (0.0 if rupees != rupees else rupees for rupees in declared)
        return Reduction("Y", (igst, cgst, sgst, cess))
    return Reduction({"": "", "no": "N"}.get(meaning, "Y"), NONE_DECLARED)
