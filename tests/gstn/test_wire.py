"""Records of the portal to rows and back: every key, every spelling, every fault."""

import datetime as dt
import json
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import wire
from ims_xl.issues import ImsError

BUYER = "27AAZCD1111E1ZS"
INVOICE = {
    "stin": "24AAZCS2222F1ZB",
    "inum": "TT/2610/0088",
    "idt": "14-10-2026",
    "inv_typ": "R",
    "val": 53100,
    "txval": 45000,
    "iamt": 8100,
    "camt": 0,
    "samt": 0,
    "cess": 0,
    "pos": "27",
    "rtnprd": "102026",
    "srcform": "R1",
    "srcfilstatus": "Filed",
    "action": "N",
}
NOTE = {
    "stin": "29AAZFK3333G1ZV",
    "nt_num": "KCN/9",
    "nt_dt": "21-10-2026",
    "inv_typ": "R",
    "val": 1180,
    "txval": 1000,
    "iamt": 180,
    "camt": 0,
    "samt": 0,
    "cess": 0,
    "pos": "27",
    "rtnprd": "102026",
    "srcform": "R1",
}


def read(payload: dict[str, Any]) -> wire.SectionsRead:
    return wire.read_sections(payload, recipient_gstin=BUYER, file="ims.json")


def one(**changed: Any) -> "pd.Series[Any]":
    """The row of one good invoice with some keys changed (None takes a key out)."""
    record = {key: value for key, value in (INVOICE | changed).items() if value is not None}
    found = read({"b2b": [record]})
    assert not found.issues
    return found.documents.iloc[0]


def decided(documents: pd.DataFrame, action: str = "A", reduction: str = "", **declared: float) -> pd.DataFrame:
    amounts = {f"new_declared_{tax}": declared.get(tax, math.nan) for tax in schema.TAXES}
    return documents.assign(new_action=action, new_remarks="", new_itc_reduction=reduction, **amounts)


def save(rows: pd.DataFrame, variant: wire.Variant | None = None) -> dict[str, list[dict[str, object]]]:
    return wire.write_records(rows, variant or wire.Variant(), request="SAVE", prev_status=False)


# Reading


def test_an_invoice_fills_its_columns() -> None:
    row = one(tradenm="TAPI TEXTILE TRADERS", remarks="late", hash="5c1f")
    assert row["recipient_gstin"] == BUYER
    assert row["section"] == "b2b"
    assert row["doc_type"] == "INV"
    assert row["supplier_gstin"] == "24AAZCS2222F1ZB"
    assert row["supplier_name"] == "TAPI TEXTILE TRADERS"
    assert row["doc_number"] == "TT/2610/0088"
    assert row["doc_date"] == pd.Timestamp(2026, 10, 14)
    assert pd.isna(row["original_date"])
    assert row["doc_value"] == 53100.0
    assert [row[name] for name in schema.AMOUNTS] == [45000.0, 8100.0, 0.0, 0.0, 0.0]
    assert row["supplier_period"] == row["wire_period"] == "102026"
    assert row["supplier_filed"] == "Filed"
    assert row["remarks"] == "late"
    assert row["portal_hash"] == "5c1f"
    assert row["extra"] == ""
    assert not row["reverse_charge"]
    assert row["doc_id"] == f"{BUYER}|b2b|24AAZCS2222F1ZB|TT/2610/0088|2026-10-14|102026"
    assert len(row["fingerprint"]) == 16


def test_documents_have_exactly_the_columns_of_the_table() -> None:
    for payload in ({}, {"b2b": []}, {"b2b": [INVOICE], "b2bcn": [NOTE]}):
        frame = read(payload).documents
        assert dict(frame.dtypes) == dict(schema.empty(schema.IMS).dtypes)


