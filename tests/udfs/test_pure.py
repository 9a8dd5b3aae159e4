import datetime as dt
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl import udfs
from ims_xl.addin.functions import to_vba
from ims_xl.udfs.register import mapped, paired

GOOD, BAD = "27AAZCD1111E1ZS", "27AAZCD1111E1ZT"


@pytest.mark.parametrize(
    ("function", "cell", "result"),
    [
        (udfs.gstin_valid, GOOD, True),
        (udfs.gstin_valid, " 27aazcd1111e1zs ", True),
        (udfs.gstin_valid, BAD, False),
        (udfs.gstin_valid, 27.0, False),
        (udfs.gstin_state, GOOD, "27-Maharashtra"),
        (udfs.gstin_state, BAD, ""),
        (udfs.pan, GOOD, "AAZCD1111E"),
        (udfs.pan, BAD, ""),
        (udfs.gstin_valid, "0719abw00017unr", True),
        (udfs.gstin_valid, "0719ABW00017UNS", False),
        (udfs.gstin_valid, "9921ABW29007OSD", True),
        (udfs.gstin_valid, "38AAZCS2222F1Z2", True),
        (udfs.gstin_state, "38AAZCS2222F1Z2", "38-Ladakh"),
        (udfs.gstin_state, "97AAZCS2222F1ZY", "97-Other Territory"),
        (udfs.gstin_state, "9921ABW29007OSD", "99-Centre Jurisdiction"),
        (udfs.gstin_state, "0719ABW00017UNR", "07-Delhi"),
        (udfs.pan, "29AAZCE5555J1CZ", "AAZCE5555J"),
        (udfs.pan, "9921ABW29007OSD", ""),
        (udfs.period, dt.datetime(2026, 10, 31), "102026"),
        (udfs.period, "Oct-26", "102026"),
        (udfs.period, 102026.0, "102026"),
        (udfs.period, 42026.0, "042026"),
        (udfs.period, 46326.0, ""),  # a date without date format is only a number
        (udfs.period, "soon", ""),
        (udfs.fy, dt.datetime(2026, 3, 31), "2025-26"),
        (udfs.fy, "042026", "2026-27"),
        (udfs.fy, "x", ""),
        (udfs.number_key, "INV/0012/26-27", "12"),
        (udfs.number_key, 12.0, "12"),
        (udfs.number_key, "MHX-0012", "MHX12"),
    ],
)
def test_one_cell(function: Any, cell: object, result: object) -> None:
    assert function([[cell]]) == [[result]]


def test_a_range_spills_in_its_shape_and_empty_cells_stay_empty() -> None:
    assert udfs.gstin_valid([[GOOD, None], [BAD, ""]]) == [[True, ""], [False, ""]]
    assert udfs.number_key([[None], ["0007"], [None]]) == [[""], ["7"], [""]]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("INV-0012/26-27", "12", True),
        ("INV-0012/26-27", "12/2026-27", True),
        ("12/25-26", "12/26-27", False),
        ("12", "13", False),
        ("", "", False),
        ("A-12", "B-12", False),
        ("0012", 12.0, True),
    ],
)
def test_same_number(first: object, second: object, same: bool) -> None:
    assert udfs.same_number([[first]], [[second]]) == [[same]]


def test_one_number_is_compared_with_a_whole_column() -> None:
    assert udfs.same_number([["12"]], [["0012"], ["13"], ["INV 12"]]) == [[True], [False], [True]]


def test_a_shorter_column_is_filled_with_nothing() -> None:
    assert paired([["a"], ["b"], ["c"]], [["x"], ["y"]]) == [[("a", "x")], [("b", "y")], [("c", None)]]


@given(
    st.lists(st.lists(st.none() | st.text(max_size=3) | st.floats(), min_size=3, max_size=3), min_size=1, max_size=5)
)
def test_the_shape_is_kept_and_each_cell_gets_its_own_answer(cells: list[list[object]]) -> None:
    answers = mapped(cells, lambda values: values)
    assert [len(row) for row in answers] == [3] * len(cells)
    for row, answered in zip(cells, answers, strict=True):
        for cell, answer in zip(row, answered, strict=True):
            empty = cell is None or (isinstance(cell, str) and not cell.strip())
            assert answer == ("" if empty else cell) or (isinstance(cell, float) and math.isnan(cell))


def test_xlwings_converts_what_excel_sends_and_gets(recorder_engine: str) -> None:
    from xlwings import conversion

    raw = [["27AAZCD1111E1ZS", None], [27.0, dt.datetime(2026, 10, 1)]]
    read = conversion.read(None, raw, {"ndim": 2}, engine_name=recorder_engine)
    assert udfs.gstin_valid(read) == [[True, ""], [False, False]]
    single = conversion.read(None, "Oct-26", {"ndim": 2}, engine_name=recorder_engine)
    assert single == [["Oct-26"]]
    assert conversion.write(udfs.period(single), None, {}, engine_name=recorder_engine) == [["102026"]]


BUILT_IN = re.compile(r"^(R\d*C\d*|[A-Z]{1,3}\d+)$", re.I)


def test_no_name_is_a_cell_or_a_function_of_excel() -> None:
    names = [function.name for function in udfs.FUNCTIONS]
    assert names == [
        "IMS_GSTIN_VALID", "IMS_GSTIN_STATE", "IMS_PAN", "IMS_PERIOD", "IMS_FY", "IMS_NUMBER_KEY", "IMS_SAME_NUMBER",
        "IMS_STATUS", "IMS_REASON", "IMS_ACTION",
    ]  # fmt: skip
    assert not [name for name in names if BUILT_IN.match(name)]
    # Excel has no function with an underscore; IM... of complex numbers have none either.
    assert all(re.fullmatch(r"IMS_[A-Z_]+", name) for name in names)


def test_every_function_is_described_and_can_be_called_by_its_python_name() -> None:
    for function in udfs.FUNCTIONS:
        assert callable(getattr(udfs, function.python))
        assert 0 < len(function.help) <= 255
        assert all(0 < len(meaning) <= 255 for meaning in function.arguments.values())


def test_the_vba_hands_the_arguments_over_in_order() -> None:
    text = to_vba()
    assert "Public Function IMS_SAME_NUMBER(first, second)" in text
    assert 'XLPy.CallUDF("ims_xl.udfs", "same_number", Array(first, second), Nothing, Application.Caller)' in text
    assert "Public Function IMS_STATUS(gstin, number, Optional run)" in text
    assert (
        'XLPy.CallUDF("ims_xl.udfs", "status", Array(gstin, number, run, Application.Caller), Nothing, Application.Caller)'
        in text
    )
