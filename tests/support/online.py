"""Several months of one invented buyer over the network, on the stand-in for GSTN."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from support.months import BUYER, Months, Saying

from ims_xl.gstn.client import Client
from ims_xl.gstn.providers import SANDBOX_OTP, sandbox_profile
from ims_xl.sandbox import Sandbox
from ims_xl.workflow import Outcome


class Online(Months):
    """The same months, with the portal behind them."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        super().__init__(folder)
        self.sandbox = sandbox

    def today(self, day: str) -> None:
        """Ten o'clock of a day, 15-11-2026, here and on the portal."""
        self.at = datetime.strptime(day, "%d-%m-%Y").replace(hour=10)
        self.sandbox.clock.set(self.at)

    def file(self, period: str, **sections: Any) -> None:
        """Suppliers' documents reach the portal; `period`: the first whose GSTR-3B is not filed."""
        self.sandbox.ledger.load(sections, BUYER, period)

    @contextmanager
    def client(self, period: str) -> Iterator[Client]:
        """Signed in."""
        profile = sandbox_profile(self.sandbox.base_url, polling={"requests": [0.01] * 20})
        with Client(profile, BUYER, otp=SANDBOX_OTP, period=period) as client:
            yield client

    def at_portal(self, period: str, step: Callable[..., Outcome], **options: Any) -> Outcome:
        """Do a step that needs the portal; every question is answered with yes."""
        with self.client(period) as client:
            return self.do(period, lambda job: step(job, client, **options), ui=Saying())
