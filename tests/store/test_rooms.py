"""What goes into a room of the store comes out of it unchanged."""

import datetime as dt
from typing import Any

import pandas as pd

from ims_xl.issues import Issue
from ims_xl.store import Store

from .conftest import books

AT = "2026-11-24 10:00:00"


def test_book_rows_carry_the_registers_own_columns(store: Store) -> None:
    rows = books({}, {"doc_number": "0012", "source_row": 7}).assign(**{"Cost centre": ["0042", ""], "Qty": [3, None]})
    store.registers.replace("book-1", rows, ["register.xlsx"])
    found = store.registers.of("book-1")
    assert found["doc_number"].to_list() == ["A/1", "0012"]
    assert found["Cost centre"].to_list()[0] == "0042"
    assert found["Qty"].to_list()[0] == 3
    assert store.registers.of("book-2").empty


def test_a_file_read_again_replaces_what_it_gave_and_nothing_else(store: Store) -> None:
    store.registers.replace("book-1", books({}, {"doc_number": "A/2"}), ["register.xlsx"])
    store.registers.replace("book-1", books({"doc_number": "B/1", "source_file": "b.csv"}), ["b.csv"])
    store.registers.replace("book-1", books({"doc_number": "A/3"}), ["register.xlsx"])
    assert sorted(store.registers.of("book-1")["doc_number"]) == ["A/3", "B/1"]


def test_a_carried_bill_that_a_register_from_april_to_now_names_again_is_kept_once(store: Store) -> None:
    store.registers.carry("book-2", books({}, {"doc_number": "A/2", "igst": 5.0}).assign(carried_from=""), "092026")
    store.registers.replace("book-2", books({}, {"doc_number": "A/2", "igst": 6.0}), ["april to now.xlsx"])
    found = store.registers.of("book-2")[["doc_number", "carried_from"]].to_numpy().tolist()
    assert found == [["A/2", "092026"], ["A/1", ""], ["A/2", ""]]


def test_carried_rows_stay_when_their_file_is_read_again(store: Store) -> None:
    store.registers.carry("book-2", books({}).assign(carried_from=""), "092026")
    store.registers.replace("book-2", books({"doc_number": "A/9"}), ["register.xlsx"])
    found = store.registers.of("book-2").set_index("doc_number")["carried_from"]
    assert found.to_dict() == {"A/1": "092026", "A/9": ""}


def test_marks_of_one_workbook_do_not_touch_anothers(store: Store) -> None:
    from ims_xl.store.tables import MARK

    mark = pd.DataFrame([dict.fromkeys(MARK, "") | {"doc_id": "doc-1", "action": "A", "stale": False}])
    mark[[name for name in MARK if name.startswith("declared")]] = float("nan")
    store.marks.replace("book-1", mark.assign(remarks="=1+1"))
    store.marks.replace("book-2", mark.assign(action="R"))
    store.marks.replace("book-2", mark.iloc[:0])
    found = store.marks.of("book-1")
    assert found[["doc_id", "action", "remarks"]].to_numpy().tolist() == [["doc-1", "A", "=1+1"]]
    assert store.marks.of("book-2").empty


def pair(status: str) -> pd.DataFrame:
    names = ("short", "why", "codes")
    return pd.DataFrame([{"ims_doc": "i", "book_doc": "b", "status": status, "score": 9, "margin": 1, "ambiguous": 0} | dict.fromkeys(names, "")])  # fmt: skip


def verdict(status: str) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(("reason", "short", "why", "warning"), "") | {"side": "ims", "doc_id": "i", "status": status}])  # fmt: skip


def test_only_statuses_that_changed_go_into_the_history(store: Store) -> None:
    for status in ("Exact Match", "Exact Match", "Mismatched"):
        store.matches.replace("book-1", AT, "{}", "{}", pair(status), verdict(status))
    history = store.matches._db.execute("SELECT run_id, status FROM status_history").fetchall()
    assert history == [(1, "Exact Match"), (3, "Mismatched")]
    assert store.matches.pairs("book-1")["status"].to_list() == ["Mismatched"]
    assert store.matches.last_run("book-1") == (3, AT, "{}")
    assert store.matches.last_run("book-2") is None


