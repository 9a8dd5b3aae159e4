from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.purchases import BENGALURU, BUYER, MUMBAI, SURAT

from ims_xl.issues import ImsError
from ims_xl.purchases import Purchases, read_purchases
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.gstr2b_json import read_gstr2b
from ims_xl.purchases.sources import Source

INVOICE = {
    "inum": "S/1", "typ": "R", "dt": "05-09-2026", "val": 1180, "pos": "27", "rev": "N", "itcavl": "Y", "rsn": "",
    "txval": 1000, "igst": 0, "cgst": 90, "sgst": 90, "cess": 0,
}  # fmt: skip
NOTE = INVOICE | {"ntnum": "N/1", "typ": "C", "suptyp": "R"}


def by(supplier: str, kind: str, *records: object, name: str = "Uttam Traders") -> dict[str, object]:
    """What a supplier reported: `kind` is the key of its documents."""
    return {"ctin": supplier, "trdnm": name, "supprd": "092026", "supfildt": "11-10-2026", kind: list(records)}


def statement(docdata: object, **others: object) -> dict[str, Any]:
    return {"chksum": "x", "data": {"gstin": BUYER, "rtnprd": "092026", "version": "4.0", "docdata": docdata, **others}}


@pytest.fixture
def read(write_json: Callable[..., Path]) -> Callable[[object], Purchases]:
    return lambda payload: read_purchases([write_json(payload)], recipient_gstin=BUYER)


def shown(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    return frame[list(columns)].to_numpy().tolist()


Read = Callable[[object], Purchases]


def test_a_statement_with_totals_on_the_document(read: Read) -> None:
    docdata = {
        "b2b": [by(MUMBAI, "inv", INVOICE, INVOICE | {"inum": "0000123456789012", "itcavl": "N", "rev": "Y"})],
        "b2ba": [by(SURAT, "inv", INVOICE | {"oinum": "S/1", "oidt": "01-08-2026", "inum": "S/1R"})],
        "cdnr": [by(MUMBAI, "nt", NOTE, NOTE | {"ntnum": "N/2", "typ": "D"})],
        "cdnra": [by(MUMBAI, "nt", NOTE | {"ontnum": "N/1", "ontdt": "02-08-2026", "onttyp": "C"})],
        "ecom": [by(BENGALURU, "inv", INVOICE | {"inum": "E/1"})],
        "isd": [by(MUMBAI, "doclist", {"docnum": "I/1", "doctyp": "ISDC", "docdt": "05-09-2026", "igst": 5, "itcelg": "Y"})],
        "impg": [{"refdt": "06-09-2026", "portcode": "INNSA1", "boenum": 1234567, "boedt": "05-09-2026", "txval": 10, "igst": 1.8}],
        "impgsez": [by(SURAT, "boe", {"portcode": "inbom4", "boenum": "0123456", "boedt": "05-09-2026", "txval": 9, "igst": 1})],
        "impgasez": [by(SURAT, "boe", {"portcode": "INBOM4", "boenum": "0123457", "boedt": "05-09-2026", "txval": 8, "igst": 1})],
    }  # fmt: skip
    result = read(statement(docdata))
    assert result.issues == []
    assert shown(result.gstr2b, "section", "doc_type", "supplier_gstin", "doc_number", "taxable_value", "igst") == [
        ["b2b", "INV", MUMBAI, "S/1", 1000.0, 0.0],
        ["b2b", "INV", MUMBAI, "0000123456789012", 1000.0, 0.0],
        ["b2ba", "INV", SURAT, "S/1R", 1000.0, 0.0],
        ["b2bcn", "CN", MUMBAI, "N/1", 1000.0, 0.0],
        ["b2bdn", "DN", MUMBAI, "N/2", 1000.0, 0.0],
        ["b2bcna", "CN", MUMBAI, "N/1", 1000.0, 0.0],
        ["ecom", "INV", BENGALURU, "E/1", 1000.0, 0.0],
        ["isd", "CN", MUMBAI, "I/1", pytest.approx(np.nan, nan_ok=True), 5.0],
        ["impg", "INV", "", "1234567", 10.0, 1.8],
        ["impgsez", "INV", SURAT, "0123456", 9.0, 1.0],
        ["impgseza", "INV", SURAT, "0123457", 8.0, 1.0],
    ]
    first, second, amended = (result.gstr2b.iloc[at] for at in range(3))
    assert (first["recipient_gstin"], first["gstr2b_period"], first["supplier_period"]) == (BUYER, "092026", "092026")
    assert (first["doc_date"], first["doc_value"], first["place_of_supply"]) == (pd.Timestamp(2026, 9, 5), 1180, "27")
    assert (first["supplier_name"], first["part"], first["itc_available"]) == ("Uttam Traders", "docdata", "Y")
    assert (second["itc_available"], bool(second["reverse_charge"])) == ("N", True)
    assert (amended["original_number"], amended["original_date"]) == ("S/1", pd.Timestamp(2026, 8, 1))
    assert result.gstr2b["port_code"].tolist()[-3:] == ["INNSA1", "INBOM4", "INBOM4"]
    assert (result.files[0].format, result.files[0].rows, result.files[0].documents) == ("GSTR-2B JSON", 11, 11)


def test_a_statement_with_items_is_added_up_to_the_paisa(read: Read) -> None:
    items = [{"num": 1, "rt": 12, "txval": 0.1, "cgst": 0.2, "sgst": 0.2}, {"num": 2, "rt": 18, "txval": 0.2, "cgst": 0.1, "sgst": 0.1}]  # fmt: skip
    record = {"inum": "S/1", "typ": "R", "dt": "05-09-2026", "val": 0.9, "pos": "27", "rev": "N", "items": items}
    result = read({"gstin": BUYER, "rtnprd": "092026", "docdata": {"b2b": [by(MUMBAI, "inv", record)]}})
    amounts = ["doc_value", "taxable_value", "igst", "cgst", "sgst", "cess"]
    assert shown(result.gstr2b, *amounts) == [[0.9, 0.3, 0.0, 0.3, 0.3, 0.0]]
    assert result.issues == []


def test_rejected_documents_are_kept_apart(read: Read) -> None:
    result = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE)]}, docRejdata={"b2b": [by(MUMBAI, "inv", INVOICE)]}))
    assert shown(result.gstr2b, "part", "doc_number") == [["docdata", "S/1"], ["docRejdata", "S/1"]]


