"""A clock that is behind is seen by what was done before."""

import datetime as dt

import pytest

from ims_xl import clock

NOW = dt.datetime(2026, 11, 24, 10, 0)


@pytest.mark.parametrize(
    ("times", "later"),
    [
        ([], None),
        (["2026-11-24 10:00:00", "2026-11-20 08:00:00"], None),
        (["2026-11-24 11:00:00"], None),  # the clock of another computer
        (["2026-11-24 11:00:01", "2026-11-23 10:00:00"], dt.datetime(2026, 11, 24, 11, 0, 1)),
        (["2026-11-25", "2026-11-25T09:30:00+05:30"], dt.datetime(2026, 11, 25, 9, 30)),
        (["", "soon", None], None),
    ],
)
def test_the_latest_time_after_now(times: list[object], later: dt.datetime | None) -> None:
    assert clock.later_than(NOW, times) == later


def test_both_times_are_named() -> None:
    found = clock.finding(NOW, ["2026-11-25 09:30:00"])
    assert found is not None
    assert "says 24-Nov-2026 10:00, and data here is of 25-Nov-2026 09:30" in found.reason
    assert clock.finding(NOW, ["2026-11-24 09:30:00"]) is None
