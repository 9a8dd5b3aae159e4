"""The figures of a month in the store: what is missing stays missing, and a month has one row."""

import math
from contextlib import closing
from pathlib import Path

import pandas as pd

from ims_xl.store import open_store

from .conftest import BUYER

OCT = {
    "at": "2026-11-24 10:00:00", "closed": False, "months": 3, "gstr2b": float("nan"), "books": 27_900.0,
    "available": -180.25, "reversed": 0.0, "open_reversals": 9_000.0, "claim_until": pd.Timestamp("2027-11-30"),
    "lapsing": 2, "lapsing_tax": 2_700.0,
}  # fmt: skip


def test_a_month_gets_back_what_was_kept_last(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        assert store.month_figures.all() == {}
        store.month_figures.replace("oct", {**OCT, "books": 1.0})
        store.month_figures.replace("nov", {**OCT, "claim_until": pd.NaT, "closed": True})
        store.month_figures.replace("oct", OCT)
    with closing(open_store(tmp_path, BUYER)) as store:
        held = store.month_figures.all()
        assert sorted(held) == ["nov", "oct"]
        assert math.isnan(held["oct"].pop("gstr2b"))
        assert held["oct"] == {name: value for name, value in OCT.items() if name != "gstr2b"}
        assert held["nov"]["claim_until"] is pd.NaT
        assert held["nov"]["closed"] is True


def test_the_same_figures_are_not_written_again(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        store.month_figures.replace("oct", OCT)
        before = store.changes()
        store.month_figures.replace("oct", OCT)
        assert store.changes() == before
