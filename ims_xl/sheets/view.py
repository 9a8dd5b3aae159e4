"""Everything the sheets show, gathered once: the sheets only lay it out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.column_mapping import MappingDraft
from ims_xl.decisions.gstr2b import TO_REVERSE
from ims_xl.decisions.reversal_cells import Typed, nothing_typed
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.issues import Issue
from ims_xl.month_figures import YearMonth
from ims_xl.settings import Company
from ims_xl.sheets.names import STATUS_SHEETS
from ims_xl.tolerance import Tolerance
from ims_xl.wording import counted

STATUSES = tuple(sheet.status for sheet in STATUS_SHEETS)


def when(at: str) -> str:
    """`24-Nov-2026 10:00` for the store's `2026-11-24 10:00:00`."""
    return f"{dt.datetime.fromisoformat(at):%d-%b-%Y %H:%M}"


def day(at: str) -> str:
    """`24-Nov-2026` for the store's `2026-11-24 10:00:00`."""
    return f"{dt.datetime.fromisoformat(at):%d-%b-%Y}"


class Warned(NamedTuple):
    """One warning of Home; `goes` is the key of the sheet on which it is mended, "" for none."""

    text: str
    goes: str = ""


@dataclass(frozen=True)
class Gstr2b:
    """The GSTR-2B of the workbook's period: what it sums up to, and where it differs from the decisions.

    `with_credit`, `taxable`: documents it gives credit for and their signed taxable value; `outside`: those of them
    that never come into IMS (reverse charge, ISD and others). `beside`: these, and those it gives no credit for
    (schema.GSTR2B).
    """

    generated: str
    made_at: str
    documents: int
    totals: pd.DataFrame  # columns of columns.GSTR2B_TOTALS
    differences: pd.DataFrame  # columns of columns.GSTR2B_CHECK
    parts: str = ""  # which files of it were read, when it comes in several
    missing: str = ""  # what of it was not read
    left_out: int = 0  # amended documents that the totals cannot tell of
    with_credit: int = 0
    taxable: float = 0.0
    outside: int = 0
    beside: pd.DataFrame = field(default_factory=lambda: schema.empty(schema.GSTR2B))
    credits: pd.DataFrame = field(default_factory=pd.DataFrame)  # of `decisions.gstr2b.credits_of`

    @property
    def net(self) -> float:
        """ITC available less what is to be reversed, in rupees."""
        return float(self.totals["total"].iloc[2])

    @property
    def to_reverse(self) -> list[float]:
        """What it lists itself to be reversed in 4(B)(2), as by rule 37A: rupees by head; nothing when it does not."""
        line = self.totals[self.totals["line"] == TO_REVERSE]
        return [float(line[tax].iloc[0]) if len(line) else 0.0 for tax in schema.TAXES]

    @property
    def found(self) -> str:
        """What reading it found: `420 documents, 116 to look at`."""
        look = f"{len(self.differences):,} to look at" if len(self.differences) else "as decided"
        return f"{counted(self.documents, 'document')}, {look}"


@dataclass(frozen=True)
class Run:
    """The last run of Let's Match: when, at which differences, from what.

    `sources`: names of the files it was made from. `newer`: the last file read since that matters for it, "" for none.
    `moved`: documents due now that it did not look at, and those it did that fall in another month now.
    """

    at: str
    tolerance: Tolerance
    sources: tuple[str, ...]
    newer: str = ""
    moved: int = 0


@dataclass(frozen=True)
class Reversals:
    """The month's ledger of reversed credit, and what is typed beside it.

    `rows`: schema.REVERSALS and `note`; `typed`: see `reversal_cells`, its `own` with `note`. `proposed`: keys of the
    rows that seem ready to be reclaimed. `issues`: what is refused or to be known. `unkept`: the last month, when its
    ledger was never kept. `listed`: documents that rules 37 and 37A may reverse, see `reversal_lists.candidates`, with
    `due`, `look` and `waits`, whether nothing reverses them yet.
    """

    rows: pd.DataFrame = field(default_factory=lambda: schema.empty(schema.REVERSALS).assign(note=""))
    typed: Typed = field(default_factory=nothing_typed)
    proposed: frozenset[str] = frozenset()
    issues: Sequence[Issue] = ()
    unkept: str = ""
    listed: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["key", "kind"]))


