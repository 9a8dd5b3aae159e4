import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.reports.compare import Change, align, compare
from ims_xl.reports.seal import seal_sheet

SEALED = [
    ["Exact Match"],
    [],
    ["Number", "Taxable", "Tax"],
    ["INV/1", 100.0, 18.0],
    ["INV/2", 200.0, 36.0],
    ["INV/3", 300.0, 54.0],
    ["INV/4", 400.0, 72.0],
]


def changes(now: list[list[object]]) -> list[tuple[int, str, str]]:
    found = compare("Exact Match", seal_sheet(SEALED, (3,)), seal_sheet(now, (3,)), now)
    return [(change.row, change.column, change.value) for change in found]


def edited(*cells: tuple[int, int, object]) -> list[list[object]]:
    now: list[list[object]] = copy.deepcopy(SEALED)  # type: ignore[arg-type]
    for row, column, value in cells:
        now[row - 1][column - 1] = value
    return now


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ([(5, 3, 63.0)], [(5, "Tax", "63")]),
        ([(5, 3, "")], [(5, "Tax", "")]),
        ([(1, 1, "Exact")], [(1, "A", "Exact")]),
        ([(4, 1, "INV/9"), (7, 3, 1.5)], [(4, "Number", "INV/9"), (7, "Tax", "1.5")]),
        ([(5, 2, 1.0), (5, 3, 2.0)], [(5, "Taxable", "1"), (5, "Tax", "2")]),
        ([(4, 3, 1.0), (6, 3, 2.0)], [(4, "Tax", "1"), (6, "Tax", "2")]),
    ],
)
def test_the_changed_cells_are_named(cells: list[tuple[int, int, object]], named: list[tuple[int, str, str]]) -> None:
    assert changes(edited(*cells)) == named


def test_a_square_of_changes_names_rows_and_the_columns_it_may_be() -> None:
    now = edited((4, 2, 1.0), (4, 3, 2.0), (5, 2, 3.0), (5, 3, 4.0))
    assert changes(now) == [(4, "Taxable or Tax", ""), (5, "Taxable or Tax", "")]


def test_a_note_beside_the_table_is_found() -> None:
    now = edited()
    now[4].append("checked")
    assert changes(now) == [(5, "D", "checked")]


def test_a_removed_row_is_named_by_its_sealed_number() -> None:
    now = [*SEALED[:4], *SEALED[5:]]
    (change,) = compare("Exact Match", seal_sheet(SEALED, (3,)), seal_sheet(now, (3,)), now)
    assert change.row == 5
    assert "removed" in change.explanation


def test_an_added_row_is_named_with_what_it_says() -> None:
    assert changes([*SEALED[:5], ["INV/X", 9.0, 1.0], *SEALED[5:]]) == [(6, "", "INV/X · 9 · 1")]


def test_beside_an_added_row_a_changed_cell_is_still_named() -> None:
    now = [["new"], *edited((6, 3, 45.0))]
    assert changes(now) == [(1, "", "new"), (7, "Tax", "45")]


def test_a_moved_row_is_told_from_a_changed_one() -> None:
    now = [*SEALED[:3], SEALED[6], *SEALED[3:6]]
    (change,) = compare("Exact Match", seal_sheet(SEALED, (3,)), seal_sheet(now, (3,)), now)
    assert (change.row, change.explanation) == (4, "this row was moved here from row 7")


def test_an_inserted_column_does_not_list_every_row() -> None:
    sealed = [["Number", "Tax"], *[[f"INV/{n}", float(n)] for n in range(1, 201)]]
    now = [["", *row] for row in sealed]
    found = compare("Exact Match", seal_sheet(sealed, (1,)), seal_sheet(now, (1,)), now)
    assert len(found) == 51
    assert found[-1] == Change("Exact Match", 0, "", "", "151 further changes are not listed")


checks = st.lists(st.integers(min_value=0, max_value=9), max_size=12)


@given(checks, checks)
def test_every_row_is_accounted_for_once(old: list[int], new: list[int]) -> None:
    found = align(old, new)
    same = len(old) - len(found.changed) - len(found.removed) - len(found.moved)
    assert same == len(new) - len(found.changed) - len(found.added) - len(found.moved) >= 0
    assert all(old[a - 1] != new[b - 1] for a, b in found.changed)
    assert all(old[a - 1] == new[b - 1] for a, b in found.moved)


@given(checks)
def test_a_sheet_agrees_with_itself(rows: list[int]) -> None:
    found = align(rows, rows)
    assert [found.changed, found.removed, found.added, found.moved] == [[], [], [], []]
