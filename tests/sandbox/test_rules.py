"""What the portal refuses of a SAVE or RESETIMS: every request here breaks one rule only."""

from datetime import datetime

import pytest
from support.gstn_client import GstnClient, sent

from ims_xl.sandbox import RECIPIENT, serve
from ims_xl.sandbox.sections import SECTIONS

VALUES = {key: section.request for key, section in SECTIONS.items()}
DECLARED = {"declIgst": 100.0, "declCgst": 0, "declSgst": 0, "declCess": 0}
INVOICE_KEYS = [
    "stin",
    "inum",
    "idt",
    "inv_typ",
    "srcform",
    "rtnprd",
    "pos",
    "val",
    "txval",
    "iamt",
    "camt",
    "samt",
    "cess",
    "prev_status",
    "action",
]
NOTE_KEYS = ["nt_num", "nt_dt", "ont_num", "ont_dt"]


def record(client: GstnClient, key: str) -> dict:
    return client.documents(VALUES[key])[0]


def refused(client: GstnClient, key: str, row: dict, method: str = "save") -> str:
    """The code of a save of one record, refused at once or by the row; the portal's state must not have changed."""
    before = client.get("GETINV", section=VALUES[key]).data
    answer = getattr(client, method)(**{key: [row]})
    code = answer.code
    if not code:
        status = client.status(answer.data["reference_id"])
        if status["status_cd"] == "P":
            return ""
        ((group,),) = (status["error_report"].values(),)
        (entry,) = group
        code = entry["error_cd"]
    assert client.get("GETINV", section=VALUES[key]).data == before
    return code


# The whole request: IMSSAV005


@pytest.mark.parametrize("missing", INVOICE_KEYS)
def test_every_key_of_an_invoice_is_needed(client, missing):
    row = sent(record(client, "b2b"), "A")
    del row[missing]
    assert refused(client, "b2b", row) == "IMSSAV005"


@pytest.mark.parametrize("missing", NOTE_KEYS)
def test_every_key_of_an_amended_note_is_needed(client, missing):
    row = sent(record(client, "b2bcna"), "R")
    del row[missing]
    assert refused(client, "b2bcna", row) == "IMSSAV005"


@pytest.mark.parametrize("key", ["oinum", "oidt"])
def test_the_original_of_an_amended_invoice_is_needed(client, key):
    row = sent(record(client, "ecoma"), "R")
    del row[key]
    assert refused(client, "ecoma", row) == "IMSSAV005"


@pytest.mark.parametrize(
    "more",
    ["hash", "srcfilstatus", "tradenm", "ispendactblocked", "isRemarksBlocked", "isItcRedReqBlocked", "whatever"],
)
def test_no_other_key_is_taken(client, more):
    assert refused(client, "b2b", sent(record(client, "b2b"), "A", **{more: "N"})) == "IMSSAV005"


def test_an_ecommerce_document_has_no_supply_type(client):
    assert refused(client, "ecom", sent(record(client, "ecom"), "A", inv_typ="R")) == "IMSSAV005"


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "N"},
        {"action": "a"},
        {"action": ""},
        {"prev_status": ""},
        {"prev_status": "X"},
        {"val": "118000.00"},
        {"iamt": -18000.0},
        {"iamt": 18000.001},
        {"cess": None},
        {"camt": True},
        {"pos": 27},
        {"inum": ""},
        {"inv_typ": "X"},
        {"srcform": "GSTR1"},
        {"remarks": ""},
        {"remarks": "x" * 251},
        {"remarks": 5},
    ],
)
def test_every_value_is_of_its_kind(client, changes):
    assert refused(client, "b2b", sent(record(client, "b2b"), "R") | changes) == "IMSSAV005"


def test_a_remark_of_250_characters_is_taken(client):
    assert refused(client, "b2b", sent(record(client, "b2b"), "R", remarks="x" * 250)) == ""


