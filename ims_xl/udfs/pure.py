"""Worksheet functions on GSTINs, periods and document numbers: what `gst` and `matching.numbers` know, in a cell."""

import datetime as dt

from ims_xl.gst import gstin as gstins
from ims_xl.gst import periods
from ims_xl.gst.places import REGISTERED
from ims_xl.matching.documents import NONE
from ims_xl.matching.numbers import forms
from ims_xl.udfs.register import Grid, mapped, paired, text_of, worksheet

_GSTIN = "One GSTIN or a range of them"
_WHEN = "A date, or a period such as 102026 or Oct-2026, or a range of them"
_NUMBER = "One document number or a range of them"


@worksheet("IMS_GSTIN_VALID", "TRUE when shape and check digit of a GSTIN or UIN are right.", gstin=_GSTIN)
def gstin_valid(gstin: Grid) -> Grid:
    """TRUE or FALSE for each GSTIN."""
    return mapped(gstin, lambda values: [gstins.is_valid(_gstin(value)) for value in values])


@worksheet("IMS_GSTIN_STATE", "State of a GSTIN with its code, for example 27-Maharashtra.", gstin=_GSTIN)
def gstin_state(gstin: Grid) -> Grid:
    """Code and name of the State, "" for a GSTIN that is not valid or a code without State."""
    return mapped(gstin, lambda values: [_state(_gstin(value)) for value in values])


@worksheet("IMS_PAN", "PAN inside a GSTIN.", gstin=_GSTIN)
def pan(gstin: Grid) -> Grid:
    """The ten characters, "" for a GSTIN that is not valid or holds no PAN."""
    return mapped(gstin, lambda values: [_pan(_gstin(value)) for value in values])


@worksheet("IMS_PERIOD", "Return period of a date or text as MMYYYY, for example 102026.", when=_WHEN)
def period(when: Grid) -> Grid:
    """The period as text, "" where there is none."""
    return mapped(when, lambda values: [_period(value) for value in values])


@worksheet("IMS_FY", "Financial year of a date or return period, for example 2026-27.", when=_WHEN)
def fy(when: Grid) -> Grid:
    """The financial year as text, "" where there is none."""
    return mapped(when, lambda values: [_year(_period(value)) for value in values])


@worksheet(
    "IMS_NUMBER_KEY",
    "Document number without year, leading zeros and words such as INV, for comparing.",
    number=_NUMBER,
)
def number_key(number: Grid) -> Grid:
    """The bare form of each number, as the matcher compares it."""
    return mapped(number, lambda values: forms([text_of(value) for value in values]).bare_text.tolist())


@worksheet(
    "IMS_SAME_NUMBER",
    "TRUE when two document numbers are the same once year, zeros and words such as INV are left out.",
    first=_NUMBER,
    second="The number or range to compare with",
)
def same_number(first: Grid, second: Grid) -> Grid:
    """TRUE or FALSE for each pair; FALSE when both numbers name a financial year and the years differ."""
    pairs = paired(first, second)
    flat = [pair for row in pairs for pair in row]
    both = forms([text_of(pair[side]) for side in (0, 1) for pair in flat])
    bare, year = (column.reshape(2, len(flat)) for column in (both.bare, both.year))
    same_year = (year[0] == year[1]) | (year == NONE).any(axis=0)
    agree = iter(((bare[0] != NONE) & (bare[0] == bare[1]) & same_year).tolist())
    return [[next(agree) for _ in row] for row in pairs]


def _gstin(value: object) -> str:
    return gstins.clean(text_of(value))


def _state(gstin: str) -> str:
    code = gstins.state_code(gstin)
    return f"{code}-{REGISTERED[code]}" if gstins.is_valid(gstin) and code in REGISTERED else ""


def _pan(gstin: str) -> str:
    return gstins.pan(gstin) if gstins.is_valid(gstin) else ""


def _period(value: object) -> str:
    return periods.period_of(value) if isinstance(value, dt.date) else periods.find_period(text_of(value))


def _year(period_text: str) -> str:
    return periods.financial_year(periods.month_end(period_text)) if period_text else ""
