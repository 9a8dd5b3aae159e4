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


NUMBERS = {
    "38AAZCS2222F1Z2": "normal",  # Ladakh
    "97AAZCS2222F1ZY": "normal",  # Other Territory
    "24AAZCS2222F1J7": "normal",
    "27MUMX12345B1DU": "tds",  # by TAN
    "27AAZCT6666K1DE": "tds",  # by PAN
    "27MUMX12345B1KF": "tds",
    "29AAZCE5555J1CZ": "tcs",
    "07DELX12345C0ZT": "department",
    "0719ABW00017UNR": "uin",
    "0719ABW00018ONV": "notified",
    "2721ABW00003NRC": "nrtp",
    "2721ABW00003NF1": "nrtp",
    "9921ABW29007OSD": "oidar",
}


@pytest.mark.parametrize(("number", "name"), NUMBERS.items())
def test_a_number_of_every_kind_is_known_and_valid(number: str, name: str) -> None:
    found = gstin.kind(number)
    assert found is not None
    assert found.name == name
    assert gstin.has_shape(number)
    assert gstin.is_valid(number)


@pytest.mark.parametrize("number", ["27MUMX12345B1DV", "29AAZCE5555J1CA", "0719ABW00017UNS", "9921ABW29007OSE"])
def test_a_wrong_last_character_is_seen_where_the_kind_has_a_check_digit(number: str) -> None:
    assert gstin.has_shape(number)
    assert not gstin.is_valid(number)


@pytest.mark.parametrize("number", ["0719ABW00018ONP", "2721ABW00003NRT", "2721ABW00003NFT"])
def test_any_last_character_is_taken_where_it_may_be_none(number: str) -> None:
    assert gstin.is_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "9821ABW29007OSD",  # online services are registered under 99 only
        "0719ABW00017XNR",
        "0719AB100017UNR",
        "27AAZCD1111E0ZS",  # registrations are counted from 1
        "27AAZCD1111E1LS",
        "27AAZCD1111E1Z_",
        "२७AAZCD1111E1ZS",
        "URP",
    ],
)
def test_what_is_built_like_no_kind(number: str) -> None:
    assert gstin.kind(number) is None
    assert not gstin.is_valid(number)


@given(
    st.sampled_from(gstin.KINDS).flatmap(
        lambda kind: st.tuples(st.just(kind), st.from_regex(kind.shape, fullmatch=True))
    )
)
def test_a_number_built_like_a_kind_is_of_that_kind_alone(drawn: tuple[gstin.Kind, str]) -> None:
    kind, number = drawn
    assert gstin.kind(number) is kind
    assert [other.name for other in gstin.KINDS if other.shape.fullmatch(number)] == [kind.name]
    valid = gstin.is_valid(number[:14] + gstin.check_digit(number[:14]))
    assert valid
    assert kind.check_digit or gstin.is_valid(number)


@given(
    number=st.sampled_from(sorted(NUMBERS)),
    spaces=st.lists(st.sampled_from(["", " ", "\t", "\u00a0"]), min_size=15, max_size=15),
    small=st.lists(st.booleans(), min_size=15, max_size=15),
)
def test_case_and_spaces_do_not_change_the_kind(number: str, spaces: list[str], small: list[bool]) -> None:
    letters = [one.lower() if low else one for one, low in zip(number, small, strict=True)]
    typed = "".join(space + letter for space, letter in zip(spaces, letters, strict=True))
    assert gstin.kind(typed) is gstin.kind(number)


@given(st.text(max_size=20))
def test_any_text_has_a_kind_or_none(text: str) -> None:
    found = gstin.kind(text)
    assert found is None or found in gstin.KINDS


@pytest.mark.parametrize(("number", "name"), NUMBERS.items())
def test_only_taxpayers_act_in_ims(number: str, name: str) -> None:
    assert gstin.has_ims(number) == (name in ("normal", "department"))


def test_every_kind_has_a_source_and_a_name_of_its_own() -> None:
    assert all(kind.title and kind.source for kind in gstin.KINDS)
    assert len({kind.name for kind in gstin.KINDS}) == len(gstin.KINDS)


def test_a_number_is_cleaned_of_spaces_and_small_letters() -> None:
    assert gstin.clean(" 27aapfu 0939f1zv ") == "27AAPFU0939F1ZV"


def test_state_and_pan_stand_inside() -> None:
    assert gstin.state_code("27AAPFU0939F1ZV") == "27"
    assert gstin.pan("27AAPFU0939F1ZV") == "AAPFU0939F"
    assert gstin.pan("27AAPFU") == ""


@pytest.mark.parametrize(
    ("number", "pan"),
    [
        ("29AAZCE5555J1CZ", "AAZCE5555J"),
        ("27AAZCT6666K1DE", "AAZCT6666K"),
        ("27MUMX12345B1DU", ""),  # a TAN
        ("0719ABW00017UNR", ""),
        ("9921ABW29007OSD", ""),
    ],
)
def test_a_number_without_pan_gives_none(number: str, pan: str) -> None:
    assert gstin.pan(number) == pan
