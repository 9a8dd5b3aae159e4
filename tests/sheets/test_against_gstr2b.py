"""How table 4 differs from GSTR-2B: each line by hand, and that the lines always add up."""

from types import SimpleNamespace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.sheets.against_gstr2b import STEPS, against_gstr2b, from_gstr2b

FIRST = "GSTR-2B: ITC available, less accepted credit notes"
LAST = "4(A), without the books' own lines and what is reclaimed"


def rows(*given_rows):
    """Rows of table 4: line, doc_id, type, where from, total."""
    return pd.DataFrame(given_rows, columns=["line", "doc_id", "type_label", "from", "total"]).astype(
        {"doc_id": "str", "type_label": "str", "total": "float64"}
    )


def view(*listed, net):
    """A GSTR-2B with documents: doc_id, whether they come into IMS, are amended, and their credit."""
    credits_ = pd.DataFrame(listed, columns=["doc_id", "in_ims", "amended", "credit"]).astype(
        {"doc_id": "str", "in_ims": "bool", "amended": "bool", "credit": "float64"}
    )
    statement = SimpleNamespace(
        net=net, credits=credits_, with_credit=len(listed), differences=pd.DataFrame(), left_out=0
    )
    return SimpleNamespace(gstr2b=statement)


def steps(shown, lines):
    """The first line, those between that have an amount or a document, and the last."""
    found = from_gstr2b(shown, lines).to_numpy().tolist()
    assert len(found) in (0, STEPS)
    return [line for at, line in enumerate(found) if at in (0, STEPS - 1) or any(line[1:])]


def test_as_gstr2b_says():
    shown = view(("A", True, False, 18_000), ("", False, False, 540), net=18_540.0)
    lines = rows(("4(A)(5)", "A", "Invoice", "IMS", 18_000), ("4(A)(3)", "", "Invoice", "GSTR-2B", 540))
    assert steps(shown, lines) == [[FIRST, 2, 18_540], [LAST, 2, 18_540]]
    assert against_gstr2b(shown, lines) == (
        "4(A) without the books' own lines and what is reclaimed comes to ₹18,540.00, as GSTR-2B says."
    )


def test_every_kind_of_difference_has_its_line():
    """17,000 + 1,620 - 900 - 360 + 100 - 180 - 60 = 17,220.

    Of the amended document 50 is counted here, and GSTR-2B's sums have 110: 17,000 less its documents of 16,890.
    """
    shown = view(
        ("A", True, False, 10_000), ("B", True, False, 5_450), ("", True, False, 900), ("P", True, False, 360),
        ("U", True, False, 180), ("M", True, True, 7_200), net=17_000.0,
    )  # fmt: skip
    lines = rows(
        ("4(A)(5)", "A", "Invoice", "IMS", 10_000),
        ("4(A)(5)", "B", "Invoice", "IMS", 5_550),  # 100 more than GSTR-2B
        ("4(A)(1)", "N", "Invoice", "IMS", 1_620),  # not in GSTR-2B
        ("4(A)(5)", "U", "Invoice", "IMS", None),  # effect not known
        ("4(A)(5)", "M", "Invoice, amended", "IMS", 50),
        ("4(A)(2)", "S", "Invoice", "Books", 90_000),
        ("4(A)(5)", "R", "Invoice", "Ledger", 3_000),
        ("4(B)(1)", "A", "Invoice", "IMS", 10_000),
    )
    assert steps(shown, lines) == [
        [FIRST, 6, 17_000],
        ["Counted here, not in the credit of GSTR-2B", 1, 1_620],
        ["In the credit of GSTR-2B, not counted here", 2, -1_260],
        ["Counted here with another amount", 1, 100],
        ["Shown here, but in no sum: see Why", 1, -180],
        ["Amended documents: ₹50.00 counted here, ₹110.00 in the sums of GSTR-2B", 1, -60],
        [LAST, 5, 17_220],
    ]


def test_what_only_the_sums_of_gstr2b_hold():
    shown = view(("A", True, False, 18_000), net=17_000.0)
    lines = rows(("4(A)(5)", "A", "Invoice", "IMS", 18_000))
    assert steps(shown, lines) == [
        [FIRST, 1, 17_000],
        ["In the sums of GSTR-2B, but in no document that it lists", 0, 1_000],
        [LAST, 1, 18_000],
    ]
    assert against_gstr2b(shown, lines) == (
        "4(A) without the books' own lines and what is reclaimed comes to ₹18,000.00, GSTR-2B says ₹17,000.00. "
        "Look at its sums: no document differs."
    )


def test_before_gstr2b_is_read():
    shown = SimpleNamespace(gstr2b=None)
    assert steps(shown, rows()) == []
    assert against_gstr2b(shown, rows()).startswith("GSTR-2B of the month is not read: 4(D)(2),")


RUPEES = st.integers(-100_000, 100_000).map(lambda paise: paise / 100)
HELD = st.dictionaries(st.sampled_from("ABCDEF"), st.tuples(st.booleans(), st.none() | RUPEES))
LISTED = st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(st.booleans(), RUPEES))


@given(HELD, LISTED, RUPEES)
def test_the_lines_add_up_whatever_differs(held, listed, net):
    shown = view(*((name, True, amended, credit) for name, (amended, credit) in listed.items()), net=net)
    lines = rows(
        *(("4(A)(5)", name, "Invoice, amended" if amended else "Invoice", "IMS", amount)
          for name, (amended, amount) in held.items())
    )  # fmt: skip
    found = from_gstr2b(shown, lines)["total"].tolist()
    assert round(sum(found[:-1]), 2) == found[-1] == round(sum(amount or 0 for _, amount in held.values()), 2)
