"""A bulk Action on a supplier's row is a command: carried out once, then its cell is empty."""

import openpyxl
from support.twenty import FOODS, HARDWARE

from ims_xl.workflow import check


def command(desk, sheet: str, gstin: str, word: str) -> None:
    workbook = openpyxl.load_workbook(desk.book)
    rows = workbook[sheet]
    row = next(r for r in range(1, rows.max_row + 1) if rows.cell(r, 2).value == gstin)
    rows.cell(row, 1).value = word
    workbook.save(desk.book)


def actions(desk, gstin: str) -> dict[str, str]:
    return {n: str(line["action"]) for n, line in desk.lines().items() if line["supplier_gstin"] == gstin}


def test_it_marks_the_unmarked_documents_of_the_supplier_once(matched):
    matched.type({"KSF/1005": "Reject"})
    command(matched, "Supplier View", FOODS, "Accept")
    matched.do(check)
    assert actions(matched, FOODS) == {
        "KSF/1001": "Accept", "KSF/1002": "Accept", "KSF/1003": "Accept", "KSF/1004": "Accept", "KSF/1005": "Reject", "CN/077": "Accept"
    }  # fmt: skip
    sheet = openpyxl.load_workbook(matched.book)["Supplier View"]
    assert all(sheet.cell(r, 1).value is None for r in range(9, sheet.max_row + 1))
    matched.type({"KSF/1001": ""})
    matched.do(check)
    assert actions(matched, FOODS)["KSF/1001"] == ""  # not applied again


def test_two_commands_that_disagree_are_both_refused(matched):
    command(matched, "Supplier View", HARDWARE, "Accept")
    command(matched, "IMS Dashboard", HARDWARE, "Reject")
    outcome = matched.do(check)
    assert sum("differ" in issue.reason for issue in outcome.issues) == 2
    assert set(actions(matched, HARDWARE).values()) == {""}
