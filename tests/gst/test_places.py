import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst.places import REGISTERED, STATES, place_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("27-Maharashtra", "27"),
        ("Maharashtra", "27"),
        ("27", "27"),
        ("MH", "27"),
        (" mh ", "27"),
        ("27 - Maharashtra", "27"),
        ("7", "07"),
        ("7.0", "07"),
        ("07-Delhi", "07"),
        ("Pondicherry", "34"),
        ("34-Pondicherry", "34"),
        ("Puducherry", "34"),
        ("31-Lakshdweep", "31"),
        ("Orissa", "21"),
        ("TAMILNADU", "33"),
        ("Jammu & Kashmir", "01"),
        ("Foreign Country", "96"),
        ("96-Foreign Country", "96"),
        ("Ladakh", "38"),
        ("38-Ladakh", "38"),
        ("97-Other Territory", "97"),
    ],
)
def test_a_place_is_understood_in_every_dialect(text: str, code: str) -> None:
    assert place_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25-Daman & Diu", "26"),
        ("Daman & Diu", "26"),
        ("26-Dadra & Nagar Haveli", "26"),
        ("26-Dadra and Nagar Haveli and Daman and Diu", "26"),
        ("28-Andhra Pradesh", "37"),
    ],
)
def test_codes_of_the_past_give_those_of_today(text: str, code: str) -> None:
    assert place_code(text) == code


@pytest.mark.parametrize(
    "text", ["", "88-Nowhere", "00", "99", "99-Centre Jurisdiction", "98", "Atlantis", "270", "27AAPFU0939F1ZV", "-"]
)
def test_what_is_no_place_gives_nothing(text: str) -> None:
    assert place_code(text) == ""


@pytest.mark.parametrize("code", STATES)
def test_code_and_name_and_both_together_name_the_same_state(code: str) -> None:
    assert place_code(code) == place_code(STATES[code]) == place_code(f"{code}-{STATES[code]}") == code


def test_the_centre_registers_but_is_no_place_of_supply() -> None:
    assert REGISTERED["99"] == "Centre Jurisdiction"
    assert {code: name for code, name in REGISTERED.items() if code != "99"} == STATES


@given(st.text())
def test_any_text_gives_a_state_or_nothing(text: str) -> None:
    assert place_code(text) in {*STATES, ""}
