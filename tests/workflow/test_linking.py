"""Links by hand: made and taken back, carried to later months, told and logged.

A supplier bills 1,000 again and again as SSF101, SSF102 …; the books hold KB-101, KB-102 … ten days later, so that nothing
but the accountant tells which are one.
"""

from typing import Any

import openpyxl
import pandas as pd
import pytest
from support.months import SUPPLIER, Months, Saying, amended, record

from ims_xl.issues import ImsError
from ims_xl.ui import Silent
from ims_xl.workflow import (
    close_month,
    link,
    link_selected,
    run_match,
    suggest,
    unlink,
    unlink_selected,
    write_auditor_report,
)

SEP, OCT, NOV = "092026", "102026", "112026"
DAY = "24-Nov-2026"  # of every step of `Months`
INVOICES = [record(f"SSF{number}", f"{number - 91}-10-2026", 1_000) for number in (101, 102, 103)]
BILLS = [(f"KB-{number}", f"{number - 81}-10-2026", 1_000) for number in (101, 102, 103)]


@pytest.fixture
def months(starting, tmp_path) -> Months:
    def steps(desk) -> None:
        months = Months(desk.folder)
        months.take(OCT, *INVOICES)
        months.match(OCT, *BILLS)

    starting("billed again and again", steps)
    return Months(tmp_path)


def says(question: str) -> str:
    """A person who has one reason for everything."""
    assert question.endswith(":")
    return "he told us"


def silent(question: str) -> str:
    raise AssertionError(question)


def status(months: Months, period: str = OCT) -> dict[str, str]:
    return {number: line["status"] for number, line in months.lines(period).items()}


def key(months: Months, number: str, period: str = OCT) -> str:
    """What the row of a document is known by."""
    rows = months.look(period, lambda job: pd.concat([job.documents(), job.store.registers.of(job.identity.book_id)]))
    return str(rows.loc[rows["doc_number"] == number, "doc_id"].iloc[0])


def everything(months: Months, period: str = OCT) -> list[Any]:
    """What the last match said of every pair and row."""

    def read(job) -> list[Any]:
        book_id, matches = job.identity.book_id, job.store.matches
        parts = (matches.pairs(book_id), matches.verdicts(book_id, "ims"), matches.verdicts(book_id, "books"))
        return [part.to_numpy().tolist() for part in parts]

    found: list[Any] = months.look(period, read)
    return found


def log(months: Months, period: str = OCT) -> list[tuple[str, ...]]:
    rows = months.look(period, lambda job: job.view().view.decisions)
    return list(rows[["event", "doc_number", "before", "after", "basis"]].itertuples(index=False, name=None))


def issues(outcome) -> list[str]:
    return [issue.reason for issue in outcome.issues]


# Linking


def test_without_a_link_nothing_tells_these_documents_apart(months):
    assert set(status(months).values()) == {"Missing in PR"}
    assert set(months.reasons(OCT).values()) == {"not reported by supplier"}


def test_two_documents_are_linked_with_a_reason_and_what_differs_is_shown(months):
    outcome = months.do(OCT, link, f"{SUPPLIER} SSF101", f"{SUPPLIER} KB-101", "he told us")

    assert outcome.message == "Linked by hand: SSF101 of IMS with KB-101 of the books, now Suggested Match"
    line = months.lines(OCT)["SSF101"]
    assert (line["status"], line["books_number"]) == ("Suggested Match", "KB-101")
    assert line["short"] == f"linked by hand: he told us, {DAY}; only the serial number agrees; date differs"
    assert line["why"] == (
        f"Linked by hand: he told us, {DAY}; only the serial number agrees: IMS SSF101, books KB-101; date differs: IMS "
        "10-Oct-2026, books 20-Oct-2026; amounts agree."
    )
    assert log(months) == [("Linked by hand", "SSF101", "", "KB-101", "he told us")]


def test_a_link_never_makes_a_difference_go_away(months):
    months.match(OCT, ("KB-101", "20-10-2026", 2_000))
    months.do(OCT, link, "SSF101", "KB-101", "he told us")

    line = months.lines(OCT)["SSF101"]
    assert (line["status"], line["taxable_difference"], line["tax_difference"]) == ("Mismatched", -1_000, -180)


