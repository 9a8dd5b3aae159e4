"""What a zip may hold, shown on small harmless ones under lowered limits."""

import io
import itertools
import struct
import zipfile
from pathlib import Path

import pytest

from ims_xl import archives
from ims_xl.archives import Limits
from ims_xl.issues import ImsError
from ims_xl.reports.verify import verify
from ims_xl.workbook.xlsx import package


def zipped(*members: int) -> bytes:
    """A zip of files of so many bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, size in enumerate(members):
            archive.writestr(f"{at}.csv", b"x" * size)
    return data.getvalue()


def lying(size: int) -> bytes:
    """A zip of one file that says it holds a byte."""
    return zipped(size).replace(struct.pack("<I", size), struct.pack("<I", 1))


def check(data: bytes, limits: Limits) -> None:
    with archives.opened(io.BytesIO(data), "a.zip", limits) as archive:
        archive.check()


def test_what_is_within_the_limits_is_read() -> None:
    with archives.opened(io.BytesIO(zipped(3, 5)), "a.zip", Limits(members=2, size=8)) as archive:
        assert archive.names == {"0.csv", "1.csv"}
        assert [archive.read(member) for member in archive.members] == [b"xxx", b"xxxxx"]


@pytest.mark.parametrize(
    ("data", "limits"),
    [(zipped(1, 1, 1), Limits(members=2)), (zipped(5, 4), Limits(size=8)), (zipped(*[0] * 90), Limits(members=9))],
    ids=["too many", "too large", "a directory that is too large"],
)
def test_what_goes_beyond_them_is_refused_in_the_same_words(data: bytes, limits: Limits) -> None:
    with pytest.raises(ImsError) as caught:
        check(data, limits)
    assert str(caught.value) == str(archives.beyond("a.zip", limits))
    told = "a.zip: the file is larger than 512 MB when unpacked, holds more than 10,000 files, or takes longer than 10 seconds"
    assert str(archives.beyond("a.zip", Limits())).startswith(told)


def test_reading_a_member_twice_counts_twice() -> None:
    with archives.opened(io.BytesIO(zipped(5)), "a.zip", Limits(size=9)) as archive:
        archive.read("0.csv")
        with pytest.raises(ImsError, match="when unpacked"):
            archive.read("0.csv")


def test_unpacking_stops_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0.0, 4.0)
    monkeypatch.setattr("ims_xl.archives.time.monotonic", lambda: next(clock))
    check(zipped(1, 1), Limits())  # 8 seconds
    with pytest.raises(ImsError, match="longer than 10 seconds"):
        check(zipped(1, 1, 1), Limits())


def test_a_stated_size_is_not_believed() -> None:
    with pytest.raises(archives.DAMAGED):
        check(lying(70_000), Limits())


def test_a_large_directory_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(*[0] * 90)
    monkeypatch.setattr("ims_xl.archives.zipfile.ZipFile", lambda *_: pytest.fail("the directory was read"))
    with pytest.raises(ImsError, match="when unpacked"):
        check(data, Limits(members=9))


@pytest.mark.parametrize("read", [package.read, verify])
def test_workbooks_and_reports_are_looked_through_before_the_fast_reader_opens_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: object
) -> None:
    assert callable(read)
    monkeypatch.setattr("ims_xl.archives.WORKBOOK", Limits(size=100_000))
    for at, (data, told) in enumerate(((zipped(200_000), "when unpacked"), (lying(70_000), "damaged|cannot be read"))):
        path = tmp_path / f"{at}.xlsx"
        path.write_bytes(data)
        with pytest.raises(ImsError, match=told):
            read(path)
