"""A key that stands twice is found, whatever else the text holds."""

import json

import pytest

from ims_xl.json_keys import repeated_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"a": 1, "b": {"a": 2}}', None),
        ('[{"a": 1}, {"a": 2}]', None),
        ('{"a": 1, "a": 2}', "a"),
        ('{"x": [{"inum": "1", "val": 2, "inum": "3"}]}', "inum"),
        ('{"a": {"b": 1, "b": 2}, "a": 3}', "b"),
        ('{"a" : 1, "a" : 2}', "a"),
        ('{"a" : 1, "b" : 2}', None),
        ('{"said": "\\":", "said": ""}', "said"),
        ('{"said": ":\\":", "more": "\\\\"}', None),
        ('{"\\u0061": 1, "a": 2}', "a"),
        ('{"": 1, "": 2}', ""),
        ('"a"', None),
        ("[]", None),
    ],
)
def test_the_first_key_that_stands_twice_in_one_object(text: str, key: str | None) -> None:
    assert repeated_key(text, json.loads(text)) == key


def test_nesting_is_followed_as_deep_as_it_goes() -> None:
    payload: object = {}
    for _ in range(5000):
        payload = {"a": payload}
    assert repeated_key('"a":' * 5000, payload) is None
