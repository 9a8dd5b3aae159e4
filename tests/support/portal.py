"""A portal on this computer that answers calls of the API as a test scripts them."""

import json
import os
import socket
import ssl
import struct
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ims_xl.gstn import envelope

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "gstn" / "envelope.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Plain:
    """A JSON answer without an envelope."""

    body: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True)
class Raw:
    """Any bytes."""

    status: int
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """The connection is cut; `after` bytes of an answer that promises 1,000."""

    after: int = 0


@dataclass(frozen=True)
class Hang:
    """No answer for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Drip:
    """An answer that comes byte by byte, a moment apart, for as long as it is read."""

    chunked: bool = False


@dataclass(frozen=True)
class Tampered:
    """A sealed answer in which one key is replaced."""

    content: Mapping[str, Any]
    key: str
    value: Any


def error(code: str, message: str = "", status: int = 200) -> Plain:
    """A refusal."""
    return Plain({"status_cd": "0", "error": {"error_cd": code, "message": message}}, status)


@dataclass(frozen=True)
class Seen:
    """One request: `action` of the API (FILE and CERTIFICATE for those), its parts, and what `data` held."""

    action: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    payload: Mapping[str, Any]
    port: int = 0


class Portal:
    """`script[action]` are the answers to come, the last of them for ever: a dict is sealed and sent."""

    def __init__(self) -> None:
        self.script: defaultdict[str, deque[Any]] = defaultdict(deque)
        self.seen: list[Seen] = []
        self.otp = "575757"
        self.minutes: Any = 360
        self.wraps_with = "app_key"
        self.tokens: list[str] = []
        self.app_key = b""
        self.key = b""
        self.certificate = VECTORS["public_key"].encode()
        private = load_pem_private_key(VECTORS["private_key"].encode(), None)
        assert isinstance(private, RSAPrivateKey)
        self._private = private
        self.base_url = ""

    def answers(self, action: str, *answers: Any) -> None:
        """What comes to the next calls of this action."""
        self.script[action] = deque(answers)

    def calls(self, action: str) -> list[Seen]:
        """The requests of this action."""
        return [seen for seen in self.seen if seen.action == action]

    def actions(self) -> list[str]:
        """The actions asked for, in order."""
        return [seen.action for seen in self.seen]

    def seal(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """An answer in its envelope."""
        rek = os.urandom(envelope.KEY_BYTES)
        sealed = envelope.seal(content, rek)
        return {"status_cd": "1", **sealed, "rek": envelope.encrypt(self.key, rek)}

    def respond(self, seen: Seen) -> Any:
        """The answer to a request."""
        waiting = self.script[seen.action]
        if waiting:
            return waiting[0] if len(waiting) == 1 else waiting.popleft()
        own = {
            "CERTIFICATE": lambda _: Raw(200, self.certificate),
            "OTPREQUEST": lambda _: Plain({"status_cd": "1"}),
            "AUTHTOKEN": self._open,
            "REFRESHTOKEN": self._refresh,
            "LOGOUT": lambda _: Plain({"status_cd": "1"}),
        }
        return own.get(seen.action, lambda _: error("AUTH4035"))(seen)

    def _open(self, seen: Seen) -> Any:
        self.app_key = self._private.decrypt(envelope.from_base64(seen.body["app_key"]), PKCS1v15())
        if envelope.decrypt(self.app_key, seen.body["otp"]).decode() != self.otp:
            return error("AUTH4034", "Invalid OTP")
        return self._begin(self.app_key)

    def _refresh(self, seen: Seen) -> Any:
        self.app_key = envelope.decrypt(self.key, seen.body["app_key"])
        return self._begin(self.app_key if self.wraps_with == "app_key" else self.key)

    def _begin(self, wrapping: bytes) -> Any:
        self.key = os.urandom(envelope.KEY_BYTES)
        self.tokens.append(f"token-number-{len(self.tokens) + 1}")
        sek = envelope.encrypt(wrapping, self.key)
        return Plain({"status_cd": "1", "auth_token": self.tokens[-1], "expiry": self.minutes, "sek": sek})

    def note(self, path: str, headers: Mapping[str, str], data: bytes, port: int) -> Seen:
        """Keep a request."""
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        body = json.loads(data) if data else {}
        action = body.get("action") or query.get("action") or ("CERTIFICATE" if "certificate" in path else "FILE")
        payload = {}
        if "data" in body:
            payload = json.loads(envelope.from_base64(envelope.decrypt(self.key, body["data"])))
        lower = {name.lower(): value for name, value in headers.items()}
        seen = Seen(action, parts.path, lower, query, body, payload, port)
        self.seen.append(seen)
        return seen


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(b"")

    def do_PUT(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    do_POST = do_PUT  # noqa: N815

    def _serve(self, data: bytes) -> None:
        answer = self.portal.respond(self.portal.note(self.path, dict(self.headers), data, self.client_address[1]))
        if isinstance(answer, Drip):
            self._drip(chunked=answer.chunked)
            return
        if isinstance(answer, Hang):
            time.sleep(answer.seconds)
            answer = Drop()
        if isinstance(answer, Drop):
            if answer.after:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * answer.after)
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
            )
            self.close_connection = True
            return
        if isinstance(answer, Tampered):
            answer = Plain({**self.portal.seal(answer.content), answer.key: answer.value})
        if isinstance(answer, dict):
            answer = Plain(self.portal.seal(answer))
        if isinstance(answer, Plain):
            answer = Raw(answer.status, json.dumps(answer.body).encode(), {"Content-Type": "application/json"})
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.data)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.data)

    def _drip(self, *, chunked: bool) -> None:
        kind, byte = ("Transfer-Encoding: chunked", b"1\r\n \r\n") if chunked else ("Content-Length: 1000", b" ")
        self.wfile.write(f"HTTP/1.1 200 OK\r\n{kind}\r\n\r\n".encode())
        for _ in range(1000):  # until the other end goes away, which breaks the connection
            self.wfile.write(byte)
            time.sleep(0.02)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: connections break here because tests break them."""


@contextmanager
def serve_portal(secure: ssl.SSLContext | None = None) -> Iterator[Portal]:
    """A portal on a free port."""
    portal = Portal()
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = _Server(("127.0.0.1", 0), handler)
    portal.base_url = f"{'https' if secure else 'http'}://127.0.0.1:{server.server_port}"
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
