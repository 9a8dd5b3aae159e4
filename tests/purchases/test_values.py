import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.columns import Cell
from ims_xl.purchases.values import Value, is_blank, read, shown, visible


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12.5, "12.5"),
        (-0.0, "-0"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (" a ", "a"),
        (dt.date(2026, 10, 5), "2026-10-05"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_cell_is_shown_as_short_text(cell: Cell, text: str) -> None:
    assert shown(cell) == text


@pytest.mark.parametrize("cell", ["", " ", "\t\n", "\xa0"])
def test_blanks(cell: str) -> None:
    assert is_blank(cell)
    assert read(cell, lambda _: Value("never")) == (None, None)


@pytest.mark.parametrize("cell", [0.0, "0", "-"])
def test_zero_is_not_blank(cell: Cell) -> None:
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=?", "the cell holds a formula that was never calculated"),
        ("#N/A", "the cell holds an Excel error"),
        (" #DIV/0! ", "the cell holds an Excel error"),
    ],
)
def test_what_excel_could_not_tell_is_an_error(cell: str, reason: str) -> None:
    value, fault = read(cell, Value)
    assert value is None
    assert fault is not None
    assert (fault.severity, fault.reason) == ("error", reason)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("A/1", "A/1"),
        ("A\u200b/1\u200e", "A/1"),
        ("\ufeffA/1", "A/1"),
        ("\u202eA/1\u202c", "A/1"),
        ("A\x00/\x071", "A/1"),
        ("A\ud800/1", "A/1"),
        ("कंपनी 😀 ₹", "कंपनी 😀 ₹"),
        ("two\twords\r\nhere", "two words here"),
    ],
)
def test_signs_that_nobody_sees_are_left_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_what_is_visible_can_be_stored(text: str) -> None:
    assert "\0" not in visible(text)
    visible(text).encode()
