"""What an amendment gives: the difference, the whole or nothing, by what was done with its original.

A-1 has 9,000 of IGST and is filed on 05-11-2026, so it falls in GSTR-2B of October; what amends it is filed on
05-12-2026, so in November. ITC is in rupees of IGST.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

OCT, NOV, DEC = "102026", "112026", "122026"
DECLARED = {"declCgst": 0, "declSgst": 0, "declCess": 0}


@pytest.fixture
def after(desk):
    """A desk in December on which an original of this section was decided in October and its GSTR-3B filed."""

    def start(section: str = "b2b", action: str = "A", tax: float = 9_000, **variants):
        place = desk(**variants)
        place.today("05-11-2026")
        place.send(section, "A-1", tax, OCT)
        if action != "N":
            declared = {"itcRedReq": "Y"} if section == "b2bcn" and action == "A" else {}
            assert place.act(section, "A-1", action, **declared) == ""
        place.today("15-11-2026")
        place.gstr2b(OCT)
        place.file_3b(OCT)
        place.today("05-12-2026")
        return place

    return start


@pytest.mark.parametrize("section", ["b2b", "b2bdn", "ecom"])
@pytest.mark.parametrize(
    ("original", "amended", "itc"),
    [
        ("A", 7_200, -1_800),  # 7,200 - 9,000
        ("N", 7_200, -1_800),  # deemed accepted
        ("A", 10_000, 1_000),  # 10,000 - 9,000
        ("A", 9_000, 0),
        ("R", 7_200, 7_200),  # the original gave nothing: the whole
        ("R", 9_000, 9_000),  # as after a wrong rejection (FAQ of 19 Jun 2025)
    ],
)
def test_an_amendment_after_gstr3b(after, section, original, amended, itc):
    desk = after(section, original)
    desk.send(section + "a", "A-1", amended, NOV, "A-1")
    desk.today("15-12-2026")
    assert desk.itc(NOV) == itc  # left alone
    declared = {"itcRedReq": "Y"} if desk.record(section + "a", "A-1")["isItcRedReqBlocked"] == "N" else {}
    assert desk.act(section + "a", "A-1", "A", **declared) == ""
    assert desk.itc(NOV) == itc
    assert desk.act(section + "a", "A-1", "R") == ""
    assert desk.itc(NOV) == 0


@pytest.mark.parametrize(
    ("original", "amended", "itc"),
    [
        ("A", 7_200, 1_800),  # 9,000 were reduced, 7,200 should have been
        ("N", 7_200, 1_800),
        ("A", 10_000, -1_000),
        ("R", 7_200, -7_200),
        ("R", 9_000, -9_000),
    ],
)
def test_an_amended_credit_note_after_gstr3b(after, original, amended, itc):
    desk = after("b2bcn", original)
    desk.send("b2bcna", "A-1", amended, NOV, "A-1")
    desk.today("15-12-2026")
    assert desk.itc(NOV) == itc


@pytest.mark.parametrize(
    ("tax", "amended", "heads"),
    [
        ((0, 4_500, 4_500, 50), (0, 3_600, 3_600, 20), (0, -900, -900, -30)),
        ((0, 4_500, 4_500), (9_000,), (9_000, -4_500, -4_500, 0)),  # the place of supply was wrong
    ],
)
def test_the_difference_is_taken_head_by_head(after, tax, amended, heads):
    desk = after(tax=tax)
    desk.send("b2ba", "A-1", amended, NOV, "A-1")
    desk.today("15-12-2026")
    counted = desk.gstr2b(NOV)["itcsumm"]["itcavl"]["nonrevsup"]["b2ba"]
    assert tuple(counted[head] for head in ("igst", "cgst", "sgst", "cess")) == heads


@pytest.mark.parametrize(
    ("section", "amended", "declaration", "itc"),
    [
        ("b2b", 7_200, {"itcRedReq": "Y"}, -1_800),
        ("b2b", 7_200, {"itcRedReq": "Y", "declIgst": 500.0, **DECLARED}, -500),
        ("b2b", 7_200, {"itcRedReq": "N"}, 0),
        ("b2bcn", 10_000, {"itcRedReq": "Y"}, -1_000),
        ("b2bcn", 10_000, {"itcRedReq": "Y", "declIgst": 400.0, **DECLARED}, -400),
        ("b2bcn", 10_000, {"itcRedReq": "N"}, 0),
    ],
)
def test_a_reduction_counts_as_it_is_declared(after, section, amended, declaration, itc):
    desk = after(section)
    desk.send(section + "a", "A-1", amended, NOV, "A-1")
    desk.today("15-12-2026")
    assert desk.act(section + "a", "A-1", "A") == "IMSSAV0054"
    assert desk.act(section + "a", "A-1", "A", **declaration) == ""
    assert desk.itc(NOV) == itc


@pytest.mark.parametrize("section", ["b2b", "b2bdn", "ecom"])
@pytest.mark.parametrize(
    ("original", "amended", "blocked"),
    [("A", 7_200, "N"), ("N", 7_200, "N"), ("A", 9_000, "Y"), ("A", 10_000, "Y"), ("R", 7_200, "Y")],
)
def test_a_reduction_is_asked_for_downward_amendments_of_accepted_originals(after, section, original, amended, blocked):
    desk = after(section, original)
    wrong = "Y" if blocked == "N" else "N"  # what a download says is not asked where the original is held
    desk.send(section + "a", "A-1", amended, NOV, "A-1", isItcRedReqBlocked=wrong)
    assert desk.record(section + "a", "A-1")["isItcRedReqBlocked"] == blocked
    code = {"Y": "IMSSAV9015", "N": ""}[blocked]
    assert desk.act(section + "a", "A-1", "A", itcRedReq="Y") == code


@pytest.mark.parametrize(
    ("original", "amended", "blocked"), [("A", 7_200, "Y"), ("A", 10_000, "N"), ("R", 7_200, "N"), ("R", 10_000, "N")]
)
def test_a_reduction_is_asked_for_amended_credit_notes_but_downward_ones(after, original, amended, blocked):
    desk = after("b2bcn", original)
    desk.send("b2bcna", "A-1", amended, NOV, "A-1")
    assert desk.record("b2bcna", "A-1")["isItcRedReqBlocked"] == blocked


def test_the_most_that_is_declared(after):
    """9,000 amended to 180: by the tax of the document at most 180, by the difference at most 8,820."""
    desk = after(tax=9_000)
    desk.send("b2ba", "A-1", 180, NOV, "A-1")
    assert desk.act("b2ba", "A-1", "A", itcRedReq="Y", declIgst=180.01, **DECLARED) == "IMSSAV9017"
    desk.ledger.variants.reduction_cap = "difference"
    assert desk.act("b2ba", "A-1", "A", itcRedReq="Y", declIgst=8_820.01, **DECLARED) == "IMSSAV9017"
    assert desk.act("b2ba", "A-1", "A", itcRedReq="Y", declIgst=8_820, **DECLARED) == ""


# Original and amendment in one GSTR-2B


@pytest.mark.parametrize("section", ["b2b", "b2bdn", "ecom", "b2bcn"])
@pytest.mark.parametrize("original", ["A", "R", "P", "N"])
@pytest.mark.parametrize("action", ["A", "R", "P", "N"])
def test_the_action_on_the_amendment_prevails_within_one_gstr2b(desk, section, original, action):
    """9,000 amended to 7,200 on the same day: 7,200 when the amendment is accepted or left alone, else nothing."""
    desk = desk()
    desk.today("05-11-2026")
    desk.send(section, "A-1", 9_000, OCT)
    desk.send(section + "a", "A-1", 7_200, OCT, "A-1")
    note = section == "b2bcn"
    for key, wanted in ((section, original), (section + "a", action)):
        assert (
            wanted == "N"
            or desk.act(key, "A-1", wanted, **({"itcRedReq": "Y"} if note and wanted == "A" else {})) == ""
        )
    desk.today("15-11-2026")
    sign = -1 if note else 1
    assert desk.itc(OCT) == (sign * 7_200 if action in "AN" else 0)
    name = {"b2b": "b2ba A-1", "b2bdn": "cdnra A-1", "ecom": "ecoma A-1", "b2bcn": "cdnra A-1"}[section]
    assert desk.listed(OCT) == {"A": ([name], []), "N": ([name], []), "R": ([], [name]), "P": ([], [])}[action]
    desk.file_3b(OCT)
    assert len(desk.ledger.states(desk.gstin)) == (2 if action == "P" else 0)


def test_a_pair_that_waited_counts_once(desk):
    desk = desk()
    desk.today("05-11-2026")
    desk.send("b2b", "A-1", 9_000, OCT)
    desk.send("b2ba", "A-1", 7_200, OCT, "A-1")
    assert desk.act("b2b", "A-1", "A") == desk.act("b2ba", "A-1", "P") == ""
    desk.today("15-11-2026")
    assert desk.itc(OCT) == 0
    desk.file_3b(OCT)
    desk.today("15-12-2026")
    assert desk.act("b2ba", "A-1", "A") == ""
    assert (desk.itc(NOV), desk.listed(NOV)) == (7_200, (["b2ba A-1"], []))
    desk.file_3b(NOV)
    desk.today("05-01-2027")
    desk.send("b2ba", "A-1", 7_000, DEC, "A-1")  # amended once more: 7,000 - 7,200
    desk.today("15-01-2027")
    assert desk.itc(DEC) == -200


def test_a_saved_amendment_has_no_effect_until_it_is_filed(desk):
    desk = desk()
    desk.today("05-11-2026")
    desk.send("b2b", "A-1", 9_000, OCT)
    desk.send("b2ba", "A-1", 7_200, OCT, "A-1", srcfilstatus="Not Filed")
    desk.today("15-11-2026")
    assert desk.itc(OCT) == 9_000


# Original open in another GSTR-2B


def test_an_amendment_waits_for_a_pending_original(after):
    """The original is pending in October and accepted in November; so November gives 9,000, December the difference."""
    desk = after(action="P")
    desk.send("b2ba", "A-1", 7_200, NOV, "A-1")
    for action in ("A", "R", "P"):
        assert desk.act("b2ba", "A-1", action) == "IMSSAV9019"
    desk.today("15-12-2026")
    assert desk.itc(NOV) == 0
    assert desk.act("b2b", "A-1", "A") == ""
    assert desk.itc(NOV) == 9_000
    assert desk.act("b2ba", "A-1", "A") == "IMSSAV9019"  # GSTR-3B of November is not filed
    desk.file_3b(NOV)
    desk.today("15-01-2027")
    assert desk.act("b2ba", "A-1", "A", itcRedReq="Y") == ""
    assert desk.itc(DEC) == -1_800


def test_where_the_order_is_not_checked_a_later_original_adds_nothing(after):
    desk = after(action="P", originals_first=False)
    desk.send("b2ba", "A-1", 7_200, NOV, "A-1")
    assert desk.act("b2ba", "A-1", "A") == ""
    desk.today("15-12-2026")
    assert desk.itc(NOV) == 7_200
    desk.file_3b(NOV)
    desk.today("15-01-2027")
    assert desk.act("b2b", "A-1", "A") == ""
    assert desk.itc(DEC) == 0


# Originals that are not held


def test_without_its_original_a_reduction_counts_as_far_as_it_is_declared(desk):
    desk = desk()
    desk.today("05-11-2026")
    desk.send("b2ba", "A-1", 7_200, OCT, "A-1", isItcRedReqBlocked="N")
    desk.today("15-11-2026")
    assert [identity[2] for identity in desk.ledger.unknown_originals(desk.gstin)] == ["A-1"]
    assert desk.itc(OCT) == 0
    assert desk.act("b2ba", "A-1", "A", itcRedReq="Y", declIgst=500, **DECLARED) == ""
    assert desk.itc(OCT) == -500


# Any order


ACTIONS = st.sampled_from("ARPN")


@settings(max_examples=150, deadline=None)
@given(
    section=st.sampled_from(["b2b", "b2bdn", "ecom", "b2bcn"]),
    months=st.lists(st.tuples(st.booleans(), st.integers(0, 20_000), ACTIONS, ACTIONS), min_size=1, max_size=5),
    renamed=st.booleans(),
    originals_first=st.booleans(),
)
def test_all_months_together_give_the_last_accepted_version(desk, section, months, renamed, originals_first):
    """Each month: whether a version arrives, its tax, and what is wanted of the versions in IMS, the last one apart."""
    place = desk(originals_first=originals_first)
    total, before = 0.0, ""
    for number, (arrives, tax, others, last) in enumerate(months):
        year, month = divmod(2026 * 12 + 9 + number, 12)
        period = f"{month + 1:02d}{year}"
        following, following_month = divmod(year * 12 + month + 1, 12)
        after = f"{following_month + 1:02d}-{following}"
        place.today(f"05-{after}")
        if arrives or not number:
            name = f"A-{number if renamed else 0}"
            place.send(section + ("a" if before else ""), name, tax, period, before)
            before = name
        place.today(f"15-{after}")
        open_now = sorted(
            place.ledger.states(place.gstin), key=lambda one: (one[0] != section, one[4][2:] + one[4][:2])
        )
        for identity in open_now:
            wanted = last if identity == open_now[-1] else others
            document = place.ledger.find(place.gstin, identity)
            shown = place.ledger.flags(document, place.ledger.taxpayer(place.gstin))
            declared = {"itcRedReq": "Y"} if wanted == "A" and shown["reduction_blocked"] is False else {}
            if wanted != "N" and [one[:3] for one in open_now].count(identity[:3]) == 1:
                assert place.act(identity[0], identity[2], wanted, **declared) in ("", "IMSSAV9019", "IMSSAV9011")
        total += place.itc(period)
        place.file_3b(period)
        rows = place.ledger.database.rows("SELECT * FROM documents WHERE outcome = 'A' ORDER BY month, id")
        accepted = rows[-1]["igst"] / 100 if rows else 0
        assert total == pytest.approx(-accepted if section == "b2bcn" else accepted)
