"""Nothing from the client's folder or workbook is run: what a planted file would need, executed as far as it can be."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.addin_desk import CONFIGURATION, FOLDER, INTERPRETER, PROFILE, Desk

from ims_xl.addin.builder import function_sources, sources
from ims_xl.addin.ribbon import load

EXPECTED = f'"{INTERPRETER}" -E -P -m ims_xl.macros call-4711'


def flags(command: str) -> list[str]:
    """What stands between interpreter and code."""
    return command.split('"')[2].split()


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A client's folder with everything planted that a stock add-in would take code from."""
    folder = tmp_path / "Client"
    folder.mkdir()
    trap = "open('ran.txt', 'w').write(__name__)\nraise SystemExit(66)\n"
    for name in ("pandas.py", "xlwings.py", "ims_xl.py", "sitecustomize.py", "usercustomize.py", "json.py"):
        (folder / name).write_text(trap)
    for name in ("ims_xl.conf", "xlwings.conf", "addin.json", ".ims_xl.conf"):
        (folder / name).write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\n"PYTHONPATH","."\n')
    with zipfile.ZipFile(folder / "Oct-2026.zip", "w") as package:
        package.writestr("ims_xl/__init__.py", trap)
    (folder / "Oct-2026.xlsx").write_bytes(b"")
    return folder


def test_a_conf_sheet_in_the_workbook_changes_nothing(desk: Desk) -> None:
    for name in ("ims_xl.conf", "xlwings.conf", "myaddin.conf", "evil.py"):
        sheet = desk.app.application.active_book.vba_get("Worksheets").vba_get("Add")
        sheet.name = name
        planted = desk.app.sheet(name)
        for row, (key, value) in enumerate(
            [("INTERPRETER_WIN", r"C:\evil\python.exe"), ("PYTHONPATH", "."), ("ADD_WORKBOOK_TO_PYTHONPATH", "true")], 1
        ):
            planted.set_value(f"A{row}", key)
            planted.set_value(f"B{row}", value)
    desk.click("ims_check")
    assert desk.commands == [EXPECTED]


def test_files_beside_the_workbook_are_not_even_looked_for(desk: Desk) -> None:
    beside = rf"{desk.book.path}\addin.json"
    desk.files[beside] = json.dumps({"interpreter": r"C:\evil\python.exe", "folder": "."})
    desk.click("ims_check")
    assert desk.commands == [EXPECTED]
    assert desk.started_in == [INTERPRETER.rpartition("\\")[0]]


@pytest.mark.parametrize("folder", [r"\\server\share\Client", r"C:\Users\Asha\Client", r"Z:\&calc&"])
def test_the_folder_of_the_workbook_is_not_on_the_command_line(desk: Desk, folder: str) -> None:
    desk.book.path = folder
    desk.current = folder  # where Excel stands after a double click on the workbook
    desk.click("ims_check")
    assert desk.commands == [EXPECTED]
    assert desk.started_in == [INTERPRETER.rpartition("\\")[0]]
    assert desk.current == folder  # given back to Excel


@pytest.mark.parametrize(
    "name",
    [
        "a' + __import__('os').system('calc') + '.xlsx",
        'a" & calc & ".xlsx',
        "%COMSPEC%.xlsx",
        "a\\u0027.xlsx",
        "ब&^|.xlsx",
    ],
)
def test_the_name_of_the_workbook_stays_a_name(addin: Path, name: str) -> None:
    desk = Desk(addin, book=name)
    desk.click("ims_check")
    (command,) = desk.commands
    assert command.isascii()
    assert command == EXPECTED
    assert desk.calls == [{"do": "check", "with": [], "book": name, "addin": "ims_xl.xlam", "window": 4711}]


@pytest.mark.parametrize(
    "interpreter",
    [
        "python",
        "pythonw",
        "python.exe",
        r"\\server\share\python.exe",
        r"..\python.exe",
        "C:python.exe",
        r'C:\a" x\python.exe',
        "",
    ],
)
def test_an_interpreter_without_full_local_path_is_not_started(desk: Desk, interpreter: str) -> None:
    desk.configure(interpreter=interpreter, folder=FOLDER)
    desk.click("ims_check")
    assert desk.commands == []
    assert "ims-xl addin status" in desk.said[0]


def test_a_missing_configuration_starts_nothing(desk: Desk) -> None:
    del desk.files[CONFIGURATION]
    desk.click("ims_check")
    assert desk.commands == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("check(); import os", ""),
        ("__import__", "'os'"),
        ("check", "'); __import__('os').system('calc'"),
        ("check", "open"),
        ("e.check", ""),
        ("Check", ""),
    ],
)
def test_what_a_formula_or_shape_of_a_workbook_could_call_takes_no_code(desk: Desk, name: str, arguments: str) -> None:
    desk.app.add_module(
        'Function Planted(name, arguments)\n Dim started As Boolean\n ImsLaunch name, arguments, "x.xlsx", started\n'
        " Planted = started\nEnd Function\n",
        name="Planted",
    )
    allowed = name == "__import__"  # lower case and underscores: it would call the entry module's, which has none
    assert desk.app.run("Planted", name, arguments) is allowed
    assert len(desk.commands) == allowed


