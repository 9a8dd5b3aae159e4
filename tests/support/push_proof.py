"""Uploads that are killed at every step and at random instants, on a portal that fails at random.

Each run is an upload in a process of its own, against the stand-in over HTTP. It dies, perhaps several times, is taken
up again until it is over, and then everything is counted from outside: the stand-in's documents and log, the
journal, the decision log and the words on the sheets.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ims_xl.gstn.client import Client
from ims_xl.gstn.errors import OutcomeUnknown
from ims_xl.gstn.providers import SANDBOX_OTP, sandbox_profile
from ims_xl.issues import ImsError
from ims_xl.push.journal import Entry
from ims_xl.push.portal import Pace
from ims_xl.push.sender import Sender
from ims_xl.sandbox import PERIOD, RECIPIENT, Sandbox, serve
from ims_xl.sheets import action_cells
from ims_xl.store import open_store
from ims_xl.store.journal import Journal
from ims_xl.ui import Silent
from ims_xl.uploads import ON_PORTAL
from ims_xl.workflow import download, new_workbook, open_job, open_stored_job, push, pushing, resume
from ims_xl.workflow.last_upload import rows_of_last

DOCUMENTS, RECORDS = 30, 4  # in a run, in a request
_KILLED = (1, signal.SIGTERM) if os.name == "nt" else (-signal.SIGKILL,)
ROUNDS = 12  # of taking up; the last ones without mischief
_HARMLESS_ROUND = 4
_STEPS = ("begin", "sent", "not_sent", "acknowledged", "close", "rewrite", "finish")
_CALLS = ("save", "reset", "request_status", "pages", "documents", "counts")

# What makes it unknown whether a save arrived, and what is refused as a whole or only delays. "refuse" cuts a connection
# that was made: the portal never reads the call, but from outside that cannot be told from a lost answer.
LOSING = ({"fault": "lost", "how": "reset", "calls": 2}, {"fault": "reset"}, {"fault": "timeout"},
          {"fault": "timeout", "applied": False}, {"fault": "status", "applied": True}, {"fault": "status"},
          {"fault": "system"}, {"fault": "truncated"}, {"fault": "tampered"}, {"fault": "wrong_hmac"},
          {"fault": "duplicate"}, {"fault": "refuse"}, {"fault": "busy"}, {"fault": "status", "status": 403},
          {"fault": "status", "status": 429, "applied": True}, {"fault": "status", "status": 200},
          {"fault": "status", "status": 403, "body": '{"message": "Forbidden"}'})  # fmt: skip
OTHERS = (
    {"fault": "slow", "calls": 4},
    {"fault": "for_ever"},
    {"fault": "expire"},
)
READING = ({"fault": "refuse"}, {"fault": "reset"}, {"fault": "tampered"}, {"fault": "truncated"}, {"fault": "busy"})

# Refused as a whole, surely not taken; IMSSAV9021 is the stand-in's word for a culprit among the documents.
_AT_THE_DOOR = {"IMSSAV0015", "IMSSAV9021", "AUTH4038", "AUTH158", "RT-R1R3BAV-1007"}
_CULPRIT = "refused IMSSAV9021"


class Blind(Sender):
    """The mutant: sends again whatever was not answered."""

    def _send(self, entry: Entry) -> None:
        self._journal.sent(entry.number)
        ask = self._portal.save if entry.request == "SAVE" else self._portal.reset
        payload = self._journal.content(entry.number)
        for _ in range(3):
            try:
                return self._journal.acknowledged(entry.number, ask(payload))
            except OutcomeUnknown:
                continue
        return self._journal.not_sent(entry.number)

    def _find_out(self, entry: Entry, *_: Any) -> None:
        self._journal.not_sent(entry.number)


@dataclass
class Run:
    """What happened in one run, and what was wrong with it."""

    number: int
    kills: int = 0
    rounds: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    unknown: int = 0  # requests whose outcome the journal had to find out
    mischief: int = 0  # processes killed and faults that lose an answer
    sends: int = 0
    most: int = 0  # sends of the document that was sent most often
    culprit: str = ""  # doc_id of a document for which the portal refuses whole requests
    changed: int = 0  # documents a supplier changed meanwhile
    wrong: list[str] = field(default_factory=list)


class Template:
    """A marked workbook and its store, made once and copied for every run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        home, book = folder / "home", folder / "book.xlsx"
        os.environ["IMS_XL_HOME"] = str(home)
        new_workbook(book, Silent(), gstin=RECIPIENT, period=PERIOD, sandbox=True)
        with self.sandbox() as sandbox, client_of(sandbox.base_url) as client, open_job(book, Silent()) as job:
            download(job, client)
            documents = job.documents()
            chosen = random.Random(5)
            marks = pd.DataFrame(
                {"doc_id": documents["doc_id"], "action": [_mark(row, chosen) for row in documents.to_dict("records")]}
            )
            job.cells = action_cells.set_marks(job.cells, marks[marks["action"] != ""], documents)
            job.save_marks()
            job.draw()
            self.fingerprints = dict(zip(documents["doc_id"], documents["fingerprint"], strict=True))
            self.marks = {key: mark for key, mark in zip(marks["doc_id"], marks["action"], strict=True) if mark}

    @contextmanager
    def sandbox(
        self, rules: Sequence[dict[str, Any]] = (), seed: int = 1, variants: dict[str, Any] | None = None
    ) -> Iterator[Sandbox]:
        faults = {"seed": seed, "rules": rules}
        with serve(documents=DOCUMENTS, seed=3, faults=faults, variants=variants) as sandbox:
            yield sandbox

    def copy(self, to: Path) -> None:
        shutil.copytree(self.folder, to)


