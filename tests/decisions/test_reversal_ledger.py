"""Months of the ledger worked out by hand, rupees of IGST unless more heads are named."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.decisions.reversal_ledger import Claim, carry, closing, month_ledger, named, statement

NOTHING = schema.empty(schema.REVERSALS)
HEADS = list(schema.TAXES)
OCT, NOV, DEC = "102026", "112026", "122026"


def documents(period, *rows, supplier="24AAZCS2222F1ZB"):
    """Documents of a month whose goods were not received: number, then the effect on credit by head."""
    records = []
    for number, *heads in rows:
        amounts = dict(zip(HEADS, [*heads, 0, 0, 0], strict=False))
        records.append({
            "doc_id": number, "supplier_gstin": supplier, "supplier_name": "SURAT", "doc_type": "INV", "doc_number": number,
            "doc_date": pd.Timestamp("2026-10-05"), "original_number": "", "reversed_in": period, **amounts,
        })  # fmt: skip
    names = ["doc_id", "supplier_gstin", "supplier_name", "doc_number", "original_number", *HEADS]
    return pd.DataFrame(records) if records else pd.DataFrame(columns=names)


def month(period, carried, *rows, claims=(), made=NOTHING):
    return month_ledger(carried, made, documents(period, *rows), claims)


def balance(ledger):
    """Opening, reversed, reclaimed, closing in all."""
    return statement(ledger.rows)["total"].tolist()


def by_number(ledger, tax="igst"):
    """Opening, reversed, reclaimed and closing of one head by document."""
    rows = ledger.rows
    parts = [rows[f"{part}_{tax}"] for part in ("opening", "reversed", "reclaimed")]
    return {number: list(row) for number, *row in zip(rows["doc_number"], *parts, closing(rows, tax), strict=True)}


def test_october_reversed_december_reclaimed_in_part():
    """G/1 18,000 and G/2 9,000 reversed in October; of G/1 5,000 come in December, G/2 whole.

    October   0 + 27,000 -      0 = 27,000
    November  27,000 + 0 -      0 = 27,000
    December  27,000 + 0 - 14,000 = 13,000, all of it G/1
    """
    october = month(OCT, NOTHING, ("G/1", 18000), ("G/2", 9000))
    assert balance(october) == [0, 27000, 0, 27000]
    november = month(NOV, carry(october.rows))
    assert balance(november) == [27000, 0, 0, 27000]
    claims = [Claim("goods|G/1", (5000, 0, 0, 0)), Claim("goods|G/2", None)]
    december = month(DEC, carry(november.rows), claims=claims)
    assert balance(december) == [27000, 0, 14000, 13000]
    assert by_number(december) == {"G/1": [18000, 0, 5000, 13000], "G/2": [9000, 0, 9000, 0]}
    assert carry(december.rows)[["doc_number", "reversed_in", "opening_igst"]].to_numpy().tolist() == [
        ["G/1", OCT, 13000]
    ]
    assert december.issues == []


def test_heads_are_kept_apart():
    """CGST and S/UTGST 450 each; 450 of CGST and 200 of S/UTGST are reclaimed: 250 of S/UTGST stay."""
    october = month(OCT, NOTHING, ("M/1", 0, 450, 450, 12))
    november = month(NOV, carry(october.rows), claims=[Claim("goods|M/1", (0, 450, 200, 12))])
    assert statement(november.rows).set_index("line").loc["closing", HEADS].tolist() == [0, 0, 250, 0]


def test_more_than_is_open_is_refused_whole():
    carried = carry(month(OCT, NOTHING, ("G/1", 18000)).rows)
    found = month(NOV, carried, claims=[Claim("goods|G/1", (18000.01, 0, 0, 0), "ITC Reversals", 14)])
    assert balance(found) == [18000, 0, 0, 18000]
    assert str(found.issues[0]) == (
        "sheet ITC Reversals, row 14, column Reclaim: more than is open: IGST 18,000.01 of 18,000.00 open (value: G/1). "
        "Write at most what is open, or choose Yes - full; as it is, nothing of it is reclaimed."
    )
    assert found.notes == {"goods|G/1": "Refused: more than is open: IGST 18,000.01 of 18,000.00 open"}


def test_what_this_month_reverses_cannot_be_reclaimed_in_it():
    found = month(OCT, NOTHING, ("G/1", 18000), claims=[Claim("goods|G/1", None)])
    assert balance(found) == [0, 18000, 0, 18000]
    assert [issue.reason for issue in found.issues] == ["it is reversed in this month's GSTR-3B, not before"]


def test_nothing_of_what_is_not_there():
    found = month(NOV, NOTHING, claims=[Claim("goods|27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|G/1|2026-10-05|102026", None)])
    assert [(issue.reason, issue.value) for issue in found.issues] == [("it is not open any more", "G/1")]
    assert len(found.rows) == 0


def test_a_credit_note_of_the_same_month_lowers_what_is_reversed():
    """18,000 less 1,800: 16,200 in 4(B)(2)."""
    found = month(OCT, NOTHING, ("CN/9", -1800), ("G/1", 18000))
    assert by_number(found) == {"G/1": [0, 16200, 0, 16200]}
    assert found.notes == {"goods|G/1": "less CN/9: IGST 1,800.00"}


def test_a_credit_note_of_a_later_month_is_a_reclaim():
    """The credit of 1,800 was never taken, so what the note takes back comes back: 18,000 - 1,800 = 16,200 stay open."""
    carried = carry(month(OCT, NOTHING, ("G/1", 18000)).rows)
    found = month(NOV, carried, ("CN/9", -1800), claims=[Claim("goods|G/1", None)])
    assert by_number(found) == {"G/1": [18000, 0, 18000, 0]}
    found = month(NOV, carried, ("CN/9", -1800))
    assert by_number(found) == {"G/1": [18000, 0, 1800, 16200]}


def test_a_credit_note_lowers_the_original_it_names_then_this_month_then_the_oldest():
    """Of 30,000: B/1, which it names, 9,000; D/1 of this month 5,000; A/1 of October 16,000 of 18,000; C/1 nothing."""
    carried = carry(month(OCT, NOTHING, ("A/1", 18000)).rows)
    carried = carry(month(NOV, carried, ("C/1", 7000), ("B/1", 9000)).rows)
    made = documents(DEC, ("CN/9", -30000), ("D/1", 5000))
    made.loc[made["doc_number"] == "CN/9", "original_number"] = "b/1"
    found = month_ledger(carried, NOTHING, made, [])
    assert by_number(found) == {"A/1": [18000, 0, 16000, 2000], "B/1": [9000, 0, 9000, 0], "C/1": [7000, 0, 0, 7000]}


def test_a_credit_note_beyond_all_reversals_lowers_the_month_and_is_told():
    carried = carry(month(OCT, NOTHING, ("G/1", 1000)).rows)
    found = month(NOV, carried, ("CN/9", -1800))
    assert balance(found) == [1000, 0, 1000, 0]
    (issue,) = found.issues
    assert issue.severity == "warning"
    assert issue.reason == (
        "CN/9 takes back credit of goods not received that was not reversed: IGST 800.00; credit falls"
    )


def test_reversals_of_another_supplier_or_kind_are_not_lowered():
    carried = carry(month(OCT, NOTHING, ("G/1", 18000)).rows)
    unpaid = carried.assign(kind="rule 37", doc_id="G/2")
    found = month_ledger(unpaid, NOTHING, documents(NOV, ("CN/9", -1800)), [])
    assert balance(found) == [18000, 0, 0, 18000]
    found = month_ledger(carried, NOTHING, documents(NOV, ("CN/9", -1800), supplier="29AAZFK3333G1ZV"), [])
    assert balance(found) == [18000, 0, 0, 18000]


def test_a_document_in_the_ledger_is_not_reversed_again():
    carried = carry(month(OCT, NOTHING, ("G/1", 18000)).rows)
    assert balance(month(NOV, carried, ("G/1", 18000))) == [18000, 0, 0, 18000]


def test_an_amendment_that_moves_tax_to_another_head_is_reversed_where_it_rises():
    """IGST falls by 900, of which nothing was reversed; CGST and S/UTGST rise by 450 each."""
    found = month(OCT, NOTHING, ("A/1", -900, 450, 450))
    assert statement(found.rows).set_index("line").loc["closing", HEADS].tolist() == [0, 450, 450, 0]
    assert len(found.issues) == 1


PAISE = st.integers(0, 5_000_00).map(lambda paise: paise / 100)
SIGNED = st.integers(-5_000_00, 5_000_00).map(lambda paise: paise / 100)
ROWS = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), SIGNED, SIGNED), max_size=4)
CLAIMS = st.lists(st.tuples(st.integers(0, 3), st.none() | st.tuples(PAISE, PAISE)), max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(ROWS, CLAIMS), min_size=1, max_size=5))
def test_closing_is_opening_and_reversed_less_reclaimed_and_never_below_zero(story):
    """Over months of documents, credit notes and claims: what a month closes with the next one opens with."""
    carried, last = NOTHING, [0.0] * 4
    for at, (rows, chosen) in enumerate(story):
        period = f"{at + 1:02d}2026"
        made = [(f"{name}/{at}/{place}", igst, cgst, cgst) for place, (name, igst, cgst) in enumerate(rows)]
        keys = [f"{kind}|{doc}" for kind, doc in zip(carried["kind"], carried["doc_id"], strict=True)]
        claims = [
            Claim(keys[place % len(keys)], None if amounts is None else (amounts[0], amounts[1], amounts[1], 0.0))
            for place, amounts in chosen
            if keys
        ]
        ledger = month(period, carried, *made, claims=claims)
        lines = statement(ledger.rows).set_index("line")[HEADS]
        assert lines.loc["opening"].tolist() == last
        assert (
            lines.loc["closing"] - (lines.loc["opening"] + lines.loc["reversed"] - lines.loc["reclaimed"])
        ).abs().max() < 0.005
        assert all((closing(ledger.rows, tax) >= 0).all() for tax in HEADS)
        assert (ledger.rows[[name for name in ledger.rows if name.startswith(("opening", "reversed_", "reclaimed"))
                             and name != "reversed_in"]] >= 0).all(axis=None)  # fmt: skip
        carried, last = carry(ledger.rows), lines.loc["closing"].tolist()


def test_a_claim_on_a_line_that_names_no_reversal_is_refused_and_the_others_count():
    october = month(OCT, NOTHING, ("G/1", 18000))
    claims = [Claim("", None, "ITC Reversals", 17), Claim("abc", None, "ITC Reversals", 18), Claim("goods|G/1", None)]
    november = month(NOV, carry(october.rows), claims=claims)
    assert balance(november) == [18000, 0, 18000, 0]
    assert [(issue.row, issue.reason, issue.value) for issue in november.issues] == [
        (17, "this line is none of the open reversals", ""),
        (18, "this line is none of the open reversals", ""),
    ]


def test_a_key_names_kind_and_document():
    key = named("unpaid|27AAZCD1111E1ZS|paid|24AAZCS2222F1ZB|A|1|2026-04-02")
    assert (key.kind, key.document.supplier, key.document.doc_number) == ("unpaid", "24AAZCS2222F1ZB", "A|1")
    assert [(named(text).kind, named(text).document.supplier) for text in ("", "abc", "goods|G/1")] == [
        ("", ""), ("abc", ""), ("goods", ""),
    ]  # fmt: skip
