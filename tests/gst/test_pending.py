import pandas as pd
import pytest

from ims_xl.gst import pending


def record(section, change="", original="", falls=False, two_b="112025"):
    row = {"section": section, "change": change, "original_action": original, "two_b_period": two_b}
    return pd.DataFrame([row]).astype("str").assign(falls=falls)


@pytest.mark.parametrize(
    ("section", "change", "original", "falls", "limited"),
    [
        ("b2b", "", "", False, False),
        ("b2bdn", "", "", False, False),
        ("ecom", "", "", False, False),
        ("b2bcn", "", "", False, True),
        ("b2bcna", "up", "A", False, True),
        ("b2bcna", "up", "N", False, True),
        ("b2bcna", "down", "R", False, True),
        ("b2bcna", "down", "A", False, False),
        ("b2bcna", "", "", False, True),
        ("b2ba", "up", "A", False, False),
        ("b2ba", "down", "A", True, True),
        ("b2bdna", "", "", True, True),  # the original is not known, the portal asks for a reduction
        ("ecoma", "down", "A", True, True),
        ("ecoma", "down", "R", False, False),
        ("impg", "", "", False, False),
    ],
)
def test_what_waits_one_period_only(section, change, original, falls, limited):
    assert pending.is_limited(record(section, change, original, falls)).item() is limited


def test_before_october_2025_there_was_no_limit_but_a_ban():
    assert not pending.is_limited(record("b2bcn", two_b="092025")).item()
    assert pending.is_limited(record("b2bcn", two_b="102025")).item()
    assert not pending.is_limited(record("b2bcn", two_b="")).item()
