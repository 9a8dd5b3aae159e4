"""A portal in memory: it takes saves and resets as GSTN would, and does the mischief it is told to."""

import copy
import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.counts import Counts
from ims_xl.gstn.errors import GstnError, NotReached, OutcomeUnknown, SignInNeeded, StoppedByGateway
from ims_xl.gstn.offline import ERROR_COLUMNS

Record = dict[str, Any]
Key = tuple[str, str, str]  # section, supplier, number

NEVER = 10**9


@dataclass(frozen=True)
class Status:
    state: str
    errors: pd.DataFrame = field(default_factory=lambda: schema.empty(ERROR_COLUMNS))
    code: str = ""
    message: str = ""
    processed: int | None = None
    failed: int | None = None


@dataclass
class Job:
    payload: Mapping[str, Any]
    calls_left: int
    done: Status | None = None
    fails: str = ""


class FakePortal:
    """`mischief`: what happens to the 1st, 2nd ... save or reset.

    "": nothing. `lost`: taken, the answer is lost. `vanished`: not taken, the answer is lost. `not reached`,
    `sign in`: nothing was sent. `gateway 403`: not taken, a gateway answers; `gateway 403 taken`: taken all the same.
    `for ever` goes before a word that strikes from now on. Any other word is an error code the request is refused with; `ER code` refuses it
    when it is processed. `slow`: calls a request takes before it is processed, NEVER for one that never ends.
    """

    def __init__(self, gstin: str, details: Mapping[str, list[Record]]) -> None:
        self.gstin = gstin
        self.profile = SimpleNamespace(
            key="fake-gsp",
            name="Fake GSP",
            origin="https://gsp.example",
            is_sandbox=False,
            polling=SimpleNamespace(requests=(2, 3, 15)),
            limits=SimpleNamespace(records=1000, request_bytes=3_000_000),
        )
        self.records: dict[str, dict[Key, Record]] = {key: {} for key in SECTIONS}
        for key, records in details.items():
            for record in records:
                self.add(key, record)
        self.mischief: list[str] = []
        self.slow = 0
        self.refuse: dict[str, str] = {}  # document number -> error code of that record
        self.culprits: dict[str, str] = {}  # document number -> error code with which a request holding it is refused
        self.later = False  # ... when it is processed, not at once
        self.sent: Counter[Key] = Counter()
        self.requests: list[tuple[str, list[Key]]] = []
        self.jobs: dict[str, Job] = {}
        self.downloads: Counter[str] = Counter()
        self.before: Callable[[str], None] = lambda call: None
        self.statement: dict[str, Any] = {}

    def add(self, section: str, record: Record) -> None:
        self.records[section][self.key(section, record)] = copy.deepcopy(record)

    @staticmethod
    def key(section: str, record: Mapping[str, Any]) -> Key:
        return section, record["stin"], record[SECTIONS[section].number_key]

    def edit(self, section: str, number: str, **changes: object) -> None:
        """The supplier saves the document again: the buyer's action is gone."""
        for key, record in self.records[section].items():
            if key[2] == number:
                record.update(changes, action="N")

    def delete(self, section: str, number: str) -> None:
        self.records[section] = {key: record for key, record in self.records[section].items() if key[2] != number}

    def action(self, number: str) -> str:
        return next(
            record["action"] for records in self.records.values() for key, record in records.items() if key[2] == number
        )

    def counts(self) -> Counts:
        self._call("counts")
        letters = {
            key: Counter(record.get("action", "N") for record in records.values())
            for key, records in self.records.items()
        }
        return Counts({key: {letter: found[letter] for letter in "ARPN"} for key, found in letters.items()})

    def pages(self, section: str, status: str = "") -> list[list[Record]]:
        return [self.documents(section, status)]

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)

    def documents(self, section: str, status: str = "") -> list[Record]:
        self._call("documents")
        self.downloads[section] += 1
        return [copy.deepcopy(record) for record in self.records[section].values()]

    def save(self, payload: Mapping[str, Any]) -> str:
        assert payload["reqtyp"] == "SAVE"
        return self._take("save", payload)

    def reset(self, payload: Mapping[str, Any]) -> str:
        assert payload["reqtyp"] == "RESET"
        return self._take("reset", payload)

    def request_status(self, reference: str) -> Status:
        self._call("request_status")
        if reference not in self.jobs:
            raise GstnError("IMSREQ001", "no such reference")
        return self.jobs[reference].done or Status("IP")

    def compute_2b(self, period: str) -> str:
        self._call("compute_2b")
        return "2b"

    def compute_2b_status(self, reference: str) -> Status:
        self._call("compute_2b_status")
        return Status("P")

    def gstr2b(self, period: str) -> dict[str, Any]:
        self._call("gstr2b")
        return self.statement

    def _take(self, call: str, payload: Mapping[str, Any]) -> str:
        what = self.mischief[0] if self.mischief else ""
        if what.startswith("for ever "):
            what = what.removeprefix("for ever ")
        elif what or self.mischief:
            self.mischief.pop(0)
        if what == "not reached":
            raise NotReached("the portal cannot be reached", "Try again.")
        if what == "sign in":
            raise SignInNeeded("the session has ended", "Sign in.")
        assert payload["rtin"] == self.gstin
        keys = [self.key(section, record) for section, records in payload["invdata"].items() for record in records]
        self.sent.update(keys)
        self.requests.append((call, keys))
        running = any(job.done is None for job in self.jobs.values())
        self._call(call)
        if what == "vanished":
            raise OutcomeUnknown("the answer was lost")
        if what.startswith("gateway") and not what.endswith("taken"):
            raise StoppedByGateway(int(what.split()[1]), f"it answered HTTP {what.split()[1]}")
        if running:
            raise GstnError("IMSSAV0015", "an earlier save is running")
        culprit = next((self.culprits[number] for *_, number in keys if number in self.culprits), "")
        if culprit and not self.later:
            raise GstnError(culprit, "refused")
        if what and what != "lost" and not what.startswith(("ER ", "gateway")):
            raise GstnError(what, "refused")
        reference = f"ref{len(self.jobs) + 1}"
        fails = what.removeprefix("ER ") if what.startswith("ER ") else culprit
        self.jobs[reference] = Job(payload, self.slow, fails=fails)
        self._process()
        if what.startswith("gateway"):
            raise StoppedByGateway(int(what.split()[1]), f"it answered HTTP {what.split()[1]}")
        if what == "lost":
            raise OutcomeUnknown("the answer was lost")
        return reference

    def _call(self, call: str) -> None:
        self.before(call)
        for job in self.jobs.values():
            job.calls_left -= 1
        self._process()

    def _process(self) -> None:
        for job in self.jobs.values():
            if job.done is None and job.calls_left <= 0:
                job.done = Status("ER", code=job.fails, message="failed") if job.fails else self._apply(job.payload)

    def _apply(self, payload: Mapping[str, Any]) -> Status:
        errors = []
        for section, records in payload["invdata"].items():
            for record in records:
                if code := self._one(section, record, payload["reqtyp"]):
                    number = record[SECTIONS[section].number_key]
                    errors.append(
                        {"section": section, "supplier_gstin": record["stin"], "doc_number": number, "message": code}
                    )
        if not errors:
            return Status("P")
        return Status("PE", schema.conform(pd.DataFrame(errors), ERROR_COLUMNS), failed=len(errors))

    def _one(self, section: str, record: Mapping[str, Any], request: str) -> str:
        held = self.records[section].get(self.key(section, record))
        if held is None or held.get("action", "N") != record["prev_status"] or held["val"] != record["val"]:
            return "IMSSAV0010"
        if code := self.refuse.get(record[SECTIONS[section].number_key]):
            return code
        for name in ("remarks", "itcRedReq", "declIgst", "declCgst", "declSgst", "declCess"):
            held.pop(name, None)
            if request == "SAVE" and name in record:
                held[name] = record[name]
        held["action"] = record["action"] if request == "SAVE" else "N"
        return ""
