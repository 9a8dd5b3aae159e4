"""A bill of entry moved to another GSTIN: the previous one loses the ITC, the new one gets it."""

import pytest

OLD, NEW = "27AAZCD1111E1ZS", "29AAZFK3333G1ZV"
PORT, NUMBER = "INNSA1", "4455667"
ENTRY = {
    "rgstin": OLD, "refId": "1", "ispendactblocked": "N", "irefdt": "21-10-2026", "itcprd": "102026", "portcd": PORT,
    "boenum": NUMBER, "boedt": "19-10-2026", "txval": 250000.0, "igst": 45000.0, "cess": 500.0, "srtinprd": "102026",
}  # fmt: skip


@pytest.fixture
def moved(desk):
    """November: the bill, whose 45,000 of IGST October's GSTR-3B took, has moved; a desk of each GSTIN."""

    def start(**variants):
        old = desk(OLD, **variants)
        old.today("05-11-2026")
        old.ledger.load({"impg": [ENTRY]}, OLD)
        old.today("15-11-2026")
        assert old.itc("102026") == 45_000
        old.file_3b("102026")
        old.ledger.add(NEW, "112026", [])
        old.today("20-11-2026")
        old.supplier.move_entry(OLD, "impg", PORT, NUMBER, NEW)
        return old

    return start


def act(desk, action, **more):
    record = desk.ledger.state(desk.gstin, "impga", PORT, NUMBER) | {"action": action} | more
    data = {"rtin": desk.gstin, "reqtyp": "SAVE", "invdata": {"impga": [record]}}
    reference = desk.portal.saves.submit(desk.gstin, "SAVE", data, [], 0)
    desk.portal.saves.tick(desk.gstin)
    answer = desk.portal.saves.status(desk.gstin, reference)
    return answer["error_report"]["impga"][0]["error_cd"] if answer["status_cd"] == "PE" else ""


def reduction(igst, cess):
    return {"itcRedReq": "Y", "declIgst": igst, "declCgst": 0, "declSgst": 0, "declCess": cess}


def imports(desk, gstin):
    desk.gstin = gstin
    counted = desk.gstr2b("112026")["itcsumm"]["itcavl"]["imports"]
    return counted["igst"], counted["cess"]


def test_left_alone_it_takes_everything_away_and_gives_it_to_the_new_gstin(moved):
    desk = moved()
    desk.today("15-12-2026")
    assert imports(desk, OLD) == (-45_000, -500)
    assert imports(desk, NEW) == (45_000, 500)


@pytest.mark.parametrize(
    ("declaration", "counted"),
    [
        ({}, (-45_000, -500)),
        ({"itcRedReq": "Y"}, (-45_000, -500)),
        (reduction(20_000, 0), (-20_000, 0)),
        ({"itcRedReq": "N"}, (0, 0)),  # reversed before already
    ],
)
def test_the_previous_gstin_may_declare_how_much(moved, declaration, counted):
    desk = moved()
    desk.today("15-12-2026")
    assert desk.ledger.state(OLD, "impga", PORT, NUMBER)["isItcRedReqBlocked"] == "N"
    assert act(desk, "A", **declaration) == ""
    assert imports(desk, OLD) == counted


def test_no_more_than_the_tax_of_the_bill_is_declared(moved):
    desk = moved()
    assert act(desk, "A", **reduction(45_000.01, 0)) == "IMSSAV9017"
    assert act(desk, "A", **reduction(0, 500.01)) == "IMSSAV9017"
    assert act(desk, "A", **reduction(45_000, 500)) == ""


def test_only_the_previous_gstin_declares(moved):
    desk = moved()
    desk.gstin = NEW
    assert "isItcRedReqBlocked" not in desk.ledger.state(NEW, "impga", PORT, NUMBER)
    assert act(desk, "A", itcRedReq="N") == "IMSSAV9015"
    assert act(desk, "A") == ""


def test_nothing_may_show_that_it_reduces(moved):
    desk = moved(moved_entry="unmarked")
    assert "isItcRedReqBlocked" not in desk.ledger.state(OLD, "impga", PORT, NUMBER)
    assert act(desk, "A", itcRedReq="N") == "IMSSAV9015"
    desk.today("15-12-2026")
    assert imports(desk, OLD) == (-45_000, -500)


def test_it_can_wait_and_not_be_rejected(moved):
    desk = moved()
    assert act(desk, "R") == "IMSSAV9020"
    assert act(desk, "P") == ""
    desk.today("15-12-2026")
    assert imports(desk, OLD) == (0, 0)


def test_an_amended_value_gives_the_difference(desk):
    """45,000 taken in October, amended to 48,000: 3,000 in November."""
    desk = desk(OLD)
    desk.today("05-11-2026")
    desk.ledger.load({"impg": [ENTRY]}, OLD)
    desk.today("15-11-2026")
    desk.file_3b("102026")
    desk.ledger.load({"impga": [ENTRY | {"igst": 48000.0, "srtinprd": "112026", "itcprd": "112026"}]}, OLD)
    desk.today("15-12-2026")
    assert imports(desk, OLD) == (3_000, 0)


def test_only_a_bill_whose_itc_was_taken_moves(moved):
    desk = moved()
    with pytest.raises(ValueError, match="took the ITC"):
        desk.supplier.move_entry(OLD, "impg", PORT, "another", NEW)
    with pytest.raises(ValueError, match="took the ITC"):
        desk.supplier.move_entry(OLD, "impg", PORT, NUMBER, NEW)  # it has moved
