"""To try it without a portal: the demo and the stand-in for GSTN."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from ims_xl.cli.options import Json
from ims_xl.issues import ImsError


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the files it leaves")] = Path("demo"),
    documents: Annotated[
        int, typer.Option(min=0, help="Make a month of so many documents [default: the sample month]")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Another seed makes another month")] = 1,
    through: Annotated[
        Literal["gsp", "files"], typer.Option(help="A GSP, here a stand-in on this machine, or the portal's files")
    ] = "gsp",
    as_json: Json = False,
) -> None:
    """Do a whole month on sample data of an invented company."""
    from ims_xl.demo import run_demo
    from ims_xl.terminal import Terminal

    run_demo(out, documents, seed, Terminal(as_json), through)


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


COMMANDS = {"demo": demo, "sandbox": sandbox}
