"""As many calls a minute as the profile allows."""

from pathlib import Path

import pytest
from support.desk import Desk, Time
from support.portal import Portal

from ims_xl.gstn.rate import Rate


def test_no_minute_holds_more_calls_than_allowed() -> None:
    time = Time()
    rate = Rate(2, time.now)
    waits = []
    for _ in range(5):
        seconds = rate.wait_before_next()
        waits.append(seconds)
        time.wait(seconds + 1)  # each call takes a second
    assert waits == [0, 0, 58, 0, 58]  # they go at 0, 1, 60, 61, 120 seconds


def test_without_a_limit_nothing_waits() -> None:
    rate = Rate(0, Time().now)
    assert [rate.wait_before_next() for _ in range(100)] == [0.0] * 100


def test_the_next_program_counts_those_of_the_one_before(tmp_path: Path) -> None:
    time, file = Time(), tmp_path / "calls.json"
    assert [Rate(3, time.now, file).wait_before_next() for _ in range(3)] == [0, 0, 0]  # three programs
    time.wait(20)
    assert Rate(3, time.now, file).wait_before_next() == pytest.approx(40, abs=0.001)
    time.wait(30)  # the call before goes in ten seconds; then the minute of the second is over too
    assert Rate(3, time.now, file).wait_before_next() == pytest.approx(10, abs=0.001)
    time.wait(120)
    assert Rate(3, time.now, file).wait_before_next() == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'["x"]', b'"x"', b'["2099-01-01T00:00:00+00:00"]', b"\xff"])
def test_a_damaged_count_and_one_of_a_wrong_clock_hold_nothing_up(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calls.json").write_bytes(content)
    rate = Rate(1, Time().now, tmp_path / "calls.json")
    assert rate.wait_before_next() == 0
    assert rate.wait_before_next() == 60


def test_a_client_keeps_to_it(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", {"b2b": []})
    with desk.client(limits={"per_minute": 3}) as client:
        client.documents("b2b")  # certificate, OTP and token come first
    assert desk.time.waited == 60
