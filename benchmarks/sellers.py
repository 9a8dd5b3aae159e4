"""Sellers as a bookkeeper meets them: landlords, couriers, mills, telephone companies; how they number and price."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ims_xl.gst.gstin import check_digit

FIRST = date(2025, 10, 1)
DAYS = 365  # a buyer's year that crosses the financial year
_STATES = ("27", "24", "29", "33", "07", "06", "09", "19", "36", "08", "23", "32")
_CODES = {"27": "MH", "24": "GJ", "29": "KA", "33": "TN", "07": "DL", "06": "HR", "09": "UP", "19": "WB", "36": "TS"}


def year_of(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year - (day.month < 4)


NUMBERINGS: dict[str, float] = {
    # at most sixteen characters; p initials, s serial, fy 26-27, joined 2627, long 2026-27, state 27, code MH, day,
    # depot two digits of the branch, book of fifty leaves: share of sellers
    "{p}/{fy}/{s:03d}": 12,
    "{p}/{s}/{fy}": 9,
    "{s}": 10,
    "{s:04d}": 5,
    "{s:03d}/{fy}": 6,
    "{fy}/{s:04d}": 6,
    "{p}-{s:04d}": 5,
    "{p}{s:05d}": 5,
    "{state}{joined}{s:06d}": 7,
    "{code}{joined}{s:06d}": 5,
    "{code}/{joined}/{s:04d}": 3,
    "{p}{joined}-{s:04d}": 4,
    "GST/{fy}/{s:04d}": 3,
    "{p}/{day:%b}/{s:03d}": 3,
    "{p}{day:%y%m}{s:04d}": 3,
    "{long}/{s}": 3,
    "{p}/{book}/{s:02d}": 2,
    "TI-{depot}-{s:05d}": 2,
    "{depot}7{s:06d}": 3,
    "INV-{s:06d}": 2,
    "{depot}{state}{day:%m%y}{s:05d}": 2,
}


@dataclass
class Seller:
    """One registration; `trade` says how it bills, `serial` is the last number it used."""

    gstin: str
    initials: str
    depot: int
    trade: str
    numbering: str
    rate: int
    level: int  # paise, a usual bill
    prices: list[int]  # paise; a landlord has one
    weight: float
    serial: int
    gap: int
    begins_again: bool
    season: int = 0
    issued: set[str] = field(default_factory=set)

    @property
    def state(self) -> str:
        """The two digits of its State."""
        return self.gstin[:2]

    def number(self, random: Random, day: date) -> str:
        """Its next number; days are asked in ascending order."""
        if self.begins_again and self.season and year_of(day) != self.season:
            self.serial = 0
        self.season = year_of(day)
        self.serial += 1 + (int(random.random() * self.gap) if self.gap > 1 else 0)
        first = year_of(day)
        year = f"{first % 100}-{first % 100 + 1}"
        number = self.numbering.format(
            p=self.initials, s=self.serial, fy=year, joined=year.replace("-", ""), long=f"20{year}", state=self.state,
            code=_CODES.get(self.state, "IN"), day=day, depot=self.depot, book=1 + self.serial // 50,
        )  # fmt: skip
        return number.upper()[:16]

    def value(self, random: Random) -> int:
        """A taxable value in paise."""
        if self.prices:
            price = self.prices[int(random.random() ** 1.6 * len(self.prices))]
            return price * (1 if self.trade != "list" else 1 + int(random.random() ** 2 * 4))
        value = int(self.level * 2.718 ** (random.random() * 3.4 - 1.7))
        return value // 10_000 * 10_000 + 10_000 if random.random() < 0.25 else value + 100


def _pan(random: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVW"
    text = "".join(letters[int(random.random() * 20)] for _ in range(5))
    return f"{text}{int(random.random() * 10_000):04d}{letters[int(random.random() * 20)]}"


def invent_sellers(random: Random, documents: int, repeating: float, sisters: float) -> list[Seller]:
    """Sellers for so many documents; `repeating` of them bill few amounts, `sisters` share the PAN of another one.

    Registrations of one PAN number and price alike, as one program in the head office does it.
    """
    sellers: list[Seller] = []
    for _ in range(max(6, documents // 22)):
        trade = "free"
        if random.random() < repeating:
            trade = ("rent", "list", "few")[int(random.random() * 3)]
        level = int(10 ** (4.3 + random.random() * 3.2))
        count = {"rent": 1, "few": 2 + int(random.random() * 4), "list": 3 + int(random.random() * 12), "free": 0}[
            trade
        ]
        prices = [int(level * (0.6 + 0.17 * place)) // 5000 * 5000 + 5000 for place in range(count)]
        state = _STATES[int(random.random() ** 1.7 * len(_STATES))]
        first = f"{state}{_pan(random)}1Z"
        seller = Seller(
            gstin=first + check_digit(first),
            initials=_pan(random)[: 2 + int(random.random() * 3)],
            depot=10 + int(random.random() * 90),
            trade=trade,
            numbering=random.choices(list(NUMBERINGS), list(NUMBERINGS.values()))[0],
            rate=(18, 18, 18, 5, 5, 12, 28)[int(random.random() * 7)],
            level=level,
            prices=prices,
            weight=min(400.0, (1.0 - random.random()) ** -0.9),
            serial=int(random.random() ** 3 * 3000),
            gap=(1, 2, 8, 40)[int(random.random() * 4)],
            begins_again=random.random() < 0.75,
        )
        if sellers and random.random() < sisters:
            seller = _sister(random, sellers[-1], seller, {other.gstin for other in sellers[-8:]})
        sellers.append(seller)
    return sellers


def _sister(random: Random, one: Seller, other: Seller, taken: set[str]) -> Seller:
    """Another State's registration of `one`, none of those `taken`; its serial runs close by."""
    states = [state for state in _STATES if not any(gstin.startswith(state + one.gstin[2:12]) for gstin in taken)]
    if not states:
        return other
    first = f"{states[int(random.random() * len(states))]}{one.gstin[2:12]}1Z"
    other.gstin = first + check_digit(first)
    for name in ("initials", "depot", "trade", "numbering", "rate", "level", "prices", "gap", "begins_again"):
        setattr(other, name, getattr(one, name))
    other.serial = one.serial + int(random.random() * 3)
    other.weight = one.weight
    return other


def days_of(random: Random, seller: Seller, count: int) -> Iterator[date]:
    """The days of its bills, ascending; a landlord bills at the same time of every month."""
    if seller.trade == "rent":
        start, offsets = int(random.random() * 28), []
        for turn in range(count):
            offsets.append(min(DAYS - 1, int(turn % 12 * 30.4 + start + random.random() * 2)))
    else:
        offsets = [int(random.random() * DAYS) for _ in range(count)]
    for offset in sorted(offsets):
        yield FIRST + timedelta(days=offset)
