"""The gateway on a free port of this machine; what it was asked stays in `seen`."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request; names of headers in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Said:
    """One answer; a body that is no bytes is sent as JSON."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Dialect(Protocol):
    """Answers as one vendor does."""

    def answer(self, asked: Asked) -> Said:
        """The answer to a request."""


class Gateway:
    """A running gateway: `next` are answers that come before its own, for whatever is asked, None for its own."""

    def __init__(self, dialect: Any, url: str) -> None:
        self.dialect, self.url = dialect, url
        self.seen: list[Asked] = []
        self.next: deque[Said | None] = deque()

    def answer(self, asked: Asked) -> Said:
        self.seen.append(asked)
        before = self.next.popleft() if self.next else None
        return before or self.dialect.answer(asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: Gateway

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, json.loads(data) if data else {})
        said = self.gateway.answer(asked)
        raw = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        kind = (
            "text/html" if raw[:1] == b"<" else "application/octet-stream" if said.body is raw else "application/json"
        )
        self.send_response(said.status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    do_PUT = do_POST = do_GET  # noqa: N815


@contextmanager
def serve_gateway(dialect: Dialect) -> Iterator[Gateway]:
    """The gateway, until the block ends."""
    gateway = Gateway(dialect, "")
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"gateway": gateway}))
    server.daemon_threads = True
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
