import pytest

from ims_xl.wording import counted


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (1234, "1,234 documents")]
)
def test_a_number_has_its_noun(number: int, text: str):
    assert counted(number, "document") == text
