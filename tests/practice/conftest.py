from pathlib import Path

import pytest
from support.practice_desk import Folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    for name in ("scratch", "practice"):
        (tmp_path / name).mkdir()
    return Folder(tmp_path / "practice", tmp_path / "scratch")
