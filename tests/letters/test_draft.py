"""The draft opens as a message that is still to be sent, whatever the names in it."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from support.letter_points import SURAT, points

from ims_xl.contacts import Contact
from ims_xl.letters.draft import draft
from ims_xl.letters.writing import Sender, write_letter

SENDER = Sender("Deccan & Söhne", "27AAZCD1111E1ZS", "Oct-2026", "English and Hindi")


def opened(contact: Contact, name: str = "SURAT FABRICS") -> tuple[bytes, EmailMessage]:
    raw = draft(write_letter(points({"situation": "Pending"}, name=name), contact, SENDER), b"PK annex")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return raw, message


def test_what_stands_in_it() -> None:
    raw, message = opened(Contact(SURAT, email="a@b.example; c@d.example"))
    assert {*message.keys()} == {"X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"}
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "GST documents to be cleared with Deccan & Söhne, Oct-2026: 1 document"
    assert [one.addr_spec for one in message["To"].addresses] == ["a@b.example", "c@d.example"]
    body = message.get_body(("plain",))
    assert body is not None
    assert "आदरणीय महोदय/महोदया" in body.get_content()
    (annex,) = message.iter_attachments()
    assert (annex.get_filename(), annex.get_content()) == ("GST 24AAZCS2222F1ZB SURAT FABRICS.xlsx", b"PK annex")
    assert annex.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998  # RFC 5322


def test_without_an_address_there_is_no_to() -> None:
    for written in ("", "wrong", "a@b.example\r\nBcc: x@y.example"):
        assert opened(Contact(SURAT, email=written))[1]["To"] is None


@pytest.mark.parametrize(
    "name",
    [
        "Evil\r\nBcc: x@y.example",
        "Evil\nX-Unsent: 0",
        "Shah, Mehta <x@y.example>",
        '"quoted"',
        "श्री राम ट्रेडर्स",
        "x" * 500,
        "=?utf-8?q?x?=",
    ],
)
def test_no_name_becomes_a_header_or_an_address(name: str) -> None:
    raw, message = opened(Contact(SURAT, email="a@b.example"), name)
    assert message["Bcc"] is None
    assert message.get_all("X-Unsent") == ["1"]
    assert [one.addr_spec for one in message["To"].addresses] == ["a@b.example"]
    assert raw.count(b"\n") == raw.count(b"\r\n")