def _mark(row: dict[str, Any], chosen: random.Random) -> str:
    """Something else than the portal holds, where it is allowed."""
    if row["section"].startswith("impg") or row["section"].endswith("a"):
        return ""
    actions = ["A", "R", *([] if row["pending_blocked"] else ["P"]), *([] if row["portal_action"] == "N" else ["N"])]
    return chosen.choice([action for action in actions if action != row["portal_action"]])


def client_of(base_url: str) -> Client:
    """A client that does not wait long, yet longer than a busy machine takes to answer."""
    profile = sandbox_profile(base_url, limits={"records": RECORDS}, timeouts={"read": 3.0, "connect": 3.0})
    return Client(profile, RECIPIENT, otp=SANDBOX_OTP, period=PERIOD, wait=lambda _: None)


def upload(home: str, book: str, base_url: str, resumed: bool, dies_at: int, blind: bool) -> None:
    """The process that dies: at its own n-th step, when `dies_at` is not 0, or from outside."""
    os.environ["IMS_XL_HOME"] = home
    if blind:
        pushing.Sender = Blind  # type: ignore[misc]
    if dies_at:
        _die_at(dies_at)
    pace = Pace(poll=(0.01,) * 12, settle=(0.02,) * 6, queued_reset=0.02)
    with open_stored_job(Path(book), Silent()) as job:
        try:
            with client_of(base_url) as client:
                if resumed:
                    resume(job, client, confirmed=True, pace=pace)
                else:
                    push(job, client, confirmed=True, pace=pace)
        except ImsError:
            return  # it said why; the next round goes on


