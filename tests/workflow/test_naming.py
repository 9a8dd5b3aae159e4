"""The one document that a person names."""

import pandas as pd
import pytest

from ims_xl.issues import ImsError
from ims_xl.workbook.book import TableData
from ims_xl.workbook.sheet import KEY
from ims_xl.workflow.naming import document_named

ONE, OTHER = "24AAZCS2222F1ZB", "29AAZFK3333G1ZV"
DOCUMENTS = pd.DataFrame(
    [
        ("a", ONE, "INV 101", "2026-10-09", "INV"),
        ("b", OTHER, "inv 101", "2026-10-10", "INV"),
        ("c", ONE, "7", "2026-10-09", "INV"),
        ("d", ONE, "7", "2025-10-09", "INV"),
        ("e", ONE, "7", "2026-10-09", "CN"),
        ("f", ONE, "", "2026-10-09", "INV"),
        ("g", ONE, "CN", "2026-10-09", "CN"),
    ],
    columns=["doc_id", "supplier_gstin", "doc_number", "doc_date", "doc_type"],
).astype({"doc_date": "datetime64[s]"})
TABLES = {"t": TableData("t", "Missing in PR", pd.DataFrame({KEY: ["c", "f"]}, index=[5, 7]))}


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [
        (f"{ONE} INV 101", "a"),
        (f"{OTHER.lower()}  inv  101 ", "b"),
        ("INV 101 09-Oct-2026", "a"),
        (f"{ONE} 7 09-10-2025", "d"),
        (f"{ONE} 7 2026-10-09 cn", "e"),
        ("CN", "g"),
        ("missing in pr!7", "f"),
    ],
)
def test_the_document_of_a_name(name: str, doc_id: str) -> None:
    assert document_named(name, DOCUMENTS, "IMS", TABLES) == doc_id


@pytest.mark.parametrize("name", ["INV 102", f"{ONE} INV", "Missing in PR!6", "Mismatched!7", "", f"{ONE}", "7!x"])
def test_a_name_that_nothing_has(name: str) -> None:
    with pytest.raises(ImsError, match="no document of IMS has this name"):
        document_named(name, DOCUMENTS, "IMS", TABLES)


def test_a_name_that_several_have_lists_them() -> None:
    with pytest.raises(ImsError, match="3 documents of the books") as refused:
        document_named("7", DOCUMENTS, "the books", TABLES)
    assert f"{ONE} 7 09-Oct-2025 INV; {ONE} 7 09-Oct-2026 CN" in str(refused.value)