@pytest.mark.parametrize(
    ("section", "action", "block"),
    [
        ("b2b", "A", {"itcRedReq": "Y"}),
        ("b2bdn", "A", {"itcRedReq": "Y"}),
        ("ecom", "A", {"itcRedReq": "N"}),
        ("b2bcn", "R", {"itcRedReq": "Y"}),
        ("b2bcn", "P", {"itcRedReq": "N"}),
        ("b2bcn", "A", {"itcRedReq": "X"}),
        ("b2bcn", "A", {"itcRedReq": "N", **DECLARED}),
        ("b2bcn", "A", {**DECLARED}),
        ("b2bcn", "A", {"itcRedReq": "Y", "declIgst": 100.0}),
        ("b2bcn", "A", {"itcRedReq": "Y", **DECLARED, "declIgst": "100"}),
    ],
)
def test_declarations_where_they_do_not_belong(client, section, action, block):
    assert refused(client, section, sent(record(client, section), action, **block)) == "IMSSAV005"


@pytest.mark.parametrize("more", [{"action": "N"}, {"remarks": "x"}, {"itcRedReq": "Y"}])
def test_a_reset_has_only_identity_amounts_and_previous_status(client, more):
    row = sent(record(client, "b2bdn"))
    assert refused(client, "b2bdn", row | more, "reset") == "IMSSAV005"
    assert refused(client, "b2bdn", row, "reset") == ""


def put(client: GstnClient, action: str = "SAVE", **changes: object) -> str:
    row = sent(record(client, "b2b"), "A" if action == "SAVE" else "")
    data = {"rtin": RECIPIENT, "reqtyp": "SAVE" if action == "SAVE" else "RESET", "invdata": {"b2b": [row]}} | changes
    return client.put(action, {key: value for key, value in data.items() if value is not None}).code


@pytest.mark.parametrize(
    "changes",
    [
        {"reqtyp": None},
        {"reqtyp": "RESET"},
        {"invdata": None},
        {"invdata": {}},
        {"invdata": []},
        {"invdata": {"b2b": []}},
        {"invdata": {"b2b": {}}},
        {"invdata": {"cn": [{}]}},
        {"invdata": {"b2b": ["x"]}},
        {"ret_period": "102026"},
    ],
)
def test_the_frame_of_a_request(client, changes):
    assert put(client, **changes) == "IMSSAV005"


def test_the_frame_as_it_should_be_passes(client):
    assert put(client) == ""


def test_the_frame_of_a_reset_as_it_should_be_passes(client):
    assert put(client, "RESETIMS") == ""


def test_a_reset_says_reset(client):
    assert put(client, "RESETIMS", reqtyp="SAVE") == "IMSSAV005"


def test_rtin_is_needed_and_registered(client):
    assert put(client, rtin=None) == "GEN5001"
    assert put(client, rtin="27AAZCM4444H1ZV") == "RET11407"


def test_a_document_comes_once(client):
    row = sent(record(client, "b2b"), "A")
    assert client.save(b2b=[row, row]).code == "IMSSAV005"


# One record: IMSSAV0010


@pytest.mark.parametrize(
    "changes",
    [
        {"prev_status": "A"},
        {"inum": "SSF/26-27/0418"},
        {"idt": "18-10-2026"},
        {"rtnprd": "112026"},
        {"stin": "29AAZFK3333G1ZV"},
        {"val": 118000.01},
        {"txval": 99999.99},
        {"iamt": 17999.99},
        {"camt": 0.01},
        {"pos": "29"},
        {"inv_typ": "DE"},
        {"srcform": "R1A"},
    ],
)
def test_what_the_portal_holds_otherwise_is_stale(client, changes):
    assert refused(client, "b2b", sent(record(client, "b2b"), "A") | changes) == "IMSSAV0010"


def test_a_reset_with_a_wrong_previous_status_is_stale(client):
    assert refused(client, "b2bdn", sent(record(client, "b2bdn") | {"action": "A"}), "reset") == "IMSSAV0010"


def test_a_document_whose_return_is_filed_is_gone(client, sandbox):
    row = sent(record(client, "ecom"), "A")
    sandbox.ledger.file_3b(RECIPIENT, "102026")
    status = client.saved(ecom=[row])
    assert status["error_report"]["ecom"][0]["error_cd"] == "IMSSAV0010"


# Restrictions of one record


