"""What goes wrong between a supplier's paper and the buyer's ledger, written down as accountants tell it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.sellers import year_of
from ims_xl.gst.gstin import check_digit


@dataclass
class Paper:
    """One document; amounts are paise, `missing` names amounts that are not known."""

    document: int
    gstin: str
    own: str
    kind: str
    number: str
    day: date | None
    taxable: int
    igst: int
    cgst: int
    sgst: int
    cess: int
    rate: int
    family: str = "b2b"
    port: str = ""
    reverse: bool = False
    original: str = ""
    missing: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    part: int = 0
    copy: bool = False
    place: str = ""


Slip = Callable[[Paper, Random], None]
"""Changes a paper in place; one that leaves it as it was did not happen."""

_FY = re.compile(r"(?:20)?2[4-7][-/]?2[5-8]")
_RUN = re.compile(r"\d+")
HEADS = ("igst", "cgst", "sgst", "cess")


def _serial_of_run(paper: Paper, _: Random) -> None:
    """The serial behind State code and year in one run of digits."""
    found = re.fullmatch(r"(\d{2}|[A-Z]{2})(2[4-7]2[5-8])0*(\d+)", paper.number)
    if found:
        paper.number = found[3]


def _last_run(paper: Paper, _: Random) -> None:
    runs = _RUN.findall(_FY.sub("/", paper.number))
    paper.number = runs[-1].lstrip("0") or "0" if runs else paper.number


def _last_run_padded(paper: Paper, _: Random) -> None:
    runs = _RUN.findall(_FY.sub("/", paper.number))
    paper.number = runs[-1] if runs else paper.number


def _no_year(paper: Paper, _: Random) -> None:
    left = _FY.sub("", paper.number).replace("//", "/").strip("/-")
    paper.number = left if any(symbol.isdigit() for symbol in left) else paper.number


def _no_prefix(paper: Paper, _: Random) -> None:
    paper.number = re.sub(r"^[A-Z]+[-/]?", "", paper.number) or paper.number


def _add_year(paper: Paper, random: Random) -> None:
    if paper.day and not _FY.search(paper.number):
        first = year_of(paper.day) % 100
        paper.number = (f"{paper.number}/{first}-{first + 1}", f"{first}{first + 1}/{paper.number}")[
            random.random() < 0.3
        ]


def _separators(paper: Paper, random: Random) -> None:
    other = ("-", "/", " ", "", "\\", "_", ".")[int(random.random() * 7)]
    paper.number = re.sub(r"[-/]", lambda _: other, paper.number)


def _zeros(paper: Paper, _: Random) -> None:
    paper.number = re.sub(r"(?<!\d)0+(?=\d)", "", paper.number)


def _more_zeros(paper: Paper, random: Random) -> None:
    width = 3 + int(random.random() * 4)
    paper.number = re.sub(r"(?<!\d)\d+$", lambda found: found[0].zfill(width), paper.number)


def _words(paper: Paper, random: Random) -> None:
    before = ("INV ", "Inv. No. ", "BILL NO-", "TAX INVOICE ", "Bill ", "INV/")[int(random.random() * 6)]
    paper.number = before + paper.number


def _case(paper: Paper, random: Random) -> None:
    paper.number = paper.number.lower() if random.random() < 0.7 else f"  {paper.number} "


def _float(paper: Paper, _: Random) -> None:
    if paper.number.isdigit():
        paper.number = f"{int(paper.number)}.0"


def _rounded_number(paper: Paper, _: Random) -> None:
    if paper.number.isdigit() and len(paper.number) > 11:
        paper.number = f"{int(paper.number):.2E}"


def _made_a_date(paper: Paper, _: Random) -> None:
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", paper.number)
    if found and 1 <= int(found[1]) <= 28 and 1 <= int(found[2]) <= 12:
        paper.number = date(2026, int(found[2]), int(found[1])).strftime("%d-%b")


def _looks_like(paper: Paper, random: Random) -> None:
    pairs = (("0", "O"), ("1", "I"), ("O", "0"), ("I", "1"), ("5", "S"), ("1", "l"), ("8", "B"))
    one, other = pairs[int(random.random() * len(pairs))]
    paper.number = paper.number.replace(one, other, 1)


def _digit_places(paper: Paper) -> list[int]:
    return [place for place, symbol in enumerate(paper.number) if symbol.isdigit()]


def _wrong_digit(paper: Paper, random: Random) -> None:
    places = _digit_places(paper)
    if places:
        at = places[-1 - int(random.random() * min(4, len(places)))]
        digit = str((int(paper.number[at]) + 1 + int(random.random() * 9)) % 10)
        paper.number = paper.number[:at] + digit + paper.number[at + 1 :]


def _digit_lost(paper: Paper, random: Random) -> None:
    places = _digit_places(paper)
    if len(places) > 2:
        at = places[-1 - int(random.random() * min(4, len(places)))]
        paper.number = paper.number[:at] + paper.number[at + 1 :]


def _digit_doubled(paper: Paper, random: Random) -> None:
    places = _digit_places(paper)
    if places:
        at = places[-1 - int(random.random() * min(4, len(places)))]
        paper.number = paper.number[:at] + paper.number[at] + paper.number[at:]


def _exchanged(paper: Paper, _: Random) -> None:
    text = paper.number
    for at in range(len(text) - 1, 0, -1):
        if text[at].isdigit() and text[at - 1].isdigit() and text[at] != text[at - 1]:
            paper.number = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
            return


def _cut(paper: Paper, random: Random) -> None:
    paper.number = paper.number[-(4 + int(random.random() * 4)) :] if random.random() < 0.6 else paper.number[:10]


def _suffix(paper: Paper, random: Random) -> None:
    paper.number += ("A", "-1", "/GST", " (R)", "/2", ".")[int(random.random() * 6)]


def _own_number(paper: Paper, random: Random) -> None:
    serial = int(random.random() * 20_000)
    ways = (f"PUR/{serial:05d}", f"PI-26-{serial:05d}", f"{serial}", f"GRN{serial:06d}")
    paper.number = ways[int(random.random() * len(ways))]


def _order_number(paper: Paper, random: Random) -> None:
    paper.number = f"{4500000000 + int(random.random() * 900_000)}"


def _no_number(paper: Paper, _: Random) -> None:
    paper.number = ""


def _later(low: int, high: int) -> Slip:
    def slip(paper: Paper, random: Random) -> None:
        if paper.day:
            paper.day += timedelta(days=low + int(random.random() * (high - low + 1)))

    return slip


def _month_end(paper: Paper, _: Random) -> None:
    if paper.day:
        paper.day = (paper.day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _day_for_month(paper: Paper, _: Random) -> None:
    if paper.day and paper.day.day <= 12:
        paper.day = paper.day.replace(day=paper.day.month, month=paper.day.day)


def _wrong_year(paper: Paper, _: Random) -> None:
    if paper.day:
        paper.day = paper.day.replace(year=paper.day.year - 1, day=min(paper.day.day, 28))


def _wrong_day(paper: Paper, random: Random) -> None:
    if paper.day:
        paper.day = paper.day.replace(day=1 + int(random.random() * 28))


def _no_date(paper: Paper, _: Random) -> None:
    paper.day = None


def _times(numerator: int, denominator: int) -> Slip:
    """Value and tax at the same rate, both off by one factor."""

    def slip(paper: Paper, _: Random) -> None:
        for name in ("taxable", *HEADS):
            setattr(paper, name, getattr(paper, name) * numerator // denominator)

    return slip


def _gross(paper: Paper, _: Random) -> None:
    """The total as taxable value, tax at the rate on top."""
    total = paper.taxable + paper.igst + paper.cgst + paper.sgst + paper.cess
    _times(total, max(paper.taxable, 1))(paper, Random(0))


def _gross_only(paper: Paper, _: Random) -> None:
    paper.taxable += paper.igst + paper.cgst + paper.sgst + paper.cess


def _net_from_gross(paper: Paper, _: Random) -> None:
    """The tax taken out of a value that had none inside."""
    _times(100, 100 + paper.rate)(paper, Random(0))


def _digits_of_value(paper: Paper, random: Random) -> None:
    """Two digits of the taxable value exchanged, the tax typed right."""
    text = str(abs(paper.taxable))
    at = 1 + int(random.random() * max(1, len(text) - 3))
    if at < len(text):
        paper.taxable = int(text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])


def _freight(paper: Paper, random: Random) -> None:
    """Freight booked elsewhere: less value and less tax."""
    _times(930 + int(random.random() * 65), 1000)(paper, random)


def _deducted(paper: Paper, random: Random) -> None:
    """Tax deducted at source taken off the value, the GST as on the paper."""
    paper.taxable = paper.taxable * (98, 90, 99)[int(random.random() * 3)] // 100


def _another_rate(paper: Paper, _: Random) -> None:
    wrong = 12 if paper.rate == 18 else 18
    for name in ("igst", "cgst", "sgst"):
        setattr(paper, name, getattr(paper, name) * wrong // max(paper.rate, 1))


def _other_heads(paper: Paper, _: Random) -> None:
    half = paper.igst // 2
    paper.igst, paper.cgst, paper.sgst = paper.cgst + paper.sgst, half, paper.igst - half


def _one_head_only(paper: Paper, _: Random) -> None:
    if paper.cgst:
        paper.cgst, paper.sgst = paper.cgst + paper.sgst, 0


def _no_tax(paper: Paper, _: Random) -> None:
    paper.igst = paper.cgst = paper.sgst = 0


def _whole_rupees(paper: Paper, _: Random) -> None:
    for name in ("taxable", *HEADS):
        setattr(paper, name, (getattr(paper, name) + 50) // 100 * 100)


def _some_rupees(paper: Paper, random: Random) -> None:
    paper.taxable += int(random.random() * 1500) - 750


def _unknown(*names: str) -> Slip:
    def slip(paper: Paper, _: Random) -> None:
        paper.missing = names

    return slip


def _sister(paper: Paper, random: Random) -> None:
    first = ("27", "29", "24", "07")[int(random.random() * 4)] + paper.gstin[2:14]
    if len(paper.gstin) == 15:
        paper.gstin = first + check_digit(first)


def _gstin_digit(paper: Paper, random: Random) -> None:
    if len(paper.gstin) == 15:
        at = 2 + int(random.random() * 10)
        new = "ACEFHKMPRT"[int(random.random() * 10)] if paper.gstin[at].isalpha() else str(int(random.random() * 10))
        paper.gstin = paper.gstin[:at] + new + paper.gstin[at + 1 :]


def _gstin_exchanged(paper: Paper, random: Random) -> None:
    if len(paper.gstin) == 15:
        at = 2 + int(random.random() * 9)
        paper.gstin = paper.gstin[:at] + paper.gstin[at + 1] + paper.gstin[at] + paper.gstin[at + 2 :]


def _gstin_letters(paper: Paper, random: Random) -> None:
    paper.gstin = paper.gstin.replace("0", "O", 1) if random.random() < 0.6 else paper.gstin.lower()


def _no_gstin(paper: Paper, random: Random) -> None:
    paper.gstin = "" if random.random() < 0.8 else "URP"


def _other_branch(paper: Paper, random: Random) -> None:
    paper.own = OURS[int(random.random() * len(OURS))]


def _wrong_place(paper: Paper, random: Random) -> None:
    paper.place = ("", "33", "09")[int(random.random() * 3)]


def _debit_note(paper: Paper, _: Random) -> None:
    paper.kind = "DN" if paper.kind == "INV" else paper.kind


OURS = tuple(first + check_digit(first) for first in ("27AAZCD1111E1Z", "24AAZCD1111E1Z", "29AAZCD1111E1Z"))

SLIPS: dict[str, tuple[str, float, Slip]] = {
    # name: what it touches (a paper has at most one slip of each), weight, the slip
    "separators": ("number", 9, _separators),
    "year left out": ("number", 8, _no_year),
    "year added": ("number", 2, _add_year),
    "prefix left out": ("number", 5, _no_prefix),
    "serial only": ("number", 7, _last_run),
    "serial with its zeros": ("number", 3, _last_run_padded),
    "serial of one run": ("number", 9, _serial_of_run),
    "zeros lost": ("number", 6, _zeros),
    "zeros added": ("number", 2, _more_zeros),
    "words before": ("number", 4, _words),
    "case and spaces": ("number", 5, _case),
    "float": ("number", 2, _float),
    "scientific": ("number", 1, _rounded_number),
    "made a date": ("number", 1, _made_a_date),
    "letter for digit": ("number", 3, _looks_like),
    "wrong digit": ("number", 3, _wrong_digit),
    "digit lost": ("number", 2, _digit_lost),
    "digit doubled": ("number", 1.5, _digit_doubled),
    "digits exchanged": ("number", 2, _exchanged),
    "cut short": ("number", 2, _cut),
    "suffix": ("number", 2, _suffix),
    "own number": ("number", 3, _own_number),
    "order number": ("number", 1, _order_number),
    "number blank": ("number", 1.5, _no_number),
    "days later": ("day", 8, _later(1, 10)),
    "booked later": ("day", 6, _later(11, 45)),
    "booked much later": ("day", 2, _later(46, 120)),
    "month end": ("day", 4, _month_end),
    "day for month": ("day", 2, _day_for_month),
    "wrong year": ("day", 0.7, _wrong_year),
    "another day of the month": ("day", 2, _wrong_day),
    "date missing": ("day", 1, _no_date),
    "ten times": ("value", 1.5, _times(10, 1)),
    "a tenth": ("value", 1, _times(1, 10)),
    "half": ("value", 1.5, _times(1, 2)),
    "gross for net": ("value", 2, _gross),
    "gross as taxable": ("value", 1.5, _gross_only),
    "net from net": ("value", 1, _net_from_gross),
    "digits of the value": ("value", 2, _digits_of_value),
    "freight elsewhere": ("value", 2, _freight),
    "tax deducted": ("value", 2, _deducted),
    "another rate": ("value", 2.5, _another_rate),
    "other heads": ("value", 3, _other_heads),
    "one head only": ("value", 1, _one_head_only),
    "no tax": ("value", 1.5, _no_tax),
    "whole rupees": ("value", 8, _whole_rupees),
    "some rupees": ("value", 2, _some_rupees),
    "heads unknown": ("value", 1.5, _unknown("igst", "cgst", "sgst")),
    "value unknown": ("value", 0.7, _unknown("taxable")),
    "sister registration": ("party", 2.5, _sister),
    "GSTIN digit": ("party", 1.5, _gstin_digit),
    "GSTIN exchanged": ("party", 1, _gstin_exchanged),
    "GSTIN letters": ("party", 2, _gstin_letters),
    "GSTIN blank": ("party", 2.5, _no_gstin),
    "other branch of ours": ("own", 2, _other_branch),
    "place of supply": ("own", 3, _wrong_place),
    "debit note": ("own", 0.4, _debit_note),
}


def _note_of_ours(paper: Paper, random: Random) -> None:
    paper.number = f"DN/{int(random.random() * 3000):04d}"


def _other_kind(paper: Paper, _: Random) -> None:
    paper.kind = "DN" if paper.kind == "CN" else "CN"


def _negative_invoice(paper: Paper, random: Random) -> None:
    if paper.kind == "CN":
        paper.kind = "INV"
        _times(-1, 1)(paper, random)


NOTE_SLIPS: dict[str, tuple[str, float, Slip]] = {
    "our note number": ("number", 4, _note_of_ours),
    "other kind of note": ("own", 2, _other_kind),
    "negative": ("value", 5, _times(-1, 1)),
    "negative invoice": ("value", 2, _negative_invoice),
}


def slip_up(paper: Paper, random: Random, share: float, table: dict[str, tuple[str, float, Slip]]) -> None:
    """With the chance `share` one slip of the table, then rarely a second or third that touches something else."""
    names, weights = list(table), [weight for _, weight, _ in table.values()]
    touched: set[str] = set()
    while random.random() < share and len(touched) < 3:
        name = random.choices(names, weights)[0]
        what, _, slip = table[name]
        if what in touched:
            continue
        before = vars(paper).copy()
        slip(paper, random)
        touched.add(what)
        if vars(paper) != before:
            paper.slips = (*paper.slips, name)
        share *= 0.45
