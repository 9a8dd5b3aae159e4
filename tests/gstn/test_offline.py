"""The portal's files: what is read, what is refused and why, and the file written for it."""

import hashlib
import json
import math
import os
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.archives import Limits
from ims_xl.gstn import offline
from ims_xl.gstn.wire import Variant
from ims_xl.issues import ImsError

DATA = Path(__file__).parents[1] / "data" / "gstn"
BUYER = "27AAZCD1111E1ZS"
OTHER = "29AAZFK3333G1ZV"
INVOICE = {"stin": "24AAZCS2222F1ZB", "inum": "A1", "idt": "14-10-2026", "txval": 100, "iamt": 18, "rtnprd": "102026"}


def decided(**actions: str) -> pd.DataFrame:
    """Rows of the sample download whose document numbers (`_` for other signs) are given an action."""
    documents = offline.read_portal_file(DATA / "download.json", BUYER).documents
    chosen = documents["doc_number"].str.replace(r"\W", "_", regex=True).map(actions).astype("object")
    rows = documents.assign(new_action=chosen.fillna(""), new_remarks="", new_itc_reduction="")
    return rows.assign(**{f"new_declared_{tax}": math.nan for tax in schema.TAXES})[chosen.notna()]


def refusal(path: Path, recipient_gstin: str = BUYER) -> str:
    with pytest.raises(ImsError) as caught:
        offline.read_portal_file(path, recipient_gstin)
    assert path.name in str(caught.value)
    assert caught.value.issue.remedy.endswith(".")
    return str(caught.value)


def write(folder: Path, content: Any, name: str = "ims.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


# Downloads


def test_the_download_is_read() -> None:
    path = DATA / "download.json"
    found = offline.read_portal_file(path, BUYER)
    assert found.issues == []
    assert found.kind == "download"
    assert found.recipient_gstin == BUYER
    assert found.file_name == "download.json"
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.sections == ("b2b", "b2ba", "b2bcn", "b2bcna", "b2bdn", "b2bdna", "ecom", "ecoma", "impg")
    shown = ["section", "doc_number", "portal_action", "supplier_filed", "taxable_value"]
    assert found.documents[shown].to_numpy().tolist() == [
        ["b2b", "TT/2610/0088", "N", "Not filed", 45000.0],
        ["b2b", "0000123456789012", "P", "Filed", 2500.42],
        ["b2ba", "MM-77R", "N", "Filed", 10000.0],
        ["b2bcn", "KCN/9", "A", "Filed", 1000.0],
        ["b2bdn", "MDN-4", "R", "Filed", 500.0],
        ["ecom", "RIDE-31", "N", "Filed", 1000.0],
        ["impg", "0912345", "N", "", 80000.0],
    ]
    assert found.documents["extra"].iloc[1] == '{"ItcAvailabilityCheck": "Y"}'
    assert found.documents["declared_igst"].iloc[3] == 80.0


@pytest.mark.parametrize(
    ("payload", "owner"),
    [
        ({"b2b": [INVOICE]}, ""),
        ({"gstin": BUYER, "b2b": [INVOICE]}, BUYER),
        ({"imsDetails": {"b2b": [INVOICE]}}, ""),
        ({"rtin": BUYER.lower(), "imsDetails": {"b2b": [INVOICE]}}, BUYER),
        ({"imsDetails": {"rtin": BUYER, "b2b": [INVOICE]}}, BUYER),
        ({"rtin": None, "imsDetails": {"b2b": [INVOICE]}}, ""),
    ],
)
def test_shapes_of_a_download(tmp_path: Path, payload: dict[str, Any], owner: str) -> None:
    found = offline.read_portal_file(write(tmp_path, payload), BUYER)
    assert (found.kind, found.recipient_gstin, found.sections) == ("download", owner, ("b2b",))
    assert found.documents["doc_number"].tolist() == ["A1"]
    assert not found.issues


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + json.dumps({"b2b": [INVOICE]}).encode())
    assert len(offline.read_portal_file(path, BUYER).documents) == 1


