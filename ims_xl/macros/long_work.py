"""Work with GSTN: Excel hands it to a detached process and stays free; a short call at the end writes the sheets."""

import datetime as dt
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from ims_xl.folders import exchange_folder
from ims_xl.gst.periods import label
from ims_xl.gstn import connections
from ims_xl.gstn.client import Client
from ims_xl.gstn.errors import SignInNeeded
from ims_xl.gstn.profile_files import load_profile, profile_names, profiles_folder
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError, Issue
from ims_xl.macros import answer, worker
from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import workbook
from ims_xl.macros.questions import Answers, Question, Unanswered
from ims_xl.plain_names import is_plain
from ims_xl.private import private_folder
from ims_xl.sheets.settings import SettingError
from ims_xl.tally.address import DEFAULT
from ims_xl.ui import UI, Silent
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workflow.job import Job
from ims_xl.workflow.online import agree, refuse_mixing, sign_in
from ims_xl.workflow.opening import open_job_on, start_job
from ims_xl.workflow.pushing import rejects_confirmed
from ims_xl.workflow.reading_tally import open_company, usual_months

_STEPS = {
    "download": "download",
    "upload": "push",
    "resume_upload": "resume",
    "abandon_upload": "abandon",
    "compute_gstr2b": "compute-2b",
    "read_tally": "read-tally",
}
_TITLES = {
    "download": "Download",
    "upload": "Upload",
    "resume_upload": "Resume upload",
    "abandon_upload": "Give up upload",
    "compute_gstr2b": "Compute GSTR-2B",
    "sign_in": "Sign in",
    "read_tally": "Read TallyPrime",
}


_DOING = {
    "download": "download",
    "upload": "upload",
    "resume_upload": "upload",
    "abandon_upload": "give up an upload",
    "compute_gstr2b": "compute GSTR-2B",
    "read_tally": "read TallyPrime",
}
_QUICK = 20.0  # seconds for Tally to name its companies, while Excel waits


def title(button: str) -> str:
    """The words on a button of long work."""
    return _TITLES[button]


def start(button: str, *said: str | None) -> Answer:
    """Begin: marks are read, a session is made sure of, rejects are confirmed; then a process of its own works.

    `said`: what was answered so far, as `Answers` takes it. Raises Unanswered for the next question.
    """
    answers = Answers(said)
    _refuse_second()
    if button == "read_tally":
        return _start_tally(answers)
    excel = workbook(answers)
    with open_job_on(excel, Silent()) as job:  # a bulk cell that asks would keep the work from beginning
        job.ui = excel.ui
        profile = _profile(job, answers)
        provider = profile.key
        # To give up needs no portal: the look at it is left out when there is no way in.
        with suppress(ImsError) if button == "abandon_upload" else nullcontext():
            until = _signed_in(job, profile, excel.ui, answers)
        facts = {"book_id": job.identity.book_id, "book": excel.book.name, "job": button, "label": title(button)}
        facts["provider"] = provider
        if button == "sign_in":
            message = f"Signed in until {until.astimezone():%d-%b-%Y %H:%M}."
            answer.write(worker.PROGRESS, {**facts, "state": "done", "message": message})
            return Answer()
        job.refuse_closed(_DOING[button])
        # An upload taken up again may turn out to be a new one.
        if button in ("upload", "resume_upload") and not rejects_confirmed(job, job.view().plan.send):
            raise ImsError("nothing was sent", "Clear the rejects that are not meant, then upload again.")
    # What the others ask was asked above; what a download takes away is known only when it is there.
    agreed = answers.agreed() if button == "download" else None
    worker.launch(_STEPS[button], _copy(excel), provider, facts, agreed)
    return Answer()


def _start_tally(answers: Answers) -> Answer:
    """Begin to read vouchers; which company and which months is asked before, whose they are when they are there."""
    excel = workbook(answers)
    with open_job_on(excel, Silent()) as job:
        job.ui = excel.ui
        job.refuse_closed(_DOING["read_tally"])
        prompt = "Where TallyPrime listens, its company open. It reads purchases, and changes nothing there."
        address = answers.of(Question("text", prompt, about="address", default=DEFAULT))
        months = usual_months(job)
        prompt = f"First month to read, up to {label(months[-1])}."
        first = answers.of(Question("text", prompt, about="first", default=label(months[0])))
        company = open_company(job, address, seconds=_QUICK)
        facts = {"book_id": job.identity.book_id, "book": excel.book.name, "job": "read_tally"}
        facts |= {"label": title("read_tally"), "tally_company": company}
    arguments = (address, first, "", company)
    worker.launch(_STEPS["read_tally"], _copy(excel), "", facts, answers.agreed(), arguments)
    return Answer()


