"""A whole month of a workbook through each vendor's gateway, as its profile speaks to it."""

from pathlib import Path

import pytest
from support.gateway_month import PERIOD, client_of, gateway
from support.gateways import DIALECTS
from support.months import Months, Saying

from ims_xl.workflow import compute_2b, download, push


@pytest.mark.parametrize("vendor", DIALECTS)
def test_the_month_through_a_gateway(vendor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    with gateway(vendor, files=2) as running, client_of(vendor, running.url, tmp_path) as client:
        month = running.dialect.month
        desk = Months(tmp_path)
        desk.begin(PERIOD)
        outcome = desk.do(PERIOD, download, client)
        assert outcome.message == "5 documents on the portal, 5 due in Oct-2026 or earlier"
        desk.mark(PERIOD, A_1="A", A_2="R", A_3="P", A_4="N", CN_1="A")
        outcome = desk.do(PERIOD, push, client, ui=Saying())
        assert outcome.message == "5 of 5 decisions are on the portal"
        assert month.actions() == {"A/1": "A", "A/2": "R", "A/3": "P", "A/4": "N", "CN/1": "A"}
        assert [sent["reqtyp"] for sent in month.saves] == ["SAVE", "RESET"]
        outcome = desk.do(PERIOD, compute_2b, client)
        # A/1 of 1,000 accepted, A/4 of 4,000 without action, less the credit note of 500: 18% of 4,500; A/2 is rejected.
        assert outcome.message == "GSTR-2B of Oct-2026: 4 documents, as decided; net ITC ₹810.00"
        assert month.computed == 1
    assert running.dialect.otps == 1
