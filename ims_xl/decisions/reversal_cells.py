"""What is typed on ITC Reversals: what to reclaim of a row, and reversals made outside the workbook."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import amount, reduction, text
from ims_xl.decisions.reversal_ledger import OPENING, PARTS, REVERSED, Claim
from ims_xl.gst.due_dates import find_day
from ims_xl.gst.gstin import clean, is_valid
from ims_xl.gst.reversals import BY_TITLE, KINDS, Kind
from ims_xl.issues import Issue

COUNTS = {"Reversed this month": REVERSED, "Opening balance": OPENING}
"""How a reversal typed by hand counts: in this month's 4(B)(2), or as open before."""

CLAIM = ("reclaim", *(f"reclaim_{tax}" for tax in schema.TAXES))
OWN = ("counts", "supplier_name", "doc_number", "doc_date", "kind", *schema.TAXES, "supplier_gstin", "remark")
"""The cells of a row, as they are named in frames of what was typed, beside `key`, `sheet` and `row`."""


REVERSE = ("reverse", *(f"reverse_{tax}" for tax in schema.TAXES))


class Typed(NamedTuple):
    """The cells as they stand, objects, each with sheet and row.

    `claims`: key and CLAIM; `own`: OWN; `listed`: key and REVERSE, of the documents that rules 37 and 37A may reverse.
    """

    claims: pd.DataFrame
    own: pd.DataFrame
    listed: pd.DataFrame


def nothing_typed() -> Typed:
    """No cells."""
    cells = (("key", *CLAIM), OWN, ("key", *REVERSE))
    return Typed(*(pd.DataFrame(columns=["sheet", "row", *names], dtype="object") for names in cells))


def read_claims(
    typed: pd.DataFrame, fields: Sequence[str] = CLAIM, heading: str = "Reclaim"
) -> tuple[list[Claim], dict[str, str], list[Issue]]:
    """What is to be reclaimed, what is wrong with some rows by key, and the errors.

    `fields`, `heading`: of the cells; those of REVERSE say in the same words what is to be reversed.
    """
    claims: list[Claim] = []
    wrong: dict[str, str] = {}
    issues: list[Issue] = []
    for record in typed.to_dict("records"):
        if not any(text(record[name]) for name in fields):
            continue
        read = reduction(record[fields[0]], [record[name] for name in fields[1:]])
        key, place = str(record["key"]), (str(record["sheet"]), int(record["row"]))
        if read.problem:
            name = read.field.replace("itc_reduction", fields[0]).replace("declared", fields[0])
            tax = name.removeprefix(f"{fields[0]}_")
            column = f"{heading} {_HEADINGS[tax]}" if tax in _HEADINGS else heading
            reason = read.problem.replace("Reduce ITC", heading).replace("declared", "written")
            remedy = "Choose Yes - full, Yes - partial with positive amounts, or No."
            issues.append(Issue("error", reason, remedy, "", *place, column, text(record[name])))
            wrong[key] = f"Refused: {reason}"
        elif read.code == "Y":
            whole = read.declared[0] != read.declared[0]
            claims.append(Claim(key, None if whole else read.declared, *place))
    return claims, wrong, issues


