"""A whole month on sample data, step by step as an accountant would go, with marks typed into the workbook's file."""

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import openpyxl

from ims_xl.demo_summary import show
from ims_xl.gst import periods
from ims_xl.gst.actions import LABELS
from ims_xl.gst.filing import MONTHLY
from ims_xl.gstn.client import Client
from ims_xl.gstn.providers import SANDBOX_OTP, sandbox_profile
from ims_xl.issues import ImsError
from ims_xl.reports.verify import verify
from ims_xl.samples import SampleFiles, make_month, sample_files, template_folder, write_month
from ims_xl.samples.company import RECIPIENT, RECIPIENT_NAME
from ims_xl.sandbox import serve
from ims_xl.sheets.names import STATUS_SHEETS
from ims_xl.terminal import Steps, Terminal
from ims_xl.ui import Silent
from ims_xl.workflow import (
    Job,
    Outcome,
    computing,
    deciding,
    downloading,
    importing,
    matching,
    new_workbook,
    open_job,
    pushing,
    reporting,
    sending,
)

PERIOD = "102026"
HAND_MARKS = {
    "Mismatched": ("Reject", "No Action"),
    "Missing in PR": ("Pending", "Reject", "Acept"),
}
"""What a person types into the first Action cells of a sheet; one word is misspelt."""


Road = Literal["network", "file"]


def run_demo(out: Path, documents: int, seed: int, terminal: Terminal, road: Road = "network") -> None:
    """Do the month in that folder: on the sample files of the program, or on a month made with so many documents.

    By network it runs on a stand-in for GSTN that ends with it.

    The program's own data of the demo is kept in the folder too, so that nothing of the user's is touched.
    """
    out.mkdir(parents=True, exist_ok=True)
    os.environ["IMS_XL_HOME"] = str((out / "program data").resolve())
    shutil.rmtree(out / "program data", ignore_errors=True)
    month = NetworkMonth(out) if road == "network" else Month(out)
    with terminal.steps(len(month.steps)) as steps, month:
        summary = month.run(documents, seed, steps)
    files = {
        "the workbook": month.book,
        "the second month": month.next_book,
        "the auditor's report": month.report,
        "the file for the portal": month.upload,
    }
    show(terminal, files, summary)