@pytest.mark.parametrize(
    ("section", "doc_type", "number", "date", "original"),
    [
        ("b2ba", "INV", "inum", "idt", ("oinum", "oidt")),
        ("b2bcn", "CN", "nt_num", "nt_dt", ()),
        ("b2bcna", "CN", "nt_num", "nt_dt", ("ont_num", "ont_dt")),
        ("b2bdn", "DN", "nt_num", "nt_dt", ()),
        ("b2bdna", "DN", "nt_num", "nt_dt", ("ont_num", "ont_dt")),
        ("ecom", "INV", "inum", "idt", ()),
        ("ecoma", "INV", "inum", "idt", ("oinum", "oidt")),
    ],
)
def test_each_section_reads_its_own_keys(
    section: str, doc_type: str, number: str, date: str, original: tuple[str, ...]
) -> None:
    record = {"stin": "29AAZFK3333G1ZV", number: "X1", date: "02-10-2026", "rtnprd": "102026", "txval": 10}
    record |= dict(zip(original, ("X0", "01-08-2026"), strict=False))
    found = read({section: [record]})
    assert not found.issues
    row = found.documents.iloc[0]
    assert (row["section"], row["doc_type"], row["doc_number"]) == (section, doc_type, "X1")
    assert row["doc_date"] == pd.Timestamp(2026, 10, 2)
    assert row["original_number"] == ("X0" if original else "")
    assert row["original_date"] == pd.Timestamp(2026, 8, 1) if original else pd.isna(row["original_date"])


@pytest.mark.parametrize(
    ("key", "value", "column", "expected"),
    [
        ("ispendactblocked", "Y", "pending_blocked", True),
        ("ispendactblocked", "N", "pending_blocked", False),
        ("ispendactblocked", True, "pending_blocked", True),
        ("ispendactblocked", False, "pending_blocked", False),
        ("ispendactblocked", None, "pending_blocked", False),
        ("ispendactnallwd", "Y", "pending_blocked", True),
        ("isRemarksBlocked", "Y", "remarks_blocked", True),
        ("isItcRedReqBlocked", "Y", "itc_reduction_blocked", True),
        ("itcRedReqBlocked", "Y", "itc_reduction_blocked", True),
        ("itc_red_req", "Y", "itc_reduction", "Y"),
        ("itcRedReq", "N", "itc_reduction", "N"),
        ("itcRedReq", None, "itc_reduction", ""),
        ("decl_igst", "12.50", "declared_igst", 12.5),
        ("declCess", 3, "declared_cess", 3.0),
        ("action", None, "portal_action", "N"),
        ("action", "", "portal_action", "N"),
        ("action", "p", "portal_action", "P"),
        ("rtnTyp", "R5", "source_form", "R1"),
        ("srcfilstatus", "FILED", "supplier_filed", "Filed"),
        ("srcfilstatus", "F", "supplier_filed", "Filed"),
        ("srcfilstatus", "Not Filed", "supplier_filed", "Not filed"),
        ("srcfilstatus", "SAVED", "supplier_filed", "Not filed"),
        ("srcfilstatus", "NF", "supplier_filed", "Not filed"),
        ("srcfilstatus", "Under process", "supplier_filed", "Under process"),
        ("pos", "7", "place_of_supply", "07"),
        ("pos", 7, "place_of_supply", "07"),
        ("inum", 1234567890123456, "doc_number", "1234567890123456"),
        ("inum", "0012", "doc_number", "0012"),
        ("inum", " A 1 ", "doc_number", " A 1 "),
        ("stin", " 24aazcs2222f1zb ", "supplier_gstin", "24AAZCS2222F1ZB"),
        ("txval", "45,00,000.50", "taxable_value", 4500000.5),
        ("txval", 0, "taxable_value", 0.0),
        ("idt", "4/1/2026", "doc_date", pd.Timestamp(2026, 1, 4)),
    ],
)
def test_values_are_read_in_all_their_spellings(key: str, value: Any, column: str, expected: Any) -> None:
    assert one(**{key: value})[column] == expected


