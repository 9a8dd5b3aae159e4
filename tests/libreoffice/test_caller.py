"""The workbook that a click means is found by its whole name, from the button's VBA to xlwings."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from support.addin_desk import Desk
from support.excel.books import Application
from support.excel.win32 import windows_engine
from support.months import Saying
from support.stopped_clock import NOW
from support.twenty import PERIOD, RECIPIENT

from ims_xl import workflow
from ims_xl.addin.builder import build
from ims_xl.folders import exchange_folder
from ims_xl.macros import calling, entry
from ims_xl.ui import Silent

pytestmark = pytest.mark.libreoffice
NAMES = ("A=B 100% 'R&D' (आयात).xlsx", "A.xlsx", "a=b.xlsx", "%TEMP%;$HOME!.xlsx", "--wb=A.xlsx")


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    build(tmp_path / "ims_xl.xlam")
    return tmp_path / "ims_xl.xlam"


@pytest.fixture(autouse=True)
def windows(excel: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel on Windows as xlwings finds it by its window."""
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    windows_engine()
    monkeypatch.setattr(sys.modules["xlwings._xlwindows"], "get_xl_app_from_hwnd", {4711: excel}.__getitem__)
    monkeypatch.delattr(xw.Book, "_mock_caller", raising=False)
    excel.exchange = exchange_folder()
    monkeypatch.setattr(calling, "_present", calling.Calling())


def clicked(addin: Path, name: str) -> None:
    """Click Settings in a workbook of that name; Python reads what the add-in has written down."""
    desk = Desk(addin, book="Oct-2026.xlsx")
    units = name.encode("utf-16-le")
    desk.book.name = "".join(chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))
    desk.click("ims_show_settings")
    (said,) = desk.written
    assert said.isascii()
    exchange_folder().mkdir(parents=True, exist_ok=True)
    (exchange_folder() / "call-4711").write_text(said)
    calling.begin(calling.read("call-4711"))


def answered() -> dict[str, Any]:
    """Show the settings and read the box."""
    entry.show_settings()
    box: dict[str, Any] = json.loads((exchange_folder() / "result-4711").read_text())
    return box


def test_names_of_all_kinds_are_found_among_each_other(excel: Application, addin: Path, tmp_path: Path) -> None:
    for name in NAMES:
        workflow.new_workbook(tmp_path / name, Saying(), gstin=RECIPIENT, period=PERIOD, name=name, now=NOW)
    opened = {name: excel.open(tmp_path / name) for name in NAMES}
    for name in NAMES:
        clicked(addin, name)
        assert answered()["ok"] is True
        fronts = [other for other, book in opened.items() if book.get_ActiveSheet().get_Name() == "Settings"]
        assert fronts == [name]
        opened[name].sheet("Home").call_Activate()


def test_one_that_is_not_open_any_more_is_said(excel: Application, addin: Path, tmp_path: Path) -> None:
    workflow.new_workbook(tmp_path / "A.xlsx", Silent(), gstin=RECIPIENT, period=PERIOD, name="A", now=NOW)
    excel.open(tmp_path / "A.xlsx")
    clicked(addin, "A=B.xlsx")
    said = answered()
    assert said["ok"] is False
    assert said["text"] == "A=B.xlsx: this workbook is not open in Excel. Open it, then click the button again."