def test_bad_records_name_file_section_and_place(tmp_path: Path) -> None:
    path = write(tmp_path, {"imsDetails": {"b2b": [INVOICE, INVOICE | {"idt": "31-02-2026"}], "abc": [{}]}})
    found = offline.read_portal_file(path, BUYER)
    assert len(found.documents) == 1
    assert [issue.place for issue in found.issues] == [
        "ims.json, sheet b2b, row 2, column idt",
        "ims.json, sheet abc",
    ]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("declIgst", "fifty", "this is not an amount in rupees and how much ITC it reduces is not known"),
        ("itcRedReq", "perhaps", "this is neither Y nor N and how much ITC it reduces is not known"),
    ],
)
def test_a_declared_reduction_that_cannot_be_read_is_none_and_not_the_whole(tmp_path, key, value, reason) -> None:
    note = INVOICE | {"action": "A", "itcRedReq": "Y", "declCgst": 10, "declSgst": 10, key: value}
    found = offline.read_portal_file(write(tmp_path, {"imsDetails": {"b2b": [note]}}), BUYER)
    assert found.documents["itc_reduction"].tolist() == ["?"]
    assert [(issue.severity, issue.column, issue.value) for issue in found.issues if issue.column == key] == [
        ("warning", key, value)
    ]
    assert [issue.reason.endswith(reason) for issue in found.issues if issue.column == key] == [True]


def test_half_a_surrogate_costs_the_value_it_stands_in(tmp_path: Path) -> None:
    texts = {"tradenm": "TAPI \ud83d", "inum": "A2", "new": "\udc00"}
    path = write(tmp_path, {"rtin": BUYER, "b2b": [INVOICE, INVOICE | texts, INVOICE | {"inum": "A\ud83d"}]})
    found = offline.read_portal_file(path, BUYER)
    assert found.documents[["doc_number", "supplier_name"]].to_numpy().tolist() == [["A1", ""], ["A2", "TAPI \ufffd"]]
    assert found.unreadable[["section", "supplier_gstin", "doc_number"]].to_numpy().tolist() == [
        ["b2b", "24AAZCS2222F1ZB", ""]
    ]
    assert [(issue.severity, issue.row, issue.value) for issue in found.issues] == [
        ("warning", 2, "TAPI \ufffd"),
        ("error", 3, "A\ufffd"),
    ]
    found.documents["extra"][1].encode()


def test_half_a_surrogate_makes_no_broken_file_whole(tmp_path: Path) -> None:
    start = b'{"b2b": [{"inum": "\\ud83d", "val": '
    assert "the JSON of the file is broken" in refusal(write(tmp_path, start + b"NaN}]}"))
    assert "the JSON of the file is broken" in refusal(write(tmp_path, start + b"[" * 100_000))


@pytest.mark.parametrize("sign", ["\0", "\r", "\n", "\t", "\x1f", "\ufffe"])
def test_a_number_that_no_cell_can_hold_is_left_out(tmp_path: Path, sign: str) -> None:
    odd = INVOICE | {"inum": f"A{sign}1"}
    found = offline.read_portal_file(write(tmp_path, {"b2b": [odd, INVOICE | {"inum": "A2"}]}), BUYER)
    assert found.documents["doc_number"].tolist() == ["A2"]
    (issue,) = found.issues
    assert (issue.row, issue.column, issue.reason) == (1, "inum", "this is not the number of a document")


def test_a_section_of_an_error_file_that_is_no_list_is_told(tmp_path: Path) -> None:
    found = offline.read_error_file(write(tmp_path, {"imsDetailsErr": {"b2b": {"inum": "A1"}, "note": 1}}), BUYER)
    assert found.rows.empty
    assert [(issue.place, issue.reason) for issue in found.issues] == [
        ("ims.json, sheet b2b", "the section holds no list of records")
    ]


def test_an_error_file_holds_no_documents_of_the_portal() -> None:
    found = offline.read_portal_file(DATA / "errors.json", BUYER)
    assert (found.kind, found.sections) == ("errors", ())
    assert found.documents.empty
    assert list(found.documents) == [column.name for column in schema.IMS]


