import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.reports.seal import canonical, difference, seal_book, seal_sheet

ROWS = [["Number", "Tax"], ["INV/1", 18.0], ["INV/2", 36.0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (5, 5.0),
        (-0.0, 0.0),
        (0.1 + 0.2, 0.3),
        (123456789012.34, 123456789012.34),
        (dt.date(2026, 10, 4), 46299.0),  # 46299 days after 30 December 1899
        (dt.datetime(2026, 10, 4, 12), 46299.5),
        (dt.time(6), 0.25),
        (dt.timedelta(hours=36), 1.5),
        ("Cafe\u0301", "Caf\u00e9"),
        (None, ""),
    ],
)
def test_values_that_are_the_same(one: object, other: object) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(5, "5"), (1, True), (0, None), (18.0, 18.01), (0.998712, 0.998713), ("INV 1", "INV 1 "), ("inv", "INV")],
)
def test_values_that_differ(one: object, other: object) -> None:
    assert canonical(one) != canonical(other)


def test_canonical_text_is_written_out() -> None:
    assert [canonical(v) for v in (1234567.5, "a", True, "")] == ["n1234567.5", "ta", "b1", ""]


def test_blank_cells_and_rows_at_the_edges_do_not_count() -> None:
    assert seal_sheet([*[[*row, "", None] for row in ROWS], [], [""]]).digest == seal_sheet(ROWS).digest


def test_a_value_in_another_place_is_another_seal() -> None:
    moved_right = [["Number", "", "Tax"], ["INV/1", 18.0], ["INV/2", 36.0]]
    moved_down = [[], *ROWS]
    seals = {seal_sheet(rows).digest for rows in (ROWS, moved_right, moved_down, [ROWS[0], ROWS[2], ROWS[1]])}
    assert len(seals) == 4


def test_the_parts_of_a_record_cannot_be_shifted() -> None:
    assert seal_sheet([["ab", "c"]]).digest != seal_sheet([["a", "bc"]]).digest


def test_one_changed_cell_adds_the_same_to_its_row_and_its_column() -> None:
    now = seal_sheet([ROWS[0], ROWS[1], ["INV/2", 63.0]])
    sealed = seal_sheet(ROWS)
    assert difference(now.rows[3], sealed.rows[3]) == difference(now.columns[2], sealed.columns[2]) != 0
    assert now.rows[2] == sealed.rows[2]
    assert now.columns[1] == sealed.columns[1]


def test_the_order_of_tabs_does_not_matter_but_their_names_do() -> None:
    one, other = seal_sheet(ROWS), seal_sheet([["x"]])
    assert seal_book({"A": one, "B": other}) == seal_book({"B": other, "A": one})
    assert seal_book({"A": one, "B": other}) != seal_book({"A": other, "B": one})


@given(st.integers(min_value=0, max_value=86399))
def test_a_time_read_as_a_number_or_to_the_millisecond_is_the_same(second: int) -> None:
    moment = dt.datetime(2026, 10, 4) + dt.timedelta(seconds=second)
    assert canonical(46299 + second / 86400) == canonical(moment) == canonical(float(f"{46299 + second / 86400:.15g}"))


@given(st.floats(min_value=-1e11, max_value=1e11).map(lambda value: round(value, 2)))
def test_rupees_survive_a_program_that_writes_15_digits(amount: float) -> None:
    assert canonical(float(f"{amount:.15g}")) == canonical(amount)
