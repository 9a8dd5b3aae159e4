import datetime as dt

import pandas as pd
import pytest

from ims_xl.inputs import INPUTS
from ims_xl.sheets import reading
from ims_xl.workbook.book import TableData

LINE: dict[str, object] = {
    **{column.header: None for column in INPUTS},
    "Action": "Accept",
    "Number (IMS)": "0012",
    "Remarks": 12.0,
    "Supplier GSTIN": "24A",
    "Document key": "doc-1",
    "Fingerprint": "f1",
}


def table(name: str, sheet: str, *rows: dict[str, object]) -> dict[str, TableData]:
    frame = pd.DataFrame(list(rows), index=range(5, 5 + len(rows)), dtype="object")
    return {name: TableData(name, sheet, frame)}


def test_lines_of_every_marked_table_in_one_frame() -> None:
    tables = table("ims_ExactMatch", "Sure ones", LINE, {**LINE, "Document key": "doc-2", "Action": None})
    tables |= table("ims_Mismatched", "Mismatched", {**LINE, "Document key": "doc-3"})
    tables |= table("ims_MissingInIMS", "Missing in IMS", {"Document key": "book-1", "Follow-up": "Wait"})
    rows = reading.mark_rows(tables)
    assert rows[["sheet", "row", "doc_id", "action"]].to_numpy().tolist() == [
        ["Sure ones", 5, "doc-1", "Accept"],
        ["Sure ones", 6, "doc-2", None],
        ["Mismatched", 5, "doc-3", "Accept"],
    ]
    assert reading.follow_ups(tables)[["doc_id", "follow_up"]].to_numpy().tolist() == [["book-1", "Wait"]]
    assert reading.documents_shown(tables) == {"doc-1", "doc-2", "doc-3", "book-1"}


def test_no_tables_no_lines() -> None:
    assert reading.mark_rows({}).empty
    assert reading.own_columns({}).empty
    assert reading.bulk_commands({}, dict.fromkeys(reading.BULK, "All")).empty
    assert list(reading.bulk_commands({}, {}).columns) == ["sheet", "row", "supplier_gstin", "action", "family"]
    assert reading.missing_columns({}) == []


@pytest.mark.parametrize(
    ("gone", "names"), [("Action", False), ("Remarks", False), ("Document key", True), ("Fingerprint", True)]
)
def test_a_column_that_is_gone_is_named(gone: str, names: bool) -> None:
    line = {header: value for header, value in LINE.items() if header != gone}
    (missing,) = reading.missing_columns(table("ims_ExactMatch", "Sure ones", line))
    assert (missing.sheet, missing.header, missing.names_documents) == ("Sure ones", gone, names)


def test_own_columns_by_document() -> None:
    own = {"Asked on": dt.datetime(2026, 5, 5), " ": "blank heading"}
    found = reading.own_columns(
        table("ims_ExactMatch", "Exact Match", {**LINE, **own}, {**LINE, **own, "Document key": None})
    )
    assert list(found.columns) == ["Asked on"]
    assert found["Asked on"].to_dict() == {"doc-1": dt.datetime(2026, 5, 5)}


def test_only_bulk_cells_with_a_word_are_commands() -> None:
    rows = [{"Supplier GSTIN": "24A", "Bulk action": word} for word in ("Accept", None, "  ")]
    tables = table("ims_SupplierView", "Supplier View", *rows)
    found = reading.bulk_commands(tables, {"ims_SupplierView": "CDN", "ims_Dashboard": "All"})
    assert found[["row", "supplier_gstin", "action", "family"]].to_numpy().tolist() == [[5, "24A", "Accept", "CDN"]]
    every = reading.bulk_commands(tables, {"ims_SupplierView": "All"})
    assert every["family"].tolist() == [""]


def test_contacts_have_the_fields_whose_columns_are_there() -> None:
    rows = reading.contact_lines(
        table("ims_Contacts", "Contacts", {"Supplier GSTIN": "24A", "E-mail": None, "As drawn": "x"})
    )
    assert rows.to_dict("records") == [
        {"sheet": "Contacts", "row": 5, "drawn": "x", "supplier_gstin": "24A", "email": None}
    ]
    assert reading.contact_lines({}).empty
    assert reading.letter_lines({}).empty