def test_an_upload_and_what_became_of_it(store: Store) -> None:
    rows = pd.DataFrame({"doc_id": ["i", "j"], "fingerprint": "f", "action": ["A", "R"]})
    number = store.uploads.add("book-1", AT, "asha", "Portal file", "up.json", "ff", "written", rows)
    store.uploads.settle(number, [("j", "Refused by the portal", "IMSSAV0010")], "1 refused", AT)
    assert store.uploads.rows("book-1")[["doc_id", "outcome"]].to_numpy().tolist() == [["i", ""], ["j", "Refused by the portal"]]  # fmt: skip
    assert store.uploads.of("book-1")["status"].to_list() == ["1 refused"]


def test_findings_are_replaced_by_step_and_by_file(store: Store) -> None:
    for file in ("a.xlsx", "b.xlsx"):
        store.findings.replace("book-1", "purchase data", [Issue("error", f"bad {file}", file=file)], [file])
    store.findings.replace("book-1", "purchase data", [], ["a.xlsx"])
    assert store.findings.of("book-1")["reason"].to_list() == ["bad b.xlsx"]


def test_own_cells_keep_their_kind(store: Store) -> None:
    when = dt.datetime(2026, 5, 5)
    cells = pd.DataFrame(
        {"Asked": ["=1+1", None], "On": [when, None], "Qty": [12.0, None]}, index=["i", "j"], dtype="object"
    )
    store.own_cells.replace("book-1", cells)
    found = store.own_cells.of("book-1")
    assert found.index.to_list() == ["i"]
    assert found.loc["i"].to_dict() == {"Asked": "=1+1", "On": when, "Qty": 12.0}
    assert store.own_cells.of("book-2").empty


def test_a_workbook_and_its_files_are_known(store: Store, tmp_path: Any) -> None:
    assert store.sources.workbooks() == []
    store.sources.register("book-1", "G", "102026", AT, tmp_path / "b.xlsx")
    assert [book.period for book in store.sources.workbooks()] == ["102026"]
    assert store.sources.last_portal("book-1") is None
    store.sources.add("book-1", "portal", AT, AT, "ims.json", "Portal JSON", 20, 20, "ff")
    assert store.sources.last_portal("book-1") is not None
    store.sources.remember_drawn(tmp_path / "b.xlsx", "aa")
    assert store.sources.is_as_drawn(tmp_path / "b.xlsx", "aa")
    assert not store.sources.is_as_drawn(tmp_path / "b.xlsx", "bb")
    assert store.sources.is_as_drawn(tmp_path / "moved" / "b.xlsx", "aa")
    assert not store.sources.is_as_drawn(tmp_path / "moved" / "b.xlsx", "bb")


def test_an_import_undone_no_longer_counts(store: Store) -> None:
    first = store.sources.add("book-1", "portal", AT, AT, "a.json", "Portal JSON", 1, 1, "ff")
    second = store.sources.add("book-1", "portal", AT, AT, "b.json", "Portal JSON", 1, 1, "ff")
    third = store.sources.add("book-1", "portal", AT, AT, "c.json", "Portal JSON", 1, 1, "ff", second)
    last = store.sources.last_portal("book-1")
    assert last is not None
    assert (last.id, last.batch, last.file) == (third, second, "c.json")
    assert store.sources.undo(second, AT) == ["b.json", "c.json"]
    last = store.sources.last_portal("book-1")
    assert last is not None
    assert last.id == first
    assert store.sources.of("book-1")["file"].to_list() == ["a.json"]


def test_a_month_is_closed_and_opened_again(store: Store, tmp_path: Any) -> None:
    for period, book in (("112026", "book-2"), ("042026", "book-1"), ("012027", "book-3")):
        store.sources.register(
            book, "G", period, AT, tmp_path / book, carried_from="book-0" if book == "book-2" else ""
        )
    store.sources.close("book-1", AT)
    known = [(book.book_id, book.carried_from, book.closed_at) for book in store.sources.workbooks()]
    assert known == [("book-1", "", AT), ("book-2", "book-0", ""), ("book-3", "", "")]
    store.sources.register("book-2", "G", "112026", AT, tmp_path / "moved")
    store.sources.close("book-1", "")
    known = [(book.carried_from, book.path, book.closed_at) for book in store.sources.workbooks()[:2]]
    assert known == [("", str(tmp_path / "book-1"), ""), ("book-0", str(tmp_path / "moved"), "")]
