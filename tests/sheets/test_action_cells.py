"""Cells read from the sheets, put into the store and read again; every declared input goes the whole way."""

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.inputs import INPUTS, Input
from ims_xl.sheets import action_cells
from ims_xl.sheets.names import MARKED, TABLES
from ims_xl.sheets.reading import mark_rows
from ims_xl.store.tables import MARK
from ims_xl.workbook.book import TableData

BUYER, SUPPLIER = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"
VALUES = {"action": "Accept", "itc_reduction": "Yes - partial", "eligibility": "Capital goods"}
USUAL = {"choice": "Other", "text": "half of it", "rupees": "450"}


def documents(*numbers: str) -> pd.DataFrame:
    rows = [
        {"recipient_gstin": BUYER, "section": "b2bcn", "supplier_gstin": SUPPLIER, "doc_number": number, "igst": 900.0}
        for number in numbers
    ]
    frame = schema.conform(pd.DataFrame(rows), schema.IMS)
    frame["doc_id"] = schema.ims_doc_id(frame)
    frame["fingerprint"] = schema.fingerprint(frame)
    return frame


def typed(docs: pd.DataFrame, **cells: object) -> dict[str, TableData]:
    """The table of Exact Match with these cells beside the first document, under the headings of the sheet."""
    row = {
        "Document key": docs["doc_id"][0],
        "Fingerprint": docs["fingerprint"][0],
        "Supplier GSTIN": SUPPLIER,
        "Number (IMS)": docs["doc_number"][0],
        **{column.header: cells.get(column.name) for column in INPUTS},
    }
    rows = pd.DataFrame([row], index=[7], dtype="object")
    return {"ims_ExactMatch": TableData("ims_ExactMatch", "Exact Match", rows)}


def read(docs: pd.DataFrame, tables: dict[str, TableData], stored: pd.DataFrame | None = None) -> pd.DataFrame:
    stored = pd.DataFrame(columns=list(MARK), dtype="object") if stored is None else stored
    return action_cells.read_cells(mark_rows(tables), stored, docs, set(), lambda _: docs.iloc[:0])[0]


def store(cells: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.DataFrame(columns=list(MARK), dtype="object")
    follow_ups = pd.DataFrame(columns=["doc_id", "follow_up"], dtype="object")
    return action_cells.to_store(cells, nothing, follow_ups, set(docs["doc_id"]), "2026-11-20 10:00:00")


@pytest.mark.parametrize("column", INPUTS, ids=lambda column: column.name)
def test_what_is_typed_into_any_input_is_stored_and_shown_again(column: Input) -> None:
    docs = documents("CN/1")
    value = VALUES.get(column.name, USUAL[column.kind])
    beside = {"itc_reduction": "Yes - partial"} if column.name.startswith("declared") else {}
    stored = store(read(docs, typed(docs, **beside, **{column.name: value})), docs)
    again = read(docs, {}, stored)
    assert again[column.typed].tolist() == [value]


@pytest.mark.parametrize("table", MARKED)
def test_every_input_is_a_column_of_every_sheet_with_an_action(table: str) -> None:
    drawn = {column.header: column for column in TABLES[table]}
    for column in INPUTS:
        assert drawn[column.header].is_input
        assert drawn[column.header].field == column.typed


def test_a_reduction_is_understood_once_and_handed_on() -> None:
    docs = documents("CN/1")
    cells = read(docs, typed(docs, action="Accept", itc_reduction="Yes - partial", declared_igst="4,50.00"))
    marks = action_cells.usable_marks(cells, docs)
    assert marks[["action", "itc_reduction", "declared_igst", "declared_cgst"]].to_numpy().tolist() == [
        ["A", "Y", 450.0, 0.0]
    ]
    again, issues = action_cells.read_again(cells, store(cells, docs), docs, lambda _: docs.iloc[:0])
    assert issues == []
    pd.testing.assert_frame_equal(again, cells, check_like=True)


def test_a_mark_beside_a_reduction_that_cannot_be_read_is_no_mark() -> None:
    docs = documents("CN/1")
    cells = read(docs, typed(docs, action="Accept", itc_reduction="perhaps"))
    assert (cells["action"].item(), cells["action_text"].item()) == ("", "Accept")
    assert action_cells.usable_marks(cells, docs).empty
    marked = action_cells.set_marks(cells, pd.DataFrame({"doc_id": docs["doc_id"], "action": "A"}), docs)
    assert action_cells.usable_marks(marked, docs).empty  # a button marks it, the answer beside it stays unreadable


def test_a_mark_of_a_document_that_is_not_there_waits_for_it() -> None:
    docs = documents("CN/1", "CN/2")
    cells = read(docs.iloc[1:].reset_index(drop=True), typed(docs, action="Reject?"))
    assert cells["note"].tolist() == ["No longer in IMS: action not used"]
    assert action_cells.usable_marks(cells, docs.iloc[1:]).empty
    back, _ = action_cells.read_again(cells, store(cells, docs), docs, lambda _: docs.iloc[:0])
    assert (back["action"].item(), bool(back["stale"].item()), back["note"].item()) == ("R", True, "Confirm the action")
