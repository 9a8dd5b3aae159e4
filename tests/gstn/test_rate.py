"""As many calls a minute as the profile allows."""

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


def test_a_client_keeps_to_it(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", {"b2b": []})
    with desk.client(limits={"per_minute": 3}) as client:
        client.documents("b2b")  # certificate, OTP and token come first
    assert desk.time.waited == 60