def test_older_names_of_form_and_period_are_read() -> None:
    row = one(srcform=None, rtnprd=None, rtnTyp="R1A", sRtnPrd="092026")
    assert (row["source_form"], row["supplier_period"]) == ("R1A", "092026")


@pytest.mark.parametrize("missing", [None, ""])
def test_a_missing_amount_is_not_zero(missing: Any) -> None:
    assert math.isnan(one(cess=missing)["cess"])


def test_unknown_keys_are_kept_as_they_came() -> None:
    row = one(ItcAvailabilityCheck="Y", irn={"no": [1, 2]})
    assert json.loads(row["extra"]) == {"ItcAvailabilityCheck": "Y", "irn": {"no": [1, 2]}}


def test_imports_are_read() -> None:
    split = {"rgstin": BUYER, "refId": "1", "itcprd": "102026", "portcd": "INNSA1", "boenum": "0912345"}
    glued = {"rgstinrefId": f"{BUYER}1", "srtinprd": "092026", "portcd": "INMAA1", "boenum": 77}
    common = {"boedt": "18-10-2026", "txval": 80000, "igst": 14400, "cess": 0, "action": "P"}
    found = read({"impg": [split | common, glued | common]})
    assert not found.issues
    first, second = found.documents.iloc[0], found.documents.iloc[1]
    assert first["doc_id"] == f"{BUYER}|impg|INNSA1|0912345|2026-10-18"
    assert (first["supplier_gstin"], first["supplier_period"]) == ("", "102026")
    assert (first["taxable_value"], first["igst"]) == (80000.0, 14400.0)
    assert math.isnan(first["cgst"])
    assert math.isnan(first["doc_value"])
    assert json.loads(first["extra"]) == split | {key: common[key] for key in ("boedt", "txval", "igst", "cess")}
    assert (second["doc_number"], second["supplier_period"]) == ("77", "092026")
    assert json.loads(second["extra"]) == glued | {key: common[key] for key in ("boedt", "txval", "igst", "cess")}


@pytest.mark.parametrize(
    ("month", "date", "period"),
    [
        ("10", "14-10-2026", "102026"),
        ("10", "04-08-2026", "102026"),
        ("01", "31-12-2026", "012027"),
        ("3", "20-04-2026", "032027"),
    ],
)
def test_a_month_alone_is_the_first_one_not_before_the_document(month: str, date: str, period: str) -> None:
    found = read({"b2b": [INVOICE | {"rtnprd": month, "idt": date}]})
    row = found.documents.iloc[0]
    assert (row["supplier_period"], row["wire_period"]) == (period, month)
    [issue] = found.issues
    assert (issue.severity, issue.sheet, issue.column, issue.value) == ("note", "b2b", "rtnprd", month)
    assert issue.reason.endswith("records: 1")


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("stin", None, "the key is missing or empty"),
        ("stin", "  ", "the key is missing or empty"),
        ("inum", None, "the key is missing or empty"),
        ("inum", ["A1"], "this is not the number of a document"),
        ("inum", 1.5, "this is not the number of a document"),
        ("inum", True, "this is not the number of a document"),
        pytest.param("inum", "A\ud800", "this is not the number of a document", id="half a surrogate"),
        ("stin", ["24AAZCS2222F1ZB"], "this is not a GSTIN"),
        ("stin", "24AAZCS2222F1ZB|TT", "this is not a GSTIN"),
        ("idt", None, "the key is missing or empty"),
        ("idt", "31-02-2026", "this is not a date written as DD-MM-YYYY"),
        ("idt", "2026-10-14", "this is not a date written as DD-MM-YYYY"),
        ("idt", "14-10-0026", "this is not a date written as DD-MM-YYYY"),
        ("idt", 14102026, "this is not a date written as DD-MM-YYYY"),
        ("rtnprd", None, "the key is missing or empty"),
        ("rtnprd", "132026", "this is not a return period written as MMYYYY"),
        ("rtnprd", "0", "this is not a return period written as MMYYYY"),
    ],
)
def test_a_record_that_cannot_be_told_from_others_is_unreadable_and_named(key: str, value: Any, reason: str) -> None:
    bad = {name: old for name, old in (INVOICE | {key: value}).items() if old is not None}
    good = INVOICE | {"inum": "GOOD"}
    found = read({"b2b": [good, bad, INVOICE | {"inum": "GOOD2"}]})
    assert found.documents["doc_number"].tolist() == ["GOOD", "GOOD2"]
    column = {"stin": "supplier_gstin", "inum": "doc_number", "idt": "doc_date", "rtnprd": "supplier_period"}[key]
    readable = {
        "section": "b2b",
        "supplier_gstin": "24AAZCS2222F1ZB",
        "port_code": "",
        "doc_number": "TT/2610/0088",
        "doc_date": pd.Timestamp(2026, 10, 14),
        "supplier_period": "102026",
        "reason": f"{key}: {reason}",
    }
    [lost] = found.unreadable.astype("object").where(found.unreadable.notna(), "").to_dict("records")
    assert lost == readable | {column: ""}
    [issue] = found.issues
    assert (issue.severity, issue.file, issue.sheet, issue.row, issue.column) == ("error", "ims.json", "b2b", 2, key)
    assert issue.reason == reason
    assert issue.value == ("" if value is None else str(value).replace("\ud800", "\ufffd"))
    assert issue.remedy.endswith(".")


