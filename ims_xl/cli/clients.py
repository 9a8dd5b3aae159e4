"""Many companies at once: the batch and the practice workbook."""

from pathlib import Path
from typing import Annotated

import typer

from ims_xl.cli.online import Provider
from ims_xl.cli.options import Json

_Where = Annotated[
    Path,
    typer.Argument(
        help="The folder with the clients' files, its practice workbook, or a list of clients (Excel, CSV) in it",
        metavar="FOLDER|CLIENTS.xlsx",
    ),
]


def batch(
    where: _Where,
    period: Annotated[str, typer.Option(help="Return period, for example Oct-2026 [default: last month]")] = "",
    steps: Annotated[
        str, typer.Option(help="Of download, import, match, suggest, check, report; nothing is ever uploaded")
    ] = "download,import,match,check",
    at_once: Annotated[
        int, typer.Option("--at-once", min=0, help="Clients at the same time [default: one a processor]")
    ] = 0,
    cluster: Annotated[
        str, typer.Option(help="Scheduler of a Dask cluster that does the steps, for example tcp://192.168.1.10:8786")
    ] = "",
    as_json: Json = False,
) -> None:
    """Do the same steps for every client of a folder: files are found by GSTIN, missing workbooks are made."""
    from ims_xl.practice.batch import run_batch
    from ims_xl.practice.cluster import Cluster
    from ims_xl.practice.desk import open_desk
    from ims_xl.practice.machines import ThisComputer
    from ims_xl.terminal import Terminal

    terminal = Terminal(as_json)
    chosen = [step.strip() for step in steps.split(",") if step.strip()]
    machines = Cluster(cluster) if cluster else ThisComputer(at_once)
    with terminal.counting() as ui:
        outcome = run_batch(open_desk(where), ui, machines, period=period, steps=chosen)
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)


def practice(where: _Where, as_json: Json = False) -> None:
    """Write the practice workbook of a folder: how every client's month stands; no step is done."""
    from ims_xl.practice.desk import open_desk
    from ims_xl.practice.showing import refresh
    from ims_xl.terminal import Terminal

    terminal = Terminal(as_json)
    with terminal.counting() as ui:
        outcome = refresh(open_desk(where), ui)
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)


def login_clients(
    where: _Where,
    profile: Provider = "",
    again: Annotated[bool, typer.Option("--again", help="New OTPs also where one is on its way")] = False,
    as_json: Json = False,
) -> None:
    """Sign in many clients: OTPs for all in one go, each typed here or on the sheet Sign-in as it arrives."""
    from ims_xl.practice.desk import open_desk
    from ims_xl.practice.otps import sign_in_clients
    from ims_xl.terminal import Terminal

    terminal = Terminal(as_json)
    outcome = sign_in_clients(open_desk(where), terminal, again=again, profile=profile)
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)


COMMANDS = {"batch": batch, "practice": practice, "login-clients": login_clients}
