"""The Windows installer: every pinned wheel for every supported Python, packed with NSIS into one program.

`python -m ims_xl.addin.windows DIST` needs the wheel of ims_xl in DIST, `makensis`, and the internet for the wheels.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata, resources
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from ims_xl import __version__
from ims_xl.issues import ImsError

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORM = "win_amd64"
OWN = "ims-xl"


def pins(constraints: str) -> dict[str, str]:
    """Name to version of every line `name==version`, whatever marker follows."""
    parts = (line.partition(";")[0].partition("==") for line in constraints.splitlines() if "==" in line)
    return {canonicalize_name(name.strip()): version.strip() for name, _, version in parts}


def contents(python: str, constraints: str) -> dict[str, str]:
    """Name to pinned version of every package that ims_xl needs at run time on Windows with this Python.

    Raises ImsError for one that is not pinned.
    """
    pinned, needed, open_ones = pins(constraints), set[str](), [Requirement(OWN)]
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


def build(dist: Path, constraints: str, lock: str) -> Path:
    """Write `ims_xl-VERSION-setup.exe` and the list of what is in it.

    Raises ImsError when a wheel or makensis is not there, or a wheel is not the one in the lock file.
    """
    program = shutil.which("makensis")
    if program is None:
        raise ImsError("makensis is not on this machine", "On Debian install the package nsis.")
    own = dist / f"ims_xl-{__version__}-py3-none-any.whl"
    if not own.exists():
        raise ImsError("the wheel of ims_xl is not built yet", "Run: python tasks.py build", file=own.name)
    folder = dist / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    packed, known = {own.name}, checksums(lock)
    for python in PYTHONS:
        wanted = contents(python, constraints)
        download(folder, python, wanted)
        files = fitting((path.name for path in folder.glob("*.whl")), python, wanted)
        refuse_strangers(folder, files, known)
        packed |= set(files.values())
    for path in folder.glob("*.whl"):
        if path.name not in packed:
            path.unlink()  # of an earlier build
    shutil.copy(own, folder)
    out = dist / f"ims_xl-{__version__}-setup.exe"
    script = resources.files(__package__).joinpath("setup.nsi")
    defined = {"VERSION": __version__, "WHEELS": folder.resolve(), "OUT": out.resolve()}
    with resources.as_file(script) as path:
        subprocess.run(
            [program, "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), str(path)], check=True
        )
    (dist / "setup-contents.txt").write_text("\n".join(sorted(packed)) + "\n", encoding="ascii")
    return out


if __name__ == "__main__":
    try:
        pins_, lock_ = (Path(name).read_text(encoding="utf-8") for name in sys.argv[2:4])
        made = build(Path(sys.argv[1]), pins_, lock_)
        print(f"{made} ({made.stat().st_size / 1e6:.0f} MB)")  # noqa: T201
    except ImsError as error:
        print(f"The Windows installer was not built: {error}")  # noqa: T201
