import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst import gstin

VALID = (
    "27AAPFU0939F1ZV",
    "24AAQCA8719H1ZC",
    "24AABCR6898M1ZN",
    "27AAZCD1111E1ZS",
    "24AAZCS2222F1ZB",
    "29AAZFK3333G1ZV",
    "27AAZCM4444H1ZV",
    "07AAZCE5555J1ZU",
)


@pytest.mark.parametrize("number", VALID)
def test_real_numbers_are_valid(number: str) -> None:
    assert gstin.is_valid(number)


@pytest.mark.parametrize("number", VALID)
@given(place=st.integers(0, 14), symbol=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_is_always_seen(number: str, place: int, symbol: str) -> None:
    wrong = number[:place] + symbol + number[place + 1 :]
    assert gstin.is_valid(wrong) == (wrong == number)


def test_the_sandbox_number_has_the_shape_but_not_the_check_digit() -> None:
    assert not gstin.is_valid("24MAYAS0100J1JD")
    assert gstin.check_digit("24MAYAS0100J1J") != "D"


@pytest.mark.parametrize("number", ["", "27AAPFU0939F1Z", "27AAPFU0939F1ZVX", "AAAAPFU0939F1ZV", "27aapfu0939f1zv"])
def test_other_shapes_are_refused(number: str) -> None:
    assert not gstin.has_shape(number)
    assert not gstin.is_valid(number)


def test_a_collector_of_tax_at_source_has_the_shape() -> None:
    assert gstin.has_shape("29GGGGG6666G1CR")


def test_a_number_is_cleaned_of_spaces_and_small_letters() -> None:
    assert gstin.clean(" 27aapfu 0939f1zv ") == "27AAPFU0939F1ZV"


def test_state_and_pan_stand_inside() -> None:
    assert gstin.state_code("27AAPFU0939F1ZV") == "27"
    assert gstin.pan("27AAPFU0939F1ZV") == "AAPFU0939F"
    assert gstin.pan("27AAPFU") == ""
