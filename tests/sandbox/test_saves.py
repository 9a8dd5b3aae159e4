"""SAVE, RESETIMS and REQSTS: taken at once, done later, told in each form."""

import pytest
from support.gstn_client import GstnClient, sent

from ims_xl.sandbox import RECIPIENT

SSF = ("b2b", "24AAZCS2222F1ZB", "SSF/26-27/0417", "17-10-2026", "102026")
DN19 = ("b2bdn", "27AAZCM4444H1ZV", "DN-19", "30-09-2026", "092026")


@pytest.fixture
def with_variants(running):
    def start(**variants):
        sandbox = running(variants=variants)
        return sandbox, GstnClient(sandbox.base_url, RECIPIENT).sign_in()

    return start


def invoice(client: GstnClient) -> dict:
    return client.documents("B2B")[0]


def note(client: GstnClient) -> dict:
    return client.documents("CN")[0]


def test_a_save_is_in_progress_first_then_done(client, sandbox):
    reference = client.save(b2b=[sent(invoice(client), "R", remarks="Goods not received")]).data["reference_id"]
    assert client.get("REQSTS", int_tran_id=reference).data == {"status_cd": "IP", "transTypCd": "SAV"}
    assert client.get("REQSTS", int_tran_id=reference).data == {"status_cd": "P", "transTypCd": "SAV", "proc_cnt": "1"}
    record = invoice(client)
    assert (record["action"], record["remarks"]) == ("R", "Goods not received")
    assert sandbox.ledger.states(RECIPIENT)[SSF] == "R"


def test_every_section_can_be_saved(client, sandbox):
    accepted = {"itcRedReq": "Y"}
    answer = client.saved(
        b2b=[sent(invoice(client), "A")],
        b2ba=[sent(client.documents("B2BA")[0], "R")],
        b2bcn=[sent(note(client), "A", **accepted)],
        b2bcna=[sent(client.documents("CNA")[0], "A")],
        b2bdn=[sent(client.documents("DN")[0], "A")],
        b2bdna=[sent(client.documents("DNA")[0], "A", itcRedReq="N")],
        ecom=[sent(client.documents("ECOM")[0], "P")],
        ecoma=[sent(client.documents("ECOMA")[0], "A", **accepted)],
        impg=[client.documents("IMPG")[0] | {"action": "P"}],
    )
    assert answer == {"status_cd": "P", "transTypCd": "SAV", "proc_cnt": "9"}
    assert "".join(sandbox.ledger.states(RECIPIENT).values()) == "ARAAAAPAP"


def test_a_partial_reduction_is_kept(client):
    amounts = {"declIgst": 400.0, "declCgst": 0, "declSgst": 0, "declCess": 0}
    client.saved(b2bcn=[sent(note(client), "A", itcRedReq="Y", **amounts, remarks="ITC availed only on 400")])
    record = note(client)
    assert {key: record[key] for key in ("action", "itcRedReq", *amounts)} == {
        "action": "A",
        "itcRedReq": "Y",
        **amounts,
    }


def test_only_the_declaration_may_change(client):
    client.saved(b2bcn=[sent(note(client), "A", itcRedReq="Y")])
    assert client.saved(b2bcn=[sent(note(client), "A", itcRedReq="N")])["status_cd"] == "P"
    assert note(client)["itcRedReq"] == "N"


def test_a_reset_forgets_everything(client, sandbox):
    reference = client.reset(b2bdn=[sent(client.documents("DN")[0])]).data["reference_id"]
    assert client.status(reference) == {"status_cd": "P", "transTypCd": "RES", "proc_cnt": "1"}
    assert "remarks" not in client.documents("DN")[0]
    assert sandbox.ledger.states(RECIPIENT)[DN19] == "N"


def test_a_second_save_while_one_runs_is_imssav0015(client):
    one, two = sent(invoice(client), "A"), sent(client.documents("DN")[0])
    first = client.save(b2b=[one])
    assert client.reset(b2bdn=[two]).code == "IMSSAV0015"
    assert client.status(first.data["reference_id"])["status_cd"] == "P"
    assert client.reset(b2bdn=[two]).code == ""


def test_an_unknown_reference_is_refused(client):
    assert client.get("REQSTS", int_tran_id="0").code == "RET11410"
    assert client.get("REQSTS").code == "GEN5001"


def test_errors_are_told_by_the_row(client):
    wrong = sent(note(client) | {"action": "P"}, "R")
    assert client.saved(b2b=[sent(invoice(client), "A")], b2bcn=[wrong]) == {
        "status_cd": "PE",
        "transTypCd": "SAV",
        "proc_cnt": "2",
        "err_cnt": "1",
        "err_cd": "",
        "err_msg": "",
        "error_report": {
            "cn": [
                {
                    "stin": "29AAZFK3333G1ZV",
                    "error_cd": "IMSSAV0010",
                    "error_msg": "Previous action is wrong or the supplier changed the document: the previous action is N",
                    "inv": [{"rtnprd": "102026", "inum": "CN/077"}],
                }
            ]
        },
    }
    assert (invoice(client)["action"], note(client)["action"]) == ("A", "N")


