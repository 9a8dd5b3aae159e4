"""The answer to a click: one small file that the add-in reads and shows in one box; errors go to a log."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ims_xl import replacing
from ims_xl.folders import data_folder, exchange_folder
from ims_xl.garbage import collect_rarely
from ims_xl.issues import ImsError, Issue
from ims_xl.macros import calling
from ims_xl.macros.questions import Question, Unanswered
from ims_xl.private import private_file, private_folder

RESULT = "result"
LOG = "ims_xl.log"
SHOWN = 8  # findings in the box; the rest are counted
_LONGEST = 1_800  # characters of the box: a longer text does not fit on a small screen
_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class Answer:
    """What the box shows; a question is asked instead, and its answer calls the button again."""

    text: str = ""
    ok: bool = True
    question: Question | None = None
    open: Path | None = None  # a workbook the add-in is to open
    about: str = ""  # the workbook, named in the title


def respond(title: str, act: Callable[[], Answer]) -> None:
    """Do what a button is for and write the answer; never raises, never shows a traceback."""
    collect_rarely()
    try:
        answer = act()
    except Unanswered as stopped:
        answer = Answer(question=stopped.question)
    except ImsError as error:
        answer = Answer(error.issue.sentence, ok=False)
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "A file"
        remedy = "Close it in other programs, or choose another folder."
        answer = Answer(str(replacing.in_words(error, "", remedy, file=name)), ok=False)
    except Exception as error:  # noqa: BLE001 (into the log; a traceback helps nobody in a box)
        _logger().exception("%s", title)
        said = getattr(error, "excepinfo", None)  # of what Excel refused
        met = f"Excel refused a step: {said[2]}." if said and said[2] else "The program met something it does not know."
        answer = Answer(
            f"{met} Your marks are kept.\n\n"
            f"Click the button again. If it comes back, send this file to whoever looks after the program:\n{_log()}",
            ok=False,
        )
    box = {"ok": answer.ok, "title": f"IMS: {title}{answer.about and f' of {answer.about}'}", "text": answer.text}
    if answer.question:
        box |= {"ask": answer.question.to_vba(), "about": answer.question.name}
    if answer.open:
        box["open"] = str(answer.open)
    write(calling.present().own(RESULT).name, box)


def refuse(title: str, error: ImsError) -> None:
    """Answer a click with nothing but what is wrong."""

    def act() -> Answer:
        raise error

    respond(title, act)


def write(name: str, facts: dict[str, object]) -> None:
    """Replace a file of the exchange folder in one go; its text is ASCII, for VBA to read."""
    path = private_folder(exchange_folder()) / name
    replacing.write(path, json.dumps(facts).encode("ascii"), private=True, durable=False)


def read(name: str) -> dict[str, object]:
    """What a file of the exchange folder says; nothing when it is not there or half written."""
    try:
        facts = json.loads((exchange_folder() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def format_answer(message: str, issues: list[Issue], following: str = "", notes: list[str] | None = None) -> str:
    """The words of the box: what happened, the findings, what to do next."""
    order = sorted(issues, key=lambda issue: _ORDER.index(issue.severity))
    lines = [f"• {issue.sentence}" for issue in order[:SHOWN]]
    if len(order) > SHOWN:
        lines.append(f"• and {len(order) - SHOWN:,} more: see Import Issues and the Restriction column")
    parts = [message + ("" if message.endswith(".") else "."), "\n".join(notes or []), "\n".join(lines)]
    parts.append(f"Next: {following}" if following else "")
    text = "\n\n".join(part for part in parts if part)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def log_file() -> TextIO:
    """The file that tells whoever looks after the program what went wrong."""
    private_folder(_log().parent)
    return private_file(_log()).open("a", encoding="utf-8")


def _log() -> Path:
    return data_folder() / LOG


def _logger() -> logging.Logger:
    logger = logging.getLogger("ims_xl.macros")
    if not any(getattr(handler, "baseFilename", "") == str(_log().absolute()) for handler in logger.handlers):
        private_folder(_log().parent)
        handler = logging.FileHandler(private_file(_log()), encoding="utf-8", errors="backslashreplace", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
    return logger
