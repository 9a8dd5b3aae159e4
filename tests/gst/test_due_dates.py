"""Moved due dates: the shipped table, and what an accountant may type."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst.due_dates import USUAL, Extension, find_day, notified, parse, read_extensions, write_extensions
from ims_xl.gst.periods import shift
from ims_xl.issues import ImsError

ROW = """
[[extension]]
form = "GSTR-3B"
period = "122026"
due = 2027-01-22
notification = "01/2027-CT"
dated = 2027-01-19
"""


def test_the_table_as_shipped() -> None:
    assert [(row.form, row.period, f"{row.due}", row.notification, f"{row.dated}") for row in notified()] == [
        ("GSTR-1", "122024", "2025-01-13", "01/2025-CT", "2025-01-10"),
        ("GSTR-3B", "122024", "2025-01-22", "02/2025-CT", "2025-01-10"),
        ("GSTR-3B", "092025", "2025-10-25", "17/2025-CT", "2025-10-18"),
    ]


def test_a_row_may_name_frequency_and_states() -> None:
    (row,) = parse(ROW + 'frequency = "Quarterly"\nstates = ["07", "18"]')
    assert (row.frequency, row.states) == ("Quarterly", ("07", "18"))


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('notification = "01/2027-CT"', "", "notification is missing"),
        ("dated", "date", "dated is missing"),
        ("2027-01-22", '"22-Jan-2027"', "due is not understood"),
        ("GSTR-3B", "GSTR-9", "GSTR-9 is neither GSTR-1 nor GSTR-3B"),
        ("122026", "132026", "132026 is not a return period"),
        ("2027-01-22", "2027-01-20", "20-Jan-2027 is not after 20-Jan-2027, the usual day"),
        ("2027-01-22", "2072-01-22", "22-Jan-2072 is more than a year after 20-Jan-2027, the usual day"),
        (
            "dated = 2027-01-19",
            'dated = 2027-01-19\nfrequency = "Weekly"',
            "frequency is neither Monthly nor Quarterly",
        ),
        ("dated = 2027-01-19", 'dated = 2027-01-19\nstates = ["Delhi"]', "a State is no two-digit code"),
        ("dated = 2027-01-19", "dated = 2027-01-19\nreason = 3", "reason is not understood"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(was: str, becomes: str, reason: str) -> None:
    with pytest.raises(ImsError, match=r"due_dates\.toml, extension 2: ") as refusal:
        parse(ROW + ROW.replace(was, becomes))
    assert refusal.value.issue.reason == f"due_dates.toml, extension 2: {reason}"


def test_a_table_that_is_no_toml() -> None:
    with pytest.raises(ImsError, match="the table of due dates cannot be read"):
        parse("[[extension]")


@pytest.mark.parametrize(
    "text",
    [
        "GSTR-3B Dec-2026: 22-Jan-2027", "gstr3b 122026 : 22/01/2027", "GSTR 3B December 2026:22.1.2027 ;",
        "GSTR-3B Dec'26: 2027-01-22", "GSTR-3B 12/2026: 22 January 2027",
    ],
)  # fmt: skip
def test_one_extension_in_several_spellings(text: str) -> None:
    assert read_extensions(text) == ((Extension("GSTR-3B", "122026", dt.date(2027, 1, 22)),), "")


def test_several_and_none() -> None:
    found, remedy = read_extensions("GSTR-3B Dec-2026: 22-Jan-2027; GSTR-1 Dec-2026: 13-Jan-2027")
    assert remedy == ""
    assert [(row.form, row.due) for row in found] == [
        ("GSTR-3B", dt.date(2027, 1, 22)), ("GSTR-1", dt.date(2027, 1, 13)),
    ]  # fmt: skip
    assert write_extensions(found) == "GSTR-3B Dec-2026: 22-Jan-2027; GSTR-1 Dec-2026: 13-Jan-2027"
    assert read_extensions("") == ((), "")


EXAMPLE = "Write form, month and new date, for example GSTR-3B Dec-2026: 22-Jan-2027; a semicolon parts several."


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Dec-2026: 22-Jan-2027", f"Dec-2026: 22-Jan-2027: {EXAMPLE}"),
        ("GSTR-3B Dec-2026 22-Jan-2027", f"GSTR-3B Dec-2026 22-Jan-2027: {EXAMPLE}"),
        ("GSTR-3B Dez-2026: 22-Jan-2027", f"Dez-2026 is no month. {EXAMPLE}"),
        ("GSTR-3B Dec-2026: 32-Jan-2027", f"32-Jan-2027 is no date. {EXAMPLE}"),
        (
            "GSTR-3B Dec-2026: 22-Jan-2026",
            "GSTR-3B Dec-2026: 22-Jan-2026: 22-Jan-2026 is not after 20-Jan-2027, the usual day.",
        ),
        (
            "GSTR-3B Dec-2026: 22-Jan-2027; GSTR-3B Dec-2026: 24-Jan-2027",
            "GSTR-3B Dec-2026 is written twice; keep one.",
        ),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, remedy: str) -> None:
    assert read_extensions(text) == ((), remedy)


@pytest.mark.parametrize("text", ["", "22-13-2027", "Jan-2027", "2027", "22-Jan", "31-Feb-2027", "x"])
def test_no_day(text: str) -> None:
    assert find_day(text) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(USUAL)), st.integers(0, 900), st.integers(1, 366)),
        unique_by=lambda row: row[:2],
    )
)
def test_what_is_written_is_read_again(rows: list[tuple[str, int, int]]) -> None:
    extensions = []
    for form, months, days in rows:
        period = shift("072017", months)
        usual = dt.date(int(shift(period, 1)[2:]), int(shift(period, 1)[:2]), USUAL[form])
        extensions.append(Extension(form, period, usual + dt.timedelta(days=days)))
    assert read_extensions(write_extensions(extensions)) == (tuple(extensions), "")
