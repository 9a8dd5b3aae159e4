"""How far the portal is with a save, a reset or the computing of GSTR-2B."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from ims_xl.gstn import answers
from ims_xl.gstn.refusals import read_refusals
from ims_xl.issues import Issue

State = Literal["IP", "P", "PE", "ER"]

_STATES: dict[str, State] = {"P": "P", "PE": "PE", "ER": "ER"}


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """IP in progress, P processed, PE processed with errors, ER failed as a whole.

    `processed` and `failed` as the portal counts, None when it does not say; `errors` has the columns of
    ERROR_COLUMNS; `code` and `message` are those of ER; `issues` tell of errors that could not be read.
    """

    state: State
    processed: int | None
    failed: int | None
    errors: pd.DataFrame
    code: str = ""
    message: str = ""
    issues: tuple[Issue, ...] = ()


def read_status(content: Mapping[str, Any]) -> RequestStatus:
    """The status in an answer; what is not known to be an end is still in progress."""
    report = content.get("error_report")
    errors, issues = read_refusals(report if isinstance(report, dict) else {"": report})
    return RequestStatus(
        _STATES.get(_text(content, "status_cd", "status").upper(), "IP"),
        answers.number(content.get("proc_cnt")),
        answers.number(content.get("err_cnt")),
        errors,
        _text(content, "err_cd", "error_cd"),
        _text(content, "err_msg", "error_msg"),
        tuple(issues),
    )


def _text(content: Mapping[str, Any], *names: str) -> str:
    return next((str(content[name]).strip() for name in names if content.get(name)), "")
