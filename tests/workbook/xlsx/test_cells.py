"""Cells are written with just the value Python has."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.workbook.cell_values import Plain
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.sheet import Column
from ims_xl.workbook.xlsx.cells import CellWriter, TableBody
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.xml import parse


class Strings:
    """Shared strings that are kept in a list."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts) - 1


@pytest.fixture
def writer() -> Callable[..., CellWriter]:
    return lambda **options: CellWriter(Stylesheet(), Strings(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, '<c r="B3" s="7"/>'),
        (1.0, '<c r="B3" s="7"><v>1</v></c>'),
        (-0.1, '<c r="B3" s="7"><v>-0.1</v></c>'),
        (-0.0, '<c r="B3" s="7"><v>0</v></c>'),
        (1e22, '<c r="B3" s="7"><v>1e+22</v></c>'),
        (123456789.12, '<c r="B3" s="7"><v>123456789.12</v></c>'),
        (True, '<c r="B3" s="7" t="b"><v>1</v></c>'),
        (datetime(2025, 10, 2), '<c r="B3" s="7"><v>45932</v></c>'),
        (datetime(2025, 10, 2, 18), '<c r="B3" s="7"><v>45932.75</v></c>'),
        (datetime(1900, 1, 1), '<c r="B3" s="7"><v>1</v></c>'),
        (datetime(1900, 3, 1), '<c r="B3" s="7"><v>61</v></c>'),
        ("0012", '<c r="B3" s="7" t="s"><v>0</v></c>'),
    ],
)
def test_values(writer: Callable[..., CellWriter], value: Plain, expected: str) -> None:
    assert writer().cell(3, 2, 7, value) == expected


def test_texts_that_look_like_escapes_and_texts_that_are_long(writer: Callable[..., CellWriter]) -> None:
    made = writer()
    made.cell(1, 1, 0, "a_x0041_x0042_")
    assert made.strings.texts == ["a_x005F_x0041_x005F_x0042_"]  # type: ignore[attr-defined]
    long = " <" + "x" * 3_000
    assert parse(made.cell(1, 1, 0, long).encode()).text == long
    assert len(made.strings.texts) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.5, '<c r="A1" s="0"><f>B1&lt;2</f><v>2.5</v></c>'),
        ("a&", '<c r="A1" s="0" t="str"><f>B1&lt;2</f><v>a&amp;</v></c>'),
    ],
)
def test_formulas_carry_their_values(writer: Callable[..., CellWriter], value: Plain, expected: str) -> None:
    assert writer().cell(1, 1, 0, value, "=B1<2") == expected


def test_days_are_counted_from_1904_where_the_workbook_does(writer: Callable[..., CellWriter]) -> None:
    assert "<v>44470</v>" in writer(from_1904=True).cell(1, 1, 0, datetime(2025, 10, 2))


def test_the_lines_of_a_table_with_a_cell_that_is_otherwise(writer: Callable[..., CellWriter]) -> None:
    made = writer()
    columns = [
        DrawnColumn("Own", Column("Own", "own", "mark"), True, ["=x", 1.0, True]),
        DrawnColumn("Tax", Column("Tax", "tax", "number"), False, [1.0, None, 2.0]),
    ]
    body = TableBody(made, columns, 5, 2, {1: {1: "<changed/>"}})
    own, quoted, tax = (
        made.stylesheet.style("own"),
        made.stylesheet.style("own", quoted=True),
        made.stylesheet.style("number"),
    )
    assert list(body.rows()) == [
        (5, f'<c r="B5" s="{quoted}" t="s"><v>0</v></c><c r="C5" s="{tax}"><v>1</v></c>'),
        (6, f'<c r="B6" s="{own}"><v>1</v></c><changed/>'),
        (7, f'<c r="B7" s="{own}" t="b"><v>1</v></c><c r="C7" s="{tax}"><v>2</v></c>'),
    ]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_number(value: float) -> None:
    text = CellWriter(Stylesheet(), Strings()).cell(1, 1, 0, value)  # type: ignore[arg-type]
    assert float(parse(text.encode()).text) == value


def test_a_column_in_blocks_is_the_column(writer: Callable[..., CellWriter]) -> None:
    values: list[Any] = [float(number) for number in range(2_500)]
    body = TableBody(writer(), [DrawnColumn("N", Column("N", "n", "number"), False, values)], 5, 1, {})
    rows = list(body.rows())
    assert [number for number, _ in rows] == list(range(5, 2_505))
    assert [parse(text.encode()).text for _, text in rows] == [str(number) for number in range(2_500)]