def test_the_like_documents_of_the_supplier_are_proposed_and_not_linked(months):
    outcome = months.do(OCT, link, "SSF101", "KB-101", "he told us")

    assert "pairs of documents like a link made by hand: 2" in issues(outcome)
    line = months.lines(OCT)["SSF102"]
    assert (line["status"], line["short"]) == ("Missing in PR", "may be KB-102, like a link by hand")
    assert line["why"].startswith(f"Like the link of {DAY}: books number KB-102 may be SSF102; link by hand. ")
    assert months.reasons(OCT) == {f"KB-{n}": f"may be SSF{n}, like a link by hand" for n in (102, 103)}


def test_what_is_kept_apart_is_not_proposed(months):
    months.do(OCT, link, "SSF102", "KB-102", "he told us")
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    months.do(OCT, unlink, "SSF102", "", "an error")
    assert "like a link" in months.lines(OCT)["SSF102"]["short"]
    months.match(OCT, ("KB-101", "20-10-2026", 1_000), ("KB-102", "11-10-2026", 1_000))  # the day tells the matcher
    months.do(OCT, unlink, "SSF102", "", "another bill")

    assert months.lines(OCT)["SSF102"]["short"] == f"kept apart by hand: another bill, {DAY}"


def test_one_row_alone_is_remembered_and_linked_with_the_next_one(months):
    outcome = months.do(OCT, link_selected, [key(months, "KB-101")], silent)

    assert outcome.message == "KB-101 is remembered for a link"
    assert outcome.next == "Select the document of IMS, then click Link."
    assert months.reasons(OCT)["KB-101"] == "to be linked with another row"
    assert set(status(months).values()) == {"Missing in PR"}

    months.do(OCT, link_selected, [key(months, "SSF101")], says)

    assert months.lines(OCT)["SSF101"]["books_number"] == "KB-101"
    assert "KB-101" not in months.reasons(OCT)
    months.do(OCT, link_selected, [key(months, "SSF102")], silent)
    assert months.lines(OCT)["SSF102"]["short"] == "to be linked with another row"


def test_another_row_of_the_same_side_takes_the_place_of_the_remembered_one(months):
    for number in ("SSF101", "SSF102"):
        months.do(OCT, link_selected, [key(months, number)], silent)
    months.do(OCT, link_selected, [key(months, "KB-102")], says)

    assert {
        number: line["status"] for number, line in months.lines(OCT).items() if line["status"] != "Missing in PR"
    } == {"SSF102": "Suggested Match"}


def test_unlink_on_the_remembered_row_forgets_it(months):
    chosen = key(months, "KB-101")
    months.do(OCT, link_selected, [chosen], silent)
    months.do(OCT, unlink_selected, [chosen], silent)

    assert months.reasons(OCT)["KB-101"] == "not reported by supplier"


def test_rows_of_one_side_or_none_are_refused(months):
    for keys in ([], ["nothing"], [key(months, "SSF101"), key(months, "SSF102")]):
        with pytest.raises(ImsError, match="not one row, or two"):
            months.do(OCT, link_selected, keys, silent)


def test_another_row_is_added_to_a_document_after_a_question(months):
    """Two rows of the books are one document of 2,000: compared on their sum; KB-102 is another number."""
    months.take(OCT, record("SSF101", "10-10-2026", 2_000), *INVOICES[1:])
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    with pytest.raises(ImsError, match="SSF101 of IMS is linked already, with KB-101"):
        months.do(OCT, link, "SSF101", "KB-102", "two parts")
    asked = Saying()
    months.do(OCT, link, "SSF101", "KB-102", "two parts", ui=asked)

    assert asked.questions == ["SSF101 is linked already, with KB-101. Add KB-102 as another row of it?"]
    line = months.lines(OCT)["SSF101"]
    assert (line["status"], line["books_number"], line["taxable_difference"]) == (
        "Mismatched",
        "KB-101; KB-102",
        0,
    )


