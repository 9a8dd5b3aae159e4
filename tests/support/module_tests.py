"""Which test files belong to a module: that of its name, or those that the README of its test folder names."""

import re
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "ims_xl"


class Exempt(NamedTuple):
    """A module without a test of its name, and the test files that a README names for it."""

    readme: Path
    module: str
    files: tuple[Path, ...]


def dotted(path: Path) -> str:
    """`ims_xl/gst/periods.py` -> `ims_xl.gst.periods`."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def mirror(path: Path) -> Path:
    """`ims_xl/gst/periods.py` -> `tests/gst/test_periods.py`, whether it is there or not."""
    return TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name}")


def rows(readme: Path, tests: Path = TESTS) -> list[Exempt]:
    """The rows of a README: `| modules | tested by | because |`, names in backticks, files from the folder of tests."""
    folder = ".".join(("ims_xl", *readme.parent.relative_to(tests).parts))
    found = []
    for line in readme.read_text(encoding="utf-8").splitlines():
        cells = [re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            files = tuple(readme.parent / name if "/" not in name else tests / name for name in cells[1])
            found += [Exempt(readme, f"{folder}.{name.replace('/', '.')}", files) for name in cells[0]]
    return found


def exceptions() -> list[Exempt]:
    """The rows of every README."""
    return [row for readme in sorted(TESTS.rglob("README.md")) for row in rows(readme)]


def test_files_of(path: Path) -> list[Path]:
    """The test files of a module of ims_xl; none of an `__init__.py`."""
    if mirror(path).exists():
        return [mirror(path)]
    return [file for row in exceptions() if row.module == dotted(path) for file in row.files]
