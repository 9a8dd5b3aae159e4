"""What an answer of the portal says: an error, or the object it carries, sealed or plain as the profile says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import envelope, sources, wire
from ims_xl.gstn.call_tables import CallName, StepName
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.error_codes import act_of, find_entry
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.sources import Answer

Needs = Literal["", "reference", "anything"]
"""What else an answer must hold or may lack: a reference; or no envelope is needed, as nobody has documented it."""

# What may come without an envelope; everything else is used only when its HMAC fits.
_PLAIN = ("token", "est", "reference_id", "requestid", "retryTimeInMinutes")
_CODES = ("error_cd", "errorCode", "errorCodes", "error_code", "code")
_MESSAGES = (
    "message", "error_msg", "errorMsg", "errorMessage", "error_message", "err_msg", "errorDesc", "desc", "error_desc",
    "error_description", "msg", "status_desc",
)  # fmt: skip
_STATES = ("P", "PE", "ER", "IP", "REC")  # of a request, whose errors are its result
_DETAILS = ("requestid", "retryTimeInMinutes", "est")
_FINE = ("1", "200", "OK")
_DIGITS = 18  # of a count
_FRAME = (
    "status_cd", "status_desc", "status", "success", "message", "code", "timestamp", "transaction_id", "header", "data",
    "error", "info", "alert",
)  # fmt: skip
"""What a frame without an object may hold; anything else is an object in a place that the profile does not name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the answers to one step or call of a profile are read."""

    profile: Profile
    step: StepName | CallName
    session_key: bytes = b""
    needs: Needs = ""

    def read(self, answer: Answer) -> dict[str, Any]:
        """The object an answer carries, {} for an answer without any.

        Raises GstnError for an error, also inside its envelope, and EnvelopeError when it cannot be trusted.
        """
        self.refuse(answer)
        content = self._sealed(answer) if self.profile.envelope.answers == "native" else self._plain(answer)
        self.refuse(answer._replace(body=content), inside=True)
        if self.needs == "reference" and not content.get("reference_id"):
            raise EnvelopeError("the portal's answer holds no reference")
        return content

    def refuse(self, answer: Answer, *, inside: bool = False) -> None:
        """Nothing when the answer says success or does not say; `inside`: its object alone, without the frame.

        Raises GstnError with the code and words it holds otherwise.
        """
        frame = {} if inside else self.profile.frame.ok
        said = {source: str(sources.find(answer, [source]) or "").strip() for source in frame}
        # Answers to signing in have frames of their own; what they must hold is checked where it is kept.
        silent = ("",) if self.step in get_args(StepName) else ()
        fine = all(said[source] in (frame[source], *_STATES, *silent) for source in frame)
        layer = next((layer for layer in _layers(answer.body) if _is_refusal(layer)), None)
        refused = layer is not None if not frame else not fine or layer is not None
        sealed = self.profile.envelope.answers == "native" and str(answer.status) not in self.profile.errors.http
        if not refused and (inside or sealed or answer.status < 400):
            return
        by_portal = any(said.values()) if frame else inside or any("status_cd" in part for part in _layers(answer.body))
        raise self._error(answer, layer or answer.body, by_portal)

    def _error(self, answer: Answer, layer: Mapping[str, Any], by_portal: bool) -> GstnError:
        table, told = self.profile.errors, _told(layer)
        code = str(sources.find(answer, table.code) or _first(told, _CODES))
        words = str(sources.find(answer, table.words) or _first(told, _MESSAGES))
        details = {name: value for part in (layer, told) for name in _DETAILS if (value := part.get(name)) is not None}
        act = act_of(code, table.steps.get(self.step, {}), table.codes)
        if not act and any(word in words or word == code for word in table.wait_words):
            act = "gateway wait"
        # What the portal says with a code of its own is more than what the status alone says.
        if not act and not find_entry(code, self.step).known and (act := table.http.get(str(answer.status), "")):
            code = f"HTTP {answer.status}"
        return GstnError(code, words, details, step=self.step, act=act, by_portal=by_portal)

    def _sealed(self, answer: Answer) -> dict[str, Any]:
        body = answer.body
        if answer.status >= 400 and not isinstance(body.get("data"), str):
            raise EnvelopeError("the portal's answer came without its envelope")
        if self.needs == "anything" and not body.get("data"):
            return dict(body)
        data = body.get("data")
        if isinstance(data, str) and data:
            return envelope.unseal(body, self.session_key, with_mac=self.profile.envelope.hmac == "required")
        outside = {**body, **data} if isinstance(data, dict) else body
        content = {name: outside[name] for name in _PLAIN if name in outside}
        if outside.keys() - content.keys() - {"status_cd", "data", "error", "rek", "hmac"}:
            raise EnvelopeError("the portal's answer came without its envelope")
        return content

    def _plain(self, answer: Answer) -> dict[str, Any]:
        found = sources.find(answer, self.profile.frame.data)
        found = sources.inside(found) if isinstance(found, str) else found
        outside = {name: answer.body[name] for name in _PLAIN if name in answer.body}
        if found is None and (self.needs == "anything" or not answer.body.keys() - {*_PLAIN, *_FRAME}):
            return dict(answer.body) if self.needs == "anything" else outside
        if not isinstance(found, dict):
            raise EnvelopeError("the answer does not hold its object where the profile says")
        return {**outside, **found}


def records_of(content: Mapping[str, object], section: str) -> list[dict[str, object]]:
    """The records of a section, [] in an answer that holds nothing at all.

    Raises EnvelopeError when it holds something else.
    """
    lists = [listed for name, listed in content.items() if wire.section_key(name) == section]
    if (not lists and any(content.values())) or not all(isinstance(listed, list | None) for listed in lists):
        raise EnvelopeError(f"the portal's answer holds no list of {SECTIONS[section].title}")
    return [record for listed in lists if isinstance(listed, list) for record in listed]


def number(value: object) -> int | None:
    """A count, also when it is written as a text; None when it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def _layers(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The object and, where its frame holds another one with a status of its own, that one."""
    yield body
    data = body.get("data")
    if isinstance(data, dict) and not data.keys().isdisjoint(("status_cd", "error")):
        yield data


def _is_refusal(layer: Mapping[str, Any]) -> bool:
    status = str(layer.get("status_cd", "")).strip()
    if status in _STATES:
        return False
    codes = [str(layer[name]).strip() for name in _CODES if layer.get(name)]
    wrong = [code for code in codes if code not in _FINE]
    return status == "0" or layer.get("success") is False or bool(layer.get("error")) or bool(wrong)


def _told(layer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of a refusal that has its code and words: its error, also as a list or as JSON in a text."""
    for name in ("error", "errors", "status_desc"):
        held = layer.get(name)
        found = sources.inside(held) if isinstance(held, str) else held
        if isinstance(found, list):
            found = found[0] if found else None
        if isinstance(found, dict):
            return found
    error = layer.get("error")
    return {**layer, "message": error} if isinstance(error, str) and error else layer


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(told[name]) for name in names if told.get(name)), "")
