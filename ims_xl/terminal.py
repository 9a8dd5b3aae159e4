"""The person at a terminal: what is told, asked and shown there."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from ims_xl.console_text import fits, shown
from ims_xl.issues import Issue
from ims_xl.ui import Silent
from ims_xl.workflow import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress

LINES = 15  # of a terminal that a step fills at most, wrapped ones counted: its sentence and what to do stay in sight
_TOLD = 4  # of them while it goes on
_SENTENCE = 4  # of them for the sentence, or for what to do next

_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


class Terminal:
    """A `ims_xl.ui.UI`; with `as_json` people read stderr and the last line of stdout is one JSON object.

    `yes`: every question is answered with yes, unasked.
    """

    def __init__(self, as_json: bool = False, yes: bool = False) -> None:
        self.as_json = as_json
        self.yes = yes
        self.console = Console(stderr=as_json, highlight=False, emoji=False)
        self._used = 0

    def tell(self, message: str) -> None:
        """Show one line, unless the step has told as much as fits."""
        self._passing(f"  {shown(message)}")

    def _passing(self, text: str) -> None:
        lines = len(self._lines(text))
        if self._used + lines < _TOLD:
            self.console.print(text, style="dim")
            self._used += lines
        elif self._used < _TOLD:
            self.console.print("  …", style="dim")
            self._used = _TOLD

    def _lines(self, text: str) -> list[str]:
        """The lines that a text fills on this terminal."""
        options = self.console.options.update(height=None)
        rows = self.console.render_lines(self.console.render_str(text), options, pad=False)
        return ["".join(segment.text for segment in row) for row in rows]

    def _fitted(self, text: str, most: int) -> str:
        """The text, cut where it would fill more lines; a text that fits stays as it is marked up."""
        lines = self._lines(text)
        return (
            text if len(lines) <= most else shown("\n".join([*lines[: most - 1], f"{lines[most - 1][:-2].rstrip()} …"]))
        )

    def ask(self, question: str, default: bool = False) -> bool:
        """Ask yes or no; where nobody can answer, the default."""
        if self.yes:
            return True
        if self.as_json or not sys.stdin.isatty():
            return default
        answer = self.console.input(f"{shown(question)} [{'Y/n' if default else 'y/N'}] ").strip().lower()
        return default if not answer else answer.startswith("y")

    def decide(self, question: str) -> bool:
        """Ask yes or no where the step goes on either way; where nobody can answer, no."""
        return self.ask(question)

    def ask_text(self, question: str, *, hidden: bool = False) -> str:
        """Ask for a text; where nobody can answer, ""."""
        if self.as_json or not sys.stdin.isatty():
            return ""
        return self.console.input(f"{shown(question)} ", password=hidden).strip()

    def progress(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        """Say what begins."""
        if done == 0:
            self._passing(f"  {shown(what)} …")

    def outcome(self, outcome: Outcome) -> None:
        """Show what came of a step: the sentence, the findings, what to do next."""
        mark, style = ("✖", "bold red") if outcome.failed and not outcome.figures else ("✔", "bold green")
        message = self._fitted(f"[{style}]{mark}[/] {shown(outcome.message)}", _SENTENCE)
        next_ = self._fitted(f"  Next: {shown(outcome.next)}", _SENTENCE) if outcome.next else ""
        self.console.print(message)
        rest = len(self._lines(next_)) if next_ else 0
        self.findings(outcome.issues, LINES - self._used - len(self._lines(message)) - rest)
        if next_:
            self.console.print(next_, style="cyan")
        self._used = 0
        if self.as_json:
            issues = [as_dict(issue) for issue in outcome.issues]
            self.json({"message": outcome.message, **outcome.figures, "issues": issues})

    def findings(self, issues: Sequence[Issue], lines: int = LINES) -> None:
        """Show findings on so many lines, errors first, and count those that do not fit."""
        order = sorted(issues, key=lambda issue: ("error", "warning", "note").index(issue.severity))
        for at, issue in enumerate(order):
            text = f"  [{_STYLES[issue.severity]}]{issue.severity}[/] {shown(issue.sentence)}"
            needed = len(self._lines(text))
            if needed > lines - (at + 1 < len(order)):  # a line is kept for the count of the others
                if at == 0 and lines > 1:
                    more = len(order) > 1
                    self.console.print(self._fitted(text, lines - more))
                    at = 1
                if len(order) > at:
                    self.console.print(
                        f"  … and {len(order) - at:,} more: see Import Issues and the Restriction column"
                    )
                return
            self.console.print(text)
            lines -= needed

    def table(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a small table, as many rows as fit; every column but the first is right-aligned."""
        from rich.table import Table

        for count in range(min(len(rows), LINES), -1, -1):
            table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
            for number, heading in enumerate(headings):
                table.add_column(heading, justify="left" if number == 0 else "right")
            for row in rows[:count]:
                table.add_row(*map(shown, row))
            if len(self.console.render_lines(table)) <= LINES - _SENTENCE:
                break
        self.console.print(table)
        if count < len(rows):
            self.console.print(f"  … and {len(rows) - count:,} more; --json gives all")

    def pairs(self, title: str, values: Mapping[str, str]) -> None:
        """Show a title and under it a line a value, its name before it."""
        from rich.table import Table

        grid = Table.grid(padding=(0, 0, 0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in values.items():
            grid.add_row(shown(name), shown(value))
        self.console.print(title, style="bold")
        self.console.print(grid)

    def json(self, value: Mapping[str, object]) -> None:
        """Print one JSON object as a line of stdout; what steers a terminal, or its encoding lacks, is escaped."""
        text = json.dumps(value, ensure_ascii=False, default=str)
        safe = text if text.isprintable() and fits(text) else "".join(map(_escaped, text))
        print(safe, flush=True)  # noqa: T201 (this is the output)

    @contextmanager
    def counting(self) -> Iterator["Counting"]:
        """One line that says how far a long job is, and goes when it is over."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description:<40}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as progress:
            yield Counting(progress)

    @contextmanager
    def steps(self, total: int) -> Iterator["Steps"]:
        """A progress bar over several steps."""
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description:<34}"),
            BarColumn(bar_width=30),
            TextColumn("{task.completed}/{task.total}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            yield Steps(progress, total)


class Counting(Silent):
    """A `ims_xl.ui.UI` that shows progress and nothing else; every question gets its default."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far the present work is."""
        self._progress.update(self._task, description=shown(what), completed=done, total=total)


class Steps:
    """The steps of a longer job, one after the other on one bar."""

    def __init__(self, progress: "Progress", total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def begin(self, what: str) -> None:
        """Name the step that begins."""
        self._progress.update(self._task, description=shown(what))

    def end(self, message: str) -> None:
        """Say what came of it."""
        self._progress.console.print(f"[bold green]✔[/] {shown(message)}")
        self._progress.advance(self._task)


def _escaped(sign: str) -> str:
    return sign if sign.isprintable() and fits(sign) else json.dumps(sign)[1:-1]


def as_dict(issue: Issue) -> dict[str, object]:
    """A finding for scripts: only what it says."""
    fields = ("severity", "file", "sheet", "row", "column", "value", "reason", "remedy")
    return {name: getattr(issue, name) for name in fields if getattr(issue, name)}
