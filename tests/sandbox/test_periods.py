"""Which GSTR-2B takes a document, of monthly and of quarterly recipients, and until when a record may be pending."""

from datetime import date, datetime

import pytest

from ims_xl.sandbox import periods
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.taxpayers import Taxpayer

MAHARASHTRA, DELHI = "27AAZCD1111E1ZS", "07AAZCE5555J1ZU"
DECLARED = {"declCgst": 0, "declSgst": 0, "declCess": 0}


# The filing window


@pytest.mark.parametrize(
    ("supplier_period", "filed", "form", "quarterly", "taken"),
    [
        ("052026", "11-06-2026", "R1", False, "052026"),
        ("052026", "12-06-2026", "R1", False, "062026"),
        ("052026", "13-06-2026", "R1", False, "062026"),  # GSTN's example
        ("052026", "13-06-2026", "R1", True, "052026"),  # IFF
        ("052026", "14-06-2026", "R1", True, "062026"),
        ("062026", "13-07-2026", "R1", True, "062026"),  # GSTR-1 of the quarter
        ("052026", "13-06-2026", "R5", False, "052026"),
        ("052026", "30-05-2026", "R1", False, "052026"),
        ("052026", "01-09-2026", "R1", False, "082026"),  # three months late
        ("052026", "15-06-2026", "R1A", False, "062026"),
        ("052026", "09-06-2026", "R1A", False, "062026"),  # the next month's at the earliest
        ("052026", "15-08-2026", "R1A", False, "082026"),
        ("122026", "12-01-2027", "R1", False, "012027"),
    ],
)
def test_the_filing_date_decides(supplier_period, filed, form, quarterly, taken):
    month = periods.communicated(periods.read_day(filed), periods.month(supplier_period), form, quarterly)
    assert periods.period(month) == taken


def test_mays_return_filed_on_13_june_is_in_gstr2b_of_june(desk):
    desk = desk(first="052026")
    desk.today("10-06-2026")
    desk.send("b2b", "A-1", 180, "052026")
    desk.today("13-06-2026")
    desk.send("b2b", "A-2", 360, "052026")
    desk.send("b2b", "A-3", 720, "052026", quarterly=True)
    desk.today("14-06-2026")
    assert (desk.itc("052026"), desk.listed("052026")[0]) == (900, ["b2b A-1", "b2b A-3"])
    desk.file_3b("052026")
    desk.today("14-07-2026")
    assert desk.itc("062026") == 360
    (supplier,) = desk.gstr2b("062026")["docdata"]["b2b"]
    assert (supplier["supfildt"], supplier["supprd"]) == ("13-06-2026", "052026")


def test_an_original_filed_late_is_in_one_gstr2b_with_its_amendment(desk):
    """October's return filed on 20 November, amended in November's: both in GSTR-2B of November, so 7,200 alone."""
    desk = desk()
    desk.today("20-11-2026")
    desk.send("b2b", "A-1", 9_000, "102026")
    desk.today("05-12-2026")
    desk.send("b2ba", "A-1", 7_200, "112026", "A-1")
    assert desk.act("b2ba", "A-1", "A") == ""
    desk.file_3b("102026")
    desk.today("14-12-2026")
    assert desk.itc("112026") == 7_200


def test_loaded_documents_may_have_a_filing_date(desk):
    desk = desk()
    desk.send("b2b", "A-1", 180, "102026")
    record = {**desk.record("b2b", "A-1"), "inum": "A-2"}
    desk.ledger.load({"b2b": [record]}, desk.gstin, filed_on="11-11-2026")
    desk.today("14-11-2026")  # A-1 was filed on the 12th
    assert desk.listed("102026")[0] == ["b2b A-2"]


# Quarterly recipients


@pytest.mark.parametrize("period", ["072026", "082026"])
def test_the_first_two_months_of_a_quarter_have_no_gstr2b(desk, period):
    desk = desk(first="072026", quarterly=True)
    desk.today("20-10-2026")
    with pytest.raises(PortalError, match="GTR2B-001"):
        desk.gstr2b(period)
    with pytest.raises(ValueError, match="by the quarter"):
        desk.file_3b(period)


