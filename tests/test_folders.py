"""Where the program keeps what is its own."""

import sys
from pathlib import Path

import pytest

from ims_xl import folders


def test_one_variable_moves_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    assert folders.data_folder() == folders.config_folder() == tmp_path
    assert folders.backups_folder() == tmp_path / "backups"


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", "")
    assert folders.data_folder().name == folders.config_folder().name == "ims_xl"
    assert folders.data_folder().is_absolute()


def test_on_a_mac_excel_reaches_only_its_own_container(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert folders.exchange_folder() == tmp_path / "excel"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert folders.exchange_folder().parts[-3:] == ("com.microsoft.Excel", "Data", "ims_xl")
