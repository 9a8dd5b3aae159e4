"""Words in braces are filled in; a text whose word has no value is left out; others stay as they are."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gstn.templates import Filler, Missing, Word, texts_in, words_of

NOON = dt.datetime(2026, 11, 12, 6, 30, 5, 123456, tzinfo=dt.UTC)  # noon in India


def filler(texts: dict[str, str] | None = None, **values: str) -> Filler:
    return Filler(values, texts or {}, lambda kind, argument, text: f"<{kind} {argument} {text}>", NOON)


def test_a_word_has_a_name_a_form_and_a_filter() -> None:
    template = "a{gstin}b{now:%H:%M|rsa-sha1:secret.key}{otp|b64}"
    assert words_of(template) == [
        Word("gstin", "", "", ""),
        Word("now", "%H:%M", "rsa-sha1", "secret.key"),
        Word("otp", "", "b64", ""),
    ]


def test_values_are_put_in_and_signed() -> None:
    made = filler(gstin="27AAZCD1111E1ZS", otp="575757").fill("{gstin}/{otp|aes:app_key}")
    assert made == "27AAZCD1111E1ZS/<aes app_key 575757>"


def test_the_time_is_that_of_india() -> None:
    assert filler().fill("{now:%Y%m%d%H%M%S%z}") == "20261112120005+0530"
    assert filler().fill("{now:%d%m%Y%H%M%S%f}") == "12112026120005123456"


def test_a_named_text_is_the_same_where_it_is_sent_and_where_it_is_signed() -> None:
    made = filler({"ticket": "{txn}:{now:%S}"}, **{"txn": "1a", "secret.key": "key.pem"})
    assert made.fill_all({"X-Token": "{text.ticket}", "X-Sign": "{text.ticket|rsa-sha256:secret.key}"}) == {
        "X-Token": "1a:05",
        "X-Sign": "<rsa-sha256 secret.key 1a:05>",
    }


def test_what_has_no_value_is_left_out() -> None:
    made = filler(gstin="27").fill_all({"a": "{gstin}", "b": "Bearer {keep.token}", "c": {"d": "{otp}", "e": 1}})
    assert made == {"a": "27", "c": {"e": 1}}
    with pytest.raises(Missing):
        filler().fill("{keep.token}")
    with pytest.raises(Missing):  # nor can it be encrypted before there is a key
        filler(otp="575757").fill("{otp|aes:keep.key}")


def test_a_value_cannot_begin_a_part_of_a_path() -> None:
    assert filler(year="../a?b&c").fill_path("/x/{year}/y") == "/x/..%2Fa%3Fb%26c/y"


def test_texts_of_nested_tables() -> None:
    assert list(texts_in({"a": "x", "b": ["y", {"c": "z"}], "d": 1})) == ["x", "y", "z"]


@given(st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"])))
def test_text_without_braces_stays(text: str) -> None:
    assert filler().fill(text) == text
