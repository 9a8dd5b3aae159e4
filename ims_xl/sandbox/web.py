"""The portal over HTTP: envelope, headers, log and faults around each action."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import flask
from werkzeug.datastructures import Headers

from ims_xl.sandbox import envelope, rules
from ims_xl.sandbox.connection import Connection, Reply, damaged, json_reply
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.faults import Fault, Faults
from ims_xl.sandbox.headers import check_headers, check_taxpayer
from ims_xl.sandbox.portal import Answer, Call, Portal
from ims_xl.sandbox.saves import FOR_EVER, STUCK
from ims_xl.sandbox.sessions import Session

AUTHENTICATE = "/taxpayerapi/v1.0/authenticate"
RETURNS = "/taxpayerapi/v0.3/returns"
_NOTHING = Fault("", {})
_LATE = 10  # calls that a slow request takes


@dataclass(frozen=True)
class _Request:
    method: str
    family: str
    action: str
    headers: Headers
    query: Mapping[str, str]
    body: object
    base_url: str
    fault: Fault


_Work = Callable[[_Request, int, int], Reply]  # the request, its entry in the log, its delivery


class Web:
    """The Flask application of one portal."""

    def __init__(self, portal: Portal, faults: Faults, closing: threading.Event) -> None:
        self._portal = portal
        self._faults = faults
        self._closing = closing
        self.app = flask.Flask("ims_xl.sandbox")
        # A page of a browser may reach this address under a name of its own.
        self.app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
        self.app.config["PROPAGATE_EXCEPTIONS"] = True  # a cut connection ends the call, not in an answer 500
        self.app.add_url_rule("/certificate", view_func=self._certificate)
        self.app.add_url_rule(AUTHENTICATE, view_func=self._authenticate, methods=["POST"])
        self.app.add_url_rule(f"{RETURNS}/<any(ims, gstr2b):family>", view_func=self._returns, methods=["GET", "PUT"])
        self.app.add_url_rule("/files/<token>/<name>", view_func=self._file)

    def _certificate(self) -> flask.Response:
        pem = self._portal.certificate.pem().encode()
        return self._serve("CERTIFICATE", lambda *_: Reply(200, pem, "application/x-pem-file"))

    def _file(self, token: str, name: str) -> flask.Response:
        path = self._portal.files.path(token, name)
        if path is None:
            return flask.Response("no such file", 404)
        return self._serve("FILE", lambda *_: Reply(200, path.read_bytes(), "application/gzip"))

    def _authenticate(self) -> flask.Response:
        def work(request: _Request, call: int, delivery: int) -> Reply:
            check_headers(request.headers, self._portal.credentials, signed_in=False, has_body=True)
            self._check_txn(request, call, delivery)
            if not isinstance(request.body, dict):
                raise PortalError("envelope", "the body is a JSON object")
            if request.action not in self._portal.authenticate:
                raise PortalError("action", request.action)
            if request.headers["username"] != request.body.get("username"):
                raise PortalError("user")
            return self._accepted(self._portal.authenticate[request.action](request.body))

        return self._serve("", work)

    def _returns(self, family: str) -> flask.Response:
        return self._serve("", self._in_session, family)

    def _in_session(self, request: _Request, call: int, delivery: int) -> Reply:
        ids = self._receive(request, call, delivery)
        try:
            check_headers(request.headers, self._portal.credentials, signed_in=True, has_body=request.method == "PUT")
            self._check_txn(request, call, delivery)
            session = self._portal.sessions.of(request.headers["auth-token"])
            if session.user != request.headers["username"]:
                raise PortalError("user")
            return self._acted(request, session, ids)
        except PortalError as refused:
            self._portal.log.settle(ids, f"refused {refused.code}")
            raise

    def _acted(self, request: _Request, session: Session, ids: list[int]) -> Reply:
        portal = self._portal
        action = portal.actions.get((request.method, request.family, request.action))
        if action is None:
            raise PortalError("action", request.action)
        data = self._data(request, session) if request.method == "PUT" else None
        gstin = data.get("rtin") if isinstance(data, dict) else request.query.get("gstin")
        if not isinstance(gstin, str) or not gstin:
            raise PortalError("parameter missing", "rtin" if request.method == "PUT" else "gstin")
        check_taxpayer(request.headers, gstin, portal.variants)
        if not portal.ledger.knows(gstin):
            raise PortalError("gstin", gstin)
        portal.tick(request.family, gstin)
        call = Call(
            *(request.action, gstin, request.query, data, request.base_url, ids, _save_calls(request.fault)),
            never_ready=request.fault.name == "never_ready",
        )
        return self._answered(session, action(call))

    def _answered(self, session: Session, answer: Answer) -> Reply:
        queued = {"token", "est"} <= set(answer) or "requestid" in answer
        if queued and self._portal.variants.token_place == "plain":
            return self._accepted(answer)
        return self._accepted(envelope.sealed(session.key, answer))

    def _accepted(self, content: Answer) -> Reply:
        return json_reply({"status_cd": 1 if self._portal.variants.status_number else "1", **content})

    def _refused(self, refused: PortalError) -> Reply:
        variants = self._portal.variants
        error = {"error_cd": refused.code, "message": refused.message}
        return json_reply({"status_cd": 0 if variants.status_number else "0", "error": error}, variants.error_status)

    def _data(self, request: _Request, session: Session) -> object:
        body = request.body
        if not isinstance(body, dict) or set(body) != {"action", "data", "hmac"}:
            raise PortalError("envelope", "the body holds action, data and hmac, nothing else")
        opened = envelope.opened(session.key, body["data"], body["hmac"])
        if not opened.genuine:
            raise PortalError("hmac")
        if opened.size > self._portal.variants.max_bytes:
            raise PortalError("too large")
        return opened.content

    def _receive(self, request: _Request, call: int, delivery: int) -> list[int]:
        """Log every record that can be made out, whether or not the request is in order."""
        if request.method != "PUT" or request.family != "ims" or not isinstance(request.body, dict):
            return []
        try:
            session = self._portal.sessions.peek(request.headers.get("auth-token", ""))
            data = envelope.opened(session.key, request.body.get("data"), "").content
        except PortalError:
            return []
        records = [(section.identity(record), str(record.get("action", ""))) for section, record in rules.listed(data)]
        return self._portal.log.receive(call, delivery, request.action, records)

    def _check_txn(self, request: _Request, call: int, delivery: int) -> None:
        if delivery == 1 and self._portal.log.has_txn(request.headers["txn"], call):
            raise PortalError("txn reused")

    def _serve(self, action: str, work: _Work, family: str = "") -> flask.Response:
        """One call from its arrival to its answer, with the fault that strikes it."""
        connection = Connection(flask.request.environ, self._closing)
        body = flask.request.get_json(force=True, silent=True) if flask.request.method != "GET" else None
        if not action:
            action = str(body.get("action", "") if isinstance(body, dict) else flask.request.args.get("action", ""))
        fault = self._faults.strike(action) or _NOTHING
        if fault.name == "refuse":
            raise connection.cut()
        request = _Request(
            *(flask.request.method, family, action, flask.request.headers, flask.request.args.to_dict(), body),
            *(flask.request.host_url.rstrip("/"), fault),
        )
        call = self._portal.log.open_call(action, request.headers.get("txn", ""))
        reply = self._before(request, call)
        if reply is None:
            reply = self._worked(request, work, call, 1)
            if fault.name == "duplicate":
                again = self._worked(request, work, call, 2)
                reply = reply if fault.values.get("answer", 2) == 1 else again
            reply = self._after(fault, reply, connection)
        elif fault.name == "timeout":
            raise connection.silence()
        return flask.Response(reply.body, reply.status, reply.headers, content_type=reply.kind)

    def _worked(self, request: _Request, work: _Work, call: int, delivery: int) -> Reply:
        try:
            reply, outcome = work(request, call, delivery), "ok"
        except PortalError as refused:
            reply, outcome = self._refused(refused), refused.code
        self._portal.log.close_call(call, outcome)
        return reply

    def _before(self, request: _Request, call: int) -> Reply | None:
        """The answer of a fault that keeps the call from being done, None when it is to be done."""
        fault = request.fault
        if fault.name == "new_certificate":
            self._portal.certificate.renew()
        if fault.name == "expire":
            in_body = str(request.body.get("auth_token", "")) if isinstance(request.body, dict) else ""
            self._portal.sessions.expire(in_body or request.headers.get("auth-token", ""))
        answers = {
            "busy": Reply(429, b"", headers={"Retry-After": str(fault.values.get("seconds", 1))}),
            "status": _by_gateway(fault),
            "system": self._refused(PortalError("system")),
            "session_limit": self._refused(PortalError("sessions")),
            "timeout": Reply(504, b""),
        }
        done = fault.values.get("applied", fault.name == "timeout")
        if fault.name not in answers or done:
            return None
        self._portal.log.settle(self._receive(request, call, 1), "lost")
        self._portal.log.close_call(call, fault.name)
        return answers[fault.name]

    def _after(self, fault: Fault, reply: Reply, connection: Connection) -> Reply:
        """The answer as a fault lets it arrive."""
        how = fault.values.get("how", "timeout") if fault.name == "lost" else fault.name
        if how == "reset":
            raise connection.half(reply) if fault.name == "reset" else connection.cut()
        if how == "timeout":
            raise connection.silence()
        if fault.name == "status":
            return _by_gateway(fault)
        return damaged(reply, fault)


def _save_calls(fault: Fault) -> int | None:
    if fault.name in ("slow", "lost"):
        return int(fault.values.get("calls", _LATE))
    if fault.name == "for_ever":
        return FOR_EVER if fault.values.get("applied", True) else STUCK
    return None


def _by_gateway(fault: Fault) -> Reply:
    body = str(fault.values.get("body", "<html>Service unavailable</html>"))
    kind = "text/html" if body.startswith("<") else "application/json"
    return Reply(fault.values.get("status", 500), body.encode(), kind)
