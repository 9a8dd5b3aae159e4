"""Builds the machine: wine's Windows, the three things that wine 8 lacks, the program by its installer, and pytest."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.windows.machine import Machine

from ims_xl.addin import wheels, windows

PROJECT = Path(__file__).parents[3]
RECIPE = PROJECT / "tests" / "windows" / "recipe"
COMPILER = "x86_64-w64-mingw32-gcc"
NEEDED = ("wine", "wineserver", COMPILER, "makensis")
TEST_PACKAGES = ("pytest", "hypothesis", "pyOpenVBA")
KEPT = 2  # machines in the cache: of this recipe and of the one before
A_DAY = 86_400  # seconds in which one is built, however slow the computer
_EXPORTS = "[Ordinal/Name Pointer] Table"


def lacking() -> list[str]:
    """Which of the programs are not on this computer."""
    return [name for name in NEEDED if shutil.which(name) is None]


def machine() -> Machine:
    """The machine, from the cache or built; whoever comes while it is built waits."""
    cache = _cache()
    recipe, source = _recipe(), _source()
    root = cache / recipe
    with _lock(cache / f"{recipe}.lock"):
        made = Machine(root)
        stamp = root / "source.txt"
        if not stamp.exists():
            shutil.rmtree(root, ignore_errors=True)
            _build(made)
        elif stamp.read_text() != source:
            with made.locked(exclusive=True):  # no program runs while its modules change
                _renew(made)
        stamp.write_text(source)
        _sweep(cache)
    return made


def _build(made: Machine) -> None:
    for folder in ("home", "wheels"):
        (made.root / folder).mkdir(parents=True)
    made.run("wineboot", "--init")
    _add_missing(made)
    _test_packages(made)
    installer = _installer(made)
    ended = made.run(installer, "/S")
    assert ended.code == 0, f"the installer ended with {ended.code}: {ended.text}"
    _without_copy_file(made.program / "python" / "Lib" / "shutil.py")


def _without_copy_file(module: Path) -> None:
    """wine's CopyFile2 ends the process; Python then copies in its older way."""
    text, asked = module.read_text(encoding="utf-8"), 'hasattr(_winapi, "CopyFile2")'
    assert asked in text
    module.write_text(text.replace(asked, "False"), encoding="utf-8")


def _add_missing(made: Machine) -> None:
    system, objects = made.disk / "windows" / "system32", made.root / "objects"
    objects.mkdir()
    shutil.copy(system / "ucrtbase.dll", system / "ucrtwine.dll")
    complex_ = objects / "complex.o"
    _compile("-c", RECIPE / "complex.c", "-o", complex_)
    exports = objects / "ucrtbase.def"
    exports.write_text(_exports(system / "ucrtwine.dll", complex_))
    _compile("-shared", complex_, exports, "-o", system / "ucrtbase.dll")
    _compile("-shared", RECIPE / "random.c", "-o", system / "bcryptprimitives.dll")
    _compile(
        "-municode",
        RECIPE / "function_host.c",
        RECIPE / "open_workbook.c",
        "-o",
        made.disk / "function_host.exe",
        "-lole32",
        "-loleaut32",
        "-luuid",
    )


def _compile(*words: str | Path) -> None:
    subprocess.run([COMPILER, "-O1", "-s", "-static-libgcc", *map(str, words)], check=True)


def _exports(wines: Path, ours: Path) -> str:
    """All of wine's functions, forwarded, but those that we have."""
    listed = _output("x86_64-w64-mingw32-objdump", "-p", wines)
    names = listed[listed.index(_EXPORTS) + 1 :]
    found = {name: f"ucrtwine.{name}" for name in (line.split()[-1] for line in names[: names.index("")])}
    for line in _output("x86_64-w64-mingw32-nm", "--defined-only", "--extern-only", ours):
        name = line.split()[-1]
        found[name.removeprefix("ims_")] = name
    return "\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *(f"  {name} = {target}" for name, target in found.items())])


def _output(*words: str | Path) -> list[str]:
    return subprocess.run([*map(str, words)], check=True, capture_output=True, text=True).stdout.splitlines()


def _test_packages(made: Machine) -> None:
    """What the tests need beside the program, in a folder of its own: the program must not find it."""
    pins, lock = _pins()
    wanted = wheels.contents(windows.PYTHON, pins, *TEST_PACKAGES)
    program = wheels.contents(windows.PYTHON, pins)
    extra = {name: version for name, version in wanted.items() if name not in program}
    for wheel in wheels.collect(_cache() / "test-wheels", windows.PYTHON, extra, lock):
        wheels.unpack(wheel, made.disk / "tests", made.root / "objects")


def _installer(made: Machine) -> Path:
    """The installer as `tasks.py build` makes it, but not compressed."""
    dist = _cache() / "dist"
    dist.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)], cwd=PROJECT, check=True
    )
    folder, _ = windows.stage(dist, *_pins())
    out = made.root / "ims-installer.exe"
    windows.pack(folder, out, compressed=False)
    return out


def _renew(made: Machine) -> None:
    """The program's own modules as they are now."""
    installed = made.program / "python" / windows.SITE / "ims_xl"
    shutil.rmtree(installed)
    shutil.copytree(PROJECT / "ims_xl", installed, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "workbook_template", installed / "workbook_template")


def _pins() -> tuple[str, str]:
    pins, lock = ((PROJECT / name).read_text(encoding="utf-8") for name in ("constraints.txt", "constraints.lock"))
    return pins, lock


def _recipe() -> str:
    """What changes when the machine has to be built anew: how it is built, and the installer."""
    files = [
        *sorted(RECIPE.iterdir()), *sorted(Path(__file__).parent.glob("*.py")),
        *sorted(path for path in (PROJECT / "ims_xl" / "addin").rglob("*") if path.suffix in (".py", ".nsi", ".xlam")),
        PROJECT / "constraints.lock", PROJECT / "pyproject.toml",
    ]  # fmt: skip
    return _digest(files)


def _source() -> str:
    folders = (PROJECT / "ims_xl", PROJECT / "workbook_template")
    return _digest(
        sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    )


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ims_xl" / "windows"


def _sweep(cache: Path) -> None:
    """Take away the machines of older recipes, and those that were never built to the end: each takes 700 MB."""
    built = sorted(cache.glob("*/source.txt"), key=lambda path: path.stat().st_mtime, reverse=True)
    torn = [folder for folder in cache.iterdir() if folder.is_dir() and not (folder / "source.txt").exists()]
    old = [folder for folder in torn if time.time() - folder.stat().st_mtime > A_DAY]
    for folder in (*(stamp.parent for stamp in built[KEPT:]), *old):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
