from hypothesis import given
from hypothesis import strategies as st

from ims_xl.issues import Issue
from ims_xl.purchases.findings import collapse, spans


def test_rows_are_told_as_spans() -> None:
    assert spans([5, 6, 7, 9, 14, 15, 7]) == "5-7, 9, 14-15"


def test_after_twelve_spans_the_rest_is_counted() -> None:
    assert spans(range(2, 40, 2)) == "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24 and 7 more"


def _issues(count: int, column: str = "Rate") -> list[Issue]:
    return [Issue("warning", "odd", "Look.", "f.xlsx", "b2b", row, column, str(row)) for row in range(5, 5 + count)]


def test_fifty_equal_findings_are_told_row_by_row() -> None:
    assert collapse(_issues(50)) == _issues(50)


def test_more_are_told_once_with_count_and_rows() -> None:
    (told,) = collapse(_issues(51))
    assert told == Issue("warning", "odd, 51 times (rows 5-55)", "Look.", "f.xlsx", "b2b", 5, "Rate", "5")


def test_columns_are_told_apart() -> None:
    assert collapse([*_issues(30), *_issues(30, "Cess Paid")]) == [*_issues(30), *_issues(30, "Cess Paid")]


@given(st.lists(st.integers(1, 10**6), max_size=30))
def test_spans_of_any_rows_name_the_first(rows: list[int]) -> None:
    assert spans(rows).startswith(str(min(rows)) if rows else "")
