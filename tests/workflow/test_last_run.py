"""Every output says what the match was made with, whatever Settings and files say now."""

import datetime as dt
import json

import openpyxl
import pytest

from ims_xl.ui import Silent
from ims_xl.workflow import check, import_purchases, open_job, run_match, write_auditor_report

DIFFERS = "Settings say ₹5.00 taxable, ₹1.00 tax now: run Let's Match again"
AT = dt.datetime(2027, 1, 4, 9, 30, 15)


def setting(desk, label: str, value: object) -> None:
    workbook = openpyxl.load_workbook(desk.book)
    row = next(row for row in workbook["Settings"].iter_rows() if row[0].value == label)
    row[1].value = value
    workbook.save(desk.book)


def facts(path, sheet: str, column: int = 1) -> dict[object, object]:
    """The cells of a column with those beside them."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return {row[column - 1]: row[column] for row in rows if row[column - 1]}


def texts(path, sheet: str) -> set[str]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return {str(value).removesuffix(" ▸") for row in rows for value in row if value is not None}


def at(desk, moment: dt.datetime, step, *arguments: object):
    with open_job(desk.book, Silent(), moment) as job:
        outcome = step(job, *arguments)
        job.draw()
    return outcome


@pytest.fixture
def rematched(matched):
    """Matched at a time that is known, from the portal's file, the register and the GSTR-2B."""
    at(matched, AT, run_match, 1.00)
    return matched


def test_home_and_match_status_state_time_tolerance_and_sources_of_the_run(rematched):
    home = facts(rematched.book, "Home", 2)
    assert home["Last match"] == "04-Jan-2027 09:30, from 3 sources"
    assert home["Tolerance used"] == "₹1.00 taxable, ₹1.00 tax"
    about = openpyxl.load_workbook(rematched.book)["Match Status"]["B2"].value
    assert about.endswith("matched 04-Jan-2027 09:30 from 3 sources · tolerance ₹1.00 taxable, ₹1.00 tax")


def test_settings_changed_since_change_nothing_of_that_and_are_said(rematched):
    setting(rematched, "Tolerance, taxable value", 5)
    at(rematched, AT, check)
    assert facts(rematched.book, "Home", 2)["Tolerance used"] == "₹1.00 taxable, ₹1.00 tax"
    assert DIFFERS in texts(rematched.book, "Home")
    assert DIFFERS in texts(rematched.book, "Match Status")
    report = rematched.folder / "report.xlsx"
    at(rematched, AT, write_auditor_report, report)
    cover = facts(report, "Cover")
    assert (cover["Last match"], cover["Tolerance used"]) == ("2027-01-04 09:30:15", "₹1.00 taxable, ₹1.00 tax")
    assert cover["Settings now"] == DIFFERS
    assert cover["Matched from"] == ", ".join(
        path.name for path in (rematched.files.ims, rematched.files.register, rematched.files.gstr2b)
    )
    at(rematched, AT, run_match, None)
    assert facts(rematched.book, "Home", 2)["Tolerance used"] == "₹5.00 taxable, ₹1.00 tax"
    assert DIFFERS not in texts(rematched.book, "Home") | texts(rematched.book, "Match Status")


def test_tolerances_of_single_heads_and_percent_are_stated(rematched):
    setting(rematched, "Tolerance, CGST", 2.5)
    setting(rematched, "Tolerance, percent", 0.5)
    at(rematched, AT, run_match, None)
    used = "₹1.00 taxable, ₹1.00 tax, ₹2.50 CGST, 0.5%"
    assert facts(rematched.book, "Home", 2)["Tolerance used"] == used


def test_a_file_read_after_the_run_is_none_of_its_sources(rematched):
    later = rematched.folder / "second register.xlsx"
    later.write_bytes(rematched.files.register.read_bytes())
    at(rematched, AT + dt.timedelta(seconds=1), import_purchases, [later])
    assert facts(rematched.book, "Home", 2)["Last match"] == "04-Jan-2027 09:30, from 3 sources"
    warning = "second register.xlsx was read after the last match; run Let's Match again"
    assert warning in texts(rematched.book, "Home")


def test_the_gstr2b_of_the_month_itself_asks_for_no_new_match(rematched):
    """It lists what was decided; only earlier ones tell the match anything."""
    statement = json.loads(rematched.files.gstr2b.read_text(encoding="utf-8"))
    statement["data"]["rtnprd"] = "102026"
    own = rematched.folder / "GSTR-2B Oct.json"
    own.write_text(json.dumps(statement), encoding="utf-8")
    at(rematched, AT + dt.timedelta(seconds=1), import_purchases, [own])
    assert not any("after the last match" in text for text in texts(rematched.book, "Home"))
