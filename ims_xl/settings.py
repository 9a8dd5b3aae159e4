"""Settings of the company, kept on its Settings sheet, and settings of this machine."""

import os
import sys
from dataclasses import dataclass, field, fields
from pathlib import Path

import platformdirs

from ims_xl.gst.annual_returns import AnnualReturns
from ims_xl.gst.due_dates import FREQUENCIES, Extension


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Differences to ignore, in rupees, inclusive; percent of the larger amount when it is set."""

    taxable: float = 1.00
    tax: float = 1.00
    igst: float | None = None
    cgst: float | None = None
    sgst: float | None = None
    cess: float | None = None
    percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Company:
    """What the accountant set for one company."""

    name: str = ""
    frequency: str = FREQUENCIES[0]  # how GSTR-3B is filed
    state: str = ""  # two-digit code; empty: that of the GSTIN
    extensions: tuple[Extension, ...] = ()  # due dates moved, beside those by notification that are known
    annual_returns: AnnualReturns = ()
    mode: str = "Compare and Claim"
    tolerance: Tolerances = field(default_factory=Tolerances)
    upload_rows: str = "Every decided row"
    suggest_exact: str = "Accept"
    suggest_suggested: str = "Accept"
    suggest_mismatched: str = "Pending"
    suggest_missing_in_pr: str = "Pending"
    itc_keys: str = "camelCase"
    period_text: str = "As downloaded"
    stale_hours: float = 24.0
    remind_days: float = 2.0
    remarks_required: bool = False
    decide_imports: bool = False
    not_reportable: tuple[str, ...] = ()  # GSTINs of suppliers under reverse charge or not reportable


def data_folder() -> Path:
    """Where the stores live: `IMS_XL_HOME`, or the user's own data folder on the local disk."""
    chosen = os.environ.get("IMS_XL_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("ims_xl", appauthor=False))


def exchange_folder() -> Path:
    """Where the Excel add-in and Python leave small files for each other; on a Mac inside Excel's sandbox."""
    if sys.platform == "darwin":
        return Path.home() / "Library/Containers/com.microsoft.Excel/Data/ims_xl"
    return data_folder() / "excel"


def backups_folder() -> Path:
    """Where dated copies of workbooks are kept before they are written over."""
    return data_folder() / "backups"


def config_folder() -> Path:
    """Where profiles of providers are looked for: `IMS_XL_HOME`, or the user's own configuration folder."""
    chosen = os.environ.get("IMS_XL_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_config_dir("ims_xl", appauthor=False))


def field_names(kind: type) -> tuple[str, ...]:
    """Names of a settings class, in order."""
    return tuple(item.name for item in fields(kind))
