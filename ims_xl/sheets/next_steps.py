"""The month as a list on Home: what is done, what comes next; a tick only for what is done, no arrow back."""

import pandas as pd

from ims_xl.decisions.cases import is_unfiled
from ims_xl.gst.sections import SECTIONS
from ims_xl.sheets.checked import CHECKED, EXPORTED, is_current
from ims_xl.sheets.view import View
from ims_xl.wording import counted

_WHAT_TO_DO = {
    "Portal data": "On the portal: Services, Returns, IMS Dashboard, Offline, Download JSON; then import it",
    "Purchase data": "Read the purchase register in the Government Excel format",
    "Let's Match": "Compare both sides and write the status sheets",
    "Decide": "Mark the Action cells, or apply the suggestions",
    "Check and preview": "See what would be sent and what is refused",
    "Export portal file": "Write the upload file; then on the portal: Offline, Upload JSON",
    "Import portal files again": "The next download shows what the portal took",
}
_ONLINE = {
    "Portal data": "Download from GSTN",
    "Upload": "Send the decisions to GSTN",
    "Compute GSTR-2B": "After the 14th: have it computed, and check it against the decisions",
}
_IN_FILE = [section.key for section in SECTIONS.values() if section.in_file]
_DECIDED = ("A", "R", "P")


def next_steps(view: View) -> list[tuple[str, str, str]]:
    """The job as a list: state (done, next, open), step, what to do."""
    kinds = set(view.sources["kind"])
    undecided = int(_undecided(view).sum()) if len(view.lines) else 0
    waiting = set(view.preview["decision"]) & {"Upload", "Refused", "To confirm"} if len(view.lines) else set()
    checked = is_current(view, CHECKED) if len(view.lines) else False
    done = {
        "Portal data": "portal" in kinds,
        "Purchase data": "books" in kinds,
        "Let's Match": view.matched,
        "Decide": len(view.lines) > 0 and not undecided,
        "Check and preview": checked and not waiting & {"Refused", "To confirm"},
    }
    sending = _online(view, waiting, undecided) if view.provider else _by_file(view, waiting)
    what = _WHAT_TO_DO | (_ONLINE if view.provider else {})
    if undecided:
        what["Decide"] += f"; {counted(undecided, 'document')} without a decision"
    steps = [(name, is_done, what[name]) for name, is_done in (done | sending).items()]
    if not view.comparing:
        steps = [step for step in steps if step[0] not in ("Purchase data", "Let's Match")]
    arrow = "" if view.closed_at else _arrow(steps, _passed(view, waiting, sending))
    return [
        ("done" if is_done else "next" if name == arrow else "open", name, message) for name, is_done, message in steps
    ]


def _undecided(view: View) -> "pd.Series[bool]":
    """Documents due that a decision can be made on, and which have none: without one they are deemed accepted."""
    lines = view.lines
    reachable = lines["section"].isin(_IN_FILE) | bool(view.provider and view.company.decide_imports)
    return (lines["mark"] == "") & ~lines["portal_action"].isin(_DECIDED) & ~is_unfiled(lines) & reachable


def _online(view: View, waiting: set[str], undecided: int) -> dict[str, bool]:
    """Uploaded when the portal holds every mark, through this workbook or because it was decided there."""
    anything = len(view.uploads) > 0 or (len(view.lines) > 0 and not undecided)
    return {
        "Upload": anything and not waiting and not is_unfinished(view),
        "Compute GSTR-2B": view.gstr2b is not None and not view.gstr2b_is_outdated,
    }


def _by_file(view: View, waiting: set[str]) -> dict[str, bool]:
    """Exported when the last file holds the marks as they are now, or the portal does."""
    if not len(view.uploads):
        return {"Export portal file": False, "Import portal files again": False}
    answered = bool(pd.notna(view.uploads["finished_at"].iloc[-1]))
    in_file = not waiting or (waiting == {"Upload"} and not answered and is_current(view, EXPORTED))
    return {"Export portal file": in_file, "Import portal files again": answered and in_file}


def _passed(view: View, waiting: set[str], sending: dict[str, bool]) -> str:
    """The last step the accountant is past, whatever was left out before it; "" for none."""
    first, last = sending
    if "Upload" not in waiting and (sending[last] or (view.gstr2b is not None and not view.gstr2b_is_outdated)):
        return last
    return first if sending[first] else "Decide" if len(view.uploads) else ""


def _arrow(steps: list[tuple[str, bool, str]], passed: str) -> str:
    """The first step that is not done behind what the accountant is past."""
    names = [name for name, *_ in steps]
    after = names.index(passed) + 1 if passed else 0
    return next((name for name, is_done, _ in steps[after:] if not is_done), "")


def is_unfinished(view: View) -> bool:
    """Whether an upload was begun and is not over."""
    return any(sign == "○" or "resume" in message for sign, *_, message in view.live[1:])