# Wrappers


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: {"status": "1", "data": {"status": "1", "data": inner}},
        lambda inner: [inner],
        lambda inner: {"result": [{"answer": inner["data"]}]},
        lambda inner: {"gstin": BUYER, "rtnprd": "092026", "data": {"docdata": inner["data"]["docdata"]}},
    ],
)
def test_a_statement_in_wrappers_is_read_as_without_them(read: Read, wrap: Callable[[Any], object]) -> None:
    result = read(wrap(statement({"b2b": [by(MUMBAI, "inv", INVOICE)]})))
    assert result.issues == []
    assert shown(result.gstr2b, "doc_number", "gstr2b_period", "taxable_value", "cgst") == [
        ["S/1", "092026", 1000.0, 90.0]
    ]
    assert (result.files[0].owner.verdict, result.files[0].owner.gstin) == ("ours", BUYER)


def test_two_statements_in_one_file_are_refused(read: Read) -> None:
    (issue,) = read([statement({"b2b": []}), statement({"b2b": []})]).issues
    assert issue.reason == "the file holds 2 times what could be a GSTR-2B statement"


def test_amounts_one_object_deeper_in_the_items_are_read(read: Read) -> None:
    record = {name: INVOICE[name] for name in ("inum", "typ", "dt", "val", "pos", "rev", "itcavl")}
    items = [{"num": 1, "itm_det": {"rt": 18, "txval": 1000, "camt": 90, "samt": 90}}, {"num": 2, "itm_det": {"txval": 50, "iamt": 9, "csamt": 1}}]  # fmt: skip
    result = read(statement({"b2b": [by(MUMBAI, "inv", record | {"itms": items})]}))
    assert result.issues == []
    amounts = ["doc_value", "taxable_value", "igst", "cgst", "sgst", "cess"]
    assert shown(result.gstr2b, *amounts) == [[1180.0, 1050.0, 9.0, 90.0, 90.0, 1.0]]


def test_a_document_without_any_amount_is_told(read: Read) -> None:
    record = {name: INVOICE[name] for name in ("inum", "dt", "val", "pos")}
    (issue,) = read(statement({"b2b": [by(MUMBAI, "inv", record, INVOICE | {"inum": "S/2"})]})).issues
    assert (issue.severity, issue.reason, issue.value) == ("warning", "no amount was found in documents: 1", "S/1")


