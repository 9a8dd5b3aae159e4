"""The steps that talk to GSTN on the command line: login, logout, download, push, resume, compute-2b, work."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ims_xl.cli.options import Book, Json, Yes
from ims_xl.issues import ImsError

if TYPE_CHECKING:
    from ims_xl.gst.actions import Action
    from ims_xl.gstn.client import Client
    from ims_xl.gstn.providers import Profile
    from ims_xl.ui import UI
    from ims_xl.workflow import Job, Outcome

Provider = Annotated[str, typer.Option("--profile", help="Name of your GSP's profile, see: ims-xl profile --help")]
Otp = Annotated[
    str, typer.Option("--otp", help="The OTP where nobody can be asked for it: - reads it from the input", metavar="-")
]
OtpFile = Annotated[
    Path | None, typer.Option(help="The file that holds the OTP; or the environment variable IMS_XL_OTP does")
]
Actions = Annotated[
    str, typer.Option("--actions", help="What to send: accept,reject,pending,clear [default: every decided row]")
]

Abandon = Annotated[
    bool,
    typer.Option("--abandon", help="Send nothing: give up the upload whose outcome never comes; --yes does not ask"),
]

Step = Callable[["Job", Any], "Outcome"]


def login(
    gstin: Annotated[str, typer.Argument(help="Your GSTIN")],
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    new_secrets: Annotated[
        bool, typer.Option("--new-secrets", help="Type client id and secret again, although they are kept")
    ] = False,
) -> None:
    """Sign in at GSTN: the portal sends an OTP to the registered phone and e-mail."""
    from ims_xl.gstn.client import Client
    from ims_xl.terminal import Terminal
    from ims_xl.workflow.online import sign_in

    terminal = Terminal()
    given = _given_otp(otp, otp_file, terminal)
    with Client(_profile(profile), gstin, otp=given, ui=terminal, new_secrets=new_secrets) as client:
        until = sign_in(client)
    terminal.console.print(f"[bold green]✔[/] Signed in until {until.astimezone():%d-%b-%Y %H:%M}")


def logout(gstin: Annotated[str, typer.Argument(help="Your GSTIN")], profile: Provider = "") -> None:
    """Sign out at GSTN and forget the session."""
    from ims_xl.gstn.client import Client
    from ims_xl.terminal import Terminal

    terminal = Terminal()
    with Client(_profile(profile), gstin, ui=terminal) as client:
        client.sign_out()
    terminal.console.print("[bold green]✔[/] Signed out")


def download(
    book: Book,
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Download every document from GSTN, compared with the portal's own counts."""
    _run(book, "download", profile, otp, otp_file, as_json, yes=yes)


def push(
    book: Book,
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    actions: Actions = "",
    yes: Yes = False,
    abandon: Abandon = False,
    as_json: Json = False,
) -> None:
    """Send the decisions that differ from a fresh download. Rejects are confirmed as a list first."""
    _run(book, "abandon" if abandon else "push", profile, otp, otp_file, as_json, actions, yes)


