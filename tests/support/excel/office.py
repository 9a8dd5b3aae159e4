"""One LibreOffice without a window, talked to through a pipe, with a profile of its own."""

import builtins
import importlib
import os
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

PYUNO = Path("/usr/lib/python3/dist-packages")
PARTS = ("uno.py", "unohelper.py")


def link_uno(folder: Path) -> bool:
    """Put LibreOffice's Python binding on the path by itself: the folder it stands in holds far more."""
    if not all((PYUNO / part).exists() for part in PARTS):
        return False
    for part in PARTS:
        (folder / part).symlink_to(PYUNO / part)
    sys.path.insert(0, str(folder))
    usual = builtins.__import__
    try:
        importlib.import_module("uno")
    except ImportError:
        return False
    finally:
        builtins.__import__ = (
            usual  # uno's own slows every import inside a function, of which VBA's interpreter has many
        )
    return True


class Office:
    """The running program; `close` ends it."""

    def __init__(self, program: str, profile: Path) -> None:
        import uno

        self.uno, self.program, self.profile = uno, program, profile
        self._start()

    def _start(self) -> None:
        pipe = f"ims{uuid.uuid4().hex[:12]}"
        words = [
            "--headless",
            "--invisible",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ]
        self.process = subprocess.Popen(
            [self.program, f"-env:UserInstallation={self.profile.as_uri()}", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": "", "PYTHONHOME": ""},
            start_new_session=True,
        )
        uno = self.uno
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + 120
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                assert time.monotonic() < deadline, "LibreOffice did not start"
                assert self.process.poll() is None, "LibreOffice ended"
                time.sleep(0.1)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def has_died(self) -> bool:
        """Whether the program ended by itself, or answers no more."""
        try:
            return self.process.poll() is not None or self.desktop.Frames is None
        except Exception:
            return True

    def start_again(self) -> None:
        """A new one in the place of one that died."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait(10)
        self._start()

    def value(self, name: str, value: object) -> Any:
        """One named setting."""
        made = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    def open(self, path: Path) -> Any:
        """A document of LibreOffice's."""
        return self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (self.value("Hidden", True),))

    def close(self) -> None:
        """End the program and whatever it started."""
        with suppress(Exception):
            self.desktop.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait(10)
