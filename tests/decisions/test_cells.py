import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.decisions import cells


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (float("nan"), ""), (12.0, "12"), (12.5, "12.5"), (7, "7"), ("  A/1 ", "A/1"), (True, "True")],
)
def test_text_of_a_cell(value, shown):
    assert cells.text(value) == shown


@pytest.mark.parametrize(
    ("value", "rupees"),
    [
        ("1,00,000.50", 100000.5),
        ("₹ 450", 450.0),
        ("Rs. 450", 450.0),
        (450, 450.0),
        (450.005, 450.01),
        ("450.005", 450.01),
        ("450.0049", 450.0),
        ("0", 0.0),
        (0.004, 0.0),
    ],
)
def test_amounts(value, rupees):
    assert cells.amount(value) == rupees


@pytest.mark.parametrize("value", ["abc", "-5", -5.0, "1e5", float("inf"), "9" * 400, True, dt.datetime(2026, 1, 1)])
def test_what_is_no_amount(value):
    assert cells.amount(value) is None


@pytest.mark.parametrize("value", [None, "", "  ", float("nan")])
def test_an_empty_amount_is_missing_not_zero(value):
    assert math.isnan(cells.amount(value))


@pytest.mark.parametrize(
    ("choice", "amounts", "code", "declared"),
    [
        ("Yes - full", (None,) * 4, "Y", None),
        ("yes–FULL", (None,) * 4, "Y", None),
        ("y", (None,) * 4, "Y", None),
        ("No", (None,) * 4, "N", None),
        ("n", (0, 0, 0, 0), "N", None),
        ("Yes - partial", ("450", None, None, None), "Y", (450.0, 0.0, 0.0, 0.0)),
        ("Yes - partial", (None,) * 4, "Y", (0.0, 0.0, 0.0, 0.0)),
        ("Yes", (None, 10.0, 10.0, None), "Y", (0.0, 10.0, 10.0, 0.0)),
        (None, (None, "1,000", "1,000", None), "Y", (0.0, 1000.0, 1000.0, 0.0)),
        (None, (None,) * 4, "", None),
    ],
)
def test_reduction(choice, amounts, code, declared):
    read = cells.reduction(choice, amounts)
    assert (read.code, read.problem) == (code, "")
    assert read.declared == declared if declared else all(map(math.isnan, read.declared))


@pytest.mark.parametrize(
    ("choice", "amounts", "field"),
    [
        ("half", (None,) * 4, "itc_reduction"),
        ("No", (5, None, None, None), "itc_reduction"),
        ("Yes - full", (5, None, None, None), "itc_reduction"),
        ("Yes - partial", (None, "five", None, None), "declared_cgst"),
        ("Yes - partial", (None, None, None, -1), "declared_cess"),
    ],
)
def test_a_reduction_that_cannot_be_used(choice, amounts, field):
    read = cells.reduction(choice, amounts)
    assert (read.code, read.field) == ("", field)
    assert read.problem


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Accept", ("A", False)), ("reject?", ("R", True)), ("Reject ?", ("R", True)), ("", ("", False))],
)
def test_marks(text, meaning):
    assert cells.mark(text) == meaning


@pytest.mark.parametrize("text", ["?", "Acept", "12"])
def test_unreadable_marks(text):
    assert cells.mark(text)[0] == "!"


def test_a_slip_is_recognised():
    assert cells.did_you_mean("Acept").startswith("Did you mean Accept?")
    assert cells.did_you_mean("xyz") == "Choose Accept, Reject, Pending or No Action."


@given(st.floats(min_value=0, max_value=1e12).map(lambda rupees: round(rupees, 2)))
def test_an_amount_written_out_is_read_back(rupees):
    assert cells.amount(f"{rupees:,.2f}") == rupees
