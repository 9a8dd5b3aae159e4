"""The words of letters: every first text can be filled in, own ones take their place, a slip in a field is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.letters.situations import SITUATIONS
from ims_xl.letters.texts import FIELDS, LANGUAGES, PARTS, LetterText, fill, text_of, unknown_fields


def test_every_part_has_words_in_every_language_that_can_be_filled_in() -> None:
    first = [part.first[language] for part in PARTS for language in LANGUAGES]
    assert len(first) == 18
    assert all(text.strip() and unknown_fields(text) == [] for text in first)


def test_every_situation_has_its_part() -> None:
    assert {one.key for one in SITUATIONS} < {part.key for part in PARTS}
    assert {one.name for one in SITUATIONS} < {part.name for part in PARTS}


def test_own_words_take_the_place_of_the_first_ones_in_their_language() -> None:
    own = [LetterText("closing", "Hindi", "धन्यवाद")]
    assert text_of("closing", "Hindi", own) == "धन्यवाद"
    assert text_of("closing", "English", own).startswith("If you have answered already")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Dear {person} of { Supplier }", []),
        ("{suplier} and {gst}", ["{suplier}", "{gst}"]),
        ("{supplier.__class__}", ["{supplier.__class__}"]),
        ("{0}", ["{0}"]),
        ("{}", ["{}"]),
        ("{supplier", ["{"]),
        ("supplier}", ["}"]),
        ("{{supplier}}", ["{"]),
        ("no braces: 100%", []),
    ],
)
def test_an_unknown_field_is_found(text: str, values: list[str]) -> None:
    assert unknown_fields(text) == values


@given(st.text(), st.dictionaries(st.sampled_from([*FIELDS]), st.text()))
def test_what_is_filled_in_is_never_filled_again(text: str, values: dict[str, str]) -> None:
    marked = dict.fromkeys(values, "{gstin}")
    assert fill(text, {}) == text
    assert fill("{supplier}|{gstin}", {"supplier": "{gstin}", "gstin": "24"}) == "{gstin}|24"
    assert fill("".join(f"{{{name}}}" for name in marked), marked) == "{gstin}" * len(marked)
