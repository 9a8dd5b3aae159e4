"""The law month by month: figures worked out on paper, those of the sheets, and GSTR-2B of the stand-in are the same.

The stand-in shares no code with the program. What suppliers filed for September, its GSTR-3B filed, has left IMS in
October, the month that is decided; where a month has other periods its test says so. Amounts are rupees of IGST.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.gstn_client import GstnClient, sent
from support.months import BUYER, SUPPLIER, note, record
from support.online import Online

from ims_xl.gstn.client import Client
from ims_xl.sandbox import serve
from ims_xl.sheets.home import MODE_CELL
from ims_xl.sheets.push import deemed_text
from ims_xl.workflow import compute_2b, download, import_purchases, push, write_auditor_report

MAY, JUN, JUL, AUG, SEP, OCT, NOV = (f"{month:02d}2026" for month in range(5, 12))
DAY = "10-09-2026"  # of every document, unless it says otherwise
ACCEPT, REJECT, PENDING = ({"Action": action} for action in ("Accept", "Reject", "Pending"))
FULL = ACCEPT | {"Reduce ITC": "Yes - full"}
KEPT = ACCEPT | {"Reduce ITC": "No", "Remarks": "Reversed before"}


@pytest.fixture
def months(tmp_path: Path) -> Iterator[Online]:
    with serve(gstin=BUYER, period=SEP, start=datetime(2026, 10, 15, 10)) as sandbox:
        months = Online(tmp_path, sandbox)
        months.today("15-10-2026")
        yield months


def invoice(number: str, tax: float, action: str = "N", date: str = DAY, **more: object) -> dict[str, object]:
    return record(number, date, round(tax / 0.18, 2), action, **more)


def amendment(number: str, tax: float, original: str, filed: str = OCT, date: str = DAY) -> dict[str, object]:
    return invoice(number, tax, date=date, oinum=original, oidt=date, rtnprd=filed)


def credit_note(number: str, tax: float, action: str = "N", filed: str = SEP, original: str = "") -> dict[str, object]:
    return note(number, DAY, round(tax / 0.18, 2), action, (original, DAY) if original else None, rtnprd=filed)


def partial(igst: float) -> dict[str, object]:
    return ACCEPT | {"Reduce ITC": "Yes - partial", "Declared IGST": igst, "Remarks": "The rest was reversed before"}


def september(months: Online, **sections: Sequence[dict[str, object]]) -> None:
    """September as the portal holds it, known in its workbook, GSTR-3B filed; it is 15 November."""
    months.file(SEP, **sections)
    months.begin(SEP, sandbox=True)
    without_books(months, SEP)
    months.at_portal(SEP, download)
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    months.begin(OCT, SEP)


def without_books(months: Online, period: str) -> None:
    """Choose on Home that no purchases are compared, so that IMS Documents is the sheet to decide on."""
    workbook = openpyxl.load_workbook(months.book(period))
    workbook["Home"].cell(*MODE_CELL).value = "Claim without compare"
    workbook.save(months.book(period))


def effects(months: Online, period: str) -> dict[str, float]:
    """What each row says it does to ITC, where that is known."""
    lines = months.look(period, lambda job: job.view().view.lines)
    known = lines[lines["itc_effect"].notna()]
    return dict(zip(known["doc_number"], known["itc_effect"], strict=True))


def gives(months: Online, period: str, by_hand: float, to_check: Sequence[str] = ()) -> None:
    """The sheets, and GSTR-2B computed by the stand-in, give what was worked out by hand.

    `to_check`: documents whose place in GSTR-2B no text of GSTN settles, told as such; no other differs.
    """
    assert round(sum(effects(months, period).values()), 2) == by_hand
    outcome = months.at_portal(period, compute_2b)
    assert (outcome.figures["itc_available"], outcome.figures["differences"]) == (by_hand, len(to_check))
    assert [(issue.severity, issue.value) for issue in outcome.issues] == [("note", number) for number in to_check]


def test_an_amendment_counts_the_difference_to_what_gstr3b_took(months: Online) -> None:
    """Six invoices of 9,000 in September, amended in October.

    U/1 accepted, now 7,200, reduced in full:     7,200 - 9,000 = -1,800
    U/2 accepted, now 10,000:                    10,000 - 9,000 = +1,000
    U/3 rejected, now 7,200: nothing was taken, so the whole     = +7,200
    U/4 never marked, so deemed accepted, now 7,200, left alone  = -1,800
    U/5 accepted, now 7,200, of 1,800 only 500 are declared      =   -500
    U/6 accepted, now 7,200, no reduction                        =      0
                                                           in all  +4,100
    """
    decided = {"U/1": "A", "U/2": "A", "U/3": "R", "U/4": "N", "U/5": "A", "U/6": "A"}
    september(months, b2b=[invoice(number, 9_000, action) for number, action in decided.items()])
    taxes = dict.fromkeys(decided, 7_200) | {"U/2": 10_000}
    months.file(SEP, b2ba=[amendment(number, tax, number) for number, tax in taxes.items()])
    months.at_portal(OCT, download)
    months.type(OCT, {"U/1": FULL, "U/2": ACCEPT, "U/3": ACCEPT, "U/5": partial(500), "U/6": KEPT})
    months.at_portal(OCT, push, confirmed=True)
    by_hand = {"U/1": -1_800, "U/2": 1_000, "U/3": 7_200, "U/4": -1_800, "U/5": -500, "U/6": 0}
    assert effects(months, OCT) == by_hand
    gives(months, OCT, 4_100)


def test_one_downward_amendment_is_the_same_figure_everywhere(months: Online) -> None:
    """E/1 of 9,000, accepted in September, is amended to 7,200 and left alone: -1,800 wherever a figure of it stands."""
    september(months, b2b=[invoice("E/1", 9_000, "A")])
    months.file(SEP, b2ba=[amendment("E/1", 7_200, "E/1")])
    months.at_portal(OCT, download)
    gathered = months.look(OCT, lambda job: job.view())
    assert gathered.view.warnings == ()
    assert gathered.plan.deemed_totals == (1, -1_800, 0, 0, 0)
    assert gathered.view.preview["itc_effect"].tolist() == [-1_800]
    assert deemed_text(gathered.view) == (
        "Deemed accepted if nothing more is sent: 1 document, -₹1,800.00 ITC; 1 of them reduces it, by ₹1,800.00"
    )
    gives(months, OCT, -1_800)
    months.do(OCT, write_auditor_report, months.folder / "report.xlsx")
    report = openpyxl.load_workbook(months.folder / "report.xlsx", data_only=True)
    assert column(report, "IMS Documents", "ITC effect") == [-1_800]
    assert column(report, "GSTR-2B totals", "Total")[2] == -1_800  # ITC available, net
    assert column(report, "GSTR-2B check", "Number") == []


def column(book: Any, sheet: str, heading: str) -> list[object]:
    """The values of a column of a report below its heading."""
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if heading in row)
    place = rows[top].index(heading)
    return [row[place] for row in rows[top + 1 :] if row[place] is not None and row[0] != "Total"]


def test_of_both_in_one_gstr2b_the_action_on_the_amendment_counts(months: Online) -> None:
    """Three invoices of 9,000 in September's return, accepted; amended to 7,200 in the same month.

    P/1 amendment accepted: its amount for both = 7,200
    P/2 amendment rejected: nothing for both    =     0
    P/3 amendment pending: nothing yet for both =     0
    N/1 an invoice that nothing amends          = 1,800
                                          in all  9,000
    """
    originals = [invoice(number, 9_000) for number in ("P/1", "P/2", "P/3")]
    amended = [amendment(f"{number}A", 7_200, number, SEP) for number in ("P/1", "P/2", "P/3")]
    months.file(SEP, b2b=[*originals, invoice("N/1", 1_800)], b2ba=amended)
    months.begin(SEP, sandbox=True)
    months.at_portal(SEP, download)
    months.mark(SEP, P_1="A", P_2="A", P_3="A", N_1="A", P_1A="A", P_2A="R", P_3A="P")
    months.at_portal(SEP, push, confirmed=True)
    gives(months, SEP, 9_000, to_check=["P/1", "P/2", "P/3"])


def test_credit_notes_reduce_by_what_is_declared(months: Online) -> None:
    """An invoice, three credit notes of October, and four of September that are amended in October.

    I/1 invoice of 9,000                                           = +9,000
    C/1 note of 1,800 reduced in full                              = -1,800
    C/2 note of 1,800, 500 declared                                =   -500
    C/3 note of 1,800, no reduction                                =      0
    C/4 1,800 accepted, now 2,700: reduced by the difference       =   -900
    C/5 1,800 accepted, now 900: the difference comes back         =   +900
    C/6 1,800 rejected, now 900: nothing was reduced, so the whole =   -900
    C/7 1,800 accepted, now 2,700, of 900 more 300 are declared    =   -300
                                                             in all  +5,500
    """
    decided = {"C/4": "A", "C/5": "A", "C/6": "R", "C/7": "A"}
    held = [credit_note(number, 1_800, action) for number, action in decided.items()]
    for accepted in (one for one in held if one["action"] == "A"):
        accepted["itcRedReq"] = "Y"
    september(months, b2bcn=held)
    fresh = [credit_note(number, 1_800, filed=OCT) for number in ("C/1", "C/2", "C/3")]
    taxes = {"C/4": 2_700, "C/5": 900, "C/6": 900, "C/7": 2_700}
    changed = [credit_note(number, tax, filed=OCT, original=number) for number, tax in taxes.items()]
    months.file(SEP, b2b=[invoice("I/1", 9_000, rtnprd=OCT)], b2bcn=fresh, b2bcna=changed)
    months.at_portal(OCT, download)
    accepted = dict.fromkeys(["I/1", "C/5"], ACCEPT) | dict.fromkeys(["C/1", "C/4", "C/6"], FULL)
    months.type(OCT, {**accepted, "C/2": partial(500), "C/3": KEPT, "C/7": partial(300)})
    months.at_portal(OCT, push, confirmed=True)
    by_hand = {"C/1": -1_800, "C/2": -500, "C/3": 0, "C/4": -900, "C/5": 900, "C/6": -900, "C/7": -300}
    assert effects(months, OCT) == {"I/1": 9_000} | by_hand
    gives(months, OCT, 5_500)


def test_an_original_that_was_never_here_is_read_from_its_gstr2b(months: Online) -> None:
    """The program is new in October: E/1 of 9,000, accepted in September, is amended to 7,200; N/1 has 3,600.

    Before GSTR-2B of September is read: N/1 alone, 3,600; of E/1 the sheets say that they do not know.
    After: 3,600 - 1,800 = 1,800.
    """
    months.file(SEP, b2b=[invoice("E/1", 9_000, "A")])
    with months.client(SEP) as client:
        statement = gstr2b_file(client, months.folder / "GSTR-2B Sep-2026.json", SEP)
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    months.file(SEP, b2b=[invoice("N/1", 3_600, rtnprd=OCT)], b2ba=[amendment("E/1", 7_200, "E/1")])
    months.begin(OCT, sandbox=True)
    months.at_portal(OCT, download)
    gathered = months.look(OCT, lambda job: job.view())
    line = gathered.view.lines.set_index("doc_number").loc["E/1"]
    assert line["original_state"] == "not known here; the portal asks for a reduction, so it was probably accepted"
    assert gathered.plan.deemed_totals == (2, 3_600, 0, 0, 1)
    assert deemed_text(gathered.view).endswith("; effect not known and in no sum: 1")
    assert effects(months, OCT) == {"N/1": 3_600}
    unknown = "Effect on ITC not known, in no total: 1 document. See Original and Restriction; read "
    assert [said.text for said in gathered.view.warnings] == [unknown + "the GSTR-2B of the original's month"]
    months.do(OCT, import_purchases, [statement])
    assert months.lines(OCT)["E/1"]["original_state"] == "Accepted, GSTR-2B of Sep-2026"
    assert effects(months, OCT) == {"E/1": -1_800, "N/1": 3_600}
    gives(months, OCT, 1_800)


def gstr2b_file(client: Client, path: Path, period: str) -> Path:
    """GSTR-2B as the portal gives it to be kept."""
    path.write_text(json.dumps({"data": client.gstr2b(period)}), encoding="utf-8")
    return path


def test_a_quarterly_buyer_has_one_gstr2b_a_quarter(tmp_path: Path) -> None:
    """July to September 2026: one GSTR-2B, of Sep-2026.

    Q/1 9,000 in July's IFF, amended to 7,200 in August's: one pair, the amendment accepted = 7,200
    C/1 credit note of 900 in July's IFF, pending                                           =     0
    I/1 invoice of 1,800 in September                                                       = 1,800
                                                                                      in all  9,000
    C/1 may wait until GSTR-3B of October to December is due: 22-Jan-2027 in Maharashtra (27), 24-Jan-2027 in Delhi (07).
    """
    july = {"date": "10-07-2026"}
    waiting = note("C/1", "12-07-2026", 5_000)
    with serve(gstin=BUYER, period=JUL, start=datetime(2026, 10, 15, 10)) as sandbox:
        months = Online(tmp_path, sandbox)
        months.today("15-10-2026")
        sandbox.ledger.set_quarterly(BUYER)
        amended = amendment("Q/1A", 7_200, "Q/1", AUG, **july)
        months.file(JUL, b2b=[invoice("Q/1", 9_000, **july), invoice("I/1", 1_800)], b2ba=[amended], b2bcn=[waiting])
        months.begin(SEP, sandbox=True, quarterly=True)
        months.at_portal(SEP, download)
        months.mark(SEP, Q_1="A", Q_1A="A", I_1="A", C_1="P")
        months.at_portal(SEP, push, confirmed=True)
        assert f"{months.lines(SEP)['C/1']['pending_until']:%d-%b-%Y}" == "22-Jan-2027"
        gives(months, SEP, 9_000, to_check=["Q/1"])
        months.type(SEP, {"State": {"Value": "07"}}, "Setting")
        assert f"{months.lines(SEP)['C/1']['pending_until']:%d-%b-%Y}" == "24-Jan-2027"
        for day, blocked in (("22-01-2027", "N"), ("23-01-2027", "Y")):
            months.today(day)
            held = sandbox.ledger.state(BUYER, "b2bcn", str(waiting["stin"]), "C/1")
            assert held["ispendactblocked"] == blocked
        here = sandbox.ledger.taxpayer(BUYER)
        delhi = here._replace(gstin="07" + BUYER[2:])
        assert delhi.pending_until(2026 * 12 + 6) == date(2027, 1, 24)


def test_of_two_amendments_in_one_gstr2b_the_last_counts_against_what_gstr3b_took(tmp_path: Path) -> None:
    """A quarterly buyer. April to June, GSTR-3B filed: Q/1 9,000 accepted, Q/2 9,000 accepted, Q/3 900 accepted.

    July to September:
    Q/1 to 7,200 in July's IFF and to 8,000 in August's; left alone: 8,000 - 9,000 = -1,000
    Q/2 to 7,200 in July's, pending until 22-Jan-2027, or as it was extended       =      0
    Q/3 to 500 in August's, of 400 less 100 are declared                           =   -100
                                                                             in all  -1,100
    """
    april, decembers = {"date": "10-04-2026"}, "122026"
    with serve(gstin=BUYER, period="042026", start=datetime(2026, 7, 15, 10)) as sandbox:
        months = Online(tmp_path, sandbox)
        months.today("15-07-2026")
        sandbox.ledger.set_quarterly(BUYER)
        taken = {"Q/1": 9_000, "Q/2": 9_000, "Q/3": 900}
        months.file("042026", b2b=[invoice(number, tax, "A", **april) for number, tax in taken.items()])
        months.begin(JUN, sandbox=True, quarterly=True)
        without_books(months, JUN)
        months.at_portal(JUN, download)
        sandbox.ledger.file_3b(BUYER, JUN)
        months.today("15-10-2026")
        amended = [("Q/1", 7_200, JUL), ("Q/1", 8_000, AUG), ("Q/2", 7_200, JUL), ("Q/3", 500, AUG)]
        months.file(JUL, b2ba=[amendment(number, tax, number, filed, **april) for number, tax, filed in amended])
        months.begin(SEP, JUN)
        months.at_portal(SEP, download)
        assert months.look(SEP, lambda job: job.view().plan.deemed_totals) == (4, -1_000 - 1_800 - 400, 0, 0, 0)
        months.mark(SEP, Q_2="P")
        months.type(SEP, {"Q/3": partial(100)})
        months.at_portal(SEP, push, confirmed=True)
        gives(months, SEP, -1_100, to_check=["Q/1"])
        assert f"{months.lines(SEP)['Q/2']['pending_until']:%d-%b-%Y}" == "22-Jan-2027"
        sandbox.ledger.extend_3b(decembers, date(2027, 1, 29))
        months.type(SEP, {"Extended due dates": {"Value": "GSTR-3B Dec-2026: 29-Jan-2027"}}, "Setting")
        assert f"{months.lines(SEP)['Q/2']['pending_until']:%d-%b-%Y}" == "29-Jan-2027"
        for day, blocked in (("29-01-2027", "N"), ("30-01-2027", "Y")):
            months.today(day)
            assert sandbox.ledger.state(BUYER, "b2ba", SUPPLIER, "Q/2")["ispendactblocked"] == blocked


def test_amendments_of_rejected_and_of_pending_documents(months: Online) -> None:
    """Of September, GSTR-3B filed; amended in October and left alone but C/1.

    R/1 invoice of 9,000 rejected, now 7,200: the whole            = +7,200
    D/1 debit note of 900 accepted, now 500                        =   -400
    D/2 debit note of 900 rejected, now 500: the whole             =   +500
    C/1 credit note of 1,800 rejected, now 2,700, 500 are declared =   -500
    C/2 credit note of 1,800 rejected, now 900: the whole          =   -900
    P/1 invoice of 9,000 pending, still in IMS: nothing yet        =      0
    P/1 now 7,200: not decided before its original                 not known, nothing in GSTR-2B
                                                             in all  +5,900
    """
    debits = [debit_note("D/1", 900, "A"), debit_note("D/2", 900, "R")]
    invoices = [invoice("R/1", 9_000, "R"), invoice("P/1", 9_000, "P")]
    september(months, b2b=invoices, b2bdn=debits, b2bcn=[credit_note(number, 1_800, "R") for number in ("C/1", "C/2")])
    months.file(
        SEP,
        b2ba=[amendment(number, 7_200, number) for number in ("R/1", "P/1")],
        b2bdna=[debit_note(number, 500, filed=OCT, original=number) for number in ("D/1", "D/2")],
        b2bcna=[credit_note(*note, filed=OCT, original=note[0]) for note in (("C/1", 2_700), ("C/2", 900))],
    )
    months.at_portal(OCT, download)
    months.type(OCT, {"C/1": partial(500)})
    months.at_portal(OCT, push, confirmed=True)
    lines = months.look(OCT, lambda job: job.view().view.lines)
    pending = lines[lines["doc_number"] == "P/1"].set_index("section")
    assert pending.loc["b2b", "itc_effect"] == 0
    assert pending["itc_effect"].isna().to_dict() == {"b2b": False, "b2ba": True}
    gathered = months.look(OCT, lambda job: job.view())
    assert gathered.plan.deemed_totals == (4, 7_200 - 400 + 500, 1, 900, 1)
    assert effects(months, OCT) == {"R/1": 7_200, "D/1": -400, "D/2": 500, "C/1": -500, "C/2": -900, "P/1": 0}
    gives(months, OCT, 5_900, to_check=["P/1"])


def debit_note(number: str, tax: float, action: str = "N", filed: str = SEP, original: str = "") -> dict[str, object]:
    return credit_note(number, tax, action, filed, original) | {"ntty": "D"}


def test_what_was_told_last_of_an_original_counts(months: Online) -> None:
    """Of September, tax 9,000 each, amended to 7,200 in October and left alone.

    D/1 debit note in GSTR-2B of 16 October as accepted, rejected on the 18th: the whole     = +7,200
    E/2 without action at the download of the 15th, rejected in that GSTR-2B: the whole      = +7,200
    E/3 rejected at the download, accepted in that GSTR-2B: 7,200 - 9,000                    = -1,800
                                                                                      in all +12,600
    """
    months.file(SEP, b2b=[invoice("E/2", 9_000), invoice("E/3", 9_000, "R")], b2bdn=[debit_note("D/1", 9_000)])
    months.begin(SEP, sandbox=True)
    without_books(months, SEP)
    months.at_portal(SEP, download)
    months.today("16-10-2026")
    on_the_portal(months, {"E/2": "R", "E/3": "A"})
    months.at_portal(SEP, compute_2b)
    months.today("18-10-2026")
    months.mark(SEP, D_1="R")
    months.at_portal(SEP, push, confirmed=True)
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    months.begin(OCT, SEP)
    months.file(SEP, b2ba=[amendment(number, 7_200, number) for number in ("E/2", "E/3")])
    months.file(SEP, b2bdna=[debit_note("D/1", 7_200, filed=OCT, original="D/1")])
    months.at_portal(OCT, download)
    lines = months.lines(OCT)
    assert {number: line["original_state"] for number, line in lines.items()} == {
        "D/1": "Rejected, IMS of Sep-2026",
        "E/2": "Rejected, GSTR-2B of Sep-2026",
        "E/3": "Accepted, GSTR-2B of Sep-2026",
    }
    assert effects(months, OCT) == {"D/1": 7_200, "E/2": 7_200, "E/3": -1_800}
    gives(months, OCT, 12_600)


def on_the_portal(months: Online, decided: dict[str, str]) -> None:
    """Decide invoices on the portal itself."""
    client = GstnClient(months.sandbox.base_url, BUYER).sign_in()
    held = {str(record["inum"]): record for record in client.documents("B2B")}
    client.saved(b2b=[sent(held[number], action) for number, action in decided.items()])


def test_the_day_of_filing_decides_the_gstr2b(tmp_path: Path) -> None:
    """June 2026. A supplier files May's GSTR-1 on 13 June, a GSTR-1A on 15 June, and June's GSTR-1 in time.

    L/1 9,000 of May's return, accepted; amended to 7,200 in June's, rejected: one GSTR-2B, so =     0
    L/2 1,800 of May's return                                                                  = 1,800
    C/1 credit note of 900 of May's return, pending                                            =     0
    G/1 900 of May's GSTR-1A                                                                   =   900
    G/2 900 of June's GSTR-1A, so of July                                                      =     0
                                                                                         in all  2,700
    By the supplier's period alone L/1 would be May's and keep its 9,000: 11,700. L/2 in GSTR-2B of June tells better.
    C/1 may wait until GSTR-3B of July is due, 20 August; by its period it would be 20 July.
    """
    may = {"date": "10-05-2026"}
    with serve(gstin=BUYER, period=JUN, start=datetime(2026, 7, 15, 10)) as sandbox:
        months = Online(tmp_path, sandbox)
        months.today("15-07-2026")
        late = {"b2b": [invoice("L/1", 9_000, **may), invoice("L/2", 1_800, **may)]}
        sandbox.ledger.load(late | {"b2bcn": [note("C/1", "12-05-2026", 5_000)]}, BUYER, JUN, "13-06-2026")
        form = [
            invoice(number, 900, **may, rtnprd=period, srcform="R1A") for number, period in (("G/1", MAY), ("G/2", JUN))
        ]
        months.file(JUN, b2b=form, b2ba=[amendment("L/1A", 7_200, "L/1", JUN, **may)])
        months.begin(JUN, sandbox=True)
        months.at_portal(JUN, download)
        months.mark(JUN, L_1="A", L_1A="R", L_2="A", C_1="P", G_1="A")
        months.at_portal(JUN, push, confirmed=True)
        view = months.look(JUN, lambda job: job.view().view)
        assert (view.lines["itc_effect"].sum(), len(view.later)) == (11_700, 1)
        assert f"{view.lines['pending_until'].max():%d-%b-%Y}" == "20-Jul-2026"
        with months.client(JUN) as client:
            statement = gstr2b_file(client, tmp_path / "GSTR-2B Jun-2026.json", JUN)
        months.do(JUN, import_purchases, [statement])
        assert f"{months.lines(JUN)['C/1']['pending_until']:%d-%b-%Y}" == "20-Aug-2026"
        gives(months, JUN, 2_700, to_check=["L/1"])
        assert sandbox.ledger.taxpayer(BUYER).pending_until(2026 * 12 + 5) == date(2026, 8, 20)


def test_a_bill_of_entry_that_moved_takes_what_is_declared(months: Online) -> None:
    """A bill of 45,000, taken in September, moves to another GSTIN in October.

    Undecided its effect is not known. Declared in full: -45,000. The new GSTIN's own record is no matter here.
    """
    port, bill, other = "INNSA1", "4455667", "29AAZFK3333G1ZV"
    entry = {
        "rgstin": BUYER, "refId": "1", "ispendactblocked": "N", "irefdt": "21-09-2026", "itcprd": SEP, "portcd": port,
        "boenum": bill, "boedt": "19-09-2026", "txval": 250_000, "igst": 45_000, "cess": 0, "srtinprd": SEP,
    }  # fmt: skip
    portal = months.sandbox
    months.file(SEP, impg=[entry])
    portal.ledger.add(other, OCT, [])
    portal.ledger.file_3b(BUYER, SEP)
    months.today("20-10-2026")
    portal.supplier.move_entry(BUYER, "impg", port, bill, other)
    months.today("15-11-2026")
    months.begin(OCT, sandbox=True)
    without_books(months, OCT)
    months.type(OCT, {"Decide imports through the GSP": {"Value": "Yes"}}, "Setting")
    months.at_portal(OCT, download)
    assert effects(months, OCT) == {}
    assert months.look(OCT, lambda job: job.view().plan.deemed_totals) == (1, 0, 0, 0, 1)
    months.type(OCT, {bill: ACCEPT | {"Reduce ITC": "Yes - partial", "Declared IGST": 45_000}})
    months.at_portal(OCT, push, confirmed=True)
    assert effects(months, OCT) == {bill: -45_000}
    gives(months, OCT, -45_000, to_check=[bill])


def test_of_a_bill_of_entry_that_moved_a_part_or_nothing_is_declared(months: Online) -> None:
    """Bills of 45,000 and 18,000, taken in September, move: of the first 20,000 are declared, of the second nothing."""
    first, second, other = "1111111", "2222222", "29AAZFK3333G1ZV"
    months.file(SEP, impg=[bill_of_entry(first, 45_000), bill_of_entry(second, 18_000)])
    months.sandbox.ledger.add(other, OCT, [])
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("20-10-2026")
    for bill in (first, second):
        months.sandbox.supplier.move_entry(BUYER, "impg", "INNSA1", bill, other)
    months.today("15-11-2026")
    months.begin(OCT, sandbox=True)
    without_books(months, OCT)
    months.type(OCT, {"Decide imports through the GSP": {"Value": "Yes"}}, "Setting")
    months.at_portal(OCT, download)
    part = ACCEPT | {"Reduce ITC": "Yes - partial", "Declared IGST": 20_000}
    months.type(OCT, {first: part, second: ACCEPT | {"Reduce ITC": "No"}})
    months.at_portal(OCT, push, confirmed=True)
    assert said(months, OCT) == {first: ("A", -20_000, ""), second: ("A", 0, "")}
    gives(months, OCT, -20_000, to_check=[first, second])


def bill_of_entry(bill: str, tax: float) -> dict[str, object]:
    return {
        "rgstin": BUYER, "refId": bill, "ispendactblocked": "N", "irefdt": "21-09-2026", "itcprd": SEP,
        "portcd": "INNSA1", "boenum": bill, "boedt": "19-09-2026", "txval": round(tax / 0.18, 2), "igst": tax, "cess": 0,
        "srtinprd": SEP,
    }  # fmt: skip


def test_an_annual_return_filed_early_ends_the_credit_of_its_year(months: Online) -> None:
    """D/1 of 18,000 of Dec-2025 and I/1 of 1,800 of Sep-2026; the annual return of 2025-26 is filed on 25 October.

    September's GSTR-3B on 24 October still claims 18,000 + 1,800; if D/1 waits, or on 26 October, D/1 is lost.
    """
    months.file(SEP, b2b=[invoice("D/1", 18_000, date="10-12-2025", rtnprd=SEP), invoice("I/1", 1_800)])
    months.begin(SEP, sandbox=True)
    without_books(months, SEP)
    months.at_portal(SEP, download)
    months.type(SEP, {"Annual return filed (GSTR-9)": {"Value": "2025-26: 25-Oct-2026"}}, "Setting")
    months.today("24-10-2026")
    assert said(months, SEP) == {"D/1": ("N", 18_000, ""), "I/1": ("N", 1_800, "")}
    months.mark(SEP, D_1="P")
    lost = "The credit is lost if it waits for the next GSTR-3B (last day to claim it is 25-Oct-2026)"
    assert said(months, SEP)["D/1"] == ("N", 0, lost)
    months.today("26-10-2026")
    months.mark(SEP, D_1="A")
    ended = "The credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 25-Oct-2026)"
    assert said(months, SEP) == {"D/1": ("N", 18_000, ended), "I/1": ("N", 1_800, "")}


def test_a_gstr1a_of_a_quarterly_supplier_changes_the_next_gstr2b(months: Online) -> None:
    """July to September filed on 13 October: Q/1 of 9,000, in GSTR-2B of September. GSTR-1A of 20 October: now 7,200.

    October: 7,200 - 9,000 = -1,800, in a monthly buyer's GSTR-2B of October.
    """
    sandbox, saved = months.sandbox, {"srcfilstatus": "Not Filed"}
    sandbox.ledger.add(BUYER, SEP, [])
    sandbox.supplier.save(BUYER, "b2b", invoice("Q/1", 9_000) | saved, quarterly=True)
    months.today("13-10-2026")
    sandbox.supplier.file(BUYER, SUPPLIER, quarterly=True)
    months.today("20-10-2026")
    sandbox.supplier.save(
        BUYER, "b2ba", amendment("Q/1", 7_200, "Q/1", SEP) | saved | {"srcform": "R1A"}, quarterly=True
    )
    sandbox.supplier.file(BUYER, SUPPLIER, quarterly=True)
    months.begin(SEP, sandbox=True)
    without_books(months, SEP)
    months.at_portal(SEP, download)
    gives(months, SEP, 9_000)
    sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    months.begin(OCT, SEP)
    months.at_portal(OCT, download)
    gives(months, OCT, -1_800)


def test_credit_of_december_2025_ends_between_two_returns(months: Online) -> None:
    """Two invoices of Dec-2025, whose credit ends on 30-Nov-2026 (section 16(4)), and I/1 of 1,800 of Sep-2026.

    October, on 15 November: D/1 of 18,000 can still be claimed, 18,000 + 1,800. It is left pending: 1,800.
    November, on 15 December: D/1 is accepted; D/2 of 9,000, of October's return filed on 25 November, is left alone.
    GSTR-2B gives 18,000 + 9,000 = 27,000, of which by law nothing can be claimed; each row says so.
    """
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    december = invoice("D/1", 18_000, date="10-12-2025", rtnprd=OCT)
    months.file(SEP, b2b=[december, invoice("I/1", 1_800, rtnprd=OCT)])
    months.begin(OCT, sandbox=True)
    months.at_portal(OCT, download)
    assert said(months, OCT) == {"D/1": ("N", 18_000, ""), "I/1": ("N", 1_800, "")}
    months.mark(OCT, D_1="P", I_1="A")
    lost = "The credit is lost if it waits for the next GSTR-3B (last day to claim it is 30-Nov-2026)"
    assert said(months, OCT) == {"D/1": ("N", 0, lost), "I/1": ("N", 1_800, "")}
    months.at_portal(OCT, push, confirmed=True)
    gives(months, OCT, 1_800)
    months.sandbox.ledger.file_3b(BUYER, OCT)
    months.today("15-12-2026")
    late = invoice("D/2", 9_000, date="10-12-2025", rtnprd=OCT)
    months.sandbox.ledger.load({"b2b": [late]}, BUYER, OCT, "25-11-2026")
    months.begin(NOV, OCT)
    months.at_portal(NOV, download)
    ended = "The credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 30-Nov-2026)"
    assert said(months, NOV) == {"D/1": ("P", 0, lost), "D/2": ("N", 9_000, ended)}
    months.mark(NOV, D_1="A")
    months.at_portal(NOV, push, confirmed=True)
    assert said(months, NOV) == {"D/1": ("A", 18_000, ended), "D/2": ("N", 9_000, ended)}
    gives(months, NOV, 27_000)
    warning = "Credit ended by section 16(4) and no action taken: 1 document, credit ₹9,000.00. "
    assert warned(months, NOV, warning) == [
        warning + "They are deemed accepted, but the credit can no longer be claimed"
    ]


def test_what_lowers_credit_that_was_taken_is_not_barred_by_time(months: Online) -> None:
    """Invoices of Dec-2025, 9,000 each, accepted in September; amended in October's return, filed on 25 November.

    November, on 15 December, after the credit of 2025-26 ended: both left alone.
    D/1 now 7,200: to be given back, whatever the day        = -1,800
    D/2 now 10,000: 1,000 more, which can no longer be taken = +1,000 in GSTR-2B
    """
    december = {"date": "10-12-2025"}
    september(months, b2b=[invoice(number, 9_000, "A", rtnprd=SEP, **december) for number in ("D/1", "D/2")])
    months.sandbox.ledger.file_3b(BUYER, OCT)
    months.today("15-12-2026")
    changed = [amendment(number, tax, number, **december) for number, tax in (("D/1", 7_200), ("D/2", 10_000))]
    months.sandbox.ledger.load({"b2ba": changed}, BUYER, SEP, "25-11-2026")
    months.begin(NOV, OCT)
    months.at_portal(NOV, download)
    ended = "The credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 30-Nov-2026)"
    assert said(months, NOV) == {"D/1": ("N", -1_800, ""), "D/2": ("N", 1_000, ended)}
    gives(months, NOV, -800)


def test_a_later_gstr2b_makes_no_note_wait_longer(months: Online) -> None:
    """September's return, filed on 11 October: X/1 of 9,000 and the note C/1 of 900, both pending; G/1 of its GSTR-1A.

    October: X/1 and G/1 are accepted, 9,000 + 900 in GSTR-2B, the only one that is read. C/1 is of September's all the
    same and may wait until GSTR-3B of October is due: 20 November.
    """
    form = invoice("G/1", 900, srcform="R1A")
    months.file(SEP, b2b=[invoice("X/1", 9_000, "P"), form], b2bcn=[credit_note("C/1", 900, "P")])
    months.sandbox.ledger.file_3b(BUYER, SEP)
    months.today("15-11-2026")
    months.begin(OCT, sandbox=True)
    without_books(months, OCT)
    months.at_portal(OCT, download)
    months.mark(OCT, X_1="A", G_1="A")
    months.at_portal(OCT, push, confirmed=True)
    gives(months, OCT, 9_900)
    assert f"{months.lines(OCT)['C/1']['pending_until']:%d-%b-%Y}" == "20-Nov-2026"
    months.today("21-11-2026")
    assert months.sandbox.ledger.state(BUYER, "b2bcn", SUPPLIER, "C/1")["ispendactblocked"] == "Y"


def test_a_note_that_is_left_pending_too_long_counts_as_accepted(months: Online) -> None:
    """C/1 of 900 and C/2 of 1,800 of September, pending, may wait until 20 November; on 15 December they still do.

    November's GSTR-2B counts both as accepted, -2,700. C/2 is then rejected: -900. Home says so; the rows say nothing yet.
    """
    months.file(SEP, b2bcn=[credit_note("C/1", 900, "P"), credit_note("C/2", 1_800, "P")])
    months.begin(OCT, sandbox=True)
    without_books(months, OCT)
    for period in (SEP, OCT):
        months.sandbox.ledger.file_3b(BUYER, period)
    months.today("15-12-2026")
    months.begin(NOV, OCT)
    months.at_portal(NOV, download)
    told = "Accept or reject; left so, the portal counts them as accepted, which changes ITC by -₹"
    assert warned(months, NOV, "Time for Pending") == [f"Time for Pending is over: 2 documents. {told}2,700.00"]
    assert effects(months, NOV) == {"C/1": 0, "C/2": 0}
    assert months.at_portal(NOV, compute_2b).figures["itc_available"] == -2_700
    months.mark(NOV, C_2="R")
    months.at_portal(NOV, push, confirmed=True)
    assert warned(months, NOV, "Time for Pending") == [f"Time for Pending is over: 1 document. {told}900.00"]
    assert months.at_portal(NOV, compute_2b).figures["itc_available"] == -900


def warned(months: Online, period: str, begin: str) -> list[str]:
    """The warnings on Home that begin so."""
    warnings = months.look(period, lambda job: job.view().view.warnings)
    return [text for text, _ in warnings if text.startswith(begin)]


def test_home_tells_what_undecided_notes_take(months: Online) -> None:
    """C/1 of 900, C/2 of 1,800 not filed yet, C/3 of 1,800 accepted in September and now 900, which gives 900 back.

    Left alone C/1 alone takes something: 900.
    """
    september(months, b2bcn=[credit_note("C/3", 1_800, "A") | {"itcRedReq": "Y"}])
    saved = credit_note("C/2", 1_800, filed=OCT) | {"srcfilstatus": "Not Filed"}
    amended = credit_note("C/3", 900, filed=OCT, original="C/3")
    months.file(SEP, b2bcn=[credit_note("C/1", 900, filed=OCT), saved], b2bcna=[amended])
    months.at_portal(OCT, download)
    told = "Credit notes without a decision: 1. They reduce ITC by ₹900.00 when deemed accepted"
    assert warned(months, OCT, "Credit notes") == [told]
    assert months.look(OCT, lambda job: job.view().plan.deemed_totals) == (0, 0, 2, 0, 0)
    assert months.at_portal(OCT, compute_2b).figures["itc_available"] == 0


def test_a_note_waits_until_the_day_gstr3b_was_extended_to(months: Online) -> None:
    """C/1 of September waits until GSTR-3B of October is due: 20 November, extended to 27 November.

    On 25 November Pending is refused by both. With the extension both take it, and of I/1 1,800 nothing is taken off.
    """
    portal = months.sandbox
    months.file(SEP, b2b=[invoice("I/1", 1_800)], b2bcn=[credit_note("C/1", 900)])
    months.today("25-11-2026")
    months.begin(SEP, sandbox=True)
    without_books(months, SEP)
    months.at_portal(SEP, download)
    assert portal.ledger.state(BUYER, "b2bcn", SUPPLIER, "C/1")["ispendactblocked"] == "Y"
    months.type(SEP, {"C/1": PENDING})
    assert "it could wait until 20-Nov-2026, or longer if the supplier filed late" in said(months, SEP)["C/1"][2]
    portal.ledger.extend_3b(OCT, date(2026, 11, 27))
    months.type(SEP, {"Extended due dates": {"Value": "GSTR-3B Oct-2026: 27-Nov-2026"}}, "Setting")
    months.at_portal(SEP, download)
    assert said(months, SEP)["C/1"] == ("N", 0, "")
    assert f"{months.lines(SEP)['C/1']['pending_until']:%d-%b-%Y}" == "27-Nov-2026"
    months.at_portal(SEP, push, confirmed=True)
    gives(months, SEP, 1_800)
    assert portal.ledger.state(BUYER, "b2bcn", SUPPLIER, "C/1")["action"] == "P"


def said(months: Online, period: str) -> dict[str, tuple[str, float, str]]:
    """By number what the portal holds, the effect on ITC and the Restriction cell."""
    names = ("portal_action", "itc_effect", "restriction")
    return {number: tuple(line[name] for name in names) for number, line in months.lines(period).items()}
