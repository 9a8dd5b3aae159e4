"""Settings: what the accountant may change for this company, one line a setting, read back and checked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.gst.gstin import clean, is_valid
from ims_xl.issues import Issue
from ims_xl.money import rounded
from ims_xl.settings import Company
from ims_xl.workbook import columns
from ims_xl.workbook.reading import text
from ims_xl.workbook.sheet import CHOICES, Cell, Sheet, Table
from ims_xl.workbook.view import View


class Setting(NamedTuple):
    """One line: its label, where its value lives in Company (`tolerance.x` inside Tolerances), its meaning."""

    label: str
    place: str
    kind: str  # text, rupees, optional rupees, percent, hours, days, yes or no, gstins, or the name of a list
    help: str


SETTINGS = (
    Setting("Company name", "name", "text", "Shown on every sheet and report"),
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
    Setting("Upload", "upload_rows", "UploadRows", "Every row you decided, or only the accepted ones"),
    Setting("ITC keys in the upload file", "itc_keys", "ItcKeys", "How the file spells the ITC-reduction keys; change it only when the portal refuses the file"),
    Setting("Period in the upload file", "period_text", "PeriodText", "How the file writes the supplier's period; As downloaded is right unless the portal says otherwise"),
    Setting("Warn when portal data is older than (hours)", "stale_hours", "hours", "Suppliers save all day; a fresh download avoids refusals"),
    Setting("Remind on opening when portal data is older than (days)", "remind_days", "days", "The Excel add-in offers to fetch newer data; 0 for never"),
    Setting("Ask for a remark on partial or no reduction", "remarks_required", "yes or no", "Some summaries of the portal's FAQ of 17-Oct-2025 call the remark mandatory"),
    Setting("Decide imports through the GSP", "decide_imports", "yes or no", "Yes: Accept and Pending on bills of entry are uploaded; how the portal takes them is not published, so try one first"),
    Setting("Suppliers under reverse charge or not reportable", "not_reportable", "gstins", "GSTINs separated by commas: their bills are not chased as Missing in IMS"),
)  # fmt: skip


def sheets(view: View) -> list[Sheet]:
    """The sheet."""
    rows = pd.DataFrame(
        {
            "label": [setting.label for setting in SETTINGS],
            "value": pd.Series([_shown(setting, view.company) for setting in SETTINGS], dtype="object"),
            "help": [_help(setting) for setting in SETTINGS],
        }
    )
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
            (Table("ims_Settings", columns.SETTINGS, rows, 4),),
            freeze=(5, 2),
            print_columns=3,
        )
    ]


def read_settings(values: Mapping[str, tuple[int, object]], mode: object) -> tuple[Company, list[Issue]]:
    """The company's settings from label -> (row, value); what cannot be understood keeps its default, with an issue."""
    company, issues = Company(), []
    if text(mode) in CHOICES["Mode"]:
        company = replace(company, mode=text(mode))
    elif text(mode):
        issues.append(
            Issue("error", "this mode is not known", _one_of("Mode"), sheet="Home", column="Mode", value=text(mode))
        )
    for setting in SETTINGS:
        row, raw = values.get(setting.label, (0, None))
        if not row:
            continue
        value, remedy = _parse(setting.kind, text(raw))
        if remedy:
            issues.append(
                Issue("error", f"{setting.label} is not understood", remedy, "", "Settings", row, "Value", text(raw))
            )
            continue
        company = _with(company, setting.place, value)
    return company, issues


def _with(company: Company, place: str, value: Any) -> Company:
    if place.startswith("tolerance."):
        return replace(company, tolerance=replace(company.tolerance, **{place.removeprefix("tolerance."): value}))
    return replace(company, **{place: value})


def _parse(kind: str, value: str) -> tuple[object, str]:
    """The value, and what to write instead when it is not understood."""
    match kind:
        case "text":
            return value, ""
        case "yes or no":
            return value.lower() in ("yes", "y"), "" if value.lower() in (
                "yes",
                "y",
                "no",
                "n",
                "",
            ) else "Write Yes or No."
        case "gstins":
            gstins = tuple(clean(part) for part in value.split(",") if part.strip())
            wrong = [gstin for gstin in gstins if not is_valid(gstin)]
            return gstins, f"Check the GSTIN {wrong[0]}." if wrong else ""
        case "rupees" | "percent" | "hours" | "days" | "optional rupees":
            if not value and kind == "optional rupees":
                return None, ""
            try:
                written = value.replace(",", "").replace("₹", "")
                number = rounded(written) if kind.endswith("rupees") else float(written)
            except ValueError:
                return None, "Write a number, for example 1.00."
            return number, "" if 0 <= number < 1e9 else "Write a number from 0 upwards."
        case _:
            found = [choice for choice in CHOICES[kind] if choice.lower() == value.lower()]
            return "".join(found[:1]), "" if found else _one_of(kind)


def _one_of(name: str) -> str:
    return f"Write one of: {', '.join(CHOICES[name])}."


def _shown(setting: Setting, company: Company) -> object:
    holder: object = company.tolerance if setting.place.startswith("tolerance.") else company
    value = getattr(holder, setting.place.removeprefix("tolerance."))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(value) if isinstance(value, tuple) else value


def _help(setting: Setting) -> str:
    choices = CHOICES.get(setting.kind)
    return f"{setting.help}. One of: {', '.join(choices)}" if choices else setting.help
