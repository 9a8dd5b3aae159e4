"""What an auditor's workbook says, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from ims_xl.workbook.sheet import Column


class Counted(NamedTuple):
    """Headings of a sheet whose rows are IMS documents, for the control totals; amounts are signed."""

    action: str = "Action"
    taxable: str = "Taxable (IMS)"
    tax: str = "Tax (IMS)"


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One table of the report; `rows` has a column for every `Column.field`. `note` says what it holds.

    `total`: whether a line of sums stands below it.
    """

    name: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    counted: Counted | None = None
    note: str = ""
    total: bool = True


class SummaryTable(NamedTuple):
    """One table of the Summary under its title; the text of its last column may run over those behind it."""

    title: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    strong: frozenset[str] = frozenset()  # lines, by the text of their first cell, that sum up others


@dataclass(frozen=True, slots=True)
class Report:
    """The content of an auditor's workbook. Amounts in rupees, percentages as fractions.

    `facts`: what the cover says, label and text; Company, GSTIN and Period also stand in the title.
    `sources`: file, format, rows, documents, sha256, imported_at.
    `tables`: what the Summary begins with.
    `summary`: status, documents, taxable, tax, percent.
    `totals`: line, documents, taxable, tax, counted; see `totals.control_totals`.
    `warning` stands in red on every sheet.
    """

    facts: Sequence[tuple[str, str]]
    sources: pd.DataFrame
    summary: pd.DataFrame
    totals: pd.DataFrame
    sheets: Sequence[ReportSheet]
    warning: str = ""
    tables: Sequence[SummaryTable] = ()

    def fact(self, label: str) -> str:
        """The text of one fact; "" when the cover does not say it."""
        return dict(self.facts).get(label, "")
