"""Both tables cleaned once and turned into the arrays that everything else works on."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl.gst.gstin import clean, pan
from ims_xl.issues import ImsError
from ims_xl.matching.documents import IMPORT, KINDS, NONE, Documents, Flags, Ints, Texts
from ims_xl.matching.numbers import forms, written
from ims_xl.money import paise
from ims_xl.schema import AMOUNTS, BOOKS, GSTR2B, IMS, Column, conform, empty

REQUIRED = ("supplier_gstin", "doc_type", "doc_number", "doc_date", "taxable_value", "igst", "cgst", "sgst")
OPTIONAL = (
    *("recipient_gstin", "original_number", "original_date", "port_code", "place_of_supply", "reverse_charge"),
    *("cess", "section", "family", "supplier_period", "gstr2b_period", "part"),
    *("booking_date", "voucher_number", "source_file", "source_sheet", "source_row"),
)


def check(frame: pd.DataFrame, name: str) -> None:
    """Raise ImsError when a column the matcher cannot do without is missing."""
    missing = [column for column in REQUIRED if column not in frame]
    if missing:
        raise ImsError(
            f"{name}: the {'columns' if len(missing) > 1 else 'column'} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing",
            "Map the column when the file is read, then match again.",
        )


def tidy(frame: pd.DataFrame, columns: tuple[Column, ...], name: str) -> pd.DataFrame:
    """The columns the matcher uses, with their dtypes; the input is left alone.

    A register without a cess column has no cess; reverse charge is False where it is not told.
    """
    check(frame, name)
    used = [column for column in columns if column.name in (*REQUIRED, *OPTIONAL)]
    try:
        table = conform(frame.loc[:, [column.name for column in used if column.name in frame]], used)
    except (TypeError, ValueError) as error:
        raise ImsError(f"{name}: a column holds values of another kind ({error})", "Read the file again.") from error
    amounts = list(AMOUNTS)
    table[amounts] = table[amounts].where(np.isfinite(table[amounts]))
    if "cess" not in frame:
        table["cess"] = 0.0
    table["states_reverse_charge"] = "reverse_charge" in frame
    return table


def _codes(texts: Texts) -> Ints:
    """A code for each text, NONE for an empty one."""
    codes, _ = pd.factorize(texts)
    return np.where(texts == "", NONE, codes).astype(np.int64)


def _objects(series: "pd.Series[str]") -> Texts:
    return np.array(series.to_numpy(dtype="object", na_value=""), dtype=np.object_)


def _each(texts: Texts, function: Callable[[str], object]) -> Texts:
    """The function applied once to each distinct text."""
    codes, distinct = pd.factorize(texts)
    return np.array([function(str(text)) for text in distinct] or [""], dtype=np.object_)[codes]


def _hash(columns: list[npt.NDArray[np.int64] | Texts]) -> Ints:
    """One number for the contents of a row, the same whatever the order of the rows."""
    parts = pd.DataFrame({str(place): column for place, column in enumerate(columns)})
    return pd.util.hash_pandas_object(parts, index=False).to_numpy().view(np.int64)


def _stacked(sides: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    """The sides one below the other; columns a side does not have are empty there."""
    table = pd.concat(sides, ignore_index=True)
    for name in table.columns:
        if table[name].dtype == "object" or isinstance(table[name].dtype, pd.StringDtype):
            table[name] = table[name].astype("object").where(table[name].notna(), "")
    return table


def _money(table: pd.DataFrame, imported: Flags) -> dict[str, Any]:
    amounts = [paise(table[name]) for name in AMOUNTS]
    raw = np.column_stack([column.fillna(0).to_numpy(dtype="int64") for column in amounts])
    known = np.column_stack([column.notna().to_numpy() for column in amounts])
    known[:, 2:4] |= imported[:, None]  # bills of entry carry integrated tax and cess only
    negative = raw.sum(axis=1) < 0
    return {"raw": raw, "known": known, "negative": negative, "amounts": np.where(negative[:, None], -raw, raw)}


def _numbers(table: pd.DataFrame, imported: Flags) -> dict[str, Any]:
    own = _objects(table["doc_number"])
    own[imported] = _each(own[imported], lambda text: written(text).lstrip("0"))
    codes, distinct = pd.factorize(np.concatenate([own, _objects(table["original_number"])]))
    here, there = codes[: len(table)], codes[len(table) :]
    form = forms([str(text) for text in distinct])
    texts = {name: np.array(values or [""], dtype=np.object_) for name, values in form._asdict().items()}
    code = {name: _codes(values) for name, values in texts.items()}
    whole = _codes(_each(np.array(distinct, dtype=np.object_), written))
    return {
        "written": np.where(code["plain"] == NONE, NONE, whole)[here],
        "original": code["bare"][there],
        "serial_value": np.array([int(text[-18:] or 0) for text in texts["serial"]], dtype=np.int64)[here],
        "lone": (texts["rest"] == "#")[here],
        "year": np.array([int(text or NONE) for text in texts["year"]], dtype=np.int64)[here],
        "plain_text": texts["plain"][here],
        "bare_text": texts["bare"][here],
        **{name: code[name][here] for name in ("plain", "bare", "serial", "rest", "alike")},
    }


def _dates(table: pd.DataFrame) -> dict[str, Any]:
    parts = (table["doc_date"].dt.year, table["doc_date"].dt.month, table["doc_date"].dt.day)
    calendar = np.column_stack([part.fillna(NONE) for part in parts]).astype(np.int64)
    day = table["doc_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return {
        "calendar": calendar,
        "day": np.where(table["doc_date"].isna(), NONE, day),
        "starts": calendar[:, 0] - (calendar[:, 1] < 4),
    }


def _parties(table: pd.DataFrame, imported: Flags) -> dict[str, Any]:
    text = _each(_objects(table["supplier_gstin"]), clean)
    text[imported] = "IMPORT"
    return {
        "gstin": _codes(text),
        "pan": _codes(_each(text, lambda gstin: pan(gstin) or gstin)),
        "own": _codes(_each(_objects(table["recipient_gstin"]), clean)),
        "gstin_text": text,
    }


def encode(ims: pd.DataFrame, earlier: pd.DataFrame | None, purchases: pd.DataFrame) -> Documents:
    """All documents encoded, every one of them in the pool.

    Raises ImsError when a required column is missing or holds values of another kind.
    """
    sides = (
        tidy(ims, IMS, "IMS documents"),
        tidy(empty(GSTR2B) if earlier is None else earlier, GSTR2B, "earlier GSTR-2B"),
        tidy(purchases, BOOKS, "purchase register"),
    )
    table = _stacked(sides)
    side = np.repeat([0, 1, 2], [len(frame) for frame in sides])
    family, port = _objects(table["family"]), _objects(table["port_code"])
    imported = table["section"].astype("str").str.startswith("impg").to_numpy() | (family == "impg")
    imported |= (side == 2) & (family == "") & (port != "")
    money, numbers, dates = _money(table, imported), _numbers(table, imported), _dates(table)
    parties = _parties(table, imported)
    kind = _each(_objects(table["doc_type"]), lambda text: KINDS.get(text.strip().upper(), 0)).astype(np.int64)
    note = np.isin(kind, (KINDS["CN"], KINDS["DN"])) & ~imported
    kind[money["negative"] & (kind == KINDS["INV"])] = KINDS["CN"]
    kind[imported] = IMPORT
    stated = table["states_reverse_charge"].to_numpy(dtype=bool) | (side < 2)
    reverse = np.where(stated, table["reverse_charge"].to_numpy().astype(np.int64), NONE)
    described = [side, parties["gstin"], parties["own"], kind, numbers["written"], dates["day"], reverse]
    return Documents(
        table=table,
        n_ims=len(sides[0]),
        n_left=len(sides[0]) + len(sides[1]),
        pool=np.ones(len(table), dtype=bool),
        kind=kind,
        note=note,
        port=_codes(_each(port, lambda text: text.strip().upper())),
        place=_codes(_objects(table["place_of_supply"])),
        reverse=reverse,
        order=_order(table, dates["day"]),
        identity=_hash([*described, *money["raw"].T, *money["known"].astype(np.int64).T]),
        **money,
        **numbers,
        **dates,
        **parties,
    )


def _order(table: pd.DataFrame, day: Ints) -> Ints:
    """Rank of every row by what it holds, so that ties are broken alike in any order of rows."""
    names = [name for name in (*REQUIRED, *OPTIONAL) if name in table]
    texts: list[npt.NDArray[np.int64] | Texts] = [
        _objects(table[name]) if table[name].dtype == "object" else table[name].to_numpy() for name in names
    ]
    ranked = np.lexsort((_hash(texts), day))
    order = np.empty(len(table), dtype=np.int64)
    order[ranked] = np.arange(len(table))
    return order