@pytest.mark.parametrize(
    ("key", "value", "column", "kept", "reason"),
    [
        ("iamt", "many", "igst", math.nan, "this is not an amount in rupees and was left empty"),
        ("iamt", "nan", "igst", math.nan, "this is not an amount in rupees and was left empty"),
        ("iamt", "1_000", "igst", math.nan, "this is not an amount in rupees and was left empty"),
        ("iamt", True, "igst", math.nan, "this is not an amount in rupees and was left empty"),
        pytest.param("iamt", 10**400, "igst", math.nan, "this is not an amount in rupees and was left empty", id="huge"),
        ("iamt", math.inf, "igst", math.nan, "this is not an amount in rupees and was left empty"),
        ("iamt", {"value": 1}, "igst", math.nan, "this is not an amount in rupees and was left empty"),
        ("declIgst", "-", "itc_reduction", "?", "this is not an amount in rupees and how much ITC it reduces is not known"),
        ("itcRedReq", "maybe", "itc_reduction", "?", "this is neither Y nor N and how much ITC it reduces is not known"),
        ("pos", 27.5, "place_of_supply", "", "this is not a State code and was left empty"),
        ("srcform", ["R1"], "source_form", "", "this is not a text and was left empty"),
        pytest.param("inv_typ", "R\udc00", "supply_type", "", "this is not a text and was left empty", id="half, sent"),
        pytest.param(
            "tradenm", "TAPI \ud83d & CO", "supplier_name", "TAPI \ufffd & CO",
            "this is not a clean text and is shown as far as it can be", id="half, shown",
        ),
        ("tradenm", 1.5, "supplier_name", "1.5", "this is not a clean text and is shown as far as it can be"),
        (
            "action", "On hold", "portal_action", "On hold",
            "this action is not one of A, R, P and N and is shown as the portal wrote it; nothing is sent for it",
        ),
    ],
)  # fmt: skip
def test_a_bad_value_costs_that_value_only(key: str, value: Any, column: str, kept: Any, reason: str) -> None:
    found = read({"b2b": [INVOICE | {"inum": "GOOD"}, INVOICE | {key: value}]})
    assert found.unreadable.empty
    assert found.documents["doc_number"].tolist() == ["GOOD", "TT/2610/0088"]
    bad = found.documents[column].iloc[1]
    assert bad == kept or (bad != bad and kept != kept)
    same = found.documents.drop(columns=["doc_number", "doc_id", "fingerprint", column])
    assert same.iloc[0].equals(same.iloc[1])
    [issue] = found.issues
    assert (issue.severity, issue.file, issue.sheet, issue.row, issue.column) == ("warning", "ims.json", "b2b", 2, key)
    assert issue.reason == f"document TT/2610/0088 of 24AAZCS2222F1ZB: {reason}"
    assert len(issue.value) <= 60
    assert issue.remedy.endswith(".")


