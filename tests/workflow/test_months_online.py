"""Three months in a row over the network, on the stand-in for GSTN, which shares no code with what it judges."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.months import BUYER, amended, record
from support.online import Online

from ims_xl.sandbox import serve
from ims_xl.workflow import close_month, compute_2b, download, push

OCT, NOV, DEC = "102026", "112026", "122026"


def report(months: Online, period: str) -> Any:
    """What the month's sheets show, as values."""

    def read(job):
        view = job.view().view
        frames = (view.lines, view.unmatched, view.settled, view.aside, view.decisions, view.uploads, view.sources)
        gstr2b = view.gstr2b and (view.gstr2b.net, view.gstr2b.differences.astype("str").to_numpy().tolist())
        return [frame.astype("str").to_numpy().tolist() for frame in frames], gstr2b

    return months.look(period, read)


@pytest.fixture
def months(tmp_path: Path):
    with serve(gstin=BUYER, period=OCT, start=datetime(2026, 11, 15, 10)) as sandbox:
        yield Online(tmp_path, sandbox)


def test_three_months_with_an_amendment_and_a_late_filing(months):
    """A/1 of 9,000 is accepted in October and amended to 7,200 in November; A/3 of October is filed in December's return."""
    portal = months.sandbox
    portal.ledger.load({"b2b": [record("A/1", "10-10-2026", 9_000), record("A/2", "11-10-2026", 500)]}, BUYER, OCT)
    months.begin(OCT, sandbox=True)
    months.at_portal(OCT, download)
    months.mark(OCT, A_1="A", A_2="R")
    outcome = months.at_portal(OCT, push, confirmed=True)
    assert outcome.figures["Accept"] == outcome.figures["Reject"] == 1
    outcome = months.at_portal(OCT, compute_2b)
    assert (outcome.figures["itc_available"], outcome.figures["differences"]) == (1_620.0, 0)
    months.do(OCT, close_month)
    october = report(months, OCT)
    portal.ledger.file_3b(BUYER, OCT)

    portal.clock.set(datetime(2026, 12, 15, 10))
    change = amended("A/1", "10-10-2026", 7_200, ("A/1", "10-10-2026"), NOV)
    portal.ledger.load({"b2b": [record("N/1", "05-11-2026", 1_000)], "b2ba": [change]}, BUYER, OCT)
    months.begin(NOV, OCT)
    months.at_portal(NOV, download)
    assert sorted(months.lines(NOV)) == ["A/1", "N/1"]
    months.mark(NOV, A_1="A", N_1="A")
    line = months.lines(NOV)["A/1"]
    assert (line["original_state"], line["itc_effect"]) == ("Accepted, IMS of Oct-2026", -324.0)
    months.at_portal(NOV, push, confirmed=True)
    outcome = months.at_portal(NOV, compute_2b)
    assert outcome.figures["itc_available"] == -144.0  # 180 of N/1, and the 324 that A/1 lost
    months.do(NOV, close_month)
    november = report(months, NOV)
    portal.ledger.file_3b(BUYER, NOV)

    portal.clock.set(datetime(2027, 1, 15, 10))
    portal.ledger.load({"b2b": [record("A/3", "12-10-2026", 250, rtnprd=DEC)]}, BUYER, OCT)
    months.begin(DEC, NOV)
    months.at_portal(DEC, download)
    months.mark(DEC, A_3="A")
    outcome = months.at_portal(DEC, push, confirmed=True)
    assert outcome.figures["Accept"] == 1
    assert sorted(months.lines(DEC)) == ["A/3"]
    assert report(months, OCT) == october
    assert report(months, NOV) == november
