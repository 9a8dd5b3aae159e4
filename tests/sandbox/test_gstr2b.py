"""GSTR-2B from the actions: which documents, which amounts, when."""

from datetime import datetime

import pytest
from support.gstn_client import GSTR2B, GstnClient, sent

from ims_xl.sandbox import RECIPIENT, Sandbox

OCTOBER = "102026"
AFTER = datetime(2026, 11, 16, 9, 30)
NOTHING = {"igst": 0.0, "cgst": 0.0, "sgst": 0.0, "cess": 0.0}


def on(sandbox: Sandbox, moment: datetime = AFTER) -> GstnClient:
    sandbox.clock.set(moment)
    return GstnClient(sandbox.base_url, RECIPIENT).sign_in()


def numbers(part: dict) -> dict[str, list[str]]:
    """Section of GSTR-2B -> document numbers."""
    found: dict[str, list[str]] = {}
    for section, entries in part.items():
        for entry in entries:
            for document in entry.get("inv") or entry.get("nt") or [entry]:
                found.setdefault(section, []).append(
                    document.get("inum") or document.get("ntnum") or document["boenum"]
                )
    return found


def computed(client: GstnClient, period: str = OCTOBER) -> dict:
    assert client.compute(period).code in ("", "IMS2005")
    return client.gstr2b(period).data["data"]


def test_the_draft_of_the_14th_takes_filed_documents_that_are_not_pending(sandbox):
    # SSF/26-27/0417 and DN-11 are not filed, DN-19 is pending.
    client = on(sandbox)
    data = client.gstr2b(OCTOBER).data["data"]
    assert numbers(data["docdata"]) == {
        "b2ba": ["MHX-1201"],
        "cdnr": ["CN/077"],
        "cdnra": ["CN/051A"],
        "ecom": ["ECO2610-88"],
        "ecoma": ["ECO2608-12"],
        "impg": ["4455667"],
    }
    assert data["docRejdata"] == {}
    assert (data["gstin"], data["rtnprd"], data["version"], data["gendt"]) == (
        RECIPIENT,
        OCTOBER,
        "4.0",
        "16-11-2026 09:30:00",
    )


def test_the_summary_of_the_draft(sandbox):
    summary = on(sandbox).gstr2b(OCTOBER).data["data"]["itcsumm"]
    available = summary["itcavl"]
    assert available["nonrevsup"] == {
        **NOTHING,
        "igst": 350.0,
        "cgst": -450.0,
        "sgst": -450.0,
        "b2ba": NOTHING | {"cgst": -450.0, "sgst": -450.0},  # 4,500 amended to 3,600 each, 450 declared
        "ecom": NOTHING | {"igst": 500.0},
        "ecoma": NOTHING | {"igst": -150.0},  # 400 amended to 250
    }
    assert available["othersup"] == {
        **NOTHING,
        "igst": 720.0,
        "cdnr": NOTHING | {"igst": 900.0},
        "cdnra": NOTHING | {"igst": -180.0},  # a reduction of 540 amended to one of 360
    }
    assert available["imports"]["impg"] == NOTHING | {"igst": 45000.0}
    assert summary["itcRejected"]["nonrevsup"] == NOTHING


def test_a_document_in_gstr2b(sandbox):
    (supplier,) = on(sandbox).gstr2b(OCTOBER).data["data"]["docdata"]["b2ba"]
    assert supplier == {
        "ctin": "27AAZCM4444H1ZV",
        "trdnm": "",
        "supfildt": "11-11-2026",
        "supprd": "102026",
        "inv": [
            {
                "inum": "MHX-1201",
                "dt": "04-08-2026",
                "oinum": "MHX-1201",
                "oidt": "04-08-2026",
                "val": 47200.0,
                "pos": "27",
                "typ": "R",
                "rev": "N",
                "itcavl": "Y",
                "rsn": "",
                "diffprcnt": 1,
                "srctyp": "",
                "txval": 40000.0,
                "igst": 0.0,
                "cgst": 3600.0,
                "sgst": 3600.0,
                "cess": 0.0,
                "imsStatus": "A",
                "itcRedReq": "Y",
                "declIgst": 0.0,
                "declCgst": 450.0,
                "declSgst": 450.0,
                "declCess": 0.0,
                "remarks": "Half of the ITC was never availed",
            }
        ],
    }


