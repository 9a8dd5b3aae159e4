"""The true documents of a year: invoices, notes, amendments, bills of entry, and planted twins."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.suppliers import MONTHLY, ORDINARY, OURS, RECURRING, STYLES, Suppliers, invent, numbers
from ims_xl.samples.dice import Dice

HEADS = ("taxable", "igst", "cgst", "sgst", "cess")
FIRST, LAST = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-12-31")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Market:
    """How hard the documents are: shares of suppliers with repeating amounts and of documents on one side only."""

    name: str
    repeating: float
    one_sided: float


NORMAL = Market("normal", repeating=0.25, one_sided=0.10)
HARD = Market("hard", repeating=0.70, one_sided=0.33)


def _serials(suppliers: Suppliers, who: np.ndarray, dates: pd.DatetimeIndex, dice: Dice) -> np.ndarray:
    """Serial numbers that grow with the date and begin again each April, or each month, as the supplier does it."""
    steps = 1 + (-np.log(1.0 - dice.shares(len(who))) * (suppliers.gap[who] - 1)).astype(np.int64)
    monthly = np.isin(suppliers.style, [list(STYLES).index(style) for style in MONTHLY])[who]
    season = np.where(suppliers.forever[who], 0, (dates.month.to_numpy() >= 4).astype(np.int64))
    season = np.where(monthly, dates.month.to_numpy(), season)
    total = pd.Series(steps).groupby([who, season]).cumsum().to_numpy()
    begin = np.where((season == 0) | (suppliers.forever[who]), suppliers.start[who], 0)
    return np.where(monthly, total, total + begin)


def _amounts(suppliers: Suppliers, who: np.ndarray, dice: Dice) -> np.ndarray:
    """Taxable values in paise: any amount, a price of a list times a quantity, or one of few recurring amounts."""
    count = len(who)
    normal = np.sqrt(-2 * np.log(1.0 - dice.shares(count))) * np.cos(2 * np.pi * dice.shares(count))
    free = (suppliers.level[who] * np.exp(0.9 * normal) * 100).astype(np.int64) + 100
    free = np.where(dice.shares(count) < 0.3, (free + 9999) // 10000 * 10000, free)  # round hundreds
    entries = np.where(suppliers.pricing[who] == RECURRING, 1 + who % 3, 4 + who % 12)
    entry = (dice.shares(count) * entries).astype(np.int64)
    price = (suppliers.level[who] * (1 + 0.37 * entry)).astype(np.int64) // 10 * 1000 + 1000
    quantity = np.where(suppliers.pricing[who] == RECURRING, 1, dice.pick(count, (70, 20, 10)) + 1)
    amounts: np.ndarray = np.where(suppliers.pricing[who] == ORDINARY, free, price * quantity)
    return amounts


def _dates(suppliers: Suppliers, who: np.ndarray, dice: Dice) -> pd.DatetimeIndex:
    """Any day of the year; recurring bills about the same day of each month."""
    days = dice.whole(len(who), 0, (LAST - FIRST).days)
    turn = pd.Series(who).groupby(who).cumcount().to_numpy()
    monthly = FIRST.to_datetime64() + ((turn % 12) * 30.4 + who % 25 + dice.whole(len(who), 0, 2)).astype(int) * _DAY
    dated = np.where(suppliers.pricing[who] == RECURRING, monthly, FIRST.to_datetime64() + days * _DAY)
    return pd.DatetimeIndex(np.minimum(dated, LAST.to_datetime64()))


def taxed(documents: pd.DataFrame, rate: np.ndarray, whole: np.ndarray, home: np.ndarray) -> None:
    """Fill in the tax heads: IGST between States, CGST and SGST inside one."""
    taxable = documents["taxable"].to_numpy()
    tax, half = (taxable * rate + 50) // 100, (taxable * rate + 100) // 200
    tax, half = (np.where(whole, (value + 50) // 100 * 100, value) for value in (tax, half))
    documents["igst"] = np.where(home, 0, tax)
    documents["cgst"] = documents["sgst"] = np.where(home, half, 0)


def invent_documents(dice: Dice, count: int, market: Market) -> pd.DataFrame:
    """About `count` documents; `where` tells on which sides each stands.

    both, ims, books, late (books and an earlier GSTR-2B), earlier (only there), law (books, never in IMS).
    """
    suppliers = invent(dice, count, market.repeating)
    who = np.repeat(np.arange(len(suppliers.size)), suppliers.size)
    dates = _dates(suppliers, who, dice)
    order = np.lexsort((dates, who))
    who, dates = who[order], dates[order]
    documents = pd.DataFrame({"who": who, "date": dates.astype("datetime64[s]")})
    documents["gstin"] = np.array(suppliers.gstin, dtype=object)[who]
    documents["own"] = dice.choose(OURS, (88, 8, 4), count)
    documents["number"] = numbers(suppliers, who, _serials(suppliers, who, dates, dice), dates)
    documents["taxable"] = _amounts(suppliers, who, dice)
    other = dice.shares(count) < 0.12
    documents["rate"] = np.where(other, dice.choose((5, 18), (50, 50), count).astype(np.int64), suppliers.rate[who])
    home = (documents["gstin"].str[:2] == documents["own"].str[:2]).to_numpy()
    documents["place"] = documents["own"].str[:2]
    taxed(documents, documents["rate"].to_numpy(), suppliers.whole_tax[who], home)
    documents["cess"] = np.where(suppliers.cess[who], documents["taxable"] // 100, 0)
    documents["where"] = _sides(dice, count, market)
    documents = documents.assign(
        doc_type="INV", section="b2b", family="b2b", port="", reverse=False, original_number="",
        original_date=np.datetime64("NaT", "s"), twin="", repeats=suppliers.pricing[who] != ORDINARY,
    )  # fmt: skip
    documents["original_date"] = documents["original_date"].astype("datetime64[s]")
    _notes(documents, dice)
    _imports(documents, dice)
    _outside(documents, dice)
    documents = pd.concat([documents, *_twins(documents, dice)], ignore_index=True)
    documents["year"] = documents["date"].dt.year - (documents["date"].dt.month < 4)
    documents = documents.drop_duplicates(["gstin", "doc_type", "number", "year"], keep="last", ignore_index=True)
    return _amended(documents.assign(document=np.arange(len(documents))), dice)


def _sides(dice: Dice, count: int, market: Market) -> np.ndarray:
    alone = market.one_sided
    names = ("both", "ims", "books", "late", "earlier", "law")
    return dice.choose(names, (1 - alone - 0.05, alone * 0.5, alone * 0.5, 0.02, 0.02, 0.01), count)


def _notes(documents: pd.DataFrame, dice: Dice) -> None:
    """Credit and debit notes, a third of them naming their invoice, half of them in a series of their own."""
    kind = dice.choose(("INV", "CN", "DN"), (93.5, 5, 1.5), len(documents))
    note = kind != "INV"
    documents["doc_type"] = kind
    documents.loc[note, "section"] = np.where(kind[note] == "CN", "b2bcn", "b2bdn")
    documents.loc[note, "family"] = "cdnr"
    own_series = note & (dice.shares(len(documents)) < 0.5)
    turn = pd.Series(np.where(own_series, 1, 0)).groupby(documents["who"]).cumsum()
    documents.loc[own_series, "number"] = [
        f"{kind}/{serial:03d}" for kind, serial in zip(kind[own_series], turn[own_series], strict=True)
    ]
    before = documents[["who", "number", "date"]].shift(1)
    named = note & (dice.shares(len(documents)) < 0.33) & (before["who"] == documents["who"]).to_numpy()
    documents.loc[named, "original_number"] = before.loc[named, "number"]
    documents.loc[named, "original_date"] = before.loc[named, "date"].to_numpy()


def _imports(documents: pd.DataFrame, dice: Dice) -> None:
    """Bills of entry: seven digits, a port, no supplier, integrated tax only."""
    rows = (dice.shares(len(documents)) < 0.01) & documents["doc_type"].eq("INV")
    rows &= documents["where"].isin(("both", "ims", "books"))
    count = int(rows.sum())
    documents.loc[rows, "gstin"] = ""
    documents.loc[rows, "number"] = [f"{serial:07d}" for serial in dice.whole(count, 200_000, 9_999_999).tolist()]
    documents.loc[rows, "port"] = dice.choose(("INNSA1", "INMAA1", "INBOM4"), (60, 20, 20), count)
    documents.loc[rows, ["section", "family"]] = "impg"
    documents.loc[rows, "igst"] = documents.loc[rows, "taxable"] * 18 // 100
    documents.loc[rows, ["cgst", "sgst", "cess"]] = 0


def _outside(documents: pd.DataFrame, dice: Dice) -> None:
    """Book rows that never come through IMS: reverse charge, unregistered suppliers, distributed credit."""
    rows = documents["where"].eq("law").to_numpy()
    what = dice.choose(("reverse", "b2bur", "isd"), (70, 20, 10), len(documents))
    documents["reverse"] = rows & (what == "reverse")
    for family in ("b2bur", "isd"):
        documents.loc[rows & (what == family), "family"] = family
    documents.loc[rows & (what == "b2bur"), "gstin"] = ""


_SERIAL = re.compile(r"\d+(?=(?:/2\d-2\d)?$)")


def _next(number: str, step: int) -> str:
    """A number some steps later in its series."""
    return _SERIAL.sub(lambda found: str(int(found[0]) + step).zfill(len(found[0])), number, count=1)


def _twins(documents: pd.DataFrame, dice: Dice) -> list[pd.DataFrame]:
    """Documents that look like others: at least 1.2% of all."""
    plain = documents[documents["doc_type"].eq("INV") & documents["section"].eq("b2b") & documents["where"].eq("both")]
    share = dice.shares(len(plain))
    cut = 0.0045
    found = []
    # The same party, date and amount; numbers that differ by their separators only, both real.
    source = plain[(share < cut) & plain["number"].str.contains("[/-]")]
    found.append(source.assign(number=source["number"].str.replace("[/-]", "", regex=True), twin="separators"))
    one = dice.shares(len(source))
    found[-1]["where"] = np.where(one < 0.7, "both", np.where(one < 0.85, "ims", "books"))
    # The same number and amount a year before, on one side.
    source = plain[(share >= cut) & (share < 2 * cut) & plain["date"].dt.month.ge(4)]
    before = (source["date"] - pd.DateOffset(years=1)).astype("datetime64[s]")
    side = dice.choose(("ims", "books"), (50, 50), len(source))
    found.append(source.assign(date=before, where=side, twin="other year"))
    # Issued again after cancellation: the same amount, a later number; the supplier reports only the second.
    source = plain[(share >= 2 * cut) & (share < 3 * cut)]
    later = dice.whole(len(source), 0, 3)
    numbers = [_next(text, step) for text, step in zip(source["number"], dice.whole(len(source), 1, 3), strict=True)]
    side = dice.choose(("both", "ims"), (60, 40), len(source))
    again = source.assign(number=numbers, date=source["date"] + later * _DAY, where=side, twin="issued again")
    documents.loc[source.index, ["where", "twin"]] = ["books", "issued again"]
    documents.loc[plain.index[share < 2 * cut], "twin"] = "twin"
    return [*found, again]


def _amended(documents: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Amended invoices, some under a new number; the original of half of them stands in IMS too."""
    fits = documents["doc_type"].eq("INV") & documents["section"].eq("b2b") & documents["where"].eq("both")
    rows = fits & documents["twin"].eq("") & (dice.shares(len(documents)) < 0.008)
    count = int(rows.sum())
    originals = documents[rows]
    documents.loc[rows, "original_number"] = originals["number"]
    documents.loc[rows, "original_date"] = originals["date"]
    documents.loc[rows, "section"] = "b2ba"
    renamed = originals.index[dice.shares(count) < 0.3]
    documents.loc[renamed, "number"] = documents.loc[renamed, "number"] + "A"
    shown = originals[dice.shares(count) < 0.5].assign(where="ims", twin="superseded")
    shown[list(HEADS)] = shown[list(HEADS)] * 11 // 10
    shown["document"] = len(documents) + np.arange(len(shown))
    return pd.concat([documents, shown], ignore_index=True)