@dataclass(frozen=True)
class View:
    """One workbook at one moment.

    `lines`: see `lines.document_lines`, with the mark, restriction and suggestion columns beside; `unmatched`:
    see `lines.book_lines`, with `follow_up`; `settled`: those whose credit an earlier month took. `aside`: marks of
    documents that are not there now, columns of columns.ASIDE. `own`, `book_own`: headings of the accountant's and the
    registers' columns, already columns of the frames.
    """

    gstin: str
    period: str
    company: Company
    now: dt.datetime
    lines: pd.DataFrame
    unmatched: pd.DataFrame
    settled: pd.DataFrame
    aside: pd.DataFrame
    books: int  # book rows in the pool
    later: pd.DataFrame  # documents of later supplier periods, not decided here: columns of columns.LATER
    own: tuple[str, ...]
    book_own: tuple[str, ...]
    preview: pd.DataFrame  # one row a line that is sent or left out: columns of columns.PREVIEW
    sources: pd.DataFrame
    uploads: pd.DataFrame
    decisions: pd.DataFrame
    issues: pd.DataFrame
    run: Run | None = None  # None before Let's Match
    shown_type: str = "All"
    warnings: Sequence[Warned] = field(default_factory=tuple)
    steps: Sequence[tuple[str, str, str]] = field(default_factory=tuple)  # state, step, message
    provider: str = ""  # who connects it to GSTN, "" while it works with portal files
    live: Sequence[tuple[str, str, str, str]] = ()  # the upload to the portal: sign, step, time, message
    gstr2b: Gstr2b | None = None
    earlier_gstr2b: Sequence[str] = ()  # periods of the others that were read, in order
    mapping: MappingDraft | None = None
    closed_at: str = ""
    filing: Filing = MONTHLY
    reversals: Reversals = field(default_factory=Reversals)
    contacts: pd.DataFrame = field(default_factory=pd.DataFrame)  # columns of columns.CONTACTS
    letters: pd.DataFrame = field(default_factory=pd.DataFrame)  # columns of columns.LETTERS
    points: pd.DataFrame = field(default_factory=pd.DataFrame)  # what suppliers are to be asked: situations.COLUMNS
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)  # columns of columns.SCORES, and `lost`
    score_periods: Sequence[str] = ()  # the months that the scores count
    working: pd.DataFrame = field(default_factory=pd.DataFrame)  # see `gstr3b_working.working_rows`
    year: Sequence[YearMonth] = ()  # the tax periods of the financial year, its own among them

    @property
    def comparing(self) -> bool:
        """Whether purchase data is compared (else: claim without compare)."""
        return self.company.mode == "Compare and Claim"

    @property
    def matched(self) -> bool:
        """Whether Let's Match has run."""
        return self.run is not None

    @property
    def gstr2b_is_outdated(self) -> bool:
        """Whether decisions were sent after GSTR-2B was made, so that it must be computed again before GSTR-3B.

        The draft of the 14th is made by the portal itself.
        """
        draft = self.filing.draft_2b(self.period)
        if self.now.date() < draft or not len(self.uploads):
            return False
        made_at = self.gstr2b.made_at if self.gstr2b else f"{draft} 00:00:00"
        uploads = self.uploads
        left = uploads["sent_at"].where(uploads["push"] > 0, uploads["at"].dt.strftime("%Y-%m-%d %H:%M:%S"))
        return bool((left > made_at).any())

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Documents, taxable, tax (signed rupees) by status and family; tax of the books where IMS has none."""
        names = ["status", "family", "taxable_value", "tax"]
        alone = self.unmatched[["family_label", "taxable_value", "tax"]].rename(columns={"family_label": "family"})
        both = pd.concat([self.lines[names], alone.assign(status="Missing in IMS")], ignore_index=True)
        grouped = both[both["status"].isin(STATUSES)].groupby(["status", "family"], sort=False)
        found = grouped.agg(documents=("tax", "size"), taxable=("taxable_value", "sum"), tax=("tax", "sum"))
        return found.round(2).reset_index()

    def card(self, status: str, family: str = "All") -> tuple[int, float, float]:
        """Documents, taxable and tax of one card; status `ALL` is the sum of the five."""
        cards = [
            card for of_status, of_family, *card in self._cards
            if status in ("ALL", of_status) and family in ("All", of_family)
        ]  # fmt: skip
        documents, taxable, tax = (sum(values) for values in zip(*cards, strict=True)) if cards else (0, 0.0, 0.0)
        return int(documents), round(float(taxable), 2), round(float(tax), 2)

    @cached_property
    def _cards(self) -> list[list[Any]]:
        """The rows of the summary: status, family, documents, taxable, tax."""
        names = ("status", "family", "documents", "taxable", "tax")
        return [list(row) for row in zip(*(self.summary[name].tolist() for name in names), strict=True)]
