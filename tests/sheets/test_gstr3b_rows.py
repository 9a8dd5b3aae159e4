"""Table 4 of a month worked out by hand, and every case that moves a figure from one line to another."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.decisions.reversal_ledger import Claim, month_ledger
from ims_xl.gst import table4
from ims_xl.sheets.gstr3b_rows import table_4, with_listed, working_rows
from ims_xl.workflow.reversals import deferred_documents

DAY = pd.Timestamp("2026-10-09")
IMS = [
    "section",
    "type_label",
    "doc_number",
    "after",
    "itc_igst",
    "itc_cgst",
    "itc_sgst",
    "itc_cess",
    "eligibility_text",
]


def ims(*rows):
    lines = pd.DataFrame(rows, columns=IMS).assign(
        supplier_name="SURAT SAMPLE FABRICS", supplier_gstin="24AAZCS2222F1ZB", doc_date=DAY, supplier_filed="Filed"
    )
    heads = lines[IMS[4:8]].astype("float64")
    lines = lines.assign(doc_id=lines["doc_number"], doc_type="INV", original_number="")
    return lines.assign(itc_effect=heads.sum(axis=1, skipna=False), portal_action="N")


def books(*rows):
    frame = pd.DataFrame(
        rows, columns=["family", "reverse_charge", "doc_number", "igst", "cgst", "sgst", "eligibility"]
    )
    return frame.assign(
        cess=0.0,
        doc_id="",
        type_label="Invoice",
        supplier_name="Jaipur Sample Transport",
        supplier_gstin="",
        doc_date=DAY,
    )


def gstr2b(*rows, net=0.0):
    names = ["section", "doc_type", "doc_number", "igst", "cgst", "sgst", "reverse_charge", "itc_available"]
    frame = pd.DataFrame(rows, columns=names).assign(cess=0.0, doc_date=DAY, part="docdata")
    return SimpleNamespace(beside=schema.conform(frame, schema.GSTR2B), net=net, differences=pd.DataFrame(), left_out=0)


def opening(number, igst, kind="goods", reversed_in="082026"):
    """A row of the ledger that the month opens with."""
    row = {"doc_id": number, "doc_number": number, "kind": kind, "reversed_in": reversed_in, "opening_igst": igst}
    row |= {"supplier_name": "SURAT SAMPLE FABRICS", "supplier_gstin": "24AAZCS2222F1ZB", "doc_type": "INV"}
    return schema.conform(pd.DataFrame([row]), schema.REVERSALS)


def view(lines, unmatched=None, statement=None, carried=None, claims=()):
    unmatched = books() if unmatched is None else unmatched
    carried = schema.empty(schema.REVERSALS) if carried is None else carried
    made = deferred_documents(lines).assign(reversed_in="102026")
    ledger = month_ledger(carried, carried.iloc[:0], made, claims)
    return SimpleNamespace(lines=lines, unmatched=unmatched, gstr2b=statement, reversals=ledger)


def amounts(shown):
    """IGST, CGST, S/UTGST and cess by line."""
    table = table_4(working_rows(shown))
    return {row["code"]: [row[tax] for tax in schema.TAXES] for row in table.to_dict("records")}


def test_a_month_by_hand():
    """Blocked and deferred credit stands in 4(A) and is taken back in 4(B); pending and rejected stand nowhere.

    4(A)(5): IGST 18,000 + 1,620 - 900 = 18,720; CGST 450 + 90; 4(C): 18,720 + 90,000 + 5,400 + 720 - 1,620 = 1,13,220.
    """
    shown = view(
        ims(
            ("b2b", "Invoice", "SSF/417", "A", 18000, 0, 0, 0, "Inputs"),
            ("b2b", "Invoice", "SSF/421", "A", 1620, 0, 0, 0, "Blocked 17(5)"),
            ("b2bcn", "Credit note", "CN/9", "N", -900, 0, 0, 0, ""),
            ("b2b", "Invoice", "MHX/1", "A", 0, 450, 450, 12, "Goods not received"),
            ("b2b", "Invoice", "MHX/2", "N", 0, 90, 90, 0, "Not for business"),
            ("impg", "Invoice", "4943522", "N", 90000, 0, 0, 0, "Capital goods"),
            ("b2b", "Invoice", "P/1", "P", 0, 0, 0, 0, ""),
            ("b2b", "Invoice", "R/1", "R", 0, 0, 0, 0, ""),
        ),
        books(("imps", False, "SI/1", 5400, 0, 0, "Inputs"), ("b2bur", True, "GTA/1", 0, 250, 250, ""), ("b2b", False, "N/1", 7, 0, 0, "")),
        gstr2b(
            ("isd", "INV", "ISD/1", 720, 0, 0, False, "Y"),
            ("b2b", "INV", "RCM/1", 0, 60, 60, True, "Y"),
            ("b2b", "INV", "POS/1", 333, 0, 0, False, "N"),
        ),
    )  # fmt: skip
    assert amounts(shown) == {
        "4(A)(1)": [90000, 0, 0, 0],
        "4(A)(2)": [5400, 0, 0, 0],
        "4(A)(3)": [0, 310, 310, 0],
        "4(A)(4)": [720, 0, 0, 0],
        "4(A)(5)": [18720, 540, 540, 12],
        "4(B)(1)": [1620, 90, 90, 0],
        "4(B)(2)": [0, 450, 450, 12],
        "4(C)": [113220, 310, 310, 0],
        "4(D)(1)": [0, 0, 0, 0],
        "4(D)(2)": [333, 0, 0, 0],
    }


def test_each_figure_lists_its_documents_and_says_where_they_come_from():
    shown = view(
        ims(("b2b", "Invoice", "SSF/421", "N", 1620, 0, 0, 0, "Blocked 17(5)")),
        books(("imps", False, "SI/1", 5400, 0, 0, "")),
        gstr2b(("b2b", "INV", "POS/1", 333, 0, 0, False, "N")),
    )
    rows = working_rows(shown)
    assert rows[["line", "doc_number", "from", "why", "total"]].to_numpy().tolist() == [
        ["4(A)(2)", "SI/1", "Books", "once the tax is paid", 5400],
        ["4(A)(5)", "SSF/421", "IMS", "deemed accepted", 1620],
        ["4(B)(1)", "SSF/421", "IMS", "reversed for good", 1620],
        ["4(D)(2)", "POS/1", "GSTR-2B", "GSTR-2B gives no credit", 333],
    ]
    assert table_4(rows)["documents"].tolist() == [0, 1, 0, 0, 1, 1, 0, 0, 0, 1]


def test_what_is_below_zero_goes_to_4b2():
    """By head: IGST 500 less 800, CGST 40 less 10."""
    found = amounts(
        view(
            ims(
                ("b2b", "Invoice", "I/1", "A", 500, 40, 40, 0, ""),
                ("b2bcn", "Credit note", "C/1", "A", -800, -10, -10, 0, ""),
            )
        )
    )
    assert (found["4(A)(5)"], found["4(B)(2)"], found["4(C)"]) == ([0, 30, 30, 0], [300, 0, 0, 0], [-300, 30, 30, 0])


def test_blocked_credit_that_a_credit_note_takes_back_is_reversed_less():
    found = amounts(
        view(
            ims(
                ("b2b", "Invoice", "I/1", "A", 500, 0, 0, 0, "Blocked 17(5)"),
                ("b2bcn", "Credit note", "C/1", "A", -200, 0, 0, 0, "Blocked 17(5)"),
            )
        )
    )
    assert (found["4(A)(5)"][0], found["4(B)(1)"][0], found["4(C)"][0]) == (300, 300, 0)


def test_what_is_reclaimed_stands_in_4a5_and_in_4d1():
    """18,000 of the month and 5,000 of 9,000 reversed in August; 4(C): 18,000 + 5,000."""
    shown = view(
        ims(("b2b", "Invoice", "SSF/417", "A", 18000, 0, 0, 0, "Inputs")),
        carried=opening("AUG/7", 9000),
        claims=[Claim("goods|AUG/7", (5000.0, 0.0, 0.0, 0.0))],
    )
    found = amounts(shown)
    assert (found["4(A)(5)"][0], found["4(B)(2)"][0], found["4(C)"][0], found["4(D)(1)"][0]) == (23000, 0, 23000, 5000)
    rows = working_rows(shown)
    assert rows.loc[rows["doc_number"] == "AUG/7", ["line", "from", "why", "igst"]].to_numpy().tolist() == [
        ["4(A)(5)", "Ledger", "reclaimed, reversed in Aug-2026", 5000],
        ["4(D)(1)", "Ledger", "reclaimed, reversed in Aug-2026", 5000],
    ]


def test_a_credit_note_against_credit_of_an_earlier_reversal_changes_nothing_on_balance():
    """The note takes 1,800 from 4(A)(5); that was never taken, so 1,800 come back there and in 4(D)(1)."""
    shown = view(
        ims(
            ("b2b", "Invoice", "SSF/417", "A", 18000, 0, 0, 0, ""),
            ("b2bcn", "Credit note", "CN/9", "A", -1800, 0, 0, 0, "Goods not received"),
        ),
        carried=opening("AUG/7", 9000),
    )
    found = amounts(shown)
    assert (found["4(A)(5)"][0], found["4(B)(2)"][0], found["4(C)"][0], found["4(D)(1)"][0]) == (18000, 0, 18000, 1800)


def test_credit_that_an_earlier_month_took_and_reversed_is_not_taken_again():
    shown = view(ims(("b2b", "Invoice", "AUG/7", "A", 9000, 0, 0, 0, "Inputs")), carried=opening("AUG/7", 9000))
    assert amounts(shown)["4(A)(5)"][0] == 0
    rows = working_rows(shown)
    assert rows[["line", "why"]].to_numpy().tolist() == [["4(A)(5)", "credit of Aug-2026, reversed there; in no sum"]]


def test_what_gstr2b_lists_to_be_reversed_stands_below_and_in_no_line():
    shown = view(ims(("b2b", "Invoice", "SSF/417", "A", 18000, 0, 0, 0, "")), statement=gstr2b(net=18000.0))
    shown.gstr2b.to_reverse = [0.0, 90.0, 90.0, 0.0]
    lines = with_listed(shown, table_4(working_rows(shown))).set_index("code")
    assert lines.loc["GSTR-2B", ["title", "igst", "cgst", "sgst", "cess", "total", "source"]].tolist() == [
        "Of 4(B)(2): listed by GSTR-2B itself", 0, 90, 90, 0, 180, "GSTR-2B, itcrev; rule 37A",
    ]  # fmt: skip
    assert lines.loc["4(B)(2)", "total"] == 0
    assert lines.loc["4(C)", "total"] == 18000


def test_an_effect_that_is_not_known_is_shown_and_in_no_sum():
    nan = float("nan")
    rows = working_rows(view(ims(("b2ba", "Invoice, amended", "A/1", "A", nan, nan, nan, nan, ""))))
    assert rows[["line", "why"]].to_numpy().tolist() == [["4(A)(5)", "effect not known, in no sum"]]
    assert rows["total"].isna().all()
    assert table_4(rows).set_index("code").loc["4(A)(5)", "total"] == 0


def test_documents_without_tax_are_not_listed():
    rows = working_rows(view(ims(("b2b", "Invoice", "N/1", "A", 0, 0, 0, 0, ""))))
    assert len(rows) == 0
    assert table_4(rows)["total"].fillna(0).tolist() == [0] * len(table4.LINES)


def test_an_amended_distribution_has_no_amount():
    rows = working_rows(view(ims(), statement=gstr2b(("isda", "INV", "ISD/1", 720, 0, 0, False, "Y"))))
    assert rows[["line", "why"]].to_numpy().tolist() == [["4(A)(4)", "amended: the difference is not known, in no sum"]]
    assert rows["igst"].isna().all()


RUPEES = st.integers(-100_000, 100_000).map(lambda paise: paise / 100)
KINDS = st.sampled_from(["", "Inputs", "Blocked 17(5)", "Not for business", "Goods not received"])
ROW = st.tuples(st.sampled_from(["b2b", "b2bcn", "impg"]), st.sampled_from(["A", "N"]), RUPEES, RUPEES, KINDS)


@given(st.lists(ROW, max_size=12))
def test_no_credit_is_lost_or_made_whatever_the_month_holds(rows):
    """Net credit is that of GSTR-2B as decided, less what is blocked or deferred; no line of 4(A)(5) is below zero.

    What credit notes of goods not received take beyond what is reversed lowers the credit of the month.
    """
    lines = ims(
        *(
            (section, "Invoice", f"N/{at}", after, igst, cgst, cgst, 0, kind)
            for at, (section, after, igst, cgst, kind) in enumerate(rows)
        )
    )
    found = amounts(view(lines))
    kept = [(igst, cgst) for *_, igst, cgst, kind in rows if kind in ("", "Inputs")]
    deferred = [(igst, cgst) for *_, igst, cgst, kind in rows if kind == "Goods not received"]
    beyond = [min(0.0, sum(head)) for head in zip(*deferred, (0, 0), strict=True)]
    igst, cgst = (round(sum(head), 2) for head in zip(*kept, beyond, strict=True))
    assert found["4(C)"] == pytest.approx([igst, cgst, cgst, 0], abs=0.005)
    assert min(found["4(A)(5)"]) >= 0