def test_a_zip_is_the_union_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part1.json", json.dumps({"rtin": BUYER, "imsDetails": {"b2b": [INVOICE]}}))
        archive.writestr(
            "sub/part2.JSON",
            json.dumps(
                {"b2b": [INVOICE | {"action": "R"}, INVOICE | {"inum": "A2"}, INVOICE | {"stin": ""}], "cn": []}
            ),
        )
        archive.writestr("__MACOSX/._part1.json", b"\x00\x05\x16")
        archive.writestr("readme.txt", "hello")
    found = offline.read_portal_file(path, BUYER)
    assert found.recipient_gstin == BUYER
    assert found.sections == ("b2b", "b2bcn")
    assert found.overlapping == ("all.zip/part1.json", "all.zip/sub/part2.JSON")
    assert found.documents[["doc_number", "portal_action"]].to_numpy().tolist() == [["A1", "R"], ["A2", "N"]]
    assert [(issue.severity, issue.file, issue.row) for issue in found.issues] == [
        ("note", "all.zip/readme.txt", 0),
        ("error", "all.zip/sub/part2.JSON", 3),
        ("warning", "all.zip", 0),
    ]


def test_files_of_a_zip_that_share_no_section_do_not_overlap(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b2b.json", json.dumps({"rtin": BUYER, "imsDetails": {"b2b": [INVOICE], "cn": []}}))
        archive.writestr("cn.json", json.dumps({"rtin": BUYER, "imsDetails": {"b2b": []}}))
    assert offline.read_portal_file(path, BUYER).overlapping == ()


# Files that cannot be used


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (b"<html>Session expired</html>", "the file is not JSON (value: <html>Session expire)"),
        (b'{"imsDetails":\n{"b2b":[{"stin":"24AA', "row 2: the file ends in the middle: it was cut off"),
        (b'{"imsDetails":{"b2b":[]', "the file ends in the middle: it was cut off"),
        (b'{"b2b": [],\n "b2ba" []}', "row 2: the JSON of the file is broken at character 9 of the line"),
        (b'{"b2b": [{"val": NaN}]}', "the JSON of the file is broken at character"),
        (b'{"b2b": [{"val": ' + b"9" * 5000 + b"}]}", "the JSON of the file is broken at character"),
        (b'{"b2b":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "the file is nested too deeply"),
        (b"[" * 100_000, "the file is nested too deeply"),
        ('{"b2b": []}'.encode("utf-16"), "the file is not written in UTF-8"),
        ('{"b2b": [{"tradenm": "Café"}]}'.encode("latin-1"), "the file is not written in UTF-8"),
        (b"[]", "the file holds JSON, but not that of a portal file"),
        (b"12", "the file holds JSON, but not that of a portal file"),
        (b"stin,inum\n", "the file is not JSON"),
        (b"{}", "the file holds JSON, but no section of IMS"),
        (b'{"error": {"message": "no data"}}', "the file holds JSON, but no section of IMS"),
        (b'{"imsDetails": []}', "column imsDetails: this part of the file is not built as the portal builds it"),
        (b'{"chksum": "x", "data": {"docdata": {"b2b": []}}}', "this is a GSTR-2B statement, not an IMS file"),
        (b'{"gstin": "x", "fp": "102026", "b2b": []}', "this is a GSTR-1 or GSTR-2A file, not an IMS file"),
        (b'{"b2b": [{"txval": 1, "txval": 2}]}', "column txval: the key stands twice in one record"),
        (b'{"b2b": [], "b2b": []}', "column b2b: the key stands twice in one record"),
        (b'{"imsDetails": {}, "imsDetails": {}}', "column imsDetails: the key stands twice in one record"),
        (b"PK\x03\x04 and no more", "the zip is damaged or was cut off"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refusal(write(tmp_path, content))


def test_a_file_of_another_gstin_is_refused_naming_both() -> None:
    told = refusal(DATA / "download.json", OTHER)
    assert f"the file is of GSTIN {BUYER}, this workbook is of {OTHER}" in told


# Whose file it is


STRANGER = "29AABCX9999K1Z3"  # valid, and neither ours nor a supplier's


@pytest.mark.parametrize(
    ("name", "payload", "told"),
    [
        (f"IMS_{STRANGER}_102026.json", {"imsDetails": {"b2b": [INVOICE]}}, f"the name of the file holds GSTIN {STRANGER}"),
        ("ims.json", {"status": "1", "data": {"rtin": STRANGER, "b2b": [INVOICE]}}, f"column rtin: the file is of GSTIN {STRANGER}"),
        ("ims.json", {"impg": [{"rgstin": STRANGER, "boenum": "1"}]}, f"column rgstin: the file holds 1 record of GSTIN {STRANGER}"),
    ],
)  # fmt: skip
def test_a_file_of_another_gstin_is_refused_by_whatever_names_it(
    tmp_path: Path, name: str, payload: dict[str, Any], told: str
) -> None:
    assert f"{told}, this workbook is of {BUYER}" in refusal(write(tmp_path, payload, name))


@pytest.mark.parametrize(("name", "verdict"), [("ims.json", "unnamed"), (f"{BUYER}.json", "ours")])
def test_who_owns_a_file_is_told(tmp_path: Path, name: str, verdict: str) -> None:
    found = offline.read_portal_file(write(tmp_path, {"b2b": [INVOICE]}, name), BUYER)
    assert (found.owner.verdict, found.issues) == (verdict, [])
    assert offline.read_portal_file(DATA / "download.json", BUYER).owner.verdict == "ours"


def test_records_within_another_state_are_doubted_with_their_figures(tmp_path: Path) -> None:
    record = INVOICE | {"stin": OTHER, "pos": "29", "iamt": 0, "camt": 9, "samt": 9}
    path = write(tmp_path, {"b2b": [record | {"inum": f"K/{number}"} for number in range(6)]})
    found = offline.read_portal_file(path, BUYER)
    assert (len(found.documents), found.owner.verdict) == (6, "doubtful")
    (issue,) = found.issues
    assert (issue.severity, issue.file, issue.reason) == (
        "warning",
        "ims.json",
        "of 6 documents with CGST and SGST 6 have a place of supply outside Maharashtra (6 in Karnataka), "
        f"this workbook is of {BUYER}",
    )


def test_the_error_file_of_another_gstin_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"imsDetailsErr": {}}, f"Error_{STRANGER}.json")
    with pytest.raises(ImsError, match="the name of the file holds GSTIN"):
        offline.read_error_file(path, BUYER)
    assert offline.read_error_file(write(tmp_path, {"imsDetailsErr": {}}), BUYER).owner.verdict == "unnamed"


# Wrappers


@pytest.mark.parametrize(
    "payload",
    [
        {"data": {"b2b": [INVOICE]}, "status": "1"},  # what the portal's own page answers
        {"status_cd": "1", "data": {"status_cd": "1", "data": {"imsDetails": {"b2b": [INVOICE]}}}},
        [{"data": [{"b2b": [INVOICE]}]}],
    ],
)
def test_a_download_in_wrappers_is_read_as_without_them(tmp_path: Path, payload: Any) -> None:
    found = offline.read_portal_file(write(tmp_path, payload), BUYER)
    plain = offline.read_portal_file(write(tmp_path, {"b2b": [INVOICE]}, "plain.json"), BUYER)
    assert (found.kind, found.sections, found.issues) == ("download", ("b2b",), [])
    pd.testing.assert_frame_equal(found.documents, plain.documents)
    assert found.documents[["doc_number", "igst"]].to_numpy().tolist() == [["A1", 18.0]]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"a": {"b2b": []}, "b": {"b2b": [INVOICE]}}, "the file holds 2 times what could be the sections of IMS"),
        ({"status": "1", "data": {"data": {"docdata": {}}}}, "this is a GSTR-2B statement, not an IMS file"),
        ({"data": {"fp": "102026", "b2b": []}}, "this is a GSTR-1 or GSTR-2A file, not an IMS file"),
        ({"data": {"b2b": [{"ctin": OTHER, "inv": []}]}}, "this is a GSTR-1 or GSTR-2A file, not an IMS file"),
        ({"chksum": "x", "data": {"b2b": []}}, "this is a GSTR-2B statement, not an IMS file"),
    ],
)
def test_wrappers_that_hold_something_else_are_refused(tmp_path: Path, payload: Any, reason: str) -> None:
    assert reason in refusal(write(tmp_path, payload))