@pytest.mark.parametrize("word", ["a\x01", "\x00", "\ud841", 1.5, ["A"], {"A": 1}, False, "N" * 5000, "A|R"])
def test_a_new_action_is_never_taken_for_one_that_is_known(word: Any) -> None:
    [action] = read({"b2b": [INVOICE | {"action": word}]}).documents["portal_action"]
    assert action
    assert len(action) <= 40
    assert action.isprintable()
    assert action not in ("A", "R", "P", "N")
    action.encode()


def test_unreadable_imports_keep_their_port() -> None:
    bills = [BILL | {"boedt": "19.13.2026"}, BILL | {"portcd": 4.5}, BILL | {"portcd": None}, BILL | {"itcprd": "?"}]
    found = read({"impg": bills})
    lost = found.unreadable[["section", "port_code", "doc_number", "reason"]].to_numpy().tolist()
    assert lost == [
        ["impg", "INNSA1", "4455667", "boedt: this is not a date written as DD-MM-YYYY"],
        ["impg", "", "4455667", "portcd: this is not a code"],
    ]
    assert found.documents[["port_code", "supplier_period"]].to_numpy().tolist() == [["", "102026"], ["INNSA1", ""]]


def test_what_is_no_record_is_unreadable() -> None:
    found = read({"b2b": ["text", INVOICE], "b2bcn": [None]})
    assert found.unreadable[["section", "doc_number", "reason"]].to_numpy().tolist() == [
        ["b2b", "", "this is not a record"],
        ["b2bcn", "", "this is not a record"],
    ]
    assert len(found.documents) == 1
    assert dict(read({}).unreadable.dtypes) == dict(found.unreadable.dtypes)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from([*INVOICE, "tradenm", "remarks", "itcRedReq", "new"]), _JSON)))
def test_no_record_vanishes(changes: list[dict[str, Any]]) -> None:
    found = read({"b2b": [INVOICE | {"inum": f"{at}"} | changed for at, changed in enumerate(changes)]})
    repeated = sum(int(issue.reason.rsplit(" ")[-1]) for issue in found.issues if "repeated" in issue.reason)
    assert len(found.documents) + len(found.unreadable) + repeated == len(changes)
    for frame in (found.documents, found.unreadable):
        for name in frame.select_dtypes("str"):
            "".join(frame[name]).encode()
    for issue in found.issues:
        "".join((issue.reason, issue.value, issue.sheet, issue.column)).encode()


def test_true_is_no_amount_even_beside_a_one() -> None:
    found = read({"b2b": [INVOICE | {"cess": 1}, INVOICE | {"inum": "B", "cess": True}]})
    assert found.documents["cess"].fillna(-1).tolist() == [1.0, -1.0]
    assert [issue.row for issue in found.issues] == [2]


def test_all_faults_of_a_record_are_named_in_the_order_of_the_file() -> None:
    found = read({"b2b": [INVOICE | {"idt": "x", "val": "y"}, "text", INVOICE | {"stin": ""}]})
    assert [(issue.row, issue.column) for issue in found.issues] == [(1, "idt"), (1, "val"), (2, ""), (3, "stin")]
    assert found.documents.empty
    assert found.sections == ("b2b",)


def test_an_unknown_flag_is_a_warning_and_the_record_is_used() -> None:
    found = read({"b2b": [INVOICE | {"ispendactblocked": "Q"}]})
    assert found.documents["pending_blocked"].tolist() == [False]
    assert [(issue.severity, issue.column, issue.value) for issue in found.issues] == [
        ("warning", "ispendactblocked", "Q")
    ]


