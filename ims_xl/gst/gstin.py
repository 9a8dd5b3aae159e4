"""GST registration numbers: shape, check digit, State and PAN."""

import re

_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(
    r"\d{2}(?:[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABD-J]|[A-Z]{4}\d{5}[A-Z]\dZ|[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z][CDZ])[0-9A-Z]"
)


def clean(text: str) -> str:
    """Upper case without spaces: what people mean when they type a GSTIN."""
    return re.sub(r"\s+", "", text).upper()


def check_digit(first14: str) -> str:
    """The fifteenth character that belongs to the first fourteen."""
    total = 0
    for position, symbol in enumerate(first14):
        product = _SYMBOLS.index(symbol) * (1 + position % 2)
        total += product // 36 + product % 36
    return _SYMBOLS[-total % 36]


def has_shape(gstin: str) -> bool:
    """Whether the fifteen characters stand where a GSTIN has them; the check digit is not looked at."""
    return _SHAPE.fullmatch(gstin) is not None


def is_valid(gstin: str) -> bool:
    """Whether shape and check digit are right."""
    return has_shape(gstin) and check_digit(gstin[:14]) == gstin[14]


def state_code(gstin: str) -> str:
    """The first two digits: the State of the registration."""
    return gstin[:2]


def pan(gstin: str) -> str:
    """The ten characters of the PAN; empty when the text is too short."""
    return gstin[2:12] if len(gstin) == 15 else ""
