"""The decision log as people read it: no letters, digests or keys among what is seen first."""

import pandas as pd
import pytest

from ims_xl.sheets import record_columns
from ims_xl.sheets.decision_log import log_rows

KEY = "27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-10-10|102026"
DOCUMENTS = pd.DataFrame({"doc_id": [KEY], "supplier_name": ["SURAT SAMPLE FABRICS"], "doc_number": ["A/1"]})
DIGEST = "d341f2d1ddde2e687c2142d09bb3fcaef1583d9a3dde8fe10a4b5a9ecc3c1b86"


def read(event: str, before: str, after: str, basis: str, doc_id: str = "") -> tuple[str, ...]:
    """A line of the log as it is shown: what happened, supplier, number, before, after, why."""
    line = {"id": 7, "at": "2026-11-12 11:00:00", "user": "asha", "doc_id": doc_id, "event": event, "before": before}
    rows = log_rows(pd.DataFrame([line | {"after": after, "basis": basis, "hash": DIGEST}]), DOCUMENTS)
    shown = [column.field for column in record_columns.DECISIONS if column.first_screen]
    return tuple(str(value) for value in rows.loc[0, shown])[3:]


OF = ("SURAT SAMPLE FABRICS", "A/1")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            ("Marked", "", "Reject", "Mismatched: taxable differs"),
            ("Action chosen", *OF, "", "Reject", "Let's Match: Mismatched, taxable differs"),
        ),
        (
            ("Marked", "", "Accept", "suggestion applied"),
            ("Action chosen", *OF, "", "Accept", "The suggestion of Let's Match was applied"),
        ),
        (("Changed", "Accept", "Pending", ""), ("Action changed", *OF, "Accept", "Pending", "Typed in the workbook")),
        (("Marked", "", "R", ""), ("Action chosen", *OF, "", "Reject", "Typed in the workbook")),
    ],
)
def test_a_decision(line: tuple[str, str, str, str], shown: tuple[str, ...]) -> None:
    assert read(*line, KEY) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            ("Exported", "", "up.json", f"2 decisions, SHA-256 {DIGEST}, marks 98ae4878939c4e84"),
            ("Upload file written", "", "", "", "up.json", "2 decisions"),
        ),
        (
            ("Checked", "", "3 marked, 0 refused or to confirm", "marks 98ae4878939c4e84"),
            ("Marks checked", "", "", "", "3 marked, 0 refused or to confirm", ""),
        ),
        (
            ("Report written", "", "report.xlsx", f"seal {DIGEST}"),
            ("Auditor's report written", "", "", "", "report.xlsx", ""),
        ),
        (
            ("GSTR-2B computed", "", "102026", "15 documents"),
            ("GSTR-2B computed", "", "", "", "Oct-2026", "15 documents"),
        ),
        (
            ("Changed after closing", "2026-11-20 09:30:00", "match", ""),
            ("Changed after closing", "", "", "20-Nov-2026 09:30", "match", ""),
        ),
    ],
)
def test_what_happened_to_the_workbook(line: tuple[str, str, str, str], shown: tuple[str, ...]) -> None:
    assert read(*line) == shown


def test_an_empty_log_has_every_column() -> None:
    names = ["id", "at", "user", "doc_id", "event", "before", "after", "basis", "hash"]
    rows = log_rows(pd.DataFrame({name: pd.Series(dtype="str") for name in names}), DOCUMENTS)
    assert len(rows) == 0
    assert {column.field for column in record_columns.DECISIONS} <= set(rows.columns)
