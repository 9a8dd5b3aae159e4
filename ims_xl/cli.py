"""The job without Excel: `ims-xl STEP BOOK.xlsx …`."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from ims_xl import __version__, online_commands
from ims_xl.addin.commands import addin
from ims_xl.issues import ImsError
from ims_xl.profile_commands import profile

_BOOK = typer.Argument(help="The IMS workbook, for example Oct-2026.xlsx", metavar="BOOK.xlsx")

Book = Annotated[Path, _BOOK]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object, for scripts")]
Yes = Annotated[bool, typer.Option("--yes", help="Answer every question with yes, unasked")]

app = typer.Typer(
    name="ims-xl",
    help=(
        "GST Invoice Management System in a workbook: read the portal's file and your purchase register, match, "
        "decide, upload. Each step reads what you marked and writes the workbook again; close it in "
        "Excel first.\n\n"
        "A month: new, import-json, purchases, match, suggest, (mark in Excel), check, preview, export-json, report. "
        "With a GSP: download for import-json, push for export-json, then compute-2b."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(addin, name="addin")
app.add_typer(profile, name="profile")


def main(arguments: list[str] | None = None) -> None:
    """Run a step. Exit code 0: done, 1: something the user can mend, 2: wrong usage."""
    try:
        app(arguments, standalone_mode=True)
    except ImsError as error:
        _say(str(error))
        sys.exit(1)
    except PermissionError as error:
        _say(f"{error.filename}: it cannot be read or written. Close it in other programs, or choose another folder.")
        sys.exit(1)
    except FileNotFoundError as error:
        _say(f"{error.filename}: there is no such file. Check the name and the folder.")
        sys.exit(1)
    except OSError as error:
        from ims_xl.replacing import in_words

        remedy = "Check the disk and the folder, and try again."
        _say(str(in_words(error, "", remedy, file=str(error.filename or "A file"))))
        sys.exit(1)
    except KeyboardInterrupt:
        _say("Stopped. Everything finished before is kept.")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 (an accountant never sees a traceback: it goes into a file)
        _say(f"This is a fault of the program ({type(error).__name__}). The workbook was not changed. {_noted()}")
        sys.exit(1)


def _noted() -> str:
    """Write the traceback to a file; gives the sentence that says where."""
    import traceback

    from ims_xl import replacing
    from ims_xl.private import private_folder
    from ims_xl.settings import data_folder

    try:
        path = private_folder(data_folder()) / "last fault.txt"
        text = f"ims_xl {__version__}\n{traceback.format_exc()}"
        replacing.write(path, text.encode(errors="backslashreplace"), private=True)
    except OSError:
        return "Please report it."
    return f"Please report it and send the file {path}; look through it first, it may name documents."


def _say(message: str) -> None:
    from rich.console import Console

    from ims_xl.console_text import shown

    Console(stderr=True, highlight=False, emoji=False).print(f"[bold red]✖[/] {shown(message)}")


def _run(
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


@app.command()
def new(
    book: Book,
    gstin: Annotated[str, typer.Option(help="Your GSTIN")] = "",
    period: Annotated[str, typer.Option(help="Return period, for example 102026 or Oct-2026")] = "",
    name: Annotated[str, typer.Option(help="Company name, shown on the sheets")] = "",
    last: Annotated[
        Path | None,
        typer.Option("--from", help="Start from last month's workbook: settings and open bills are carried"),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="To practise with the stand-in for GSTN, for ever")
    ] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Make a workbook for one GSTIN and one month."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow import new_workbook

    if last is None and not (gstin and period):
        raise typer.BadParameter("give --gstin and --period, or --from LAST.xlsx")
    terminal = Terminal(as_json, yes)
    terminal.outcome(new_workbook(book, terminal, gstin=gstin, period=period, name=name, last=last, sandbox=sandbox))


@app.command("import-json")
def import_json(
    book: Book,
    files: Annotated[list[Path], typer.Argument(help="The portal's IMS download(s): .json or .zip", metavar="FILE...")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read the portal's IMS file: Services, Returns, IMS Dashboard, Offline, Download JSON."""
    from ims_xl.workflow import import_portal

    _run(book, as_json, import_portal, files, yes=yes)