@pytest.mark.parametrize(
    ("flag", "row", "code"),
    [
        ("pending", {"action": "P"}, "IMSSAV9011"),
        ("remarks", {"action": "R", "remarks": "not ours"}, "IMSSAV9012"),
        ("reduction", {"action": "A", "itcRedReq": "Y"}, "IMSSAV9015"),
    ],
)
def test_a_blocked_thing_is_refused_and_only_that(client, sandbox, flag, row, code):
    document = ("b2bcn", "29AAZFK3333G1ZV", "CN/077")
    wanted = sent(record(client, "b2bcn")) | row
    sandbox.supplier.block(RECIPIENT, *document, **{flag: True})
    assert refused(client, "b2bcn", wanted) == code
    sandbox.supplier.block(RECIPIENT, *document, **{flag: False})
    assert refused(client, "b2bcn", wanted) == ""


@pytest.mark.parametrize("section", ["b2bcn", "b2ba", "b2bdna", "ecoma"])
def test_what_reduces_itc_is_accepted_with_a_declaration(client, section):
    """A credit note, and the downward amendments of what August's GSTR-3B took."""
    assert record(client, section)["isItcRedReqBlocked"] == "N"
    assert refused(client, section, sent(record(client, section), "A")) == "IMSSAV0054"
    assert refused(client, section, sent(record(client, section), "A", itcRedReq="Y")) == ""


def test_a_missing_declaration_refuses_its_record_alone(running):
    client = GstnClient(running(variants={"refusal": "request"}).base_url, RECIPIENT).sign_in()
    answer = client.saved(b2b=[sent(record(client, "b2b"), "A")], b2bcn=[sent(record(client, "b2bcn"), "A")])
    assert (answer["status_cd"], answer["error_report"]["cn"][0]["error_cd"]) == ("PE", "IMSSAV0054")
    assert record(client, "b2b")["action"] == "A"


def test_a_credit_note_whose_declaration_is_blocked_needs_none(client):
    assert refused(client, "b2bcna", sent(record(client, "b2bcna"), "A")) == ""


def test_a_missing_declaration_may_mean_full_reduction(running):
    client = GstnClient(running(variants={"missing_reduction": "full"}).base_url, RECIPIENT).sign_in()
    assert refused(client, "b2bcn", sent(record(client, "b2bcn"), "A")) == ""
    assert record(client, "b2bcn")["action"] == "A"


def test_a_missing_declaration_may_leave_the_note_without_action(running):
    sandbox = running(variants={"missing_reduction": "ignored"})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    assert client.saved(b2bcn=[sent(record(client, "b2bcn"), "A")])["status_cd"] == "P"
    assert record(client, "b2bcn")["action"] == "N"
    assert [entry.outcome for entry in sandbox.log.received()] == ["ignored"]


def test_no_more_than_the_tax_is_declared(client):
    row = sent(record(client, "b2bcn"), "A", itcRedReq="Y", **DECLARED)
    assert refused(client, "b2bcn", row | {"declIgst": 900.01}) == "IMSSAV9017"
    assert refused(client, "b2bcn", row | {"declCess": 0.01}) == "IMSSAV9017"
    assert refused(client, "b2bcn", row | {"declIgst": 900.0}) == ""


def test_declared_central_and_state_tax_are_equal(client):
    row = sent(record(client, "b2ba"), "A", itcRedReq="Y", declIgst=0, declCgst=450, declSgst=449.99, declCess=0)
    assert refused(client, "b2ba", row) == "IMSSAV9018"
    assert refused(client, "b2ba", row | {"declSgst": 450}) == ""


def test_remarks_with_accept_may_be_refused(running):
    sandbox = running(variants={"remarks_on_accept": False})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    assert refused(client, "b2b", sent(record(client, "b2b"), "A", remarks="ok")) == "IMSSAV9013"
    sandbox.variants.remarks_on_accept = True
    assert refused(client, "b2b", sent(record(client, "b2b"), "A", remarks="ok")) == ""


def test_remarks_may_be_mandatory_for_less_than_the_full_reduction(running):
    client = GstnClient(running(variants={"remarks_for_partial": True}).base_url, RECIPIENT).sign_in()
    row = sent(record(client, "b2bcn"), "A", itcRedReq="N")
    assert refused(client, "b2bcn", row) == "IMSSAV9014"
    assert refused(client, "b2bcn", row | {"itcRedReq": "Y", **DECLARED}) == "IMSSAV9014"
    assert refused(client, "b2bcn", row | {"remarks": "never availed"}) == ""
    assert refused(client, "b2bcn", row | {"itcRedReq": "Y", "prev_status": "A"}) == ""