def test_an_error_file_in_a_result_is_read(tmp_path: Path) -> None:
    """As GSPs give it on."""
    refused = [
        {"error_cd": "IMSSAV0054", "error_msg": "Please enter a value", "stin": stin, "inv": [{"inum": number}]}
        for stin, number in (("24AAZCS2222F1ZB", "7"), (OTHER, "12"))
    ]
    report = {"status_cd": "PE", "err_cnt": "2", "error_report": {"cn": refused}}
    for name, payload in (("plain.json", report), ("wrapped.json", {"rek": "*", "status_cd": 1, "result": report})):
        found = offline.read_error_file(write(tmp_path, payload, name), BUYER)
        assert listed(found) == [
            ["b2bcn", "24AAZCS2222F1ZB", "7", "", "", "IMSSAV0054: Please enter a value"],
            ["b2bcn", OTHER, "12", "", "", "IMSSAV0054: Please enter a value"],
        ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "the file cannot be read" in refusal(tmp_path / "gone.json")
    assert "the file cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"xl/workbook.xml": "<x/>"}, "without a JSON file in it"),
        ({"a.json": '{"b2b": []}', "b.json": '{"imsDetailsErr": {}}'}, "the zip mixes downloads"),
        ({"a.json": '{"b2b": []}', "b.json": '{"b2b": [' * 3}, "z.zip/b.json, row 1: the file ends in the middle"),
        ({"a.json": '{"b2b": []}', "b.json": json.dumps({"rtin": OTHER, "b2b": []})}, f"is of GSTIN {OTHER}"),
    ],
)
def test_zips_that_cannot_be_used(tmp_path: Path, members: dict[str, str], reason: str) -> None:
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert reason in refusal(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_of_any_method_is_told(tmp_path: Path, method: int) -> None:
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.json", '{"b2b": []}' + " " * 500)
    data = bytearray(path.read_bytes())
    data[36 + 6 : 36 + 20] = b"\xff" * 14  # behind the name, where the packed bytes are
    path.write_bytes(bytes(data))
    assert "the zip is damaged or was cut off" in refusal(path)


def test_files_and_zips_beyond_the_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ims_xl.gstn.portal_json.MAX_BYTES", 500)
    monkeypatch.setattr("ims_xl.archives.LIMITS", Limits(size=500))
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", " " * 10_000)
    assert "MB when unpacked" in refusal(path)
    assert "the file is larger than" in refusal(write(tmp_path, b" " * 501))


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", "{}")
    data = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says: encrypted
        data[data.index(header) + flags] |= 1
    path.write_bytes(bytes(data))
    assert "the zip cannot be unpacked" in refusal(path)


# Error files

ERROR_ROWS = [
    ["b2b", "24AAZCS2222F1ZB", "TT/2610/0088", "2026-10-14", "102026", "Supplier has edited the document"],
    ["b2bdn", "27AAZCM4444H1ZV", "MDN-4", "2026-09-30", "092026", "IMSSAV0010: Previous action is not the present one"],
]


def listed(errors: offline.PortalErrors) -> list[list[object]]:
    days = errors.rows["doc_date"].dt.strftime("%Y-%m-%d").astype("object").where(errors.rows["doc_date"].notna(), "")
    return errors.rows.assign(doc_date=days).to_numpy().tolist()


def test_the_error_file_is_read() -> None:
    found = offline.read_error_file(DATA / "errors.json", BUYER)
    assert listed(found) == ERROR_ROWS
    assert (found.issues, found.file_name) == ([], "errors.json")
    assert [str(kind) for kind in found.rows.dtypes] == ["str", "str", "str", "datetime64[s]", "str", "str"]


@pytest.mark.parametrize(
    ("group", "section"),
    [("cn", "b2bcn"), ("b2bcn", "b2bcn"), ("CNA", "b2bcna"), ("dn", "b2bdn"), ("dna", "b2bdna"), ("xyz", "xyz")],
)
def test_the_answer_to_a_request_is_an_error_file_too(tmp_path: Path, group: str, section: str) -> None:
    record = {
        "stin": "27AAZCM4444H1ZV",
        "error_cd": "IMSSAV0010",
        "error_msg": "wrong",
        "inv": [{"rtnprd": "092026", "inum": "MDN-4"}, {"rtnprd": "102026", "inum": 5}],
    }
    path = write(tmp_path, {"status_cd": "PE", "err_cnt": "2", "error_report": {group: [record]}})
    assert listed(offline.read_error_file(path, BUYER)) == [
        [section, "27AAZCM4444H1ZV", "MDN-4", "", "092026", "IMSSAV0010: wrong"],
        [section, "27AAZCM4444H1ZV", "5", "", "102026", "IMSSAV0010: wrong"],
    ]


def test_bad_records_of_an_error_file_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, {"imsDetailsErr": {"b2b": ["text", {"stin": None, "inum": "A1", "error_msg": "no"}]}})
    found = offline.read_error_file(path, BUYER)
    assert listed(found) == [["b2b", "", "A1", "", "", "no"]]
    assert [issue.place for issue in found.issues] == ["ims.json, sheet b2b, row 1"]


