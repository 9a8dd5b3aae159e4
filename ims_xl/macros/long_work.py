"""Work with GSTN: Excel hands it to a detached process and stays free; a short call at the end writes the sheets."""

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from ims_xl.gstn.client import Client
from ims_xl.gstn.errors import SignInNeeded
from ims_xl.gstn.providers import Profile, load_profile, profiles_folder
from ims_xl.issues import ImsError
from ims_xl.macros import answer
from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import workbook
from ims_xl.macros.questions import Answers, Question, Unanswered
from ims_xl.settings import exchange_folder
from ims_xl.ui import UI, Silent
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workbook.identity import Identity
from ims_xl.workflow.job import Job, job_on
from ims_xl.workflow.pushing import rejects_confirmed

PROGRESS, CANCEL = "progress.json", "cancel"
_CODE = "from ims_xl.cli import main; main()"
_STEPS = {"download": "download", "upload": "push", "resume_upload": "resume", "compute_gstr2b": "compute-2b"}
_TITLES = {
    "download": "Download",
    "upload": "Upload",
    "resume_upload": "Resume upload",
    "compute_gstr2b": "Compute GSTR-2B",
    "sign_in": "Sign in",
}


def title(button: str) -> str:
    """The words on a button of long work."""
    return _TITLES[button]


def start(button: str, *said: str | None) -> Answer:
    """Begin: marks are read, a session is made sure of, rejects are confirmed; then a process of its own works.

    `said`: what was answered so far, as `Answers` takes it. Raises Unanswered for the next question.
    """
    answers = Answers(said)
    _refuse_second()
    excel = workbook(answers)
    with job_on(excel, excel.ui) as job:
        provider = _provider(job, answers)
        until = _signed_in(job, load_profile(provider), excel.ui, answers)
        facts = {"book_id": job.identity.book_id, "book": excel.book.name, "job": button, "label": title(button)}
        facts["provider"] = provider
        if button == "sign_in":
            message = f"Signed in until {until.astimezone():%d-%b-%Y %H:%M}."
            answer.write(PROGRESS, {**facts, "state": "done", "message": message})
            return Answer()
        # An upload taken up again may turn out to be a new one.
        if button in ("upload", "resume_upload") and not rejects_confirmed(job, job.view().plan.send):
            raise ImsError("nothing was sent", "Clear the rejects that are not meant, then upload again.")
    (exchange_folder() / CANCEL).unlink(missing_ok=True)
    # The worker writes it from here on, with its own number.
    answer.write(PROGRESS, {**facts, "state": "running", "what": "starting", "done": 0, "total": 0, "pid": os.getpid()})
    _launch(_STEPS[button], _copy(excel), provider, facts)
    return Answer()


def finish(button: str) -> Answer:
    """The work has ended, or is silent: write the sheets and say what came of it.

    Raises ImsError when the open workbook is not the one it was begun in.
    """
    found = answer.read(PROGRESS)
    state = found.get("state", "")
    if state == "running" and is_running(found.get("pid")):
        return Answer(f"{title(button)} is still at work. Wait, or stop it with Cancel; its result is not lost.")
    excel = workbook()
    if found.get("book_id") not in (None, Identity.from_text(excel.metadata(), excel.path.name).book_id):
        remedy = "Open it to see what came of it."
        raise ImsError(
            f"{title(button)} was begun in this workbook, not in the one that is open",
            remedy,
            file=str(found.get("book", "")),
        )
    if button != "sign_in":
        with job_on(excel, excel.ui) as job:
            if not job.identity.is_sandbox:
                job.identity = replace(job.identity, provider=str(found.get("provider") or job.identity.provider))
            job.draw()
    (exchange_folder() / PROGRESS).unlink(missing_ok=True)
    if state not in ("done", "failed", "cancelled"):
        text = (
            f"{title(button)} ended without a word. Nothing is lost: click it again, or Resume upload after an upload."
        )
        return Answer(text, ok=False, about=excel.book.name)
    issues = found.get("issues")
    lines = [f"• {line}" for line in (issues if isinstance(issues, list) else [])][: answer.SHOWN]
    following = str(found.get("next") or "")
    text = answer.told(str(found.get("message", "")), [], following, lines)
    return Answer(text, ok=state != "failed", about=excel.book.name)


def sign_out() -> Answer:
    """End the sessions of every profile for the open workbook's GSTIN."""
    with job_on(workbook(), Silent()) as job:
        provider, gstin = _profile(job), job.identity.gstin
    if not provider:
        return Answer("This workbook was not connected to GSTN; there is nothing to sign out from.")
    with Client(load_profile(provider), gstin) as client:
        client.sign_out()
    return Answer("Signed out.")


def _refuse_second() -> None:
    """Raises ImsError while other work runs, of whichever workbook."""
    found = answer.read(PROGRESS)
    if found.get("state") == "running" and is_running(found.get("pid")):
        label = f"{found.get('label', 'Other work')} of {found.get('book', 'another workbook')}"
        raise ImsError(f"{label} is still running", "Wait for its message, or stop it with Cancel on the IMS tab.")


def _provider(job: Job, answers: Answers) -> str:
    """The profile this workbook was connected with last; the first time it is asked for, there is no default.

    Raises ImsError when there is none to choose.
    """
    if job.identity.provider:
        return _profile(job)
    there = tuple(sorted(path.stem for path in profiles_folder().glob("*.toml")))
    if not there:
        remedy = (
            f"Profiles of GSPs are files in {profiles_folder()}. Without one use the portal's files: "
            "Import portal files and Export portal file."
        )
        raise ImsError("no provider is chosen, and there is none by default", remedy)
    return answers.of(Question("choice", "Profile of your GSP:", there, about="profile"))


def _signed_in(job: Job, profile: Profile, ui: UI, answers: Answers) -> dt.datetime:
    """Until when the session lives; the OTP that the portal sent for it is asked for.

    Raises Unanswered, with the reason when an OTP was refused.
    """
    gstin = job.identity.gstin
    otp = Question("otp", f"OTP for {gstin}, sent to its mobile and e-mail:", about="otp")
    with Client(profile, gstin, otp=answers.get(otp.name), period=job.identity.period, ui=ui) as client:
        try:
            return client.sign_in()
        except SignInNeeded as error:
            reason = error.issue.reason if answers.get(otp.name) else ""
            prompt = f"{reason[:1].upper()}{reason[1:]}. {otp.prompt}" if reason else otp.prompt
            raise Unanswered(replace(otp, prompt=prompt)) from None


def _profile(job: Job) -> str:
    """Name of the profile this workbook was connected with, "" when it never was."""
    return "sandbox" if job.identity.is_sandbox else job.identity.provider


def _copy(excel: ExcelBook) -> Path:
    """A copy of the workbook as it is now, for a process that cannot read what Excel holds open."""
    folder = exchange_folder() / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return excel.save_copy(folder / excel.path.name)


def _launch(step: str, book: Path, provider: str, facts: dict[str, str]) -> None:
    """Start the work in a process that outlives Excel."""
    folder = exchange_folder()
    options = {
        "progress": folder / PROGRESS,
        "cancel": folder / CANCEL,
        "profile": provider,
        "facts": json.dumps(facts),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-E", "-P", "-c", _CODE, "work", step, str(book), *words, "--yes", "--no-draw"]
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        detached = {"creationflags": flags}
    with open(folder / "worker.log", "w", encoding="utf-8") as log:
        subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=True, **detached
        )


def is_running(pid: object) -> bool:
    """Whether a process with that number runs."""
    if not isinstance(pid, int):
        return False
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    """There `os.kill` would end it."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (only Windows has it)
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE
