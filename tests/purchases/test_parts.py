"""A GSTR-2B in parts: Summary, File1, File2, loose or in a zip, gives what the whole gives."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.purchases import B2B, BUYER, MUMBAI, SURAT, b2b

from ims_xl.purchases import Purchases, read_purchases, read_statement

# 180 and 360 of the invoices; the amendment of 198 adds 18 to what its original gave: 558.
SUMS = {"itcavl": {"nonrevsup": {"igst": 558, "cgst": 0, "sgst": 0, "cess": 0}}}


def invoice(number: str, taxable: float, igst: float, **more: str) -> dict[str, Any]:
    return {"inum": number, "typ": "R", "dt": "10-10-2026", "val": taxable + igst, "pos": "27", "rev": "N", "itcavl": "Y",
            "txval": taxable, "igst": igst, "cgst": 0, "sgst": 0, "cess": 0, **more}  # fmt: skip


def by_surat(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"ctin": SURAT, "trdnm": "Sample GJ", "supprd": "102026", "inv": list(records)}]


def statement(generated: str = "14-11-2026", **more: Any) -> dict[str, Any]:
    return {"chksum": "x", "data": {"gstin": BUYER, "rtnprd": "102026", "gendt": generated, **more}}


FIRST = {"b2b": by_surat(invoice("P/1", 1000, 180), invoice("P/2", 2000, 360))}
SECOND = {"b2ba": by_surat(invoice("P/9", 1100, 198, oinum="P/9", oidt="05-08-2026"))}
PARTS = {
    "Summary.json": statement(fc=2, itcsumm=SUMS),
    "File1.json": statement(docdata=FIRST),
    "File2.json": statement(docdata=SECOND),
}
WHOLE = statement(docdata={**FIRST, **SECOND}, itcsumm=SUMS)
DOCUMENTS = [("P/1", 180.0), ("P/2", 360.0), ("P/9", 198.0)]


def documents(found: Purchases) -> list[tuple[str, float]]:
    return sorted(found.gstr2b[["doc_number", "igst"]].itertuples(index=False, name=None))


def reasons(found: Purchases) -> list[str]:
    return [issue.reason for issue in found.issues if issue.severity != "note"]


@pytest.mark.parametrize(
    "names", [["Summary.json", "File1.json", "File2.json"], ["File2.json", "File1.json", "Summary.json"]]
)
def test_the_parts_give_what_the_whole_gives(write_json: Callable[..., Path], names: list[str]) -> None:
    parts = read_purchases([write_json(PARTS[name], name) for name in names], recipient_gstin=BUYER)
    whole = read_purchases([write_json(WHOLE, "2b.json")], recipient_gstin=BUYER)
    for found in (parts, whole):
        assert documents(found) == DOCUMENTS
        assert reasons(found) == []
        assert found.statements["available_igst"].tolist() == [558.0]
    assert parts.statements[["file_count", "summary_file"]].to_numpy().tolist() == [[2, "Summary.json"]]
    assert whole.statements[["file_count", "files"]].to_numpy().tolist() == [[1, "2b.json"]]


def test_a_zip_of_the_parts_is_the_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "2b.zip", "w") as archive:
        for name, payload in PARTS.items():
            archive.writestr(name, json.dumps(payload))
    found = read_purchases([tmp_path / "2b.zip"], recipient_gstin=BUYER)
    assert (documents(found), reasons(found)) == (DOCUMENTS, [])
    assert found.statements[["available_igst", "file_count"]].to_numpy().tolist() == [[558.0, 2]]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Summary.json", "File1.json"], "part 2 of 2 was not read"),
        (["Summary.json"], "parts 1, 2 of 2 were not read"),
        (["File1.json", "File2.json"], "its Summary was not read, so how many parts it has is not known"),
        (["File2.json"], "its Summary was not read, so how many parts it has is not known"),
    ],
)
def test_what_is_missing_is_told(write_json: Callable[..., Path], names: list[str], told: str) -> None:
    found = read_purchases([write_json(PARTS[name], name) for name in names], recipient_gstin=BUYER)
    assert reasons(found) == [f"GSTR-2B of Oct-2026, of the files chosen now: {told}"]


def test_of_an_older_statement_nothing_is_taken(write_json: Callable[..., Path]) -> None:
    old = write_json(statement("13-11-2026", docdata=SECOND), "old.json")
    new = write_json(statement("14-11-2026", docdata=FIRST, itcsumm=SUMS), "new.json")
    for order in ([old, new], [new, old]):
        found = read_purchases(order, recipient_gstin=BUYER)
        assert documents(found) == DOCUMENTS[:2]
        assert found.statements["generated"].tolist() == ["14-11-2026"]
        assert [issue.file for issue in found.issues] == ["old.json"]


def test_a_statement_of_the_portal_is_the_whole(write_json: Callable[..., Path]) -> None:
    """The client has joined its files: their number still stands in it."""
    joined = {"status": "1", "data": statement(fc=2, itcsumm=SUMS, docdata={**FIRST, **SECOND})}
    found = read_statement(joined, "GSTR-2B from gsp", BUYER)
    assert (documents(found), found.issues) == (DOCUMENTS, [])
    assert found.statements[["available_igst", "file_count", "files"]].to_numpy().tolist() == [
        [558.0, 1, "GSTR-2B from gsp"]
    ]


# Whose file it is

OTHER = "29AABCX9999K1Z3"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        (f"102026_{OTHER}_GSTR2B.xlsx", ""),
        (f"{OTHER}_bills.xlsx", "doubtful"),
        (f"{BUYER}_bills.xlsx", "ours"),
        ("bills.xlsx", "unnamed"),
    ],
)
def test_whose_a_register_is(workbook: Callable[..., Path], name: str, verdict: str) -> None:
    path = workbook({"b2b": [["x"], [], [], B2B, b2b()]}, name)
    found = read_purchases([path], recipient_gstin=BUYER)
    assert [file.owner.verdict for file in found.files] == ([verdict] if verdict else [])
    assert reasons(found) == (
        [f"the name of the file holds GSTIN {OTHER}, this workbook is of {BUYER}"] if OTHER in name else []
    )


def test_a_register_within_another_state_is_doubted(workbook: Callable[..., Path]) -> None:
    rows = [b2b(gstin=MUMBAI, number=f"A/{number}", place="29-Karnataka") for number in range(5)]
    found = read_purchases([workbook({"b2b": [["x"], [], [], B2B, *rows]})], recipient_gstin=BUYER)
    assert (len(found.books), found.files[0].owner.verdict) == (5, "doubtful")
    assert reasons(found) == [
        "of 5 documents with CGST and SGST 5 have a place of supply outside Maharashtra (5 in Karnataka), "
        f"this workbook is of {BUYER}"
    ]
