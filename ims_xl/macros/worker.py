"""The detached process that talks to GSTN: it outlives Excel and says in a file how far it is."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ims_xl.folders import exchange_folder
from ims_xl.macros import answer
from ims_xl.private import only_mine, private_folder

PROGRESS, CANCEL = "progress.json", "cancel"
_CODE = "from ims_xl.cli import main; main()"


def launch(
    step: str,
    book: Path,
    provider: str,
    facts: dict[str, str],
    agreed: Sequence[str] | None,
    arguments: Sequence[str] = (),
) -> None:
    """Start a step of `ims-xl work` on a copy of a workbook; `facts` are said in the progress file too.

    `agreed`: names of the questions that were answered with yes, another one is said in the progress file; None
    agrees to all of them. `arguments`: what the step takes besides.
    """
    folder = private_folder(exchange_folder())
    (folder / CANCEL).unlink(missing_ok=True)
    # The worker writes it from here on, with its own number.
    answer.write(PROGRESS, {**facts, "state": "running", "what": "starting", "done": 0, "total": 0, "pid": os.getpid()})
    options = {
        "progress": folder / PROGRESS,
        "cancel": folder / CANCEL,
        "profile": provider,
        "facts": json.dumps(facts),
        "arguments": json.dumps(arguments),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    words += ["--yes"] if agreed is None else [word for name in agreed for word in ("--agree", name)]
    command = [sys.executable, "-E", "-P", "-c", _CODE, "work", step, str(book), *words, "--no-draw"]
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        detached = {"creationflags": flags}
    with open(folder / "worker.log", "w", encoding="utf-8", opener=only_mine) as log:
        subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=True, **detached
        )


def read_progress() -> dict[str, object]:
    """What the progress file says; nothing when no work was begun or its end was seen."""
    return answer.read(PROGRESS)


def forget() -> None:
    """The end of the work was seen."""
    (exchange_folder() / PROGRESS).unlink(missing_ok=True)


def is_running(pid: object) -> bool:
    """Whether a process with that number runs."""
    if not isinstance(pid, int):
        return False
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    """There `os.kill` would end it."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (only Windows has it)
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE
