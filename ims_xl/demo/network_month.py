"""The demo's month over HTTP, on a stand-in for GSTN that ends with it."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from ims_xl.demo.file_month import PERIOD, FileMonth
from ims_xl.gst.actions import LABELS
from ims_xl.gst.filing import MONTHLY
from ims_xl.gstn.client import Client
from ims_xl.gstn.providers import SANDBOX_OTP, sandbox_profile
from ims_xl.samples.company import RECIPIENT, RECIPIENT_NAME
from ims_xl.sandbox import serve
from ims_xl.ui import Silent
from ims_xl.workflow import Outcome, computing, downloading, new_workbook, pushing


class NetworkMonth(FileMonth):
    """The same month over HTTP, on a stand-in for GSTN that holds the sample month."""

    def __init__(self, out: Path) -> None:
        super().__init__(out)
        file_road = self.steps
        online = {
            "export-json": {
                "push": ("Upload to GSTN", self._online(pushing.push, confirmed=True)),
                "compute-2b": ("Compute and check GSTR-2B", self._after_the_14th(self._online(computing.compute_2b))),
            },
            "import-json": {
                "login": ("Sign in at GSTN", self._sign_in),
                "download": ("Download from GSTN", self._online(downloading.download)),
            },
        }
        self.steps = {}
        for name, step in file_road.items():
            self.steps |= online.get(name, {name: step})
        self._open = ExitStack()

    def __enter__(self) -> "NetworkMonth":
        self._sandbox = self._open.enter_context(serve(gstin=RECIPIENT, period=PERIOD))
        profile = sandbox_profile(self._sandbox.base_url, polling={"requests": [0.05] * 60, "settle": [0.05] * 4})
        self._client = self._open.enter_context(Client(profile, RECIPIENT, otp=SANDBOX_OTP, period=PERIOD))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _make_files(self, documents: int, seed: int) -> None:
        super()._make_files(documents, seed)
        payload = json.loads(self.files.ims_json.read_text(encoding="utf-8"))
        self._sandbox.ledger.load(payload, RECIPIENT, PERIOD)

    def _online(self, step: Callable[..., Outcome], **options: object) -> Callable[[], Outcome]:
        return self._at(lambda job: step(job, self._client, **options))

    def _new(self) -> Outcome:
        return new_workbook(self.book, Silent(), gstin=RECIPIENT, period=PERIOD, name=RECIPIENT_NAME, sandbox=True)

    def _sign_in(self) -> Outcome:
        until = self._client.sign_in()
        return Outcome(f"Signed in with an OTP; the session lives until {until.astimezone():%H:%M}")

    def _after_the_14th(self, step: Callable[[], Outcome]) -> Callable[[], Outcome]:
        def run() -> Outcome:
            self._sandbox.clock.set(dt.datetime.combine(MONTHLY.draft_2b(PERIOD), dt.time(10)))
            return step()

        return run

    def _sent(self, outcomes: Mapping[str, Outcome]) -> dict[str, object]:
        labels = LABELS.values()
        sent = {label: count for label, count in outcomes["push"].figures.items() if label in labels}
        return {"pushed": sent, "gstr2b": dict(outcomes["compute-2b"].figures)}
