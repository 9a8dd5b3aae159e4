"""Settings: what the accountant may change for this company, one line a setting, read back and checked."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.gst.annual_returns import read_annual_returns, write_annual_returns
from ims_xl.gst.calendar import quarter_end
from ims_xl.gst.due_dates import FREQUENCIES, read_extensions, write_extensions
from ims_xl.gst.gstin import clean, is_valid
from ims_xl.gst.periods import label
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.money import rounded
from ims_xl.settings import Company
from ims_xl.sheets import record_columns
from ims_xl.sheets.choices import CHOICES
from ims_xl.sheets.home import MODE_CELL
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table


class SettingError(ImsError):
    """A cell of Settings, or the mode on Home, says something that no step can go by."""


class Setting(NamedTuple):
    """One line: its label, where its value lives in Company (`tolerance.x` inside Tolerance), its meaning."""

    label: str
    place: str
    kind: str  # text, rupees, optional rupees, percent, hours, days, yes or no, gstins, due dates, annual returns, or the name of a list
    help: str


_EXTENDED = "Extended due dates"

SETTINGS = (
    Setting("Company name", "name", "text", "Shown on every sheet and report"),
    Setting("GSTR-3B is filed", "frequency", "Filing", "Due dates, the GSTR-2B period and how long Pending lasts follow from it"),
    Setting("State", "state", "State", "Two-digit code; it decides whether a quarterly GSTR-3B is due on the 22nd or the 24th. Blank: the State of the GSTIN"),
    Setting(_EXTENDED, "extensions", "due dates", "As notified after this version was made, for example GSTR-3B Dec-2026: 22-Jan-2027; several parted by semicolons, a quarter by its last month"),
    Setting("Annual return filed (GSTR-9)", "annual_returns", "annual returns", "Financial year and day, for example 2025-26: 15-Oct-2026; credit of the year ends then if that is before 30 November (section 16(4))"),
    Setting("Tolerance, taxable value", "tolerance.taxable", "rupees", "Differences up to this are ignored; ₹, inclusive"),
    Setting("Tolerance, tax", "tolerance.tax", "rupees", "The same for each tax head that has no tolerance of its own below"),
    Setting("Tolerance, IGST", "tolerance.igst", "optional rupees", "Blank: as for tax"),
    Setting("Tolerance, CGST", "tolerance.cgst", "optional rupees", "Blank: as for tax"),
    Setting("Tolerance, SGST", "tolerance.sgst", "optional rupees", "Blank: as for tax"),
    Setting("Tolerance, cess", "tolerance.cess", "optional rupees", "Blank: as for tax"),
    Setting("Tolerance, percent", "tolerance.percent", "percent", "Also ignore differences up to this share of the larger amount; 0 for none"),
    Setting("Suggest for Exact Match", "suggest_exact", "Suggestion", "When the supplier has filed. Reject is never suggested"),
    Setting("Suggest for Suggested Match", "suggest_suggested", "Suggestion", "When the supplier has filed and no other bill is nearly as good"),
    Setting("Suggest for Mismatched", "suggest_mismatched", "Suggestion", "Pending only where the portal allows it"),
    Setting("Suggest for Missing in PR", "suggest_missing_in_pr", "Suggestion", "Pending only where the portal allows it"),
    Setting("Suggest Eligibility by supplier", "remember_eligibility", "yes or no", "As you chose it last for all documents of the supplier; Apply suggestions writes it where Eligibility is blank. A register's own word comes first"),
    Setting("Upload", "upload_rows", "UploadRows", "Every row you decided, or only the accepted ones"),
    Setting("ITC keys in the upload file", "itc_keys", "ItcKeys", "How the file spells the ITC-reduction keys; change it only when the portal refuses the file"),
    Setting("Period in the upload file", "period_text", "PeriodText", "How the file writes the supplier's period; As downloaded is right unless the portal says otherwise"),
    Setting("Warn when portal data is older than (hours)", "stale_hours", "hours", "Suppliers save all day; a fresh download avoids refusals"),
    Setting("Remind on opening when portal data is older than (days)", "remind_days", "days", "The Excel add-in offers to fetch newer data; 0 for never"),
    Setting("Ask for a remark on partial or no reduction", "remarks_required", "yes or no", "Some summaries of the portal's FAQ of 17-Oct-2025 call the remark mandatory"),
    Setting("A second person approves before upload", "needs_approval", "yes or no", "Yes: Upload and Export portal file wait for Approve; any later change of a mark voids it"),
    Setting("Decide imports through the GSP", "decide_imports", "yes or no", "Yes: Accept and Pending on bills of entry are uploaded; how the portal takes them is not published, so try one first"),
    Setting("Company in Tally", "tally_company", "text", "Its name in TallyPrime, whose vouchers are read; written here once you agreed to it"),
    Setting("Supplier's number in Tally", "tally_number", "TallyNumber", "Where your vouchers in Tally hold the number of the supplier's document"),
    Setting("Suppliers under reverse charge or not reportable", "not_reportable", "gstins", "GSTINs separated by commas: their bills are not chased as Missing in IMS"),
    Setting("Language of letters to suppliers", "letter_language", "LetterLanguage", "The words themselves are on the sheet Letter Texts"),
    Setting("Days before a supplier is written to again", "letter_days", "days", "Supplier letters passes over whom it wrote to in these days; 0 for nobody"),
)  # fmt: skip


_LISTS = {"yes or no": "YesNo"}
"""Kinds whose dropdown has another name."""


def sheets(view: View) -> list[Sheet]:
    """The sheet."""
    rows = pd.DataFrame(
        {
            "label": [setting.label for setting in SETTINGS],
            "value": pd.Series([_shown(setting, view.company) for setting in SETTINGS], dtype="object"),
            "help": [_help(setting) for setting in SETTINGS],
        }
    )
    lists = {at: _LISTS.get(setting.kind, setting.kind) for at, setting in enumerate(SETTINGS)}
    lists = {at: name for at, name in lists.items() if name in CHOICES}
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Settings", "title"),
        Cell(2, 2, "Change the Value column; it is read at the next step.", "subtitle"),
    )
    return [
        Sheet(
            "settings",
            "Settings",
            cells,
            (Table("ims_Settings", record_columns.SETTINGS, rows, 4, choices=lists),),
            freeze=(5, 2),
            print_columns=3,
        )
    ]


def read_settings(values: Mapping[str, tuple[int, object]], mode: object) -> tuple[Company, list[Issue]]:
    """The company's settings from label -> (row, value), and an error for each that cannot be understood."""
    company, issues = Company(), []
    if text(mode):
        known, remedy = _parse("Mode", mode)
        if remedy:
            row = MODE_CELL[0]
            issues.append(Issue("error", "Mode is not understood", remedy, "", "Home", row, "Mode", text(mode)))
        else:
            company = replace(company, mode=str(known))
    for setting in SETTINGS:
        row, raw = values.get(setting.label, (0, None))
        if not row:
            continue
        value, remedy = _parse(setting.kind, raw)
        if remedy:
            issues.append(
                Issue("error", f"{setting.label} is not understood", remedy, "", "Settings", row, "Value", text(raw))
            )
            continue
        company = _with(company, setting.place, value)
    if odd := _within_quarters(company):
        row, raw = values[_EXTENDED]
        reason = f"{_EXTENDED}: there is no GSTR-3B of {odd} when it is filed quarterly"
        remedy = "Write the last month of the quarter."
        issues.append(Issue("error", reason, remedy, "", "Settings", row, "Value", text(raw)))
    return company, issues


