"""Purchases read from a running TallyPrime into the workbook."""

import pytest
from support.fake_tally import FakeTally, bill, running
from support.months import BUYER, Months, Saying, record

from ims_xl.issues import ImsError
from ims_xl.workflow import read_tally, undo_import

OCTOBER = {"20261005": [bill("20261005", "S/1", 1000)], "20261020": [bill("20261020", "S/2", 2000)]}
SEPTEMBER = {"20260910": [bill("20260910", "S/0", 500)]}


@pytest.fixture
def months(tmp_path):
    months = Months(tmp_path)
    months.begin("102026")
    return months


def read(months, tally, *arguments, ui=None, period="102026"):
    with running(tally):
        return months.do(period, read_tally, tally.address, *arguments, ui=ui)


def books(months, period="102026"):
    found = months.look(period, lambda job: job.store.registers.of(job.identity.book_id))
    return found[["doc_number", "taxable_value", "igst", "source_file"]].to_numpy().tolist()


def test_the_workbooks_month_is_read_and_named(months):
    outcome = read(months, FakeTally({"Deccan": SEPTEMBER | OCTOBER}))
    assert outcome.message == "2 book documents read from Deccan in TallyPrime"
    assert books(months) == [["S/1", 1000.0, 180.0, "Tally Oct-2026"], ["S/2", 2000.0, 360.0, "Tally Oct-2026"]]


def test_months_that_are_asked_for_are_read_one_by_one(months):
    tally = FakeTally({"Deccan": SEPTEMBER | OCTOBER})
    outcome = read(months, tally, "Aug-2026", "Oct-2026")
    assert [one.findtext(".//SVFROMDATE") for one in tally.asked[1:]] == ["20260801", "20260901", "20261001"]
    assert [one[0] for one in books(months)] == ["S/0", "S/1", "S/2"]
    assert [(issue.file, issue.reason) for issue in outcome.issues] == [
        ("Tally Aug-2026", "TallyPrime gave no voucher of this month")
    ]
    read(months, FakeTally({"Deccan": SEPTEMBER | OCTOBER}), "Aug-2026")
    findings = months.look("102026", lambda job: job.store.findings.of(job.identity.book_id))
    assert findings[["severity", "file"]].to_numpy().tolist() == [
        ["warning", "Tally Aug-2026"],
        ["note", "Tally Sep-2026"],
        ["note", "Tally Oct-2026"],
    ]


def test_a_quarterly_buyer_reads_the_quarter(tmp_path):
    months = Months(tmp_path)
    months.begin("122026", quarterly=True, state="27")
    tally = FakeTally({"Deccan": OCTOBER})
    read(months, tally, period="122026")
    assert [one.findtext(".//SVFROMDATE") for one in tally.asked[1:]] == ["20261001", "20261101", "20261201"]


def test_a_month_read_again_replaces_what_it_gave_and_leaves_the_others(months):
    read(months, FakeTally({"Deccan": SEPTEMBER | OCTOBER}), "Sep-2026")
    read(months, FakeTally({"Deccan": {"20261005": [bill("20261005", "S/1", 1100)]}}))
    assert [one[:2] for one in books(months)] == [["S/0", 500.0], ["S/1", 1100.0]]


def test_an_empty_answer_takes_nothing_away(months):
    read(months, FakeTally({"Deccan": OCTOBER}))
    outcome = read(months, FakeTally({"Deccan": {}}))
    assert outcome.message == "TallyPrime gave no voucher of Deccan"
    assert [one[0] for one in books(months)] == ["S/1", "S/2"]


def test_what_was_read_can_be_taken_back(months):
    read(months, FakeTally({"Deccan": OCTOBER}))
    months.do("102026", undo_import)
    assert books(months) == []


def test_a_company_of_another_gstin_is_refused_by_name(months):
    other = {"20261005": [bill("20261005", "S/1", 1000, own="29AAZCD1111E1ZO")]}
    with pytest.raises(ImsError) as caught:
        read(months, FakeTally({"Konkan": other}))
    assert caught.value.issue.reason == (
        f"the company Konkan in TallyPrime is of GSTIN 29AAZCD1111E1ZO, this workbook is of {BUYER}"
    )
    assert books(months) == []


