"""What may be written in Settings, what is meant by it, and what is refused with its cell named."""

import datetime as dt

import pytest

from ims_xl.gst.filing import Filing
from ims_xl.settings import Company
from ims_xl.sheets.settings import SettingError, read_settings, understood
from ims_xl.workflow.filing import filing_of

ROW = 7


def read(label: str, value: object) -> tuple[Company, list[str]]:
    company, issues = read_settings({label: (ROW, value)}, "Compare and Claim")
    return company, [issue.remedy for issue in issues]


@pytest.mark.parametrize(
    ("written", "rupees"),
    [
        (1, 1.0), (2.5, 2.5), ("0", 0.0), ("1.50", 1.5), ("₹ 2", 2.0), ("Rs. 10", 10.0), (".5", None), ("5.", 5.0),
        ("1,000", 1000.0), ("1,00,000.50", 100000.5), ("12,34,567", 1234567.0), ("100,000", 100000.0),
        ("1,5", None), ("1,50", None), ("1,00", None), (",5", None), ("1,0000", None), ("1.5.2", None), ("1 000", None),
        (-1, None), ("-1", None), (float("nan"), None), (float("inf"), None), ("nan", None), ("inf", None),
        ("1e3", None), ("1_000", None), ("１", None), ("one", None), ("", None), (None, None), (True, None),
        ("#N/A", None), (2e9, None), ("1%", None),
    ],
)  # fmt: skip
def test_an_amount_in_rupees(written: object, rupees: float | None):
    company, remedies = read("Tolerance, tax", written)
    if rupees is None:
        assert remedies == ["Write an amount in rupees from 0 upwards, with a point before paise, for example 1.50."], (
            written
        )
    else:
        assert (remedies, company.tolerance.tax) == ([], rupees)


@pytest.mark.parametrize(
    ("written", "percent"),
    [(0, 0.0), (100, 100.0), ("0.5", 0.5), ("2 %", 2.0), (100.01, None), ("101", None), (-0.5, None), ("0,5", None)],
)
def test_a_percentage_is_from_0_to_100(written: object, percent: float | None):
    company, remedies = read("Tolerance, percent", written)
    if percent is None:
        assert remedies == ["Write a percentage from 0 to 100, for example 0.5."]
    else:
        assert (remedies, company.tolerance.percent) == ([], percent)


def test_the_tolerance_of_one_head_may_be_blank():
    company, remedies = read("Tolerance, IGST", " ")
    assert (remedies, company.tolerance.igst) == ([], None)


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("Suggest for Exact Match", "Reject"), ("Upload", ""), ("Decide imports through the GSP", "maybe"),
        ("Warn when portal data is older than (hours)", "a day"), ("Remind on opening when portal data is older than (days)", -1),
        ("Suppliers under reverse charge or not reportable", "27AAZCD1111E1ZS, 27AAZCD1111E1ZX"),
    ],
)  # fmt: skip
def test_other_kinds_are_refused_too(label: str, written: object):
    assert len(read(label, written)[1]) == 1


@pytest.mark.parametrize(
    ("written", "code"), [("27", "27"), (7, "07"), ("27 Maharashtra", "27"), ("Delhi", "07"), ("", ""), ("28", "37")]
)
def test_a_state_by_code_or_name(written: object, code: str):
    company, remedies = read("State", written)
    assert (remedies, company.state) == ([], code)


def test_how_gstr_3b_is_filed_and_what_was_moved():
    values = {
        "GSTR-3B is filed": (5, "quarterly"),
        "State": (6, "07 Delhi"),
        "Extended due dates": (7, "GSTR-3B Dec-2026: 28-Jan-2027"),
        "Annual return filed (GSTR-9)": (8, "2025-26: 15-Oct-2026"),
    }
    company, issues = read_settings(values, "")
    assert issues == []
    filing = filing_of(company, "27AAZCD1111E1ZS")
    assert (filing.quarterly, filing.state) == (True, "07")
    assert filing.due_3b("102026") == dt.date(2027, 1, 28)
    assert filing.claim_deadline(dt.date(2026, 3, 31)) == dt.date(2026, 10, 15)
    assert filing_of(Company(), "27AAZCD1111E1ZS") == Filing(False, "27")


@pytest.mark.parametrize(
    ("frequency", "written", "reasons"),
    [
        ("Quarterly", "GSTR-3B Nov-2026: 22-Dec-2026", ["there is no GSTR-3B of Nov-2026 when it is filed quarterly"]),
        ("Quarterly", "GSTR-3B Dec-2026: 28-Jan-2027; GSTR-1 Nov-2026: 13-Dec-2026", []),
        ("Monthly", "GSTR-3B Nov-2026: 22-Dec-2026", []),
    ],
)
def test_a_month_inside_a_quarter_has_no_return_of_its_own(frequency: str, written: str, reasons: list[str]):
    values = {"GSTR-3B is filed": (5, frequency), "Extended due dates": (7, written)}
    issues = read_settings(values, "")[1]
    assert [issue.reason for issue in issues] == [f"Extended due dates: {reason}" for reason in reasons]
    assert all((issue.sheet, issue.row, issue.value) == ("Settings", 7, written) for issue in issues)


@pytest.mark.parametrize(
    ("label", "written", "remedy"),
    [
        ("GSTR-3B is filed", "yearly", "Write one of: Monthly, Quarterly."),
        ("State", "99", "Write the two-digit code of a State, for example 27."),
        (
            "Extended due dates",
            "Dec-2026",
            "Dec-2026: Write form, month and new date, for example GSTR-3B Dec-2026: 22-Jan-2027; a semicolon parts several.",
        ),
        (
            "Annual return filed (GSTR-9)",
            "yes",
            "yes: Write financial year and day of filing, for example 2025-26: 15-Oct-2026; a semicolon parts several.",
        ),
    ],
)
def test_what_is_told_of_a_wrong_date_or_state(label: str, written: str, remedy: str):
    assert read(label, written)[1] == [remedy]


def test_the_mode_is_a_word_of_its_list_in_any_case():
    assert read_settings({}, " claim WITHOUT compare")[0].mode == "Claim without compare"


def test_the_first_cell_is_named_and_the_others_are_counted():
    values = {"Tolerance, tax": (7, "1,5"), "Upload": (18, "all")}
    with pytest.raises(SettingError) as refusal:
        understood(values, "Compare", "Oct-2026.xlsx")
    assert str(refusal.value) == (
        "Oct-2026.xlsx, sheet Home, row 8, column Mode: Mode is not understood; nor are 2 other settings "
        "(value: Compare). Write one of: Compare and Claim, Claim without compare."
    )
    with pytest.raises(SettingError) as refusal:
        understood(values, "", "Oct-2026.xlsx")
    issue = refusal.value.issue
    assert (issue.sheet, issue.row, issue.column, issue.value) == ("Settings", 7, "Value", "1,5")
