"""What a client needs in tests: a clock that only waiting moves, a person with prepared answers, a folder."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from support.portal import Portal

from ims_xl.gstn.client import Client
from ims_xl.gstn.credentials import MemoryVault
from ims_xl.gstn.providers import sandbox_profile
from ims_xl.ui import Cancelled, Recorder

BUYER = "27AAZCD1111E1ZS"
START = dt.datetime(2026, 11, 12, 10, 0, tzinfo=dt.UTC)


class Time:
    """A clock that moves only by waiting; `waits` are all waits, ticks of one second joined."""

    def __init__(self) -> None:
        self.moment = START
        self.waits: list[float] = []

    def now(self) -> dt.datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += dt.timedelta(seconds=seconds)

    @property
    def waited(self) -> float:
        return sum(self.waits)


class Person(Recorder):
    """Answers questions from a list; cancels when `patience` requests were announced."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = list(texts)
        self.questions: list[str] = []
        self.announced: list[str] = []
        self.patience = -1

    def ask_text(self, question: str, *, hidden: bool = False) -> str:
        self.questions.append(question)
        return self.texts.pop(0) if self.texts else ""

    def progress(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        self.announced.append(what)
        if self.patience == 0:
            raise Cancelled("stopped")
        self.patience -= 1


class Desk:
    """All a client needs, and what it left behind."""

    def __init__(self, portal: Portal, home: Path) -> None:
        self.portal, self.home = portal, home
        self.time, self.person = Time(), Person()
        self.vault = MemoryVault({"client_id": "gsp-client", "client_secret": "gsp-secret"})

    def client(self, otp: str = "", period: str = "", *, unattended: bool = False, **changes: Any) -> Client:
        changes.setdefault("timeouts", {"connect": 2, "read": 5})
        profile = sandbox_profile(self.portal.base_url, **changes)
        return Client(
            profile,
            BUYER,
            otp=otp,
            period=period,
            unattended=unattended,
            ui=self.person,
            vault=self.vault,
            wait=self.time.wait,
            now=self.time.now,
            chance=lambda: 1.0,
        )

    def archive(self) -> list[dict[str, Any]]:
        files = sorted(self.home.glob("traffic/**/*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
