import hashlib
import json
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from ims_xl import __version__, cli
from ims_xl.addin.install import install, uninstall
from ims_xl.addin.places import FUNCTIONS, NAME, Machine, shipped
from ims_xl.addin.status import checks, versions_in
from ims_xl.issues import ImsError

XLSTART = "AppData/Roaming/Microsoft/Excel/XLSTART/ims_xl.xlam"
MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/ims_xl.xlam"
DLL = f"xlwings64-{metadata.version('xlwings')}.dll"


def machine(home: Path, platform: str = "win32", **more: Any) -> Machine:
    scripts = home / "env" / "Scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    (scripts / "python.exe").touch()
    (home / "env" / DLL).touch()
    values = {"environment": {}, "interpreter": str(scripts / "python.exe"), "exchange": home / "exchange", **more}
    return Machine(platform=platform, home=home, **values)


def points(at: Machine) -> dict[str, bool]:
    return {check.name: check.ok for check in checks(at)}


def test_on_windows_it_goes_into_the_start_up_folder_of_the_user(tmp_path: Path) -> None:
    lines = install(machine(tmp_path))
    assert (tmp_path / XLSTART).read_bytes() == shipped().read_bytes()
    assert (tmp_path / XLSTART).with_name(FUNCTIONS).read_bytes() == shipped(FUNCTIONS).read_bytes()
    configuration = tmp_path / ".ims_xl" / "addin.json"
    assert json.loads(configuration.read_text(encoding="ascii")) == {
        "interpreter": str(tmp_path / "env" / "Scripts" / "python.exe"),
        "folder": str(tmp_path / "exchange"),
    }
    assert (tmp_path / "exchange").is_dir()
    assert "macros are blocked" in lines[-1]
    assert "Trust Center" in lines[-1]


def test_the_roaming_folder_is_where_windows_says_it_is(tmp_path: Path) -> None:
    install(machine(tmp_path, environment={"APPDATA": str(tmp_path / "Elsewhere")}))
    assert (tmp_path / "Elsewhere/Microsoft/Excel/XLSTART/ims_xl.xlam").exists()


def test_a_name_in_another_script_stays_ascii_in_the_configuration(tmp_path: Path) -> None:
    at = machine(tmp_path, interpreter=r"C:\Users\आशा\python.exe")
    install(at)
    raw = (tmp_path / ".ims_xl" / "addin.json").read_bytes()
    assert rb"\u0906\u0936\u093e" in raw


def test_on_a_mac_it_goes_into_the_group_container_with_the_script(tmp_path: Path) -> None:
    exchange = tmp_path / "Library/Containers/com.microsoft.Excel/Data/ims_xl"
    at = machine(tmp_path, "darwin", exchange=exchange)
    install(at)
    assert (tmp_path / MAC_STARTUP).exists()
    assert (exchange / "addin.json").exists()
    script = tmp_path / "Library/Application Scripts/com.microsoft.Excel/ims_xl.applescript"
    assert "quoted form of calling" in script.read_text()
    assert points(at) == {
        "Python": True, "Add-in": True, "Versions": True, "Folder between Excel and Python": True,
        "Script that starts Python": True,
    }  # fmt: skip


def test_on_linux_it_says_that_excel_is_not_here_and_what_works(tmp_path: Path) -> None:
    for step in (install, uninstall, checks):
        with pytest.raises(ImsError, match="Excel is not on this machine") as caught:
            step(machine(tmp_path, "linux"))  # type: ignore[operator]
        assert "also works without Excel" in str(caught.value)


def test_python_on_a_network_share_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImsError, match="network share"):
        install(machine(tmp_path, interpreter=r"\\server\share\python.exe"))
    assert not (tmp_path / XLSTART).exists()


def test_an_add_in_that_excel_holds_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    real = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target).suffix == ".xlam":
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(ImsError, match="Close Excel completely"):
        install(machine(tmp_path))
    assert [path.name for path in (tmp_path / XLSTART).parent.iterdir()] == []


