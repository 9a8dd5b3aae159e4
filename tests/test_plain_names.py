"""Names that stand for files of ours lead out of no folder, on any system."""

import pytest

from ims_xl.issues import ImsError
from ims_xl.plain_names import is_device, is_plain, plain


@pytest.mark.parametrize("name", ["a", "My-GSP_2", "0", "console", "com", "x" * 40])
def test_plain_words_are_names(name: str) -> None:
    assert is_plain(name)
    assert plain(name, "a profile", "Choose another.") == name.lower()


@pytest.mark.parametrize(
    "name", ["", "..", "../a", "a/b", "a\\b", "a.toml", "-a", "_a", "a b", "é", "a\n", "x" * 41, "CON", "com1", "Lpt9"]
)
def test_others_are_refused_with_what_to_do(name: str) -> None:
    assert not is_plain(name)
    with pytest.raises(ImsError) as refused:
        plain(name, "a profile", "Choose another.")
    assert refused.value.issue.value == name
    assert "the name of a profile is one word of up to 40 letters" in str(refused.value)
    assert "Choose another." in str(refused.value)


def test_devices_of_windows_are_told_in_any_case() -> None:
    assert [is_device(name) for name in ("nul", "AUX", "com3", "com33", "nuls")] == [True, True, True, False, False]
