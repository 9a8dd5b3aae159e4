"""What was typed as Eligibility, by supplier."""

from contextlib import closing
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.store import open_store
from ims_xl.store.tables import MARKS

from .conftest import BUYER


def test_eligibilities_by_supplier_and_workbook(tmp_path: Path) -> None:
    typed = [
        (f"{BUYER}|b2b|24AAZCS2222F1ZB|A|1|2026-09-05|092026", "Inputs"),  # a number may hold the sign
        (f"{BUYER}|b2b|24AAZCS2222F1ZB|A/2|2026-09-05|092026", "Inputs"),
        (f"{BUYER}|b2bcn|24AAZCS2222F1ZB|C/1|2026-09-05|092026", "Blocked 17(5)"),
        (f"{BUYER}|b2b|29AAZFK3333G1ZV|B/1|2026-09-05|092026", ""),
        (f"{BUYER}|impg|INNSA1|4943522|2026-09-05", "Capital goods"),
    ]
    marks = schema.conform(pd.DataFrame(typed, columns=["doc_id", "eligibility"]), MARKS)
    with closing(open_store(tmp_path, BUYER)) as store:
        store.marks.replace("oct", marks.iloc[:1])
        store.marks.replace("sep", marks)
        assert sorted(store.marks.eligibilities(["sep"])) == [
            ("sep", "24AAZCS2222F1ZB", "Blocked 17(5)"), ("sep", "24AAZCS2222F1ZB", "Inputs"),
        ]  # fmt: skip
        assert store.marks.eligibilities(["none", "oct"]) == [("oct", "24AAZCS2222F1ZB", "Inputs")]
