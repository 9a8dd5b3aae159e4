"""docs/law.md names every rule the code applies, and nothing that is not there."""

import ast
import datetime as dt
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ims_xl import gst
from ims_xl.gst.gstin import KINDS
from ims_xl.gst.gstr3b import NOTES
from ims_xl.gst.outside_ims import OUTSIDE
from ims_xl.gst.pending import RULES
from ims_xl.gst.restrictions import RESTRICTIONS
from ims_xl.gst.reversals import KINDS as REVERSALS
from ims_xl.gst.table4 import LINES

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["Key", "Rule", "Source", "Checked", "Certainty", "Module", "Test"]
TABLES = {
    "restriction": {rule.code for rule in RESTRICTIONS},
    "pending": {rule.what for rule in RULES},
    "outside": {reason.code for reason in OUTSIDE},
    "number": {kind.name for kind in KINDS},
    "gstr3b": {note.code for note in NOTES},
    "table4": {line.code for line in LINES},
    "reversal": {kind.code for kind in REVERSALS},
}
MODULES = {module.name: ROOT / "ims_xl" / "gst" / f"{module.name}.py" for module in pkgutil.iter_modules(gst.__path__)}


def rows(text: str) -> list[dict[str, str]]:
    """The rows of the tables that have COLUMNS, each with its cells by name; a short row lacks the last ones."""
    found: list[dict[str, str]] = []
    ours = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells or cells == COLUMNS:
            ours = cells == COLUMNS
        elif ours and not set("".join(cells)) <= set("-: "):
            found.append(dict(zip(COLUMNS, cells, strict=False)))
    return found


def sourced_functions(name: str) -> set[str]:
    """The public functions and methods of a module of the law whose docstring names a source."""
    return {name for name, text in functions(name).items() if "Source:" in text and not name.startswith("_")}


def functions(name: str) -> dict[str, str]:
    """Every function and method of a module of the law with its docstring."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    return {node.name: ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%d-%b-%Y").date()
    except ValueError:
        return None


def has_test(name: str) -> bool:
    path, _, function = name.strip("`").partition("::")
    if not (ROOT / path).is_file():
        return False
    return re.search(rf"^def {re.escape(function)}\(", (ROOT / path).read_text(encoding="utf-8"), re.M) is not None


def faults(row: dict[str, str]) -> Iterator[str]:
    if missing := [column for column in COLUMNS if not row.get(column)]:
        yield f"no {', '.join(missing)}"
        return
    if day(row["Checked"]) is None:
        yield f"{row['Checked']} is no date such as 28-Nov-2026"
    if row["Certainty"] not in ("high", "medium", "low"):
        yield f"{row['Certainty']} is no certainty"
    if not (ROOT / row["Module"].strip("`")).is_file():
        yield f"there is no {row['Module']}"
    if not has_test(row["Test"]):
        yield f"there is no {row['Test']}"


LAW = rows((ROOT / "docs" / "law.md").read_text(encoding="utf-8"))
KEYS = [row["Key"] for row in LAW]


@pytest.mark.parametrize("row", LAW, ids=lambda row: row["Key"])
def test_a_row_names_its_source_its_day_its_code_and_its_test(row: dict[str, str]) -> None:
    assert list(faults(row)) == []


def test_no_key_twice() -> None:
    assert sorted(set(KEYS)) == sorted(KEYS)


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_of_a_table_has_its_row_and_every_row_its_rule(table: str) -> None:
    said = {key.partition(" ")[2] for key in KEYS if key.partition(" ")[0] == table}
    sourced = sourced_functions(table) if table in MODULES else set()
    assert said - sourced == TABLES[table]


@pytest.mark.parametrize("module", MODULES)
def test_every_function_that_names_a_source_has_its_row(module: str) -> None:
    assert {f"{module} {name}" for name in sourced_functions(module)} <= set(KEYS)


def test_a_row_for_a_function_names_one_that_is_there() -> None:
    of_functions = [row for row in LAW if row["Key"].partition(" ")[0] in MODULES.keys() - TABLES.keys()]
    gone = [row["Key"] for row in of_functions if row["Key"].split()[1] not in functions(row["Key"].split()[0])]
    assert len(of_functions) > 6
    assert gone == []


def test_whatever_has_a_source_names_it() -> None:
    """Every row of a table in a module of the law that has a field `source` has it filled."""
    values = [value for name in MODULES for value in vars(importlib.import_module(f"ims_xl.gst.{name}")).values()]
    tables = [
        value.values() if isinstance(value, dict) else value
        for value in values
        if isinstance(value, dict | list | tuple)
    ]
    sourced = [row for table in tables for row in table if isinstance(getattr(row, "source", None), str)]
    assert {*RESTRICTIONS, *OUTSIDE, *KINDS} <= set(sourced)
    assert [row for row in sourced if not row.source.strip()] == []


HEAD = "| " + " | ".join(COLUMNS) + " |\n|---|---|---|---|---|---|---|\n"
GOOD = "| outside isd | a rule | CGST Act s. 37 | 28-Nov-2026 | high | `ims_xl/gst/pending.py` | `tests/gst/test_law.py::test_no_key_twice` |"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("", "", []),
        ("CGST Act s. 37", "", ["no Source"]),
        ("28-Nov-2026", "", ["no Checked"]),
        ("28-Nov-2026", "31-Nov-2026", ["31-Nov-2026 is no date such as 28-Nov-2026"]),
        ("high", "sure", ["sure is no certainty"]),
        ("gst/pending.py", "gst/waiting.py", ["there is no `ims_xl/gst/waiting.py`"]),
        ("test_no_key_twice", "test_no_key", ["there is no `tests/gst/test_law.py::test_no_key`"]),
        ("test_law.py::", "test_laws.py::", ["there is no `tests/gst/test_laws.py::test_no_key_twice`"]),
        (" | `tests/gst/test_law.py::test_no_key_twice`", "", ["no Test"]),
    ],
)
def test_a_row_with_a_fault_is_seen(old: str, new: str, fault: list[str]) -> None:
    (row,) = rows(HEAD + GOOD.replace(old, new))
    assert list(faults(row)) == fault


def test_other_tables_are_no_rows() -> None:
    assert rows("| Short | Source |\n|---|---|\n| FAQ | GSTN |\n\n" + HEAD + "\ntext\n| Key | Other |\n") == []
