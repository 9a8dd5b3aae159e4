"""Rows stay as the accountant sorted them; new ones come behind the row they follow in our order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.workbook.row_order import fingerprint, merged


def rows(text: str) -> list[tuple[str, int]]:
    return [(letter, 0) for letter in text]


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("abcd", "abcd", "abcd"),
        ("abcd", "dcba", "dcba"),
        ("abcd", "ca", "cdab"),  # d follows c, b follows a
        ("abcd", "xdy", "abcd"),
        ("xab", "ba", "xba"),  # nothing of the old is before x
        ("", "ab", ""),
        ("ab", "", "ab"),
    ],
)
def test_old_rows_keep_their_order(new: str, old: str, expected: str) -> None:
    assert "".join(new[rank] for rank in merged(rows(new), rows(old))) == expected


@given(st.permutations("abcdef"), st.lists(st.sampled_from("abcdefxyz"), max_size=9))
def test_every_new_row_is_there_once_and_old_ones_are_in_their_order(new: list[str], old: list[str]) -> None:
    found = [new[rank] for rank in merged(rows("".join(new)), rows("".join(old)))]
    assert sorted(found) == sorted(new)
    kept = [letter for letter in dict.fromkeys(old) if letter in new]
    assert [letter for letter in found if letter in kept] == kept


def test_the_order_tells_in_the_fingerprint() -> None:
    assert fingerprint(rows("ab")) == fingerprint(rows("ab")) != fingerprint(rows("ba"))
    assert fingerprint([]) != "0"
