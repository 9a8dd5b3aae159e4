"""What the installer left: a program that its own check finds right, that Excel can start, and that goes away whole."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from support.addin_desk import Desk
from support.windows import building
from support.windows.machine import PROGRAM, Machine

from ims_xl import __version__
from ims_xl.addin.places import shipped

pytestmark = pytest.mark.windows
PYTHON = rf"{PROGRAM}\python\python.exe"
POINTS = ("Python", "Add-in", "Versions", "Folder between Excel and Python", "Mark of the web",
          "Worksheet functions", "DLL of the worksheet functions", "Trusted")  # fmt: skip
NAMES = ("Oct = Nov.xlsx", "100% & more.xlsx", "Asha's 'R&D' (1).xlsx", "%COMSPEC%^<x>.xlsx", "अक्टूबर 😀.xlsx")


def test_every_point_of_the_status_is_right(machine: Machine) -> None:
    ended = machine.run("ims-xl", "addin", "status")
    if b"Inconsistency detected by ld.so" in ended.err:  # wine itself, as the program ended: its code is lost
        ended = machine.run("ims-xl", "addin", "status")
    assert ended.code == 0
    assert [line.split(":")[0] for line in ended.text.splitlines()] == [f"OK {point}" for point in POINTS]


def test_it_finds_only_its_own_packages(machine: Machine) -> None:
    """Neither what another Python of the user has, nor variables, nor the registry."""
    roaming = machine.profile / "AppData" / "Roaming" / "Python" / "Python313" / "site-packages"
    roaming.mkdir(parents=True, exist_ok=True)
    (roaming / "openpyxl.py").write_text("raise SystemExit(66)")
    key = r"HKCU\Software\Python\PythonCore\3.13\PythonPath"
    machine.run("reg", "add", key, "/ve", "/d", r"C:\tests", "/f")
    code = "import json, os, sys, openpyxl; print(json.dumps([sys.path, openpyxl.__file__]))"
    ended = machine.run(PYTHON, "-c", code, variables={"PYTHONPATH": r"C:\tests", "PYTHONHOME": r"C:\tests"})
    shutil.rmtree(roaming)
    machine.run("reg", "delete", key, "/f")
    path, file = json.loads(ended.out)
    assert file == rf"{PROGRAM}\python\Lib\site-packages\openpyxl\__init__.py"
    assert all(entry.startswith(rf"{PROGRAM}\python") for entry in path)


def click(machine: Machine, folder: Path, book: str, button: str) -> dict[str, object]:
    """Click a button: what the add-in's VBA writes down and hands to Windows is done; the answer it then reads."""
    desk = Desk(shipped(), book=book)
    written = json.loads((machine.profile / ".ims_xl" / "addin.json").read_text(encoding="ascii"))
    desk.configure(**written)
    desk.exchange(written["folder"])
    desk.click(button)
    exchange = machine.profile / "AppData" / "Local" / "ims_xl" / "excel"
    (exchange / "call-4711").write_text(desk.written[0], encoding="ascii")
    assert start(machine, folder, desk.commands[0]) == "ended with 0"
    assert not (exchange / "call-4711").exists()
    answer: dict[str, object] = json.loads((exchange / "result-4711").read_text(encoding="ascii"))
    (exchange / "result-4711").unlink()
    return answer


def start(machine: Machine, folder: Path, command: str) -> str:
    (folder / "click.txt").write_text(command + "\r\n", encoding="utf-16")
    shutil.copy(building.RECIPE / "click.vbs", folder)
    ended = machine.run("cscript", "//nologo", "click.vbs", "click.txt", rf"{PROGRAM}\python", cwd=folder)
    return ended.text.strip()


def test_a_click_starts_python_and_leaves_the_answer(alone: Machine, folder: Path) -> None:
    del alone.variables["IMS_XL_HOME"]  # Excel has no such variable
    answer = click(alone, folder, NAMES[0], "ims_about")
    assert str(answer["text"]).startswith(f"ims_xl {__version__}")


def test_every_name_of_a_workbook_reaches_python_as_it_is(alone: Machine, folder: Path) -> None:
    del alone.variables["IMS_XL_HOME"]
    for name in NAMES:
        answer = click(alone, folder, name, "ims_check")
        assert answer["text"] == f"{name}: Excel's window was not found. Click the button again."


def test_uninstalling_takes_all_of_it_and_nothing_of_the_client(alone: Machine, folder: Path) -> None:
    book = folder / "Oct.xlsx"
    book.write_bytes(b"the client's")
    data = alone.profile / "AppData" / "Local" / "ims_xl"
    data.mkdir(parents=True, exist_ok=True)
    (data / "kept.txt").touch()
    aside = alone.program.with_name("aside")
    alone.program.rename(aside)
    shutil.copytree(aside, alone.program, copy_function=os.link)  # the other tests need it again
    addin = alone.profile / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "ims_xl.xlam"
    try:
        assert addin.exists()
        alone.run(rf"{PROGRAM}\uninstall.exe", "/S")
        for _ in range(120):  # it goes on in a copy of itself, so that it can delete its file
            if not alone.program.exists():
                break
            time.sleep(0.5)
        assert not alone.program.exists()
        assert not addin.exists()
        assert not (alone.profile / ".ims_xl" / "addin.json").exists()
        key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ims_xl"
        assert alone.run("reg", "query", key).code == 1
        assert book.read_bytes() == b"the client's"
        assert (data / "kept.txt").exists()
    finally:
        shutil.rmtree(alone.program, ignore_errors=True)
        aside.rename(alone.program)
        alone.variables.clear()
        assert alone.run("ims-xl", "addin", "install").code == 0
