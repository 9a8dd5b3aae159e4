"""The status of a save, a reset or a computation, in all spellings."""

from typing import Any

import pandas as pd
import pytest
from support.desk import Desk
from support.portal import Plain, Portal

from ims_xl.gstn import offline
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.statuses import read_status

SUPPLIER = "24AAZCS2222F1ZB"
PARTLY = {
    "status_cd": "PE",
    "transTypCd": "SAV",
    "proc_cnt": "10",
    "err_cnt": "1",
    "err_cd": "",
    "err_msg": "",
    "error_report": {
        "b2b": [
            {
                "stin": SUPPLIER,
                "error_cd": "IMSSAV0010",
                "error_msg": "previous action wrong or supplier edited the document",
                "inv": [{"rtnprd": "102026", "inum": "SSF/26-27/0417"}],
            }
        ]
    },
}


def test_processed_in_part(portal: Portal, desk: Desk) -> None:
    portal.answers("REQSTS", PARTLY)
    with desk.client() as client:
        status = client.request_status("1a2b3c")
    assert portal.calls("REQSTS")[0].query["int_tran_id"] == "1a2b3c"
    assert (status.state, status.processed, status.failed, status.code, status.message) == ("PE", 10, 1, "", "")
    assert list(status.errors) == [column.name for column in offline.ERROR_COLUMNS]
    message = "IMSSAV0010: previous action wrong or supplier edited the document"
    assert status.errors.to_numpy().tolist() == [["b2b", SUPPLIER, "SSF/26-27/0417", pd.NaT, "102026", message]]
    assert status.issues == ()


@pytest.mark.parametrize("group", ["dn", "b2bdn", "DN"])
@pytest.mark.parametrize("key", ["inum", "nt_num"])
def test_notes_under_short_or_long_names(group: str, key: str) -> None:
    report = {
        group: [{"stin": SUPPLIER, "error_cd": "X1", "error_msg": "no", "inv": [{"rtnprd": "092026", key: "D/1"}]}]
    }
    status = read_status({"status_cd": "PE", "error_report": report})
    assert status.errors.to_numpy().tolist() == [["b2bdn", SUPPLIER, "D/1", pd.NaT, "092026", "X1: no"]]
    assert (status.processed, status.failed) == (None, None)


def test_several_documents_of_one_supplier_and_codes_of_their_own() -> None:
    inside = [{"inum": "A1", "rtnprd": "102026"}, {"inum": "A2", "rtnprd": "092026", "error_msg": "other"}]
    report = {"b2b": [{"stin": SUPPLIER, "error_cd": "X1", "error_msg": "no", "inv": inside}]}
    errors = read_status({"status_cd": "PE", "error_report": report}).errors
    assert errors[["doc_number", "supplier_period", "message"]].to_numpy().tolist() == [
        ["A1", "102026", "X1: no"],
        ["A2", "092026", "X1: other"],
    ]


@pytest.mark.parametrize(
    ("word", "state"),
    [("P", "P"), ("p ", "P"), ("PE", "PE"), ("ER", "ER"), ("IP", "IP"), ("REC", "IP"), ("QUEUED", "IP"), (None, "IP")],
)
def test_states(word: Any, state: str) -> None:
    assert read_status({"status_cd": word}).state == state
    assert read_status({"status": word}).state == state
    assert read_status({"status_cd": word}).errors.empty


def test_failed_as_a_whole() -> None:
    status = read_status({"status_cd": "ER", "err_cd": "IMSSAV005", "err_msg": "Schema validation failed"})
    assert (status.state, status.code, status.message) == ("ER", "IMSSAV005", "Schema validation failed")
    assert (status.processed, status.failed) == (None, None)


def test_failed_with_the_other_spelling_is_no_error_of_the_question(portal: Portal, desk: Desk) -> None:
    portal.answers("REQSTS", {"status_cd": "ER", "error_cd": "IMSSAV005", "error_msg": "Schema validation failed"})
    with desk.client() as client:
        status = client.request_status("1a2b3c")
    assert (status.state, status.code, status.message) == ("ER", "IMSSAV005", "Schema validation failed")


@pytest.mark.parametrize(("text", "count"), [("10", 10), (10, 10), ("0", 0), ("", None), (None, None), ("ten", None)])
def test_counts_are_texts(text: Any, count: int | None) -> None:
    assert read_status({"status_cd": "P", "proc_cnt": text}).processed == count


def test_what_cannot_be_read_of_the_errors_is_told() -> None:
    status = read_status({"status_cd": "PE", "error_report": {"b2b": ["text", {"stin": SUPPLIER, "inum": "A1"}]}})
    assert status.errors["doc_number"].tolist() == ["A1"]
    assert [issue.reason for issue in status.issues] == ["this is not a record of an error file"]


def test_errors_without_groups() -> None:
    status = read_status({"status_cd": "PE", "error_report": [{"stin": SUPPLIER, "inum": "A1", "error_msg": "no"}]})
    assert status.errors[["section", "doc_number"]].to_numpy().tolist() == [["", "A1"]]


def test_a_result_without_envelope_is_not_believed(portal: Portal, desk: Desk) -> None:
    portal.answers("REQSTS", Plain(PARTLY))
    with desk.client() as client, pytest.raises(EnvelopeError, match="without its envelope"):
        client.request_status("1a2b3c")


@pytest.mark.parametrize("answer", [{"status_cd": "P"}, {"status": "P"}, Plain({"status_cd": "P"})])
def test_the_status_of_gstr2b_may_have_any_shape(portal: Portal, desk: Desk, answer: Any) -> None:
    portal.answers("GENSTS2B", answer)
    with desk.client() as client:
        assert client.compute_2b_status("77aa").state == "P"
    assert portal.calls("GENSTS2B")[0].query["int_tran_id"] == "77aa"
