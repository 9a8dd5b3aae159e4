"""The record of what was connected: nothing of it is lost, whoever holds the file."""

from pathlib import Path

import pytest

from ims_xl.gstn import connections
from ims_xl.gstn.providers import sandbox_profile

BUYER, OTHER = "27AAZCD1111E1ZS", "29AAZFK3333G1ZV"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "home"))


def test_a_record_that_is_held_for_a_moment_is_not_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = sandbox_profile("http://127.0.0.1:9")
    connections.remember(profile, BUYER)

    def held(_: Path) -> bytes:
        raise PermissionError(13, "held by another program")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", held)
        connections.remember(profile, OTHER)
        assert not connections.is_known(profile, BUYER)
    assert connections.is_known(profile, BUYER)
    assert not connections.is_known(profile, OTHER)
