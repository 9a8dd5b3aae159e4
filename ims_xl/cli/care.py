"""Keeping what is there: undo, close and reopen a month, doctor, verify, copies."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ims_xl.cli.options import Book, Json, Yes, run


def undo_import(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Take back the last portal file, download or purchase files; marks come back with their documents."""
    from ims_xl.workflow import undo_import as step

    run(book, as_json, step, yes=yes)


def close_month(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Finish a month after GSTR-3B: from then on every step that would change the workbook asks first."""
    from ims_xl.workflow import close_month as step

    run(book, as_json, step, yes=yes)


def reopen_month(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Open a finished month again; that it was closed stays in the decision log."""
    from ims_xl.workflow import reopen_month as step

    run(book, as_json, step, yes=yes)


def doctor(
    book: Book,
    repair: Annotated[bool, typer.Option("--repair", help="Bring back the newest good copy of damaged data")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """See whether everything is whole that the program keeps for a workbook; nothing is ever deleted."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow.doctor import examine

    terminal = Terminal(as_json, yes)
    outcome = examine(book, terminal, repair=repair)
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)


def verify(
    report: Annotated[Path, typer.Argument(help="A report written by this program", metavar="REPORT.xlsx")],
    as_json: Json = False,
) -> None:
    """Check that no figure of an auditor's workbook was changed since it was written."""
    from ims_xl.console_text import shown
    from ims_xl.reports.verify import verify as check_report
    from ims_xl.terminal import Terminal

    terminal = Terminal(as_json)
    found = check_report(report)
    changes = [asdict(change) for change in found.changes]
    if as_json:
        terminal.json({"ok": found.ok, "seal": found.seal, "changes": changes})
    if found.ok:
        terminal.console.print(f"[bold green]✔[/] {shown(report.name)} is unchanged; seal {found.seal}")
        return
    terminal.console.print(f"[bold red]✖[/] {shown(report.name)} was changed after it was written")
    rows = [[c.sheet, str(c.row or ""), c.column, c.value, c.explanation] for c in found.changes]
    terminal.table("Changes", ("Sheet", "Row", "Column", "Value now", "What changed"), rows)
    raise typer.Exit(1)


def backups(book: Book, as_json: Json = False) -> None:
    """List the kept copies of a workbook, as it was before each of the last steps."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow import list_copies

    terminal = Terminal(as_json)
    found = list_copies(book)
    if as_json:
        terminal.json({"copies": [kept.facts() for kept in found]})
    headings = ("No.", "Kept on", "Size", "Workbook", "Of")
    rows = [[str(number), *kept.cells()] for number, kept in enumerate(found, start=1)]
    terminal.table(f"Copies of {book.name}", headings, rows)
    terminal.tell(f'To put the newest back: ims-xl restore "{book.name}"; another one: its number behind the name.')


def restore(
    book: Book,
    copy: Annotated[
        str, typer.Argument(help="Number or name of a copy on the list, or its path [default: the newest]")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    as_json: Json = False,
) -> None:
    """Put a kept copy back in the workbook's place; what is there now is kept as a copy first."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow import restore as put_back

    terminal = Terminal(as_json)
    terminal.outcome(put_back(book, terminal, copy, confirmed=yes))


COMMANDS = {
    "undo-import": undo_import,
    "close": close_month,
    "reopen": reopen_month,
    "doctor": doctor,
    "verify": verify,
    "backups": backups,
    "restore": restore,
}
