"""The auditor's workbook of a month, made from what the workbook shows."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ims_xl import __version__
from ims_xl.gst import periods
from ims_xl.gst.actions import LABELS, Action
from ims_xl.inputs import ACTION
from ims_xl.issues import ImsError
from ims_xl.money import total
from ims_xl.reports.auditor import write_report
from ims_xl.reports.office import Machine, write_pdf
from ims_xl.reports.report import Counted, Report, ReportSheet, SummaryTable
from ims_xl.reports.totals import control_totals
from ims_xl.sheets import columns, month_columns, record_columns, supplier_columns
from ims_xl.sheets.against_gstr2b import against_gstr2b, from_gstr2b
from ims_xl.sheets.also_claimed import claimed_elsewhere
from ims_xl.sheets.checked import CHECKED, approval
from ims_xl.sheets.gstr3b_rows import table_4, with_listed
from ims_xl.sheets.gstr3b_working import TITLE
from ims_xl.sheets.issues import issue_rows
from ims_xl.sheets.itc import Credit, credit_lines
from ims_xl.sheets.itc_reversals import ABOUT, ledger_rows, statement_rows
from ims_xl.sheets.itc_reversals import TITLE as REVERSALS
from ims_xl.sheets.match_status import differing, used
from ims_xl.sheets.names import ASIDE, DOCUMENTS, SETTLED, STATUS_SHEETS
from ims_xl.sheets.reconciliation import reconciliation
from ims_xl.sheets.report_columns import DECISIONS, RECONCILIATION, printed_first
from ims_xl.sheets.status import BY_SUPPLIER
from ims_xl.sheets.suppliers import supplier_rows
from ims_xl.sheets.view import STATUSES, View
from ims_xl.sheets.year_view import TITLE as YEAR_VIEW
from ims_xl.sheets.year_view import has_figures, year_rows
from ims_xl.workbook.book import METADATA
from ims_xl.workbook.sheet import Column
from ims_xl.workbook.xlsx import package
from ims_xl.workflow.decision_log import broken_log
from ims_xl.workflow.hand_links import listed
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

WRITTEN = "Report written"  # its line in the decision log
_NAMED = 6  # files named on the cover; all are in its list of sources
_EXERCISE = "SANDBOX: an exercise on invented documents; nothing of it was filed"


def write_auditor_report(job: Job, path: Path, pdf: bool = False) -> Outcome:
    """Write the auditor's workbook; its seal is printed on the cover and kept in the decision log.

    `pdf`: also its pages as a PDF beside it; when that fails the workbook is there all the same.
    Raises ImsError when the report would replace a workbook, the decision log is broken and the person does not
    want a report that says so, or there is no LibreOffice for the PDF; and when LibreOffice fails.
    """
    _refuse_workbook(path)
    office = Machine().office() if pdf else None
    broken = broken_log(job)
    if broken and not job.ui.ask(f"{broken[0].upper()}{broken[1:]}. Write a report that says so?"):
        raise ImsError(broken, "Look into it with ims-xl doctor. To write a report that says so say yes (--yes).")
    view = job.view().view
    sheets = [*_documents(view), *_others(view)]
    later = _later(view)
    if len(later.rows):
        sheets.insert(len(sheets) - len(_others(view)), later)
    if len(links := _links(job)):
        sheets.append(
            _sheet(
                "Links by Hand", record_columns.LINKS, links, (), None, "What a person linked, or keeps apart, and why"
            )
        )
    documents = pd.concat([view.lines, later.rows], ignore_index=True)
    downloaded = len(documents), total(documents["taxable_value"]), total(documents["tax"])
    report = Report(
        facts=[*_facts(job, view), ("Decision log", broken or "unbroken: each line follows from the one before")],
        sources=_sources(view),
        tables=_tables(view),
        summary=_summary(view),
        totals=control_totals(sheets, downloaded),
        sheets=sheets,
        warning=_EXERCISE if job.identity.is_sandbox else "",
    )
    seal = write_report(path, report)
    job.store.log.add([(job.at, job.user, job.identity.book_id, "", WRITTEN, "", path.name, f"seal {seal}")])
    names = path.name
    if office:
        job.ui.progress(0, 1, "Making the PDF")
        write_pdf(path, path.with_suffix(".pdf"), office)
        names += f" and {path.with_suffix('.pdf').name}"
    return Outcome(
        f"{names} written for the auditor; seal {seal[:16]}…", {"seal": seal, "sheets": len(sheets)}, job.warnings
    )


def _refuse_workbook(path: Path) -> None:
    """Raises ImsError when the report would take the place of an IMS workbook."""
    if path.suffix.lower() != ".xlsx":
        raise ImsError("a report's name ends with .xlsx", "Choose such a name.", value=path.name)
    if path.exists() and METADATA in package.read(path).sheets:
        raise ImsError("this is an IMS workbook", "Choose another name for the report.", file=path.name)


def _facts(job: Job, view: View) -> list[tuple[str, str]]:
    return [
        ("Company", view.company.name or "–"),
        ("GSTIN", view.gstin),
        ("Period", periods.label(view.period)),
        ("Mode", view.company.mode),
        *_match(view),
        *_approved(view),
        ("Workbook", job.book.path.name),
        ("Generated at", job.at),
        ("Generated by", job.user),
        ("Program", f"ims_xl {__version__}"),
    ]


def _match(view: View) -> list[tuple[str, str]]:
    """What the statuses rest on: the last run, its tolerance and its files."""
    if view.run is None:
        return [("Last match", "not matched")]
    files = view.run.sources
    more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
    facts = [
        ("Last match", view.run.at),
        ("Tolerance used", used(view.run.tolerance)),
        ("Matched from", ", ".join(files[:_NAMED]) + more),
    ]
    return [*facts, ("Settings now", differing(view))] if differing(view) else facts


def _approved(view: View) -> list[tuple[str, str]]:
    said = approval(view) or ("not approved" if view.company.needs_approval else "")
    return [("Approved", said)] if said else []


def _sources(view: View) -> pd.DataFrame:
    return view.sources.rename(columns={"at": "imported_at"})[
        ["file", "format", "rows", "documents", "sha256", "imported_at"]
    ]


def _tables(view: View) -> list[SummaryTable]:
    """What was decided, the portal's decisions and one's own apart; and how books, IMS and GSTR-2B differ."""
    credit = pd.DataFrame(credit_lines(view), columns=list(Credit._fields))
    title = f"Decisions and input tax credit of {periods.label(view.period)}"
    sums = frozenset({"Books, compared", "IMS, due this month", "Expected in GSTR-2B", "GSTR-2B of the portal"})
    return [
        SummaryTable(title, DECISIONS, credit, frozenset({"In GSTR-2B as it stands"})),
        SummaryTable("Books, IMS and GSTR-2B", RECONCILIATION, reconciliation(view), sums),
    ]


def _summary(view: View) -> pd.DataFrame:
    whole = view.card("ALL")[0]
    rows = []
    for status in ("ALL", *STATUSES):
        count, taxable, tax = view.card(status)
        rows.append((status, count, taxable, tax, count / whole if whole else 0.0))
    return pd.DataFrame(rows, columns=["status", "documents", "taxable", "tax", "percent"])


def _documents(view: View) -> list[ReportSheet]:
    """The status sheets, or IMS Documents when nothing was compared; marks to be confirmed are not decisions."""
    lines = _decided(view.lines).sort_values(list(BY_SUPPLIER), kind="stable", ignore_index=True)
    unmatched = view.unmatched.sort_values(list(BY_SUPPLIER), kind="stable", ignore_index=True)
    if not view.comparing or not view.matched:
        return [
            _sheet(DOCUMENTS.status, printed_first(DOCUMENTS.columns), lines, view.own, Counted(), DOCUMENTS.meaning)
        ]
    found = []
    for sheet in STATUS_SHEETS:
        shown = printed_first(sheet.columns)
        if sheet.key == "missing_in_ims":
            found.append(_sheet(sheet.status, shown, unmatched, view.book_own, None, sheet.meaning))
        else:
            rows = lines[lines["status"] == sheet.status]
            found.append(_sheet(sheet.status, shown, rows, view.own, Counted(), sheet.meaning))
    return found


def _decided(lines: pd.DataFrame) -> pd.DataFrame:
    """What was decided on each document: the mark, else the action the portal holds."""
    held = lines["portal_action"].where(lines["portal_action"] != Action.NO_ACTION, "")
    state = lines["mark"].where(lines["mark"] != "", held)
    labels = {str(action): label for action, label in LABELS.items()}
    return lines.assign(**{ACTION.typed: state.map(labels).fillna("")})


def _later(view: View) -> ReportSheet:
    """Documents of later supplier periods: downloaded, not decided here."""
    lines = view.later.assign(**{ACTION.typed: ""})
    shown = [column for column in columns.IMS_ONLY if column.field in lines and column.field not in ("short", "why")]
    note = "Reported for a later GSTR-2B, not decided in this workbook"
    return _sheet("Later periods", printed_first(shown), lines, (), Counted(), note)


def _links(job: Job) -> pd.DataFrame:
    books = job.store.registers.of(job.identity.book_id)
    return listed(job.store.links.all(), job.due(job.documents()), books)


def _from_gstr2b(view: View) -> list[tuple[str, tuple[Column, ...], pd.DataFrame, str]]:
    steps = from_gstr2b(view, view.working)
    note = "What is counted in table 4 and what the portal's statement says"
    return [("GSTR-2B to 4(A)", month_columns.FROM_GSTR2B, steps, note)] if len(steps) else []


def _others(view: View) -> list[ReportSheet]:
    looks = view.decisions["event"].isin([WRITTEN, CHECKED])  # nothing is decided by them: the next report is the same
    decisions = view.decisions[~looks]
    tables = [
        ("Upload History", record_columns.HISTORY, view.uploads, "What was sent to the portal, and what came of it"),
        ("Decision Log", record_columns.DECISIONS, decisions, "Who decided what, when and on what basis"),
        ("Import Issues", record_columns.ISSUES, issue_rows(view), "Rows left out or doubtful when files were read"),
    ]
    if len(view.settled):
        tables.insert(0, (SETTLED.status, printed_first(columns.SETTLED), view.settled, SETTLED.meaning))
    if len(view.aside):
        tables.insert(0, (ASIDE.status, columns.ASIDE, view.aside, ASIDE.meaning))
    if view.gstr2b is not None:
        tables += [
            ("GSTR-2B totals", month_columns.GSTR2B_TOTALS, view.gstr2b.totals, "The portal's statement by tax head"),
            (
                "GSTR-2B check",
                month_columns.GSTR2B_CHECK,
                view.gstr2b.differences,
                "Where it differs from the decisions",
            ),
        ]
    twice = claimed_elsewhere(view.lines)
    if len(twice):
        note = "Accepted or deemed accepted here, and claimed in an earlier month or under another GSTIN"
        tables.append(("Claimed elsewhere too", month_columns.ALSO_CLAIMED, twice, note))
    # What later months add would change the report of a month that is over.
    last = periods.ordinal(view.filing.two_b(view.period))
    year = [month for month in view.year if periods.ordinal(month.period) <= last]
    if any(has_figures(month) for month in year):
        tables.append((YEAR_VIEW, month_columns.YEAR, year_rows(year), "Up to this month, each as worked out last"))
    if len(view.lines):
        lines = with_listed(view, table_4(view.working))
        tables += [
            ("GSTR-3B table 4", month_columns.TABLE_4, lines, against_gstr2b(view, view.working)),
            *_from_gstr2b(view),
            (TITLE, month_columns.WORKING, view.working, "The documents of table 4; what is reversed stands twice"),
        ]
    if len(view.reversals.rows):
        tables += [
            ("ITC Reversal statement", month_columns.REVERSAL_STATEMENT, statement_rows(view), ABOUT),
            (REVERSALS, month_columns.REVERSALS, ledger_rows(view), "The documents of the statement, each head apart"),
        ]
    if view.comparing and view.matched:
        tables.insert(
            0, ("Suppliers", supplier_columns.SUPPLIER_VIEW[1:], supplier_rows(view), "Both sides by supplier")
        )
    return [_sheet(name, shown, rows, (), None, note) for name, shown, rows, note in tables]


def _sheet(
    name: str,
    shown: Sequence[Column],
    rows: pd.DataFrame,
    own: tuple[str, ...],
    counted: Counted | None,
    note: str,
) -> ReportSheet:
    visible = tuple(column for column in shown if not column.is_hidden and column.kind != "row link")
    added = tuple(Column(heading, heading, "mark", 16) for heading in own)
    is_sum = shown in (
        month_columns.GSTR2B_TOTALS,
        month_columns.TABLE_4,
        month_columns.WORKING,
        month_columns.REVERSAL_STATEMENT,
        month_columns.YEAR,
    )  # or holds a document twice
    return ReportSheet(name, (*visible, *added), rows.reset_index(drop=True), counted, note, total=not is_sum)
