import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.purchases.columns import Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats import Format
from ims_xl.purchases.formats.format import says, sheet_named
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.sources import Source

SOURCE = Source("bills.xlsx", None, b"", "")
CONTENT = Content(SOURCE, [Sheet("My Bills", [Row(1, ["Bill  No.", "Vendor*"])])])


def reading(family="b2b"):
    return lambda content, swap: Reading("bills", books=[pd.DataFrame({"family": [family]})])


def test_a_format_with_a_family_nobody_knows_cannot_be_made():
    with pytest.raises(ValueError, match=r"^a Books export: zoho is no family; one is b2b, cdnr, eco"):
        Format("a Books export", says("x"), reading("zoho"), families=("b2b", "zoho"))


def test_a_document_of_a_family_the_format_does_not_declare_is_an_error():
    books = Format("a Books export", says("x"), reading("cdnr"), families=("b2b",))
    with pytest.raises(ImsError) as caught:
        books.documents(CONTENT, False)
    assert str(caught.value) == (
        "bills.xlsx: a Books export was read with documents that it does not declare: cdnr. "
        "This is a mistake of the program: report it."
    )
    assert len(Format("a Books export", says("x"), reading(), families=("b2b",)).documents(CONTENT, False).books) == 1


def test_what_cannot_be_read_says_what_to_do():
    with pytest.raises(ValueError, match="needs advice"):
        Format("a picture", says("x"))
    picture = Format("a picture", says("x"), advice="Type it.")
    locked = Format("a Books export", says("x"), reading(), ("b2b",), "Export it with taxes.", lambda _: False)
    for one, message in (
        (picture, "bills.xlsx: the file is a picture. Type it."),
        (locked, "bills.xlsx: the file is a Books export. Export it with taxes."),
    ):
        with pytest.raises(ImsError) as caught:
            one.check(CONTENT)
        assert str(caught.value) == message


def test_signs_of_a_format():
    assert says("bill no", "vendor")(CONTENT)
    assert not says("bill no", "customer")(CONTENT)
    assert sheet_named("mybills", "bills")(CONTENT)
    assert not sheet_named("bills")(CONTENT)
