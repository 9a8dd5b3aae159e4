"""Originals of amended documents, found in IMS, in earlier snapshots and in earlier GSTR-2B."""

import json
from pathlib import Path

import pytest
from support.months import BUYER, SUPPLIER, Months, Saying, amended, record

from ims_xl.workflow import close_month, export, import_purchases

OCT, NOV = "102026", "112026"
DAY = "10-10-2026"
CHANGE = amended("A/1", DAY, 7_200, ("A/1", DAY), NOV)


@pytest.fixture
def months(tmp_path: Path) -> Months:
    return Months(tmp_path)


def gstr2b(months: Months, *parts: str) -> Path:
    """October's GSTR-2B lists A/1 of 9,000 in these parts."""
    invoice = {"dt": DAY, "val": 10_620, "rev": "N", "itcavl": "Y", "pos": "27", "typ": "R", "inum": "A/1", "txval": 9_000, "igst": 1_620, "cgst": 0, "sgst": 0, "cess": 0}  # fmt: skip
    supplier = {"ctin": SUPPLIER, "trdnm": "X", "supfildt": DAY, "supprd": OCT, "inv": [invoice]}
    data = {
        "rtnprd": OCT,
        "gendt": "14-11-2026",
        "gstin": BUYER,
        "version": "1.0",
        **{part: {"b2b": [supplier]} for part in parts},
    }
    path = months.folder / "2b.json"
    path.write_text(json.dumps({"chksum": "ab", "data": data}), encoding="utf-8")
    return path


def line(months: Months) -> tuple[str, float]:
    found = months.lines(NOV)["A/1"]
    return str(found["original_state"]), float(found["itc_effect"])


def test_in_ims_now(months):
    """18% of 7,200 less 18% of 9,000."""
    months.begin(NOV)
    months.take(NOV, record("A/1", DAY, 9_000, "A"), b2ba=[CHANGE])
    lines = months.look(NOV, lambda job: job.view().view.lines)
    found = lines[lines["section"] == "b2ba"].iloc[0]
    assert (found["original_state"], found["itc_effect"]) == ("Accepted, IMS", -324.0)


def test_in_an_earlier_snapshot_of_the_same_workbook(months):
    months.begin(NOV)
    months.take(NOV, record("A/1", DAY, 9_000, "A"), b2ba=[CHANGE])
    months.take(NOV, b2ba=[CHANGE], ui=Saying())
    assert line(months) == ("Accepted, IMS of Nov-2026", -324.0)


@pytest.mark.parametrize(
    ("action", "word", "effect"), [("A", "Accepted", -324.0), ("N", "No action", -324.0), ("R", "Rejected", 1_296.0)]
)
def test_in_the_workbook_of_an_earlier_month(months, action, word, effect):
    """After a rejection the whole amendment counts: 18% of 7,200."""
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 9_000, action))
    months.begin(NOV, OCT)
    months.take(NOV, b2ba=[CHANGE])
    assert line(months) == (f"{word}, IMS of Oct-2026", effect)


@pytest.mark.parametrize(
    ("part", "state", "effect"), [("docdata", "Accepted", -324.0), ("docRejdata", "Rejected", 1_296.0)]
)
def test_in_an_earlier_gstr2b(months, part, state, effect):
    months.begin(NOV)
    months.do(NOV, import_purchases, [gstr2b(months, part)])
    months.take(NOV, b2ba=[CHANGE])
    assert line(months) == (f"{state}, GSTR-2B of Oct-2026", effect)


def test_in_an_earlier_gstr2b_as_credit_and_as_rejected_it_is_told(months):
    months.begin(NOV)
    told = months.do(NOV, import_purchases, [gstr2b(months, "docdata", "docRejdata")]).issues
    reason = "documents that stand both with credit and as rejected, taken as rejected: 1"
    assert [(issue.severity, issue.value) for issue in told if issue.reason == reason] == [("warning", "A/1")]
    months.take(NOV, b2ba=[CHANGE])
    assert line(months) == ("Rejected, GSTR-2B of Oct-2026", 1_296.0)


def test_a_rejection_that_the_portal_seems_not_to_know_is_told(months):
    """Asked whether ITC is reduced, where nothing was taken: the original may have been accepted on the portal since."""
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 9_000, "R"))
    months.begin(NOV, OCT)
    months.take(NOV, b2ba=[CHANGE | {"isItcRedReqBlocked": "N"}])
    hint = "; the portal asks for a reduction, so it was probably accepted"
    assert line(months) == (f"Rejected, IMS of Oct-2026{hint}", 1_296.0)


def test_a_later_month_tells_an_earlier_one_nothing(months):
    """December's workbook held the original; November does not look there."""
    months.begin("122026")
    months.take("122026", record("A/1", DAY, 9_000, "A"))
    months.begin(NOV)
    months.take(NOV, b2ba=[CHANGE])
    assert line(months)[0] == "not known here"


@pytest.mark.parametrize(
    ("action", "state", "itc"),
    [("R", "sent as rejected, outcome not seen", None), ("A", "No action", -324.0)],
)
def test_what_was_sent_by_file_and_never_seen_on_the_portal_is_not_deemed_accepted(months, action, state, itc):
    """18% of 7,200 less 18% of 9,000 where acceptance was meant: either way it was accepted."""
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 9_000))
    months.mark(OCT, A_1=action)
    months.do(OCT, export, months.folder / "up.json")
    months.do(OCT, close_month, ui=Saying())
    months.begin(NOV, OCT)
    months.take(NOV, b2ba=[CHANGE])
    found = months.lines(NOV)["A/1"]
    assert found["original_state"] == f"{state}, IMS of Oct-2026"
    assert (None if found["itc_effect"] != found["itc_effect"] else found["itc_effect"]) == itc


def test_a_bill_whose_reject_was_never_seen_is_not_settled(months):
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 9_000))
    months.match(OCT, ("A/1", DAY, 9_000))
    months.mark(OCT, A_1="R")
    months.do(OCT, export, months.folder / "up.json")
    months.do(OCT, close_month, ui=Saying())
    months.begin(NOV, OCT)
    months.take(NOV, record("N/1", "05-11-2026", 100))
    months.match(NOV, ("A/1", DAY, 9_000))
    assert months.settled(NOV) == {}
    assert months.reasons(NOV) == {"A/1": "sent as rejected, outcome not seen (Oct-2026)"}


def test_what_was_missing_in_october_and_is_booked_in_november_says_so(months):
    """A/1 is booked in November; B/1 reached the portal only then."""
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 9_000))
    months.match(OCT, ("Z/77", "25-10-2026", 500))
    months.begin(NOV, OCT)
    months.take(NOV, record("A/1", DAY, 9_000), record("B/1", "03-11-2026", 4_000))
    months.match(NOV, ("A/1", DAY, 9_000))
    lines = months.lines(NOV)
    assert {number: (line["status"], line["seen_before"]) for number, line in lines.items()} == {
        "A/1": ("Exact Match", "Oct-2026: Missing in PR"),
        "B/1": ("Missing in PR", ""),
    }
    assert months.lines(OCT)["A/1"]["seen_before"] == ""
