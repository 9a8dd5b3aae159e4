"""GSTR-2B in the store: parts are added, read again, replaced by a later statement."""

import math

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.statements import missing
from ims_xl.store import Store

AT = "2026-11-14 10:00:00"
BOOK = "book-1"


def documents(file: str, *numbers: str) -> pd.DataFrame:
    rows = [
        {"section": "b2b", "doc_type": "INV", "supplier_gstin": "24AAZCS2222F1ZB", "doc_number": number,
         "doc_date": pd.Timestamp(2026, 10, 10), "gstr2b_period": "102026", "part": "docdata", "source_file": file}
        for number in numbers
    ]  # fmt: skip
    return schema.conform(pd.DataFrame(rows), schema.GSTR2B)


def row(
    files: str = "", summary: str = "", count: int = 0, igst: float = math.nan, day: str = "14-11-2026"
) -> pd.DataFrame:
    one = {"gstr2b_period": "102026", "generated": day, "file_count": count, "files": files, "summary_file": summary,
           "available_igst": igst}  # fmt: skip
    return schema.conform(pd.DataFrame([one]), schema.STATEMENTS)


def add(
    store: Store, file: str, *numbers: str, at: str = AT, day: str = "14-11-2026", whole: bool = False
) -> list[str]:
    return store.statements.add(BOOK, documents(file, *numbers), row(file, day=day), [at], whole=whole)


def numbers(store: Store) -> list[str]:
    return sorted(store.statements.documents([BOOK])["doc_number"])


def test_parts_read_one_by_one_are_one_statement(store: Store) -> None:
    add(store, "File1.json", "P/1", "P/2", at="2026-11-14 10:02:00")
    add(store, "2b.zip/File2.json", "P/9", at="2026-11-14 10:01:00")
    store.statements.add(BOOK, documents(""), row("", "Summary.json", 3, 558.0), ["2026-11-14 10:03:00"])
    assert numbers(store) == ["P/1", "P/2", "P/9"]
    (held,) = store.statements.sums(BOOK, "102026").to_dict("records")
    assert (held["available_igst"], held["file_count"], held["summary_file"]) == (558.0, 3, "Summary.json")
    assert held["files"] == "File1.json\n2b.zip/File2.json"
    assert held["made_at"] == "2026-11-14 10:01:00"
    assert missing(held) == "part 3 of 3 was not read"


@pytest.mark.parametrize("name", ["File1.json", "File1 (1).json", "2b.zip/File1.json"])
def test_a_part_read_again_replaces_itself_only(store: Store, name: str) -> None:
    add(store, "File1.json", "P/1", "P/2")
    add(store, "File2.json", "P/9")
    add(store, name, "P/2", "P/3")
    assert numbers(store) == ["P/2", "P/3", "P/9"]


def test_a_statement_of_a_later_day_replaces_all_of_its_period(store: Store) -> None:
    add(store, "File1.json", "P/1")
    add(store, "File2.json", "P/2")
    assert add(store, "File1.json", "P/3", day="16-11-2026") == []
    assert numbers(store) == ["P/3"]
    assert store.statements.sums(BOOK, "102026")["files"].tolist() == ["File1.json"]


def test_a_statement_of_an_earlier_day_is_passed_over_and_told(store: Store) -> None:
    add(store, "File1.json", "P/1", day="16-11-2026")
    assert add(store, "old.json", "P/1", "P/2", day="14-11-2026") == ["102026"]
    assert numbers(store) == ["P/1"]
    assert store.statements.sums(BOOK, "102026")["generated"].tolist() == ["16-11-2026"]


def test_what_is_whole_replaces_whatever_its_day(store: Store) -> None:
    add(store, "File1.json", "P/1", day="16-11-2026")
    assert add(store, "GSTR-2B from gsp", "P/2", day="14-11-2026", whole=True) == []
    assert numbers(store) == ["P/2"]


def test_another_period_is_left_alone(store: Store) -> None:
    add(store, "File1.json", "P/1")
    other = documents("File1.json", "S/1").assign(gstr2b_period="092026")
    store.statements.add(BOOK, other, row("File1.json").assign(gstr2b_period="092026"), [AT])
    assert numbers(store) == ["P/1", "S/1"]


def test_parts_read_in_one_go_are_held_together(store: Store) -> None:
    parts = pd.concat([documents("one.json", "A/1"), documents("two.json", "A/2")], ignore_index=True)
    made = pd.concat([row("one.json"), row("two.json")], ignore_index=True)
    store.statements.add(BOOK, parts, made, [AT, AT])
    assert numbers(store) == ["A/1", "A/2"]


def test_a_gstr2b_belongs_to_the_workbook_that_read_it(store: Store) -> None:
    store.statements.add("october", documents("one.json", "A/1"), row("one.json", igst=1.0), [AT])
    store.statements.add(
        "november", documents("two.json", "A/2"), row("two.json", igst=2.0, day="18-11-2026"), ["later"]
    )
    assert store.statements.sums("october", "102026")["available_igst"].to_list() == [1.0]
    assert store.statements.documents(["october"])["doc_number"].to_list() == ["A/1"]
    assert store.statements.documents(["october", "november"])["doc_number"].to_list() == ["A/2"]


def test_documents_of_statements_are_found_by_number_up_to_a_time(store: Store) -> None:
    store.statements.add(BOOK, documents("one.json", " a/1", "A/2"), row("one.json"), [AT])
    assert store.statements.numbered([BOOK], ["A/1"], AT)["doc_number"].to_list() == [" a/1"]
    assert store.statements.numbered([BOOK], ["A/1"], "2026-11-14 09:59:59").empty
    assert store.statements.numbered([], ["A/1"], AT).empty
