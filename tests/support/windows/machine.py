"""Programs of Windows, run by wine in a folder that stands for the whole computer."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple

PROGRAM = r"C:\users\asha\AppData\Local\Programs\ims_xl"
USER = "asha"
# wine's own ucrtbase lacks functions of numpy; what Python asks WMI ends the process; the rest would only cost time.
_DLLS = "ucrtbase=n,b;_wmi.pyd,mscoree,mshtml,winemenubuilder.exe="


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """What it wrote, the errors first, in UTF-8; signs of other code pages are shown as question marks."""
        return (self.err + self.out).decode("utf-8", "replace").replace("\r\n", "\n")


def _drain(stream: IO[bytes] | None, into: dict[str, bytes], name: str) -> None:
    assert stream is not None
    while part := os.read(stream.fileno(), 2**16):
        into[name] = into.get(name, b"") + part


class Machine:
    """One Windows; `root` holds its disk C and what was built for it, `variables` go to every program."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.disk = root / "prefix" / "drive_c"
        self.program = self.path(PROGRAM)
        self.profile = self.disk / "users" / USER
        self.variables: dict[str, str] = {}

    def path(self, windows: str) -> Path:
        """Where a path of disk C lies on Linux."""
        return self.disk.joinpath(*windows.replace("\\", "/").split("/")[1:])

    def start(
        self, *command: str | Path, cwd: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a program with pipes, without which Python does not run under wine 8."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.root / "home"), "USER": USER, "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(self.root / "prefix"), "WINEARCH": "win64", "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _DLLS, "WINEPATH": PROGRAM + ";" + PROGRAM + r"\python", **self.variables,
            **(variables or {}),
        }  # fmt: skip
        pipe = subprocess.PIPE
        words = ["wine", *map(str, command)]
        return subprocess.Popen(words, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        variables: Mapping[str, str] | None = None,
        typed: bytes = b"",
        seconds: float = 240,
    ) -> Ended:
        """Run a program to its end; one that does not end is a failed test."""
        process = self.start(*command, cwd=cwd, variables=variables)
        assert process.stdin is not None
        written: dict[str, bytes] = {}
        streams = {"out": process.stdout, "err": process.stderr}
        readers = [Thread(target=_drain, args=(stream, written, name), daemon=True) for name, stream in streams.items()]
        for reader in readers:
            reader.start()
        process.stdin.write(typed)
        process.stdin.close()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        for reader in readers:  # services of wine that this program started keep the pipe open
            reader.join(1)
        return Ended(code, written.get("out", b""), written.get("err", b""))

    @contextmanager
    def locked(self, exclusive: bool = False) -> Iterator[None]:
        """Tests of several processes share the machine; one that installs or removes has it for itself."""
        with (self.root / "in use").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield
