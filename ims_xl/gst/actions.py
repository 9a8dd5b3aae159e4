"""The four states a record can have in IMS and the words people use for them."""

from enum import StrEnum

import pandas as pd


class Action(StrEnum):
    """A state as the portal writes it."""

    ACCEPT = "A"
    REJECT = "R"
    PENDING = "P"
    NO_ACTION = "N"

    @property
    def label(self) -> str:
        """The word in the Action cell."""
        return LABELS[self]


LABELS = {
    Action.ACCEPT: "Accept",
    Action.REJECT: "Reject",
    Action.PENDING: "Pending",
    Action.NO_ACTION: "No Action",
}

DONE = {
    Action.ACCEPT: "Accepted",
    Action.REJECT: "Rejected",
    Action.PENDING: "Pending",
    Action.NO_ACTION: "No action",
}

WORDS = {
    "a": Action.ACCEPT,
    "accept": Action.ACCEPT,
    "accepted": Action.ACCEPT,
    "r": Action.REJECT,
    "reject": Action.REJECT,
    "rejected": Action.REJECT,
    "p": Action.PENDING,
    "pending": Action.PENDING,
    "keep pending": Action.PENDING,
    "n": Action.NO_ACTION,
    "no action": Action.NO_ACTION,
    "noaction": Action.NO_ACTION,
    "clear status": Action.NO_ACTION,
}


def is_open(actions: "pd.Series[str]") -> "pd.Series[bool]":
    """Where the portal holds no action; an action this program does not know is one."""
    return actions.isin([Action.NO_ACTION, ""])


def is_unknown(actions: "pd.Series[str]") -> "pd.Series[bool]":
    """Where the portal holds an action that this program does not know, in the portal's own word."""
    return ~actions.isin([*Action, ""])


def read_action(text: str) -> Action | None:
    """The action a text means, whatever its case and spaces; None when it means none of the four."""
    return WORDS.get(" ".join(text.lower().split()))