def test_a_credit_note_and_a_bill_of_entry_in_gstr2b(sandbox):
    documents = on(sandbox).gstr2b(OCTOBER).data["data"]["docdata"]
    note = documents["cdnra"][0]["nt"][0]
    assert {key: note[key] for key in ("ntnum", "dt", "typ", "suptyp", "ontnum", "ontdt", "onttyp", "igst")} == {
        "ntnum": "CN/051A",
        "dt": "12-08-2026",
        "typ": "C",
        "suptyp": "R",
        "ontnum": "CN/051",
        "ontdt": "12-08-2026",
        "onttyp": "C",
        "igst": 360.0,
    }
    assert documents["impg"] == [
        {
            "refdt": "21-10-2026",
            "portcode": "INNSA1",
            "boenum": "4455667",
            "boedt": "19-10-2026",
            "recdt": "21-10-2026",
            "isamd": "N",
            "txval": 250000.0,
            "igst": 45000.0,
            "cess": 0.0,
            "imsStatus": "N",
        }
    ]


def test_the_older_shape_has_items(running):
    sandbox = running(variants={"gstr2b_items": True})
    invoice = on(sandbox).gstr2b(OCTOBER).data["data"]["docdata"]["ecom"][0]["inv"][0]
    assert invoice["items"] == [
        {"num": 1, "rt": 5.0, "txval": 10000.0, "igst": 500.0, "cgst": 0.0, "sgst": 0.0, "cess": 0.0}
    ]
    assert "txval" not in invoice


def test_rejected_documents_stand_apart(sandbox):
    client = on(sandbox)
    client.saved(ecom=[sent(client.documents("ECOM")[0], "R", remarks="not ours")])
    data = computed(client)
    assert numbers(data["docRejdata"]) == {"ecom": ["ECO2610-88"]}
    assert "ecom" not in data["docdata"]
    assert data["docRejdata"]["ecom"][0]["inv"][0]["remarks"] == "not ours"
    assert data["itcsumm"]["itcRejected"]["nonrevsup"]["igst"] == 500.0
    assert data["itcsumm"]["itcavl"]["nonrevsup"]["igst"] == -150.0  # of ECO2608-12, amended from 400 to 250


def test_a_pending_document_is_in_neither_and_comes_when_it_is_accepted(sandbox):
    client = on(sandbox)
    assert "DN-19" not in str(client.gstr2b(OCTOBER).data)
    client.saved(b2bdn=[sent(client.documents("DN")[0], "A")])
    assert "DN-19" not in str(client.gstr2b(OCTOBER).data)  # not computed again yet
    data = computed(client)
    assert numbers(data["docdata"])["cdnr"] == ["CN/077", "DN-19"]
    assert data["itcsumm"]["itcavl"]["nonrevsup"]["cdnr"] == NOTHING | {"cgst": 90.0, "sgst": 90.0}


@pytest.mark.parametrize(("action", "listed"), [("A", True), ("P", False)])
def test_a_bill_of_entry_counts_unless_it_is_pending(sandbox, action, listed):
    client = on(sandbox)
    (entry,) = client.documents("IMPG")
    client.saved(impg=[entry | {"action": action}])
    data = computed(client)
    assert numbers(data["docdata"]).get("impg", []) == ["4455667"] * listed
    assert data["itcsumm"]["itcavl"]["imports"]["igst"] == 45000.0 * listed
    reset = {key: value for key, value in entry.items() if key != "action"}
    client.status(client.reset(impg=[reset]).data["reference_id"])
    assert numbers(computed(client)["docdata"])["impg"] == ["4455667"]


