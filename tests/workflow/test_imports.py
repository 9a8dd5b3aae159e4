"""Bills of entry on the file road: shown, refused unless the company decides them, and never in the upload file."""

import json
from collections.abc import Callable

import pytest
from support.twenty import ims_payload

from ims_xl.issues import ImsError
from ims_xl.workflow import check, export, import_portal, preview, run_match

BILL = {
    "rgstin": "27AAZCD1111E1ZS", "refId": "1", "ispendactblocked": "N", "irefdt": "21-10-2026", "itcprd": "102026",
    "portcd": "INNSA1", "boenum": "4455667", "boedt": "19-10-2026", "action": "N", "txval": 250000, "igst": 45000,
    "cess": 0, "srtinprd": "102026", "hash": "0a",
}  # fmt: skip
NO_PLACE = "the upload file has no place for imports; they are sent only through a GSP"


@pytest.fixture
def with_bills(matched) -> Callable[..., None]:
    def begin(setting: str) -> None:
        payload = ims_payload()
        payload["imsDetails"]["impg"] = [BILL, BILL | {"boenum": "4455668", "refId": "2", "hash": "0b"}]
        path = matched.folder / "with_bills.json"
        path.write_text(json.dumps(payload), encoding="utf-8")
        matched.do(import_portal, [path])
        matched.do(run_match, 1.00)
        matched.type({"Decide imports through the GSP": setting}, "Value", "Setting")

    return begin


def test_marks_are_refused_as_long_as_the_setting_is_off(matched, with_bills):
    with_bills("No")
    matched.type({"4455667": "Accept", "4455668": "Pending"})
    errors = [issue for issue in matched.do(check).issues if issue.severity == "error"]
    assert [issue.reason for issue in errors] == ["2 marks refused: the upload file has no place for imports"]


def test_the_upload_file_leaves_them_out_and_says_so(matched, with_bills):
    with_bills("Yes")
    matched.type({"4455667": "Accept", "4455668": "Pending", "KSF/1002": "Accept"})
    assert matched.do(check).figures["refused"] == 0
    assert matched.lines()["4455668"]["mark"] == "P"
    figures = matched.do(preview).figures
    assert (figures["to upload: Accept"], figures["to upload: Pending"], figures["Left out"]) == (1, 0, 2)
    outcome = matched.do(export, matched.folder / "up.json")
    assert outcome.figures == {"Accept": 1, "Reject": 0, "Pending": 0, "No Action": 0}
    told = [(issue.severity, issue.value) for issue in outcome.issues if issue.reason == NO_PLACE]
    assert told == [("note", "Accept on 4455667"), ("note", "Pending on 4455668")]
    sections = json.loads((matched.folder / "up.json").read_text(encoding="utf-8"))["invdata"]
    assert list(sections) == ["b2b"]


def test_a_file_of_imports_alone_is_not_written_and_the_reason_is_told(matched, with_bills):
    with_bills("Yes")
    matched.type({"4455667": "Accept"})
    with pytest.raises(ImsError, match="there is nothing to upload") as caught:
        matched.do(export, matched.folder / "up.json")
    assert NO_PLACE in caught.value.issue.remedy
    assert not (matched.folder / "up.json").exists()


def test_a_bill_of_entry_cannot_be_rejected_either_way(matched, with_bills):
    with_bills("Yes")
    matched.type({"4455667": "Reject"})
    errors = [issue for issue in matched.do(check).issues if issue.severity == "error"]
    assert [issue.reason for issue in errors] == ["a bill of entry cannot be rejected"]
