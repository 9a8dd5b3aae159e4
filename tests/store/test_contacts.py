"""Contacts of suppliers, for every workbook of the GSTIN."""

from ims_xl.contacts import Contact

SURAT, MULUND = "24AAZCS2222F1ZB", "27AAZCM4444H1ZV"


def test_what_is_kept_takes_the_place_of_what_was_known_and_the_rest_stays(store) -> None:
    store.contacts.change(
        {SURAT: Contact(SURAT, "Surat", "a@b.example"), MULUND: Contact(MULUND)}, (), "2026-11-24 10:00:00"
    )
    store.contacts.change({SURAT: Contact(SURAT, "Surat", "", "022 1", notes="x\ny")}, (), "2026-11-25 10:00:00")
    assert store.contacts.all() == {SURAT: Contact(SURAT, "Surat", "", "022 1", notes="x\ny"), MULUND: Contact(MULUND)}


def test_some_are_forgotten(store) -> None:
    store.contacts.change({SURAT: Contact(SURAT), "Village": Contact("", "Village")}, (), "")
    store.contacts.change({}, [SURAT, "nobody"], "")
    assert store.contacts.all() == {"Village": Contact("", "Village")}