def test_an_empty_error_file_has_no_rows(tmp_path: Path) -> None:
    found = offline.read_error_file(write(tmp_path, {"imsDetailsErr": {}}), BUYER)
    assert found.rows.empty
    assert list(found.rows) == [column.name for column in offline.ERROR_COLUMNS]


def test_a_download_is_no_error_file() -> None:
    with pytest.raises(ImsError, match="this is not an error file"):
        offline.read_error_file(DATA / "download.json", BUYER)


# Uploads


def golden_rows() -> pd.DataFrame:
    rows = decided(
        TT_2610_0088="R", **{"0000123456789012": "N"}, MM_77R="A", KCN_9="A", RIDE_31="P", **{"0912345": "A"}
    )
    by_number = rows.set_index("doc_number")
    by_number.loc["TT/2610/0088", "new_remarks"] = "Goods not received"
    by_number.loc["MM-77R", ["new_remarks", "new_itc_reduction"]] = ["remarks are blocked here", "N"]
    by_number.loc["KCN/9", ["new_remarks", "new_itc_reduction"]] = ["Only 99.90 was availed", "Y"]
    by_number.loc["KCN/9", "new_declared_igst"] = 99.9
    return by_number.reset_index()


def test_the_upload_is_the_one_written_by_hand() -> None:
    payload = offline.upload_payload(golden_rows(), BUYER, Variant())
    assert payload == json.loads((DATA / "upload.json").read_text())


