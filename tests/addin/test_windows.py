import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from support.tools import need

from ims_xl import __version__
from ims_xl.addin import windows
from ims_xl.issues import ImsError

CONSTRAINTS = (Path(__file__).parents[2] / "constraints.txt").read_text(encoding="utf-8")
LOCK = (Path(__file__).parents[2] / "constraints.lock").read_text(encoding="utf-8")
SCRIPT = resources.files("ims_xl.addin").joinpath("setup.nsi").read_text(encoding="utf-8")


@pytest.mark.parametrize("python", windows.PYTHONS)
def test_everything_needed_on_windows_is_in_it_at_the_pinned_version(python: str) -> None:
    wanted = windows.contents(python, CONSTRAINTS)
    pinned = windows.pins(CONSTRAINTS)
    assert wanted.items() <= pinned.items()
    assert {"xlwings", "pywin32", "colorama", "tzdata", "pandas", "numpy", "openpyxl", "typer", "rich"} <= wanted.keys()


def test_nothing_of_the_developers_is_in_it() -> None:
    wanted = windows.contents("3.13", CONSTRAINTS)
    assert not wanted.keys() & {"pytest", "mypy", "ruff", "pyopenvba", "oletools", "hypothesis", "appscript", "psutil"}


def test_a_package_without_pin_is_named() -> None:
    without = "\n".join(line for line in CONSTRAINTS.splitlines() if not line.startswith("pywin32"))
    with pytest.raises(ImsError, match=r"no version of it .value: pywin32."):
        windows.contents("3.13", without)


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
    assert windows.fitting(files, "3.13", wanted) == {
        "numpy": "numpy-2.4.6-cp313-cp313-win_amd64.whl",
        "rich": "rich-15.0.0-py3-none-any.whl",
    }


def test_a_wheel_that_cannot_be_had_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(command))
    (tmp_path / "rich-15.0.0-py3-none-any.whl").touch()
    with pytest.raises(ImsError, match=r"no wheel for Python 3\.13 on Windows .value: numpy==2\.4\.6."):
        windows.download(tmp_path, "3.13", {"rich": "15.0.0", "numpy": "2.4.6"})
    assert asked[0][-1] == "numpy==2.4.6"  # what is there is not fetched again


def test_every_pin_has_checksums_and_every_checksum_a_pin() -> None:
    known = windows.checksums(LOCK)
    assert known.keys() == windows.pins(CONSTRAINTS).keys()
    assert windows.pins(LOCK.replace(" \\", "")) == windows.pins(CONSTRAINTS)
    assert all(known.values())
    assert len(known["numpy"]) > 20  # one for every system and Python


def test_a_wheel_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    file = "rich-15.0.0-py3-none-any.whl"
    (tmp_path / file).write_bytes(b"x")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # SHA-256 of x
    lock = f"rich==15.0.0 ; sys_platform != 'x' \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{digest}\n"
    windows.refuse_strangers(tmp_path, {"rich": file}, windows.checksums(lock))
    (tmp_path / file).write_bytes(b"y")
    with pytest.raises(ImsError, match=f"{file}: the wheel is not the one that constraints.lock names"):
        windows.refuse_strangers(tmp_path, {"rich": file}, windows.checksums(lock))
    with pytest.raises(ImsError, match="that constraints"):
        windows.refuse_strangers(tmp_path, {"numpy": file}, windows.checksums(lock))


def test_without_makensis_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(ImsError, match="install the package nsis"):
        windows.build(tmp_path, CONSTRAINTS, LOCK)


def test_every_supported_python_is_looked_for_newest_first() -> None:
    assert tuple(reversed(re.findall(r'insertmacro LookFor "([\d.]+)"', SCRIPT))) == windows.PYTHONS


def test_it_needs_no_administrator_and_installs_offline() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "--no-index" in SCRIPT
    assert "HKLM" not in re.sub(r"ReadRegStr .*", "", SCRIPT)  # it reads there, and writes for the user alone
    assert not re.findall(r"https?:", SCRIPT)


def test_the_script_compiles(tmp_path: Path) -> None:
    program = shutil.which("makensis") or ""
    need(bool(program), "makensis")
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"x")
    (tmp_path / "setup.nsi").write_text(SCRIPT, encoding="utf-8")
    defined = [f"-DVERSION={__version__}", f"-DWHEELS={tmp_path / 'wheels'}", f"-DOUT={tmp_path / 'ims-setup.exe'}"]
    subprocess.run([program, "-V2", "-WX", *defined, str(tmp_path / "setup.nsi")], check=True)
    assert (tmp_path / "ims-setup.exe").read_bytes()[:2] == b"MZ"