@pytest.mark.parametrize("sums", [{}, {"itcavl": {"nonrevsup": {"igst": 0, "cgst": 0}}}])
def test_a_statement_that_lists_nothing_is_one(read: Read, sums: object) -> None:
    payload = statement({}, gendt="14-10-2026", itcsumm=sums)
    del payload["data"]["docdata"]
    result = read(payload)
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("note", "this is a GSTR-2B that lists nothing")
    ]
    assert shown(result.statements, "gstr2b_period", "generated", "file_count") == [["092026", "14-10-2026", 1]]
    assert (len(result.gstr2b), result.files[0].documents) == (0, 0)


def test_a_flat_list_of_documents_is_refused_in_words(read: Read) -> None:
    result = read(statement([INVOICE | {"ctin": MUMBAI}]))
    (issue,) = result.issues
    assert (issue.severity, issue.sheet) == ("error", "docdata")
    assert issue.reason == "this part of the statement is one flat list, not a list for each kind of document"
    assert (len(result.statements), result.files) == (0, [])


def test_documents_to_be_reversed_are_told_and_are_no_credit(read: Read) -> None:
    reversed_ = {"b2b": [by(BENGALURU, "inv", INVOICE | {"inum": "Z/1"}, INVOICE | {"inum": "Z/2"})]}
    result = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE)]}, docRevdata=reversed_))
    assert result.gstr2b["doc_number"].tolist() == ["S/1"]
    (issue,) = result.issues
    assert (issue.severity, issue.sheet) == ("warning", "docRevdata")
    assert issue.reason == "documents whose credit is to be reversed stand here and are not compared: 2, tax 360.00"


def test_documents_of_an_input_service_distributor(read: Read) -> None:
    """One number for an invoice and a credit note, one document that is not eligible, amendments of both kinds."""

    def of(number: str, kind: str, tax: float, day: str = "03-09-2026", **more: str) -> dict[str, object]:
        return {"doctyp": kind, "docnum": number, "docdt": day, "igst": 0, "cgst": tax, "sgst": tax, "cess": 0, "itcelg": "Y", **more}  # fmt: skip

    issued = [of("S9010", "ISDI", 300), of("S9010", "ISDC", 30, "04-09-2026"), of("S9002", "ISDI", 100, itcelg="N")]
    amended = [of("S0081", "ISDC", 20, odoctyp="ISDC", odocnum="1005", odocdt="02-08-2026")]
    result = read(statement({"isd": [by(MUMBAI, "doclist", *issued)], "isda": [by(MUMBAI, "doclist", *amended)]}))
    assert result.issues == []
    columns = ["section", "doc_type", "doc_number", "itc_available", "cgst", "original_number"]
    assert shown(result.gstr2b, *columns) == [
        ["isd", "INV", "S9010", "Y", 300.0, ""],
        ["isd", "CN", "S9010", "Y", 30.0, ""],
        ["isd", "INV", "S9002", "N", 100.0, ""],
        ["isda", "CN", "S0081", "Y", 20.0, "1005"],
    ]


def test_a_part_that_is_not_known_is_told(read: Read) -> None:
    result = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE)], "tds": [{"a": 1}], "later": []}))
    assert [str(issue) for issue in result.issues] == [
        "gstr2b.json, sheet docdata, column tds: this part of the statement is not documents of credit and was passed over."
    ]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("inum", None, "the document number is missing"),
        ("inum", "", "the document number is missing"),
        ("inum", "\u202e", "the document number is missing"),
        ("inum", ["S/1"], "this is not a text"),
        ("inum", {"a": 1}, "this is not a text"),
        ("inum", True, "this is not a text"),
        ("inum", 1.5, "this is not a text"),
        ("dt", "31-02-2026", "the date cannot be read"),
        ("dt", None, "the date cannot be read"),
        ("dt", "2026", "the date cannot be read"),
        ("typ", [], "this is not a text"),
        ("txval", "ten", "this is not an amount in rupees"),
        ("txval", True, "this is not an amount in rupees"),
        ("igst", [1], "this is not an amount in rupees"),
        ("val", 10**400, "this is not an amount in rupees"),
        ("cess", float("nan"), "this is not an amount in rupees"),
        ("cgst", float("inf"), "this is not an amount in rupees"),
    ],
)
def test_a_record_that_cannot_be_used_is_told_and_the_others_are_read(
    read: Read, key: str, value: object, reason: str
) -> None:
    result = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE | {key: value}, INVOICE | {"inum": "S/2"})]}))
    assert result.gstr2b["doc_number"].tolist() == ["S/2"]
    (issue,) = result.issues
    assert (issue.severity, issue.sheet, issue.row, issue.column) == ("error", "b2b", 1, key)
    assert issue.reason == reason
    assert result.files[0].rows == 2


