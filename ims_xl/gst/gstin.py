"""GST registration numbers: their kinds, check digit, State and PAN."""

import re
from typing import Literal, NamedTuple

_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOREIGNER = r"\d{2}[A-Z]{3}\d{5}"  # year of registration, country, serial number of the year
_GSTN = "GSTN's patterns for its interfaces and Returns Offline Tool 3.0.4"

Certainty = Literal["high", "medium", "low"]


class Kind(NamedTuple):
    """One kind of registration number: who has it, how its fifteen characters are built and how sure that is.

    `check_digit` says that a wrong last character makes the number wrong; where it is not certain that the last
    character is one, any is taken.
    """

    name: str
    title: str
    shape: re.Pattern[str]
    check_digit: bool
    certainty: Certainty
    source: str


def _built(first14: str) -> re.Pattern[str]:
    return re.compile(first14 + "[0-9A-Z]", re.ASCII)


KINDS = (
    Kind("normal", "taxpayer: regular, composition, casual, SEZ, ISD", _built(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][1-9ABE-JZ]"), True, "high", f"CGST Act s. 25, rule 10; {_GSTN}"),
    Kind("tds", "deductor of tax at source, by PAN or TAN", _built(r"\d{2}[A-Z]{4}[0-9A-Z]\d{4}[A-Z][1-9A-Z][DK]"), True, "high", f"CGST Act s. 51, rule 12; {_GSTN}"),
    Kind("tcs", "e-commerce operator that collects tax at source", _built(r"\d{2}[A-Z]{4}[0-9A-Z]\d{4}[A-Z][1-9A-Z]C"), True, "high", f"CGST Act s. 52, rule 12; {_GSTN}"),
    Kind("department", "government department, by TAN", _built(r"\d{2}[A-Z]{4}\d{5}[A-Z][0-9A-Z]Z"), True, "low", f"CGST Act s. 25; {_GSTN}"),
    Kind("uin", "UIN of a UN body, embassy or consulate", _built(rf"\d{{2}}{_FOREIGNER}UN"), True, "high", f"CGST Act s. 25(9)(a), rule 17; {_GSTN}"),
    Kind("notified", "UIN of another notified person", _built(rf"\d{{2}}{_FOREIGNER}ON"), False, "low", f"CGST Act s. 25(9)(b), rule 17; {_GSTN}"),
    Kind("nrtp", "non-resident taxable person", _built(rf"\d{{2}}{_FOREIGNER}N[RF]"), False, "medium", f"CGST Act s. 27, rule 13; {_GSTN}"),
    Kind("oidar", "online services or money gaming from abroad", _built(rf"99{_FOREIGNER}OS"), True, "high", f"IGST Act s. 14, rule 14, Notification 2/2017-Integrated Tax; {_GSTN}"),
)  # fmt: skip
"""No number has the shape of two kinds.

Certainty: `high` where published numbers have this shape and this check digit. Of the others no issued number was
found; for `nrtp` the patterns have NR and GSTN's mail of October 2017 has NF.
"""
_WITH_IMS = ("normal", "department")


def clean(text: str) -> str:
    """Upper case without spaces: what people mean when they type a GSTIN."""
    return re.sub(r"\s+", "", text).upper()


def kind(number: str) -> Kind | None:
    """The kind of a number by its shape, whatever its case and spaces; None when it is built like none of them."""
    return _kind_of(clean(number))


def _kind_of(number: str) -> Kind | None:
    return next((one for one in KINDS if one.shape.fullmatch(number)), None)


def check_digit(first14: str) -> str:
    """The fifteenth character that belongs to the first fourteen."""
    total = sum(map(_ONCE.__getitem__, first14[::2])) + sum(map(_TWICE.__getitem__, first14[1::2]))
    return _SYMBOLS[-total % 36]


_ONCE = {symbol: value for value, symbol in enumerate(_SYMBOLS)}
_TWICE = {symbol: sum(divmod(2 * value, 36)) for value, symbol in enumerate(_SYMBOLS)}


def has_shape(gstin: str) -> bool:
    """Whether the number as written is built like one of KINDS; the check digit is not looked at."""
    return _kind_of(gstin) is not None


def is_valid(gstin: str) -> bool:
    """Whether the number as written has the shape of one of KINDS and the check digit, where the kind has one."""
    found = _kind_of(gstin)
    return found is not None and (not found.check_digit or check_digit(gstin[:14]) == gstin[14])


def has_ims(gstin: str) -> bool:
    """Whether a number is of a kind that acts in IMS: regular, SEZ and casual taxpayers. Source: GSTN IMS FAQ 2024."""
    found = _kind_of(gstin)
    return found is not None and found.name in _WITH_IMS


def state_code(gstin: str) -> str:
    """The first two digits: the State of the registration, 99 for online services from abroad."""
    return gstin[:2]


_PAN = re.compile(r"[A-Z]{5}\d{4}[A-Z]", re.ASCII)


def pan(gstin: str) -> str:
    """The ten characters of the PAN; empty where the number holds none, such as a TAN's or a foreigner's."""
    return found if len(gstin) == 15 and _PAN.fullmatch(found := gstin[2:12]) else ""
