"""How decisions are cut into requests."""

import json

import pandas as pd
from support.push_desk import BUYER, record

from ims_xl.decisions.sending import plan
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gstn import wire
from ims_xl.push.batches import make_batches


def send_of(desk, **actions):
    return plan(take_snapshot(desk.documents()), desk.marks(**actions)).send


def shape(batches):
    return [(batch.turn, batch.request, [row.split("|")[3] for row in batch.wanted["doc_id"]]) for batch in batches]


def test_saves_come_before_resets_and_originals_before_amendments(desk):
    desk.portal.add("b2ba", record("A/9", "b2ba", oinum="A/1", oidt="17-10-2026"))
    desk.portal.edit("b2b", "A/2")
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/2")]["action"] = "A"
    batches = make_batches(send_of(desk, A_9="A", A_2="N", A_1="A", A_3="R"), BUYER, wire.Variant())
    assert shape(batches) == [(0, "SAVE", ["A/1", "A/3"]), (1, "SAVE", ["A/9"]), (2, "RESET", ["A/2"])]


def test_a_request_is_what_the_portal_wants(desk):
    (batch,) = make_batches(send_of(desk, A_1="R"), BUYER, wire.Variant())
    assert batch.payload == {
        "rtin": BUYER,
        "reqtyp": "SAVE",
        "invdata": {
            "b2b": [
                {
                    "inum": "A/1", "idt": "17-10-2026", "stin": "24AAZCS2222F1ZB", "inv_typ": "R", "pos": "27",
                    "val": 1180, "txval": 1000, "iamt": 180, "camt": 0, "samt": 0, "cess": 0, "rtnprd": "102026",
                    "srcform": "R1", "prev_status": "N", "action": "R",
                }
            ]
        },
    }  # fmt: skip


def test_a_reset_names_no_action(desk):
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/2")]["action"] = "P"
    (batch,) = make_batches(send_of(desk, A_2="N"), BUYER, wire.Variant())
    (sent,) = batch.payload["invdata"]["b2b"]
    assert (batch.payload["reqtyp"], sent["prev_status"], "action" in sent) == ("RESET", "P", False)


def test_batches_keep_to_the_number_of_records(desk):
    batches = make_batches(
        send_of(desk, **{f"A_{at}": "A" for at in range(1, 6)}), BUYER, wire.Variant(), max_records=2
    )
    assert [len(batch.wanted) for batch in batches] == [2, 2, 1]


def test_batches_keep_to_the_size(desk):
    send = send_of(desk, **{f"A_{at}": "A" for at in range(1, 6)})
    batches = make_batches(send, BUYER, wire.Variant(), max_bytes=600)
    assert all(len(json.dumps(batch.payload["invdata"])) <= 600 for batch in batches)
    assert sum(len(batch.wanted) for batch in batches) == 5


def test_a_record_larger_than_the_limit_goes_alone(desk):
    batches = make_batches(send_of(desk, A_1="A", A_2="A"), BUYER, wire.Variant(), max_bytes=10)
    assert [len(batch.wanted) for batch in batches] == [1, 1]


def test_what_is_wanted_stands_beside_the_request(desk):
    desk.portal.add("b2bcn", record("C/1", "b2bcn"))
    marks = desk.marks(C_1="A").assign(itc_reduction="Y", declared_igst=100.0, remarks="part availed")
    marks[["declared_cgst", "declared_sgst", "declared_cess"]] = 0.0
    (batch,) = make_batches(plan(take_snapshot(desk.documents()), marks).send, BUYER, wire.Variant())
    row = batch.wanted.iloc[0]
    assert (row["action"], row["itc_reduction"], row["declared_igst"], row["remarks"]) == (
        "A",
        "Y",
        100.0,
        "part availed",
    )
    assert isinstance(batch.wanted, pd.DataFrame)