class Month:
    """The files of the demo and the steps it goes through."""

    def __init__(self, out: Path) -> None:
        self.inputs = out / "input"
        self.book = out / f"IMS {periods.label(PERIOD)}.xlsx"
        self.next_book = out / f"IMS {periods.label(periods.shift(PERIOD, 1))}.xlsx"
        self.upload = out / "Upload to portal.json"
        self.report = out / f"Auditor report {periods.label(PERIOD)}.xlsx"
        self.files = sample_files(self.inputs)
        self.steps: dict[str, tuple[str, Callable[[], Outcome]]] = {
            "new": ("New workbook", self._new),
            "import-json": ("Import the portal file", self._at(self._portal_file)),
            "purchases": ("Read the purchase data", self._at(self._purchases)),
            "match": ("Let's Match at ₹1.00", self._at(lambda job: matching.run_match(job, 1.00))),
            "suggest": ("Apply the suggestions", self._at(lambda job: deciding.suggest(job, apply=True))),
            "marks": ("Type marks into Action cells", self._type_marks),
            "check": ("Check", self._at(deciding.check)),
            "preview": ("Preview", self._at(deciding.preview)),
            "export-json": ("Write the upload file", self._at(lambda job: sending.export(job, self.upload))),
            "report": ("Write the auditor's report", self._at(self._report)),
            "verify": ("Verify the report", self._verify),
            "next month": ("Start the second month", self._second_month),
        }  # fmt: skip

    def __enter__(self) -> "Month":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""

    def run(self, documents: int, seed: int, steps: Steps) -> dict[str, object]:
        """Every step in turn; gives the summary."""
        for path in (self.book, self.next_book, self.upload, self.report):
            path.unlink(missing_ok=True)
        began = time.perf_counter()
        self._make_files(documents, seed)
        seconds = {"samples": time.perf_counter() - began}
        outcomes: dict[str, Outcome] = {}
        summary: dict[str, object] = {}
        for name, (title, step) in self.steps.items():
            steps.begin(title)
            if name == "next month":  # from here on the portal's answer is that of the next month
                summary = self._summary(outcomes)
            began = time.perf_counter()
            outcomes[name] = step()
            seconds[name] = time.perf_counter() - began
            steps.end(outcomes[name].message)
        return {**summary, "seconds": {name: round(value, 2) for name, value in seconds.items()}}

    def _make_files(self, documents: int, seed: int) -> None:
        if documents:
            write_month(make_month(documents=documents, seed=seed, period=PERIOD), self.inputs)
            return
        self.inputs.mkdir(parents=True, exist_ok=True)
        for path in _paths(sample_files(template_folder())):
            shutil.copy(path, self.inputs)

    def _at(self, step: Callable[[Job], Outcome]) -> Callable[[], Outcome]:
        """The step on the workbook, which is opened and written again as the command line does it."""

        def run() -> Outcome:
            with open_job(self.book, Silent()) as job:
                outcome = step(job)
                job.draw()
                return outcome

        return run

    def _new(self) -> Outcome:
        return new_workbook(self.book, Silent(), gstin=RECIPIENT, period=PERIOD, name=RECIPIENT_NAME)

    def _portal_file(self, job: Job) -> Outcome:
        return importing.import_portal(job, [self.files.ims_json])

    def _report(self, job: Job) -> Outcome:
        return reporting.write_auditor_report(job, self.report)

    def _purchases(self, job: Job) -> Outcome:
        files = [self.files.purchases_xlsx, self.files.register_xlsx, self.files.gstr2b_json]
        return importing.import_purchases(job, files)

    def _type_marks(self) -> Outcome:
        """Write words into Action cells with another program's library, as a person would in Excel."""
        workbook = openpyxl.load_workbook(self.book)
        typed = 0
        for sheet in STATUS_SHEETS:
            for row, word in enumerate(HAND_MARKS.get(sheet.status, ()), start=5):
                if workbook[sheet.status].cell(row, 3).value is not None:
                    workbook[sheet.status].cell(row, 1).value = word
                    typed += 1
        workbook.save(self.book)
        return Outcome(f"{typed} marks typed by hand, one of them misspelt")

    def _verify(self) -> Outcome:
        found = verify(self.report)
        if not found.ok:
            raise ImsError("the report does not verify", file=self.report.name)
        return Outcome(f"{self.report.name} is unchanged since it was written")

    def _second_month(self) -> Outcome:
        outcome = new_workbook(self.next_book, Silent(), last=self.book)
        with open_job(self.next_book, Silent()) as job:
            importing.import_portal(job, [self.files.next_ims_json])
            matching.run_match(job)
            job.draw()
        return outcome

    def _sent(self, outcomes: Mapping[str, Outcome]) -> dict[str, object]:
        return {"pushed": dict(outcomes["export-json"].figures)}

    def _summary(self, outcomes: dict[str, Outcome]) -> dict[str, object]:
        with open_job(self.book, Silent()) as job:
            gathered = job.view()
            documents = job.documents()
            issues = gathered.view.issues
            decisions = gathered.view.preview["decision"].value_counts()
            return {
                "workbook": str(self.book),
                "report": str(self.report),
                "downloaded": {str(key): int(n) for key, n in documents["section"].value_counts(sort=False).items()},
                "purchases": len(job.store.registers.of(job.identity.book_id)),
                "purchase_issues": int((issues["step"] == "purchase data").sum()),
                "statuses": dict(outcomes["match"].figures),
                "marked": deciding.marked_counts(gathered),
                "refused": int(decisions.get("Refused", 0)),
                **self._sent(outcomes),
                "push_errors": int(gathered.view.uploads["errors"].sum()),
            }


class NetworkMonth(Month):
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


def _paths(files: SampleFiles) -> list[Path]:
    return [files.ims_json, files.next_ims_json, files.purchases_xlsx, files.register_xlsx, files.gstr2b_json]