def test_the_upload_file_is_written_whole_and_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, b"an earlier file", "upload.json")
    written = offline.write_upload_file(path, golden_rows(), BUYER, Variant())
    assert json.loads(path.read_text()) == json.loads((DATA / "upload.json").read_text())
    assert written.path == path
    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert written.counts == {"R": 1, "N": 1, "A": 2, "P": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["upload.json"]
    again = offline.read_portal_file(path, BUYER)
    assert (again.kind, again.recipient_gstin, again.issues) == ("upload", BUYER, [])
    sent = golden_rows().query("section != 'impg'")
    assert sorted(again.documents["fingerprint"]) == sorted(sent["fingerprint"])


def test_amounts_and_numbers_are_written_as_json_the_portal_takes(tmp_path: Path) -> None:
    path = tmp_path / "upload.json"
    offline.write_upload_file(path, golden_rows(), BUYER, Variant())
    text = path.read_text()
    assert '"inum":"0000123456789012"' in text
    assert '"val":53100,' in text
    assert '"val":2950.5,' in text


@pytest.mark.parametrize(
    ("number", "changes", "reason"),
    [
        ("RIDE-31", {"new_action": "X"}, "RIDE-31 of 07AAZCE5555J1ZU: the action is not A, R, P or N"),
        ("RIDE-31", {"new_action": ""}, "the action is not A, R, P or N"),
        ("MM-77R", {"new_action": "P", "new_itc_reduction": ""}, "MM-77R of 27AAZCM4444H1ZV: Pending is not allowed"),
        ("KCN/9", {"new_remarks": "x" * 251}, "remarks are longer than 250 characters"),
        ("KCN/9", {"new_itc_reduction": "yes"}, "the answer on reducing ITC is not Y, N or empty"),
        ("KCN/9", {"new_declared_igst": 180.01}, "the ITC to reduce is negative or above the tax of the document"),
        ("KCN/9", {"new_declared_igst": -0.01}, "the ITC to reduce is negative or above the tax of the document"),
        ("KCN/9", {"new_declared_cess": 1.0}, "the ITC to reduce is negative or above the tax of the document"),
        ("KCN/9", {"itc_reduction_blocked": True}, "a declaration on ITC is not allowed"),
        ("MM-77R", {"itc_reduction_blocked": True}, "a declaration on ITC is not allowed"),
        ("RIDE-31", {"new_action": "A", "new_itc_reduction": "N"}, "a declaration on ITC is not allowed"),
        (
            "MM-77R",
            {"new_itc_reduction": "Y", "new_declared_cgst": 10.0, "new_declared_sgst": 11.0},
            "the CGST and SGST to reduce differ",
        ),
        ("KCN/9", {"recipient_gstin": OTHER}, "the document is of another GSTIN"),
    ],
)
def test_decisions_the_portal_would_refuse_are_not_written(
    tmp_path: Path, number: str, changes: dict[str, object], reason: str
) -> None:
    path = write(tmp_path, b"an earlier file", "upload.json")
    rows = golden_rows().set_index("doc_number")
    for column, value in changes.items():
        rows.loc[number, column] = value
    with pytest.raises(ImsError) as caught:
        offline.write_upload_file(path, rows.reset_index(), BUYER, Variant())
    assert reason in str(caught.value)
    assert path.read_bytes() == b"an earlier file"


def test_a_blocked_credit_note_is_accepted_without_declaration() -> None:
    rows = golden_rows().query("doc_number == 'KCN/9'")
    rows = rows.assign(itc_reduction_blocked=True, new_declared_igst=math.nan)
    [record] = offline.upload_payload(rows, BUYER, Variant())["invdata"]["b2bcn"]  # type: ignore[index]
    assert "itcRedReq" not in record


def test_a_document_decided_twice_is_not_written() -> None:
    twice = pd.concat([golden_rows(), decided(RIDE_31="R")])
    with pytest.raises(ImsError, match="RIDE-31 of 07AAZCE5555J1ZU: the document stands twice"):
        offline.upload_payload(twice, BUYER, Variant())


def test_many_refusals_are_counted() -> None:
    rows = decided(RIDE_31="X")
    many = pd.concat([rows.assign(doc_id=str(turn), doc_number=f"R{turn}") for turn in range(12)])
    with pytest.raises(ImsError, match=r"R9 of 07AAZCE5555J1ZU: the action is not A, R, P or N; and 2 more"):
        offline.upload_payload(many, BUYER, Variant())


@pytest.mark.parametrize("rows", [decided(), decided(**{"0912345": "A"})], ids=["none", "imports only"])
def test_nothing_to_upload_writes_no_file(tmp_path: Path, rows: pd.DataFrame) -> None:
    with pytest.raises(ImsError, match="there is no decision to upload"):
        offline.write_upload_file(tmp_path / "upload.json", rows, BUYER, Variant())
    assert list(tmp_path.iterdir()) == []


def test_a_file_open_elsewhere_stays_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, b"an earlier file", "upload.json")
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(ImsError, match=r"upload.json: the file cannot be written: Permission denied\. Close the file"):
        offline.write_upload_file(path, golden_rows(), BUYER, Variant())
    assert [file.name for file in tmp_path.iterdir()] == ["upload.json"]
    assert path.read_bytes() == b"an earlier file"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImsError, match="the file cannot be written"):
        offline.write_upload_file(tmp_path / "gone" / "upload.json", golden_rows(), BUYER, Variant())
