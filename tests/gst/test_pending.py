import pandas as pd
import pytest

from ims_xl.gst import pending


def record(section, change="", original="", two_b="112025"):
    row = {"section": section, "change": change, "original_action": original, "two_b_period": two_b}
    return pd.DataFrame([row]).astype("str")


@pytest.mark.parametrize(
    ("section", "change", "original", "limited"),
    [
        ("b2b", "", "", False),
        ("b2bdn", "", "", False),
        ("ecom", "", "", False),
        ("b2bcn", "", "", True),
        ("b2bcna", "up", "A", True),
        ("b2bcna", "up", "N", True),
        ("b2bcna", "down", "R", True),
        ("b2bcna", "down", "A", False),
        ("b2bcna", "", "", True),
        ("b2ba", "up", "A", False),
        ("b2ba", "down", "A", True),
        ("b2bdna", "down", "A", True),
        ("ecoma", "down", "A", True),
        ("ecoma", "down", "R", False),
        ("impg", "", "", False),
    ],
)
def test_what_waits_one_period_only(section, change, original, limited):
    assert pending.is_limited(record(section, change, original)).item() is limited


def test_before_october_2025_there_was_no_limit_but_a_ban():
    assert not pending.is_limited(record("b2bcn", two_b="092025")).item()
    assert pending.is_limited(record("b2bcn", two_b="102025")).item()
    assert not pending.is_limited(record("b2bcn", two_b="")).item()
