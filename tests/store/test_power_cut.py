"""The power goes while SQLite writes: whatever of its log reached the disk, a transaction is there whole or not at all."""

import shutil
from contextlib import closing
from pathlib import Path

from ims_xl.store import Store, copies, open_store

from .conftest import BUYER

LINE = ("2026-11-24 10:00:00", "asha", "book-1", "doc-1", "Marked", "", "Accept", "")
FRAME = 4096 + 24  # a page of SQLite and what stands before it in its log


def test_a_log_cut_off_anywhere_gives_whole_transactions_in_their_order(store: Store, tmp_path: Path) -> None:
    store.log.add([LINE] * 2)
    store.log.add([LINE] * 3)  # each a transaction
    with store.together():
        store.log.add([LINE] * 300)
        store.sources.close("book-1", "2026-11-24 10:00:00")
    wal = Path(f"{store.path}-wal").read_bytes()
    cuts = sorted({0, 10, 32, *range(32, len(wal), FRAME), *range(32 + FRAME // 2, len(wal), FRAME), len(wal)})
    found = []
    for number, cut in enumerate(cuts):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(store.path, folder)
        (folder / f"{store.path.name}-wal").write_bytes(wal[:cut])
        with closing(open_store(folder, BUYER)) as opened:
            found.append(len(opened.log.of("book-1")))
            assert opened.log.broken_line() is None
        assert copies.faults(folder / store.path.name) == []
    assert found == sorted(found)
    assert {0, 2, 5, 305} >= set(found)
    assert found[-1] == 305
    assert {2, 5} <= set(found)


def test_every_transaction_waits_for_the_disk(store: Store) -> None:
    (synchronous,) = store.log._db.execute("PRAGMA synchronous").fetchone()
    assert synchronous == 2  # FULL
