import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.matching.documents import NONE
from ims_xl.matching.numbers import forms


def form(text: str) -> tuple[str, str, int, str]:
    found = forms([text])
    return found.plain_text[0], found.bare_text[0], found.serial_value[0], found.year[0]


@pytest.mark.parametrize(
    ("text", "plain", "bare", "serial", "year"),
    [
        ("KNP/1000/26-27", "KNP10002627", "KNP1000", 1000, 26),
        ("knp-1000-2026-27", "KNP1000202627", "KNP1000", 1000, 26),
        ("A/1003", "A1003", "A1003", 1003, NONE),
        ("0012", "0012", "12", 12, NONE),
        ("1234.0", "1234", "1234", 1234, NONE),  # Excel made a number of it
        ("Bill No. 45", "BILLNO45", "45", 45, NONE),
        ("NOTE/45", "NOTE45", "NOTE45", 45, NONE),  # NO is no word of its own here
        ("INV2425001", "INV2425001", "1", 1, 24),  # year without separators
        ("25260417", "25260417", "417", 417, 25),
        ("2627", "2627", "2627", 2627, NONE),  # a serial number, not a year
        ("26-28/0417", "26280417", "26 28 417", 417, NONE),  # the years do not follow each other
        ("25/26-27", "252627", "25", 25, 26),
        ("2025/26/7", "2025267", "7", 7, 25),
        ("CZ/19/2026-27", "CZ19202627", "CZ19", 19, 26),
        ("KK/2627/25-26", "KK26272526", "KK2627", 2627, 25),  # the dash is the surer sign of a year
        ("1/11", "111", "1 11", 11, NONE),
        ("2627000110/26-27", "26270001102627", "110", 110, 26),  # the year twice
        ("2627/26-27", "26272627", "2627", 2627, 26),
        ("1INV2", "1INV2", "1 2", 2, NONE),
        ("00", "00", "0", 0, NONE),
        ("A-007/B", "A007B", "A7B", 7, NONE),
        ("é12\n3", "123", "12 3", 3, NONE),
        ("-", "", "", 0, NONE),
        ("", "", "", 0, NONE),
    ],
)
def test_forms(text: str, plain: str, bare: str, serial: int, year: int) -> None:
    assert form(text) == (plain, bare, serial, year)


def test_one_eleven_and_eleven_one_are_different_bare_numbers() -> None:
    found = forms(["1/11", "11/1"])

    assert found.plain[0] == found.plain[1]
    assert found.bare[0] != found.bare[1]


def test_letters_that_look_like_digits() -> None:
    found = forms(["SSF/O4I7", "SSF/0417"])

    assert found.alike[0] == found.alike[1]


def test_style_of_a_series() -> None:
    found = forms(["KNP/26-27/0417", "KNP/0418", "0417", "9"])

    assert found.rest[0] == found.rest[1] != found.rest[2] == found.rest[3]
    assert list(found.lone) == [False, False, True, True]


def test_numbers_without_letters_and_digits_have_no_form() -> None:
    found = forms(["//", "é"])

    assert list(found.plain) == list(found.bare) == list(found.serial) == list(found.alike) == [NONE, NONE]


numbers = st.text(alphabet=st.sampled_from("0123456789ABINV/-. '\né"), max_size=20)


@settings(deadline=None)
@given(st.lists(numbers, max_size=8))
def test_a_number_has_the_same_forms_in_any_company(texts: list[str]) -> None:
    together = forms(texts)

    assert [forms([text]).bare_text[0] for text in texts] == list(together.bare_text)
    assert [forms([text]).year[0] for text in texts] == list(together.year)


@settings(deadline=None)
@given(st.lists(numbers, max_size=8))
def test_codes_are_equal_when_the_texts_are(texts: list[str]) -> None:
    found = forms(texts)

    for codes, form in ((found.plain, found.plain_text), (found.bare, found.bare_text)):
        assert [(a == b) for a in codes for b in codes] == [(a == b) for a in form for b in form]


@pytest.mark.parametrize(
    ("text", "stem"),
    [("417/1", "417"), ("SSF/417-A", "SSF417"), ("417 (2)", "417"), ("G/35/GST", "G35"), ("417", "417"), ("417/123", "417/123"), ("A", "A")],
)  # fmt: skip
def test_a_short_suffix_is_left_out_of_the_stem(text: str, stem: str) -> None:
    found = forms([text, stem])

    assert found.stem[0] == found.bare[1]
