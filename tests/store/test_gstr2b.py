"""GSTR-2B in the store: parts are added, read again, replaced by a later statement."""

import math

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.statements import missing
from ims_xl.store import Store

AT = "2026-11-14 10:00:00"


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
    return store.portal.add_gstr2b(documents(file, *numbers), row(file, day=day), [at], whole=whole)


def numbers(store: Store) -> list[str]:
    return sorted(store.portal.gstr2b()["doc_number"])


def test_parts_read_one_by_one_are_one_statement(store: Store) -> None:
    add(store, "File1.json", "P/1", "P/2", at="2026-11-14 10:02:00")
    add(store, "2b.zip/File2.json", "P/9", at="2026-11-14 10:01:00")
    store.portal.add_gstr2b(documents(""), row("", "Summary.json", 3, 558.0), ["2026-11-14 10:03:00"])
    assert numbers(store) == ["P/1", "P/2", "P/9"]
    (held,) = store.portal.statement("102026").to_dict("records")
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
    assert store.portal.statement("102026")["files"].tolist() == ["File1.json"]


def test_a_statement_of_an_earlier_day_is_passed_over_and_told(store: Store) -> None:
    add(store, "File1.json", "P/1", day="16-11-2026")
    assert add(store, "old.json", "P/1", "P/2", day="14-11-2026") == ["102026"]
    assert numbers(store) == ["P/1"]
    assert store.portal.statement("102026")["generated"].tolist() == ["16-11-2026"]


def test_what_is_whole_replaces_whatever_its_day(store: Store) -> None:
    add(store, "File1.json", "P/1", day="16-11-2026")
    assert add(store, "GSTR-2B from gsp", "P/2", day="14-11-2026", whole=True) == []
    assert numbers(store) == ["P/2"]


def test_another_period_is_left_alone(store: Store) -> None:
    add(store, "File1.json", "P/1")
    other = documents("File1.json", "S/1").assign(gstr2b_period="092026")
    store.portal.add_gstr2b(other, row("File1.json").assign(gstr2b_period="092026"), [AT])
    assert numbers(store) == ["P/1", "S/1"]