def finish(button: str) -> Answer:
    """The work has ended, or is silent: write the sheets, say what came of it or ask what it could not go on without.

    Raises ImsError when the open workbook is not the one it was begun in.
    """
    found = worker.read_progress()
    state = found.get("state", "")
    if state == "running" and worker.is_running(found.get("pid")):
        return Answer(f"{title(button)} is still at work. Wait, or stop it with Cancel; its result is not lost.")
    excel = workbook()
    problem: list[Issue] = []
    try:
        _write(excel, found, button)
    except SettingError as error:  # what came of the work must be told all the same
        problem = [replace(error.issue, reason=f"the sheets were not written: {error.issue.reason}")]
    else:
        worker.forget()
    if state not in ("done", "failed", "cancelled"):
        text = (
            f"{title(button)} ended without a word. Nothing is lost: click it again, or Resume upload after an upload."
        )
        return Answer(text, ok=False, about=excel.book.name)
    if state == "failed" and (asked := found.get("asks")) and not problem:
        return Answer(question=Question("confirm", str(asked)), about=excel.book.name)
    issues = found.get("issues")
    lines = [f"• {line}" for line in (issues if isinstance(issues, list) else [])][: answer.SHOWN]
    following = str(found.get("next") or "")
    text = answer.format_answer(str(found.get("message", "")), problem, following, lines)
    return Answer(text, ok=state != "failed" and not problem, about=excel.book.name)


def _write(excel: ExcelBook, found: dict[str, object], button: str) -> None:
    """Write the sheets of the workbook in which the work was begun.

    Raises ImsError when it is another one.
    """
    with open_job_on(excel, excel.ui) as job:
        if found.get("book_id") not in (None, job.identity.book_id):
            reason = f"{title(button)} was begun in this workbook, not in the one that is open"
            raise ImsError(reason, "Open it to see what came of it.", file=str(found.get("book", "")))
        provider = str(found.get("provider", ""))
        if is_plain(provider) and not job.identity.is_sandbox:
            job.identity = replace(job.identity, provider=provider)
        if found.get("state") == "done" and (company := str(found.get("tally_company") or "")):
            job.company = replace(job.company, tally_company=company)
        job.draw()


def sign_out() -> Answer:
    """End the sessions of every profile for the open workbook's GSTIN."""
    with start_job(workbook(), Silent()) as job:
        gstin, profile = job.identity.gstin, _profile_named(job)
        if profile:
            refuse_mixing(job, profile)
    if profile is None or not (profile.is_sandbox or connections.is_known(profile, gstin)):
        return Answer("This workbook was not connected to GSTN on this computer; there is nothing to sign out from.")
    with Client(profile, gstin) as client:
        client.sign_out()
    return Answer("Signed out.")


def _refuse_second() -> None:
    """Raises ImsError while other work runs, of whichever workbook."""
    found = worker.read_progress()
    if found.get("state") == "running" and worker.is_running(found.get("pid")):
        label = f"{found.get('label', 'Other work')} of {found.get('book', 'another workbook')}"
        raise ImsError(f"{label} is still running", "Wait for its message, or stop it with Cancel on the IMS tab.")


def _profile(job: Job, answers: Answers) -> Profile:
    """The profile this workbook was connected with last, once the person agreed; else the one chosen among their own.

    Raises ImsError when there is none to choose or the person does not agree.
    """
    profile = _profile_named(job)
    if profile:
        agree(job, profile, chosen=False)
        return profile
    there = profile_names()
    if not there:
        remedy = (
            f"Profiles of GSPs are files in {profiles_folder()}. Without one use the portal's files: "
            "Import portal files and Export portal file."
        )
        raise ImsError("no provider is chosen, and there is none by default", remedy)
    named = job.identity.provider
    unknown = f"This workbook was connected through '{named}', which is not set up here. " if named else ""
    chosen = load_profile(answers.of(Question("choice", f"{unknown}Profile of your GSP:", there, about="profile")))
    agree(job, chosen, chosen=True)
    return chosen


def _profile_named(job: Job) -> Profile | None:
    """The profile the workbook names, None when it names none that this user has set up."""
    if job.identity.is_sandbox:
        return load_profile("sandbox")
    name = job.identity.provider
    return load_profile(name) if name.lower() in profile_names() else None


def _signed_in(job: Job, profile: Profile, ui: UI, answers: Answers) -> dt.datetime:
    """Until when the session lives; the OTP that the portal sent for it is asked for.

    Raises Unanswered, with the reason when an OTP was refused.
    """
    gstin = job.identity.gstin
    otp = Question("otp", f"OTP for {gstin}, sent to its mobile and e-mail:", about="otp")
    with Client(profile, gstin, otp=answers.get(otp.name), period=job.identity.period, ui=ui) as client:
        try:
            return sign_in(client)
        except SignInNeeded as error:
            reason = error.issue.reason if answers.get(otp.name) else ""
            prompt = f"{reason[:1].upper()}{reason[1:]}. {otp.prompt}" if reason else otp.prompt
            raise Unanswered(replace(otp, prompt=prompt)) from None


def _copy(excel: ExcelBook) -> Path:
    """A copy of the workbook as it is now, for a process that cannot read what Excel holds open."""
    folder = private_folder(exchange_folder() / "work")
    return excel.save_copy(folder / excel.path.name)