@pytest.mark.parametrize(
    ("declaration", "reversal"),
    [
        ({"itcRedReq": "Y"}, 900.0),
        ({"itcRedReq": "N"}, 0.0),
        ({"itcRedReq": "Y", "declIgst": 400.0, "declCgst": 0, "declSgst": 0, "declCess": 0}, 400.0),
    ],
)
def test_a_credit_note_reduces_as_declared(sandbox, declaration, reversal):
    client = on(sandbox)
    client.saved(b2bcn=[sent(client.documents("CN")[0], "A", **declaration)])
    assert computed(client)["itcsumm"]["itcavl"]["othersup"]["cdnr"]["igst"] == reversal


def test_what_a_supplier_files_in_gstr1a_comes_in_the_next_month(sandbox):
    document = {
        "stin": "24AAZCS2222F1ZB",
        "inum": "S-7",
        "idt": "05-10-2026",
        "inv_typ": "R",
        "rtnprd": OCTOBER,
        "pos": "27",
    }
    document |= {"val": 118.0, "txval": 100.0, "iamt": 18.0, "camt": 0, "samt": 0, "cess": 0, "srcform": "R1A"}
    sandbox.supplier.save(RECIPIENT, "b2b", document | {"srcfilstatus": "Filed"})
    client = on(sandbox)
    assert "b2b" not in client.gstr2b(OCTOBER).data["data"]["docdata"]
    sandbox.ledger.file_3b(RECIPIENT, OCTOBER)
    client = on(sandbox, datetime(2026, 12, 14))
    assert numbers(client.gstr2b("112026").data["data"]["docdata"])["b2b"] == ["S-7"]


def test_what_a_supplier_files_after_the_11th_comes_in_the_next_month(sandbox):
    sandbox.clock.set(datetime(2026, 11, 12))
    assert sandbox.supplier.file(RECIPIENT, "24AAZCS2222F1ZB") == 1
    client = on(sandbox)
    assert "b2b" not in client.gstr2b(OCTOBER).data["data"]["docdata"]


def test_what_a_supplier_files_by_the_11th_counts(sandbox):
    sandbox.clock.set(datetime(2026, 11, 11, 23))
    assert sandbox.supplier.file(RECIPIENT, "24AAZCS2222F1ZB") == 1
    (supplier,) = on(sandbox).gstr2b(OCTOBER).data["data"]["docdata"]["b2b"]
    assert (supplier["supfildt"], supplier["inv"][0]["inum"]) == ("11-11-2026", "SSF/26-27/0417")


def test_a_large_gstr2b_comes_in_files(running):
    sandbox = running(variants={"gstr2b_file_documents": 4})
    client = on(sandbox)
    whole = client.gstr2b(OCTOBER).data["data"]
    assert (whole["fc"], "docdata" in whole) == (2, False)
    parts = [numbers(client.gstr2b(OCTOBER, file_num=n).data["data"]["docdata"]) for n in ("1", "2")]
    assert [sum(len(found) for found in part.values()) for part in parts] == [4, 2]
    assert client.gstr2b(OCTOBER, file_num="3").code == "AUTH143"


def test_gstr2b_may_be_queued_first(running):
    sandbox = running(variants={"gstr2b_queued": 1})
    client = on(sandbox)
    assert client.gstr2b(OCTOBER).data == {"requestid": f"{RECIPIENT}{OCTOBER}", "retryTimeInMinutes": "1"}
    assert "data" in client.gstr2b(OCTOBER).data


def test_queued_may_be_told_as_an_error(running):
    client = on(running(variants={"gstr2b_queued": 1, "gstr2b_queued_as": "error"}))
    assert client.gstr2b(OCTOBER).code == "RTN_24"
    assert "data" in client.gstr2b(OCTOBER).data


# When it may be computed


def test_before_the_14th_nothing_is_computed_or_there(client):
    assert client.compute(OCTOBER).code == "IMS2B009"
    assert client.gstr2b(OCTOBER).code == "RET2B1018"


def test_without_a_change_nothing_is_computed(sandbox):
    client = on(sandbox)
    assert client.compute(OCTOBER).code == "IMS2005"
    client.saved(ecom=[sent(client.documents("ECOM")[0], "R")])
    assert client.compute(OCTOBER).code == ""
    assert client.compute(OCTOBER).code == "IMS2005"


