"""Answers as bytes, and the ways in which a connection breaks."""

import base64
import json
import os
import select
import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ims_xl.sandbox.faults import Fault

_HOLD = 600.0  # seconds until a call without answer is given up by the stand-in


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(content: object, status: int = 200) -> Reply:
    """An answer in JSON."""
    return Reply(status, json.dumps(content, separators=(",", ":")).encode())


class Connection:
    """The socket of one call."""

    def __init__(self, environ: Mapping[str, Any], closing: threading.Event) -> None:
        self._socket: socket.socket = environ["werkzeug.socket"]
        self._closing = closing

    def cut(self) -> ConnectionResetError:
        """Reset the connection; gives back what to raise."""
        no_linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
        # The reader and the writer hold the socket object open, so the handle itself is closed.
        socket.close(self._socket.detach())
        return ConnectionResetError("a fault was asked for")

    def half(self, reply: Reply) -> ConnectionResetError:
        """Send half of an answer, then reset the connection."""
        head = f"HTTP/1.1 {reply.status} OK\r\nContent-Type: {reply.kind}\r\nContent-Length: {len(reply.body)}\r\n\r\n"
        self._socket.sendall(head.encode() + reply.body[: len(reply.body) // 2])
        return self.cut()

    def silence(self) -> ConnectionResetError:
        """Send nothing until the client gives up."""
        until = time.monotonic() + _HOLD
        while time.monotonic() < until and not self._closing.is_set():
            if select.select([self._socket], [], [], 0.05)[0]:
                break  # the client closed; a client that waits sends nothing
        return self.cut()


def damaged(reply: Reply, fault: Fault) -> Reply:
    """An answer as a fault leaves it; unchanged when the fault is of another kind."""
    if fault.name == "truncated":
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    if fault.name == "bad_file":
        return replace(reply, body=_flipped(reply.body))
    if fault.name not in ("tampered", "wrong_hmac"):
        return reply
    content = json.loads(reply.body)
    key = "hmac" if fault.name == "wrong_hmac" else "data" if "data" in content else "sek"
    if key in content:
        content[key] = base64.b64encode(_flipped(base64.b64decode(content[key]))).decode()
    return json_reply(content, reply.status)


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