def _die_at(step: int) -> None:
    """Kill this process before its n-th step of the journal or call of the portal."""
    left = [step]

    def fused(method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            return method(*arguments, **options)

        return called

    for owner, names in ((Journal, _STEPS), (Client, _CALLS)):
        for name in names:
            setattr(owner, name, fused(getattr(owner, name)))


def context() -> Any:
    """Processes that start fast where that is possible, and never with our threads in them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context("forkserver")
    steps = [f"ims_xl.workflow.{name}" for name in ("downloading", "files", "pushing", "starting")]
    chosen.set_forkserver_preload([*steps, "ims_xl.sandbox"])
    return chosen


def one_run(number: int, template: Template, folder: Path, *, blind: bool = False, seed: int = 1) -> Run:
    """One upload with its deaths, and the judgement; in every third one document keeps its request from the portal."""
    dice = random.Random(seed * 10_007 + number)
    run = Run(number)
    template.copy(folder)
    processes = context()
    variants: dict[str, Any] = {}
    if number % 3 == 2 and not blind:
        run.culprit = dice.choice(sorted(template.marks))
        variants = {"culprits": (run.culprit.split("|")[3],), "refusal": dice.choice(("request", "later"))}
    rules = [] if blind else _rules(dice)
    with template.sandbox(rules, dice.randrange(10**6), variants) as sandbox:
        if blind:
            sandbox.faults.add("reset", "SAVE", times=2)
        begun = False
        for run.rounds in range(1, ROUNDS + 1):
            if run.rounds == _HARMLESS_ROUND:
                sandbox.faults.clear()
            if run.rounds > _HARMLESS_ROUND:
                sandbox.finish_requests()
            if run.rounds < _HARMLESS_ROUND and dice.random() < 0.2:
                run.changed += _supplier_edits(sandbox, dice)
            # Every step of the journal in turn, then instants at random.
            dies_at = (number % 40 + 1 if run.rounds == 1 else dice.randrange(1, 40)) if dice.random() < 0.6 else 0
            dies_at = dies_at if run.rounds < _HARMLESS_ROUND and not blind else 0
            where = (str(folder / "home"), str(folder / "book.xlsx"), sandbox.base_url, begun, dies_at, blind)
            process = processes.Process(target=upload, args=where)
            process.start()
            if not (dies_at or blind) and run.rounds < _HARMLESS_ROUND and dice.random() < 0.7:
                process.join(dice.uniform(0.05, 1.5))
                process.kill()
            process.join(120)
            run.kills += process.exitcode in _KILLED
            if process.exitcode not in (0, *_KILLED):
                run.wrong.append(f"round {run.rounds}: the process ended with {process.exitcode}")
            begun, over = _state(folder)
            run.wrong += _claims(sandbox, folder, f"round {run.rounds}")
            if begun and over:
                break
        run.faults.update(name for name, action in sandbox.faults.struck if action in ("SAVE", "RESETIMS"))
        judge(run, sandbox, folder, template)
    return run


def _rules(dice: random.Random) -> list[dict[str, Any]]:
    rules = []
    for action in ("SAVE", "RESETIMS"):
        for fault in dice.sample(LOSING, 3) + dice.sample(OTHERS, 2):
            rules.append({**fault, "action": action, "probability": dice.choice((0.1, 0.25))})
    for action in ("GETINV", "REQSTS", "GETCNT"):
        rules.append({**dice.choice(READING), "action": action, "probability": 0.1})
    return rules


def _supplier_edits(sandbox: Sandbox, dice: random.Random) -> int:
    states = sorted(sandbox.ledger.states(RECIPIENT))
    section, stin, number, *_ = dice.choice(states)
    try:
        sandbox.supplier.edit(RECIPIENT, section, stin, number, val=1.18, txval=1.0)
    except (ValueError, KeyError):
        return 0  # filed: it can only be amended
    return 1


def _state(folder: Path) -> tuple[bool, bool]:
    """Whether an upload was begun, and whether it is over."""
    store = open_store(folder / "home" / "sandbox", RECIPIENT)
    try:
        books = store.uploads  # noqa: F841 (opened to see that the file is whole)
        with sqlite3.connect(store.path) as db:
            last = db.execute("SELECT finished_at FROM push ORDER BY id DESC LIMIT 1").fetchone()
        db.close()
        return last is not None, bool(last and last[0])
    finally:
        store.close()


def _portal(sandbox: Sandbox) -> dict[str, tuple[str, str]]:
    """doc_id -> action and fingerprint, as the stand-in holds them."""
    from ims_xl.gstn import wire

    records: dict[str, list[dict[str, Any]]] = {}
    for section, stin, number, *_ in sandbox.ledger.states(RECIPIENT):
        records.setdefault(section, []).append(sandbox.ledger.state(RECIPIENT, section, stin, number))
    read = wire.read_sections(records, recipient_gstin=RECIPIENT).documents
    return dict(zip(read["doc_id"], zip(read["portal_action"], read["fingerprint"], strict=True), strict=True))


def _claims(sandbox: Sandbox, folder: Path, when: str) -> list[str]:
    """What the journal says to be on the portal must be there, at any moment, unless the supplier changed it."""
    rows = _journal(folder)[1].drop_duplicates("doc_id", keep="last")
    held = _portal(sandbox)
    return [
        f"{when}: {doc_id} is said to be on the portal as {action} and is not"
        for doc_id, action, fingerprint, outcome in rows[["doc_id", "action", "fingerprint", "outcome"]].itertuples(
            index=False
        )
        if outcome == ON_PORTAL and doc_id in held and held[doc_id][1] == fingerprint and held[doc_id][0] != action
    ]


def _journal(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    with sqlite3.connect(folder / "home" / "sandbox" / f"{RECIPIENT}.sqlite3") as db:
        uploads = pd.read_sql("SELECT * FROM upload WHERE push > 0 ORDER BY id", db)
        rows = pd.read_sql("SELECT * FROM upload_row ORDER BY rowid", db)
    db.close()
    return uploads, rows


def judge(run: Run, sandbox: Sandbox, folder: Path, template: Template) -> None:
    """Compare portal, log, journal, decision log and words."""
    uploads, rows = _journal(folder)
    held = _portal(sandbox)
    if set(uploads["state"]) - {"done"}:
        run.wrong.append(f"the upload is not over after {run.rounds} rounds")
    for doc_id, mark in template.marks.items():
        action, fingerprint = held.get(doc_id, ("", ""))
        if doc_id == run.culprit:
            if action == mark:
                run.wrong.append(f"{doc_id} is {action} on the portal, which refuses it")
            continue
        if fingerprint == template.fingerprints[doc_id] and action != mark:
            run.wrong.append(f"{doc_id} is {action} on the portal and marked {mark}")
    # Sends, counted by the stand-in, against what allows a second one.
    calls = sandbox.log.calls()
    sends: Counter[tuple[str, ...]] = Counter(sandbox.log.sends())
    # A request refused when it was processed has the refusal at each of its records, one refused by the row has not.
    for_a_culprit = {one.call for one in sandbox.log.received() if one.outcome == _CULPRIT}
    refused = Counter(
        received.identity
        for received in sandbox.log.received()
        if received.delivery == 1
        and (calls[received.call - 1].outcome in _AT_THE_DOOR or received.call in for_a_culprit)
    )
    lines = rows.merge(uploads[["id", "result"]], left_on="upload_id", right_on="id")
    unknown = Counter(lines.loc[lines["result"] == "U", "doc_id"])
    in_history = Counter(lines.loc[lines["result"] != "-", "doc_id"])
    for identity, count in sends.items():
        doc_id = _doc_id(identity)
        if count - refused[identity] > 1 + unknown[doc_id]:
            run.wrong.append(f"{doc_id} was sent {count} times, with {unknown[doc_id]} unknown outcomes")
        if count - refused[identity] > in_history[doc_id]:
            run.wrong.append(f"{doc_id} was sent {count} times and stands {in_history[doc_id]} times in the history")
    run.unknown = int((uploads["result"] == "U").sum())
    losing = {str(fault["fault"]) for fault in LOSING}
    run.mischief = run.kills + sum(count for name, count in run.faults.items() if name in losing)
    # A client that calls every outcome unknown would be allowed every second sending.
    if run.unknown > run.mischief:
        run.wrong.append(f"{run.unknown} outcomes are called unknown, only {run.mischief} can be")
    run.sends, run.most = sum(sends.values()), max(sends.values(), default=0)
    # History and decision log without gap or double.
    references = uploads.loc[uploads["reference"] != "", "reference"]
    if references.duplicated().any():
        run.wrong.append("a reference stands twice in the history")
    store = open_store(folder / "home" / "sandbox", RECIPIENT)
    logged = store.log.of(str(uploads["book_id"].iloc[0])) if len(uploads) else pd.DataFrame({"event": []})
    if (logged["event"] == "Uploaded").sum() != (uploads["result"] != "-").sum():
        run.wrong.append("history and decision log differ")
    if store.log.broken_line() is not None:
        run.wrong.append("the decision log is broken")
    store.close()
    _last_message(run, folder, held)


def _last_message(run: Run, folder: Path, held: dict[str, tuple[str, str]]) -> None:
    """What the sheet says last is so."""
    os.environ["IMS_XL_HOME"] = str(folder / "home")
    with open_stored_job(folder / "book.xlsx", Silent()) as job:
        live = job.view().view.live
        last = rows_of_last(job).drop_duplicates("doc_id", keep="last")
    if not live:
        run.wrong.append("the sheet shows no upload")
        return
    there = sum(
        held.get(doc_id, ("", ""))[0] == action
        for doc_id, action, outcome in last[["doc_id", "action", "outcome"]].itertuples(index=False)
        if outcome == ON_PORTAL
    )
    says = f"{there:,} of {len(last):,} decisions of this upload on the portal"
    if not live[2][3].startswith(says) and not run.changed:
        run.wrong.append(f"the sheet says {live[2][3]!r}, true is {says!r}")
    if live[3][0] != "✔":
        run.wrong.append(f"the sheet says {live[3]!r} at the end")


def _doc_id(identity: tuple[str, ...]) -> str:
    section, stin, number, date, period = identity
    day = "-".join(reversed(date.split("-")))
    return "|".join((RECIPIENT, section, stin, number, day, period))


def prove(runs: int, folder: Path, *, seed: int = 1, told: Callable[[Run], None] = lambda run: None) -> list[Run]:
    """So many runs, one after the other."""
    template = Template(folder / "template")
    found = []
    for number in range(runs):
        run = one_run(number, template, folder / f"run{number}", seed=seed)
        told(run)
        found.append(run)
        if not run.wrong:
            shutil.rmtree(folder / f"run{number}")
    return found


def tally(runs: Sequence[Run], seconds: float) -> str:
    """What came of it, in lines."""
    faults: Counter[str] = sum((run.faults for run in runs), Counter())
    most = Counter(run.most for run in runs)
    lines = [
        f"{len(runs)} uploads in {seconds:,.0f} s; {sum(run.kills for run in runs)} processes killed; "
        f"{sum(run.rounds for run in runs)} processes in all",
        f"faults that struck a save or reset: {', '.join(f'{name} {count}' for name, count in faults.most_common())}",
        f"outcomes that had to be found out: {sum(run.unknown for run in runs)}, "
        f"after {sum(run.mischief for run in runs)} deaths and lost answers; "
        f"documents sent {sum(run.sends for run in runs):,} times",
        f"most sends of one document in an upload: {', '.join(f'{n} in {count}' for n, count in sorted(most.items()))}",
        f"uploads with anything wrong: {sum(bool(run.wrong) for run in runs)}",
    ]
    return "\n".join([*lines, *(f"  run {run.number}: {text}" for run in runs for text in run.wrong)])


def now() -> float:
    """Seconds, for durations."""
    return time.perf_counter()
