"""Golden files of purchase formats: what a file holds, and every document it must give."""

import datetime as dt
import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

import ims_xl.purchases.formats as package
from ims_xl.purchases import Purchases
from ims_xl.purchases.formats import Format

GOLDEN = Path(__file__).parents[1] / "data" / "formats"
BOOKS = (
    "family",
    "supplier_gstin",
    "doc_type",
    "doc_number",
    "doc_date",
    "doc_value",
    "taxable_value",
    "igst",
    "cgst",
    "sgst",
    "cess",
)
STATEMENT = ("part", "section", *BOOKS[1:])
REPORTED = ("section", *BOOKS[1:], "supplier_period", "supplier_filed")
RETURNS = ("supplier_gstin", "supplier_period", "filed_3b", "known_on")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def format_modules() -> dict[str, Format]:
    """The FORMAT of every module of the package, by the module's name."""
    modules = {
        one.name: import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)
    }
    return {name: module.FORMAT for name, module in modules.items() if hasattr(module, "FORMAT")}


def golden(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return content


def write_file(content: dict[str, Any], folder: Path) -> Path:
    """The file a golden file describes: `sheets` (days as 2026-10-05), lines of `text`, or `json`."""
    path: Path = folder / content["file"]
    if "sheets" in content:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in content["sheets"].items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append([_cell(cell) for cell in row])
        book.save(path)
    elif "text" in content:
        path.write_bytes(("\n".join(content["text"]) + "\n").encode(content.get("encoding", "utf-8")))
    else:
        path.write_text(json.dumps(content["json"]), encoding="utf-8")
    return path


def given(result: Purchases) -> dict[str, Any]:
    """What was read, as golden files write it."""
    found: dict[str, Any] = {"format": [file.format for file in result.files]}
    if len(result.books):
        found["documents"] = _rows(result.books, BOOKS)
    if len(result.gstr2b):
        found["statement"] = _rows(result.gstr2b, STATEMENT)
    if len(result.gstr2a):
        found["reported"] = _rows(result.gstr2a, REPORTED)
    if len(result.supplier_3b):
        found["gstr-3b"] = _rows(result.supplier_3b, RETURNS)
    found["told"] = [str(issue) for issue in result.issues]
    return found


def _cell(cell: object) -> object:
    return dt.date.fromisoformat(cell) if isinstance(cell, str) and _DAY.fullmatch(cell) else cell


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[list[object]]:
    return [[_plain(cell) for cell in row] for row in frame[list(columns)].astype("object").to_numpy().tolist()]


def _plain(cell: object) -> object:
    return None if pd.isna(cell) else f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) else cell
