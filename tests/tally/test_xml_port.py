"""TallyPrime asked over HTTP, and everything that may come instead of an answer."""

import socket
import time

import pytest
from support.fake_tally import BUYER, FakeTally, bill, running

from ims_xl.issues import ImsError
from ims_xl.tally.address import Address, read_address
from ims_xl.tally.xml_port import Tally
from ims_xl.ui import Silent

OCTOBER = {"20261001": [bill("20261001", "S/1", 1000)], "20261031": [bill("20261031", "S/2", 2000)]}
NOVEMBER = {"20261101": [bill("20261101", "S/3", 3000)]}
COMPANY = "Deccan & Sons"


def ask(tally: FakeTally, period: str = "102026", **limits: float):
    with running(tally), Tally(read_address(tally.address), Silent(), **limits) as port:
        return port.vouchers(COMPANY, period)


def test_open_companies_are_named_in_the_order_of_tally():
    with running(FakeTally({COMPANY: {}, "Konkan": {}})) as tally, Tally(read_address(tally.address), Silent()) as port:
        assert port.companies() == [COMPANY, "Konkan"]


def test_a_month_is_asked_for_from_its_first_day_to_its_last():
    tally = FakeTally({COMPANY: OCTOBER | NOVEMBER})
    month = ask(tally)
    assert (month.vouchers, month.registrations) == (2, {BUYER})
    assert [number in month.data.decode() for number in ("S/1", "S/2", "S/3")] == [True, True, False]
    said = {one.tag: one.text for one in tally.asked[0].iter() if one.tag.startswith("SV")}
    assert said == {
        "SVEXPORTFORMAT": "$$SysName:XML", "SVCURRENTCOMPANY": COMPANY, "SVFROMDATE": "20261001", "SVTODATE": "20261031",
    }  # fmt: skip


def test_february_has_its_own_last_day():
    tally = FakeTally({COMPANY: {}})
    assert ask(tally, "022028").vouchers == 0
    assert tally.asked[0].findtext(".//SVTODATE") == "20280229"


def test_an_answer_in_two_bytes_a_sign_is_read():
    tally = FakeTally({COMPANY: OCTOBER})
    tally.encoding = "utf-16"
    assert ask(tally).vouchers == 2


MISCHIEF = [
    ("unknown company", "TallyPrime refuses and says: Could not find Company 'Deccan & Sons'", "Open the company"),
    (
        "refusal",
        "TallyPrime refuses and says: Voucher Register could not be made",
        "export the Voucher Register as XML",
    ),
    ("unknown request", "TallyPrime refuses and says: Unknown Request, cannot be processed", "Read it again"),
    ("another program", "what answers there is not TallyPrime", "Look up the port"),
    ("JSON", "what answers there is not TallyPrime", "Look up the port"),
    ("not found", "what answers there is not TallyPrime", "Look up the port"),
    ("cut off", "the answer of TallyPrime was cut off", "Read it again"),
    ("cut off at the end", "the answer of TallyPrime was cut off", "Read it again"),
    ("dates passed over", "was asked for Oct-2026 and gave a voucher of 01-Nov-2026", "Nothing was read"),
]


@pytest.mark.parametrize(("mischief", "reason", "remedy"), MISCHIEF, ids=[one[0] for one in MISCHIEF])
def test_what_comes_instead_of_an_answer_is_told(mischief, reason, remedy):
    with pytest.raises(ImsError) as caught:
        ask(FakeTally({COMPANY: OCTOBER | NOVEMBER}, mischief))
    assert reason in caught.value.issue.reason
    assert remedy in caught.value.issue.remedy


def test_a_tally_that_gives_no_sign_is_not_waited_for_without_end():
    began = time.monotonic()
    with pytest.raises(ImsError, match=r"gave no answer in 0 seconds"):
        ask(FakeTally({COMPANY: OCTOBER}, "silent"), silent=0.3)
    assert time.monotonic() - began < 5


def test_an_answer_in_drops_is_not_waited_for_without_end():
    with pytest.raises(ImsError, match=r"took longer than 0 seconds"):
        ask(FakeTally({COMPANY: OCTOBER}, "in drops"), longest=0.4)


def test_an_answer_that_is_too_large_is_left():
    with pytest.raises(ImsError, match="larger than 0 MB") as caught:
        ask(FakeTally({COMPANY: OCTOBER}), largest=500)
    assert "half a month" in caught.value.issue.remedy


def test_where_nothing_listens_it_says_how_to_start_tally():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = Address("127.0.0.1", free.getsockname()[1])
    with (
        Tally(address, Silent()) as port,
        pytest.raises(ImsError, match=f"there is no TallyPrime at {address}") as caught,
    ):
        port.companies()
    assert "Client/Server" in caught.value.issue.remedy


def test_what_speaks_no_http_is_not_tally():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = Address("127.0.0.1", other.getsockname()[1])

        import threading

        def greet() -> None:
            connection, _ = other.accept()
            connection.recv(10_000)
            connection.sendall(b"220 mail ready\r\n")
            connection.close()

        threading.Thread(target=greet, daemon=True).start()
        with Tally(address, Silent()) as port, pytest.raises(ImsError, match="is not TallyPrime"):
            port.companies()
