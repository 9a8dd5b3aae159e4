"""The add-in, built once for all tests."""

from pathlib import Path

import pytest
from support.addin_desk import Desk

from ims_xl.addin.builder import build


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "ims_xl.xlam"
    build(path)
    return path


@pytest.fixture
def desk(addin: Path) -> Desk:
    return Desk(addin)
