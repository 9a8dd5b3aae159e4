"""The forms in which two people write one document number."""

import re
from typing import NamedTuple

# A slash joins two years only where no dash does: in 25/26-27 the years are 26-27.
_JOINT = r"(?:-?|[/_. ](?!(?:20)?\d\d-(?:20)?\d\d(?!\d)))"
_YEARS = "|".join(rf"({year}){_JOINT}(?:20)?{year + 1}" for year in range(17, 45))
# The first look-ahead is only there for speed: few numbers get past it.
_YEAR = re.compile(rf"(?<!\d)(?:20)?(?=[1-4]\d[-/_. ]?(?:20)?[1-4]\d)(?:{_YEARS})(?=\d\d|\D|$)")
_FLOAT = re.compile(r"(?m)^(\d+)\.0+$")
_WORDS = re.compile(r"(?<![A-Z])(?:INVOICE|INV|BILL|BL|NO|NUM|TAX|DOC|VCH)+(?![A-Z])")
_OTHER = re.compile(r"[^0-9A-Z\n]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_EDGES = re.compile(r"(?m)^ +| +$|(?<=[A-Z]) (?=[0-9A-Z])|(?<=\d) (?=[A-Z])")
_SERIAL = re.compile(r"(?m)^(?:.*[^\d\n])?(\d+)[^\d\n]*$")
_REST = re.compile(r"(?m)\d+(?=[^\d\n]*$)")
_MARK = re.compile("\x1f\\d\\d\x1f")
_DIGIT = re.compile(r"\d")
_ALIKE = str.maketrans("OQDILSBZ", "00011582")


class Forms(NamedTuple):
    """Forms of each text, one list a form; "" where the text has no such form."""

    plain: list[str]  # letters and digits, upper case
    bare: list[str]  # plain without year, leading zeros and words such as INV; digit runs stay apart
    serial: list[str]  # last run of digits of the bare form
    rest: list[str]  # bare form with # for the serial: the style of the series
    alike: list[str]  # plain with letters that look like digits written as digits
    year: list[str]  # two digits: the financial year inside the number begins in 20..


def _sub(pattern: re.Pattern[str], replacement: str, texts: list[str]) -> list[str]:
    """Each text with the pattern replaced; one pass over all of them, which is what makes it fast."""
    return pattern.sub(replacement, "\n".join(texts)).split("\n")


def written(text: str) -> str:
    """The number as it stands, upper case, without spaces around it."""
    return text.strip().upper()


def forms(texts: list[str]) -> Forms:
    """Every form of every number.

    A year counts only as two consecutive years (`26-27`, `2026-27`, `2627` before at least two digits), and only
    beside other digits: `2627` alone is a serial number.
    """
    if not texts:
        return Forms([], [], [], [], [], [])
    whole = _sub(_FLOAT, r"\1", [" ".join(written(text).split()) for text in texts])
    plain = _sub(_OTHER, "", whole)
    marked = _YEAR.sub(lambda found: f" \x1f{found[found.lastindex or 0]}\x1f ", "\n".join(whole)).split("\n")
    undated = _sub(_MARK, " ", marked)
    has_year = ["\x1f" in mark and _DIGIT.search(text) is not None for mark, text in zip(marked, undated, strict=True)]
    year = [mark.partition("\x1f")[2][:2] if is_year else "" for mark, is_year in zip(marked, has_year, strict=True)]
    bare = [text if is_year else full for text, full, is_year in zip(undated, whole, has_year, strict=True)]
    for pattern, replacement in ((_WORDS, " "), (_OTHER, " "), (_ZEROS, ""), (_EDGES, "")):
        bare = _sub(pattern, replacement, bare)
    bare = [text or full for text, full in zip(bare, plain, strict=True)]
    serial = [
        digits if _DIGIT.search(text) else "" for digits, text in zip(_sub(_SERIAL, r"\1", bare), bare, strict=True)
    ]
    alike = "\n".join(plain).translate(_ALIKE).split("\n")
    return Forms(plain, bare, serial, _sub(_REST, "#", bare), alike, year)
