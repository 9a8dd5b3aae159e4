"""The workbook that a click means is found by its whole name, from the button's VBA to xlwings."""

import ast
import sys
from pathlib import Path

import pytest
import xlwings as xw
from support.addin_desk import Desk
from support.excel.books import Application
from support.excel.win32 import windows_engine
from support.months import Saying
from support.roads import click
from support.stopped_clock import NOW
from support.twenty import PERIOD, RECIPIENT

from ims_xl import workflow
from ims_xl.addin.builder import build
from ims_xl.macros import entry
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


def clicked(addin: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Click Settings in a workbook of that name; sys.argv becomes what the add-in makes of it."""
    desk = Desk(addin, book="Oct-2026.xlsx")
    units = name.encode("utf-16-le")
    desk.book.name = "".join(chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))
    desk.click("ims_show_settings")
    (command,) = desk.commands
    assert command.isascii()
    assert "%" not in command  # Windows would put an environment variable there
    code = command.partition('-c "')[2].removesuffix('"')
    words = ast.literal_eval(code.partition("sys.argv[1:]=")[2].partition("; ")[0])
    monkeypatch.setattr(sys, "argv", ["-c", *words])


def test_names_of_all_kinds_are_found_among_each_other(
    excel: Application, addin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        workflow.new_workbook(tmp_path / name, Saying(), gstin=RECIPIENT, period=PERIOD, name=name, now=NOW)
    opened = {name: excel.open(tmp_path / name) for name in NAMES}
    for name in NAMES:
        clicked(addin, name, monkeypatch)
        assert click(entry.show_settings)["ok"] is True
        fronts = [other for other, book in opened.items() if book.get_ActiveSheet().get_Name() == "Settings"]
        assert fronts == [name]
        opened[name].sheet("Home").call_Activate()


def test_one_that_is_not_open_any_more_is_said(
    excel: Application, addin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.new_workbook(tmp_path / "A.xlsx", Silent(), gstin=RECIPIENT, period=PERIOD, name="A", now=NOW)
    excel.open(tmp_path / "A.xlsx")
    clicked(addin, "A=B.xlsx", monkeypatch)
    said = click(entry.show_settings)
    assert said["ok"] is False
    assert said["text"] == "A=B.xlsx: this workbook is not open in Excel. Open it, then click the button again."
