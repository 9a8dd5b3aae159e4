"""Rows by columns are the rows that went in, whatever their lengths."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases import columns
from ims_xl.purchases.columns import Cell, Row, column_of, rows_of

DAY = dt.date(2026, 10, 5)
CELLS = st.one_of(st.text(max_size=2), st.floats(allow_nan=False), st.just(DAY), st.sampled_from(["", " ", "A/1"]))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=30), st.integers(0, 8), st.integers(0, 30))
def test_rows_come_out_as_they_went_in(cells: list[list[Cell]], start: int, stop: int) -> None:
    rows = [Row(number, one) for number, one in enumerate(cells, 4)]
    held = rows_of(iter(rows))
    assert [*held] == rows
    assert [held[at] for at in range(len(rows))] == rows
    assert held[start:stop] == rows[start:stop]


def test_equal_cells_stand_once() -> None:
    column = column_of(["A", "B", "A", 1.0, DAY])
    assert column.different == ["A", "B", 1.0, DAY]
    assert column.codes.tolist() == [0, 1, 0, 2, 3]
    assert column.where(lambda cell: cell == "A").tolist() == [0, 2]
    assert column[1:3] == ["B", "A"]


def test_a_part_holds_only_its_own_cells() -> None:
    assert column_of(["Number", "A", "B", "A"]).take(slice(1, None)).different == ["A", "B"]


def test_cells_that_are_changed() -> None:
    column = column_of(["a", "A", "b"])
    assert column.mapped(lambda cell: str(cell).upper()) == ["A", "A", "B"]
    assert column.replaced({0: "b", 1: 2.0}) == ["b", 2.0, "b"]


def test_a_shorter_row_is_blank_in_the_columns_of_longer_ones() -> None:
    rows = rows_of([Row(1, ["x"]), Row(2, ["y", "z"])])
    assert rows.column(1) == ["", "z"]
    assert rows.widths.tolist() == [1, 2]


def test_few_long_rows_make_no_columns() -> None:
    """As in a damaged file: a row of a million cells among a thousand short ones."""
    rows = [*(Row(number, ["x"]) for number in range(1, 1000)), Row(1000, ["y"] * 1_000_000)]
    held = rows_of(rows)
    assert len(held.columns) == 9_007  # (8 * 1,000,999 cells + 1,000,000) / 1,000 rows
    assert held[999] == rows[999]
    assert held.column(999_999)[997:] == ["", "", "y"]
    assert held.where(lambda cell: cell == "y") == [999]


def test_rows_may_come_as_columns_too() -> None:
    table = columns.Table()
    table.add_columns([3, 4], [2, 1], [column_of(["a", "b"]), column_of(["x", ""])])
    table.add([Row(7, ["b", "c", 1.0])])
    table.add_columns([9], [1], [column_of(["a"])])
    held = table.rows()
    assert [*held] == [(3, ["a", "x"]), (4, ["b"]), (7, ["b", "c", 1.0]), (9, ["a"])]
    assert held.column(0).different == ["a", "b"]
    assert held.column(2) == ["", "", 1.0, ""]


def test_texts_that_have_a_sign_in_them() -> None:
    rows = rows_of([Row(1, ["1,5", 2.0]), Row(2, ["1,5", "3,4"]), Row(3, ["7", DAY])])
    assert [*rows.texts_with(",")] == ["1,5", "3,4"]


def test_more_rows_than_are_turned_at_a_time() -> None:
    many = columns.TOGETHER + 1
    held = rows_of(
        Row(number, [float(number % 7), *(["late"] if number == many else [])]) for number in range(1, many + 1)
    )
    assert held[many - 1] == (many, [float(many % 7), "late"])
    assert held[0] == (1, [1.0])
    assert held.column(1).different == ["", "late"]
