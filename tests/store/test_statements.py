"""GSTR-2B statements of each workbook, whole or in parts."""

import pandas as pd

from ims_xl import schema
from ims_xl.store import Store

AT = "2026-11-24 10:00:00"
BOOK = "book-1"


def gstr2b_part(file: str, *numbers: str, period: str = "102026") -> pd.DataFrame:
    """A file of the GSTR-2B of a period with these documents."""
    usual = {"section": "b2b", "doc_type": "INV", "supplier_gstin": "24AAZCS2222F1ZB", "part": "docdata"}
    dated_ = {"gstr2b_period": period, "doc_date": pd.Timestamp("2026-10-17"), "source_file": file}
    return schema.conform(
        pd.DataFrame([{**usual, **dated_, "doc_number": number} for number in numbers]), schema.GSTR2B
    )


def gstr2b_made(generated: str, period: str = "102026", igst: float = float("nan")) -> pd.DataFrame:
    row = {"gstr2b_period": period, "generated": generated, "available_igst": igst}
    return schema.conform(pd.DataFrame([row]), schema.STATEMENTS)


def gstr2b_held(store: Store) -> list[tuple[str, str]]:
    found = store.statements.documents([BOOK])
    return sorted(zip(found["gstr2b_period"], found["doc_number"], strict=True))


def test_parts_of_a_gstr2b_made_the_same_day_are_held_together(store: Store) -> None:
    store.statements.add(BOOK, gstr2b_part("one.json", "A/1"), gstr2b_made("14-11-2026"), [AT])
    store.statements.add(BOOK, gstr2b_part("two.json", "A/2"), gstr2b_made("14-11-2026"), [AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/2")]


def test_parts_of_a_gstr2b_read_in_one_go_are_held_together(store: Store) -> None:
    parts = pd.concat([gstr2b_part("one.json", "A/1"), gstr2b_part("two.json", "A/2")], ignore_index=True)
    made = pd.concat([gstr2b_made("14-11-2026")] * 2, ignore_index=True)
    store.statements.add(BOOK, parts, made, [AT, AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/2")]


def test_a_part_read_again_replaces_only_itself(store: Store) -> None:
    for file, number in (("one.json", "A/1"), ("two.json", "A/2"), ("two.json", "A/3")):
        store.statements.add(BOOK, gstr2b_part(file, number), gstr2b_made("14-11-2026"), [AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/3")]


def test_a_gstr2b_made_on_another_day_replaces_its_period_and_no_other(store: Store) -> None:
    store.statements.add(
        BOOK, gstr2b_part("one.json", "S/1", period="092026"), gstr2b_made("14-10-2026", "092026"), [AT]
    )
    store.statements.add(BOOK, gstr2b_part("one.json", "A/1", "A/2"), gstr2b_made("14-11-2026"), [AT])
    store.statements.add(BOOK, gstr2b_part("later.json", "A/2", "A/3"), gstr2b_made("18-11-2026", igst=5.25), ["later"])
    assert gstr2b_held(store) == [("092026", "S/1"), ("102026", "A/2"), ("102026", "A/3")]
    (one,) = store.statements.sums(BOOK, "102026")[["generated", "available_igst", "made_at"]].to_numpy().tolist()
    assert one == ["18-11-2026", 5.25, "later"]
    assert store.statements.sums(BOOK, "092026")["generated"].to_list() == ["14-10-2026"]
    assert store.statements.sums(BOOK, "112026").empty


def test_a_whole_gstr2b_replaces_its_parts_of_the_same_day(store: Store) -> None:
    store.statements.add(
        BOOK, gstr2b_part("one.json", "S/1", period="092026"), gstr2b_made("14-11-2026", "092026"), [AT]
    )
    store.statements.add(BOOK, gstr2b_part("one.json", "A/1"), gstr2b_made("14-11-2026"), [AT])
    store.statements.add(BOOK, gstr2b_part("", "A/9"), gstr2b_made("14-11-2026"), [AT], whole=True)
    assert gstr2b_held(store) == [("092026", "S/1"), ("102026", "A/9")]


def test_a_gstr2b_belongs_to_the_workbook_that_read_it(store: Store) -> None:
    store.statements.add("october", gstr2b_part("one.json", "A/1"), gstr2b_made("14-11-2026", igst=1.0), [AT])
    store.statements.add("november", gstr2b_part("two.json", "A/2"), gstr2b_made("18-11-2026", igst=2.0), ["later"])
    assert store.statements.sums("october", "102026")["available_igst"].to_list() == [1.0]
    assert store.statements.documents(["october"])["doc_number"].to_list() == ["A/1"]
    assert store.statements.documents(["october", "november"])["doc_number"].to_list() == ["A/2"]


def test_documents_of_statements_are_found_by_number_up_to_a_time(store: Store) -> None:
    store.statements.add(BOOK, gstr2b_part("one.json", " a/1", "A/2"), gstr2b_made("14-11-2026"), [AT])
    assert store.statements.numbered([BOOK], ["A/1"], AT)["doc_number"].to_list() == [" a/1"]
    assert store.statements.numbered([BOOK], ["A/1"], "2026-11-24 09:59:59").empty
    assert store.statements.numbered([], ["A/1"], AT).empty
