"""One document held by two buyers or in two months, found by the forms of its number."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.matching.held import held_too, may_be_held
from ims_xl.tolerance import Tolerance

SUPPLIER = "24AAZCS2222F1ZB"


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Invoices of 1,000 with IGST of 180, of 9 October 2026, each but for what is said of it."""
    usual = {
        "recipient_gstin": "27AAZCD1111E1ZS", "supplier_gstin": SUPPLIER, "doc_type": "INV", "doc_number": "A/1",
        "doc_date": "2026-10-09", "section": "b2b", "port_code": "", "taxable_value": 1000.0, "igst": 180.0, "cgst": 0.0,
        "sgst": 0.0, "cess": 0.0,
    }  # fmt: skip
    frame = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    return frame.assign(doc_date=pd.to_datetime(frame["doc_date"]))


@pytest.mark.parametrize(
    ("other", "agree"),
    [
        ({}, True),
        ({"recipient_gstin": "24AAZCD1111E1ZV"}, True),
        ({"doc_number": "a-1", "taxable_value": 900.0}, False),  # a number stands once in a year
        ({"doc_number": "INV/0001/26-27"}, None),  # another letter
        ({"doc_number": "INV A/001/26-27"}, True),
        ({"doc_number": "INV A/001/26-27", "taxable_value": 900.0}, None),
        ({"taxable_value": 1000.5}, True),  # within one rupee
        ({"doc_type": "CN"}, None),
        ({"doc_date": "2026-03-31"}, None),  # the year before
        ({"doc_date": "2027-03-31"}, True),
        ({"supplier_gstin": "27AAZCK2222K1ZS"}, None),
        ({"section": "b2ba"}, None),  # replaces its original
    ],
)
def test_what_is_the_same_document(other: dict[str, object], agree: bool | None) -> None:
    found = held_too(table({}), table(other), Tolerance())
    assert found["agree"].tolist() == ([] if agree is None else [agree])


def test_bills_of_entry_are_of_one_port() -> None:
    bill = {"section": "impg", "supplier_gstin": "", "doc_number": "0012345", "port_code": "INNSA1"}
    others = table({**bill, "doc_number": "12345"}, {**bill, "port_code": "INMAA1"}, {**bill, "port_code": ""})
    found = held_too(table(bill), others, Tolerance())
    assert found[["row", "other"]].to_numpy().tolist() == [[0, 0]]


@given(st.lists(st.sampled_from(["A/1", "a-1", "INV/0001", "1", "A/1/26-27", "2/26-27", "B12"]), max_size=6), st.data())
def test_what_is_found_is_never_passed_over_at_the_first_look(numbers: list[str], data: st.DataObject) -> None:
    ours = table(*({"doc_number": number} for number in numbers))
    rows = data.draw(st.lists(st.sampled_from(["A1", "1/26-27", "INV 2", "0001", "B-12"]), min_size=1, max_size=6))
    others = table(*({"doc_number": number} for number in rows))
    near = may_be_held(ours, [(SUPPLIER, number) for number in rows])
    found = held_too(ours, others, Tolerance())
    assert len(near) == len(rows)
    assert np.asarray(near)[found["other"].to_numpy(dtype=int)].all()
