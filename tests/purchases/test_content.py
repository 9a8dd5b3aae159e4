from pathlib import Path

import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.purchases.columns import Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.sources import Source

SOURCE = Source("a.xlsx", Path("a.xlsx"), b"", "")


def test_names_and_words_are_compared_without_case_and_signs() -> None:
    sheets = [Sheet(" Purchase Reigster", [Row(1, ["", "GSTIN of recipient* : ", 3.0])]), Sheet("B2B", [])]
    content = Content(SOURCE, sheets)
    assert content.names == {"purchasereigster", "b2b"}
    assert content.words == {"gstin of recipient"}
    assert not content.is_csv


def test_words_far_below_do_not_tell_a_format() -> None:
    rows = [Row(number, ["x"]) for number in range(1, 16)]
    assert Content(SOURCE, [Sheet("", [*rows, Row(16, ["Particulars"])], is_typed=False)]).words == {"x"}


def test_a_text_of_any_length_is_looked_at_quickly() -> None:
    assert Content(SOURCE, [Sheet("", [Row(1, ["x" * 50_000_000])])]).words == {"x" * 200}


def test_documents_of_both_kinds_are_counted() -> None:
    reading = Reading("", books=[pd.DataFrame({"a": [1, 2]})], gstr2b=[pd.DataFrame({"a": [1]})])
    assert reading.documents == 3


@pytest.mark.parametrize(("own", "wanted"), [("27A", "27A"), ("", "27A"), ("27A", "")])
def test_a_file_of_this_gstin_or_of_none_is_taken(own: str, wanted: str) -> None:
    Reading("", recipient_gstin=own).check_recipient(wanted, "a.xlsx")


def test_a_file_of_another_gstin_is_refused() -> None:
    with pytest.raises(ImsError) as caught:
        Reading("", recipient_gstin="29B").check_recipient("27A", "a.xlsx")
    assert str(caught.value) == (
        "a.xlsx: the file is of GSTIN 29B, this workbook is of 27A. "
        "Choose the file of this GSTIN, or open the other workbook."
    )