def test_the_report_has_other_spellings(with_variants):
    _, client = with_variants(report_names="long", report_number="own", count_errors=False)
    answer = client.saved(b2bcn=[sent(note(client) | {"action": "P"}, "R")])
    assert (answer["proc_cnt"], answer["err_cnt"]) == ("0", "1")
    assert answer["error_report"]["b2bcn"][0]["inv"] == [{"rtnprd": "102026", "nt_num": "CN/077"}]


def test_a_download_can_mix_old_and_new_rows_while_a_save_runs(client):
    client.save(b2b=[sent(invoice(client), "A")], ecom=[sent(client.documents("ECOM")[0], "A")])
    assert (invoice(client)["action"], client.documents("ECOM")[0]["action"]) == ("A", "A")


def test_a_running_save_of_two_has_done_one(with_variants):
    sandbox, client = with_variants(save_calls=3)
    client.save(b2b=[sent(invoice(client), "A")], ecom=[sent(client.documents("ECOM")[0], "A")])
    assert invoice(client)["action"] == "A"
    assert client.documents("ECOM")[0]["action"] == "N"
    sandbox.finish_requests()
    assert client.documents("ECOM")[0]["action"] == "A"


def test_a_running_save_may_have_done_nothing(with_variants):
    _, client = with_variants(mixed=False, save_calls=3)
    client.save(b2b=[sent(invoice(client), "A")], ecom=[sent(client.documents("ECOM")[0], "A")])
    assert (invoice(client)["action"], client.documents("ECOM")[0]["action"]) == ("N", "N")


def test_a_save_may_be_done_by_the_next_call(with_variants):
    _, client = with_variants(save_calls=0)
    reference = client.save(b2b=[sent(invoice(client), "A")]).data["reference_id"]
    assert client.get("REQSTS", int_tran_id=reference).data["status_cd"] == "P"


def test_a_restriction_may_refuse_the_whole_request_at_once(with_variants):
    sandbox, client = with_variants(refusal="request")
    sandbox.supplier.block(RECIPIENT, *SSF[:3], pending=True)
    answer = client.save(b2b=[sent(invoice(client), "P")], ecom=[sent(client.documents("ECOM")[0], "A")])
    assert answer.code == "IMSSAV9011"
    assert [entry.outcome for entry in sandbox.log.received()] == ["refused IMSSAV9011"] * 2
    assert client.documents("ECOM")[0]["action"] == "N"


def test_a_restriction_may_refuse_the_whole_request_later(with_variants):
    sandbox, client = with_variants(refusal="later")
    sandbox.supplier.block(RECIPIENT, *SSF[:3], pending=True)
    answer = client.saved(b2b=[sent(invoice(client), "P")], ecom=[sent(client.documents("ECOM")[0], "A")])
    assert (answer["status_cd"], answer["err_cd"]) == ("ER", "IMSSAV9011")
    assert client.documents("ECOM")[0]["action"] == "N"
    assert [entry.outcome for entry in sandbox.log.received()] == ["refused IMSSAV9011"] * 2


@pytest.mark.parametrize("refusal", ["row", "request", "later"])
def test_a_culprit_is_refused_alone_or_with_its_whole_request(with_variants, refusal: str):
    _, client = with_variants(refusal=refusal, culprits=("SSF/26-27/0417",))
    records = {"b2b": [sent(invoice(client), "A")], "ecom": [sent(client.documents("ECOM")[0], "A")]}
    if refusal == "request":
        assert client.save(**records).code == "IMSSAV9021"
    else:
        assert client.saved(**records)["status_cd"] == {"row": "PE", "later": "ER"}[refusal]
    held = (client.documents("B2B")[0]["action"], client.documents("ECOM")[0]["action"])
    assert held == ("N", "A" if refusal == "row" else "N")


def test_with_refusal_later_a_stale_row_is_still_an_error_of_its_row(with_variants):
    _, client = with_variants(refusal="later")
    answer = client.saved(b2b=[sent(invoice(client) | {"action": "P"}, "A")])
    assert (answer["status_cd"], answer["err_cnt"]) == ("PE", "1")


def test_the_log_counts_every_sending_and_its_outcome(client, sandbox):
    client.saved(b2b=[sent(invoice(client), "A")])
    client.saved(b2b=[sent(invoice(client) | {"action": "N"}, "R")])
    client.save(b2b=[sent(invoice(client), "N")])
    assert [(entry.action, entry.outcome) for entry in sandbox.log.received(number="SSF/26-27/0417")] == [
        ("A", "applied"),
        ("R", "refused IMSSAV0010"),
        ("N", "refused IMSSAV005"),
    ]
    assert sandbox.log.sends() == {SSF: 3}
    assert [call.outcome for call in sandbox.log.calls("SAVE")] == ["ok", "ok", "IMSSAV005"]
