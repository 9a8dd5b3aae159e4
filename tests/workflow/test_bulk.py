"""A bulk Action on a supplier's row is a command: carried out once, then its cell is empty."""

import datetime as dt
import json

import openpyxl
import pytest
from support.twenty import FABRICS, FOODS, HARDWARE

from ims_xl.ui import Silent
from ims_xl.workflow import check, import_portal, open_job


def command(desk, sheet: str, gstin: str, word: str) -> None:
    workbook = openpyxl.load_workbook(desk.book)
    rows = workbook[sheet]
    row = next(r for r in range(1, rows.max_row + 1) if rows.cell(r, 2).value == gstin)
    rows.cell(row, 1).value = word
    workbook.save(desk.book)


def actions(desk, gstin: str) -> dict[str, str]:
    return {n: str(line["action_text"]) for n, line in desk.lines().items() if line["supplier_gstin"] == gstin}


def test_it_marks_the_unmarked_documents_of_the_supplier_once(matched):
    matched.type({"KSF/1005": "Reject"})
    command(matched, "Supplier View", FOODS, "Accept")
    matched.do(check)
    assert actions(matched, FOODS) == {
        "KSF/1001": "Accept", "KSF/1002": "Accept", "KSF/1003": "Accept", "KSF/1004": "Accept", "KSF/1005": "Reject", "CN/077": "Accept"
    }  # fmt: skip
    sheet = openpyxl.load_workbook(matched.book)["Supplier View"]
    assert all(sheet.cell(r, 1).value is None for r in range(11, sheet.max_row + 1))
    matched.type({"KSF/1001": ""})
    matched.do(check)
    assert actions(matched, FOODS)["KSF/1001"] == ""  # not applied again


def test_two_commands_that_disagree_are_both_refused(matched):
    command(matched, "Supplier View", HARDWARE, "Accept")
    command(matched, "IMS Dashboard", HARDWARE, "Reject")
    outcome = matched.do(check)
    assert sum("differ" in issue.reason for issue in outcome.issues) == 2
    assert set(actions(matched, HARDWARE).values()) == {""}


class Person(Silent):
    """Answers every question alike and keeps them."""

    def __init__(self, says: bool) -> None:
        self.says = says
        self.asked: list[str] = []

    def ask(self, question: str, default: bool = False) -> bool:
        assert default is False
        self.asked.append(question)
        return self.says


@pytest.fixture
def decided(matched):
    """Of the supplier's documents two are rejected on the portal, one is pending, one accepted, two are open."""
    payload = json.loads(matched.files.ims.read_text(encoding="utf-8"))
    held = {"SSF/26-27/0417": "R", "SSF/26-27/0418": "R", "SSF/26-27/0420": "P", "SSF/26-27/0419": "A"}
    for records in payload["imsDetails"].values():
        for record in records:
            record["action"] = held.get(record.get("inum"), record["action"])
    fresh = matched.folder / "fresh.json"
    fresh.write_text(json.dumps(payload), encoding="utf-8")
    matched.do(import_portal, [fresh])
    return matched


def check_with(desk, person: Person):
    with open_job(desk.book, person, dt.datetime.now()) as job:
        outcome = check(job)
        job.draw()
    return outcome


def bulk_cell(desk) -> object:
    rows = openpyxl.load_workbook(desk.book)["IMS Dashboard"].iter_rows(values_only=True)
    return next(row[0] for row in rows if row[1] == FABRICS)


def said(outcome) -> list[tuple[str, str, str]]:
    return [(issue.column, issue.value, issue.reason) for issue in outcome.issues]


def test_what_is_decided_on_the_portal_is_asked_about_left_and_said(decided):
    command(decided, "IMS Dashboard", FABRICS, "Accept")
    person = Person(says=False)
    outcome = check_with(decided, person)
    assert person.asked == [
        "Bulk actions: mark also 3 documents already decided on the portal?\n"
        "  Accept: 3 documents (2 rejected, 1 pending)"
    ]
    assert actions(decided, FABRICS) == {
        "SSF/26-27/0417": "", "SSF/26-27/0418": "", "SSF/26-27/0420": "", "SSF/26-27/0419": "",
        "SSF/26-27/0421": "Accept", "SSF/26-27/0430": "Accept",
    }  # fmt: skip
    left = "already decided on the portal and left as they are: 3 documents (2 rejected, 1 pending)"
    assert ("Bulk action", "Accept", left) in said(outcome)
    assert bulk_cell(decided) is None


def test_confirmed_they_are_marked_too_but_not_what_is_so_already(decided):
    command(decided, "IMS Dashboard", FABRICS, "Accept")
    outcome = check_with(decided, Person(says=True))
    assert actions(decided, FABRICS) == {
        "SSF/26-27/0417": "Accept", "SSF/26-27/0418": "Accept", "SSF/26-27/0420": "Accept", "SSF/26-27/0419": "",
        "SSF/26-27/0421": "Accept", "SSF/26-27/0430": "Accept",
    }  # fmt: skip
    assert not any("decided on the portal" in reason for _, _, reason in said(outcome))


@pytest.mark.parametrize(("says", "word"), [(False, ""), (True, "No Action")])
def test_bulk_no_action_takes_a_rejection_back_only_when_confirmed(decided, says, word):
    command(decided, "Supplier View", FABRICS, "No Action")
    check_with(decided, Person(says))
    found = actions(decided, FABRICS)
    assert (found["SSF/26-27/0417"], found["SSF/26-27/0421"]) == (word, "")


def test_a_bulk_action_that_the_portal_would_refuse_is_said(matched):
    payload = json.loads(matched.files.ims.read_text(encoding="utf-8"))
    for record in payload["imsDetails"]["b2b"]:
        record["ispendactblocked"] = "Y" if record["inum"] == "SSF/26-27/0417" else "N"
    fresh = matched.folder / "fresh.json"
    fresh.write_text(json.dumps(payload), encoding="utf-8")
    matched.do(import_portal, [fresh])
    command(matched, "IMS Dashboard", FABRICS, "Pending")
    outcome = matched.do(check)
    assert actions(matched, FABRICS)["SSF/26-27/0417"] == ""
    refused = [reason for column, value, reason in said(outcome) if (column, value) == ("Bulk action", "Pending")]
    assert any(reason.startswith("not marked, 1 document: ") for reason in refused), refused
