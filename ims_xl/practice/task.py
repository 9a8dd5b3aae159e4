"""What is to be done for one client in one month, and what came of it; both go to other processes as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

STEPS: Mapping[str, str] = {
    "download": "Download from GSTN for clients who are signed in, where the portal data is older than Settings allow",
    "import": "Read the files that lie in the folder and were not read before",
    "match": "Let's Match, where something changed since",
    "suggest": "Write the suggestions into empty Action cells",
    "check": "Check the marks against the portal's restrictions",
    "report": "Write the auditor's workbook beside the workbook",
}
"""The steps of a batch in their order. None of them uploads anything."""

USUAL = ("download", "import", "match", "check")

_LISTS = ("portal", "purchases", "steps", "done")
State = Literal["done", "nothing new", "closed", "failed"]


@dataclass(frozen=True)
class Task:
    """One client's month. Paths are texts; `last`: the workbook that a new one starts from, "" for none.

    `steps`: without the download, which is over when a task is given away; `done` is what came of it, `note` what did
    not and why.
    """

    gstin: str
    period: str
    book: str
    name: str = ""
    frequency: str = ""
    state: str = ""
    last: str = ""
    portal: tuple[str, ...] = ()
    purchases: tuple[str, ...] = ()
    steps: tuple[str, ...] = USUAL[1:]
    done: tuple[str, ...] = ()
    note: str = ""

    def to_text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Task":
        """The task in a text of `to_text`."""
        said: dict[str, Any] = json.loads(text)
        parts: dict[str, Any] = {name: tuple(said[name]) for name in _LISTS}
        return cls(**{**said, **parts})


@dataclass(frozen=True)
class Done:
    """What came of a task: `message` in a sentence, `figures` as `figures.of_job` gives them, what each file gave."""

    gstin: str
    period: str
    book: str
    state: State
    message: str
    figures: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def to_text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Done":
        """What a text of `to_text` says. Raises ValueError, TypeError or KeyError when it is none."""
        return cls(**json.loads(text))
