"""What happens to a document on its way into the books."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst.gstin import check_digit
from ims_xl.samples.dice import Dice
from ims_xl.samples.rates import HEADS

_YEAR = re.compile(r"[-/]?\b\d\d-\d\d\b[-/]?")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LEAD = re.compile(r"^[A-Z]+[-/]?(?=\d+$)")
_DAYS = np.timedelta64(1, "D")


class Damage(NamedTuple):
    """A change to the share of booked documents it fits; it gets those rows and returns them changed."""

    name: str
    share: float
    fits: Callable[[pd.DataFrame], "pd.Series[Any]"]
    change: Callable[[pd.DataFrame, Dice], pd.DataFrame]


def _number(change: Callable[[str], str]) -> Callable[[pd.DataFrame, Dice], pd.DataFrame]:
    return lambda rows, _: rows.assign(number=[change(number) for number in rows["number"]])


def _having(pattern: str) -> Callable[[pd.DataFrame], "pd.Series[Any]"]:
    return lambda books: books["number"].str.contains(pattern, regex=True) & books["family"].ne("impg")


def _always(books: pd.DataFrame) -> "pd.Series[Any]":
    return books["family"].ne("impg")


def _mistypable(books: pd.DataFrame) -> "pd.Series[Any]":
    return _taxed(books) & books["gstin"].str[8].ne(books["gstin"].str[9])


def _taxed(books: pd.DataFrame) -> "pd.Series[Any]":
    return books["igst"].add(books["cgst"]).gt(0) & books["family"].isin(("b2b", "cdnr"))


def _other_separators(number: str) -> str:
    return number.replace("/", "-") if "/" in number else number.replace("-", " ")


def _swap_digits(number: str) -> str:
    """The last two neighbouring digits that differ change places."""
    for end in range(len(number) - 1, 0, -1):
        one, two = number[end - 1], number[end]
        if one.isdigit() and two.isdigit() and one != two:
            return number[: end - 1] + two + one + number[end + 1 :]
    return number


def _own_number(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    serials = dice.whole(1, 11, 99)[0] + np.arange(len(rows))
    return rows.assign(number=[f"DN/26-27/{serial:03d}" for serial in serials])


def _round(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    amounts = ["taxable", *HEADS]
    return rows.assign(**{name: (rows[name] + 50) // 100 * 100 for name in amounts})


def _misread(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Taxable value and taxes are a tenth to a third more."""
    more = 110 + dice.whole(len(rows), 0, 23)
    return rows.assign(**{name: rows[name] * more // 100 for name in ("taxable", *HEADS, "value")})


def _wrong_head(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    halves = rows["igst"] // 2
    return rows.assign(igst=rows["cgst"] + rows["sgst"], cgst=halves, sgst=halves)


def _shift(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return rows.assign(date=rows["date"] + dice.whole(len(rows), 1, 9) * _DAYS)


def _swap_day(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    return rows.assign(date=[day.replace(day=day.month, month=day.day) for day in rows["date"]])


def _swappable(books: pd.DataFrame) -> "pd.Series[Any]":
    days: pd.Series[Any] = books["date"].dt.day
    return _always(books) & days.le(12) & days.ne(books["date"].dt.month)


def _other_branch(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    firsts = ["33" + gstin[2:14] if gstin[:2] != "33" else "29" + gstin[2:14] for gstin in rows["gstin"]]
    return rows.assign(gstin=[first + check_digit(first) for first in firsts])


def _mistyped(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    return rows.assign(gstin=[gstin[:8] + gstin[9] + gstin[8] + gstin[10:] for gstin in rows["gstin"]])


DAMAGES = (
    Damage("separators", 0.05, _having("[-/]"), _number(_other_separators)),
    Damage("year left out", 0.025, _having(_YEAR.pattern), _number(lambda text: _YEAR.sub("", text))),
    Damage("year added", 0.015, _having(r"^\d{1,5}$"), _number(lambda text: f"{text}/26-27")),
    Damage("zeros lost", 0.02, _having(_ZEROS.pattern), _number(lambda text: _ZEROS.sub("", text))),
    Damage("prefix left out", 0.015, _having(_LEAD.pattern), _number(lambda text: _LEAD.sub("", text))),
    Damage("prefix added", 0.01, _having(r"^\d+$"), _number(lambda text: f"INV-{text}")),
    Damage("small letters", 0.01, _having("[A-Z]"), _number(str.lower)),
    Damage("digits swapped", 0.012, _having(r"\d\d\d"), _number(_swap_digits)),
    Damage("own note number", 0.01, lambda books: books["doc_type"].eq("CN") & books["family"].eq("cdnr"), _own_number),
    Damage("rounded", 0.04, lambda books: _always(books) & (books["taxable"] % 100).ne(0), _round),
    Damage("misread", 0.015, _always, _misread),
    Damage("wrong head", 0.008, _taxed, _wrong_head),
    Damage("other date", 0.025, _always, _shift),
    Damage("day and month swapped", 0.005, _swappable, _swap_day),
    Damage("other branch", 0.005, _taxed, _other_branch),
    Damage("GSTIN mistyped", 0.005, _mistypable, _mistyped),
)  # fmt: skip


def harm(books: pd.DataFrame, spared: "pd.Series[Any]", dice: Dice) -> pd.DataFrame:
    """Book rows with at most one damage each, its name in `damage`; `spared` rows stay as they are."""
    books = books.assign(damage="")
    for damage in DAMAGES:
        free = books["damage"].eq("") & ~spared & damage.fits(books)
        rows = dice.some(free.to_numpy(dtype=np.bool_), damage.share)
        books.loc[rows] = damage.change(books.loc[rows], dice).assign(damage=damage.name)
    return books


def split(books: pd.DataFrame, spared: "pd.Series[Any]", dice: Dice) -> pd.DataFrame:
    """Book rows where a few invoices are booked in two parts, the second some days after the first."""
    free = books["damage"].eq("") & ~spared & books["family"].eq("b2b") & books["doc_type"].eq("INV")
    rows = dice.some(free.to_numpy(dtype=np.bool_), 0.008)
    amounts = ["taxable", *HEADS, "value"]
    second = books.loc[rows].assign(damage="split booking")
    second[amounts] = second[amounts] * 2 // 5
    second["date"] = second["date"] + 3 * _DAYS
    books.loc[rows, amounts] = books.loc[rows, amounts] - second[amounts]
    books.loc[rows, "damage"] = "split booking"
    return pd.concat([books, second]).sort_index(kind="stable").reset_index(drop=True)


def book_twice(books: pd.DataFrame, spared: "pd.Series[Any]", dice: Dice) -> pd.DataFrame:
    """Extra rows: invoices that the other file books once more; `twice` is the row they repeat."""
    free = books["damage"].eq("") & ~spared & books["family"].eq("b2b") & books["part"].eq("ims")
    rows = dice.some(free.to_numpy(dtype=np.bool_), 0.006)
    extra = books.loc[rows].assign(damage="booked twice", twice=np.flatnonzero(rows))
    return extra.assign(file=extra["file"].map({"purchases": "register", "register": "purchases"}))
