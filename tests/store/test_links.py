"""Links made by hand: for every workbook of the GSTIN, the newest word on a pair in place of the one before."""

from contextlib import closing

from ims_xl.store import open_store
from ims_xl.store.links import APART, LINKED

from .conftest import BUYER


def said(kind: str, ims: str, book: str, reason: str) -> dict[str, str]:
    rest = {"ims_doc": f"{ims}|102026", "at": "2026-11-24 10:00:00", "user": "Asha", "book_id": "b"}
    return {
        "kind": kind,
        "ims_key": ims,
        "book_doc": book,
        "reason": reason,
        "ims_seen": "{}",
        "book_seen": "{}",
        **rest,
    }


def test_what_was_said_last_of_a_pair_holds(tmp_path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        store.links.add([said(LINKED, "A", "a", "one"), said(LINKED, "B", "b", "two")])
        store.links.add([said(APART, "A", "a", "three")])
    with closing(open_store(tmp_path, BUYER)) as store:
        found = store.links.all()
        assert found[["kind", "ims_key", "reason"]].to_numpy().tolist() == [
            [LINKED, "B", "two"],
            [APART, "A", "three"],
        ]
        store.links.remove(found["id"][:1].tolist())
        assert store.links.all()["reason"].tolist() == ["three"]


def test_one_row_a_workbook_waits_for_the_other(tmp_path) -> None:
    with closing(open_store(tmp_path, BUYER)) as store:
        for doc_id in ("x", "y"):
            store.links.begin("b", doc_id, "2026-11-24 10:00:00")
        assert (store.links.begun("b"), store.links.begun("c")) == ("y", "")
        store.links.begin("b", "", "2026-11-24 10:00:00")
        assert store.links.begun("b") == ""
