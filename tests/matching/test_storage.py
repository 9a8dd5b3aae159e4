"""The same answer however pandas stores texts, with pyarrow and without."""

import importlib.util

import pandas as pd
import pytest

from ims_xl.matching import MatchResult, match

STORAGES = ("python", *(("pyarrow",) if importlib.util.find_spec("pyarrow") else ()))


def sides(table) -> tuple[pd.DataFrame, pd.DataFrame]:
    ims = table({}, {"doc_number": "A/1003"}, {"doc_number": "2627", "supplier_gstin": ""}, {"doc_type": "CN"})
    books = table(
        {"doc_number": "417"},
        {"doc_number": "A1003", "port_code": None},
        {"doc_number": None},
        {"doc_type": "CN", "taxable_value": -12345.60, "igst": -2222.21},
        {"doc_number": "9", "taxable_value": 5.0},
    )
    return ims, books


def texts_as(frame: pd.DataFrame, dtype: object) -> pd.DataFrame:
    names = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name]) and name != "doc_date"]
    return frame.astype(dict.fromkeys(names, dtype))


def told(result: MatchResult) -> list[list[object]]:
    frames = (result.pairs, result.ims, result.purchases, result.counts)
    return [frame[name].tolist() for frame in frames for name in frame]


@pytest.mark.parametrize("storage", STORAGES)
def test_every_storage_gives_the_same_answer(table, storage: str) -> None:
    ims, books = sides(table)
    expected = told(match(texts_as(ims, "object"), texts_as(books, "object")))

    with pd.option_context("mode.string_storage", storage):
        dtype = pd.StringDtype(storage, na_value=float("nan"))
        assert told(match(texts_as(ims, dtype), texts_as(books, dtype))) == expected
        assert told(match(texts_as(ims, "str"), texts_as(books, "object"))) == expected


def test_numbers_in_text_columns_are_read_as_texts(table) -> None:
    ims = table({"doc_number": "417", "place_of_supply": "27"})
    books = table({"doc_number": 417, "place_of_supply": 27}).astype({"doc_number": "object"})

    assert list(match(ims, books).pairs["status"]) == ["Exact Match"]


def test_amounts_may_be_nullable(table) -> None:
    books = table({}).astype({"taxable_value": "Float64", "igst": "Float64", "cess": "Int64"})

    assert list(match(table({}), books).pairs["status"]) == ["Exact Match"]
    assert list(match(table({}), books.assign(igst=pd.array([pd.NA], "Float64"))).pairs["codes"]) == ["missing_amount"]
