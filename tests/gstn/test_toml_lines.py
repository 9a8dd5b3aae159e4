"""The line of a key in a TOML file."""

import pytest

from ims_xl.gstn.toml_lines import line_of

TEXT = """name = "x"
[signin.otp]
call = "POST /otp"  # no = here
[headers]
"X-A" = "1"
b = "2"
[calls]
save = { call = "PUT /x", headers = { a = "1" } }
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["name"], 1),
        (["signin", "otp", "call"], 3),
        (["signin", "otp"], 2),
        (["signin", "otp", "body"], 2),  # not written: its table
        (["headers", "X-A"], 5),
        (["headers", "b"], 6),
        (["calls", "save", "headers", "a"], 8),  # inside an inline table
        (["calls", "reset"], 7),
        (["polling"], 0),
        (["signin", "token"], 2),  # not written: the table of another step
        (["signin"], 2),
        ([], 0),
    ],
)
def test_the_nearest_line(keys: list[str], line: int) -> None:
    assert line_of(TEXT, keys) == line
