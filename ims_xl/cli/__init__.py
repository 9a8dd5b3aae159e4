"""The job without Excel: `ims-xl STEP BOOK.xlsx …`."""

import sys
from typing import Annotated

import typer

from ims_xl import __version__
from ims_xl.addin.commands import addin
from ims_xl.cli import care, clients, month, online, suppliers, trying
from ims_xl.cli.profiles import profile
from ims_xl.console_text import write_any_text
from ims_xl.garbage import collect_rarely
from ims_xl.issues import ImsError

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
for _commands in (month, suppliers, care, clients, trying, online):
    for _name, _command in _commands.COMMANDS.items():
        app.command(_name)(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run a step. Exit code 0: done, 1: something the user can mend, 2: wrong usage."""
    write_any_text()
    collect_rarely()
    try:
        app(arguments, standalone_mode=True)
    except ImsError as error:
        _say(error.issue.sentence)
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
    from ims_xl.folders import data_folder
    from ims_xl.private import private_folder

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