def test_of_a_company_with_several_registrations_only_ours_is_read(months):
    mixed = {"20261005": [bill("20261005", "S/1", 1000), bill("20261005", "K/9", 900, own="29AAZCD1111E1ZO")]}
    outcome = read(months, FakeTally({"Deccan": mixed}))
    assert [one[0] for one in books(months)] == ["S/1"]
    assert "vouchers of other registrations of the company were left out (rows 2)" in [
        issue.reason for issue in outcome.issues
    ]


def test_a_company_that_names_no_gstin_is_asked_about_once_and_remembered_in_settings(months):
    silent = {"Deccan": {"20261005": [bill("20261005", "S/1", 1000, own="")]}}
    with pytest.raises(ImsError, match="name no GSTIN") as caught:
        read(months, FakeTally(silent))
    assert f"If they are of {BUYER} say yes" in caught.value.issue.remedy
    ui = Saying()
    read(months, FakeTally(silent), ui=ui)
    assert ui.questions == [f"The vouchers of Deccan in TallyPrime name no GSTIN. Are they of {BUYER}?"]
    assert months.look("102026", lambda job: job.company.tally_company) == "Deccan"
    read(months, FakeTally(silent))
    assert [one[0] for one in books(months)] == ["S/1"]


def test_no_company_is_open(months):
    with pytest.raises(ImsError, match="no company is open in TallyPrime"):
        read(months, FakeTally({}))


def test_of_several_open_companies_one_must_be_named(months):
    tally = FakeTally({"Konkan": {}, "Deccan": OCTOBER})
    with pytest.raises(ImsError, match="several companies are open in TallyPrime: Konkan, Deccan"):
        read(months, tally)
    assert read(months, tally, "", "", "deccan").figures == {"Tally Oct-2026 (Tally vouchers)": 2}
    assert read(months, tally).figures == {"Tally Oct-2026 (Tally vouchers)": 2}


def test_the_company_of_settings_must_be_open(months):
    read(months, FakeTally({"Deccan": OCTOBER}))
    with pytest.raises(ImsError, match="the company Deccan is not open in TallyPrime, but Konkan"):
        read(months, FakeTally({"Konkan": OCTOBER}))


def test_the_number_is_read_where_the_accountant_says_it_stands(months):
    vouchers = {"20261005": [bill("20261005", "PO-7", 1000, voucher="S/1", bill_name="S-1")]}
    numbers = []
    for place in ("Supplier invoice number", "Bill reference", "Voucher number"):
        months.do("102026", lambda job, place=place: _choose(job, place))
        read(months, FakeTally({"Deccan": vouchers}))
        numbers.append(books(months)[0][0])
    assert numbers == ["PO-7", "S-1", "S/1"]


def test_numbers_that_meet_the_portal_in_another_place_are_told(months):
    months.take("102026", *(record(f"S/{at}", "05-10-2026", 1000) for at in range(3)))
    vouchers = {"20261005": [bill("20261005", f"PO-{at + 50}", 1000, voucher=f"S/{at}") for at in range(3)]}
    outcome = read(months, FakeTally({"Deccan": vouchers}))
    told = [(issue.reason, issue.remedy) for issue in outcome.issues if "meet the portal" in issue.reason]
    assert told == [
        (
            "3 vouchers of Tally meet the portal's numbers by the voucher number, 0 by the supplier invoice number, which "
            "was read",
            "Compare a few; if so choose Voucher number beside Supplier's number in Tally on Settings and read it again.",
        )
    ]


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [("Nov-2026", "", "the last month lies before the first"), ("Jan-2023", "", "these are 46 months, more than 24"),
     ("soon", "", "this is not a return period")],
)  # fmt: skip
def test_months_that_cannot_be_read_are_told(months, first, last, reason):
    with pytest.raises(ImsError, match=reason):
        read(months, FakeTally({"Deccan": OCTOBER}), first, last)


def _choose(job, place):
    from dataclasses import replace

    from ims_xl.workflow import Outcome

    job.company = replace(job.company, tally_number=place)
    return Outcome("chosen")
