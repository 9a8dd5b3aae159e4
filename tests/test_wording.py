import pytest

from ims_xl.wording import age, counted


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (1234, "1,234 documents")]
)
def test_a_number_has_its_noun(number: int, text: str):
    assert counted(number, "document") == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0.0, "less than an hour"),
        (0.99, "less than an hour"),
        (1.2, "1 hour"),
        (30.0, "30 hours"),
        (47.6, "48 hours"),
        (49.0, "2 days"),
    ],
)
def test_an_age_in_words(hours: float, text: str):
    assert age(hours) == text
