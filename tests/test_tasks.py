import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[1] / "tasks.py"


@pytest.fixture(scope="module")
def tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tasks", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_fingerprint_changes_with_every_part(tasks: ModuleType) -> None:
    prints = {tasks.fingerprint(*parts) for parts in (("a", "b"), ("ab", ""), ("a", "c"), ("a",))}
    assert len(prints) == 4
    assert tasks.fingerprint("a", "b") == tasks.fingerprint("a", "b")


@pytest.mark.parametrize(
    ("stamp", "kind", "enough"),
    [
        ("abc run\n", "run", True),
        ("abc dev\n", "run", True),
        ("abc dev\n", "dev", True),
        ("abc run\n", "dev", False),
        ("old dev\n", "dev", False),
        ("", "run", False),
    ],
)
def test_an_environment_is_used_again_when_it_has_what_is_wanted(
    tasks: ModuleType, stamp: str, kind: str, enough: bool
) -> None:
    assert tasks.holds(stamp, "abc", kind) is enough


def test_who_only_runs_it_installs_nothing_of_the_developers(tasks: ModuleType) -> None:
    lock = (FILE.parent / tasks.LOCK).read_text(encoding="utf-8")
    to_run, all_ = tasks.requirements(lock, "run"), tasks.requirements(lock, "dev")
    assert "\npandas==" in to_run
    assert "\npytest==" not in to_run
    assert "\npytest==" in all_
    assert all_.startswith(to_run)


def test_packages_are_installed_with_their_checksums_and_ours_without_asking_for_more(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "VENV", tmp_path)
    monkeypatch.setattr(tasks, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(tasks, "run", lambda *words: calls.append(words) or 0)
    monkeypatch.setattr(tasks.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    tasks.set_up("run")
    first, second = calls
    assert {"--require-hashes", "--no-deps", str(tmp_path / "requirements.txt")} <= set(first)
    assert second[-3:] == ("--no-deps", "-e", ".")
    assert "pytest==" not in (tmp_path / "requirements.txt").read_text(encoding="utf-8")


def test_long_tests_run_only_when_asked_for(tasks: ModuleType) -> None:
    assert tasks.pytest_arguments(False, ["-k", "seal"]) == [
        "pytest",
        "-n",
        "auto",
        "--dist",
        "worksteal",
        "-m",
        "not long",
        "-k",
        "seal",
    ]
    assert tasks.pytest_arguments(True, []) == ["pytest", "-n", "auto", "--dist", "worksteal"]


def test_the_demo_goes_into_its_folder_unless_another_is_named(tasks: ModuleType) -> None:
    assert tasks.demo_arguments(["--seed", "7"]) == ["ims-xl", "demo", "--out", "demo", "--seed", "7"]
    assert tasks.demo_arguments(["--out", "other"]) == ["ims-xl", "demo", "--out", "other"]
    assert tasks.demo_arguments(["--out=other"]) == ["ims-xl", "demo", "--out=other"]


def test_one_line_says_how_it_went(tasks: ModuleType) -> None:
    assert tasks.closing_line([], ["mypy", "pytest"], 125.4) == "All passed: mypy, pytest (2:05 min)."
    assert tasks.closing_line(["mypy"], ["mypy", "pytest"], 7) == "FAILED: mypy (1 of 2 steps, 0:07 min)."


def test_without_a_task_it_prints_help() -> None:
    result = subprocess.run([sys.executable, FILE], capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert all(word in result.stdout for word in ("demo", "test [--long]", "check", "build"))


def test_an_old_python_is_refused_with_a_sentence(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert tasks.main(["check"]) == 1
    assert capsys.readouterr().out == "This needs Python 3.11 or newer; this is Python 3.9.\n"


def test_a_python_that_makes_no_environments_is_told_what_to_install(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    assert tasks.main(["check"]) == 1
    assert capsys.readouterr().out == (
        "This Python cannot make an environment. On Debian and Ubuntu install the package "
        "python3.11-venv, then run this again.\n"
    )


def test_the_wheel_is_the_same_bytes_wherever_and_whenever_it_is_built(tasks: ModuleType, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    for name in ("ims_xl", "workbook_template"):
        shutil.copytree(
            FILE.parent / name, other / name, copy_function=shutil.copy, ignore=shutil.ignore_patterns("*.pyc")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(FILE.parent / name, other)
    (other / "ims_xl" / "schema.py").chmod(0o600)
    command = [sys.executable, "-m", *tasks.BUILDS["wheel"][:-1]]
    for folder, out in ((FILE.parent, tmp_path / "first"), (other, tmp_path / "second")):
        subprocess.run([*command, str(out)], cwd=folder, check=True, capture_output=True)
    (first,), (second,) = (list((tmp_path / name).iterdir()) for name in ("first", "second"))
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
