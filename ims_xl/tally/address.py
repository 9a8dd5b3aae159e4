"""Where TallyPrime listens: this computer or the office network, never the internet."""

import ipaddress
import re
import socket
from typing import NamedTuple

from ims_xl.issues import ImsError

DEFAULT = "localhost:9000"
"""Tally's own default port on this computer. Source: TallyPrime's documentation of its XML integration."""

_WRITTEN = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
_EXAMPLE = f"Write host and port, for example {DEFAULT} or 192.168.1.20:9000."
_NEAR = "Vouchers are not encrypted on their way: read TallyPrime on this computer or in the office network."


class Address(NamedTuple):
    """A host name or number, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What is asked."""
        return f"http://{self}/"


def read_address(text: str) -> Address:
    """The address a text names; "" is this computer, and without a port it is 9000.

    Raises ImsError when it is none, its host is not known, or lies outside this computer and the local network.
    """
    found = _WRITTEN.fullmatch(text.strip() or DEFAULT)
    port = int(found["port"] or 9000) if found else 0
    if not found or not 0 < port < 1 << 16:
        raise ImsError("this is no address of TallyPrime", _EXAMPLE, value=text)
    address = Address(found["host"], port)
    for number in _numbers(address):
        if not (number.is_private or number.is_loopback or number.is_link_local):
            raise ImsError("this address lies outside the office network", _NEAR, value=text)
    return address


def _numbers(address: Address) -> "list[ipaddress.IPv4Address | ipaddress.IPv6Address]":
    try:
        found = socket.getaddrinfo(address.host.strip("[]"), address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ImsError("no computer of this name is known here", _EXAMPLE, value=str(address)) from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
