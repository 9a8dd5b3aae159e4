"""Every threat of the page of threats, and every bad day of the page of reliability, names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("page", "fewest"), [("security", 20), ("reliability", 15)])
def test_every_line_names_a_test_that_is_there(page: str, fewest: int) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == 4 and "::" in line]
    assert len(named) == len(rows) >= fewest
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in functions, f"{file}::{name}"
