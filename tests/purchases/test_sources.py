import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.archives import Limits
from ims_xl.issues import ImsError
from ims_xl.purchases.sources import Source, open_sources


def source(data: bytes) -> Source:
    return Source("file", Path("file"), data, "")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes, name: str = "file.xlsx") -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"data": {}}', "json"),
        (b"\xef\xbb\xbf\r\n [1]", "json"),
        ('{"data": {}}'.encode("utf-16"), "json"),
        (b"a,b\n1,2", "text"),
        ("a,b\n₹1,2".encode("utf-16"), "text"),
        (b"a,b\n" + b"1,2\n" * 100 + b"\0", "text"),
        (b"PK\x03\x04...", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "workbook"),
        (b"<html><table>", "html"),
        (b"\n<!-- saved -->\n<div><TABLE>", "html"),
        (b"<meta charset='utf-8'><table>", "html"),
        (b"<?xml version='1.0'?><Workbook>", "spreadsheet xml"),
        (b"<?xml version='1.0'?>\n<office:document xmlns:office='x'>", "spreadsheet xml"),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(data: bytes, kind: str) -> None:
    assert source(data).kind == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"<?xml version='1.0'?><invoices>", "the file is XML, not a workbook"),
        (b"%PDF-1.7", "the file is a PDF"),
        (bytes(range(1, 256)) + b"\0" * 20, "the file is no Excel workbook, CSV or JSON"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is protected with a password",
        ),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(data: bytes, reason: str) -> None:
    with pytest.raises(ImsError) as caught:
        _ = source(data).kind
    assert caught.value.issue.reason == reason
    assert caught.value.issue.file == "file"
    assert caught.value.issue.remedy.endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(ImsError):
        assert source(data).kind in ("workbook", "json", "text", "html", "xml", "spreadsheet xml")


def test_a_zip_gives_its_files_and_a_workbook_itself(write: Callable[[bytes], Path]) -> None:
    archive = zipped(**{"b2b.csv": b"a", "__MACOSX/._b2b.csv": b"x", "in/q.xlsx": workbook()})
    assert [one.name for one in open_sources(write(archive))] == ["file.xlsx/b2b.csv", "file.xlsx/in/q.xlsx"]
    assert [one.name for one in open_sources(write(workbook()))] == ["file.xlsx"]


@pytest.mark.parametrize("cut", [10, 100, 2000, -30])
def test_a_workbook_cut_off_is_told(write: Callable[[bytes], Path], cut: int) -> None:
    with pytest.raises(ImsError, match=r"file\.xlsx: the file is damaged or was cut off"):
        open_sources(write(workbook()[:cut]))


def test_a_flipped_byte_is_found(write: Callable[[bytes], Path]) -> None:
    data = bytearray(workbook())
    data[data.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    with pytest.raises(ImsError, match="damaged"):
        open_sources(write(bytes(data)))


def test_a_zip_that_is_too_large_when_unpacked_is_refused_before_that(
    write: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ims_xl.archives.LIMITS", Limits(size=100_000))
    for name in ("b2b.csv", "[Content_Types].xml"):
        with pytest.raises(ImsError, match="when unpacked"):
            open_sources(write(zipped(**{name: b"x" * 200_000})))


@pytest.mark.parametrize("name", ["b2b.csv", "[Content_Types].xml"])
def test_a_zip_that_lies_about_its_size_is_refused(write: Callable[[bytes], Path], name: str) -> None:
    data = zipped(**{name: b"x" * 5_000_000}).replace(struct.pack("<I", 5_000_000), struct.pack("<I", 1000))
    with pytest.raises(ImsError, match="damaged"):
        open_sources(write(data))


def test_an_empty_zip_is_told(write: Callable[[bytes], Path]) -> None:
    with pytest.raises(ImsError, match="the zip is empty"):
        open_sources(write(zipped(**{"__MACOSX/._a": b"x"})))


def test_a_locked_zip_is_told(write: Callable[[bytes], Path]) -> None:
    data = bytearray(zipped(**{"b2b.csv": b"a,b\n1,2"}))
    data[6] |= 1  # the flag of encryption, beside the name and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ImsError, match="the zip cannot be unpacked"):
        open_sources(write(bytes(data)))


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "no.xlsx", tmp_path):
        with pytest.raises(ImsError, match="the file cannot be read"):
            open_sources(path)


def test_a_file_beyond_any_month_is_not_opened(write: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ims_xl.purchases.sources.MAX_BYTES", 10)
    with pytest.raises(ImsError, match="the file is larger than 512 MB"):
        open_sources(write(b"x" * 11))


@pytest.mark.parametrize(
    "data",
    [
        b"<ENVELOPE><BODY/></ENVELOPE>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<!-- Tally -->\n<ENVELOPE>\n</ENVELOPE>",
        "<ENVELOPE><HEADER></HEADER></ENVELOPE>".encode("utf-16"),
    ],
)
def test_xml_of_tally_is_told_by_its_first_element(data: bytes) -> None:
    assert Source("day.xml", Path("day.xml"), data, "").kind == "xml"