def resume(
    book: Book,
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Go on with an upload that stopped: find out what became of it, send only what is missing."""
    _run(book, "resume", profile, otp, otp_file, as_json, "", yes)


def compute_2b(
    book: Book,
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Have GSTR-2B computed, fetch it and check it against the decisions."""
    _run(book, "compute-2b", profile, otp, otp_file, as_json, yes=yes)


def work(
    step: Annotated[
        str, typer.Argument(help="download, push, resume, abandon, compute-2b or read-tally", metavar="STEP")
    ],
    book: Book,
    progress: Annotated[Path, typer.Option(help="File to keep telling how far it is")],
    cancel: Annotated[Path | None, typer.Option(help="The step stops when this file appears")] = None,
    profile: Provider = "",
    otp: Otp = "",
    otp_file: OtpFile = None,
    actions: Actions = "",
    yes: Yes = False,
    agree: Annotated[
        list[str] | None, typer.Option(help="Name of a question that was answered with yes, see ims_xl.ui.named")
    ] = None,
    facts: Annotated[str, typer.Option(help="JSON object to be said in the progress file too")] = "{}",
    arguments: Annotated[str, typer.Option(help="JSON list of what the step takes besides")] = "[]",
    draw: Annotated[bool, typer.Option(help="Write the workbook at the end; not while Excel holds it open")] = True,
) -> None:
    """Do an online step in the background; with --no-draw the marks come from the last reading, not from the file."""
    from ims_xl.progress_file import ProgressFile
    from ims_xl.workflow import open_job, open_stored_job

    ui = ProgressFile(progress, step, cancel, json.loads(facts), yes=yes, agreed=agree or ())
    try:
        do = _step(step, actions, yes, json.loads(arguments))
        with (open_job if draw else open_stored_job)(book, ui) as job:
            without = step == "read-tally"
            with nullcontext() if without else _client(job, profile, _given_otp(otp, otp_file, ui)) as client:
                outcome = do(job, client)
            if draw:
                job.draw()
    except BaseException as error:
        text = str(error) or type(error).__name__
        ui.finish("failed", text[:1].upper() + text[1:])
        raise
    issues = [issue.sentence for issue in outcome.issues][:50]
    more = {"figures": dict(outcome.figures), "issues": issues, "next": outcome.next}
    ui.finish("failed" if outcome.failed else "done", outcome.message, more)
    if outcome.failed:
        raise typer.Exit(1)


def _run(
    book: Path,
    name: str,
    profile: str,
    otp: str,
    otp_file: Path | None,
    as_json: bool,
    actions: str = "",
    yes: bool = False,
) -> None:
    """Open the workbook, do the step at the portal, write the workbook, show the outcome."""
    from ims_xl.terminal import Terminal
    from ims_xl.workflow import open_job

    terminal = Terminal(as_json, yes)
    do = _step(name, actions, yes)
    with open_job(book, terminal) as job:
        without = name == "abandon" and not profile  # then nobody looks at the portal
        given = "" if without else _given_otp(otp, otp_file, terminal)
        with nullcontext() if without else _client(job, profile, given) as client:
            outcome = do(job, client)
        job.draw()
    terminal.outcome(outcome)
    if outcome.failed:
        raise typer.Exit(1)


def _step(name: str, actions: str, yes: bool, arguments: Sequence[str] = ()) -> Step:
    from ims_xl import workflow

    chosen = _actions(actions)
    steps: dict[str, Step] = {
        "download": workflow.download,
        "push": partial(workflow.push, actions=chosen, confirmed=yes),
        "resume": partial(workflow.resume, confirmed=yes),
        "abandon": partial(workflow.abandon, confirmed=yes),
        "compute-2b": workflow.compute_2b,
        "read-tally": lambda job, _: workflow.read_tally(job, *arguments),
    }
    if name not in steps:
        raise typer.BadParameter(f"{name} is no such step; there are {', '.join(steps)}")
    return steps[name]


def _actions(text: str) -> "frozenset[Action]":
    from ims_xl.workflow.pushing import ACTION_WORDS, EVERY

    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    if unknown := [word for word in words if word not in ACTION_WORDS]:
        raise typer.BadParameter(f"{unknown[0]} is no action; there are {', '.join(ACTION_WORDS)}")
    return frozenset(ACTION_WORDS[word] for word in words) or EVERY


def _client(job: "Job", name: str, otp: str) -> "Client":
    """A client of that profile for the workbook; to name the profile is to agree to it."""
    from ims_xl.gstn.client import Client
    from ims_xl.workflow.online import agree

    profile = _profile(name)
    agree(job, profile, chosen=True)
    return Client(profile, job.identity.gstin, otp=otp, period=job.identity.period, ui=job.ui)


def _profile(name: str) -> "Profile":
    """The profile of that name; there is no default provider.

    Raises ImsError when none is named.
    """
    from ims_xl.gstn.profile_files import load_profile

    if not name:
        raise ImsError(
            "no provider is chosen, and there is none by default",
            "Name the profile of your GSP: --profile NAME. Without one use the portal's files: import-json with the "
            "download, export-json for the upload, purchases for GSTR-2B.",
        )
    return load_profile(name)


def _given_otp(otp: str, file: Path | None, ui: "UI") -> str:
    """The OTP of a script: from the input, a file, the environment, with a warning the command line; "" for none."""
    if otp == "-":
        return "" if sys.stdin.isatty() else sys.stdin.readline().strip()
    if otp:
        ui.tell(
            "Other programs on this computer can see an OTP that is on the command line; better: --otp -, "
            "--otp-file FILE, or the environment variable IMS_XL_OTP."
        )
        return otp
    if file:
        return file.read_text(encoding="utf-8-sig", errors="replace").strip()
    return os.environ.get("IMS_XL_OTP", "").strip()


COMMANDS = {
    "login": login, "logout": logout, "download": download, "push": push, "resume": resume, "compute-2b": compute_2b,
    "work": work,
}  # fmt: skip
