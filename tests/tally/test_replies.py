"""What TallyPrime answers, and what only looks like an answer."""

import pytest
from support.fake_tally import BUYER, bill

from ims_xl.issues import ImsError
from ims_xl.tally.replies import company_names, month_of, read_answer


def answer(data: str, status: str = "<STATUS>1</STATUS>") -> bytes:
    return (
        f"<ENVELOPE><HEADER><VERSION>1</VERSION>{status}</HEADER><BODY><DATA>{data}</DATA></BODY></ENVELOPE>".encode()
    )


def test_vouchers_and_the_registrations_they_name():
    month = month_of(
        answer(bill("20261005", "A/1", 100) + bill("20261006", "A/2", 100, own="")), "102026", "Tally Oct-2026"
    )
    assert (month.vouchers, month.registrations) == (2, {BUYER})


def test_counters_named_like_vouchers_are_none_and_an_old_answer_has_no_status():
    assert month_of(answer("<CMPINFO><VOUCHER>7</VOUCHER></CMPINFO>", ""), "102026", "Tally Oct-2026").vouchers == 0


def test_companies_are_named_by_attribute_or_element_once():
    root = read_answer(
        answer('<COMPANY NAME="A"/><COMPANY><NAME> B </NAME></COMPANY><COMPANY NAME="A"/><COMPANY>0</COMPANY>'), ""
    )
    assert company_names(root) == ["A", "B"]


def test_control_signs_and_bare_ampersands_are_no_damage():
    assert company_names(read_answer(answer('<COMPANY NAME="R&D \x04Ltd"/>'), "")) == ["R&D Ltd"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not TallyPrime"),
        (b"<html></html>", "is not TallyPrime"),
        (b'{"tallymessage": []}', "is not TallyPrime"),
        (b"<ENVELOPE><BODY>", "was cut off"),
        (b"<ENVELOPE><A></B></ENVELOPE>", "the XML is broken or was cut off"),
        (b"<RESPONSE>TallyPrime Server is Running</RESPONSE>", "refuses and says: TallyPrime Server is Running"),
        (answer("", "<STATUS>0</STATUS>"), "refuses and says: nothing"),
        (answer("<LINEERROR>No  company\n is loaded</LINEERROR>"), "refuses and says: No company is loaded"),
    ],
)
def test_what_is_no_answer_is_told(data, reason):
    with pytest.raises(ImsError, match=reason):
        read_answer(data, "Tally Oct-2026")
