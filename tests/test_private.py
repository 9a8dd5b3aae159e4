"""What the program keeps is for one user's eyes."""

import os
import stat
from pathlib import Path

import pytest
from support.twenty import RECIPIENT

from ims_xl import private
from ims_xl.folders import data_folder, exchange_folder
from ims_xl.gstn.archive import Archive
from ims_xl.macros import answer
from ims_xl.store import open_store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out of a user's folder itself")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def rights(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


def test_a_folder_and_those_it_lies_in_are_made_for_this_user(home: Path) -> None:
    private.private_folder(home / "traffic" / "gsp")
    assert [rights(folder) for folder in (home, home / "traffic", home / "traffic" / "gsp")] == ["700"] * 3


def test_what_an_older_version_left_open_is_closed(home: Path) -> None:
    (home / "backups").mkdir(parents=True)
    home.chmod(0o755)
    store, copy = home / "27AAZCD1111E1ZS.sqlite3", home / "backups" / "Oct.xlsx"
    for file in (store, copy):
        file.touch()
        file.chmod(0o644)
    private.private_folder(home / "backups")
    assert (rights(home), rights(home / "backups"), rights(store), rights(copy)) == ("700", "700", "600", "600")


def test_a_folder_for_everybody_and_links_are_left_alone(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    outside = tmp_path / "outside.txt"
    outside.touch()
    outside.chmod(0o644)
    (home / "link").symlink_to(outside)
    private.private_folder(home)
    assert rights(outside) == "644"
    home.chmod(0o1777)
    private.private_folder(home)
    assert rights(home) == "1777"


def test_a_folder_of_somebody_else_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    home.mkdir(mode=0o755)
    monkeypatch.setattr(Path, "chmod", refused)
    assert private.private_folder(home) == home


def test_store_traffic_exchange_and_log_are_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    before = os.umask(0o022)
    try:
        store = open_store(data_folder(), RECIPIENT)
        Archive(data_folder() / "traffic" / "gsp", 1_000, dt.datetime(2026, 11, 24)).add({"what": "x"})
        answer.respond("Check", lambda: 1 / 0)  # type: ignore[arg-type, return-value]
        store.close()
    finally:
        os.umask(before)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {path.name.split("-")[0] for path in files} >= {f"{RECIPIENT}.sqlite3", "result", "ims_xl.log"}
    assert {rights(path) for path in files} == {"600"}
    assert {rights(path) for path in (home, exchange_folder(), *(p for p in home.rglob("*") if p.is_dir()))} == {"700"}
