"""What happens to a document on its way into the books: the quirks of bookkeepers and their programs."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.documents import HEADS
from benchmarks.suppliers import OURS
from ims_xl.gst.gstin import check_digit
from ims_xl.samples.dice import Dice

_YEAR = re.compile(r"[-/]?(?<!\d)(?:20)?2[4-7]-2[5-8](?!\d)[-/]?")
_SHORT_YEAR = re.compile(r"(?<!\d)(2[4-7])-(2[5-8])(?!\d)")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LAST = re.compile(r"\d+(?=\D*$)")
_DAY = np.timedelta64(1, "D")

Change = Callable[[pd.DataFrame, Dice], pd.DataFrame]
"""Gets the rows it is chosen for and gives them back changed; rows it does not fit come back as they were."""


def _numbers(change: Callable[[str, int], str]) -> Change:
    """A change of the number alone; the second argument is a whole number from 0 to 99 999."""

    def changed(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
        draws = dice.whole(len(rows), 0, 99_999).tolist()
        return rows.assign(number=[change(text, draw) for text, draw in zip(rows["number"], draws, strict=True)])

    return changed


def _other_separators(text: str, draw: int) -> str:
    return re.sub("[-/]", lambda _: "-/ .\\"[draw % 5], text)


def _year_out(text: str, _: int) -> str:
    left = _YEAR.sub("/", text).strip("/-")
    return left if re.search(r"\d", left) else text


def _year_in(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """The financial year of the document is written to a number without one."""
    ways = dice.whole(len(rows), 0, 2).tolist()
    numbers = []
    for text, date, way in zip(rows["number"], rows["date"], ways, strict=True):
        first = date.year - (date.month < 4) if date is not pd.NaT else 2026
        year, long = f"{first % 100}-{first % 100 + 1}", f"{first}-{first % 100 + 1}"
        bare = _YEAR.search(text) or re.search("2526|2627", text)
        numbers.append(text if bare else (f"{text}/{year}", f"{year}/{text}", f"{text}/{long}")[way])
    return rows.assign(number=numbers)


def _year_style(text: str, draw: int) -> str:
    return _SHORT_YEAR.sub((r"20\1-\2", r"\1\2", r"20\1-20\2")[draw % 3], text)


def _pad(text: str, draw: int) -> str:
    return text if re.search(r"2[4-7]-?2[5-8]$", text) else _LAST.sub(lambda found: found[0].zfill(4 + draw % 3), text)


def _serial_only(text: str, _: int) -> str:
    found = _LAST.search(_YEAR.sub("/", text))
    return found[0] if found else text


def _prefixed(text: str, draw: int) -> str:
    return ("INV-", "Inv No. ", "BILL/", "TAX INV ", "GST/")[draw % 5] + text


def _float(text: str, _: int) -> str:
    return f"{int(text)}.0" if text.isdigit() else text


def _scientific(text: str, _: int) -> str:
    return f"{int(text):.2E}" if text.isdigit() and len(text) > 11 else text


def _as_date(text: str, _: int) -> str:
    """What Excel makes of 3/24."""
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", text)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{int(found[2]):02d}-{months[int(found[1]) - 1]}" if found and 1 <= int(found[1]) <= 12 else text


def _letters(text: str, draw: int) -> str:
    one, other = (("0", "O"), ("1", "I"), ("O", "0"), ("I", "1"), ("5", "S"))[draw % 5]
    return text.replace(one, other, 1)


def _exchanged(text: str, draw: int) -> str:
    places = [i for i in range(1, len(text)) if text[i - 1 : i + 1].isdigit() and text[i - 1] != text[i]]
    if not places:
        return text
    at = places[-1 - draw % min(2, len(places))]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _one_digit(text: str, draw: int) -> str:
    places = [i for i, symbol in enumerate(text) if symbol.isdigit()]
    if not places:
        return text
    at = places[-1 - draw % min(3, len(places))]
    digit = str((int(text[at]) + 1 + draw % 9) % 10)
    return (text[:at] + digit + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:])[draw % 3]


def _suffixed(text: str, draw: int) -> str:
    return text + ("-A", "/1", " (2)", "/GST", ".")[draw % 5]


def _blank(_: str, __: int) -> str:
    return ""


def _voucher(_: str, draw: int) -> str:
    return f"PV/{draw:05d}"


def _dates(change: Callable[[pd.Series, np.ndarray], pd.Series]) -> Change:
    return lambda rows, dice: rows.assign(
        date=change(rows["date"], dice.whole(len(rows), 0, 999)).astype("datetime64[s]")
    )


def _swap_day(dates: pd.Series, _: np.ndarray) -> pd.Series:
    swapped = [day.replace(day=day.month, month=day.day) if day.day <= 12 else day for day in dates]
    return pd.Series(swapped, index=dates.index)


def _scaled(rows: pd.DataFrame, numerator: np.ndarray, denominator: int) -> pd.DataFrame:
    return rows.assign(**{name: rows[name] * numerator // denominator for name in HEADS})


def _rounded(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    return rows.assign(**{name: (rows[name] + 50) // 100 * 100 for name in HEADS})


def _off_by(paise: tuple[int, ...]) -> Change:
    """Taxable value off by one of the amounts, up or down."""

    def changed(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
        gap = dice.choose(paise, [1] * len(paise), len(rows)).astype(np.int64) * (2 * dice.whole(len(rows), 0, 1) - 1)
        return rows.assign(taxable=np.maximum(rows["taxable"] + gap, 0))

    return changed


def _misread(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return _scaled(
        rows, dice.choose((10, 110, 90, 109, 123, 1000), (5, 25, 25, 20, 20, 5), len(rows)).astype(np.int64), 100
    )


def _wrong_rate(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    more = np.where(rows["rate"] == 18, 12, 18)
    rate = np.maximum(rows["rate"], 1)
    return rows.assign(**{name: rows[name] * more // rate for name in ("igst", "cgst", "sgst")})


def _wrong_heads(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    halves = rows["igst"] // 2
    return rows.assign(igst=rows["cgst"] + rows["sgst"], cgst=halves, sgst=rows["igst"] - halves)


def _gross(rows: pd.DataFrame, _: Dice) -> pd.DataFrame:
    return rows.assign(taxable=rows[list(HEADS)].sum(axis=1))


def _without_freight(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return _scaled(rows, dice.whole(len(rows), 960, 995), 1000)


def _unknown(*names: str) -> Change:
    return lambda rows, _: rows.assign(missing=" ".join(names))


def _gstins(change: Callable[[str, int], str]) -> Change:
    def changed(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
        draws = dice.whole(len(rows), 0, 99_999).tolist()
        return rows.assign(gstin=[change(text, draw) for text, draw in zip(rows["gstin"], draws, strict=True)])

    return changed


def _branch(gstin: str, draw: int) -> str:
    first = ("21", "32", "03", "10")[draw % 4] + gstin[2:14]
    return first + check_digit(first) if len(gstin) == 15 else gstin


def _mistyped(gstin: str, draw: int) -> str:
    if len(gstin) != 15:
        return gstin
    at = 2 + draw % 10
    if draw % 2 and gstin[at] != gstin[at + 1]:
        return gstin[:at] + gstin[at + 1] + gstin[at] + gstin[at + 2 :]
    new = "ABCDEFGHJKLM"[draw % 12] if gstin[at].isalpha() else str((int(gstin[at]) + 3) % 10)
    return gstin[:at] + new + gstin[at + 1 :]


def _lower(gstin: str, draw: int) -> str:
    return f" {gstin.lower()}" if draw % 2 else f"{gstin[:2]} {gstin[2:]}"


def _someone_else(rows: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return rows.assign(gstin=rows["gstin"].to_numpy()[np.argsort(dice.shares(len(rows)))])


DAMAGES: dict[str, tuple[float, Change]] = {
    # name: weight, change. The weights are relative; how many rows are damaged at all is the caller's.
    "separators": (10, _numbers(_other_separators)),
    "separators dropped": (6, _numbers(lambda text, _: re.sub("[-/]", "", text))),
    "year left out": (8, _numbers(_year_out)),
    "year added": (3, _year_in),
    "year style": (4, _numbers(_year_style)),
    "zeros lost": (6, _numbers(lambda text, _: _ZEROS.sub("", text))),
    "zeros added": (2, _numbers(_pad)),
    "serial only": (6, _numbers(_serial_only)),
    "prefix added": (4, _numbers(_prefixed)),
    "small letters and spaces": (5, _numbers(lambda text, _: f" {text.lower()} ")),
    "inner spaces": (2, _numbers(lambda text, _: re.sub("([-/])", r" \1 ", text))),
    "apostrophe": (1.5, _numbers(lambda text, _: "'" + text)),
    "float": (2, _numbers(_float)),
    "scientific": (1, _numbers(_scientific)),
    "number made a date": (1, _numbers(_as_date)),
    "letters for digits": (2, _numbers(_letters)),
    "digits exchanged": (2, _numbers(_exchanged)),
    "one digit": (1.5, _numbers(_one_digit)),
    "cut short": (1.5, _numbers(lambda text, draw: text[-(5 + draw % 3) :])),
    "suffix": (2, _numbers(_suffixed)),
    "number blank": (0.8, _numbers(_blank)),
    "voucher number": (0.8, _numbers(_voucher)),
    "date near": (6, _dates(lambda dates, draw: dates + (1 + draw % 9) * _DAY)),
    "booking date": (5, _dates(lambda dates, draw: dates + (10 + draw % 90) * _DAY)),
    "day and month swapped": (2, _dates(_swap_day)),
    "year slip": (0.5, _dates(lambda dates, _: dates - pd.DateOffset(years=1))),
    "date missing": (1, _dates(lambda dates, _: dates.where(dates.isna()))),
    "rounded": (8, _rounded),
    "tolerance edge": (2, _off_by((100, 99, 50))),
    "beyond tolerance": (2, _off_by((101, 150, 500))),
    "misread": (3, _misread),
    "wrong rate": (2, _wrong_rate),
    "wrong heads": (2, _wrong_heads),
    "gross as taxable": (1, _gross),
    "without freight": (2, _without_freight),
    "tax unknown": (1.5, _unknown("igst", "cgst", "sgst")),
    "taxable unknown": (1, _unknown("taxable")),
    "cess unknown": (0.5, _unknown("cess")),
    "supplier branch": (1.5, _gstins(_branch)),
    "GSTIN mistyped": (1.5, _gstins(_mistyped)),
    "GSTIN blank": (1.2, _gstins(_blank)),
    "GSTIN typed loosely": (2, _gstins(_lower)),
    "GSTIN of another": (0.3, _someone_else),
    "own branch": (2.5, lambda rows, dice: rows.assign(own=dice.choose(OURS, (1, 1, 1), len(rows)))),
    "place of supply": (4, lambda rows, dice: rows.assign(place=dice.choose(("33", "06", ""), (1, 1, 2), len(rows)))),
    "invoice as debit note": (0.5, lambda rows, _: rows.assign(doc_type=rows["doc_type"].replace("INV", "DN"))),
}
NOTE_DAMAGES: dict[str, tuple[float, Change]] = {
    "own note number": (30, _numbers(lambda _, draw: f"DN/26-27/{draw % 10_000:04d}")),
    "note as the other kind": (
        15,
        lambda rows, _: rows.assign(doc_type=np.where(rows["doc_type"] == "CN", "DN", "CN")),
    ),
    "note negative": (35, lambda rows, _: _scaled(rows, np.full(len(rows), -1), 1)),
    "note a negative invoice": (10, lambda rows, _: _scaled(rows.assign(doc_type="INV"), np.full(len(rows), -1), 1)),
    "note date": (10, _dates(lambda dates, draw: dates + (1 + draw % 25) * _DAY)),
}
UNCHANGED = ("gstin", "number", "date", *HEADS, "missing", "own", "place", "doc_type")


def letters_and_digits(numbers: pd.Series) -> pd.Series:
    """Upper case, without anything else."""
    return numbers.str.upper().str.replace("[^0-9A-Z]", "", regex=True)


def known_numbers(documents: pd.DataFrame) -> set[str]:
    """Every supplier with every number it has issued."""
    return set(documents["gstin"] + letters_and_digits(documents["number"]))


def harm(books: pd.DataFrame, dice: Dice, share: float, issued: set[str]) -> pd.DataFrame:
    """Book rows with no, one or two damages, named in `damage`; a third of the notes has a damage of their own.

    Twins and bills of entry are spared. No damaged number becomes another one the supplier has `issued`: with the
    paper in hand nobody could tell the two apart.
    """
    books = books.assign(damage="", missing="")
    note = books["doc_type"].isin(("CN", "DN")).to_numpy()
    plain = (books["twin"].eq("") & books["family"].eq("b2b")).to_numpy() | note
    for table, among, much in (
        (NOTE_DAMAGES, note, 0.33),
        (DAMAGES, plain, share),
        (DAMAGES, plain & (dice.shares(len(books)) < 0.12), share),
    ):
        names = list(table)
        drawn = dice.pick(len(books), [weight for weight, _ in table.values()])
        chosen = among & (dice.shares(len(books)) < much)
        for place, name in enumerate(names):
            rows = np.flatnonzero(chosen & (drawn == place))
            if len(rows):
                books = _apply(books, rows, name, table[name][1], dice, issued)
    return books


def _apply(
    books: pd.DataFrame, rows: np.ndarray, name: str, change: Change, dice: Dice, issued: set[str]
) -> pd.DataFrame:
    before = books.iloc[rows]
    after = change(before, dice)
    columns = list(UNCHANGED)
    new, old = after[columns], before[columns]
    touched = ((new != old) & ~(new.isna() & old.isna())).any(axis=1).to_numpy()
    theirs, ours = (letters_and_digits(side["number"]) for side in (new, old))
    taken = [gstin + text in issued for gstin, text in zip(old["gstin"], theirs, strict=True)]
    touched = touched & ~(theirs.ne(ours).to_numpy() & np.array(taken, dtype=bool))
    at = rows[touched]
    for column in columns:
        values = books[column].to_numpy(copy=True)
        values[at] = after[column].to_numpy()[touched]
        books[column] = values
    damage = books["damage"].to_numpy(copy=True)
    damage[at] = [f"{old}, {name}" if old else name for old in damage[at]]
    books["damage"] = damage
    return books