def _within_quarters(company: Company) -> str:
    """The first month inside a quarter for which a quarterly buyer wrote a due date of GSTR-3B, "" for none."""
    if company.frequency != FREQUENCIES[1]:
        return ""
    written = [row.period for row in company.extensions if row.form == "GSTR-3B"]
    return next((label(period) for period in written if quarter_end(period) != period), "")


def understood(values: Mapping[str, tuple[int, object]], mode: object, file: str) -> Company:
    """The company's settings, with the default of what has no line.

    Raises SettingError for the first cell that cannot be, lest a default counts and is written over what was typed.
    """
    company, issues = read_settings(values, mode)
    if not issues:
        return company
    first, others = issues[0], len(issues) - 1
    more = f"; nor {'is' if others == 1 else 'are'} {counted(others, 'other setting')}" if others else ""
    raise SettingError(
        f"{first.reason}{more}", first.remedy,
        file=file, sheet=first.sheet, row=first.row, column=first.column, value=first.value,
    )  # fmt: skip


def _with(company: Company, place: str, value: Any) -> Company:
    if place.startswith("tolerance."):
        return replace(company, tolerance=replace(company.tolerance, **{place.removeprefix("tolerance."): value}))
    return replace(company, **{place: value})


def _parse(kind: str, raw: object) -> tuple[object, str]:
    """The value, and what to write instead when it is not understood."""
    value = text(raw)
    match kind:
        case "text":
            return value, ""
        case "yes or no":
            word = value.lower()
            return word in ("yes", "y"), "" if word in ("yes", "y", "no", "n", "") else "Write Yes or No."
        case "gstins":
            gstins = tuple(clean(part) for part in value.split(",") if part.strip())
            wrong = [gstin for gstin in gstins if not is_valid(gstin)]
            return gstins, f"Check the GSTIN {wrong[0]}." if wrong else ""
        case "due dates":
            return read_extensions(value)
        case "annual returns":
            return read_annual_returns(value)
        case "State":
            code = place_code(value)
            return code, "" if code or not value else "Write the two-digit code of a State, for example 27."
        case "optional rupees" if not value:
            return None, ""
        case "rupees" | "percent" | "hours" | "days" | "optional rupees":
            number, most = _number(raw, kind), _MOST.get(kind, 1e9)
            return number, "" if number is not None and 0 <= number <= most else _NUMBERS[kind]
        case _:
            found = [choice for choice in CHOICES[kind] if choice.lower() == value.lower()]
            return "".join(found[:1]), "" if found else _one_of(kind)


