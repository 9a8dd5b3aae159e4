"""Faults on demand: which one strikes which call, by script or by chance, the same for the same seed."""

import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FAULTS = {
    "refuse": "the connection is cut before the call is read",
    "reset": "the call is done, the connection is cut in the middle of the answer",
    "timeout": "the call is done, no answer comes; `applied` false: it is not done either",
    "status": "HTTP error `status` (500 unless given) and `body` (a web page unless given) instead of an answer; "
    "`applied` true: the call was done",
    "busy": "HTTP 429 with Retry-After `seconds`; the call is not done",
    "system": "the portal's own system failure RET12501; the call is not done",
    "truncated": "half of the answer's JSON, as if it were all",
    "tampered": "one byte of `data` changed",
    "wrong_hmac": "an HMAC that does not fit",
    "new_certificate": "the certificate is replaced before the call",
    "expire": "the token expires before the call",
    "session_limit": "AUTH403 to the call",
    "never_ready": "files stay in preparation",
    "bad_file": "a file arrives with a changed byte",
    "for_ever": "the request stays in progress for ever, done; `applied` false: and not done",
    "slow": "the request is in progress for `calls` further calls (10 unless given)",
    "lost": "as `slow`, and no answer comes; `how` is `timeout` or `reset`",
    "duplicate": "the network delivers the call twice; `answer` 1 or 2 (unless given) reaches the client",
}


@dataclass(frozen=True)
class Fault:
    """A fault that strikes now, with its parameters."""

    name: str
    values: Mapping[str, Any]


@dataclass
class _Rule:
    fault: Fault
    action: str  # "" strikes every action
    probability: float
    times: int  # strikes left, negative without end
    after: int  # calls of this action to let pass first


class Faults:
    """The rules in force.

    A rule is `{"fault": name, "action": "SAVE", "probability": 0.1, "times": 3, "after": 2, ...}`: without probability
    it strikes always, without times once when it is a script and without end when it is chance. The actions are those
    of the API, `FILE` for the download of a file and `CERTIFICATE`.
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]] = (), seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._chance = random.Random(seed)
        self._rules: list[_Rule] = []
        self.struck: list[tuple[str, str]] = []  # fault, action
        for rule in rules:
            self.add(**rule)

    def add(self, fault: str, action: str = "", **values: Any) -> None:
        """Put a rule in force; ValueError when there is no such fault."""
        if fault not in FAULTS:
            raise ValueError(f"there is no fault {fault}; there are {', '.join(FAULTS)}")
        chance = values.pop("probability", None)
        times = values.pop("times", 1 if chance is None else -1)
        after = values.pop("after", 0)
        with self._lock:
            self._rules.append(_Rule(Fault(fault, values), action, 1.0 if chance is None else chance, times, after))

    def clear(self) -> None:
        """From now on everything works."""
        with self._lock:
            self._rules.clear()

    def strike(self, action: str) -> Fault | None:
        """The fault of this call, if any."""
        with self._lock:
            for rule in self._rules:
                if rule.action in ("", action) and rule.times != 0 and self._due(rule):
                    rule.times -= 1
                    self.struck.append((rule.fault.name, action))
                    return rule.fault
        return None

    def _due(self, rule: _Rule) -> bool:
        if rule.after > 0:
            rule.after -= 1
            return False
        return rule.probability >= 1 or self._chance.random() < rule.probability
