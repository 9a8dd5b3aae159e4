"""The Windows installer: Python, every pinned wheel and the program, packed with NSIS into one file.

`python -m ims_xl.addin.windows DIST CONSTRAINTS LOCK` needs the wheel of ims_xl in DIST, `makensis`, and the internet
for Python and the wheels.
"""

import io
import shutil
import subprocess
import sys
import zipfile
from importlib import resources
from pathlib import Path

from ims_xl import __version__
from ims_xl.addin import wheels, windows_python
from ims_xl.issues import ImsError

PYTHON = windows_python.VERSION.rpartition(".")[0]
SITE = Path("Lib", "site-packages")
LONGEST = 150  # letters of a path below the folder of the program: Windows takes 260 in all
_MAIN = "import sys\nfrom ims_xl.cli import main\nsys.exit(main())\n"
_SHEBANG = b"#!<launcher_dir>\\python\\python.exe\r\n"  # the launcher puts its own folder there


def stage(dist: Path, constraints: str, lock: str) -> tuple[Path, set[str]]:
    """Lay out in DIST/windows what the installer puts on the disk; gives back the folder and the names of the wheels.

    Raises ImsError when something cannot be had, or is not what was pinned or signed.
    """
    own = dist / f"ims_xl-{__version__}-py3-none-any.whl"
    if not own.exists():
        raise ImsError("the wheel of ims_xl is not built yet", "Run: python tasks.py build", file=own.name)
    files = wheels.collect(dist / "wheels", PYTHON, wheels.contents(PYTHON, constraints), lock)
    folder = dist / "windows"
    shutil.rmtree(folder, ignore_errors=True)
    prefix = folder / "python"
    windows_python.lay_out(windows_python.fetch(dist / "python"), prefix)
    for wheel in (own, *files):
        wheels.unpack(wheel, prefix / SITE, prefix)
    (folder / "ims-xl.exe").write_bytes(launcher())
    refuse_long_paths(folder)
    return folder, {wheel.name for wheel in (own, *files)}


def launcher() -> bytes:
    """`ims-xl.exe`: distlib's launcher, the Python it starts, and the code as a zip."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr(zipfile.ZipInfo("__main__.py", (1980, 1, 1, 0, 0, 0)), _MAIN)
    return resources.files("distlib").joinpath("t64.exe").read_bytes() + _SHEBANG + code.getvalue()


def refuse_long_paths(folder: Path) -> None:
    """Raise ImsError for a file that, in the folder of a user with a long name, Windows could not open."""
    paths = (str(path.relative_to(folder)) for path in folder.rglob("*"))
    longest = max(paths, key=len)
    if len(longest) > LONGEST:
        raise ImsError(f"the path is longer than {LONGEST} letters", "Leave it out of the installer.", file=longest)


def pack(folder: Path, out: Path, *, compressed: bool = True) -> None:
    """Compile the installer of what lies in a folder; without compression it takes seconds.

    Raises ImsError without makensis.
    """
    program = shutil.which("makensis")
    if program is None:
        raise ImsError("makensis is not on this machine", "On Debian install the package nsis.")
    compressor = "zlib" if compressed else "off"
    defined = {"VERSION": __version__, "FILES": folder.resolve(), "OUT": out.resolve(), "COMPRESSOR": compressor}
    with resources.as_file(resources.files(__package__).joinpath("setup.nsi")) as path:
        subprocess.run(
            [program, "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), str(path)], check=True
        )


def build(dist: Path, constraints: str, lock: str) -> Path:
    """Write `ims_xl-VERSION-setup.exe` and the list of what is in it.

    Raises ImsError when something is missing, or is not what was pinned or signed.
    """
    folder, names = stage(dist, constraints, lock)
    out = dist / f"ims_xl-{__version__}-setup.exe"
    pack(folder, out)
    packed = sorted([*names, f"Python {windows_python.VERSION}"])
    (dist / "setup-contents.txt").write_text("\n".join(packed) + "\n", encoding="ascii")
    return out


if __name__ == "__main__":
    try:
        pins_, lock_ = (Path(name).read_text(encoding="utf-8") for name in sys.argv[2:4])
        made = build(Path(sys.argv[1]), pins_, lock_)
        print(f"{made} ({made.stat().st_size / 1e6:.0f} MB)")  # noqa: T201
    except ImsError as error:
        print(f"The Windows installer was not built: {error}")  # noqa: T201
        sys.exit(1)
