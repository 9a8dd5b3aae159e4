"""Each restriction of the portal is refused before anything is written, with its reason beside the document."""

import json

import pytest
from support.twenty import ims_payload

from ims_xl.workflow import check, import_portal, preview


def imported(desk, **changes: object):
    """The month with these keys set on one record, given as number -> keys."""
    payload = ims_payload()
    for records in payload["imsDetails"].values():
        for record in records:
            record.update(changes.get(record.get("inum") or record.get("nt_num"), {}))
    payload["imsDetails"]["impg"] = [
        {"rgstin": "27AAZCD1111E1ZS", "refId": "1", "ispendactblocked": "N", "irefdt": "21-10-2026", "itcprd": "102026", "portcd": "INNSA1",
         "boenum": "4455667", "boedt": "19-10-2026", "action": "N", "txval": 250000, "igst": 45000, "cess": 0, "srtinprd": "102026"}
    ]  # fmt: skip
    path = desk.folder / "changed.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    desk.do(import_portal, [path])
    return desk


CASES = [
    ({"KSF/1005": {"ispendactblocked": "Y"}}, {"KSF/1005": "Pending"}, {}, "Pending"),
    ({}, {"4455667": "Reject"}, {}, "bill of entry"),
    ({}, {"4455667": "Accept"}, {}, "import"),
    ({}, {"KSF/1005": "Reject"}, {"Remarks": {"KSF/1005": "x" * 251}}, "250"),
    (
        {"KSF/1005": {"isRemarksBlocked": "Y"}},
        {"KSF/1005": "Reject"},
        {"Remarks": {"KSF/1005": "wrong goods"}},
        "remarks",
    ),
    ({}, {"CN/077": "Accept"}, {"Reduce ITC": {"CN/077": "Yes - partial"}}, "amount"),
    (
        {},
        {"CN/077": "Accept"},
        {"Reduce ITC": {"CN/077": "Yes - partial"}, "Declared IGST": {"CN/077": 901}},
        "above the tax",
    ),
    ({"CN/077": {"itcRedReqBlocked": "Y"}}, {"CN/077": "Accept"}, {"Reduce ITC": {"CN/077": "No"}}, "ITC"),
]


@pytest.mark.parametrize(("record", "marks", "inputs", "said"), CASES)
def test_refused_with_its_reason(matched, record, marks, inputs, said):
    imported(matched, **record)
    if "4455667" in marks:
        from ims_xl.workflow import run_match

        matched.do(run_match, 1.00)
    matched.type(marks)
    for column, values in inputs.items():
        matched.type(values, column)
    outcome = matched.do(check)
    (number,) = marks
    errors = [issue for issue in outcome.issues if issue.severity == "error"]
    assert len(errors) == 1, errors
    assert said.lower() in (errors[0].reason + errors[0].remedy).lower()
    assert matched.lines()[number]["restriction"]
    sent = matched.do(preview).figures
    assert all(sent[f"to upload: {label}"] == 0 for label in ("Accept", "Reject", "Pending", "No Action"))
