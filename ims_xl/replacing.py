"""Files are replaced whole or not at all: after a crash, a full disk or a power cut the old or the new one is there."""

import errno
import glob
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ims_xl.issues import ImsError
from ims_xl.private import only_mine

PATIENT = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5)  # seconds between tries: a virus scanner holds a file that long
_HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
_LEFT_BEHIND = 3600  # seconds after which a temporary file is that of a process that died
_NO_ROOM = 2**20  # bytes
_NAME = 40  # letters of a name in that of its temporary file: a name of 255 bytes is as long as may be


class _Cause(NamedTuple):
    errors: set[int]
    on_windows: set[int]
    words: str
    remedy: str


_CAUSES = (
    _Cause({errno.ENOSPC, errno.EDQUOT}, {39, 112}, "the disk is full", "Make room on the disk and try again."),
    _Cause({errno.EROFS}, {19}, "the disk is read-only", "Choose a folder you may write to."),
    _Cause(
        {errno.ENAMETOOLONG},
        {206, 234},
        "the path is too long",
        "Give the folder a shorter name, or move it higher up.",
    ),
    _Cause(set(), {32, 33}, "another program has it open", "Close it there and try again."),
)


@contextmanager
def replacing(
    path: Path,
    *,
    private: bool = False,
    durable: bool = True,
    pauses: Sequence[float] = PATIENT,
    check: Callable[[], object] = lambda: None,
) -> Iterator[Path]:
    """A temporary path beside a file; what is written there takes the file's place at the end, when nothing failed.

    `private`: for this user's eyes only; else the rights of the file before are kept. `durable`: wait until it is on
    the disk. `pauses`: seconds between tries while another program holds the file, which Windows does not replace.
    `check` is called right before each try and may raise.
    Raises OSError with the name of the file; the temporary file is gone whatever happens.
    """
    start = f".{path.stem[:_NAME]}-"
    temporary = path.with_name(f"{start}{secrets.token_hex(4)}.tmp{path.suffix}")
    _sweep(path.parent, start)
    try:
        yield temporary
        if durable:
            _flush(temporary)
        _set_rights(temporary, path, private)
        _move(temporary, path, pauses, check)
        if durable:
            _flush_folder(path.parent)
    except OSError as error:
        if error.errno and str(error.filename or temporary) == str(temporary):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        with suppress(OSError):  # what cannot be removed now is swept away later
            temporary.unlink(missing_ok=True)


def write(
    path: Path, content: bytes, *, private: bool = False, durable: bool = True, pauses: Sequence[float] = PATIENT
) -> None:
    """Replace a file by these bytes, as `replacing` does.

    Raises OSError with the name of the file.
    """
    with (
        replacing(path, private=private, durable=durable, pauses=pauses) as temporary,
        open(temporary, "xb", opener=only_mine if private else None) as file,
    ):
        file.write(content)


def words(error: OSError) -> str:
    """Why a file could not be written."""
    cause = _cause(error)
    return cause.words if cause else error.strerror or str(error)


def in_words(error: OSError, reason: str, remedy: str, *, file: str) -> ImsError:
    """What is said of a file that could not be written: `reason: the disk is full`, and what to do.

    `remedy`: where no better one is known.
    """
    cause = _cause(error)
    said = f"{reason}: {words(error)}" if reason else words(error)
    return ImsError(said, cause.remedy if cause else remedy, file=file)


def is_full(path: Path) -> bool:
    """Whether the disk of a file has next to no room left, for programs that do not say why they failed."""
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _NO_ROOM
    return False


def _cause(error: OSError) -> _Cause | None:
    if error.errno == errno.EINVAL and error.filename and is_full(Path(error.filename)):
        return _CAUSES[0]  # some runtimes of C on Windows say so when a part of what was to be written had room
    on_windows = getattr(error, "winerror", None)
    return next((one for one in _CAUSES if error.errno in one.errors or on_windows in one.on_windows), None)


def _move(temporary: Path, path: Path, pauses: Sequence[float], check: Callable[[], object]) -> None:
    for pause in (*pauses, None):
        check()
        try:
            os.replace(temporary, path)
            return
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
        time.sleep(pause)


def _set_rights(temporary: Path, path: Path, private: bool) -> None:
    """Who may read the file; a disk that keeps no rights stops nothing."""
    if os.name == "nt":
        return
    with suppress(OSError):
        temporary.chmod(0o600 if private else path.stat().st_mode & 0o777)


def _flush(path: Path) -> None:
    """Wait until the bytes are on the disk, so that after a power cut the name never leads to an empty file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """The name in the folder, too, is on the disk; Windows has no such call, and some disks refuse it."""
    if os.name == "nt":
        return
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _sweep(folder: Path, start: str) -> None:
    """Remove what a process that died in the middle of writing left."""
    token = "[0-9a-f]" * 8
    for left in folder.glob(f"{glob.escape(start)}{token}.tmp*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                left.unlink()