def test_a_changed_declaration_alone_is_a_change(sandbox):
    client = on(sandbox)
    client.saved(b2bcn=[sent(client.documents("CN")[0], "A", itcRedReq="Y")])
    assert client.compute(OCTOBER).code == ""
    client.saved(b2bcn=[sent(client.documents("CN")[0], "A", itcRedReq="N")])
    assert client.compute(OCTOBER).code == ""


def test_after_gstr3b_nothing_is_computed_and_decided_documents_are_gone(sandbox):
    client = on(sandbox)
    client.gstr2b(OCTOBER)
    sandbox.ledger.file_3b(RECIPIENT, OCTOBER)
    assert client.compute(OCTOBER).code == "IMS2B007"
    states = sandbox.ledger.states(RECIPIENT)
    assert sorted(number for _, _, number, _, _ in states) == ["DN-11", "DN-19", "SSF/26-27/0417"]
    assert numbers(client.gstr2b(OCTOBER).data["data"]["docdata"])["ecom"] == ["ECO2610-88"]


def test_the_draft_waits_for_the_gstr3b_before(sandbox):
    sandbox.ledger.leave_3b_unfiled(RECIPIENT, "092026")
    client = on(sandbox)
    assert client.gstr2b(OCTOBER).code == "GTR2B-002"
    assert client.compute(OCTOBER).code == "IMS2B007"
    sandbox.ledger.file_3b(RECIPIENT, "092026")
    assert client.gstr2b(OCTOBER).code == ""


def test_a_quarterly_filer_has_none_in_the_first_two_months(sandbox):
    sandbox.ledger.set_quarterly(RECIPIENT)
    client = on(sandbox)
    assert client.gstr2b(OCTOBER).code == "GTR2B-001"
    assert client.compute(OCTOBER).code == "GTR2B-001"


@pytest.mark.parametrize("period", ["132026", "2026-10", "x"])
def test_a_wrong_period_is_refused(sandbox, period):
    client = on(sandbox)
    assert client.gstr2b(period).code == "AUTH141"
    assert client.compute(period).code == "AUTH141"


def test_a_computation_may_take_long(running):
    sandbox = running(variants={"gstr2b_calls": 2})
    client = on(sandbox)
    client.saved(ecom=[sent(client.documents("ECOM")[0], "R")])
    reference = client.put("GEN2B", {"rtin": RECIPIENT, "itcprd": OCTOBER}, GSTR2B).data["reference_id"]
    assert numbers(client.gstr2b(OCTOBER).data["data"]["docRejdata"]) == {}
    states = [client.get("GENSTS2B", GSTR2B, int_tran_id=reference).data["status_cd"] for _ in range(2)]
    assert states == ["IP", "P"]
    assert numbers(client.gstr2b(OCTOBER).data["data"]["docRejdata"]) == {"ecom": ["ECO2610-88"]}


@pytest.mark.parametrize("data", [{"rtin": RECIPIENT}, {"rtin": RECIPIENT, "itcprd": OCTOBER, "more": 1}])
def test_gen2b_has_two_keys(sandbox, data):
    assert on(sandbox).put("GEN2B", data, GSTR2B).code == "IMSSAV005"


def test_the_status_of_a_computation_in_both_shapes(sandbox):
    client = on(sandbox)
    client.saved(ecom=[sent(client.documents("ECOM")[0], "R")])
    reference = client.put("GEN2B", {"rtin": RECIPIENT, "itcprd": OCTOBER}, GSTR2B).data["reference_id"]
    assert client.get("GENSTS2B", GSTR2B, int_tran_id=reference).data["status_cd"] == "IP"
    sandbox.variants.status_shape = "bare"
    assert client.get("GENSTS2B", GSTR2B, int_tran_id=reference).data == {"status": "P"}
    assert client.get("GENSTS2B", GSTR2B, int_tran_id="0").code == "RET11410"