_AMOUNT = re.compile(r"(?:₹|rs\.?)?\s*((?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d*)?)", re.ASCII | re.IGNORECASE)
"""A comma only groups thousands and lakhs: in `1,5` it may be a decimal point or a slip."""

_RUPEES = "Write an amount in rupees from 0 upwards, with a point before paise, for example 1.50."
_NUMBERS = {
    "rupees": _RUPEES,
    "optional rupees": f"{_RUPEES.removesuffix('.')}, or leave it blank.",
    "percent": "Write a percentage from 0 to 100, for example 0.5.",
    "hours": "Write a number of hours, for example 24.",
    "days": "Write a number of days, for example 2, or 0.",
}
_MOST = {"percent": 100.0}


def _number(raw: object, kind: str) -> float | None:
    """The number in a cell, None where it is none; NaN is none."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if not math.isfinite(raw):
            return None
        return rounded(raw) if kind.endswith("rupees") else float(raw)
    written = text(raw).removesuffix("%").strip() if kind == "percent" else text(raw)
    found = _AMOUNT.fullmatch(written)
    if not found:
        return None
    number = found[1].replace(",", "")
    return rounded(number) if kind.endswith("rupees") else float(number)


def _one_of(name: str) -> str:
    return f"Write one of: {', '.join(CHOICES[name])}."


def _shown(setting: Setting, company: Company) -> object:
    holder: object = company.tolerance if setting.place.startswith("tolerance.") else company
    value = getattr(holder, setting.place.removeprefix("tolerance."))
    match setting.kind:
        case "yes or no":
            return "Yes" if value else "No"
        case "gstins":
            return ", ".join(value)
        case "due dates":
            return write_extensions(value)
        case "annual returns":
            return write_annual_returns(value)
        case "State":
            return f"{value} {STATES[value]}" if value else ""
        case _:
            return value


def _help(setting: Setting) -> str:
    choices = CHOICES.get(setting.kind)
    return f"{setting.help}. One of: {', '.join(choices)}" if choices and setting.kind != "State" else setting.help
