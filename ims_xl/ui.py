"""How a step talks to the person: tell, ask, progress, cancel. Terminals and Excel implement it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from ims_xl.issues import ImsError


class Cancelled(ImsError):
    """The person asked to stop; what was done so far is kept."""


def named(question: str) -> str:
    """A short name for a question, by its words: another question is another name."""
    return hashlib.sha256(question.encode()).hexdigest()[:12]


class UI(Protocol):
    """What a step may ask of the person in front of it."""

    def tell(self, message: str) -> None:
        """Show one line."""

    def ask(self, question: str, default: bool = False) -> bool:
        """Ask yes or no; where nobody can answer, the default."""

    def decide(self, question: str) -> bool:
        """Ask yes or no where the step goes on either way; where nobody can answer, no."""

    def ask_text(self, question: str, *, hidden: bool = False) -> str:
        """Ask for a text, not shown while it is typed when `hidden`; where nobody can answer, ""."""

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far the present work is.

        Raises Cancelled when the person asked to stop.
        """


class Silent:
    """Nobody is watching: nothing is shown and every question gets its default."""

    def tell(self, message: str) -> None:
        """Show nothing."""

    def ask(self, question: str, default: bool = False) -> bool:  # noqa: ARG002
        """Answer with the default."""
        return default

    def decide(self, question: str) -> bool:
        """Answer as `ask` does."""
        return self.ask(question)

    def ask_text(self, question: str, *, hidden: bool = False) -> str:  # noqa: ARG002
        """Answer with nothing."""
        return ""

    def progress(self, done: int, total: int, what: str) -> None:
        """Show nothing."""


class Recorder(Silent):
    """Keeps what was told, for tests and for summaries."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def tell(self, message: str) -> None:
        """Keep the line."""
        self.lines.append(message)


@contextmanager
def step(ui: UI, what: str) -> Iterator[None]:
    """Announce a piece of work and its end."""
    ui.progress(0, 1, what)
    yield
    ui.progress(1, 1, what)