def test_sections_named_empty_unknown_and_broken() -> None:
    found = read({"b2b": [INVOICE], "dn": [], "isd": [{"a": 1}, {"a": 2}], "tds": [], "b2ba": {"a": 1}, "status": "1"})
    assert found.sections == ("b2b", "b2bdn")
    assert found.unknown_sections == {"isd": 2, "tds": 0}
    assert [(issue.severity, issue.sheet) for issue in found.issues] == [("error", "b2ba"), ("note", "isd")]
    assert found.issues[1].reason == "the section is not known; records not read: 2"


@pytest.mark.parametrize(
    ("name", "section"), [("cn", "b2bcn"), ("DNA", "b2bdna"), ("impgasez", "impgseza"), ("fp", "")]
)
def test_names_of_sections(name: str, section: str) -> None:
    assert wire.section_key(name) == section


def test_a_repeated_record_counts_once_the_last() -> None:
    found = read({"b2b": [INVOICE, INVOICE | {"inum": "B"}, INVOICE | {"action": "R"}]})
    assert found.documents[["doc_number", "portal_action"]].to_numpy().tolist() == [["B", "N"], ["TT/2610/0088", "R"]]
    [issue] = found.issues
    assert (issue.severity, issue.sheet, issue.column, issue.value) == ("warning", "b2b", "inum", "TT/2610/0088")
    assert issue.reason.endswith("not used: 1")


def test_same_number_in_original_and_amendment_are_two_documents() -> None:
    found = read({"b2b": [INVOICE], "b2ba": [INVOICE | {"oinum": "TT/2610/0088", "oidt": "14-10-2026"}]})
    assert not found.issues
    assert found.documents["section"].tolist() == ["b2b", "b2ba"]


# Writing


def test_save_sends_exactly_the_keys_of_an_invoice() -> None:
    hidden = {"tradenm": "X", "hash": "5c1f", "ispendactblocked": "N", "isRemarksBlocked": "N", "secret": 1}
    [record] = save(decided(read({"b2b": [INVOICE | hidden]}).documents, "R"))["b2b"]
    expected = {key: value for key, value in INVOICE.items() if key != "srcfilstatus"} | {"action": "R"}
    assert record == expected


def test_reset_sends_the_previous_status_and_no_decision() -> None:
    documents = read({"b2bdn": [NOTE | {"action": "P", "remarks": "x"}]}).documents
    records = wire.write_records(documents, wire.Variant(), request="RESET", prev_status=True)
    assert records == {"b2bdn": [NOTE | {"prev_status": "P"}]}


def test_save_can_carry_the_previous_status() -> None:
    rows = decided(read({"b2b": [INVOICE]}).documents)
    [record] = wire.write_records(rows, wire.Variant(), request="SAVE", prev_status=True)["b2b"]
    assert (record["prev_status"], record["action"]) == ("N", "A")


def test_records_keep_the_order_of_rows_and_originals_come_before_amendments() -> None:
    documents = read({"b2ba": [INVOICE], "b2b": [INVOICE | {"inum": "2"}, INVOICE | {"inum": "1"}]}).documents
    records = save(decided(documents))
    assert list(records) == ["b2b", "b2ba"]
    assert [record["inum"] for record in records["b2b"]] == ["2", "1"]


BILL = {
    "rgstin": "27AAZCD1111E1ZS", "refId": "1", "ispendactblocked": "N", "irefdt": "21-10-2026", "itcprd": "102026",
    "portcd": "INNSA1", "boenum": "4455667", "boedt": "19-10-2026", "action": "N", "txval": 250000.00, "igst": 45000.00,
    "cess": 0, "srtinprd": "092026", "hash": "0a00bb11",
}  # fmt: skip


