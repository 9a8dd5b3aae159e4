"""A scripted portal and a desk with a client of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desk import Desk
from support.portal import Portal, serve_portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serve_portal() as portal:
        yield portal


@pytest.fixture
def desk(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    return Desk(portal, tmp_path)
