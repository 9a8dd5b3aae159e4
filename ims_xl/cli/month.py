"""The steps of a month by files: new, import-json, purchases, match, link, suggest, check, preview and what follows."""

from pathlib import Path
from typing import Annotated

import typer

from ims_xl.cli.options import Book, Json, Yes, run


def new(
    book: Book,
    gstin: Annotated[str, typer.Option(help="Your GSTIN")] = "",
    period: Annotated[str, typer.Option(help="Return period, for example 102026 or Oct-2026")] = "",
    name: Annotated[str, typer.Option(help="Company name, shown on the sheets")] = "",
    quarterly: Annotated[
        bool | None,
        typer.Option(
            "--quarterly/--monthly",
            help="How GSTR-3B is filed; --quarterly under QRMP [default: as in --from, else monthly]",
            show_default=False,
        ),
    ] = None,
    state: Annotated[
        str,
        typer.Option(
            help="State of the registration, code or name: a quarterly GSTR-3B is due on the 22nd or the 24th by it "
            "[default: as in --from, else that of the GSTIN; asked with --quarterly]"
        ),
    ] = "",
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
    from ims_xl.workflow.starting import STATE_QUESTION, state_of

    if last is None and not (gstin and period):
        raise typer.BadParameter("give --gstin and --period, or --from LAST.xlsx")
    terminal = Terminal(as_json, yes)
    if quarterly and not state and last is None:
        state = terminal.ask_text(f"{STATE_QUESTION} [{state_of(gstin)}]:")
    made = new_workbook(
        book, terminal, gstin=gstin, period=period, name=name, quarterly=quarterly, state=state, last=last,
        sandbox=sandbox,
    )  # fmt: skip
    terminal.outcome(made)


def import_json(
    book: Book,
    files: Annotated[
        list[Path], typer.Argument(help="The portal's IMS download(s): .json, .zip, or Excel", metavar="FILE...")
    ],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read the portal's IMS file: Services, Returns, IMS Dashboard, Offline, Download JSON."""
    from ims_xl.workflow import import_portal

    run(book, as_json, import_portal, files, yes=yes)


def purchases(
    book: Book,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Purchase registers (GSTR-2 workbook or CSV, matching tool, Tally, Busy, Zoho …), earlier GSTR-2B; "
            "with --tally HOST:PORT or nothing",
            metavar="[FILE...]",
        ),
    ] = None,
    tally: Annotated[
        bool,
        typer.Option(
            "--tally",
            help="Ask a running TallyPrime, its company open; HOST:PORT behind it where that is not localhost:9000",
        ),
    ] = False,
    first: Annotated[
        str, typer.Option("--from", help="First month to read from TallyPrime [default: the workbook's period]")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", help="Last month to read from TallyPrime [default: the workbook's period]")
    ] = "",
    company: Annotated[
        str, typer.Option(help="Its name in TallyPrime [default: as in Settings, else the one that is open]")
    ] = "",
    map_: Annotated[
        bool,
        typer.Option(
            "--map",
            help="Map the columns of a file that is not recognised: first proposed on the sheet Column Mapping, then, "
            "given again, read and kept for files with the same headings",
        ),
    ] = False,
    unmap: Annotated[bool, typer.Option("--unmap", help="Forget the mapping of a file's columns")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read purchase data in the Government Excel format, and earlier GSTR-2B files."""
    from ims_xl.workflow import import_purchases, map_columns, read_tally, unmap_columns

    given = files or []
    if sum((tally, map_, unmap)) > 1 or (not tally and (first or last or company)):
        raise typer.BadParameter("these options do not go together")
    if tally and len(given) < 2:
        run(book, as_json, read_tally, "".join(map(str, given)), first, last, company, yes=yes)
    elif (map_ or unmap) and len(given) == 1:
        run(book, as_json, map_columns if map_ else unmap_columns, given[0], yes=yes)
    elif given and not (tally or map_ or unmap):
        run(book, as_json, import_purchases, given, yes=yes)
    else:
        raise typer.BadParameter("give files; with --map or --unmap one file; with --tally none, or HOST:PORT")


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

    run(book, as_json, run_match, tolerance, yes=yes)


_Ims = Annotated[
    str,
    typer.Argument(
        metavar="IMS",
        help='Document of IMS: "GSTIN NUMBER", with date or type (INV, CN, DN) behind where several have it, or '
        '"SHEET!ROW"',
    ),
]
_Why = Annotated[str, typer.Option("--reason", help="Why; it stands beside them and in the decision log")]


def link(
    book: Book,
    ims: _Ims,
    books: Annotated[str, typer.Argument(metavar="BOOKS", help="Its row in the books, named in the same way")],
    reason: _Why = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Two documents are one: link them by hand, in this month and later ones, and match again."""
    from ims_xl.workflow import link as step

    run(book, as_json, step, ims, books, reason, yes=yes)


def unlink(
    book: Book,
    ims: _Ims,
    books: Annotated[
        str, typer.Argument(metavar="[BOOKS]", help="Its row in the books [default: every one it is linked with]")
    ] = "",
    reason: _Why = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Take a link by hand back; two that the matcher linked are kept apart from then on. Matches again."""
    from ims_xl.workflow import unlink as step

    run(book, as_json, step, ims, books, reason, yes=yes)


def suggest(
    book: Book,
    apply: Annotated[bool, typer.Option("--apply", help="Write the suggestions into empty Action cells")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Count the suggestions; with --apply write them into empty Action cells. Reject is never suggested."""
    from ims_xl.workflow import suggest as step

    run(book, as_json, step, apply, yes=yes)


def check(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Check the marks against the portal's restrictions."""
    from ims_xl.workflow import check as step

    run(book, as_json, step, yes=yes)


def approve(
    book: Book,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves [default: you]")] = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Approve the marks as they are now, as a second person; any later change of a mark voids it."""
    from ims_xl.workflow import approve as step

    run(book, as_json, step, by, yes=yes)


def preview(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Show exactly what would be uploaded, what is left out and why, and what would be deemed accepted."""
    from ims_xl.workflow import preview as step

    run(book, as_json, step, yes=yes)


def export_json(
    book: Book,
    out: Annotated[Path, typer.Argument(help="The upload file to write", metavar="OUT.json")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Write the file to upload on the portal: IMS Dashboard, Offline, Upload JSON."""
    from ims_xl.workflow import export

    run(book, as_json, export, out, yes=yes)


def import_errors(
    book: Book,
    file: Annotated[Path, typer.Argument(help="The error file of the portal", metavar="FILE.json")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read the portal's error file back onto the documents."""
    from ims_xl.workflow import import_errors as step

    run(book, as_json, step, file, yes=yes)


def report(
    book: Book,
    out: Annotated[Path, typer.Argument(help="The report to write", metavar="OUT.xlsx")],
    pdf: Annotated[bool, typer.Option("--pdf", help="Also its pages as PDF beside it; needs LibreOffice")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Write the auditor's workbook."""
    from ims_xl.workflow import write_auditor_report

    run(book, as_json, write_auditor_report, out, pdf, yes=yes)


def year(book: Book, yes: Yes = False, as_json: Json = False) -> None:
    """Show the months of the financial year beside each other: GSTR-2B, books, GSTR-3B, what is open."""
    from ims_xl.workflow import show_year

    run(book, as_json, show_year, yes=yes)


COMMANDS = {
    "new": new,
    "import-json": import_json,
    "purchases": purchases,
    "match": match,
    "link": link,
    "unlink": unlink,
    "suggest": suggest,
    "check": check,
    "approve": approve,
    "preview": preview,
    "export-json": export_json,
    "import-errors": import_errors,
    "report": report,
    "year": year,
}
