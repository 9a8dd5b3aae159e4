"""What the add-in writes down of a click is read once; whatever else stands there is refused in words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ims_xl.folders import exchange_folder
from ims_xl.issues import ImsError
from ims_xl.macros import __main__ as main
from ims_xl.macros import calling

CLICK = "{'do': 'about', 'with': [], 'book': 'Oct-2026.xlsx', 'addin': 'ims_xl.xlam', 'window': 815}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    monkeypatch.setattr(calling, "_present", calling.Calling())
    exchange_folder().mkdir(parents=True)
    return exchange_folder()


def test_a_click_is_read_once(folder: Path) -> None:
    (folder / "call-4711").write_text(CLICK)
    clicked = calling.read("call-4711")
    assert clicked == calling.Calling("about", [], "Oct-2026.xlsx", "ims_xl.xlam", "4711", 815)
    assert clicked.own("result") == folder / "result-4711"
    assert list(folder.iterdir()) == []


def test_where_there_is_but_one_excel_files_have_no_number(folder: Path) -> None:
    (folder / "call").write_text(CLICK)
    assert calling.read("call").own("result") == folder / "result"


@pytest.mark.parametrize("text", ["", "{'do': 'about'}", "__import__('os').getcwd()", "[1, 2]", "{'do': 1 +", "\xff"])
def test_what_is_no_click_is_refused_and_gone(folder: Path, text: str) -> None:
    (folder / "call-4711").write_text(text, encoding="latin-1")
    with pytest.raises(ImsError, match="what was clicked cannot be read"):
        calling.read("call-4711")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("file", ["settings", "call-x", "call-../x", "../call", "call-47/11"])
def test_only_files_of_clicks_are_read(file: str) -> None:
    with pytest.raises(ImsError):
        calling.read(file)


@pytest.mark.parametrize("name", ["_step", "acts", "Any", "__import__", "respond", "nothing"])
def test_only_buttons_are_called(folder: Path, name: str) -> None:
    (folder / "call").write_text(CLICK.replace("about", name))
    main.main("call")
    box = json.loads((folder / "result").read_text())
    assert (box["ok"], box["text"]) == (
        False, f"There is no such button (value: {name}). Install the add-in again: ims-xl addin install",
    )  # fmt: skip


def test_a_click_that_cannot_be_read_is_answered_too(folder: Path) -> None:
    (folder / "call-4711").write_text("half a cli")
    main.main("call-4711")
    box = json.loads((folder / "result-4711").read_text())
    assert (box["ok"], box["text"]) == (False, "call-4711: what was clicked cannot be read. Click the button again.")


def test_a_click_that_never_ends_ends_itself(folder: Path) -> None:
    (folder / "call").write_text(CLICK)
    code = (
        "import time; from ims_xl.macros import __main__ as main, entry; main.LONGEST = 0.2; "
        "entry.about.__code__ = (lambda: __import__('time').sleep(60)).__code__; main.main('call')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=30)
    assert done.returncode == 1
    assert "in <lambda>" in (folder.parent / "ims_xl.log").read_text()
