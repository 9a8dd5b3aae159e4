"""Kill a step at any instant, again and again: workbook, store and copies stay whole and no mark is lost."""

import os
import random
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.months import BUYER, Months, Saying, portal_file, record, register

from ims_xl.folders import backups_folder, data_folder
from ims_xl.issues import ImsError
from ims_xl.store import copies, open_store
from ims_xl.workflow import (
    Job,
    check,
    close_month,
    export,
    import_portal,
    import_purchases,
    mark,
    open_job,
    preview,
    reopen_month,
    run_match,
    suggest,
    undo_import,
    write_auditor_report,
)

OCT, NOV = "102026", "112026"
LONGEST = 1.5  # times the usual time of a step: some kills come after its end
_DATES = {OCT: "10-10-2026", NOV: "10-11-2026"}


@dataclass
class Tally:
    """How many kills hit which step, how many came too late, and what was wrong afterwards."""

    killed: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{name:18} {self.killed[name]:4} killed {self.finished[name]:4} finished" for name in _STEPS]
        whole = (
            f"{self.killed.total()} kills, {self.finished.total()} steps ended before theirs, {len(self.wrong)} faults"
        )
        return "\n".join([*lines, whole, *self.wrong])


class Desk:
    """October, closed, and November, at work; `marks` is what November's Action cells must show."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.months = Months(folder)
        self.dice = random.Random(seed)
        self.usual: dict[str, float] = {}
        self.months.begin(OCT)
        self.months.take(OCT, record("O/1", _DATES[OCT], 900.0, "A"))
        self.months.match(OCT, ("O/1", _DATES[OCT], 900.0))
        self.months.do(OCT, close_month)
        self.october = self.shown(OCT)
        self.months.begin(NOV, OCT)
        self.files = [self.file(f"ims {count}", count) for count in (3, 5, 6)]
        self.register = register(folder / "november.xlsx", [(f"A/{n}", _DATES[NOV], 100.0 * n) for n in range(1, 5)])
        self.months.do(NOV, import_portal, [self.files[-1]])
        self.months.do(NOV, import_purchases, [self.register])
        self.months.do(NOV, run_match, 1.0)
        self.months.mark(NOV, A_1="A", A_2="R", A_6="P")
        self.marks = {"A/1": {"Accept"}, "A/2": {"Reject"}, "A/6": {"Pending"}}

    def file(self, name: str, count: int) -> Path:
        invoices = [record(f"A/{n}", _DATES[NOV], 100.0 * n) for n in range(1, count + 1)]
        return portal_file(self.months.folder / f"{name}.json", *invoices)

    def mark_one(self, job: Job) -> object:
        """A mark is there or not when the step dies: both are right."""
        documents = job.documents().set_index("doc_number")["doc_id"]
        return mark(job, [documents["A/3"]], "R") if "A/3" in documents else None

    def shown(self, period: str) -> Any:
        """What the sheets of a month show, as values."""

        def read(job: Job) -> Any:
            view = job.view().view
            return [frame.astype("str").to_numpy().tolist() for frame in (view.lines, view.unmatched, view.decisions)]

        return self.months.look(period, read)

    def step(self, name: str) -> None:
        """Do a step as the command line does: open, do, draw. What the step itself refuses is no fault."""
        with open_job(self.months.book(NOV), Saying(), self.months.at) as job:
            try:
                _STEPS[name](self, job)
            except ImsError:
                return
            job.draw()

    def kill_one(self, tally: Tally) -> None:
        """Begin a step in a process of its own and kill it at a random instant."""
        name = self.dice.choice(list(_STEPS))
        if name == "mark":
            self.marks.setdefault("A/3", {""}).add("Reject")
        if name == "suggest":
            for number in ("A/3", "A/4", "A/5"):
                self.marks.setdefault(number, {""}).update(("Accept", "Pending"))
        wait = self.dice.random() * LONGEST * self.usual.get(name, 2.0)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                self.step(name)
            finally:
                os._exit(0)
        while time.monotonic() - began < wait:
            ended, _ = os.waitpid(child, os.WNOHANG)
            if ended:
                self.usual[name] = time.monotonic() - began
                tally.finished[name] += 1
                return
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        tally.killed[name] += 1

    def faults(self) -> list[str]:
        """What is not whole now."""
        found = []
        store = data_folder() / f"{BUYER}.sqlite3"
        found += [f"store: {line}" for line in copies.faults(store)]
        with closing(open_store(data_folder(), BUYER)) as opened:
            if (line := opened.log.broken_line()) is not None:
                found.append(f"decision log broken at line {line}")
        for copy in backups_folder().rglob("*.xlsx"):
            if ".tmp" not in copy.name and not zipfile.is_zipfile(copy):
                found.append(f"copy {copy.name} is no workbook")
        marks = self.months.look(NOV, _marks_of)
        for number, right in self.marks.items():
            if marks.get(number, "") not in right:
                found.append(f"mark of {number}: {marks.get(number, '')!r}, right {sorted(right)}")
        if self.shown(OCT) != self.october:
            found.append("the closed month changed")
        return found


def _marks_of(job: Job) -> dict[str, str]:
    view = job.view().view
    shown = zip(view.lines["doc_number"], view.lines["action_text"], strict=True)
    aside = zip(view.aside["doc_number"], view.aside["action_label"], strict=True)
    return {number: action.rstrip("?") for number, action in (*shown, *aside) if action}


_STEPS: dict[str, Callable[[Desk, Job], object]] = {
    "import": lambda desk, job: import_portal(job, [desk.dice.choice(desk.files)]),
    "undo import": lambda desk, job: undo_import(job),
    "purchases": lambda desk, job: import_purchases(job, [desk.register]),
    "match": lambda desk, job: run_match(job, desk.dice.choice([0.0, 1.0, 50.0])),
    "mark": lambda desk, job: desk.mark_one(job),
    "suggest": lambda desk, job: suggest(job, True),
    "check": lambda desk, job: check(job),
    "preview": lambda desk, job: preview(job),
    "export": lambda desk, job: export(job, desk.months.folder / "upload.json"),
    "report": lambda desk, job: write_auditor_report(job, desk.months.folder / "report.xlsx"),
    "close and reopen": lambda desk, job: (close_month(job), reopen_month(job)),
}


def prove(folder: Path, kills: int, seed: int, tell: Callable[[str], object] = str) -> Tally:
    """So many kills at random instants of random steps, with a look at everything after each."""
    desk, tally = Desk(folder, seed), Tally()
    while tally.killed.total() < kills:
        desk.dice.seed(f"{seed} {tally.killed.total()} {tally.finished.total()}")
        desk.kill_one(tally)
        found = desk.faults()
        tally.wrong += [f"kill {tally.killed.total()}: {fault}" for fault in found]
        if found:
            break
        if tally.killed.total() % 50 == 0:
            tell(f"{tally.killed.total()} kills")
    return tally