def test_iff_documents_are_in_ims_at_once_and_in_the_gstr2b_of_the_quarter(desk):
    desk = desk(first="072026", quarterly=True)
    desk.today("13-08-2026")
    desk.send("b2b", "A-1", 180, "072026", quarterly=True)
    desk.send("b2b", "A-2", 360, "072026")
    assert desk.act("b2b", "A-1", "A") == ""
    desk.today("11-10-2026")
    desk.send("b2b", "A-3", 720, "092026")
    desk.today("12-10-2026")
    desk.send("b2b", "A-4", 1_440, "092026")
    desk.today("13-10-2026")
    with pytest.raises(PortalError, match="IMS2B009"):
        desk.gstr2b("092026")
    desk.today("14-10-2026")
    assert (desk.itc("092026"), desk.listed("092026")[0]) == (1_260, ["b2b A-1", "b2b A-2", "b2b A-3"])
    desk.file_3b("092026")
    assert [identity[2] for identity in desk.ledger.states(desk.gstin)] == ["A-4"]


def test_original_and_amendment_of_two_iffs_are_in_one_gstr2b(desk):
    desk = desk(first="072026", quarterly=True)
    desk.today("10-08-2026")
    desk.send("b2b", "A-1", 9_000, "072026", quarterly=True)
    desk.today("10-09-2026")
    desk.send("b2ba", "A-1", 7_200, "082026", "A-1", quarterly=True)
    assert desk.act("b2ba", "A-1", "A") == ""
    desk.today("14-10-2026")
    assert (desk.itc("092026"), desk.listed("092026")) == (7_200, (["b2ba A-1"], []))


def test_a_quarterly_draft_waits_for_the_gstr3b_of_the_quarter_before(desk):
    desk = desk(first="072026", quarterly=True)
    desk.ledger.leave_3b_unfiled(desk.gstin, "062026")
    desk.today("14-10-2026")
    with pytest.raises(PortalError, match="GTR2B-002"):
        desk.gstr2b("092026")
    desk.file_3b("062026")
    desk.today("14-10-2026")
    assert desk.gstr2b("092026")["rtnprd"] == "092026"


@pytest.mark.parametrize(
    ("gstin", "quarterly", "statement", "due"),
    [
        (MAHARASHTRA, False, "102026", date(2026, 11, 20)),
        (MAHARASHTRA, True, "092026", date(2026, 10, 22)),
        (DELHI, True, "092026", date(2026, 10, 24)),
        (DELHI, True, "122026", date(2027, 1, 24)),
    ],
)
def test_when_gstr3b_is_due(gstin, quarterly, statement, due):
    assert Taxpayer(gstin, 0, quarterly).due(periods.month(statement)) == due


@pytest.mark.parametrize(
    ("moment", "monthly", "quarterly"),
    [("13-10-2026", "082026", "062026"), ("14-10-2026", "092026", "092026"), ("20-12-2026", "112026", "092026")],
)
def test_the_latest_draft(moment, monthly, quarterly):
    now = datetime.strptime(moment, "%d-%m-%Y")
    assert periods.period(Taxpayer(DELHI, 0).last_draft(now)) == monthly
    assert periods.period(Taxpayer(DELHI, 0, True).last_draft(now)) == quarterly


# How long a record may be pending


@pytest.mark.parametrize(
    ("gstin", "quarterly", "communicated", "until"),
    [
        (MAHARASHTRA, False, "102025", date(2025, 12, 20)),  # the example of the FAQ of 17 Oct 2025
        (DELHI, False, "112026", date(2027, 1, 20)),
        (MAHARASHTRA, True, "102025", date(2026, 4, 22)),  # a note of Oct to Dec 2025
        (DELHI, True, "122025", date(2026, 4, 24)),
        (DELHI, True, "072026", date(2027, 1, 24)),
    ],
)
def test_the_last_day_of_pending(gstin, quarterly, communicated, until):
    assert Taxpayer(gstin, 0, quarterly).pending_until(periods.month(communicated)) == until


