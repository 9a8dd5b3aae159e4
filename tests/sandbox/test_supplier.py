"""Suppliers save, edit, file and delete between two calls of the recipient."""

import pytest
from support.gstn_client import sent

from ims_xl.sandbox import RECIPIENT

SSF = ("b2b", "24AAZCS2222F1ZB", "SSF/26-27/0417")
CN = ("b2bcn", "29AAZFK3333G1ZV", "CN/077")
NEW = {
    "stin": "29AAZFK3333G1ZV",
    "inum": "K-1",
    "idt": "11-11-2026",
    "inv_typ": "R",
    "srcform": "R1",
    "rtnprd": "112026",
    "pos": "27",
    "val": 118.0,
    "txval": 100.0,
    "iamt": 18.0,
    "camt": 0,
    "samt": 0,
    "cess": 0,
}


def test_a_saved_document_appears_at_once_and_may_be_decided(client, sandbox):
    sandbox.supplier.save(RECIPIENT, "b2b", NEW)
    (new,) = [record for record in client.documents("B2B") if record["inum"] == "K-1"]
    assert (new["srcfilstatus"], new["action"]) == ("Not Filed", "N")
    assert client.saved(b2b=[sent(new, "A")])["status_cd"] == "P"


def test_an_edit_resets_the_action_and_changes_the_hash(client, sandbox):
    before = client.documents("B2B")[0]
    client.saved(b2b=[sent(before, "R", remarks="too much")])
    sandbox.supplier.edit(RECIPIENT, *SSF, val=59000.0, txval=50000.0, iamt=9000.0)
    after = client.documents("B2B")[0]
    assert (after["action"], after["val"], "remarks" in after) == ("N", 59000.0, False)
    assert after["hash"] != before["hash"]


def test_a_record_downloaded_before_an_edit_is_stale(client, sandbox):
    before = client.documents("B2B")[0]
    sandbox.supplier.edit(RECIPIENT, *SSF, iamt=17000.0)
    assert client.saved(b2b=[sent(before, "A")])["error_report"]["b2b"][0]["error_cd"] == "IMSSAV0010"


def test_an_edit_may_change_the_number(client, sandbox):
    sandbox.supplier.edit(RECIPIENT, *SSF, inum="SSF/26-27/0418")
    assert [record["inum"] for record in client.documents("B2B")] == ["SSF/26-27/0418"]


def test_a_deleted_document_disappears(client, sandbox):
    sandbox.supplier.delete(RECIPIENT, *SSF)
    assert client.get("GETINV", section="B2B").code == "RET13508"


def test_filing_keeps_the_action(client, sandbox):
    client.saved(b2b=[sent(client.documents("B2B")[0], "A")])
    assert sandbox.supplier.file(RECIPIENT, SSF[1]) == 1
    record = client.documents("B2B")[0]
    assert (record["action"], record["srcfilstatus"]) == ("A", "Filed")
    assert sandbox.supplier.file(RECIPIENT, SSF[1]) == 0


def test_a_filed_document_can_neither_be_edited_nor_deleted(sandbox):
    with pytest.raises(ValueError, match="is filed"):
        sandbox.supplier.edit(RECIPIENT, *CN, val=1.0)
    with pytest.raises(ValueError, match="is filed"):
        sandbox.supplier.delete(RECIPIENT, *CN)


def test_a_document_that_is_not_there(sandbox):
    with pytest.raises(KeyError):
        sandbox.supplier.delete(RECIPIENT, "b2b", SSF[1], "another")
    with pytest.raises(KeyError):
        sandbox.ledger.state(RECIPIENT, "b2b", SSF[1], "another")
    with pytest.raises(ValueError, match="block flag"):
        sandbox.supplier.block(RECIPIENT, *SSF, everything=True)


def test_the_ledger_tells_what_the_portal_holds(sandbox, records):
    assert sandbox.ledger.state(RECIPIENT, *CN) == records["b2bcn"][0]
