"""What the commands have in common: their words, and doing one step on a workbook."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Book = Annotated[Path, typer.Argument(help="The IMS workbook, for example Oct-2026.xlsx", metavar="BOOK.xlsx")]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object, for scripts")]
Yes = Annotated[bool, typer.Option("--yes", help="Answer every question with yes, unasked")]


def run(
    book: Path, as_json: bool, step: Callable[..., object], *arguments: object, draw: bool = True, yes: bool = False
) -> None:
    """Open the workbook, do the step, write the workbook, show the outcome."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow import Outcome, open_job

    terminal = Terminal(as_json, yes)
    with open_job(book, terminal) as job:
        outcome = step(job, *arguments)
        assert isinstance(outcome, Outcome)
        if draw:
            job.draw()
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)
