"""The stand-in as a server on a thread, for tests and the demo, and on the command line."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from ims_xl.sandbox.clock import START, Clock
from ims_xl.sandbox.database import Database
from ims_xl.sandbox.envelope import Certificate
from ims_xl.sandbox.faults import Faults
from ims_xl.sandbox.generator import PERIOD, RECIPIENT, documents_of
from ims_xl.sandbox.headers import Credentials
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.log import Log
from ims_xl.sandbox.portal import Portal
from ims_xl.sandbox.supplier import Supplier
from ims_xl.sandbox.variants import Variants
from ims_xl.sandbox.web import Web

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOST = "127.0.0.1"


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: ClassVar[set[socket.socket]]  # those of one stand-in that are open

    def setup(self) -> None:
        """A connection begins."""
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        """A connection ends."""
        self.connections.discard(self.connection)
        super().finish()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing on the terminal: the log is in the ledger."""

    def make_environ(self) -> "WSGIEnvironment":
        """The environment with the header `ret_period`, which werkzeug leaves out for its underscore."""
        environ = super().make_environ()
        environ["HTTP_RET_PERIOD"] = self.headers.get("ret_period", "")
        return environ

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:  # noqa: ARG002
        """A connection that a fault cut serves no further call."""
        self.close_connection = True


class Sandbox:
    """A running stand-in."""

    def __init__(self, portal: Portal, faults: Faults, port: int) -> None:
        self._portal = portal
        self._closing = threading.Event()
        self._app = Web(portal, faults, self._closing).app
        self.faults = faults
        self._port = port
        self._start()

    @property
    def base_url(self) -> str:
        """Where it answers; the paths of the API come behind."""
        return f"http://{HOST}:{self._port}"

    @property
    def ledger(self) -> Ledger:
        """The documents and their states."""
        return self._portal.ledger

    @property
    def supplier(self) -> Supplier:
        """What suppliers do."""
        return self._portal.supplier

    @property
    def clock(self) -> Clock:
        """The time of the portal."""
        return self._portal.clock

    @property
    def log(self) -> Log:
        """Every call and every record that arrived."""
        return self._portal.log

    @property
    def variants(self) -> Variants:
        """The switches; they may be changed while it runs."""
        return self._portal.variants

    @property
    def credentials(self) -> Credentials:
        """The client id and secret it knows."""
        return self._portal.credentials

    def renew_certificate(self) -> None:
        """Replace the certificate: app keys for the old one are refused with TEC4002."""
        self._portal.certificate.renew()

    def finish_requests(self) -> None:
        """Bring every running save to its end, those in progress for ever too."""
        self._portal.saves.finish_all()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Inside nothing listens: connections are refused."""
        self._stop()
        try:
            yield
        finally:
            self._start()

    def introduction(self) -> str:
        """Where it is and how to sign in, in a few lines."""
        taxpayers = ", ".join(self.ledger.recipients())
        return (
            "SANDBOX: a stand-in for GSTN on this machine. Its documents are invented; nothing reaches the portal.\n"
            f"Address {self.base_url}\n"
            f"GSTIN {taxpayers}, {self.ledger.size():,} documents, its clock says {self.clock.now():%d-%b-%Y %H:%M}\n"
            f"OTP {self.variants.otp}, client id {self.credentials.client_id}, "
            f"client secret {self.credentials.client_secret}\n"
            "Ctrl+C stops it."
        )

    def wait(self) -> None:
        """Serve until the process is interrupted with Ctrl+C."""
        with suppress(KeyboardInterrupt):
            while self._thread.is_alive():
                self._thread.join(1)

    def close(self) -> None:
        """Stop, and remove prepared files."""
        self._closing.set()
        self._stop()
        self._portal.files.close()

    def _start(self) -> None:
        class Handler(_Handler):
            connections: ClassVar[set[socket.socket]] = set()

        self._connections = Handler.connections
        self._server: BaseWSGIServer = make_server(HOST, self._port, self._app, threaded=True, request_handler=Handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def _stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._connections):  # a client may keep one open for further calls
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()


@contextmanager
def serve(
    *,
    documents: int = 0,
    seed: int = 1,
    gstin: str = RECIPIENT,
    period: str = PERIOD,
    db: Path | str = "",
    port: int = 0,
    start: datetime = START,
    ticking: bool = False,
    faults: Mapping[str, Any] | None = None,
    variants: Mapping[str, Any] | None = None,
    private_key: str = "",
) -> Iterator[Sandbox]:
    """A stand-in on a free port of this machine, with so many invented documents of one recipient.

    `faults` is `{"seed": 1, "rules": [...], "variants": {...}, "clock": "2026-11-15T10:00"}`, every key optional.
    `db` that already holds documents is taken as it is; without one everything is forgotten at the end.
    `private_key` (PEM) is for tests with fixed keys.
    """
    settings = dict(faults or {})
    if unknown := set(settings) - {"seed", "rules", "variants", "clock"}:
        raise ValueError(f"not known in a faults file: {', '.join(sorted(unknown))}")
    clock = Clock(datetime.fromisoformat(settings["clock"]) if "clock" in settings else start, ticking)
    switches = Variants.read({**settings.get("variants", {}), **(variants or {})})
    database = Database(db)
    portal = Portal(database, clock, switches, Certificate(private_key))
    try:
        if not portal.ledger.recipients():
            portal.ledger.add(gstin, period, documents_of(documents, seed, gstin, period))
        sandbox = Sandbox(portal, Faults(settings.get("rules", ()), settings.get("seed", seed)), port)
        try:
            yield sandbox
        finally:
            sandbox.close()
    finally:
        database.close()


def read_faults(path: Path) -> dict[str, Any]:
    """A faults file; ValueError says what is wrong with it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("it holds one JSON object")
    return content
