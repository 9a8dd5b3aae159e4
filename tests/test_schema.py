"""The identity of a document and its parts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl import schema

BUYER, SURAT = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"


def doc_id(**changes: object) -> str:
    usual = {
        "recipient_gstin": BUYER, "section": "b2b", "supplier_gstin": SURAT, "doc_number": "A/1",
        "doc_date": pd.Timestamp("2026-10-14"), "supplier_period": "102026",
    }  # fmt: skip
    [found] = schema.ims_doc_id(schema.conform(pd.DataFrame([usual | changes]), schema.IMS))
    return str(found)


@pytest.mark.parametrize("number", ["A/1", "A|1", "|", "||b2bcn|", "2026-10-01|092026"])
def test_a_number_may_hold_the_sign_that_parts_an_identity(number: str) -> None:
    assert schema.take_apart(doc_id(doc_number=number)) == (BUYER, "b2b", SURAT, number, "2026-10-14", "102026")
    bill = {"section": "impg", "port_code": "INNSA1", "supplier_gstin": "", "doc_number": number}
    assert schema.take_apart(doc_id(**bill)) == (BUYER, "impg", "INNSA1", number, "2026-10-14", "")


def test_missing_parts_are_empty() -> None:
    assert schema.take_apart(doc_id(doc_date=pd.NaT, supplier_period="")) == (BUYER, "b2b", SURAT, "A/1", "", "")


@given(st.text(max_size=12))
def test_any_number_comes_back(number: str) -> None:
    assert schema.take_apart(f"{BUYER}|b2b|{SURAT}|{number}|2026-10-14|102026").doc_number == number


def test_a_column_by_document_has_the_first_row_of_each() -> None:
    frame = pd.DataFrame({"doc_id": ["A", "B", "A"], "action": ["Accept", "Reject", "Pending"]})
    assert schema.by_doc_id(frame, "action").to_dict() == {"A": "Accept", "B": "Reject"}
    assert schema.once(frame)["action"].tolist() == ["Accept", "Reject"]
    alone = frame.iloc[:2]
    assert schema.once(alone) is alone


@pytest.mark.parametrize("section", [schema.PAID, schema.OWN])
def test_the_number_in_an_identity_of_the_reversal_ledger(section: str) -> None:
    assert schema.take_apart(f"{BUYER}|{section}|{SURAT}|A|1|2026-10-14").doc_number == "A|1"
    with pytest.raises(ValueError, match="not enough values"):
        schema.take_apart("abc")
