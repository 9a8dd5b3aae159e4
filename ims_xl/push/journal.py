"""The journal of an upload: what is to be sent stands in it before it is sent, what is known after."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

import pandas as pd

from ims_xl import schema

Request = Literal["SAVE", "RESET"]
State = Literal["prepared", "sent", "acknowledged", "done"]
Result = Literal["P", "PE", "ER", "U", "G", "-"]
"""How a request ended: as the portal says; U: its answer was lost and the portal was looked at; G: given up while
nobody knew; -: never sent."""

OUTCOMES = ("doc_id", "outcome", "message")
DECISION = tuple(column.name for column in schema.DECISION)
WANTED = ("doc_id", "fingerprint", *DECISION)
"""What a request wants of each document; missing amounts are not declared."""


class Batch(NamedTuple):
    """One request: `wanted` has the columns of WANTED, `payload` is what is sent. Lower `turn` goes first."""

    turn: int
    request: Request
    wanted: pd.DataFrame
    payload: Mapping[str, object]


class Entry(NamedTuple):
    """One request in the journal; a request that is `sent` without reference may or may not have arrived.

    `unanswered`: how often its decisions were sent before in this upload and got no answer. `sent_ago`: seconds since
    it was sent last, 0 when it was not.
    """

    number: int
    request: Request
    state: State
    reference: str
    wanted: pd.DataFrame  # columns of WANTED
    unanswered: int = 0
    sent_ago: float = 0


class Journal(Protocol):
    """Every method is one transaction, on the disk when it returns."""

    def begin(self, batches: Sequence[Batch]) -> None:
        """Remember everything that shall be sent, all of it prepared."""

    def open(self) -> list[Entry]:
        """Requests that have not ended, in the order they are sent: parts of a refused one before the next one."""

    def next(self) -> Entry | None:
        """The first of them."""

    def content(self, number: int) -> Mapping[str, object]:
        """What a request sends."""

    def sent(self, number: int) -> None:
        """From now on it may have arrived."""

    def not_sent(self, number: int) -> None:
        """It certainly did not leave: prepared again."""

    def acknowledged(self, number: int, reference: str) -> None:
        """The portal has taken it and will say what became of it."""

    def close(
        self, number: int, result: Result, status: str, outcomes: pd.DataFrame, again: Sequence[Batch] = ()
    ) -> None:
        """It has ended; `outcomes` has the columns OUTCOMES. What must be sent `again` is prepared with it."""

    def rewrite(self, number: int, batch: Batch, outcomes: pd.DataFrame) -> None:
        """A prepared request sends this batch now; its other documents have the outcomes."""
