"""What is claimed elsewhere too, in the store, and a store that is only read."""

from contextlib import closing
from pathlib import Path

import pytest

from ims_xl.issues import ImsError
from ims_xl.store import open_store, other_stores, read_store

from .conftest import BUYER

SISTER = "24AAZCD1111E1ZV"


def test_what_was_found_last_stands_with_the_data_it_was_found_in(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        claims = store.also_claimed
        claims.replace("oct", {"a": "Also accepted in Sep-2026", "b": "x"}, "data 1")
        claims.replace("oct", {"a": "Also accepted in Aug-2026"}, "data 2")
        claims.replace("nov", {}, "data 1")
        assert claims.of("oct") == {"a": "Also accepted in Aug-2026"}
        assert [claims.is_of("oct", data) for data in ("data 1", "data 2")] == [False, True]
        assert claims.is_of("nov", "data 1")


def test_a_file_that_is_read_or_a_month_that_is_closed_makes_other_data(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        seen = [store.also_claimed.data()]
        store.sources.register("oct", BUYER, "102026", "2026-11-24 10:00:00", tmp_path / "Oct.xlsx")
        seen.append(store.also_claimed.data())
        source = store.sources.add("oct", "portal", "2026-11-24 10:00:00", "", "ims.json", "JSON", 1, 1, "")
        seen.append(store.also_claimed.data())
        store.sources.undo(source, "2026-11-24 11:00:00")
        seen.append(store.also_claimed.data())
        store.sources.close("oct", "2026-12-20 10:00:00")
        seen.append(store.also_claimed.data())
        assert len(set(seen)) == len(seen)
        assert store.also_claimed.data() == seen[-1]


def test_another_store_is_read_and_never_written(tmp_path: Path) -> None:
    for gstin in (BUYER, SISTER):
        open_store(tmp_path, gstin).close()
    with closing(open_store(tmp_path, BUYER)) as store:
        (path,) = other_stores(store)
        assert path.stem == SISTER
        with closing(read_store(path)) as other:
            assert other.also_claimed.numbers_of([SISTER]) == []
            with pytest.raises(ImsError, match="readonly"):
                other.sources.close("oct", "now")


def test_a_store_of_another_version_is_not_read(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / f"{SISTER}.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 6")
    with pytest.raises(ImsError, match="another version"):
        read_store(path)
