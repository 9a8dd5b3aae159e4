import pytest

from ims_xl.issues import ImsError, Issue


def test_an_issue_says_where_what_and_what_to_do() -> None:
    issue = Issue("error", "this is not a date", "Correct it.", "a.xlsx", "b2b", 7, "Invoice date", "soon")
    assert str(issue) == "a.xlsx, sheet b2b, row 7, column Invoice date: this is not a date (value: soon). Correct it."
    assert str(Issue("note", "nothing to tell")) == "nothing to tell."


def test_empty_places_are_filled_in_and_others_are_kept() -> None:
    issue = Issue("error", "x", sheet="b2b").inside(file="a.xlsx", sheet="other")
    assert (issue.file, issue.sheet) == ("a.xlsx", "b2b")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[2J", "�[2J"),
        ("a\rb", "a b"),
        ("a\nb", "a b"),
        ("a\x00", "a�"),
        ("\u202ea", "�a"),
        ("\ud800", "�"),
        ("₹ 5 कं", "₹ 5 कं"),
    ],
)
def test_signs_that_steer_a_terminal_are_not_printed(value: str, shown: str) -> None:
    assert str(Issue("error", "odd", value=value)) == f"odd (value: {shown})."


def test_the_error_is_its_issue() -> None:
    error = ImsError("the file is empty.", "Get it again.", file="a.json")
    assert str(error) == "a.json: the file is empty. Get it again."
    assert error.issue.severity == "error"


@pytest.mark.parametrize(
    ("issue", "told"),
    [
        (Issue("note", "not marked, 3 documents", "Choose Pending."), "Not marked, 3 documents. Choose Pending."),
        (Issue("error", "no number", row=7), "Row 7: no number."),
        (Issue("error", "no number", file="ims.json", row=7), "ims.json, row 7: no number."),
        (Issue("note", ""), "."),
    ],
)
def test_a_finding_begins_with_a_capital_letter_or_with_its_files_name(issue: Issue, told: str) -> None:
    assert issue.sentence == told