def test_uninstall_removes_what_install_wrote_and_nothing_else(tmp_path: Path) -> None:
    at = machine(tmp_path)
    install(at)
    (tmp_path / "exchange" / "kept.txt").touch()
    other = (tmp_path / XLSTART).with_name("PERSONAL.XLSB")
    other.touch()
    assert len(uninstall(at)) == 4
    assert not (tmp_path / XLSTART).exists()
    assert not (tmp_path / ".ims_xl" / "addin.json").exists()
    assert other.exists()
    assert (tmp_path / "exchange" / "kept.txt").exists()
    assert uninstall(at)[0] == "The add-in was not installed."


def test_status_of_a_good_installation(tmp_path: Path) -> None:
    at = machine(tmp_path)
    install(at)
    assert points(at) == {
        "Python": True, "Add-in": True, "Versions": True, "Folder between Excel and Python": True,
        "Mark of the web": True, "Worksheet functions": True, "DLL of the worksheet functions": True, "Trusted": True,
    }  # fmt: skip


def test_status_before_installation_says_what_to_do(tmp_path: Path) -> None:
    found = {check.name: check for check in checks(machine(tmp_path))}
    assert not found["Python"].ok
    assert not found["Add-in"].ok
    assert found["Add-in"].remedy == "Close Excel and type: ims-xl addin install"


def _other_python(home: Path) -> Machine:
    return machine(home, interpreter=str(home / "other.exe"))


def _old_addin(home: Path) -> Machine:
    with zipfile.ZipFile(home / XLSTART, "w") as package:
        package.writestr("docProps/core.xml", "<dc:description>ims_xl 0.0.9, xlwings 0.30.1</dc:description>")
    return machine(home)


def _marked(home: Path) -> Machine:
    (home / f"{XLSTART}:Zone.Identifier").touch()
    return machine(home)


def _without_dll(home: Path) -> Machine:
    at = machine(home)
    (home / "env" / DLL).unlink()
    return at


def _policy(name: str, value: int, key: str) -> Callable[[Path], Machine]:
    def registry(asked: str, wanted: str) -> object:
        return value if (asked, wanted) == (key, name) else None

    return lambda home: machine(home, registry=registry)


SECURITY = r"Microsoft\Office\16.0\Excel\Security"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (_other_python, {"Python", "DLL of the worksheet functions"}),
        (_old_addin, {"Add-in", "Versions"}),
        (_marked, {"Mark of the web"}),
        (_without_dll, {"DLL of the worksheet functions"}),
        (_policy("VBAWarnings", 4, rf"Software\Policies\{SECURITY}"), {"Trusted"}),
        (_policy("VBAWarnings", 4, rf"Software\{SECURITY}"), {"Trusted"}),
        (_policy("VBAWarnings", 2, rf"Software\{SECURITY}"), set()),
        (_policy("AllLocationsDisabled", 1, rf"Software\Policies\{SECURITY}\Trusted Locations"), {"Trusted"}),
    ],
)
def test_status_finds_each_fault(tmp_path: Path, change: Callable[[Path], Machine], wrong: set[str]) -> None:
    install(machine(tmp_path))
    assert {name for name, ok in points(change(tmp_path)).items() if not ok} == wrong


def test_the_add_in_says_what_it_was_made_with(tmp_path: Path) -> None:
    assert versions_in(shipped()) == (__version__, metadata.version("xlwings"))
    (tmp_path / "no.xlam").write_text("no zip")
    assert versions_in(tmp_path / "no.xlam") == ("unknown", "unknown")


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from ims_xl.addin import places

    monkeypatch.setattr(places, "Machine", lambda: machine(tmp_path))
    for command in ("install", "status", "uninstall"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["addin", command])
        assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"The add-in: {tmp_path / XLSTART}" in shown
    assert "✔ Trusted" in shown
    assert "Removed" in shown
    with pytest.raises(SystemExit) as ended:
        cli.main(["addin", "status"])
    assert ended.value.code == 1
    assert "Python: Close Excel and type: ims-xl addin install" in capsys.readouterr().out


def test_build_writes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["addin", "build", "--out", str(tmp_path)])
    said = capsys.readouterr().out
    for name in (NAME, FUNCTIONS):
        assert f"{tmp_path / name}: SHA-256 {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}" in said
