"""Stories over months, invented at random: no mark is lost, no closed month changes, totals are the documents."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support.months import Months, Saying, portal_file, record, register

from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.workflow import Job, close_month, import_portal, open_job, run_match, undo_import

FIRST = "102026"
NUMBERS = ("A/1", "A/2", "A/3")
WORDS = {"A": "Accept", "R": "Reject", "P": "Pending"}


class Killed(BaseException):
    """The process dies here."""


class Story(RuleBasedStateMachine):
    """One buyer's months; the model knows what each month was told and every mark that was made."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = os.environ.get("IMS_XL_HOME")
        os.environ["IMS_XL_HOME"] = str(Path(self.folder.name) / "data")
        self.months = Months(Path(self.folder.name))
        self.period = FIRST
        self.told: dict[str, list[str]] = {}  # period -> numbers of the portal file taken in last
        self.before: dict[str, list[str]] = {}  # what undoing it gives back
        self.marks: dict[str, dict[str, str]] = {}
        self.closed: dict[str, Any] = {}

    def teardown(self) -> None:
        self.folder.cleanup()
        if self.home is None:
            os.environ.pop("IMS_XL_HOME", None)
        else:
            os.environ["IMS_XL_HOME"] = self.home

    def own(self, number: str) -> str:
        """The number of a document of the present month."""
        return f"{number}/{self.period[:2]}"

    def file(self, numbers: list[str]) -> Path:
        date = f"10-{self.period[:2]}-{self.period[2:]}"
        invoices = [record(number, date, 100.0 * place) for place, number in enumerate(sorted(numbers), start=1)]
        return portal_file(self.months.folder / "ims.json", *invoices)

    @initialize()
    def begin(self) -> None:
        self.months.begin(FIRST)
        self.start_month()

    def start_month(self) -> None:
        self.told[self.period], self.marks[self.period] = [], {}
        self.take([self.own(number) for number in NUMBERS])

    def take(self, numbers: list[str]) -> None:
        self.months.do(self.period, import_portal, [self.file(numbers)], ui=Saying())
        self.before[self.period] = self.told[self.period]
        self.told[self.period] = numbers

    @rule(kept=st.sets(st.sampled_from(NUMBERS), min_size=1))
    def import_what_the_portal_has(self, kept: set[str]) -> None:
        self.take([self.own(number) for number in kept])

    @rule()
    def import_a_wrong_file_and_say_no(self) -> None:
        if not set(self.told[self.period]) & set(self.marks[self.period]):
            return
        with pytest.raises(ImsError, match="would leave the workbook"):
            self.months.do(self.period, import_portal, [self.file(["X/1", "X/2"])], ui=Saying(yes=False))

    @rule()
    def import_a_wrong_file_and_say_yes(self) -> None:
        self.take(["X/1", "X/2"])

    @precondition(lambda self: self.before.get(self.period))
    @rule()
    def undo(self) -> None:
        self.months.do(self.period, undo_import)
        self.told[self.period], self.before[self.period] = self.before[self.period], []

    @precondition(lambda self: self.told[self.period])
    @rule(place=st.integers(0, 2), action=st.sampled_from("ARP"))
    def mark(self, place: int, action: str) -> None:
        number = self.told[self.period][place % len(self.told[self.period])]
        self.months.mark(self.period, **{number.replace("/", "_"): action})
        self.marks[self.period][number] = action

    @precondition(lambda self: self.told[self.period])
    @rule(tolerance=st.sampled_from([0.0, 1.0, 50.0]))
    def match(self, tolerance: float) -> None:
        from ims_xl.workflow import import_purchases

        date = f"10-{self.period[:2]}-{self.period[2:]}"
        bills = register(self.months.folder / "pr.xlsx", [(self.own("A/1"), date, 100.0), (self.own("B/9"), date, 5.0)])
        self.months.do(self.period, import_purchases, [bills])
        self.months.do(self.period, run_match, tolerance)

    @rule()
    def die_after_an_import_before_the_sheets_are_written(self) -> None:
        numbers = self.told[self.period] or ["X/1"]
        path = self.file(numbers)

        def die() -> None:
            with open_job(self.months.book(self.period), Saying(), self.months.at) as job:
                import_portal(job, [path])
                raise Killed

        with pytest.raises(Killed):
            die()
        self.before[self.period], self.told[self.period] = self.told[self.period], numbers

    @precondition(lambda self: len(self.closed) < 2)
    @rule()
    def finish_the_month_and_start_the_next(self) -> None:
        self.months.do(self.period, close_month, ui=Saying())
        self.closed[self.period] = self.shown(self.period)
        last, self.period = self.period, periods.shift(self.period, 1)
        self.months.begin(self.period, last)
        self.start_month()

    def shown(self, period: str) -> Any:
        """Everything the sheets of a month show, as values."""

        def read(job: Job) -> Any:
            view = job.view().view
            frames = (view.lines, view.unmatched, view.settled, view.aside, view.uploads, view.decisions)
            return [frame.astype("str").to_numpy().tolist() for frame in frames], view.warnings

        return self.months.look(period, read)

    @invariant()
    def no_mark_is_lost_and_totals_are_the_documents(self) -> None:
        if self.period not in self.told:
            return

        def read(job: Job) -> tuple[dict[str, str], int, list[str]]:
            view = job.view().view
            shown = zip(view.lines["doc_number"], view.lines["action_text"], strict=True)
            aside = zip(view.aside["doc_number"], view.aside["action_label"], strict=True)
            marks = {number: action.rstrip("?") for number, action in (*shown, *aside) if action}
            return marks, len(view.lines) + len(view.later), sorted(job.documents()["doc_number"])

        marks, total, numbers = self.months.look(self.period, read)
        assert marks == {number: WORDS[action] for number, action in self.marks[self.period].items()}
        assert numbers == sorted(self.told[self.period])
        assert total == len(numbers)

    @invariant()
    def no_closed_month_changed(self) -> None:
        for period, shown in self.closed.items():
            assert self.shown(period) == shown


_QUICK = settings(
    max_examples=2, stateful_step_count=6, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
_LONG = settings(_QUICK, max_examples=60, stateful_step_count=15, derandomize=False)


def test_some_stories() -> None:
    run_state_machine_as_test(Story, settings=_QUICK)


@pytest.mark.long
def test_many_stories() -> None:
    run_state_machine_as_test(Story, settings=_LONG)
