from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.workbook.cell_values import clean, is_hostile, plain, values

anything = st.text(st.characters() | st.sampled_from("=+-@\t\r\n\x00\x0b\ud800\ufffe"), max_size=40)


@given(anything)
def test_clean_text_is_clean_and_can_be_written(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(ord(letter) < 32 and letter not in "\t\n" for letter in cleaned)
    cleaned.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        ("", None),
        (pd.NA, None),
        (pd.NaT, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, True),
        (np.int64(7), 7.0),
        (Decimal("1.50"), 1.5),
        (date(2025, 10, 1), datetime(2025, 10, 1)),
        (pd.Timestamp("2025-10-01 09:30"), datetime(2025, 10, 1, 9, 30)),
        (datetime(202, 10, 1), "0202-10-01"),
    ],
)
def test_plain(value: object, written: object) -> None:
    found = plain(value)
    assert (found, type(found)) == (written, type(written))


def test_numbers_in_text_columns_are_text() -> None:
    assert values(pd.Series([12.0, 0.5, None]), "text") == ["12", "0.5", None]
    assert values(pd.Series(["0012", None, 7], dtype="object"), "mark") == ["0012", None, "7"]


@pytest.mark.parametrize(
    ("value", "hostile"), [("=1+1", True), ("-5", True), ("A=1", False), ("", False), (-5.0, False)]
)
def test_text_that_could_be_taken_for_a_formula(value: object, hostile: bool) -> None:
    assert is_hostile(value) is hostile
