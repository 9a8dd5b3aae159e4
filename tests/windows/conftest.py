"""The machine that all tests here share; they are skipped without wine, or fail where nothing may be skipped."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from support.tools import need
from support.windows import building
from support.windows.machine import Machine


@pytest.fixture(scope="session")
def built() -> Machine:
    lacking = building.lacking()
    need(not lacking, f"for Windows programs: {', '.join(lacking)}")
    return building.machine()


@pytest.fixture
def machine(built: Machine) -> Iterator[Machine]:
    """The machine, shared with tests of other processes."""
    with built.locked():
        yield built


@pytest.fixture
def alone(built: Machine) -> Iterator[Machine]:
    """The machine, while no other test uses it."""
    with built.locked(exclusive=True):
        yield built


@pytest.fixture
def folder(built: Machine) -> Iterator[Path]:
    """A new folder with a name in another script and every sign Windows allows; the program's data is new, too."""
    made = built.disk / "clients" / uuid4().hex[:8] / "ग्राहक & Sons = 100% 'A'"
    made.mkdir(parents=True)
    built.variables["IMS_XL_HOME"] = rf"C:\clients\{made.parent.name}\data"
    yield made
    built.variables.clear()
    shutil.rmtree(made.parent, ignore_errors=True)
