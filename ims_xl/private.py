"""The program's own folders and files, which nobody but this user may read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from ims_xl.folders import data_folder, exchange_folder

_OTHERS = 0o077  # what the group and everybody else may do; Windows keeps others out of a user's folder itself


def private_folder(path: Path, *, parents: bool = True) -> Path:
    """A folder of the program's own, made when it is not there; the folders it lies in are closed to others too.

    Files that lie in it are closed as well: an older version may have left them open. Without `parents` only the
    folder itself is made. Raises OSError when it cannot be made.
    """
    roots = [root for root in (data_folder(), exchange_folder()) if path.is_relative_to(root)]
    root = roots[0] if roots else path
    if parents:
        root.parent.mkdir(parents=True, exist_ok=True)
    for folder in reversed([path, *(parent for parent in path.parents if parent.is_relative_to(root))]):
        folder.mkdir(mode=0o700, exist_ok=True)
        _close(folder)
    return path


def private_file(path: Path) -> Path:
    """A file of the program's own, made empty when it is not there.

    Raises OSError when it cannot be made.
    """
    if not path.exists():
        os.close(only_mine(str(path), os.O_CREAT | os.O_WRONLY))
    return path


def only_mine(path: str, flags: int) -> int:
    """An opener, for `open`, of files that are made for this user alone."""
    return os.open(path, flags, 0o600)


def _close(folder: Path) -> None:
    """Take away from others what they may do with a folder and the files in it, as far as it is ours to take."""
    if os.name == "nt" or folder.stat().st_mode & stat.S_ISVTX:  # a folder like /tmp is meant for everybody
        return
    with suppress(OSError):
        for entry in (folder, *(found for found in folder.iterdir() if found.is_file() and not found.is_symlink())):
            mode = stat.S_IMODE(entry.stat().st_mode)
            if mode & _OTHERS:
                with suppress(OSError):
                    entry.chmod(mode & ~_OTHERS)
