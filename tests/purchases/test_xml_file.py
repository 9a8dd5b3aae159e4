import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.issues import ImsError
from ims_xl.purchases import xml_file
from ims_xl.purchases.sources import Source
from ims_xl.purchases.xml_file import load_xml


def load(data):
    return load_xml(Source("day.xml", None, data, ""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("declared", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="ascii"?>\n'])
def test_whatever_encoding_it_declares(encoding, declared):
    assert (
        load(f"{declared}<ENVELOPE><A>Société & Söhne</A></ENVELOPE>".encode(encoding)).findtext("A")
        == "Société & Söhne"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Uttam & Sons", "Uttam & Sons"),
        ("Uttam &amp; Sons &lt;x&gt; &#8377;", "Uttam & Sons <x> ₹"),
        ("&#4; Not Applicable", " Not Applicable"),
        ("&#x1F;a&#xD800;b&#1114112;c&#0;", "abc"),
        ("a\x04\x1fb", "ab"),
        ("AT&T; R&D", "AT&T; R&D"),
    ],
)
def test_what_no_xml_may_hold_is_mended(written, read):
    assert load(f"<ENVELOPE><A>{written}</A></ENVELOPE>".encode()).findtext("A") == read


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<ENVELOPE><A>1</A>", "the XML is broken or was cut off"),
        (b"<ENVELOPE></A></ENVELOPE>", "the XML is broken or was cut off"),
        (b'<!DOCTYPE x [<!ENTITY a "aaa">]><ENVELOPE>&a;</ENVELOPE>', "the XML declares entities of its own"),
    ],
)
def test_what_cannot_be_read_is_said(data, reason):
    with pytest.raises(ImsError) as caught:
        load(data)
    assert (caught.value.issue.reason, caught.value.issue.file) == (reason, "day.xml")


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(xml_file, "MAX_BYTES", 20)
    with pytest.raises(ImsError, match="month by month"):
        load(b"<ENVELOPE></ENVELOPE>")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ImsError):
        load(f"<ENVELOPE><A>{text}</A></ENVELOPE>".encode("utf-8", "surrogatepass"))
