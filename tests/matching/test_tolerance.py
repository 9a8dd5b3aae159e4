import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.issues import ImsError
from ims_xl.matching import Tolerance, match


@pytest.mark.parametrize(
    ("booked", "status"),
    [(12346.60, "Exact Match"), (12346.61, "Mismatched"), (12344.60, "Exact Match"), (12344.59, "Mismatched")],
)
def test_the_limit_is_inclusive(table, booked: float, status: str) -> None:
    result = match(table({"taxable_value": 12345.60}), table({"taxable_value": booked}))

    assert list(result.pairs["status"]) == [status]


def test_each_head_may_have_its_own_limit(table) -> None:
    ims, books = table({"igst": 2222.21, "cess": 10.0}), table({"igst": 2225.21, "cess": 10.5})

    assert match(ims, books).pairs["status"][0] == "Mismatched"
    assert match(ims, books, Tolerance(igst=3.0)).pairs["status"][0] == "Exact Match"
    assert match(ims, books, Tolerance(igst=3.0, cess=0.4)).pairs["status"][0] == "Mismatched"


def test_percent_is_of_the_larger_amount(table) -> None:
    ims, books = table({"taxable_value": 10000.00}), table({"taxable_value": 9900.00})

    assert match(ims, books, Tolerance(percent=1.0)).pairs["status"][0] == "Exact Match"
    assert match(ims, books, Tolerance(percent=0.99)).pairs["status"][0] == "Mismatched"


def test_zero_tolerance_is_to_the_paisa(table) -> None:
    strict = Tolerance(taxable=0.0, tax=0.0)

    assert match(table({}), table({}), strict).pairs["status"][0] == "Exact Match"
    assert match(table({}), table({"igst": 2222.22}), strict).pairs["status"][0] == "Mismatched"


@pytest.mark.parametrize("limit", [-0.01, float("nan"), float("inf")])
def test_a_limit_must_be_zero_or_more(limit: float) -> None:
    with pytest.raises(ImsError, match="zero or more"):
        Tolerance(taxable=limit)


@pytest.mark.parametrize("head", ["cgst", "sgst"])
def test_a_head_out_of_its_limit_is_a_mismatch(table, head: str) -> None:
    local = {"igst": 0.0, "cgst": 1111.10, "sgst": 1111.10}
    ims, books = table(local), table({**local, head: 1113.10})

    assert match(ims, books, Tolerance(**{head: 2.0})).pairs["status"][0] == "Exact Match"
    assert match(ims, books, Tolerance(**{head: 1.99})).pairs["status"][0] == "Mismatched"


def test_the_limit_counts_as_evidence_too(table) -> None:
    """Fifty rupees apart and a slip in the number: found only where fifty rupees are ignored."""
    ims, books = table({}), table({"doc_number": "SSF/26-27/0471", "taxable_value": 12395.60})

    assert match(ims, books).pairs.empty
    assert list(match(ims, books, Tolerance(taxable=50.0)).pairs["status"]) == ["Suggested Match"]
    assert match(ims, books, Tolerance(taxable=49.99)).pairs.empty


@pytest.mark.parametrize("column", ["taxable_value", "igst", "cgst", "cess"])
@pytest.mark.parametrize("other", [0.0, float("nan")])
def test_a_missing_amount_matches_neither_zero_nor_another_missing_amount(table, column: str, other: float) -> None:
    result = match(table({column: other}), table({column: float("nan")}), Tolerance(taxable=99.0, tax=99.0))

    assert "Exact Match" not in list(result.pairs["status"])
    assert all("missing_amount" in codes for codes in result.pairs["codes"])


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [(100.00, 101.02, False), (100.00, 98.99, False), (100.00, 101.01, True), (100.00, 99.00, True)],
)
@pytest.mark.parametrize("column", ["taxable_value", "igst"])
def test_one_percent_is_of_the_larger_amount_on_either_side(
    table, column: str, one: float, other: float, agree: bool
) -> None:
    """1% of 101.02 is 1.01 to the paisa, of 100.00 it is 1.00."""
    limit, status = Tolerance(taxable=0.0, tax=0.0, percent=1.0), "Exact Match" if agree else "Mismatched"
    assert list(match(table({column: one}), table({column: other}), limit).pairs["status"]) == [status]
    assert list(match(table({column: other}), table({column: one}), limit).pairs["status"]) == [status]


def test_the_wider_of_rupees_and_percent_holds(table) -> None:
    ims, books = table({"taxable_value": 100.00}), table({"taxable_value": 105.00})
    assert match(ims, books, Tolerance(taxable=5.0, percent=1.0)).pairs["status"][0] == "Exact Match"
    assert match(ims, books, Tolerance(taxable=4.99, percent=1.0)).pairs["status"][0] == "Mismatched"
    assert match(ims, books, Tolerance(taxable=0.0, percent=5.0)).pairs["status"][0] == "Exact Match"


def test_percent_holds_for_each_head_by_its_own_amount(table) -> None:
    """2% of 10,000.00 would cover the 3.00 of cess; of the cess itself it does not."""
    ims, books = table({"taxable_value": 10000.0, "cess": 50.0}), table({"taxable_value": 10000.0, "cess": 53.0})
    assert match(ims, books, Tolerance(tax=0.0, percent=2.0)).pairs["status"][0] == "Mismatched"
    assert match(ims, books, Tolerance(tax=0.0, percent=6.0)).pairs["status"][0] == "Exact Match"


INTER = {"taxable_value": 96.67, "igst": 17.40, "cgst": 0.0, "sgst": 0.0}
LOCAL = {"taxable_value": 96.67, "igst": 0.0, "cgst": 8.70, "sgst": 8.70}


@pytest.mark.parametrize("rupees", [1.0, 20.0, 100_000.0])
@pytest.mark.parametrize(("ims", "books"), [(INTER, LOCAL), (LOCAL, INTER)])
def test_a_tax_head_that_differs_is_never_exact(table, ims: dict, books: dict, rupees: float) -> None:
    """IGST 17.40 against CGST 8.70 + SGST 8.70: credit under another head, however much is ignored."""
    result = match(table(ims), table(books), Tolerance(taxable=rupees, tax=rupees))

    assert list(result.pairs["status"]) == ["Mismatched"]
    assert "Tax head differs" in result.pairs["why"][0]


@settings(deadline=None)
@given(
    inter=st.integers(1, 10_000_00), local=st.integers(1, 5_000_00), rupees=st.floats(0, 1e6), percent=st.floats(0, 100)
)
def test_no_tolerance_makes_one_head_of_another(table, inter: int, local: int, rupees: float, percent: float) -> None:
    ims = {"taxable_value": 5000.0, "igst": inter / 100, "cgst": 0.0, "sgst": 0.0}
    books = {"taxable_value": 5000.0, "igst": 0.0, "cgst": local / 100, "sgst": local / 100}
    found = match(table(ims), table(books), Tolerance(taxable=rupees, tax=rupees, percent=percent)).pairs["status"]

    assert "Exact Match" not in list(found)
