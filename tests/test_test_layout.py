"""Every module has a test of its name, or the README of its test folder says what tests it."""

import ast
import re
from functools import cache
from pathlib import Path

import grimp
import pytest
from support.module_tests import PACKAGE, TESTS, Exempt, dotted, exceptions, mirror, rows


def without_test() -> set[str]:
    """The modules, `ims_xl.` before each, that have no test of their name in the folder that mirrors theirs."""
    modules = [path for path in PACKAGE.rglob("*.py") if not path.stem.startswith("__")]
    return {dotted(path) for path in modules if not mirror(path).exists()}


EXCEPTIONS = exceptions()


@cache
def names_in(file: Path) -> frozenset[str]:
    """Everything that a file imports, and every dotted name of ours in its texts."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.exists() else ():
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(re.findall(r"ims_xl(?:\.\w+)+", node.value))
    return frozenset(found)


def named(test: Path) -> set[str]:
    """What a test file names, with what it has from its conftest and from support."""
    waiting, seen, found = [test, test.with_name("conftest.py"), TESTS / "conftest.py"], set[Path](), set[str]()
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen.add(file)
            found |= names_in(file)
            waiting += [
                TESTS.joinpath(*name.split(".")).with_suffix(".py")
                for name in names_in(file)
                if name.startswith("support.")
            ]
    return found


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("ims_xl")


def test_every_module_has_its_test_or_a_row_that_says_why_not() -> None:
    assert without_test() - {row.module for row in EXCEPTIONS} == set()


def test_no_row_is_left_of_a_module_that_is_gone_or_has_its_test() -> None:
    assert {row.module for row in EXCEPTIONS} - without_test() == set()


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.module)
def test_the_files_of_a_row_are_there_and_reach_the_module(row: Exempt, graph: grimp.ImportGraph) -> None:
    reaching = {row.module, *graph.find_downstream_modules(row.module)}
    assert row.files
    for file in row.files:
        assert file.exists(), f"{file} is not there"
        assert named(file) & reaching, f"{file.name} imports nothing that leads to {row.module}"


def test_a_row_is_read(tmp_path: Path) -> None:
    readme = tmp_path / "gst" / "README.md"
    readme.parent.mkdir()
    readme.write_text("| Modules | Tested by | Because |\n|---|---|---|\n| `a/b`, `c` | `test_d.py` | so |\n")
    assert rows(readme, tmp_path) == [
        Exempt(readme, "ims_xl.gst.a.b", (readme.parent / "test_d.py",)),
        Exempt(readme, "ims_xl.gst.c", (readme.parent / "test_d.py",)),
    ]