# section, original's action (or none), original's and amended tax, whether pending is limited
GROUPS = [
    ("b2b", "", 0, 180, False),
    ("b2bdn", "", 0, 180, False),
    ("ecom", "", 0, 180, False),
    ("b2bcn", "", 0, 180, True),
    ("b2bcna", "A", 180, 360, True),  # up, whatever was done with the original
    ("b2bcna", "R", 180, 360, True),
    ("b2bcna", "R", 180, 90, True),  # down after rejection
    ("b2bcna", "A", 180, 90, False),
    *(
        group
        for section in ("b2ba", "b2bdna", "ecoma")
        for group in (
            (section, "A", 180, 90, True),  # down after acceptance and GSTR-3B
            (section, "N", 180, 90, True),
            (section, "R", 180, 90, False),
            (section, "A", 180, 360, False),
        )
    ),
]


@pytest.mark.parametrize(("section", "original", "before", "tax", "limited"), GROUPS)
def test_the_four_groups_that_wait_one_period(desk, section, original, before, tax, limited):
    """Communicated in November's window, so pending until 20 January."""
    desk = desk()
    if original:
        desk.today("05-11-2026")
        desk.send(section[:-1], "A-1", before, "102026")
        declared = {"itcRedReq": "Y"} if section == "b2bcna" and original == "A" else {}
        assert original == "N" or desk.act(section[:-1], "A-1", original, **declared) == ""
        desk.today("15-11-2026")
        desk.file_3b("102026")
    desk.today("05-12-2026")
    desk.send(section, "A-1", tax, "112026", "A-1" if original else "")
    desk.today("20-01-2027")
    assert desk.record(section, "A-1")["ispendactblocked"] == "N"
    assert desk.act(section, "A-1", "P") == ""
    desk.today("21-01-2027")
    assert desk.record(section, "A-1")["ispendactblocked"] == ("Y" if limited else "N")
    assert desk.act(section, "A-1", "P", remarks="still open") == ("IMSSAV9011" if limited else "")


@pytest.mark.parametrize(("late_pending", "itc"), [("deemed", -180), ("stays", 0)])
def test_a_record_still_pending_after_its_limit_is_deemed_accepted(desk, late_pending, itc):
    """A credit note of 180 in October's GSTR-2B is pending until 20 December, so it counts in December's."""
    desk = desk(late_pending=late_pending)
    desk.today("10-11-2026")
    desk.send("b2bcn", "A-1", 180, "102026")
    assert desk.act("b2bcn", "A-1", "P") == ""
    desk.today("15-11-2026")
    assert desk.itc("102026") == 0
    desk.file_3b("102026")
    desk.today("15-12-2026")
    assert desk.itc("112026") == 0
    desk.file_3b("112026")
    desk.today("15-01-2027")
    assert desk.itc("122026") == itc
    assert desk.listed("122026")[0] == (["cdnr A-1"] if late_pending == "deemed" else [])
    desk.file_3b("122026")
    assert len(desk.ledger.states(desk.gstin)) == (0 if late_pending == "deemed" else 1)


def test_after_its_limit_a_pending_record_can_be_accepted_or_rejected(desk):
    desk = desk(first="102026")
    desk.today("10-11-2026")
    desk.send("b2bcn", "A-1", 180, "102026")
    assert desk.act("b2bcn", "A-1", "P") == ""
    desk.today("15-11-2026")
    desk.file_3b("102026")
    desk.today("15-12-2026")
    desk.file_3b("112026")
    desk.today("15-01-2027")
    assert desk.act("b2bcn", "A-1", "A", itcRedReq="Y", declIgst=100, **DECLARED) == ""
    assert desk.itc("122026") == -100
    assert desk.act("b2bcn", "A-1", "R") == ""
    assert desk.itc("122026") == 0


def test_a_quarterly_recipient_keeps_a_credit_note_pending_for_a_quarter(desk):
    """A note of July is in the GSTR-2B of September and pending until 22 January."""
    desk = desk(first="072026", quarterly=True)
    desk.today("10-08-2026")
    desk.send("b2bcn", "A-1", 180, "072026")
    assert desk.act("b2bcn", "A-1", "P") == ""
    desk.today("15-10-2026")
    assert desk.itc("092026") == 0
    desk.file_3b("092026")
    desk.today("22-01-2027")
    assert (desk.record("b2bcn", "A-1")["ispendactblocked"], desk.itc("122026")) == ("N", 0)
    desk.today("23-01-2027")
    assert (desk.record("b2bcn", "A-1")["ispendactblocked"], desk.itc("122026")) == ("Y", -180)