@pytest.mark.parametrize("records", [[1], ["x"], [None], [[]]])
def test_what_is_no_record_is_told(read: Read, records: list[object]) -> None:
    result = read(statement({"b2b": [by(MUMBAI, "inv", *records, INVOICE)], "impg": records}))
    assert len(result.gstr2b) == 1
    assert [(issue.sheet, issue.row, issue.reason) for issue in result.issues] == [
        ("b2b", 1, "this is not a record"),
        ("impg", 1, "this is not a record"),
    ]


def test_a_supplier_without_gstin_is_told(read: Read) -> None:
    (issue,) = read(statement({"b2b": [by("", "inv", INVOICE)]})).issues
    assert (issue.column, issue.reason) == ("ctin", "the supplier's GSTIN is missing")


def test_a_note_of_unknown_type_is_never_guessed(read: Read) -> None:
    result = read(statement({"cdnr": [by(MUMBAI, "nt", NOTE | {"typ": "X"})]}))
    assert len(result.gstr2b) == 0
    assert (result.issues[0].column, result.issues[0].value) == ("typ", "X")


def test_an_unknown_place_is_told_and_left_empty(read: Read) -> None:
    result = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE | {"pos": "98"})]}))
    assert result.gstr2b["place_of_supply"].tolist() == [""]
    assert result.issues[0].reason == "places of supply that are not known were left empty: 1"
    assert result.issues[0].value == "98"


@pytest.mark.parametrize("docdata", [[], "", 5, True, [1]])
def test_a_part_of_the_wrong_kind_is_an_error(read: Read, docdata: object) -> None:
    result = read(statement(docdata))
    assert next((issue.severity, issue.sheet, issue.reason) for issue in result.issues) == (
        "error",
        "docdata",
        "this part of the statement holds no lists",
    )


@pytest.mark.parametrize("change", [{"gstin": ""}, {"gstin": None}, {"rtnprd": "132026"}, {"rtnprd": None}])
def test_a_statement_that_does_not_name_its_gstin_and_period_is_refused(read: Read, change: dict[str, object]) -> None:
    payload = statement({"b2b": [by(MUMBAI, "inv", INVOICE)]}, **change)
    (issue,) = read(payload).issues
    assert issue.reason == "the statement does not name its GSTIN and period"


def test_a_statement_of_another_gstin_is_refused(read: Read) -> None:
    (issue,) = read(statement({"b2b": [by(MUMBAI, "inv", INVOICE)]}, gstin=SURAT)).issues
    assert issue.reason == f"the file is of GSTIN {SURAT}, this workbook is of {BUYER}"


def test_a_key_twice_in_one_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "twice.json").write_text('{"docdata": {"b2b": [{"ctin": "27", "txval": 1, "txval": 2}]}}')
    (issue,) = read_purchases([tmp_path / "twice.json"]).issues
    assert (issue.reason, issue.column) == ("the key 'txval' stands twice in one record", "txval")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*INVOICE, "inv", "ctin"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*INVOICE, "items"]), ANY), ANY)
def test_whatever_a_statement_holds_every_record_is_read_or_told(changes: dict[str, Any], odd: object) -> None:
    records = [INVOICE | changes, INVOICE | {"inum": "S/2"}]
    payload = statement({"b2b": [by(MUMBAI, "inv", *records)], "impg": odd})["data"]
    source = Source("a.json", Path("a.json"), b"", "")
    reading: Reading = read_gstr2b(Content(source, payload=payload))
    errors = [issue for issue in reading.issues if issue.severity == "error"]
    assert reading.documents + len(errors) == reading.rows
    assert "S/2" in reading.gstr2b[0]["doc_number"].tolist()
    for number in reading.gstr2b[0]["doc_number"]:
        number.encode()


def test_a_statement_without_owner_raises() -> None:
    with pytest.raises(ImsError, match="does not name its GSTIN"):
        read_gstr2b(Content(Source("a.json", Path("a.json"), b"", ""), payload={"docdata": {}}))
