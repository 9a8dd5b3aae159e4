"""Starting a month: a new workbook, alone or from the last month's."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ims_xl.book_reasons import is_final
from ims_xl.gst import periods
from ims_xl.gst.actions import is_unknown
from ims_xl.gst.due_dates import FREQUENCIES
from ims_xl.gst.filing import Filing
from ims_xl.gst.gstin import clean, has_ims, is_valid, kind
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.settings import Company
from ims_xl.sheets.identity import SANDBOX
from ims_xl.ui import UI
from ims_xl.workflow.files import new_job, open_job
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

STATE_QUESTION = "State in which this GSTIN is registered; a quarterly GSTR-3B is due on the 22nd or the 24th by it"


def new_workbook(
    path: Path,
    ui: UI,
    *,
    gstin: str = "",
    period: str = "",
    name: str = "",
    quarterly: bool | None = None,
    state: str = "",
    last: Path | None = None,
    sandbox: bool = False,
    now: dt.datetime | None = None,
) -> Outcome:
    """Make a workbook for one GSTIN and one return period.

    `quarterly`: how GSTR-3B is filed; None: as in `last`, else monthly. `state`: code or name of the State whose due
    dates a quarterly buyer has; "": as in `last`, else that of the GSTIN. `last`: the workbook of an earlier month; its
    settings and open book rows are carried, and GSTIN and period follow from it when they are not given. A workbook
    for the `sandbox` never goes to another portal, nor do those that start from it. Raises ImsError when GSTIN or
    period is wrong, or the file exists.
    """
    if path.suffix.lower() != ".xlsx":
        raise ImsError("a workbook's name ends with .xlsx", "Choose such a name.", value=path.name)
    if last is None:
        provider = SANDBOX if sandbox else ""
        gstin = _gstin(gstin)
        own = gstin[:2]
        company = _filing(Company(name=name, state=own if own in STATES else ""), quarterly, state)
        period = _tax_period(periods.parse_period(period), filing_of(company, gstin), ui)
        job = new_job(path, gstin, period, ui, now, provider=provider)
        job.company = company
        with job:
            _confirm_month(job)
            job.draw()
            job.list_company(path.absolute())
        return Outcome(f"Made {path.name} for {job.identity.gstin}, {periods.label(job.identity.period)}")
    with open_job(last, ui, now, to_write=False) as before:
        return next_workbook(
            path, before, ui, gstin=gstin, period=period, name=name, quarterly=quarterly, state=state, now=now
        )


def next_workbook(
    path: Path,
    before: Job,
    ui: UI,
    *,
    gstin: str = "",
    period: str = "",
    name: str = "",
    quarterly: bool | None = None,
    state: str = "",
    now: dt.datetime | None = None,
) -> Outcome:
    """Make the workbook that follows an earlier month's, or quarter's; its settings and open book rows are carried."""
    own = before.identity
    if gstin and _gstin(gstin) != own.gstin:
        raise ImsError(
            f"{before.book.path.name} belongs to another GSTIN",
            "Start from a workbook of the same GSTIN.",
            value=own.gstin,
        )
    if path.suffix.lower() != ".xlsx":
        raise ImsError("a workbook's name ends with .xlsx", "Choose such a name.", value=path.name)
    company = _filing(replace(before.company, name=name or before.company.name), quarterly, state)
    filing = filing_of(company, own.gstin)
    period = _tax_period(periods.parse_period(period), filing, ui) if period else filing.next_two_b(own.period)
    if periods.ordinal(period) <= periods.ordinal(own.period):
        raise ImsError(
            "the new month must follow the last one", f"The last one is {periods.label(own.period)}.", value=period
        )
    carried = open_books(before)
    before.keep_month(before.view().view)
    issues = []
    if not len(before.store.registers.of(own.book_id)) and before.identity.links:
        issues.append(
            Issue(
                "warning",
                "this computer does not hold the purchase data of that workbook, so its open bills are not carried",
                "Read the purchase files of that month into the new workbook.",
                file=before.book.path.name,
            )
        )
    job = new_job(path, own.gstin, period, ui, now, provider=own.provider)
    job.company = company
    with job:
        _confirm_month(job)
        job.store.registers.carry(job.identity.book_id, carried, own.period)
        job.store.sources.register(
            job.identity.book_id, own.gstin, period, job.at, path.absolute(), carried_from=own.book_id
        )
        job.draw()
        job.list_company(path.absolute())
    message = (
        f"Made {path.name} for {own.gstin}, {periods.label(period)}, with {len(carried):,} open bills and the settings"
    )
    return Outcome(f"{message} of {before.book.path.name}", {"open bills carried": len(carried)}, issues)


def state_of(gstin: str) -> str:
    """The State that a GSTIN begins with, as it is offered: `27-Maharashtra`; "" for none."""
    code = clean(gstin)[:2]
    return f"{code}-{STATES[code]}" if code in STATES else ""


def _filing(company: Company, quarterly: bool | None, state: str) -> Company:
    """The company, filing as asked for; None and "" leave it.

    Raises ImsError for a text that names no State.
    """
    code = place_code(state)
    if state.strip() and not code:
        raise ImsError("this is not a State", "Write its two-digit code or its name, for example 27.", value=state)
    frequency = company.frequency if quarterly is None else FREQUENCIES[quarterly]
    return replace(company, frequency=frequency, state=code or company.state)


def _tax_period(period: str, filing: Filing, ui: UI) -> str:
    """The period a workbook is named by: a quarterly buyer has one a quarter, of its last month."""
    named = filing.two_b(period)
    if named != period:
        ui.tell(f"Filed quarterly: {periods.label(period)} is in the workbook of the quarter, {periods.label(named)}.")
    return named


FIRST = "102024"  # IMS began with the GSTR-2B of October 2024; source: GSTN advisory of 3-Sep-2024


def _confirm_month(job: Job) -> None:
    """Ask about a month that has a workbook already, and about one that IMS does not know yet or any more.

    Raises ImsError when the person does not say yes.
    """
    period, label = job.identity.period, job.period_label
    last = job.filing.two_b(periods.shift(periods.period_of(job.now.date()), 1))
    doubts = []
    if not periods.ordinal(FIRST) <= periods.ordinal(period) <= periods.ordinal(last):
        doubts.append(f"{label} lies outside {periods.label(FIRST)} to {periods.label(last)}, the months IMS can hold")
    if others := job.other_workbooks():
        doubts.append(f"there is a workbook for {label} already: {others[0].path}")
    for doubt in doubts:
        if not job.ui.ask(f"{doubt[0].upper()}{doubt[1:]}. Make this one all the same?"):
            raise ImsError(
                doubt,
                "Check the period. To make it all the same say yes (command line: --yes).",
                file=job.book.path.name,
            )


def open_books(job: Job) -> pd.DataFrame:
    """Book rows that still wait for their document: without a partner, or with one that is pending or rejected."""
    book_id = job.identity.book_id
    books = job.store.registers.of(book_id)
    verdicts = job.store.matches.verdicts(book_id, "books").set_index("doc_id")
    status = books["doc_id"].map(verdicts["status"])
    reason = books["doc_id"].map(verdicts["reason"])
    unmatched = status.isna() | ((status == "Missing in IMS") & ~reason.map(is_final).astype("bool"))
    lines = job.view().view.lines
    state = lines["mark"].where(lines["mark"] != "", lines["portal_action"])
    waiting = set(lines.loc[state.isin(("P", "R")) | is_unknown(state), "doc_id"])
    pairs = job.store.matches.pairs(book_id)
    linked = set(pairs.loc[pairs["ims_doc"].isin(waiting), "book_doc"])
    return books[unmatched | books["doc_id"].isin(linked)].reset_index(drop=True)


def _gstin(text: str) -> str:
    gstin = clean(text)
    if not is_valid(gstin):
        raise ImsError(
            "this is not a GSTIN", "Check its fifteen characters; the last one is a check digit.", value=text
        )
    if not has_ims(gstin) and (found := kind(gstin)):
        raise ImsError(
            f"a number of this kind has no IMS: {found.title}",
            "Write the GSTIN of a regular, SEZ or casual taxpayer.",
            value=text,
        )
    return gstin
