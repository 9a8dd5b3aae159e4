"""Year View: credit by GSTR-2B, books and GSTR-3B for each month of the financial year, and what is still open."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from ims_xl.gst import periods
from ims_xl.money import total
from ims_xl.month_figures import AHEAD, YearMonth
from ims_xl.sheets import month_columns
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.ranges import letters
from ims_xl.workbook.sheet import Bars, Cell, Sheet
from ims_xl.workbook.styles import NAVY

KEY, TITLE = "year_view", "Year View"
_TOP = 6  # row of the headings
_MONTHS = 12  # lines, whatever is filed by the quarter: a chart looks at the same cells for ever


_COLUMNS = month_columns.YEAR[2:]
_SUMMED = ("gstr2b", "books", "available", "reversed", "net", "excess")
"""What is added up over the months; the others are balances."""
_FORMULAS = {"net": "=ROUND({available}-{reversed},2)", "excess": "=ROUND({net}-{gstr2b},2)"}
_UNKNOWN = {"gstr2b": "not read", "books": "no books read", "available": "no portal data"}
"""What stands in a month that has other figures, but not this one."""
_FIRST = 3  # column of the first figure
_AT = {column.field: letters(_FIRST + rank) for rank, column in enumerate(_COLUMNS)}


def sheets(view: View) -> list[Sheet]:
    """The sheet, once a month of the year has figures."""
    return [_sheet(view)] if any(has_figures(month) for month in view.year) else []


def has_figures(month: YearMonth) -> bool:
    """Whether anything of it is known but the dates."""
    return any(_is_known(month.figures.get(name)) for name in ("gstr2b", "books", "available"))


def year_rows(months: Sequence[YearMonth]) -> pd.DataFrame:
    """A row a tax period: label, state, the figures of `FIGURES`, `net` and `excess`; amounts in signed rupees.

    What is not known is missing: a month that is not in the store has no figures, and no difference is made with one
    that is missing.
    """
    names = [column.field for column in _COLUMNS if column.field not in _FORMULAS]
    rows = pd.DataFrame([{"label": one.label, "state": one.state, **one.figures} for one in months])
    rows = rows.reindex(columns=["label", "state", *names])
    amounts = [name for name in names if name != "claim_until"]
    rows[amounts] = rows[amounts].astype("float64")
    rows["net"] = (rows["available"] - rows["reversed"]).round(2)
    rows["excess"] = (rows["net"] - rows["gstr2b"]).round(2)
    return rows


def year_sums(rows: pd.DataFrame) -> dict[str, float | None]:
    """The totals of the year of `year_rows`: of what is known, None where no month is; balances are not added."""
    return {name: total(rows[name]) if rows[name].notna().any() else None for name in _SUMMED}


def year_label(view: View) -> str:
    """The financial year of the workbook: `2026-27`."""
    return periods.financial_year(periods.month_end(view.period))


def _sheet(view: View) -> Sheet:
    rows = year_rows(view.year)
    known = [month for month in view.year if month.figures]
    absent = sum(not month.figures and month.state != AHEAD for month in view.year)
    about = f"{view.company.name or view.gstin} · financial year {year_label(view)} · {counted(len(known), 'period')}"
    left = f"; {counted(absent, 'period')} without figures, in no total" if absent else ""
    last = _TOP + _MONTHS
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, about + left, "subtitle"),
        Cell(3, 2, _TAKEN, "muted"),
        Cell(4, 2, _OPEN, "muted"),
        Cell(_TOP, 1, "Tax period", "heading"),
        Cell(_TOP, 2, "As of", "heading"),
        *(Cell(_TOP, _FIRST + rank, column.header, "heading") for rank, column in enumerate(_COLUMNS)),
        *_lines(rows),
        Cell(last + 1, 1, "Total", "value"),
        Cell(last + 1, 2, "of the periods with figures; balances are not added", "muted"),
        *_totals(year_sums(rows), last),
    ]
    names, taken = (_TOP + 1, 1, last, 1), _FIRST + list(_AT).index("net")
    chart = Bars(
        "ITC taken in GSTR-3B, 4(C)", names, (_TOP + 1, taken, last, taken), (last + 3, 1), width=1180, height=280
    )
    widths = {1: 18.0, 2: 38.0, **{_FIRST + rank: 16.5 for rank in range(len(_COLUMNS))}}
    return Sheet(
        KEY, TITLE, tuple(cells), bars=(chart,), widths=widths, heights={_TOP: 33.0}, freeze=(_TOP + 1, 3),
        tab=NAVY.strong, one_page=True,
    )  # fmt: skip


_TAKEN = "4(A), 4(B) and 4(C) are those of GSTR-3B Working; what you added to the return yourself is not in them."
_OPEN = (
    "Open reversals, and credit not yet claimed that lapses on the next section 16(4) date, are balances: not added up."
)


def _lines(rows: pd.DataFrame) -> Iterator[Cell]:
    """Always as many lines; those behind the last period are blank."""
    records: list[dict[Any, Any]] = rows.to_dict("records")
    for at in range(_MONTHS):
        row = _TOP + 1 + at
        record = records[at] if at < len(records) else {}
        known = _is_known(record.get("open_reversals"))
        yield Cell(row, 1, record.get("label", ""), "text")
        state = record.get("state", "")
        yield Cell(row, 2, state, "muted" if state == AHEAD else "text" if known or not record else "warn")
        for rank, column in enumerate(_COLUMNS):
            value, formula = record.get(column.field), _FORMULAS.get(column.field, "")
            if _is_known(value):
                live = formula.format(**{name: f"{place}{row}" for name, place in _AT.items()})
                yield Cell(row, _FIRST + rank, value, column.kind, formula=live)
            elif known and column.field in _UNKNOWN:
                yield Cell(row, _FIRST + rank, _UNKNOWN[column.field], "text")
            else:
                yield Cell(row, _FIRST + rank, None, column.kind)


def _totals(sums: dict[str, float | None], last: int) -> Iterator[Cell]:
    for name, amount in sums.items():
        column = _AT[name]
        months = f"{column}{_TOP + 1}:{column}{last}"
        formula = f'=IF(COUNT({months})=0,"",ROUND(SUM({months}),2))'
        yield Cell(last + 1, _FIRST + list(_AT).index(name), amount, "total", formula=formula)


def _is_known(value: object) -> bool:
    return value is not None and not pd.isna(value)  # type: ignore[call-overload]