@app.command()
def purchases(
    book: Book,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Purchase registers (GSTR-2 workbook or CSV, matching-tool register) and earlier GSTR-2B JSON",
            metavar="FILE...",
        ),
    ],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read purchase data in the Government Excel format, and earlier GSTR-2B files."""
    from ims_xl.workflow import import_purchases

    _run(book, as_json, import_purchases, files, yes=yes)


@app.command()
def match(
    book: Book,
    tolerance: Annotated[
        float | None, typer.Option(min=0.0, help="Difference to ignore, in rupees [default: as in Settings, 1.00]")
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Let's Match: compare both sides and write the status sheets."""
    from ims_xl.workflow import run_match

    _run(book, as_json, run_match, tolerance, yes=yes)


@app.command()
def suggest(
    book: Book,
    apply: Annotated[bool, typer.Option("--apply", help="Write the suggestions into empty Action cells")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Count the suggestions; with --apply write them into empty Action cells. Reject is never suggested."""
    from ims_xl.workflow import suggest as step

    _run(book, as_json, step, apply, yes=yes)


@app.command()
def check(book: Book, as_json: Json = False) -> None:
    """Check the marks against the portal's restrictions."""
    from ims_xl.workflow import check as step

    _run(book, as_json, step)


@app.command()
def preview(book: Book, as_json: Json = False) -> None:
    """Show exactly what would be uploaded, what is left out and why, and what would be deemed accepted."""
    from ims_xl.workflow import preview as step

    _run(book, as_json, step)


@app.command("export-json")
def export_json(
    book: Book,
    out: Annotated[Path, typer.Argument(help="The upload file to write", metavar="OUT.json")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Write the file to upload on the portal: IMS Dashboard, Offline, Upload JSON."""
    from ims_xl.workflow import export

    _run(book, as_json, export, out, yes=yes)


@app.command("import-errors")
def import_errors(
    book: Book,
    file: Annotated[Path, typer.Argument(help="The error file of the portal", metavar="FILE.json")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read the portal's error file back onto the documents."""
    from ims_xl.workflow import import_errors as step

    _run(book, as_json, step, file, yes=yes)


@app.command()
def report(
    book: Book,
    out: Annotated[Path, typer.Argument(help="The report to write", metavar="OUT.xlsx")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Write the auditor's workbook."""
    from ims_xl.workflow import write_auditor_report

    _run(book, as_json, write_auditor_report, out, yes=yes)


@app.command("undo-import")
def undo_import(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Take back the last portal file, download or purchase files; marks come back with their documents."""
    from ims_xl.workflow import undo_import as step

    _run(book, as_json, step, yes=yes)


@app.command("close")
def close_month(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Finish a month after GSTR-3B: from then on every step that would change the workbook asks first."""
    from ims_xl.workflow import close_month as step

    _run(book, as_json, step, yes=yes)


@app.command("reopen")
def reopen_month(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Open a finished month again; that it was closed stays in the decision log."""
    from ims_xl.workflow import reopen_month as step

    _run(book, as_json, step, yes=yes)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the files it leaves")] = Path("demo"),
    documents: Annotated[
        int, typer.Option(min=0, help="Make a month of so many documents [default: the sample month]")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Another seed makes another month")] = 1,
    road: Annotated[
        Literal["network", "file"], typer.Option(help="By HTTP on a stand-in for GSTN, or by the portal's files")
    ] = "network",
    as_json: Json = False,
) -> None:
    """Do a whole month on sample data of an invented company."""
    from ims_xl.demo import run_demo
    from ims_xl.terminal import Terminal

    run_demo(out, documents, seed, Terminal(as_json), road)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port")] = 0,
    documents: Annotated[int, typer.Option(min=0, max=1_000_000, help="Invent so many documents")] = 1_000,
    seed: Annotated[int, typer.Option(help="Another seed makes other documents")] = 1,
    db: Annotated[Path | None, typer.Option(help="Keep its data in this file [default: forgotten at the end]")] = None,
    faults: Annotated[Path | None, typer.Option(help="JSON file of faults, variants and clock")] = None,
) -> None:
    """Run a stand-in for GSTN with invented data on this machine, to try the online steps."""
    from ims_xl.sandbox import read_faults, serve

    try:
        settings = read_faults(faults) if faults else {}
        with serve(documents=documents, seed=seed, db=db or "", port=port, faults=settings, ticking=True) as running:
            typer.echo(running.introduction())
            running.wait()
    except (ValueError, TypeError) as error:
        raise ImsError(f"The sandbox cannot start: {error}.", "Check the files of --faults and --db.") from None


online_commands.add_to(app)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ims-xl {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version")
    ] = False,
) -> None:
    pass
