"""From the books to IMS to GSTR-2B, worked out by hand."""

from types import SimpleNamespace

import pandas as pd

from ims_xl.sheets.reconciliation import reconciliation
from ims_xl.sheets.view import Gstr2b

NAMES = [
    "status", "after", "supplier_filed", "section", "taxable_value", "tax", "itc_effect", "books_documents",
    "books_taxable_value", "books_tax", "taxable_difference", "tax_difference",
]  # fmt: skip
LINES = pd.DataFrame(
    [
        ("Exact Match", "A", "Filed", "b2b", 1000.10, 180.02, 180.02, 1, 1000.10, 180.02, 0.0, 0.0),
        ("Suggested Match", "N", "Filed", "b2b", 500.0, 90.0, 90.0, 2, 500.0, 90.0, 0.0, 0.0),
        ("Mismatched", "P", "Filed", "b2b", 300.0, 54.0, 0.0, 1, 310.0, 55.8, -10.0, -1.8),
        ("Missing in PR", "R", "Filed", "b2b", 200.0, 36.0, 0.0, None, None, None, None, None),
        ("Missing in PR", "N", "Not filed", "b2b", 100.0, 18.0, 18.0, None, None, None, None, None),
        ("Exact Match", "A", "Filed", "b2ba", 700.0, 126.0, 26.0, 1, 700.0, 126.0, 0.0, 0.0),
    ],
    columns=NAMES,
)
ALONE = pd.DataFrame({"taxable_value": [40.0, -4.0], "tax": [7.2, -0.72]})


def view(lines=LINES, **words):
    known = {
        "comparing": True,
        "matched": True,
        "later": ALONE.iloc[[0, 1, 1]],
        "unmatched": ALONE,
        "settled": ALONE[:1],
        "gstr2b": None,
    }
    return SimpleNamespace(lines=lines, **(known | words))


def account(view):
    found = reconciliation(view).set_index("line")
    return {name: tuple(row) for name, row in found[["documents", "taxable", "tax"]].iterrows()}


def test_every_line_from_the_books_to_what_gstr2b_should_give():
    found = account(view())
    assert pd.isna(pd.Series(found.pop("GSTR-2B of the portal"))).all()
    assert found == {
        # 1000.10 + 500 + 310 + 700 + 40 - 4; 180.02 + 90 + 55.80 + 126 + 7.20 - 0.72; 5 bookings and 2 alone
        "Books, compared": (7, 2546.10, 458.30),
        "add: on the portal, not in the books": (2, 300.0, 54.0),
        "less: in the books, not on the portal": (-2, -36.0, -6.48),
        "differences of matched documents": (-1, -10.0, -1.8),
        "IMS, due this month": (6, 2800.10, 504.02),
        "less: rejected": (-1, -200.0, -36.0),
        "less: pending": (-1, -300.0, -54.0),
        "less: not filed by the supplier": (-1, -100.0, -18.0),
        # the amendment changes its tax by 26, not by 126
        "amendments and declared reductions": (0, 0.0, -100.0),
        "Expected in GSTR-2B": (3, 2200.10, 296.02),
    }


def test_the_lines_add_up_to_the_paisa():
    found = reconciliation(view())
    paise = (found[["taxable", "tax"]] * 100).round()
    ims, expected = found["line"].tolist().index("IMS, due this month"), len(found) - 2
    assert paise[:ims].sum().tolist() == paise.loc[ims].tolist()
    assert paise[ims:expected].sum().tolist() == paise.loc[expected].tolist()
    assert found["documents"][:ims].sum() == found["documents"][ims]


def test_the_words_say_where_a_difference_comes_from():
    words = reconciliation(view()).set_index("line")["words"]
    assert words["Books, compared"] == "1 settled in earlier months not counted"
    assert words["differences of matched documents"] == (
        "1 matched document with another taxable value or tax; 5 bookings of 4 documents"
    )
    assert words["IMS, due this month"] == "3 documents of later periods not counted"


def test_the_statement_and_what_it_differs_by():
    statement = Gstr2b(
        "14-11-2026", "2026-11-15 10:00:00", 5, pd.DataFrame({"total": [310.0, 0.0, 310.0, 36.0]}),
        pd.DataFrame({"doc_number": ["A/1"]}), with_credit=4, taxable=2300.10, outside=1,
    )  # fmt: skip
    found = reconciliation(view(gstr2b=statement)).set_index("line")
    assert found.loc["GSTR-2B of the portal"].tolist() == [
        4, 2300.10, 310.0, "made on 14-11-2026; 1 of them never come into IMS"
    ]  # fmt: skip
    assert found.loc["Difference, GSTR-2B less expected"].tolist() == [1, 100.0, 13.98, "1 line on GSTR-2B check"]


def test_credit_that_is_not_known_is_said():
    lines = LINES.assign(itc_effect=LINES["itc_effect"].mask(LINES["section"] == "b2ba"))
    found = reconciliation(view(lines)).set_index("line").loc["amendments and declared reductions"]
    assert found["tax"] == -126.0
    assert found["words"].endswith("; of 1 document it is not known and not counted")


def test_documents_that_came_after_the_match_have_a_line():
    lines = LINES.assign(status=LINES["status"].replace("Missing in PR", ""))
    assert account(view(lines))["add: on the portal since the last match"] == (2, 300.0, 54.0)


def test_without_purchase_data_it_begins_with_ims_and_an_empty_month_is_zero():
    assert next(iter(account(view(comparing=False)))) == "IMS, due this month"
    assert account(view(LINES[:0], comparing=False))["Expected in GSTR-2B"] == (0, 0.0, 0.0)