@pytest.mark.parametrize("section", ["impg", "impga", "impgsez", "impgseza"])
def test_a_bill_of_entry_goes_back_as_it_came(section: str) -> None:
    rows = decided(read({section: [BILL | {"tradenm": "SEA LINES"}]}).documents, "P").assign(new_remarks="late")
    for variant in (wire.Variant(), wire.Variant("snake_case", "MM")):
        saved = wire.write_records(rows, variant, request="SAVE", prev_status=True)
        assert saved == {
            section: [
                {
                    "rgstin": "27AAZCD1111E1ZS", "refId": "1", "ispendactblocked": "N", "irefdt": "21-10-2026",
                    "itcprd": "102026", "portcd": "INNSA1", "boenum": "4455667", "boedt": "19-10-2026",
                    "txval": 250000.0, "igst": 45000.0, "cess": 0, "srtinprd": "092026", "hash": "0a00bb11",
                    "action": "P",
                }
            ]
        }  # fmt: skip
    reset = wire.write_records(rows, wire.Variant(), request="RESET", prev_status=True)
    assert reset == {section: [{key: value for key, value in BILL.items() if key != "action"}]}


def test_what_a_bill_of_entry_did_not_have_is_not_made_up() -> None:
    glued = {"rgstinrefId": "27AAZCD1111E1ZS1", "portcd": "INNSA1", "boenum": 77, "boedt": "18-10-2026", "igst": 1.5}
    assert save(decided(read({"impg": [glued]}).documents)) == {"impg": [glued | {"action": "A"}]}


@pytest.mark.parametrize(
    ("raw", "sent"), [(118000.0, "118000"), (0.1, "0.1"), (2950.55, "2950.55"), (1e10, "10000000000")]
)
def test_amounts_are_written_with_at_most_two_decimals(raw: float, sent: str) -> None:
    [record] = save(decided(read({"b2b": [INVOICE | {"val": raw}]}).documents))["b2b"]
    assert json.dumps(record["val"]) == sent


def test_a_missing_amount_stays_missing() -> None:
    [record] = save(decided(read({"b2b": [INVOICE | {"cess": None}]}).documents))["b2b"]
    assert "cess" not in record


@pytest.mark.parametrize(
    ("action", "reduction", "declared", "block"),
    [
        ("A", "Y", {}, {"itcRedReq": "Y"}),
        ("A", "N", {}, {"itcRedReq": "N"}),
        ("A", "N", {"igst": 5.0}, {"itcRedReq": "N"}),
        ("A", "", {}, {}),
        ("R", "Y", {"igst": 5.0}, {}),
        ("P", "N", {}, {}),
        (
            "A",
            "Y",
            {"igst": 99.9},
            {"itcRedReq": "Y", "declIgst": 99.9, "declCgst": 0, "declSgst": 0, "declCess": 0},
        ),
    ],
)
def test_the_declaration_is_sent_with_accept_only(
    action: str, reduction: str, declared: dict[str, float], block: dict[str, object]
) -> None:
    [record] = save(decided(read({"b2bcn": [NOTE]}).documents, action, reduction, **declared))["b2bcn"]
    assert record == NOTE | {"action": action} | block


@pytest.mark.parametrize("section", ["b2b", "b2bdn", "ecom"])
def test_sections_that_do_not_declare_send_no_declaration(section: str) -> None:
    [record] = save(decided(read({section: [INVOICE | NOTE]}).documents, "A", "Y"))[section]
    assert "itcRedReq" not in record


def test_blocked_declarations_and_remarks_are_not_sent() -> None:
    blocked = read({"b2bcn": [NOTE | {"isItcRedReqBlocked": "Y", "isRemarksBlocked": "Y"}]}).documents
    [record] = save(decided(blocked, "A", "Y").assign(new_remarks="why"))["b2bcn"]
    assert record == NOTE | {"action": "A"}
    free = read({"b2bcn": [NOTE]}).documents
    [record] = save(decided(free, "A").assign(new_remarks="why"))["b2bcn"]
    assert record["remarks"] == "why"


