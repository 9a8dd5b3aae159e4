"""The four steps of the sheet Push to GSTN where uploads go by file: a tick only for what the portal was seen to hold."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ims_xl.sheets.push import push_steps

AT = pd.Timestamp("2026-11-16 10:00")


def upload(taken: int, finished: object) -> Any:
    """The view of a workbook that exported two Accept and one Reject."""
    line = {"at": AT, "reference": "up.json", "A": 2, "R": 1, "P": 0, "N": 0, "taken": taken, "finished_at": finished}
    return SimpleNamespace(live=(), uploads=pd.DataFrame([line | {"status": f"{taken} of 3 taken"}]))


@pytest.mark.parametrize(
    ("taken", "finished", "saved", "processed"),
    [(0, pd.NaT, "○", "○"), (0, AT, "○", "!"), (2, AT, "✔", "!"), (3, AT, "✔", "✔")],
)
def test_saved_and_processed_are_ticked_when_the_portal_holds_them(
    taken: int, finished: object, saved: str, processed: str
) -> None:
    steps = push_steps(upload(taken, finished))
    assert [(sign, name) for sign, name, *_ in steps] == [
        ("–", "Connect to GSTN"),
        (saved, "Save data on GSTN"),
        (processed, "Upload processed successfully"),
        ("○", "Summary generated"),
    ]


def test_a_file_that_was_only_written_says_where_to_upload_it() -> None:
    message = push_steps(upload(0, pd.NaT))[1][3]
    assert message == "Upload file up.json written; upload it on the portal: IMS Dashboard, Offline, Upload JSON"
