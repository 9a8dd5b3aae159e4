"""The sample books in the GSTR-2 offline workbook ("Government Excel format")."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from ims_xl.samples import cells, company
from ims_xl.samples.bad_rows import bad_rows
from ims_xl.samples.gstr2_layout import COLUMNS, COUNTED, OTHER_HEADERS, OTHER_ROWS, STATES, SUMMED, TITLES
from ims_xl.samples.rates import HEADS, lines

_MOST_FORMULA_ROWS = 2000  # counting different values takes Excel the square of the rows
_TOP = 4  # rows above the data


def write_purchases(path: Path, books: pd.DataFrame) -> None:
    """Write the book rows, in their order, to the workbook's thirteen sheets."""
    book = cells.new_workbook(str(path), "GSTR-2 workbook, invented sample")
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "text_wrap": True})
    formats = {"date": book.add_format({"num_format": "dd-mmm-yy"}), "rupees": book.add_format({"num_format": "0.00"})}
    help_sheet = book.add_worksheet("Help Instruction")
    help_sheet.set_column(0, 0, 100)
    for row, text in enumerate((company.NOTE, f"Books of {company.RECIPIENT_NAME}, {company.RECIPIENT}.")):
        help_sheet.write_string(row, 0, text)
    for name in TITLES:
        columns = COLUMNS.get(name) or dict.fromkeys(OTHER_HEADERS[name], "")
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(columns) - 1, 16)
        rows: list[tuple[Any, ...]] = OTHER_ROWS.get(name, [])
        if name in COLUMNS:
            frame = _fields(books[books["source_sheet"] == name])
            rows = [*cells.rows_of(frame, columns.values()), *bad_rows(name, columns)]
        _write_head(sheet, name, columns, rows, head)
        kinds = {turn: formats[_kind(field)] for turn, field in enumerate(columns.values()) if _kind(field)}
        cells.write_rows(sheet, _TOP, rows, kinds)
    master = book.add_worksheet("master")
    master.hide()
    for row, (code, state) in enumerate(STATES.items()):
        master.write_string(row, 0, f"{code}-{state}")
    book.close()


def _kind(field: str) -> str:
    if field.endswith("_date"):
        return "date"
    return "rupees" if field in SUMMED or field.startswith("availed") else ""


def _fields(books: pd.DataFrame) -> pd.DataFrame:
    """One row a document and rate, with every field the sheets show."""
    frame = lines(cells.in_paise(books))
    blocked = frame["eligibility"].eq("Blocked 17(5)")
    inside = frame["cgst"].gt(0)
    claimed = {f"availed_{tax}": np.where(blocked, 0, frame[tax]) / 100 for tax in HEADS}
    frame = cells.as_written(frame)
    return frame.assign(
        **claimed,
        place=_place(frame["place_of_supply"]),
        reverse=np.where(frame["reverse_charge"], "Y", "N"),
        type="Regular",
        supply=np.where(inside, "Intra State", "Inter State"),
        note=frame["doc_type"].str[0],
        pre_gst="N",
        reason=np.where(frame["doc_type"] == "CN", "01-Sales Return", "04-Correction in Invoice"),
        eligibility=frame["eligibility"].replace("Blocked 17(5)", "Ineligible"),
        origin="Imports",
    )


def _place(codes: "pd.Series[Any]") -> "pd.Series[Any]":
    """`27-Maharashtra` for the code."""
    return codes.map({code: f"{code}-{name}" for code, name in STATES.items()}).fillna("")


def _write_head(sheet: Any, name: str, columns: Mapping[str, str], rows: list[tuple[Any, ...]], style: Any) -> None:
    """Title and link, labels of the summary, its formulas, headers."""
    sheet.write_string(0, 0, TITLES[name])
    sheet.write_url(0, len(columns) - 1, "internal:'Help Instruction'!A1", string="HELP")
    labels = COUNTED | SUMMED
    for column, field in enumerate(columns.values()):
        if field in labels:
            sheet.write_string(1, column, labels[field])
    for column, field in enumerate(columns.values()):
        values = [row[column] for row in rows]
        span = f"{xl_col_to_name(column)}5:{xl_col_to_name(column)}{max(_TOP + len(rows), 5)}"
        if field in SUMMED:
            total = round(sum(value for value in values if isinstance(value, int | float)), 2)
            sheet.write_formula(2, column, f"=SUM({span})", value=total)
        elif field in COUNTED:
            count = len({value for value in values if value not in (None, "")})
            if len(rows) > _MOST_FORMULA_ROWS:
                sheet.write_number(2, column, count)
            else:
                sheet.write_formula(2, column, f'=SUMPRODUCT(({span}<>"")/COUNTIF({span},{span}&""))', value=count)
    for column, header in enumerate(columns):
        sheet.write_string(3, column, header, style)
