"""How single JSON values of the portal are read: each reader gives None for what it cannot read."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ims_xl.gst import gstin, periods
from ims_xl.gst.actions import WORDS
from ims_xl.issues import without_halves
from ims_xl.money import rounded, whole_paise

LARGEST_AMOUNT = 1e13  # rupees; GSTN takes 13 digits before the point
AGAIN = "Compare the record with the portal and download the file again."

_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTH = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)
_AMOUNT = re.compile(r"[-+]?(?:\d[\d,]*)?(?:\.\d*)?", re.ASCII)

_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")

Reader = Callable[[object], object]


def _nothing(_: object) -> None:
    return None


def is_blank(value: object) -> bool:
    """Whether a key says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_all(found: Sequence[object], read: Reader) -> list[object]:
    """What the reader gives for each value, None for a blank one; plain amounts are rounded together."""
    if read is not read_rupees:
        return [None if is_blank(one) else read(one) for one in found]
    plain = np.array([one if _is_plain(one) else np.nan for one in found], dtype=np.float64)
    amounts: list[object] = (whole_paise(plain) / 100).tolist()
    for at in np.flatnonzero(np.isnan(plain)).tolist():
        amounts[at] = None if is_blank(found[at]) else read(found[at])
    return amounts


def plain_amounts(found: Sequence[object], types: Set[type]) -> npt.NDArray[np.float64] | None:
    """Rupees rounded to paise, where all are numbers (`types` are those of the values) that can be amounts."""
    if not types <= {float, int} or not found:
        return None
    try:
        amounts = np.array(found, dtype=np.float64)
    except OverflowError:
        return None
    return whole_paise(amounts) / 100 if (np.abs(amounts) <= LARGEST_AMOUNT).all() else None


def _is_plain(value: object) -> bool:
    return type(value) in (float, int) and -LARGEST_AMOUNT <= value <= LARGEST_AMOUNT  # type: ignore[operator]


class Kind(NamedTuple):
    """One kind of value; `reason` says what is wrong with a value that `read` gives None for.

    `kept` is what stays of such a value where the document can be told without it, and `used` says so.
    """

    read: Reader
    reason: str
    remedy: str = AGAIN
    kept: Reader = _nothing
    used: str = "and was left empty"


def read_text(value: object) -> str | None:
    """A text exactly as it came; a whole number becomes its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    # Half a surrogate pair can be written to no file.
    return value if value.isascii() or not any("\ud800" <= symbol <= "\udfff" for symbol in value) else None


def read_date(value: object) -> dt.datetime | None:
    """A day written as DD-MM-YYYY, in this century."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or not found[3].startswith("20"):
        return None
    try:
        return dt.datetime(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def read_rupees(value: object) -> float | None:
    """An amount rounded to paise, also when it is a text with Indian grouping."""
    if isinstance(value, str):
        text = value.strip()
        if not _AMOUNT.fullmatch(text) or not re.search(r"\d", text):
            return None
        value = rounded(text.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return rounded(value) if abs(value) <= LARGEST_AMOUNT else None


def read_period(value: object) -> str | None:
    """A return period as written, MMYYYY or the month alone."""
    text = read_text(value)
    return text if text and (is_month(text) or periods.find_period(text)) else None


def is_month(text: str) -> bool:
    """Whether the text names a month without a year."""
    return _MONTH.fullmatch(text.strip()) is not None


def supplier_period(written: str, day: dt.datetime | None) -> str:
    """MMYYYY of a period as written; a month alone is the first such month not before the document's own.

    That rule looks at the record only, so a document keeps its identity whenever it is read.
    """
    if not is_month(written):
        return periods.find_period(written)
    month = int(written)
    return f"{month:02d}{day.year + (month < day.month)}" if day else ""


def _read_number(value: object) -> str | None:
    """A text that tells a document from others; one with control characters changes in a sheet's cell."""
    text = read_text(value)
    return None if text is None or _CONTROL.search(text) else text


def _read_code(value: object) -> str | None:
    """A code that stands beside a number in the identity of a document: it cannot hold what parts the two."""
    text = _read_number(value)
    return None if text is None or "|" in text else text


def _read_gstin(value: object) -> str | None:
    text = _read_code(value)
    return None if text is None else gstin.clean(text)


def _read_state(value: object) -> str | None:
    text = read_text(value)
    return text.strip().zfill(2) if text and text.strip().isdecimal() else text


def _read_filing(value: object) -> object:
    return _read_filing_word(value) or read_text(value)


def _one_of(meanings: Mapping[str, object]) -> Reader:
    return lambda value: meanings.get(" ".join(str(value).lower().split()))


def _as_written(value: object) -> str | None:
    """What can be shown of a value that is no clean text; None for lists and objects."""
    return without_halves(str(value)) if isinstance(value, str | float | bool) else None


def _own_word(value: object) -> str:
    """The portal's own word for an action, on one line; never one of A, R, P and N."""
    word = " ".join(_CONTROL.sub("\ufffd", _as_written(value) or "").split())[:_LONGEST_WORD]
    return word or "not readable"


_LONGEST_WORD = 40
_YES, _NO = ("y", "yes", "true", "1"), ("n", "no", "false", "0")
_read_filing_word = _one_of(
    dict.fromkeys(("filed", "f"), "Filed") | dict.fromkeys(("not filed", "notfiled", "nf", "n", "saved"), "Not filed")
)

TEXT = Kind(read_text, "this is not a text")
WORDING = Kind(
    read_text, "this is not a clean text", kept=_as_written, used="and is shown as far as it can be"
)  # only shown, never sent back
NUMBER = Kind(_read_number, "this is not the number of a document")
GSTIN = Kind(_read_gstin, "this is not a GSTIN")
CODE = Kind(_read_code, "this is not a code")
STATE = Kind(_read_state, "this is not a State code")
DATE = Kind(read_date, "this is not a date written as DD-MM-YYYY")
RUPEES = Kind(read_rupees, "this is not an amount in rupees")
_UNKNOWN_REDUCTION = "and how much ITC it reduces is not known"
DECLARED = Kind(read_rupees, RUPEES.reason, used=_UNKNOWN_REDUCTION)
PERIOD = Kind(read_period, "this is not a return period written as MMYYYY")
FILING = Kind(_read_filing, "this is not a filing status")
ACTION = Kind(
    _one_of(WORDS),
    "this action is not one of A, R, P and N",
    "Decide this document on the portal, and look for a newer version of this program.",
    kept=_own_word,
    used="and is shown as the portal wrote it; nothing is sent for it",
)
YES_NO = Kind(
    _one_of(dict.fromkeys(_YES, "Y") | dict.fromkeys(_NO, "N")), "this is neither Y nor N", used=_UNKNOWN_REDUCTION
)
_is_no = _one_of(dict.fromkeys(_NO, True))
NOT_BLOCKED = Kind(lambda value: _is_no(value) or False, "")  # what is neither Y nor N is told of as a FLAG
FLAG = Kind(
    _one_of(dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)),
    "this is neither Y nor N",
    "The portal may refuse a decision on this document; look it up there.",
    used="and was read as N",
)