def read_own(typed: pd.DataFrame, period: str, gstin: str) -> tuple[pd.DataFrame, dict[int, str], list[Issue]]:
    """The rows of the ledger (schema.REVERSALS) typed by hand, what is wrong with some by position, the errors.

    `period`, `gstin`: of the workbook. A row that cannot be read counts nothing.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    wrong: dict[int, str] = {}
    issues: list[Issue] = []
    for at, record in enumerate(typed.to_dict("records")):
        if not any(text(record[name]) for name in OWN):
            continue
        issue = _fault(record)
        row = {} if issue else _own_row(record, period, gstin)
        if row and (row["kind"], row["doc_id"]) in rows:
            issue = Issue(
                "error", "this reversal is typed twice", "Keep one row with the sum of both.", column="Number"
            )
        if issue:
            value = text(record[_FIELDS[issue.column]])
            issues.append(replace(issue, sheet=str(record["sheet"]), row=int(record["row"]), value=value))
            wrong[at] = f"Not counted: {issue.reason}"
        else:
            rows[row["kind"], row["doc_id"]] = row
    frame = pd.DataFrame(rows.values(), columns=[column.name for column in schema.REVERSALS])
    return schema.conform(frame, schema.REVERSALS), wrong, issues


_HEADINGS = {"igst": "IGST", "cgst": "CGST", "sgst": "S/UTGST", "cess": "Cess"}
_YEARS = 2017, 2099  # GST began on 1 July 2017; the last year as in periods.find_period
_FIELDS = {
    "Counts as": "counts", "Number": "doc_number", "Date": "doc_date", "Reversed under": "kind",
    "Supplier GSTIN": "supplier_gstin", **{heading: tax for tax, heading in _HEADINGS.items()},
}  # fmt: skip
"""Heading of each cell that can be wrong, and its name."""


def _fault(record: Mapping[Any, Any]) -> Issue | None:
    """What is wrong with a row typed by hand, with the heading of the cell; None for nothing."""
    if _part(record) is None:
        return Issue(
            "error",
            "it is not said how this reversal counts",
            "Choose Reversed this month or Opening balance.",
            column="Counts as",
        )
    if _kind(record) is None:
        return Issue(
            "error",
            "this is not a kind of reversal",
            f"Choose {', '.join(kind.title for kind in KINDS)}.",
            column="Reversed under",
        )
    if _day(record) is None and text(record["doc_date"]):
        return Issue("error", "this is not a date", "Write it as 05-Oct-2026, or leave it blank.", column="Date")
    if (day := _day(record)) and not _YEARS[0] <= day.year <= _YEARS[1]:
        reason = "no document of GST has this date"
        return Issue("error", reason, "Write its date as 05-Oct-2026, or leave it blank.", column="Date")
    if (supplier := clean(text(record["supplier_gstin"]))) and not is_valid(supplier):
        return Issue(
            "error", "this is not a GSTIN", "Check its fifteen characters, or leave it blank.", column="Supplier GSTIN"
        )
    rupees = {heading: amount(record[tax]) for tax, heading in _HEADINGS.items()}
    if wrong := [heading for heading, one in rupees.items() if one is None]:
        return Issue(
            "error",
            "this is not an amount in rupees",
            "Write a positive amount, for example 18000.00.",
            column=wrong[0],
        )
    if not any(one for one in rupees.values() if one == one):
        return Issue("error", "no amount is written", "Write what was reversed, by head.", column="IGST")
    return None


def _own_row(record: Mapping[Any, Any], period: str, gstin: str) -> dict[str, Any]:
    """A row without fault as the ledger has it."""
    part, kind, day = _part(record), _kind(record), _day(record)
    supplier, name, number = (text(record[field]) for field in ("supplier_gstin", "supplier_name", "doc_number"))
    row: dict[str, Any] = {
        "doc_id": "|".join((gstin, schema.OWN, clean(supplier) or name, number, f"{day:%Y-%m-%d}" if day else "")),
        "kind": kind.code if kind else "", "reversed_in": period if part == REVERSED else "",
        "supplier_gstin": clean(supplier), "supplier_name": name, "doc_number": number,
        "doc_date": pd.Timestamp(day) if day else pd.NaT,
    }  # fmt: skip
    for tax in schema.TAXES:
        rupees = amount(record[tax])
        row |= {f"{one}_{tax}": 0.0 for one in PARTS} | {f"{part}_{tax}": rupees if rupees == rupees else 0.0}
    return row


def _part(record: Mapping[Any, Any]) -> str | None:
    return {name.casefold(): part for name, part in COUNTS.items()}.get(text(record["counts"]).casefold())


def _kind(record: Mapping[Any, Any]) -> Kind | None:
    return BY_TITLE.get(text(record["kind"]).casefold())


def _day(record: Mapping[Any, Any]) -> dt.date | None:
    """The day in the cell; None for none."""
    cell = record["doc_date"]
    if isinstance(cell, dt.datetime):
        return cell.date() if cell == cell else None  # NaT is one too
    return find_day(text(cell))
