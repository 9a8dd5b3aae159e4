"""The wheels that go into the Windows installer: which, from where, and that they are the pinned ones."""

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from ims_xl.issues import ImsError

PLATFORM = "win_amd64"
OWN = "ims-xl"
BESIDE_PYTHON = "pywin32_system32"  # DLLs that others load by name; pywin32's own code for that needs `site`
LEFT_OUT = ("pandas/tests/", "pythonwin/")  # 30 MB that no program imports


def pins(constraints: str) -> dict[str, str]:
    """Name to version of every line `name==version`, whatever marker follows."""
    parts = (line.partition(";")[0].partition("==") for line in constraints.splitlines() if "==" in line)
    return {canonicalize_name(name.strip()): version.strip() for name, _, version in parts}


def contents(python: str, constraints: str, *roots: str) -> dict[str, str]:
    """Name to pinned version of every package that ims_xl, or `roots`, needs at run time on Windows with this Python.

    Raises ImsError for one that is not pinned.
    """
    pinned, needed, open_ones = pins(constraints), set[str](), [Requirement(root) for root in roots or (OWN,)]
    while open_ones:
        requirement = open_ones.pop()
        name = canonicalize_name(requirement.name)
        if name in needed:
            continue
        needed.add(name)
        open_ones += _needs(requirement, python)
    unpinned = needed - pinned.keys() - {OWN}
    if unpinned:
        raise ImsError("constraints.txt has no version of it", "Pin it.", value=", ".join(sorted(unpinned)))
    return {name: pinned[name] for name in sorted(needed - {OWN})}


def _needs(requirement: Requirement, python: str) -> Iterable[Requirement]:
    """What a package requires on Windows; packages that exist only there require nothing more."""
    try:
        lines = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:
        return []
    windows = {
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
        "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }  # fmt: skip
    found = [Requirement(line) for line in lines]
    extras = requirement.extras or {""}
    return [
        one
        for one in found
        if one.marker is None or any(one.marker.evaluate({**windows, "extra": extra}) for extra in extras)
    ]


def fitting(files: Iterable[str], python: str, wanted: dict[str, str]) -> dict[str, str]:
    """Name of each wanted package -> the file among these that this Python on Windows can install."""
    version = tuple(int(part) for part in python.split("."))
    tags = {*cpython_tags(version, platforms=[PLATFORM]), *compatible_tags(version, platforms=[PLATFORM])}
    found = {}
    for file in files:
        try:
            name, text, _, theirs = parse_wheel_filename(file)
        except InvalidWheelFilename:
            continue
        if wanted.get(name) == str(text) and theirs & tags:
            found[str(name)] = file
    return found


def download(folder: Path, python: str, wanted: dict[str, str]) -> None:
    """Fetch the wheels that are not yet in the folder.

    Raises ImsError when one cannot be had.
    """
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    target = ["--only-binary=:all:", "--platform", PLATFORM, "--implementation", "cp", "--python-version", python]
    if lacking := _lacking(folder, python, wanted):
        subprocess.run([*pip, *target, "--dest", str(folder), *lacking], check=False, capture_output=True)
    if lacking := _lacking(folder, python, wanted):
        raise ImsError(f"no wheel for Python {python} on Windows", "Is the internet there?", value=", ".join(lacking))


def checksums(lock: str) -> dict[str, set[str]]:
    """Name of each package in the lock file -> the SHA-256 of every file of its release."""
    found: dict[str, set[str]] = {}
    for block in lock.replace("\\\n", " ").splitlines():
        name, is_pin, rest = block.partition("==")
        if is_pin:
            found[canonicalize_name(name)] = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
    return found


def refuse_strangers(folder: Path, files: Mapping[str, str], known: Mapping[str, set[str]]) -> None:
    """Raise ImsError for a wheel (package -> file) that is not, byte for byte, one of its release in the lock file."""
    for name, file in files.items():
        if hashlib.sha256((folder / file).read_bytes()).hexdigest() not in known.get(name, ()):
            remedy = "Delete it and build again; if the pin was changed, run: python tasks.py lock"
            raise ImsError("the wheel is not the one that constraints.lock names", remedy, file=file)


def _lacking(folder: Path, python: str, wanted: dict[str, str]) -> list[str]:
    found = fitting((path.name for path in folder.glob("*.whl")), python, wanted)
    return [f"{name}=={version}" for name, version in wanted.items() if name not in found]


def collect(folder: Path, python: str, wanted: dict[str, str], lock: str) -> list[Path]:
    """The wheels of these packages, fetched into the folder unless they are there; those of other pins go.

    Raises ImsError when one cannot be had, or is not the one in the lock file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    download(folder, python, wanted)
    files = fitting((path.name for path in folder.glob("*.whl")), python, wanted)
    refuse_strangers(folder, files, checksums(lock))
    for path in folder.glob("*.whl"):
        if path.name not in files.values():
            path.unlink()
    return [folder / file for file in files.values()]


def unpack(wheel: Path, packages: Path, prefix: Path) -> None:
    """Lay out a wheel as pip would: modules in `packages`, its data files from `prefix` on; programs are left out."""
    with zipfile.ZipFile(wheel) as package:
        for entry in package.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or entry.filename.startswith(LEFT_OUT):
                continue
            target = packages / path
            if path.parts[0].endswith(".data"):
                folder = {"data": prefix, "purelib": packages, "platlib": packages}.get(path.parts[1])
                if folder is None:
                    continue
                target = folder.joinpath(*path.parts[2:])
            if path.parts[0] == BESIDE_PYTHON:
                target = prefix / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(package.read(entry))
