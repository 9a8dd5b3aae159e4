"""Column Mapping as it is drawn and read back."""

import pandas as pd

from ims_xl.column_mapping import ColumnMapping, MappedColumn, MappingDraft
from ims_xl.sheets import record_columns
from ims_xl.sheets.choices import CHOICES
from ims_xl.sheets.column_mapping import mapping_rows
from ims_xl.sheets.reading import mapping_choices
from ims_xl.workbook.book import TableData

MAPPING = ColumnMapping(
    "f1", "list.xlsx", "Oct", 4,
    (MappedColumn("Chit", "Not used", 0, "The heading is not known", ("A/1", "A/2")), MappedColumn("", "IGST", 80, "why", ("18",))),
)  # fmt: skip


def table(rows: pd.DataFrame) -> dict[str, TableData]:
    shown = {column.header: rows[column.field] for column in record_columns.MAPPING}
    return {"ims_ColumnMapping": TableData("ims_ColumnMapping", "Column Mapping", pd.DataFrame(shown))}


def test_a_row_shows_heading_field_confidence_reason_and_first_cells():
    rows = mapping_rows(MappingDraft(MAPPING, "2026-11-24 10:00:00", ""))
    assert rows[["title", "choice", "reason", "first", "second", "third"]].to_numpy().tolist() == [
        ["Chit", "Not used", "The heading is not known", "A/1", "A/2", ""],
        ["(column 2, no heading)", "IGST", "why", "18", "", ""],
    ]
    assert rows["confidence"].isna().tolist() == [True, False]
    assert rows["confidence"].iloc[1] == 0.8


def test_choices_are_read_by_their_hidden_place_in_whatever_order():
    rows = mapping_rows(MappingDraft(MAPPING, "", "")).iloc[::-1].assign(choice=["Cess", "  Document number "])
    assert mapping_choices(table(rows)) == ("f1", {1: "Cess", 0: "Document number"})


def test_a_deleted_row_or_column_changes_nothing():
    rows = mapping_rows(MappingDraft(MAPPING, "", ""))
    assert mapping_choices(table(rows.iloc[:1])) == ("f1", {0: "Not used"})
    found = table(rows)["ims_ColumnMapping"]
    without = TableData(found.name, found.sheet, found.rows.drop(columns="Field"))
    assert mapping_choices({"ims_ColumnMapping": without}) == ("", {})
    assert mapping_choices({}) == ("", {})


def test_the_drop_down_offers_every_field_and_not_used():
    assert CHOICES["RegisterField"][:4] == ("Not used", "Supplier GSTIN", "Supplier name", "Document type")
    assert all(MappedColumn("x", words).field is not None for words in CHOICES["RegisterField"])
    (field,) = [column for column in record_columns.MAPPING if column.header == "Field"]
    assert (field.is_input, field.choices) == (True, "RegisterField")


def test_the_first_screen_holds_what_is_looked_at():
    assert sum(column.width for column in record_columns.MAPPING if column.first_screen) <= 170
