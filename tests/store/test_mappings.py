"""Layouts of registers in the store: one draft a workbook, one accepted reading a layout."""

from pathlib import Path

from ims_xl.column_mapping import ColumnMapping, MappedColumn
from ims_xl.store import open_store

from .conftest import BUYER

MAPPING = ColumnMapping(
    "f1", "list.csv", "Oct", 3, (MappedColumn("Net", "Not used"), MappedColumn("Tax", "IGST", 90, "why", ("1",)))
)
OTHER = ColumnMapping("f2", "other.csv", "", 1, MAPPING.columns)


def choices(mapping: ColumnMapping) -> list[str]:
    return [column.choice for column in mapping.columns]


def test_a_proposal_reads_nothing_before_it_is_accepted(tmp_path: Path) -> None:
    store = open_store(tmp_path, BUYER)
    store.mappings.propose("october", "2026-11-24 10:00:00", MAPPING)
    assert store.mappings.accepted() == []
    assert store.mappings.draft("october") == (MAPPING, "2026-11-24 10:00:00", "")
    store.mappings.accept(MAPPING, "2026-11-24 10:05:00", "asha")
    assert store.mappings.accepted() == [MAPPING]
    store.close()
    again = open_store(tmp_path, BUYER)
    assert again.mappings.draft("october") == (MAPPING, "2026-11-24 10:00:00", "2026-11-24 10:05:00")
    again.close()


def test_choices_change_the_draft_of_their_workbook_and_not_what_is_accepted(tmp_path: Path) -> None:
    store = open_store(tmp_path, BUYER)
    store.mappings.propose("october", "2026-11-24 10:00:00", MAPPING)
    store.mappings.accept(MAPPING, "2026-11-24 10:05:00", "asha")
    store.mappings.keep_choices("november", "f1", {0: "Cess"})
    store.mappings.keep_choices("october", "f2", {0: "Cess"})
    store.mappings.keep_choices("october", "f1", {0: "Taxable value", 7: "Cess"})
    draft = store.mappings.draft("october")
    assert draft is not None
    assert choices(draft.mapping) == ["Taxable value", "IGST"]
    assert [choices(one) for one in store.mappings.accepted()] == [["Not used", "IGST"]]
    store.close()


def test_the_last_proposal_stands_on_the_sheet_and_a_forgotten_layout_reads_no_more(tmp_path: Path) -> None:
    store = open_store(tmp_path, BUYER)
    for at, mapping in (("2026-11-24 10:00:00", MAPPING), ("2026-11-24 11:00:00", OTHER)):
        store.mappings.propose("october", at, mapping)
        store.mappings.accept(mapping, at, "asha")
    assert store.mappings.draft("october")[0] == OTHER
    assert store.mappings.accepted() == [OTHER, MAPPING]
    store.mappings.forget("f2")
    store.mappings.forget("f9")
    assert store.mappings.draft("october")[0] == MAPPING
    assert store.mappings.accepted() == [MAPPING]
    store.close()


def test_a_proposal_in_the_next_month_takes_the_sheet_with_it(tmp_path: Path) -> None:
    store = open_store(tmp_path, BUYER)
    store.mappings.propose("october", "2026-11-24 10:00:00", MAPPING)
    store.mappings.accept(MAPPING, "2026-11-24 10:05:00", "asha")
    store.mappings.propose("november", "2026-12-24 10:00:00", MAPPING)
    assert store.mappings.draft("october") is None
    assert store.mappings.draft("november") == (MAPPING, "2026-12-24 10:00:00", "2026-11-24 10:05:00")
    assert store.mappings.accepted() == [MAPPING]
    store.close()
