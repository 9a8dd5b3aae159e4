"""Both tables cleaned once and turned into the arrays that everything else works on."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl.gst.gstin import clean, pan
from ims_xl.gst.sections import SECTIONS
from ims_xl.issues import ImsError
from ims_xl.matching.codes import by_day, code_texts, hashes, mix, repeated
from ims_xl.matching.documents import IMPORT, KINDS, NONE, Column, Documents, Flags, Ints, total
from ims_xl.matching.numbers import forms, written
from ims_xl.money import whole_paise
from ims_xl.schema import AMOUNTS

REQUIRED = ("supplier_gstin", "doc_type", "doc_number", "doc_date", "taxable_value", "igst", "cgst", "sgst")
_TEXTS = (
    *("recipient_gstin", "supplier_gstin", "doc_type", "doc_number", "original_number", "port_code"),
    *("place_of_supply", "section", "family", "gstr2b_period", "held"),
)
_LESSER = ("supplier_period", "voucher_number", "source_file", "source_sheet")  # tell only otherwise equal rows apart
_DAY = np.dtype("datetime64[D]")

Sides = Sequence[pd.DataFrame]


def check(frame: pd.DataFrame, name: str) -> None:
    """Raise ImsError when a column the matcher cannot do without is missing."""
    missing = [column for column in REQUIRED if column not in frame]
    if missing:
        raise ImsError(
            f"{name}: the {'columns' if len(missing) > 1 else 'column'} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing",
            "Map the column when the file is read, then match again.",
        )


def _stacked(sides: Sides, read: Callable[[pd.DataFrame], npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """What is read from each side, one below the other; ImsError when a side holds values of another kind."""
    parts = []
    for side in sides:
        try:
            parts.append(read(side))
        except (TypeError, ValueError) as error:
            name = side.attrs["side"]
            raise ImsError(
                f"{name}: a column holds values of another kind ({error})", "Read the file again."
            ) from error
    return np.concatenate(parts)


def _texts(sides: Sides, name: str) -> Column:
    there = [side for side in sides if name in side]
    if not there:
        return Column(np.zeros(sum(map(len, sides)), dtype=np.int32), np.array([""], dtype=np.object_))
    values = _stacked(there, lambda side: side[name].to_numpy(dtype=np.object_))
    if len(there) == len(sides):
        return code_texts(values)
    *ends, _ = np.cumsum([len(side) for side in there]).tolist()
    column = code_texts(np.append(values, ""))  # what a side without the column holds
    parts = iter(np.split(column.codes[:-1], ends))
    codes = [next(parts) if name in side else np.full(len(side), column.codes[-1]) for side in sides]
    return Column(np.concatenate(codes), column.distinct)


def _days(sides: Sides, name: str) -> Ints:
    """Days since 1970, NONE when missing."""

    def read(side: pd.DataFrame) -> npt.NDArray[Any]:
        if name not in side:
            return np.full(len(side), "NaT", dtype=_DAY)
        return side[name].astype("datetime64[s]").to_numpy().astype(_DAY)

    days = _stacked(sides, read)
    return np.where(np.isnat(days), NONE, days.astype(np.int64))


def _amounts(sides: Sides, name: str) -> npt.NDArray[np.float64]:
    """Rupees, NaN when missing; a side without a cess column has no cess."""

    def read(side: pd.DataFrame) -> npt.NDArray[Any]:
        if name not in side:
            return np.zeros(len(side))
        return pd.to_numeric(side[name]).to_numpy(dtype=np.float64, na_value=np.nan)

    return _stacked(sides, read)


def _whole(sides: Sides, name: str) -> Ints:
    """Whole numbers or flags, 0 when missing."""

    def read(side: pd.DataFrame) -> npt.NDArray[Any]:
        if name not in side:
            return np.zeros(len(side), dtype=np.int64)
        column = side[name]
        return (
            column.where(column.notna(), 0).astype("int64").to_numpy() if column.hasnans else column.to_numpy(np.int64)
        )

    return _stacked(sides, read)


def _money(sides: Sides, imported: Flags) -> dict[str, Any]:
    paise = np.column_stack([whole_paise(_amounts(sides, name)) for name in AMOUNTS])
    known = np.isfinite(paise)
    amounts = np.where(known, paise, 0).astype(np.int64)
    known[:, 2:4] |= imported[:, None]  # bills of entry carry integrated tax and cess only
    negative = total(amounts) < 0
    amounts[negative] *= -1
    return {"known": known, "negative": negative, "amounts": amounts}


def _recoded(column: Column, function: Callable[[str], str]) -> Column:
    """The column with the function applied once to each distinct text."""
    found = code_texts(np.array([function(text) for text in column.distinct] or [""], dtype=np.object_))
    return Column(found.codes[column.codes], found.distinct)


def _codes(column: Column) -> Ints:
    """The code of each row, NONE for an empty text."""
    places = [NONE if text == "" else place for place, text in enumerate(column.distinct)]
    return np.array(places or [NONE], dtype=np.int64)[column.codes]


def _numbers(number: Column, original: Column, imported: Flags) -> dict[str, Any]:
    """Every form of the numbers; bills of entry count without leading zeros."""
    bills = np.unique(number.codes[imported])
    texts = [*number.distinct, *original.distinct, *(written(text).lstrip("0") for text in number.distinct[bills])]
    own = code_texts(np.array(list(map(str.upper, map(str.strip, texts))), dtype=np.object_))
    mine, theirs = own.codes[number.codes], own.codes[len(number.distinct) + original.codes]
    first = len(number.distinct) + len(original.distinct)
    mine[imported] = own.codes[first + np.searchsorted(bills, number.codes[imported])]
    form = forms(own.distinct.tolist())
    whole = np.where(form.plain == NONE, NONE, np.arange(len(own.distinct)))
    lines = {"plain_lines": form.plain_lines, "bare_lines": form.bare_lines, "line": mine}
    taken = {name: values[mine] for name, values in form._asdict().items() if name not in lines}
    return lines | {"written": whole[mine], "original_written": whole[theirs], "original": form.bare[theirs], **taken}


def _calendar(day: Ints) -> dict[str, Any]:
    """What follows from each distinct day: the day with day and month exchanged, and the financial year."""
    codes, distinct = pd.factorize(day)
    dates = distinct.astype(_DAY)
    months = dates.astype("datetime64[M]")
    count, place = months.astype(np.int64), (dates - months.astype(_DAY)).astype(np.int64)
    swapped = (count - count % 12 + place).astype("datetime64[M]").astype(_DAY).astype(np.int64) + count % 12
    usable = distinct != NONE
    return {
        "swapped_day": np.where(usable & (place < 12), swapped, NONE)[codes],
        "fiscal_year": np.where(usable, (count - 3) // 12 + 1970, NONE)[codes],
    }


def encode(ims: pd.DataFrame, earlier: pd.DataFrame | None, purchases: pd.DataFrame) -> Documents:
    """All documents encoded, every one of them in the pool; the inputs are left alone.

    Raises ImsError when a required column is missing or holds values of another kind.
    """
    earlier = ims.iloc[:0] if earlier is None else earlier
    named = (("IMS documents", ims), ("earlier GSTR-2B", earlier), ("purchase register", purchases))
    for name, frame in named:
        check(frame, name)
    sides = [frame.copy(deep=False) for _, frame in named]
    for frame, (name, _) in zip(sides, named, strict=True):
        frame.attrs = {"side": name}
    text = {name: _texts(sides, name) for name in _TEXTS}
    side = np.repeat([0, 1, 2], [len(frame) for frame in sides])
    imported = text["section"].where(lambda name: name.startswith("impg")) | text["family"].where("impg".__eq__)
    imported |= (side == 2) & text["family"].where("".__eq__) & text["port_code"].where(bool)
    kinds = np.array([KINDS.get(text.strip().upper(), 0) for text in text["doc_type"].distinct], dtype=np.int64)
    kind = kinds[text["doc_type"].codes]
    note = np.isin(kind, (KINDS["CN"], KINDS["DN"])) & ~imported
    money, day = _money(sides, imported), _days(sides, "doc_date")
    kind[money["negative"] & (kind == KINDS["INV"])] = KINDS["CN"]
    kind[imported] = IMPORT
    supplier = _recoded(text["supplier_gstin"], clean)
    gstin, own = _codes(supplier), _codes(_recoded(text["recipient_gstin"], clean))
    pans = _codes(_recoded(supplier, lambda text: pan(text) or text))
    gstin[imported] = pans[imported] = max(len(supplier.distinct), 1)  # no supplier, but a party of their own
    states = np.repeat([True, True, "reverse_charge" in purchases], [len(frame) for frame in sides])
    reverse = np.where(states, _whole(sides, "reverse_charge"), NONE)
    numbers = _numbers(text["doc_number"], text["original_number"], imported)
    port = _codes(_recoded(text["port_code"], written))
    signed = (money["negative"].astype(np.int64), *np.ascontiguousarray(money["amounts"].T))
    sums = (*signed, total(money["known"] << np.arange(len(AMOUNTS))))
    identity = mix(side, gstin, own, kind, numbers["written"], day, port, reverse, *sums)
    amending = {name for name, section in SECTIONS.items() if section.amends}
    return Documents(
        columns=text,
        source_row=_whole(sides, "source_row"),
        original_day=_days(sides, "original_date"),
        amends=text["section"].where(amending.__contains__),
        n_ims=len(sides[0]),
        n_left=len(sides[0]) + len(sides[1]),
        pool=np.ones(len(side), dtype=bool),
        kind=kind,
        note=note,
        gstin=gstin,
        pan=pans,
        own=own,
        supplier=supplier,
        has_supplier=supplier.where(lambda text: len(text) == 15) | imported,
        port=port,
        place=_codes(text["place_of_supply"]),
        reverse=reverse,
        order=_order(sides, text, day, reverse, signed),
        identity=identity,
        **money,
        **numbers,
        day=day,
        **_calendar(day),
    )


def _order(sides: Sides, text: dict[str, Column], day: Ints, reverse: Ints, amounts: Sequence[Ints]) -> Ints:
    """Rank of every row by what it holds, so that ties are broken alike in any order of rows.

    The lesser columns are read only for rows that are equal without them.
    """
    hashed = mix(day, reverse, *amounts, *(hashes(column) for column in text.values()))
    alike = repeated(hashed, np.ones(len(hashed), dtype=bool), len(hashed))
    lesser = np.zeros(len(day), dtype=np.int64)
    if alike.any():
        ends = np.cumsum([len(side) for side in sides])
        some = [side[alike[end - len(side) : end]] for side, end in zip(sides, ends, strict=True)]
        columns = [hashes(_texts(some, name)) for name in _LESSER]
        columns += [_days(some, "booking_date"), _days(some, "original_date"), _whole(some, "source_row")]
        lesser[alike] = mix(*columns)
    return by_day(day, hashed, lesser)
