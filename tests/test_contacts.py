"""What may be typed of a supplier, what is meant by it, and what cannot be used."""

import pytest

from ims_xl.contacts import Contact

GSTIN = "24AAZCS2222F1ZB"


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        ("accounts@example.com", ("accounts@example.com",)),
        ("a.b+gst@mail.example.co.in, c@d.example", ("a.b+gst@mail.example.co.in", "c@d.example")),
        ("a@b.example; c@d.example;", ("a@b.example", "c@d.example")),
        ("", ()),
        ("accounts", ()),
        ("a@b", ()),
        ("a@b..example", ()),
        ("a@@b.example", ()),
        ("Asha <a@b.example>", ()),
        ("a b@c.example", ()),
        ("a@b.example\nBcc: c@d.example", ()),
        ("a@b.example, wrong", ()),
        ("लेखा@उदाहरण.भारत", ()),
        ("x" * 250 + "@b.example", ()),
    ],
)
def test_addresses(written: str, addresses: tuple[str, ...]) -> None:
    contact = Contact(GSTIN, email=written)
    assert contact.addresses == addresses
    assert [fault.column for fault in contact.faults()] == (["E-mail"] if written and not addresses else [])


@pytest.mark.parametrize(
    ("written", "may_be_chased", "is_not_reportable"),
    [("", True, False), ("No", True, False), ("yes", False, True), ("Y", False, True), ("perhaps", False, False)],
)
def test_an_unclear_answer_is_neither(written: str, may_be_chased: bool, is_not_reportable: bool) -> None:
    contact = Contact(GSTIN, not_reportable=written)
    assert (contact.may_be_chased, contact.is_not_reportable) == (may_be_chased, is_not_reportable)


@pytest.mark.parametrize(
    ("gstin", "reasons"),
    [
        (GSTIN, []),
        ("24aazcs 2222f1zb", []),
        ("", ["no GSTIN stands beside this contact"]),
        ("24AAZCS2222F1ZX", ["this is not a GSTIN"]),
    ],
)
def test_a_contact_wants_a_gstin(gstin: str, reasons: list[str]) -> None:
    assert [fault.reason for fault in Contact(gstin, "Surat").faults()] == reasons


def test_the_key_is_the_gstin_else_what_else_is_known() -> None:
    assert Contact("24aazcs 2222f1zb", "Surat").key == GSTIN
    assert Contact("", "Surat", phone="1").key == "Surat"
    assert Contact("", "", notes="whose is it").key == "whose is it"
    assert Contact().key == ""


def test_a_number_is_cleaned_where_it_is_one() -> None:
    assert Contact(" 24aazcs2222f1zb").with_clean_number().supplier_gstin == GSTIN
    assert Contact("not known").with_clean_number().supplier_gstin == "not known"


def test_blanks_are_filled_from_another() -> None:
    filled = Contact(GSTIN, email="a@b.example").filled_from(Contact(GSTIN, "Surat", "old@b.example", "1"))
    assert filled == Contact(GSTIN, "Surat", "a@b.example", "1")


def test_it_comes_back_from_its_text() -> None:
    contact = Contact(GSTIN, 'Surat "Fabrics"', "a@b.example", "+91 22", "श्री राव", "No", "paid\nnext week", "x")
    assert Contact.from_text(contact.to_text()) == contact
    for text in ("", "[1]", "{}", '["a"]', "not JSON"):
        assert Contact.from_text(text) is None
