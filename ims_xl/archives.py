"""Zip files of strangers, workbooks among them, opened only within bounds of count, size and time."""

import lzma
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ims_xl.issues import ImsError


class Limits(NamedTuple):
    """What an archive may hold: files, bytes of all of them unpacked, seconds to unpack them."""

    members: int = 10_000
    size: int = 1 << 29
    seconds: float = 10.0


DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError)
"""What unpacking a damaged zip raises."""

LIMITS = Limits()
WORKBOOK = Limits(size=1 << 31)  # 200,000 documents with all their columns
_CHUNK = 1 << 20
_ENTRY = 400  # bytes of the directory for a file; its name, doubled when it is not plain ASCII, is most of them
_FLAT, _WIDE, _TAIL = b"PK\x05\x06", b"PK\x06\x06", 1 << 17


class Archive:
    """An open zip; reading stops with ImsError at the limits, whatever sizes the zip states."""

    def __init__(self, zipped: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.members = zipped.infolist()
        self._zip, self._file, self._limits = zipped, file, limits
        self._began, self._size = time.monotonic(), 0
        if len(self.members) > limits.members or sum(member.file_size for member in self.members) > limits.size:
            raise beyond(file, limits)

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._zip.namelist())

    def chunks(self, member: zipfile.ZipInfo | str) -> Iterator[bytes]:
        """The content of a member, piece by piece."""
        with self._zip.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                self._size += len(chunk)
                if self._size > self._limits.size or time.monotonic() - self._began > self._limits.seconds:
                    raise beyond(self._file, self._limits)
                yield chunk

    def read(self, member: zipfile.ZipInfo | str) -> bytes:
        """The content of a member."""
        return b"".join(self.chunks(member))

    def again(self, member: zipfile.ZipInfo | str) -> bytes:
        """The content of a member that was read before, which is not counted twice."""
        return self._zip.read(member)

    def check(self) -> None:
        """Read all members: those who read the file later believe no size or check sum, and take all memory.

        Raises what a damaged zip raises, and ImsError at the limits.
        """
        for member in self.members:
            for _ in self.chunks(member):
                pass


@contextmanager
def opened(source: BinaryIO | Path, file: str, limits: Limits | None = None) -> Iterator[Archive]:
    """The zip within `limits`; `file` is its name for messages.

    Raises ImsError beyond them, and what a damaged zip raises.
    """
    limits = limits or LIMITS
    with source.open("rb") if isinstance(source, Path) else source as stream:
        if _directory(stream) > limits.members * _ENTRY:
            raise beyond(file, limits)
        with zipfile.ZipFile(stream) as zipped:
            yield Archive(zipped, file, limits)


def beyond(file: str, limits: Limits) -> ImsError:
    """The one refusal of what is larger than the limits."""
    reason = (
        f"the file is larger than {limits.size >> 20:,} MB when unpacked, holds more than {limits.members:,} files, "
        f"or takes longer than {limits.seconds:g} seconds to unpack"
    )
    remedy = "Get it again from where it comes from; if it is right, unpack or split it and choose the parts singly."
    return ImsError(reason, remedy, file=file)


def _directory(stream: BinaryIO) -> int:
    """Bytes of the zip's list of members, which is held in memory whole; 0 where none is found."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - _TAIL))
    tail = stream.read()
    stream.seek(0)
    sizes = [
        struct.unpack_from(form, tail, at + offset)[0]
        for mark, form, offset in ((_FLAT, "<L", 12), (_WIDE, "<Q", 40))
        if (at := tail.rfind(mark)) >= 0 and at + offset + 8 <= len(tail)
    ]
    return max((size for size in sizes if size != 0xFFFFFFFF), default=0)
