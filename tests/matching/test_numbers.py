import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.matching.numbers import forms


def form(text: str) -> tuple[str, str, str, str]:
    found = forms([text])
    return found.plain[0], found.bare[0], found.serial[0], found.year[0]


@pytest.mark.parametrize(
    ("text", "plain", "bare", "serial", "year"),
    [
        ("KNP/1000/26-27", "KNP10002627", "KNP1000", "1000", "26"),
        ("knp-1000-2026-27", "KNP1000202627", "KNP1000", "1000", "26"),
        ("A/1003", "A1003", "A1003", "1003", ""),
        ("0012", "0012", "12", "12", ""),
        ("1234.0", "1234", "1234", "1234", ""),  # Excel made a number of it
        ("Bill No. 45", "BILLNO45", "45", "45", ""),
        ("INV2425001", "INV2425001", "1", "1", "24"),  # year without separators
        ("25260417", "25260417", "417", "417", "25"),
        ("2627", "2627", "2627", "2627", ""),  # a serial number, not a year
        ("26-28/0417", "26280417", "26 28 417", "417", ""),  # the years do not follow each other
        ("25/26-27", "252627", "25", "25", "26"),
        ("2025/26/7", "2025267", "7", "7", "25"),
        ("1/11", "111", "1 11", "11", ""),
        ("-", "", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_forms(text: str, plain: str, bare: str, serial: str, year: str) -> None:
    assert form(text) == (plain, bare, serial, year)


def test_one_eleven_and_eleven_one_are_different_bare_numbers() -> None:
    found = forms(["1/11", "11/1"])

    assert found.plain[0] == found.plain[1] == "111"
    assert found.bare[0] != found.bare[1]


def test_letters_that_look_like_digits() -> None:
    found = forms(["SSF/O4I7", "SSF/0417"])

    assert found.alike[0] == found.alike[1]


def test_style_of_a_series() -> None:
    assert forms(["KNP/26-27/0417", "0417"]).rest == ["KNP#", "#"]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_a_number_has_the_same_forms_in_any_company(texts: list[str]) -> None:
    together = forms(texts)

    assert [forms([text]).bare[0] for text in texts] == together.bare
    assert [forms([text]).year[0] for text in texts] == together.year
