"""The ledger of a month in the store."""

from contextlib import closing
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.store import open_store

from .conftest import BUYER


def rows(number: str, igst: float) -> pd.DataFrame:
    row = {"doc_id": number, "kind": "goods", "doc_number": number, "doc_date": pd.Timestamp("2026-10-05")}
    frame = schema.conform(pd.DataFrame([row | {"reversed_igst": igst}]), schema.REVERSALS)
    return frame.fillna(dict.fromkeys(frame.select_dtypes("float64").columns, 0.0))


def test_a_month_gets_back_what_was_kept_of_it(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        assert store.reversals.of("oct") is None
        store.reversals.replace("oct", rows("G/1", 18000), "2026-11-24 10:00:00")
        store.reversals.replace("nov", rows("G/1", 5), "2026-12-24 10:00:00")
        store.reversals.replace("oct", rows("G/2", 9000).assign(note="not kept"), "2026-11-25 10:00:00")
    with closing(open_store(tmp_path, BUYER)) as store:
        held = store.reversals.of("oct")
        assert held is not None
        pd.testing.assert_frame_equal(held, rows("G/2", 9000))


def test_a_month_that_reverses_nothing_was_kept_all_the_same(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        store.reversals.replace("oct", schema.empty(schema.REVERSALS), "2026-11-24 10:00:00")
        held = store.reversals.of("oct")
        assert held is not None
        assert len(held) == 0


def test_the_same_rows_are_not_written_again(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        store.reversals.replace("oct", rows("G/1", 18000), "2026-11-24 10:00:00")
        before = store.changes()
        store.reversals.replace("oct", rows("G/1", 18000), "2026-11-24 11:00:00")
        assert store.changes() == before
