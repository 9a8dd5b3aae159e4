"""Months in which credit is reversed: what is typed on the sheets of reversals, and what the ledger and table 4 say."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from support.months import BUYER, Months, Saying, portal_file, record
from support.typed_cells import type_into

from ims_xl.decisions.reversal_ledger import statement
from ims_xl.gst import periods
from ims_xl.sheets.gstr3b_rows import table_4, working_rows
from ims_xl.sheets.home import MODE_CELL
from ims_xl.workflow import Outcome, check, import_portal


def begin(
    months: Months,
    period: str,
    last: str = "",
    invoices: Sequence[tuple[str, float]] = (),
    day: str = "",
    **sections: Any,
) -> None:
    """A month without books, with what the portal lists of it: number and taxable value, of the 5th unless `day` says."""
    months.begin(period, last) if last else months.begin(period)
    day = day or f"05-{period[:2]}-{period[2:]}"
    listed = [record(number, day, taxable) for number, taxable in invoices]
    months.do(period, import_portal, [portal_file(months.folder / f"{period}.json", *listed, **sections)], ui=Saying())
    workbook = openpyxl.load_workbook(months.book(period))
    workbook["Home"].cell(*MODE_CELL).value = "Claim without compare"
    workbook.save(months.book(period))
    months.do(period, check)


def balance(months: Months, period: str) -> list[float]:
    """Opening, reversed, reclaimed and closing, all heads."""
    rows = months.look(period, lambda job: job.view().view.reversals.rows)
    return [float(total) for total in statement(rows)["total"]]


def table4(months: Months, period: str) -> dict[str, float]:
    """The totals of table 4, those that are nothing left out."""
    lines = months.look(period, lambda job: table_4(working_rows(job.view().view)))
    return {code: total for code, total in zip(lines["code"], lines["total"], strict=True) if total}


def reclaim(months: Months, period: str, cells: Mapping[str, Mapping[str, object]]) -> Outcome:
    """Type on ITC Reversals by number, and check."""
    type_into(months.book(period), cells, "Number")
    return months.do(period, check)


def type_own(book: Path, *rows: Sequence[object]) -> None:
    """Type rows into the second table of ITC Reversals, from its first row on."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["ITC Reversals"]
    top = int(sheet.tables["ims_OwnReversals"].ref.partition(":")[0].strip("A"))
    for at, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value
    workbook.save(book)


def gstr2a(path: Path, period: str, returns: Mapping[str, str], made: str, buyer: str = BUYER) -> Path:
    """A GSTR-2A of a period, made on a day (2026-10-20): whether suppliers filed GSTR-3B (`cfs3b`), by GSTIN."""
    bill = {
        "inum": "Z/1",
        "idt": f"01-{period[:2]}-{period[2:]}",
        "val": 118,
        "pos": "27",
        "rchrg": "N",
        "inv_typ": "R",
    }
    items = [{"num": 1, "itm_det": {"rt": 18, "txval": 100, "iamt": 18}}]
    listed = [
        {"ctin": supplier, "cfs": "Y", "cfs3b": said, "flprdr1": periods.label(period), "inv": [bill | {"itms": items}]}
        for supplier, said in returns.items()
    ]
    path.write_text(json.dumps({"gstin": buyer, "fp": period, "b2b": listed}), encoding="utf-8")
    at = datetime.fromisoformat(f"{made} 10:00").timestamp()
    os.utime(path, (at, at))
    return path
