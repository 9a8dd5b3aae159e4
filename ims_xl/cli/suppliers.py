"""What has to do with suppliers: contacts, letters."""

from pathlib import Path
from typing import Annotated

import typer

from ims_xl.cli.options import Book, Json, Yes, run


def contacts(
    book: Book,
    file: Annotated[
        Path, typer.Argument(help="CSV or workbook with GSTIN and E-mail, Phone or Contact person", metavar="FILE")
    ],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read suppliers' addresses from a list into Supplier Contacts; blank cells change nothing."""
    from ims_xl.workflow import import_contacts

    run(book, as_json, import_contacts, file, yes=yes)


def letters(
    book: Book,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the drafts [default: one beside the workbook]")
    ] = None,
    situation: Annotated[
        list[str] | None,
        typer.Option(
            help="Only about these, given once for each: Missing in IMS, Mismatched, Rejected, Pending, Not filed"
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also to suppliers who were written to lately")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Prepare letters to suppliers about open points, as drafts for you to send; nothing is sent."""
    from ims_xl.workflow import write_letters

    run(book, as_json, write_letters, out, situation or (), again, yes=yes)


COMMANDS = {"contacts": contacts, "letters": letters}
