"""Fixtures that need other programs; they skip with one line, or fail when IMS_REQUIRE_ALL=1."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from support import validators
from support.libreoffice import LibreOffice
from support.tools import need

from ims_xl.garbage import collect_rarely

# An example is not wrong for being slow: other tests run beside it, with programs of their own.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def little_garbage() -> None:
    """As in a step of the program; pytest holds many objects besides."""
    collect_rarely()


@pytest.fixture(scope="session", autouse=True)
def nothing_held() -> Iterator[None]:
    """Fails the test when a workbook is replaced that this process holds open: Windows would not do it."""
    replace = os.replace

    def checked(source: str | Path, target: str | Path) -> None:
        held = [os.path.realpath(Path("/proc/self/fd") / number) for number in os.listdir("/proc/self/fd")]
        held = held if Path(target).suffix == ".xlsx" else []
        assert os.path.realpath(target) not in held, f"{target} is open in this process"
        replace(source, target)

    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setattr(os, "replace", checked)
        yield


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile of its own."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    need(bool(program), "LibreOffice")
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice-profile"))


@pytest.fixture(params=["openxml-audit", pytest.param("Open XML SDK", marks=pytest.mark.node)])
def validate(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Fails the test when a validator objects to a workbook; the test runs once with each."""
    if request.param == "openxml-audit":
        need(importlib.util.find_spec("openxml_audit") is not None, "openxml-audit")
        check = validators.audit
    else:
        present = bool(shutil.which("node")) and validators.sdk_program().exists()
        need(present, "Node with @ooxml-tools/validate (see IMS_NODE_MODULES in tests/support/validators.py)")
        check = validators.sdk

    def validated(path: Path) -> None:
        assert check(path) == []

    return validated
