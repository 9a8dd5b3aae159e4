"""Where the program keeps what is its own on this machine."""

import os
import sys
from pathlib import Path

import platformdirs


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
