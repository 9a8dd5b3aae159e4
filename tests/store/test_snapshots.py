"""What the portal said to a workbook stays as it was said, whatever is said later or elsewhere."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.store import Store

from .conftest import BUYER, SUPPLIER, ims

AT = "2026-11-24 10:00:00"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def say(store: Store, documents: pd.DataFrame, sections: list[str], book_id: str = "book-1") -> int:
    source = store.sources.add(book_id, "portal", AT, AT, "ims.json", "Portal JSON", len(documents), len(documents), "")
    store.snapshots.add(documents, sections, source)
    return source


def numbers(store: Store, book_id: str = "book-1") -> list[str]:
    return store.snapshots.documents(book_id)["doc_number"].to_list()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(texts.filter(bool), min_size=1, max_size=4, unique=True),
    texts,
    st.floats(0, 1e12).map(lambda rupees: round(rupees, 2)) | st.just(float("nan")),
    st.booleans(),
)
def test_documents_come_back_as_they_were(
    store: Store, numbers: list[str], name: str, rupees: float, blocked: bool
) -> None:
    rows = [
        {"doc_number": number, "supplier_name": name, "igst": rupees, "pending_blocked": blocked} for number in numbers
    ]
    documents = ims(*rows, {"doc_number": "0012", "doc_date": pd.NaT})
    documents = documents.drop_duplicates("doc_id", ignore_index=True)
    say(store, documents, ["b2b"])
    found = store.snapshots.documents("book-1")
    order = found.set_index("doc_id").loc[documents["doc_id"]].reset_index()[list(documents)]
    assert_frame_equal(order, documents)


def test_only_the_sections_of_the_answer_are_replaced(store: Store) -> None:
    note: dict[str, Any] = {"section": "b2bcn", "doc_type": "CN", "doc_number": "CN/1"}
    say(store, ims({}, {"doc_number": "A/2"}, note), ["b2b", "b2bcn"])
    say(store, ims({"doc_number": "A/2"}), ["b2b"])
    assert sorted(numbers(store)) == ["A/2", "CN/1"]


def test_documents_of_suppliers_returns_are_those_that_workbooks_show(store: Store) -> None:
    """A/2 is of another period, A/3 of another supplier, A/4 is no longer shown, A/5 of a workbook not asked for."""
    period = ims({})["supplier_period"][0]
    others = ims({"doc_number": "A/2", "supplier_period": "012020"}, {"doc_number": "A/3", "supplier_gstin": BUYER})
    say(store, ims({"doc_number": "A/4"}), ["b2b"])
    say(store, pd.concat([ims({}), others], ignore_index=True), ["b2b"])
    say(store, ims({"doc_number": "A/5"}), ["b2b"], "book-2")
    found = store.snapshots.of_returns(["book-1"], [(SUPPLIER, period), (BUYER, "012020")])
    assert found[["doc_number", "book_id"]].to_numpy().tolist() == [["A/1", "book-1"]]
    assert len(store.snapshots.of_returns(["book-1", "book-2"], [])) == 0


def test_what_one_workbook_is_told_changes_no_other(store: Store) -> None:
    say(store, ims({}, {"doc_number": "A/2", "portal_action": "P"}), ["b2b"], "october")
    say(store, ims({"doc_number": "A/2", "portal_action": "A"}), ["b2b"], "november")
    held = store.snapshots.documents("october")
    assert held[["doc_number", "portal_action"]].to_numpy().tolist() == [["A/1", "N"], ["A/2", "P"]]
    assert store.snapshots.documents("november")["portal_action"].to_list() == ["A"]


def test_a_section_that_was_said_to_be_empty_is_empty(store: Store) -> None:
    say(store, ims({}), ["b2b"])
    say(store, ims({}).iloc[:0], ["b2b"])
    assert numbers(store) == []


def test_an_undone_answer_gives_way_to_the_one_before(store: Store) -> None:
    say(store, ims({}), ["b2b"])
    source = say(store, ims({"doc_number": "B/9"}), ["b2b"])
    store.sources.undo(source, AT)
    assert numbers(store) == ["A/1"]
    assert store.snapshots.last_held(["book-1"], ["B/9"], AT).empty


def test_documents_stay_in_the_order_in_which_they_came_to_be_known(store: Store) -> None:
    say(store, ims({"doc_number": "Z/1"}, {"doc_number": "A/1"}), ["b2b"])
    say(store, ims({"doc_number": "M/1"}, {"doc_number": "Z/1", "portal_action": "A"}, {"doc_number": "A/1"}), ["b2b"])
    assert numbers(store) == ["Z/1", "A/1", "M/1"]


def test_every_content_of_a_document_is_kept_once(store: Store) -> None:
    for igst in (18_000.0, 17_000.0, 18_000.0):
        say(store, ims({"igst": igst}), ["b2b"])
    versions = store.snapshots.versions([ims({})["doc_id"][0]])
    assert versions["igst"].to_list() == [18_000.0, 17_000.0]
    assert store.snapshots.documents("book-1")["igst"].to_list() == [18_000.0]
    assert store.snapshots.versions([]).empty


def test_what_was_held_last_is_found_by_number_after_it_left(store: Store) -> None:
    say(store, ims({"doc_number": "inv/7 ", "portal_action": "N"}), ["b2b"], "october")
    say(store, ims({"doc_number": "inv/7 ", "portal_action": "A"}), ["b2b"], "october")
    say(store, ims({"doc_number": "A/2"}), ["b2b"], "october")
    found = store.snapshots.last_held(["october", "november"], ["INV/7"], AT)
    assert found[["doc_number", "portal_action", "book_id"]].to_numpy().tolist() == [["inv/7 ", "A", "october"]]
    assert store.snapshots.last_held(["november"], ["INV/7"], AT).empty
    assert store.snapshots.last_held(["october"], ["INV/7"], "2026-11-24 09:59:59").empty


@pytest.mark.parametrize("table", ["version", "snapshot", "held"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_nothing_can_change_what_was_said(store: Store, table: str, change: str) -> None:
    say(store, ims({}), ["b2b"])
    column = {"version": "doc_number", "snapshot": "section", "held": "version"}[table]
    with pytest.raises(ImsError, match="cannot be used") as refusal:
        store.snapshots._db.execute(change.format(table, column, column))
    assert refusal.value.issue.value == "what the portal said is never changed"


def test_empty_tables_have_the_columns_of_the_schema(store: Store) -> None:
    assert store.snapshots.documents("book-1").dtypes.to_dict() == schema.empty(schema.IMS).dtypes.to_dict()


def test_what_several_workbooks_show(store: Store) -> None:
    say(store, ims({}), ["b2b"], "october")
    say(store, ims({"doc_number": "A/2"}), ["b2b"], "november")
    found = store.snapshots.present(["october", "november"])
    assert found[["doc_number", "book_id"]].to_numpy().tolist() == [["A/1", "october"], ["A/2", "november"]]
    assert f"{BUYER}|b2b|{SUPPLIER}|A/2" in found["doc_id"][1]
