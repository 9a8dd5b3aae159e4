"""One rounding for all rupees: half a paisa away from zero, on the decimals as written."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.decisions import cells
from ims_xl.gstn import wire
from ims_xl.matching import Tolerance, match
from ims_xl.money import in_rupees, indian, paise, rounded, to_paise, total, whole_paise
from ims_xl.purchases.amounts import read_amount
from ims_xl.reports.cells import column_cells
from ims_xl.sheets.settings import read_settings

INVOICE = {
    "stin": "24AAZCS2222F1ZB", "inum": "A/1", "idt": "14-10-2026", "inv_typ": "R", "val": 2950, "txval": 2500,
    "iamt": 450, "camt": 0, "samt": 0, "cess": 0, "pos": "27", "rtnprd": "102026", "srcform": "R1",
    "srcfilstatus": "Filed", "action": "N",
}  # fmt: skip


def from_the_portal(typed: object) -> object:
    read = wire.read_sections({"b2b": [INVOICE | {"iamt": typed}]}, recipient_gstin="27AAZCD1111E1ZS", file="ims.json")
    return read.documents["igst"][0]


def from_the_settings(typed: object) -> object:
    return read_settings({"Tolerance, tax": (5, typed)}, "")[0].tolerance.tax


READERS: dict[str, Callable[[object], object]] = {
    "purchase file": lambda typed: read_amount(typed).value,  # type: ignore[arg-type]
    "declared amount": cells.amount,
    "portal": from_the_portal,
    "settings": from_the_settings,
    "paise": lambda typed: int(paise(pd.Series([typed], dtype="object"))[0]) / 100,
    "report, column of numbers": lambda typed: column_cells("rupees", pd.Series([float(typed)]))[0][0],  # type: ignore[arg-type]
    "report, mixed column": lambda typed: column_cells("rupees", pd.Series([float(typed)], dtype="object"))[0][0],  # type: ignore[arg-type]
    "Indian form": lambda typed: float(indian(float(typed))),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("typed", "rupees"), [("450.005", 450.01), ("450.0049", 450.0), ("450.015", 450.02), ("1.005", 1.01)]
)
def test_what_is_typed_is_the_same_amount_for_every_reader(reader: str, typed: str, rupees: float) -> None:
    assert READERS[reader](typed) == rupees
    assert READERS[reader](float(typed)) == rupees


def test_a_long_text_counts_as_it_is_written() -> None:
    assert rounded("450.00499999999999999999") == 450.0
    assert rounded("450.00500000000000000000") == 450.01
    for reader in ("purchase file", "declared amount", "portal", "settings"):
        assert READERS[reader]("450.00499999999999999999") == 450.0
    assert rounded("4.50005e2") == 450.01
    assert rounded("4.50005E+5") == 450005.0


def test_a_computed_number_counts_as_a_cell_shows_it() -> None:
    """9% of 250.50 is 22.544999999999998 as a float; a cell shows 22.545."""
    assert rounded(250.50 * 0.09) == 22.55
    assert to_paise(-(250.50 * 0.09)) == -2255


def test_rupees_beyond_fifteen_digits_keep_their_third_decimal() -> None:
    assert rounded(1234567890123.455) == 1234567890123.46
    assert whole_paise(np.array([1234567890123.455])).tolist() == [123456789012346.0]


def test_zero_has_no_sign_and_what_is_missing_stays_missing() -> None:
    assert str(rounded(-0.001)) == str(rounded("-0.004")) == "0.0"
    assert [str(value) for value in whole_paise(np.array([-0.001, -0.005]))] == ["0.0", "-1.0"]
    assert math.isnan(rounded(float("nan")))
    assert paise(pd.Series([float("nan"), 0.005])).isna().tolist() == [True, False]


@given(st.integers(-(10**14), 10**14))
def test_thousandths_are_rounded_half_up_as_text_as_number_and_in_columns(thousandths: int) -> None:
    half_up = (abs(thousandths) + 5) // 10 * (1 if thousandths >= 0 else -1)
    text = str(Decimal(thousandths).scaleb(-3))
    assert to_paise(text) == to_paise(float(text)) == half_up
    assert whole_paise(np.array([float(text)])).tolist() == [half_up]


@given(st.lists(st.floats(-1e13, 1e13) | st.just(float("nan")), max_size=8))
def test_columns_are_rounded_as_single_amounts_are(rupees: list[float]) -> None:
    given_ = np.array(rupees, dtype=np.float64)
    assert whole_paise(given_).tolist() == pytest.approx(
        [amount if amount != amount else float(to_paise(amount)) for amount in rupees], abs=0, nan_ok=True
    )


def test_sums_are_of_rounded_amounts() -> None:
    assert total(pd.Series([0.005, 0.005, float("nan")])) == 0.02


def test_a_fingerprint_sees_the_rounded_amount() -> None:
    frame = schema.conform(pd.DataFrame([{"doc_id": "i", "igst": 450.01}]), schema.IMS)
    same, other = frame.assign(igst=450.005), frame.assign(igst=450.004)
    assert schema.fingerprint(same)[0] == schema.fingerprint(frame)[0]
    assert schema.fingerprint(other)[0] != schema.fingerprint(frame)[0]


def test_the_matcher_compares_rounded_amounts() -> None:
    """450.005 and 450.01 are one amount to the paisa; 450.005 and 450.00 are not."""
    usual = {
        "supplier_gstin": "24AAZCS2222F1ZB", "doc_type": "INV", "doc_number": "A/1", "taxable_value": 2500.0,
        "doc_date": pd.Timestamp(2026, 10, 14), "igst": 450.005, "cgst": 0.0, "sgst": 0.0, "cess": 0.0,
    }  # fmt: skip
    ims, strict = pd.DataFrame([usual]), Tolerance(taxable=0.0, tax=0.0)
    assert match(ims, ims.assign(igst=450.01), strict).pairs["status"][0] == "Exact Match"
    assert match(ims, ims.assign(igst=450.0), strict).pairs["status"][0] == "Mismatched"
    assert match(ims, ims.assign(igst=450.02), Tolerance(tax=0.005)).pairs["status"][0] == "Exact Match"


@pytest.mark.parametrize(
    ("rupees", "shown"),
    [
        (-0.01, "-0.01"),
        (-0.004, "0.00"),
        (-0.005, "-0.01"),
        (0.05, "0.05"),
        (-1.0, "-1.00"),
        (-999.99, "-999.99"),
        (999.995, "1,000.00"),
        (1000.0, "1,000.00"),
        (99999.995, "1,00,000.00"),
        (-1234567.0, "-12,34,567.00"),
        (1234567890.1, "1,23,45,67,890.10"),
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_the_indian_form(rupees: float | None, shown: str) -> None:
    assert indian(rupees) == shown


@pytest.mark.parametrize(
    ("rupees", "shown"),
    [(-1800.0, "-₹1,800.00"), (1234567.5, "₹12,34,567.50"), (-0.001, "₹0.00"), (None, "–"), (float("nan"), "–")],
)
def test_the_sign_stands_before_the_currency(rupees: float | None, shown: str) -> None:
    assert in_rupees(rupees) == shown