def test_a_bill_of_entry_cannot_be_rejected(client):
    entry = record(client, "impg")
    assert refused(client, "impg", entry | {"action": "R"}) == "IMSSAV9020"
    assert refused(client, "impg", entry | {"action": "P"}) == ""


def test_a_bill_of_entry_that_may_not_wait(client, sandbox):
    entry = record(client, "impg") | {"boenum": "4455668", "ispendactblocked": "Y"}
    sandbox.ledger.load({"impg": [entry]}, RECIPIENT)
    assert refused(client, "impg", entry | {"action": "P"}) == "IMSSAV9011"
    assert refused(client, "impg", entry | {"action": "A"}) == ""


@pytest.mark.parametrize("more", [{"prev_status": "N"}, {"remarks": "late"}, {"itcRedReq": "Y"}, {"rtnprd": "102026"}])
def test_other_keys_of_a_bill_of_entry_are_refused(client, more):
    assert refused(client, "impg", record(client, "impg") | {"action": "A"} | more) == "IMSSAV005"


@pytest.mark.parametrize("changed", [{"hash": "0b"}, {"irefdt": "22-10-2026"}, {"refId": "2"}, {"igst": 45000.01}])
def test_a_bill_of_entry_goes_back_as_it_came(client, changed):
    assert refused(client, "impg", record(client, "impg") | {"action": "A"} | changed) == "IMSSAV0010"


def test_a_bill_of_entry_is_reset_without_action(client):
    entry = record(client, "impg")
    assert refused(client, "impg", entry | {"action": "P"}) == ""
    assert refused(client, "impg", entry, "reset") == "IMSSAV005"
    entry.pop("action")
    assert refused(client, "impg", entry, "reset") == ""
    assert record(client, "impg")["action"] == "N"


_OF_AN_ENTRY = ["rgstin", "refId", "irefdt", "itcprd", "portcd", "boenum", "boedt", "srtinprd", "hash"]


@pytest.mark.parametrize("missing", [*_OF_AN_ENTRY, "txval", "igst", "cess", "action"])
def test_every_key_of_a_bill_of_entry_is_needed(client, missing):
    row = record(client, "impg")
    del row[missing]
    assert refused(client, "impg", row) == "IMSSAV005"


def original_and_amendment() -> dict:
    base = {
        "stin": "27AAZCM4444H1ZV",
        "inv_typ": "R",
        "action": "N",
        "srcform": "R1",
        "srcfilstatus": "Filed",
        "pos": "27",
    }
    amounts = {"val": 1180.0, "txval": 1000.0, "iamt": 0, "camt": 90.0, "samt": 90.0, "cess": 0}
    invoice = {**base, **amounts, "inum": "M-1", "idt": "05-10-2026", "rtnprd": "102026"}
    amended = {
        **base,
        **amounts,
        "oinum": "M-1",
        "oidt": "05-10-2026",
        "inum": "M-1",
        "idt": "05-10-2026",
        "rtnprd": "112026",
    }
    return {"b2b": [invoice], "b2ba": [amended]}


def test_an_original_open_in_another_period_comes_first():
    with serve(start=datetime(2026, 11, 20)) as sandbox:
        sandbox.ledger.load(original_and_amendment(), RECIPIENT, "102026")
        client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
        wanted = sent(record(client, "b2ba"), "A")
        assert refused(client, "b2ba", wanted) == "IMSSAV9019"
        assert refused(client, "b2b", sent(record(client, "b2b"), "A")) == ""
        assert refused(client, "b2ba", wanted) == "IMSSAV9019"  # GSTR-3B of the original's month is not filed
        sandbox.ledger.file_3b(RECIPIENT, "102026")
        assert refused(client, "b2ba", wanted) == ""


def test_the_order_of_originals_may_not_be_checked():
    with serve(start=datetime(2026, 11, 20), variants={"originals_first": False}) as sandbox:
        sandbox.ledger.load(original_and_amendment(), RECIPIENT, "102026")
        client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
        assert refused(client, "b2ba", sent(record(client, "b2ba"), "A")) == ""