@pytest.mark.parametrize("name", [r"..\x.bat", r"C:\x.txt", "a/b", "A.txt", "x:y"])
def test_files_are_only_written_into_the_own_folder(desk: Desk, name: str) -> None:
    desk.app.add_module('Sub Plant(name)\n ImsWrite name, "x"\nEnd Sub\n', name="Planted")
    before = set(desk.files)
    desk.app.run("Plant", name)
    assert {path for path in set(desk.files) - before if path} == set()


def test_modules_with_helpers_are_closed_to_other_workbooks() -> None:
    texts = sources(load())
    for name in ("ImsText", "ImsHost", "ImsPython", "ImsBox", "ImsAsk", "ImsBooks"):
        assert "Option Private Module" in texts[name]
    for name in ("ImsText", "ImsHost", "xlwings"):
        assert "Option Private Module" in function_sources()[name]
    assert "Function ImsLaunch" not in texts["ImsPython"]  # a Function could stand in a cell


def test_the_server_of_the_worksheet_functions_is_started_alike(desk: Desk) -> None:
    desk.app.add_module(function_sources()["xlwings"], name="xlwings")
    desk.app.add_module("Function Server()\n Server = XLPyCommand()\nEnd Function\n", name="Driver")
    assert desk.app.run("Server") == f'"{INTERPRETER}" -E -P -c "import xlwings; xlwings.serve(\'$(CLSID)\')"'
    desk.configure(interpreter="pythonw", folder=FOLDER)
    from pyopenvba.exceptions import VBARuntimeError

    with pytest.raises(VBARuntimeError, match="Python is not set up"):
        desk.app.run("Server")


def test_the_server_is_found_under_a_user_name_that_the_system_has_no_letters_for(desk: Desk) -> None:
    """A Declare hands texts over in the system's code page, where such a name would be question marks."""
    desk.configure(interpreter=r"C:\Users\आशा\AppData\Local\ims_xl\python\python.exe", folder=FOLDER)
    desk.app.add_module(function_sources()["xlwings"], name="xlwings")
    desk.app.add_module("Function Server()\n Server = XLPyCommand()\nEnd Function\n", name="Driver")
    assert str(desk.app.run("Server")).startswith(r'"C:\Users\0A1B~1\AppData\Local\ims_xl\python\python.exe" -E -P -c')


def test_the_dll_is_loaded_by_its_full_path() -> None:
    loads = re.findall(r"LoadLibrary\((.*?)\)", function_sources()["xlwings"].partition("' From here on")[2])
    assert loads == [r'folder & "\" & XLPyDLLName'] * 2


def test_python_started_so_takes_nothing_from_the_current_folder(desk: Desk, client: Path) -> None:
    desk.click("ims_check")
    assert flags(desk.commands[0])[:3] == ["-E", "-P", "-m"]
    code = "import sys, json, pandas, xlwings, ims_xl; print(json.dumps([sys.path, ims_xl.__file__, pandas.__file__]))"
    environment = {**os.environ, "PYTHONPATH": str(client), "PYTHONSTARTUP": str(client / "pandas.py")}
    done = subprocess.run(
        [sys.executable, "-E", "-P", "-c", code],
        cwd=client,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    path, *files = json.loads(done.stdout)
    assert not [entry for entry in path if entry in ("", ".") or Path(entry).is_relative_to(client)]
    assert not [entry for entry in path if entry.endswith("Oct-2026.zip")]
    assert not [file for file in files if Path(file).is_relative_to(client)]
    assert not (client / "ran.txt").exists()


def test_the_traps_are_real(client: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import pandas"], cwd=client, capture_output=True, check=False)
    assert done.returncode == 66
    assert (client / "ran.txt").exists()


def test_a_user_name_in_another_script_reaches_python(desk: Desk) -> None:
    interpreter = r"C:\Users\आशा\python.exe"
    desk.configure(interpreter=interpreter, folder=FOLDER)
    assert desk.files[CONFIGURATION].isascii()
    desk.click("ims_check")
    assert desk.commands[0].startswith(f'"{interpreter}" -E')
    assert CONFIGURATION == PROFILE + r"\.ims_xl\addin.json"


def test_the_worker_of_long_work_is_started_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ims_xl.macros import worker

    started: list[tuple[list[str], Path]] = []

    class Process:
        pid = 1

        def __init__(self, command: list[str], cwd: Path, **_: object) -> None:
            started.append((command, cwd))

    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    (tmp_path / "excel").mkdir()
    monkeypatch.setattr(subprocess, "Popen", Process)
    worker.launch("download", tmp_path / "x.xlsx", "sandbox", {}, ())
    ((command, folder),) = started
    assert command[:4] == [sys.executable, "-E", "-P", "-c"]
    assert folder == tmp_path / "excel"