def test_snake_case_declarations() -> None:
    rows = decided(read({"b2bcn": [NOTE]}).documents, "A", "Y", igst=20.0)
    [record] = save(rows, wire.Variant(itc_keys="snake_case"))["b2bcn"]
    assert record == NOTE | {
        "action": "A",
        "itc_red_req": "Y",
        "decl_igst": 20,
        "decl_cgst": 0,
        "decl_sgst": 0,
        "decl_cess": 0,
    }


@pytest.mark.parametrize(
    ("downloaded", "text", "sent"),
    [
        ("102026", "As downloaded", "102026"),
        ("10", "As downloaded", "10"),
        ("10", "MMYYYY", "102026"),
        ("102026", "MM", "10"),
    ],
)
def test_the_period_is_written_as_the_setting_says(downloaded: str, text: str, sent: str) -> None:
    rows = decided(read({"b2b": [INVOICE | {"rtnprd": downloaded}]}).documents)
    [record] = save(rows, wire.Variant(period_text=text))["b2b"]
    assert record["rtnprd"] == sent


@pytest.mark.parametrize(("setting", "value"), [("itc_keys", "kebab-case"), ("period_text", "")])
def test_an_unknown_variant_is_refused(setting: str, value: str) -> None:
    with pytest.raises(ImsError, match="this setting is not known"):
        wire.Variant(**{setting: value})


# Both ways

AMOUNT = st.integers(0, 10**13).map(lambda paise: paise / 100)
NUMBER = st.text('ABCxyz0189/-. ़आ"\\', min_size=1, max_size=16).filter(str.strip)
DAY = st.dates(dt.date(2018, 1, 1), dt.date(2030, 12, 31))


@st.composite
def sent_records(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    section = SECTIONS[draw(st.sampled_from([key for key, section in SECTIONS.items() if section.in_file]))]
    day = draw(DAY)
    year = day.year + (draw(st.integers(0, 11)) + day.month > 12)
    record: dict[str, object] = {
        "stin": "24AAZCS2222F1ZB",
        section.number_key: draw(NUMBER),
        section.date_key: f"{day:%d-%m-%Y}",
        "rtnprd": f"{draw(st.integers(1, 12)):02d}{year}",
        "pos": f"{draw(st.integers(1, 38)):02d}",
        "action": draw(st.sampled_from("ARPN")),
        **{key: draw(AMOUNT) for key in ("val", "txval", "iamt", "camt", "samt", "cess")},
    }
    if section.original_number_key:
        record |= {section.original_number_key: draw(NUMBER), section.original_date_key: f"{draw(DAY):%d-%m-%Y}"}
    return section.key, record


@settings(max_examples=30, deadline=None)
@given(st.lists(sent_records(), min_size=1, max_size=6), st.sampled_from(sorted(wire.ITC_KEYS)))
def test_what_is_read_and_sent_is_read_again_the_same(listed: list[tuple[str, dict[str, object]]], keys: str) -> None:
    payload: dict[str, Any] = {}
    for section, record in listed:
        payload.setdefault(section, []).append(record)
    found = read(payload)
    assert not [issue for issue in found.issues if issue.severity == "error"]
    rows = decided(found.documents, "A", "Y", cess=0.0)
    again = read(json.loads(json.dumps(save(rows, wire.Variant(itc_keys=keys))))).documents
    before, after = (frame.set_index("doc_id")["fingerprint"].to_dict() for frame in (found.documents, again))
    assert before
    assert before == after


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([*INVOICE, *NOTE, "ispendactblocked", "itcRedReq", "declIgst", "tradenm", "new"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(KEYS, JSON, max_size=4) | JSON, max_size=4))
def test_no_json_is_met_with_a_traceback(changes: list[Any]) -> None:
    records = [INVOICE | change if isinstance(change, dict) else change for change in changes]
    found = read({"b2b": records})
    bad = {issue.row for issue in found.issues if issue.severity == "error"}
    repeated = sum(int(issue.reason.split()[-1]) for issue in found.issues if "repeated" in issue.reason)
    assert len(found.documents) == len(records) - len(bad) - repeated