def test_what_is_linked_already_says_with_what(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")

    with pytest.raises(ImsError, match="SSF101 and KB-101 are linked by hand already"):
        months.do(OCT, link, "SSF101", "KB-101", "again")
    with pytest.raises(ImsError, match="KB-101 of the books is linked already, with SSF101"):
        months.do(OCT, link, "SSF102", "KB-101", "no")


def test_a_reason_is_wanted(months):
    with pytest.raises(ImsError, match="a reason is wanted"):
        months.do(OCT, link, "SSF101", "KB-101", "  ")
    assert set(status(months).values()) == {"Missing in PR"}


def test_a_closed_month_is_not_changed(months):
    months.do(OCT, close_month, ui=Saying())

    with pytest.raises(ImsError, match="a closed month is not changed"):
        months.do(OCT, link, "SSF101", "KB-101", "he told us", ui=Silent())
    with pytest.raises(ImsError, match="a closed month is not changed"):
        months.do(OCT, unlink_selected, [key(months, "SSF101")], says)


# Taking back


def test_link_then_unlink_is_as_it_was(months):
    before = everything(months)
    for bill in ("KB-101", "KB-103"):
        months.do(OCT, link, "SSF101", bill, "he told us")
        assert everything(months) != before
        outcome = months.do(OCT, unlink, "SSF101", "", "an error")
        assert outcome.message == f"Unlinked: SSF101 of IMS and {bill} of the books, now Missing in PR"
        assert everything(months) == before
    assert log(months)[1] == ("Unlinked by hand", "SSF101", "KB-101", "", "an error")


def test_a_pair_that_the_matcher_made_is_kept_apart_until_it_is_linked(months):
    months.match(OCT, ("SSF101", "10-10-2026", 1_000))
    before = everything(months)
    outcome = months.do(OCT, unlink_selected, [key(months, "SSF101")], says)

    assert outcome.figures == {"unlinked": 1, "kept apart": 1}
    assert log(months) == [("Kept apart by hand", "SSF101", "SSF101", "", "he told us")]
    line = months.lines(OCT)["SSF101"]
    assert (line["status"], line["short"]) == ("Missing in PR", f"kept apart by hand: he told us, {DAY}")
    assert line["why"] == f"Kept apart by hand from SSF101 of 10-Oct-2026: he told us, {DAY}."
    months.do(OCT, run_match, 1.00)
    assert months.lines(OCT)["SSF101"]["status"] == "Missing in PR"

    months.do(OCT, link, "SSF101", "SSF101", "it is one")
    assert months.lines(OCT)["SSF101"]["short"] == f"linked by hand: it is one, {DAY}"
    outcome = months.do(OCT, unlink, "SSF101", "", "as the matcher says")
    assert outcome.message.endswith("now Exact Match; linked again by the matcher, with SSF101")
    assert everything(months) == before


def test_a_document_booked_in_parts_is_unlinked_from_all_of_them_or_from_one(months):
    months.take(OCT, record("SSF101", "10-10-2026", 2_000), *INVOICES[1:])
    for bill in ("KB-101", "KB-102"):
        months.do(OCT, link, "SSF101", bill, "parts", ui=Saying())
    months.do(OCT, unlink, "SSF101", "KB-102", "not this one")
    assert months.lines(OCT)["SSF101"]["books_number"] == "KB-101"

    with pytest.raises(ImsError, match="SSF101 of IMS is not linked with KB-102"):
        months.do(OCT, unlink, "SSF101", "KB-102", "not this one")


def test_a_row_without_a_link_cannot_be_unlinked(months):
    with pytest.raises(ImsError, match="SSF101 of IMS is not linked"):
        months.do(OCT, unlink_selected, [key(months, "SSF101")], says)
    with pytest.raises(ImsError, match="not one row with a link"):
        months.do(OCT, unlink_selected, [key(months, "KB-101")], says)


# Marks


def test_a_mark_moves_with_its_document(months):
    months.mark(OCT, SSF101="P")
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    assert months.actions(OCT) == {"SSF101": "Pending"}
    months.do(OCT, suggest, True)
    months.do(OCT, unlink, "SSF101", "", "an error")
    assert months.actions(OCT)["SSF101"] == "Pending"


# Later


def test_a_link_holds_when_the_supplier_changes_the_document_and_that_is_told(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    months.take(OCT, record("SSF101", "10-10-2026", 900), *INVOICES[1:])
    outcome = months.do(OCT, run_match, 1.00)

    assert "linked by hand, and changed since: 1 document" in issues(outcome)
    line = months.lines(OCT)["SSF101"]
    assert (line["status"], line["books_number"], line["taxable_difference"]) == ("Mismatched", "KB-101", -100)
    assert line["why"].endswith(
        "Changed since it was linked: IMS document value 1,180.00 -> 1,062.00; taxable value 1,000.00 -> 900.00; IGST "
        "180.00 -> 162.00."
    )


def test_a_link_is_there_again_in_the_next_month(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    months.mark(OCT, SSF101="P")
    months.begin(NOV, OCT)
    months.take(NOV, record("SSF101", "10-10-2026", 1_000, "P"), record("SSF201", "10-11-2026", 1_000))
    months.match(NOV, ("KB-201", "20-11-2026", 1_000))

    line = months.lines(NOV)["SSF101"]
    assert (line["status"], line["books_number"]) == ("Suggested Match", "KB-101")
    assert line["short"].startswith(f"linked by hand: he told us, {DAY}")
    assert months.lines(NOV)["SSF201"]["short"] == "may be KB-201, like a link by hand"


def test_a_link_goes_over_to_the_amendment_of_its_document(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    change = amended("SSF101-R", "10-10-2026", 900, ("SSF101", "10-10-2026"), OCT)
    months.take(OCT, *INVOICES, b2ba=[change])
    months.do(OCT, run_match, 1.00)

    lines = months.lines(OCT)
    assert (lines["SSF101"]["status"], lines["SSF101-R"]["status"]) == ("Missing in PR", "Mismatched")
    assert lines["SSF101-R"]["books_number"] == "KB-101"
    assert "Changed since it was linked: IMS number SSF101 -> SSF101-R" in lines["SSF101-R"]["why"]
    with pytest.raises(ImsError, match="SSF101 of IMS is replaced by its amendment SSF101-R"):
        months.do(OCT, link, "SSF101", "KB-102", "no")


def test_a_document_rejected_and_reported_again_finds_its_link_and_says_what_changed(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    months.mark(OCT, SSF101="R")
    months.take(OCT, record("SSF101", "10-10-2026", 1_000, "R"), *INVOICES[1:])
    months.begin(NOV, OCT)
    months.take(NOV, record("SSF101", "10-10-2026", 950, rtnprd=NOV))
    months.do(NOV, run_match, 1.00)

    line = months.lines(NOV)["SSF101"]
    assert (line["status"], line["books_number"]) == ("Mismatched", "KB-101")
    assert line["why"].endswith(
        "Reported again after it was rejected in Oct-2026: document value 1,180.00 -> 1,121.00; taxable value 1,000.00 -> "
        "950.00; IGST 180.00 -> 171.00."
    )


def test_an_amendment_alone_is_beside_the_booked_original_and_says_what_it_changes(tmp_path):
    """September's A/1 was accepted and left; October brings its amendment, the books hold the original."""
    months = Months(tmp_path)
    months.begin(SEP)
    months.take(SEP, record("A/1", "05-09-2026", 1_000, "A"))
    months.begin(OCT, SEP)
    months.take(OCT, b2ba=[amended("A/1", "05-09-2026", 900, ("A/1", "05-09-2026"), OCT)])
    months.match(OCT, ("A/1", "05-09-2026", 1_000))

    line = months.lines(OCT)["A/1"]
    assert (line["status"], line["books_number"], line["taxable_difference"]) == ("Mismatched", "A/1", -100)
    assert line["why"] == (
        "Taxable differs by 100.00: IMS 900.00, books 1,000.00; IGST differs by 18.00: IMS 162.00, books 180.00; number and "
        "date agree. Amended, IMS of Sep-2026 held A/1: document value 1,180.00 -> 1,062.00; taxable value 1,000.00 -> "
        "900.00; IGST 180.00 -> 162.00."
    )


def test_the_auditor_reads_of_both(months):
    months.do(OCT, link, "SSF101", "KB-101", "he told us")
    months.match(OCT, *BILLS, ("SSF103", "12-10-2026", 1_000))
    months.do(OCT, unlink, "SSF103", "", "twin")
    path = months.folder / "report.xlsx"
    months.do(OCT, write_auditor_report, path)

    sheets = openpyxl.load_workbook(path)
    rows = [row for row in sheets["Links by Hand"].iter_rows(values_only=True) if row[0] in ("Linked", "Kept apart")]
    assert [(row[0], row[2], row[4], row[6]) for row in rows] == [
        ("Linked", "SSF101", "KB-101", "he told us"),
        ("Kept apart", "SSF103", "SSF103", "twin"),
    ]
    events = [row[3] for row in sheets["Decision Log"].iter_rows(values_only=True)]
    assert [event for event in events if event and "hand" in event] == ["Linked by hand", "Kept apart by hand"]
