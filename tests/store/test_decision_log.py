"""A decision log that was altered shows where."""

import sqlite3

import pytest

from ims_xl.store import Store
from ims_xl.store.decision_log import chain


def entry(number: int, after: str = "Accept") -> tuple[str, str, str, str, str, str, str, str]:
    return ("2026-11-24 10:00:00", "asha", "book-1", f"doc-{number}", "Marked", "", after, "Exact Match: agrees")


@pytest.fixture
def log(store: Store) -> Store:
    store.log.add([entry(1), entry(2)])
    store.log.add([entry(3)])
    store.log.add([])
    store.log.add([entry(4)])
    return store


def alter(store: Store, sql: str) -> None:
    connection = sqlite3.connect(store.path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_an_untouched_log_is_whole(log: Store) -> None:
    assert log.log.broken_line() is None
    assert log.log.of("book-1")["doc_id"].to_list() == ["doc-1", "doc-2", "doc-3", "doc-4"]
    assert log.log.of("another book").empty


@pytest.mark.parametrize("column", ["at", "user", "book_id", "doc_id", "event", "before", "after", "basis"])
def test_a_line_altered_in_any_column_is_named(log: Store, column: str) -> None:
    alter(log, f"UPDATE decision SET {column} = 'Reject' WHERE id = 2")
    assert log.log.broken_line() == 2


def test_a_removed_line_is_named_by_the_one_behind_it(log: Store) -> None:
    alter(log, "DELETE FROM decision WHERE id = 3")
    assert log.log.broken_line() == 4


def test_lines_that_changed_places_are_named(log: Store) -> None:
    alter(log, "UPDATE decision SET id = 9 WHERE id = 2")
    assert log.log.broken_line() == 3


def test_an_altered_line_with_its_own_hash_made_anew_breaks_the_next(log: Store) -> None:
    connection = sqlite3.connect(log.path)
    (before,) = connection.execute("SELECT hash FROM decision WHERE id = 1").fetchone()
    made = chain(before, entry(2, "Reject"))
    connection.execute("UPDATE decision SET after = 'Reject', hash = ? WHERE id = 2", (made,))
    connection.commit()
    connection.close()
    assert log.log.broken_line() == 3


def test_the_hash_of_a_line_is_the_same_on_every_machine() -> None:
    """SHA-256 of the line as UTF-8 JSON, made outside this program; letters stay letters."""
    first = ("2026-11-24 10:00:00", "आशा", "book-1", "doc-1", "Marked", "", "Accept", "Exact Match: agrees")
    assert chain("", first) == "54fee97368cc5b12d6aee731a3544fa8b876eed35cc1af02384ea5083ae90ab3"
    assert (
        chain(
            "54fee97368cc5b12d6aee731a3544fa8b876eed35cc1af02384ea5083ae90ab3",
            ("2026-11-24 10:05:00", "आशा", "book-1", "doc-1", "Changed", "Accept", "Reject", ""),
        )
        == "d211474ee6f180372efc0a70040c964d147a1006cfce79387615b9ade5075629"
    )


def test_a_line_written_by_the_store_has_that_hash(store: Store) -> None:
    store.log.add([("2026-11-24 10:00:00", "आशा", "book-1", "doc-1", "Marked", "", "Accept", "Exact Match: agrees")])
    found = store.log.of("book-1")
    assert found["user"].to_list() == ["आशा"]
    assert found["hash"].to_list() == ["54fee97368cc5b12d6aee731a3544fa8b876eed35cc1af02384ea5083ae90ab3"]
    assert store.log.broken_line() is None
