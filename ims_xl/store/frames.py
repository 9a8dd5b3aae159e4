"""Frames to rows of the store and back, without a change of value."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence

import pandas as pd

from ims_xl.schema import DTYPES, Column


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


def digest(row: Sequence[object]) -> bytes:
    """Sixteen bytes that are the same for rows of the same content only; values as `rows` gives them."""
    return hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest()


def read(
    db: sqlite3.Connection, sql: str, parameters: Iterable[object] = (), columns: Sequence[Column] = ()
) -> pd.DataFrame:
    """The rows of a query; columns named in the schema get its dtypes."""
    cursor = db.execute(sql, tuple(parameters))
    names = [item[0] for item in cursor.description]
    frame = pd.DataFrame(cursor.fetchall(), columns=names)
    kinds = {column.name: column.kind for column in columns}
    there = dict(zip(names, frame.dtypes, strict=True))
    for name in names:
        if (kind := kinds.get(name)) and there[name] == DTYPES[kind]:
            continue
        match kind:
            case "date":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d").astype("datetime64[s]")
            case "rupees":
                frame[name] = pd.to_numeric(frame[name]).astype("float64")
            case "flag":
                frame[name] = frame[name].astype("bool")
            case "count":
                frame[name] = frame[name].astype("int64")
            case "text":
                frame[name] = frame[name].astype("str")
            case None if frame[name].dtype == "object" or len(frame) == 0:
                frame[name] = frame[name].astype("str" if name not in _NUMBERS else "float64")
            case _:
                pass
    return frame


_NUMBERS = {
    "declared_igst",
    "declared_cgst",
    "declared_sgst",
    "declared_cess",
    "score",
    "margin",
    "ambiguous",
    "stale",
    "row",
    "id",
}
