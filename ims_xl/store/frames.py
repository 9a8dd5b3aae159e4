"""Frames to rows of the store and back, without a change of value."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ims_xl.schema import Column, Kind


def rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """The named columns as tuples SQLite takes: dates as ISO text, missing values as NULL, flags as 0 and 1."""
    lists: list[list[object]] = []
    for name in columns:
        values = frame[name]
        if values.dtype.kind == "M":
            values = values.dt.strftime("%Y-%m-%d")
        elif values.dtype.kind == "b":
            values = values.astype("int64")
        lists.append(values.astype("object").where(values.notna(), None).tolist())
    return list(zip(*lists, strict=True))


def among(columns: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> tuple[str, tuple[str]]:
    """The condition that two columns are one of these pairs, and its parameter: one, however many they are."""
    listed = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
    return f"({', '.join(columns)}) IN ({listed})", (json.dumps(pairs),)


def digest(row: Sequence[object]) -> bytes:
    """Sixteen bytes that are the same for rows of the same content only; values as `rows` gives them."""
    return hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest()


def read(
    db: sqlite3.Connection, sql: str, parameters: Iterable[object] = (), columns: Sequence[Column] = ()
) -> pd.DataFrame:
    """The rows of a query; columns named in the schema get its dtypes."""
    cursor = db.execute(sql, tuple(parameters))
    names = [item[0] for item in cursor.description]
    rows = cursor.fetchall()
    kinds = {column.name: column.kind for column in columns}
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pd.DataFrame(
        {name: _column(name, kinds.get(name), cells) for name, cells in zip(names, values, strict=True)},
        index=pd.RangeIndex(len(rows)),
    )


def _column(name: str, kind: Kind | None, cells: Sequence[Any]) -> Any:
    """An array of the cells: frames of Series are aligned, which costs a small query more than all the rest."""
    match kind:
        case None if not cells:
            return pd.array([], dtype=_BARE.get(name, "str"))
        case None:
            found: pd.Series[Any] = pd.Series(cells)
            return (found.astype(_BARE.get(name, "str")) if found.dtype == "object" else found).array
        case "date":
            return np.array(cells, dtype="datetime64[s]")
        case "flag":
            return np.array(cells, dtype="bool")
        case "rupees":
            return np.array(cells, dtype="float64")
        case "count":
            return np.array(cells, dtype="int64")
        case "text":
            return pd.array(cells, dtype="str")


_BARE: dict[str, Any] = dict.fromkeys(("score", "margin", "ambiguous", "row", "id"), "float64")
"""Numbers that are no column of the schema, for when no row tells: all else is text."""
