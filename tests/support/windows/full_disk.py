"""A disk without room: a small one that is filled up where the kernel lets us mount one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


def may_mount() -> bool:
    """Whether this user may mount a disk, as root outside most containers may."""
    with (
        tempfile.TemporaryDirectory() as folder,
        suppress(OSError, subprocess.CalledProcessError),
        mounted(Path(folder), "64k"),
    ):
        return True
    return False


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A disk of that size at a folder."""
    owner = f"uid={os.getuid()},gid={os.getgid()}"
    command = [*_AS_ROOT, "mount", "-t", "tmpfs", "-o", f"size={size},{owner}", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run([*_AS_ROOT, "umount", str(folder)], check=True)


@contextmanager
def filled(folder: Path, left: int) -> Iterator[None]:
    """A hidden file takes all room of the disk of a folder but so many bytes."""
    filler = folder / ".filler"
    filler.write_bytes(bytes(max(shutil.disk_usage(folder).free - left, 0)))
    yield
    filler.unlink()
