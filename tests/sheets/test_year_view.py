"""Year View: a month that is not known is no month of nothing, in lines, totals and differences."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.month_figures import YearMonth
from ims_xl.settings import Company
from ims_xl.sheets.year_view import sheets, year_rows, year_sums

KNOWN: dict[str, object] = {
    "gstr2b": 1_000.0, "books": 900.0, "available": 1_300.5, "reversed": 200.25, "open_reversals": 50.0,
    "claim_until": pd.Timestamp("2027-11-30"), "lapsing": 2, "lapsing_tax": 36.0,
}  # fmt: skip


def month(number: int, **figures: object) -> YearMonth:
    return YearMonth(f"{number:02d}2026", f"month {number}", "open" if figures else "not in the store", figures)


def view(*months: YearMonth) -> Any:
    return SimpleNamespace(year=months, company=Company("Deccan"), gstin="27A", period="102026")


def cells(*months: YearMonth) -> dict[tuple[int, int], Any]:
    (sheet,) = sheets(view(*months))
    return {(cell.row, cell.column): cell for cell in sheet.cells}


def test_a_month_by_hand() -> None:
    """4(C) 1,300.50 - 200.25 = 1,100.25, which is 100.25 more than GSTR-2B."""
    shown = cells(month(9), month(10, **KNOWN))
    row = [shown[8, column] for column in range(1, 13)]
    assert [cell.value for cell in row] == [
        "month 10", "open", 1_000.0, 900.0, 1_300.5, 200.25, 1_100.25, 100.25, 50.0, pd.Timestamp("2027-11-30"), 2, 36.0,
    ]  # fmt: skip
    assert [cell.formula for cell in row[6:8]] == ["=ROUND(E8-F8,2)", "=ROUND(G8-C8,2)"]
    assert [shown[7, column].value for column in range(2, 13)] == ["not in the store", *[None] * 10]
    assert shown[7, 2].style == "warn"


def test_what_is_missing_of_a_month_makes_no_difference_and_no_total() -> None:
    shown = cells(month(10, **(KNOWN | {"gstr2b": float("nan")})))
    assert [shown[7, 3].value, shown[7, 8].value] == ["not read", None]
    assert [shown[19, column].value for column in (3, 4, 7, 8)] == [None, 900.0, 1_100.25, None]
    assert shown[19, 3].formula == '=IF(COUNT(C7:C18)=0,"",ROUND(SUM(C7:C18),2))'
    assert (19, 9) not in shown  # a balance is not added up


def test_the_chart_has_twelve_places_and_nothing_is_shown_of_a_year_without_figures() -> None:
    (sheet,) = sheets(view(month(9), month(10, **KNOWN)))
    (bars,) = sheet.bars
    assert (bars.categories, bars.values) == ((7, 1, 18, 1), (7, 7, 18, 7))
    assert sheets(view(month(9), month(10))) == []


amounts = st.one_of(st.just(float("nan")), st.integers(-(10**9), 10**9).map(lambda paise: paise / 100))


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=12))
def test_totals_are_those_of_the_months_that_are_known(figures: list[tuple[float, float, float]]) -> None:
    names = ("gstr2b", "available", "reversed")
    months = [month(at, **(KNOWN | dict(zip(names, one, strict=True)))) for at, one in enumerate(figures, 1)]
    rows = year_rows(months)
    sums = year_sums(rows)
    for name, known in ((name, [one[at] for one in figures if one[at] == one[at]]) for at, name in enumerate(names)):
        whole = sums[name]
        assert (whole is None) == (not known)
        assert whole is None or round(whole * 100) == sum(round(amount * 100) for amount in known)
