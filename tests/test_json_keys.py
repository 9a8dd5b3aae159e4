"""A key that stands twice is found, whatever else the text holds."""

import json
import time

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
        ('{"said": "{{", "a": [{"b": 1}, {"c": {"d": 1, "d": 2}}]}', "d"),
        ('[{"a": 1}, [[{"b": {"c": [{"a": 1, "a": 2}]}}]], {"d": {}}]', "a"),
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
    assert repeated_key('{"a":' * 5000 + "{}" + "}" * 5000, payload) is None


def test_the_last_of_very_many_keys_is_found_soon() -> None:
    names = [f"k{at}" for at in range(200_000)]
    text = "{" + ",".join(f'"{name}":1' for name in [*names, names[-1]]) + "}"
    began = time.process_time()
    assert repeated_key(text, json.loads(text)) == "k199999"
    assert time.process_time() - began < 5
