"""Invented documents of all sections for one recipient: the same for the same seed, one at a time."""

import random
from collections.abc import Iterator
from typing import Any

from ims_xl.sandbox import periods
from ims_xl.sandbox.records import fingerprint
from ims_xl.sandbox.sections import SECTIONS, Section

RECIPIENT = "27AAZCD1111E1ZS"
PERIOD = "102026"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATES = ("27", "27", "27", "27", "24", "29", "07", "33", "06", "36", "09", "19")
_TRADES = ("Steels", "Papers", "Fabrics", "Bearings", "Paints", "Pumps", "Tools", "Plastics", "Chemicals", "Packaging")
_PORTS = ("INNSA1", "INBOM4", "INMAA1")
_RATES = (5, 18, 18, 18, 40)
_MIX = {  # section -> share in 1,000
    "b2b": 780,
    "b2ba": 20,
    "b2bcn": 70,
    "b2bcna": 10,
    "b2bdn": 40,
    "b2bdna": 10,
    "ecom": 40,
    "ecoma": 10,
    "impg": 14,
    "impga": 2,
    "impgsez": 3,
    "impgseza": 1,
}


def check_digit(first: str) -> str:
    """The last character of a GSTIN from the fourteen before it."""
    total = 0
    for place, character in enumerate(first):
        product = _ALPHABET.index(character) * (1 + place % 2)
        total += product // 36 + product % 36
    return _ALPHABET[-total % 36]


def supplier(number: int, seed: int) -> tuple[str, str]:
    """GSTIN and trade name of an invented supplier."""
    state = _STATES[(number + seed) % len(_STATES)]
    letters = _ALPHABET[10 + number // 26 % 26], _ALPHABET[10 + number % 26]
    first = f"{state}AZ{letters[0]}C{letters[1]}{1000 + number % 9000:04d}{letters[1]}1Z"
    name = f"Sample {_TRADES[number % len(_TRADES)]} {number + 1} Pvt Ltd"
    return first + check_digit(first), name


def documents_of(
    number: int, seed: int = 1, gstin: str = RECIPIENT, period: str = PERIOD
) -> Iterator[tuple[Section, dict[str, Any]]]:
    """So many documents; the first twelve are one of each section."""
    chance = random.Random(seed)
    keys, weights = list(_MIX), list(_MIX.values())
    suppliers = [supplier(place, seed) for place in range(max(8, min(number // 100, 5000)))]
    for place in range(number):
        key = keys[place] if place < len(keys) else chance.choices(keys, weights)[0]
        section = SECTIONS[key]
        if section.imports:
            yield section, _entry(place, chance, gstin, period)
        else:
            yield section, _document(place, section, chance, *chance.choice(suppliers), gstin, period)


def _document(
    place: int, section: Section, chance: random.Random, stin: str, name: str, gstin: str, period: str
) -> dict[str, Any]:
    taxable, rate = chance.randrange(50_000, 20_000_000), chance.choice(_RATES)
    tax = taxable * rate // 100
    inter = stin[:2] != gstin[:2]
    half = tax // 2
    iamt, camt, samt = (tax, 0, 0) if inter else (0, half, half)
    day = f"{chance.randint(1, 28):02d}-{period[:2]}-{period[2:]}"
    before = periods.period(periods.month(period) - 1)
    prefix = {"inum": "INV", "nt_num": "CN" if section.credits else "DN"}[section.number]
    record: dict[str, Any] = {
        "stin": stin,
        "tradenm": name,
        section.number: f"{prefix}/26-27/{place + 1:07d}",
        section.date: day,
        **({"inv_typ": "R"} if section.typed else {}),
        "action": "N",
        "pos": gstin[:2],
        "val": (taxable + iamt + camt + samt) / 100,
        "txval": taxable / 100,
        "iamt": iamt / 100,
        "camt": camt / 100,
        "samt": samt / 100,
        "cess": 0,
        "srcform": "R1A" if chance.random() < 0.02 else "R1",
        "rtnprd": period,
        "srcfilstatus": "Not Filed" if chance.random() < 0.1 else "Filed",
        "ispendactblocked": "Y" if section.credits and chance.random() < 0.2 else "N",
        "isRemarksBlocked": "Y" if chance.random() < 0.01 else "N",
    }
    if section.originals:
        original = f"{before[:2]}-{before[2:]}"
        record |= {section.originals[0]: record[section.number], section.originals[1]: f"{day[:2]}-{original}"}
    if section.declares:
        record["isItcRedReqBlocked"] = "Y" if chance.random() < 0.1 else "N"
    return record


def _entry(place: int, chance: random.Random, gstin: str, period: str) -> dict[str, Any]:
    taxable = chance.randrange(1_000_000, 200_000_000)
    day = f"{chance.randint(1, 28):02d}-{period[:2]}-{period[2:]}"
    record = {
        "rgstin": gstin,
        "refId": str(place + 1),
        "ispendactblocked": "N",
        "irefdt": day,
        "itcprd": period,
        "portcd": chance.choice(_PORTS),
        "boenum": f"{4_000_000 + place}",
        "boedt": day,
        "action": "N",
        "txval": taxable / 100,
        "igst": taxable * 18 // 100 / 100,
        "cess": 0,
        "srtinprd": period,
    }
    return record | {"hash": fingerprint(record)}
