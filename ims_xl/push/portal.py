"""What the upload needs of the portal, and how patiently it asks."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from ims_xl.ui import UI


class Status(Protocol):
    """What the portal says of a request: state IP, P, PE or ER; refused records as `offline.ERROR_COLUMNS`."""

    @property
    def state(self) -> str: ...  # noqa: D102 (said above)
    @property
    def errors(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102


class Portal(Protocol):
    """The portal for one GSTIN."""

    gstin: str

    def documents(self, section: str, status: str = "") -> list[dict[str, object]]:
        """Raw records of one section."""

    def save(self, payload: Mapping[str, object]) -> str:
        """Ask for actions; gives the reference. Raises as `gstn.errors` says."""

    def reset(self, payload: Mapping[str, object]) -> str:
        """Ask to go back to no action; gives the reference. Raises as `gstn.errors` says."""

    def request_status(self, reference: str) -> Status:
        """Ask once what became of a request."""


_SLICE = 1.0  # seconds between looks at the cancel button


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before each question.

    `poll`: what became of a request the portal has taken. `settle`: downloads after an answer was lost, until two
    agree; a lost save may still be running. `queued_reset`: how long after it was sent a lost reset may still be
    waiting at the portal, to clear what was decided since; nothing is sent of the upload before that is over.
    """

    poll: tuple[float, ...] = (2, 3, 15, 30, 60, 120, 300, 600, 720)
    settle: tuple[float, ...] = (30, 30, 60, 120, 300, 600)
    queued_reset: float = 1800
    wait: Callable[[float], None] = time.sleep


def pause(pace: Pace, ui: UI, seconds: float, what: str) -> None:
    """Wait so long, and listen for Cancel."""
    left = seconds
    while left > 0:
        ui.progress(round(seconds - left), round(seconds), what)
        pace.wait(min(left, _SLICE))
        left -= _SLICE
