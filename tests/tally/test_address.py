"""Where TallyPrime may be asked: on this computer and in the office network."""

import socket

import pytest

from ims_xl.issues import ImsError
from ims_xl.tally.address import read_address


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", "http://localhost:9000/"),
        ("localhost", "http://localhost:9000/"),
        (" 127.0.0.1:9001 ", "http://127.0.0.1:9001/"),
        ("192.168.1.20:9000", "http://192.168.1.20:9000/"),
        ("10.0.0.7", "http://10.0.0.7:9000/"),
        ("[::1]:9000", "http://[::1]:9000/"),
    ],
)
def test_an_address_is_a_host_with_or_without_a_port(written, url):
    assert read_address(written).url == url


@pytest.mark.parametrize("written", ["8.8.8.8:9000", "[2606:4700::1111]:9000"])
def test_a_host_of_the_internet_is_refused(written):
    with pytest.raises(ImsError, match="lies outside the office network"):
        read_address(written)


def test_a_name_that_stands_for_a_host_of_the_internet_is_refused(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 9000)) for number in ("192.168.1.20", "93.184.216.34")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(ImsError, match="lies outside the office network"):
        read_address("tally.example")


@pytest.mark.parametrize(
    "written", ["http://localhost:9000", "localhost:0", "localhost:70000", "a b:9000", "user@host", "::1"]
)
def test_what_is_no_address_is_refused_with_an_example(written):
    with pytest.raises(ImsError, match="no address of TallyPrime") as caught:
        read_address(written)
    assert "localhost:9000" in caught.value.issue.remedy


def test_a_name_that_nobody_knows_is_told(monkeypatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ImsError, match="no computer of this name"):
        read_address("office-pc:9000")
