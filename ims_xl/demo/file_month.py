"""The demo's month by the portal's files: its files and the steps it goes through."""

import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ims_xl.demo.marks import type_marks
from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.reports.verify import verify
from ims_xl.samples import SampleFiles, make_month, sample_files, template_folder, write_month
from ims_xl.samples.company import RECIPIENT, RECIPIENT_NAME
from ims_xl.terminal import Steps
from ims_xl.ui import Silent
from ims_xl.workflow import Job, Outcome, deciding, importing, matching, new_workbook, open_job, reporting, sending

PERIOD = "102026"


class FileMonth:
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
            "marks": ("Type marks into Action cells", lambda: type_marks(self.book)),
            "check": ("Check", self._at(deciding.check)),
            "preview": ("Preview", self._at(deciding.preview)),
            "export-json": ("Write the upload file", self._at(lambda job: sending.export(job, self.upload))),
            "report": ("Write the auditor's report", self._at(self._report)),
            "verify": ("Verify the report", self._verify),
            "next month": ("Start the second month", self._second_month),
        }  # fmt: skip

    def __enter__(self) -> "FileMonth":
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


def _paths(files: SampleFiles) -> list[Path]:
    return [files.ims_json, files.next_ims_json, files.purchases_xlsx, files.register_xlsx, files.gstr2b_json]
