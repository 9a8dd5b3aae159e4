"""Rules that hold for any documents: tolerance, earlier statements, the nearest document, any order of rows."""

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.matching import Tolerance, match

SUPPLIERS = ("24AAZCS2222F1ZB", "29AAZCS2222F1ZX", "29AAZFK3333G1ZV", "")
AUGUST = {"gstr2b_period": "082026", "part": "docdata", "section": "b2b"}

papers = st.lists(
    st.fixed_dictionaries(
        {
            "doc_number": st.sampled_from(["A/1003", "A1003", "1003", "A/1030", "262726000417", "417", "PV/9", ""]),
            "doc_date": st.sampled_from(["2026-10-09", "2026-10-11", "2026-11-20", "2025-10-09"]),
            "paise": st.sampled_from([5_000_000, 1_234_560, 1_234_600, 1_235_560, 1_239_560, 123_456]),
            "supplier_gstin": st.sampled_from(SUPPLIERS),
            "inside": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)
limits = st.tuples(st.integers(0, 100_00), st.integers(0, 100_00)).map(sorted)


def build(table: Any, rows: list[dict[str, Any]], **more: Any) -> pd.DataFrame:
    documents = []
    for row in rows:
        half = row["paise"] * 9 // 100 / 100
        heads = {"igst": 0.0, "cgst": half, "sgst": half} if row["inside"] else {"igst": 2 * half}
        kept = {name: row[name] for name in ("doc_number", "doc_date", "supplier_gstin")}
        documents.append({**kept, "taxable_value": row["paise"] / 100, **heads, **more})
    return table(*documents)


def links(result: Any) -> set[tuple[int, int]]:
    return set(zip(result.links["ims_row"], result.links["purchase_row"], strict=True))


@settings(max_examples=60, deadline=None)
@given(papers, papers, limits)
def test_a_larger_tolerance_loses_no_pair_and_prefers_no_worse_one(table, ours, theirs, paise) -> None:
    ims, books = build(table, ours), build(table, theirs)
    small, large = (match(ims, books, Tolerance(taxable=limit / 100, tax=limit / 100)) for limit in paise)

    assert links(small) <= links(large)


@settings(max_examples=60, deadline=None)
@given(papers, papers, limits)
def test_a_larger_tolerance_makes_no_status_worse(table, ours, theirs, paise) -> None:
    ims, books = build(table, ours), build(table, theirs)
    small, large = (match(ims, books, Tolerance(taxable=limit / 100, tax=limit / 100)).links for limit in paise)
    both = small.merge(large, on=["ims_row", "purchase_row"], suffixes=("_small", "_large"))

    worth = {"Exact Match": 2, "Suggested Match": 1, "Mismatched": 0}
    assert (both["status_large"].map(worth) >= both["status_small"].map(worth)).all()


@settings(max_examples=60, deadline=None)
@given(papers, papers, st.integers(0, 100_00))
def test_a_tax_head_that_differs_is_never_exact(table, ours, theirs, paise) -> None:
    ims, books = build(table, ours), build(table, theirs)
    pairs = match(ims, books, Tolerance(taxable=paise / 100, tax=paise / 100)).links
    inter = [side["igst"].to_numpy()[pairs[row]] > 0 for side, row in ((ims, "ims_row"), (books, "purchase_row"))]

    assert (pairs["status"][inter[0] != inter[1]] != "Exact Match").all()


@settings(max_examples=60, deadline=None)
@given(papers, papers, papers)
def test_an_earlier_statement_takes_no_row_that_agrees_in_everything(table, ours, theirs, before) -> None:
    """A book row and a document of this month that are alike in every detail stay together."""
    ims, books = build(table, ours), build(table, theirs)
    columns = ["supplier_gstin", "doc_number", "doc_date", "taxable_value", "igst", "cgst"]
    without = match(ims, books)
    within = match(ims, books, earlier=build(table, before, **AUGUST))

    for ims_row, purchase_row in links(without):
        ours_row, theirs_row = ims.iloc[ims_row], books.iloc[purchase_row]
        if ours_row["supplier_gstin"] and ours_row["doc_number"] and ours_row[columns].equals(theirs_row[columns]):
            assert within.purchases["reason"][purchase_row].startswith("already") is False


@settings(max_examples=60, deadline=None)
@given(papers, papers)
def test_the_nearest_document_has_a_partner_only_where_no_free_one_is_comparable(table, ours, theirs) -> None:
    """Of two book rows that read alike but for the number, the one without partner is named."""
    ims, books = build(table, ours), build(table, theirs)
    result = match(ims, books)
    taken = set(result.links["purchase_row"])
    for row, nearest in enumerate(result.ims["nearest"]):
        if nearest in taken:
            same = ["supplier_gstin", "doc_date", "taxable_value", "igst", "cgst", "doc_number"]
            twins = [
                other
                for other in range(len(books))
                if other not in taken and books.iloc[other][same].equals(books.iloc[nearest][same])
            ]
            assert not twins or result.purchases["duplicate_of"][twins[0]] >= 0, row


def test_the_nearest_document_is_free_and_has_the_closest_number(table) -> None:
    """BILLXYZ-23-00021 has a partner; BILL-23-00040 has none and is closer than BILL-23-00090."""
    same = {"taxable_value": 50000.00, "igst": 9000.00}
    ims = table({"doc_number": "BILL-23-00045", **same}, {"doc_number": "BILLXYZ-23-00021", **same})
    books = table(
        {"doc_number": "BILL-23-00090", **same},
        {"doc_number": "BILLXYZ-23-00021", **same},
        {"doc_number": "BILL-23-00040", **same},
    )

    result = match(ims, books)

    assert list(result.ims["status"]) == ["Missing in PR", "Exact Match"]
    assert list(result.ims["nearest"]) == [2, -1]
    assert list(result.purchases["nearest"]) == [0, -1, 0]


def test_an_amended_note_keeps_its_row_at_any_tolerance(table) -> None:
    """The books hold the amended value to the paisa; the original in an earlier statement is 90.00 apart."""
    note = {"doc_type": "DN", "doc_number": "DN/7"}
    ims = table({**note, "section": "b2bdna", "original_number": "DN/7", "original_date": pd.Timestamp("2026-10-09")})
    before = table({**note, **AUGUST, "section": "b2bdn", "taxable_value": 12435.60})

    for rupees in (1.0, 100.0):
        result = match(ims, table(note), Tolerance(taxable=rupees, tax=rupees), earlier=before)
        assert list(result.pairs["status"]) == ["Exact Match"]


def test_rupees_within_tolerance_are_told_as_rounding_and_as_no_difference(table) -> None:
    pairs = match(table({}), table({"taxable_value": 12395.60}), Tolerance(taxable=50.0)).pairs

    assert list(pairs["status"]) == ["Exact Match"]
    assert list(pairs["codes"]) == ["rounding"]
    assert pairs["why"][0] == "Rounding of 50.00 is within tolerance; number, amounts and date agree."


def test_the_result_does_not_follow_later_changes_of_the_register(table) -> None:
    books = table({"doc_number": "9", "family": "b2b", "taxable_value": 5.0})
    result = match(table({}), books)
    books["family"] = "isd"

    assert list(result.purchases["reason"]) == ["not reported by supplier"]


ties = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3)


def made(size_ims: int, size_books: int, chosen: list[tuple[int, int]]) -> pd.DataFrame:
    """Links by hand between rows that are there, each book row in one of them."""
    inside = {right: left for left, right in chosen if left < size_ims and right < size_books}
    return pd.DataFrame({"ims_row": list(inside.values()), "purchase_row": list(inside), "note": "seen"})


def worded(result: Any) -> list[tuple[Any, ...]]:
    """Everything that is said of pairs and rows."""
    return [tuple(row) for part in (result.pairs, result.ims, result.purchases) for row in part.to_numpy().tolist()]


@settings(max_examples=40, deadline=None)
@given(papers, papers, ties, st.sampled_from(["locked", "unlinked"]))
def test_what_is_linked_or_kept_apart_by_hand_changes_nothing_of_other_suppliers(
    table, ours, theirs, chosen, how
) -> None:
    """Suppliers are told apart by PAN, and a row without a GSTIN may be anybody's."""
    ims, books = (build(table, [row for row in rows if row["supplier_gstin"]]) if any(
        row["supplier_gstin"] for row in rows
    ) else table({"doc_number": "Z/1"}) for rows in (ours, theirs))  # fmt: skip
    pans = [side["supplier_gstin"].str[2:12].to_numpy() for side in (ims, books)]
    own = [(left, right) for left, right in chosen if left < len(ims) and right < len(books)]
    own = [(left, right) for left, right in own if pans[0][left] == pans[1][right] == "AAZCS2222F"]

    before, after = match(ims, books), match(ims, books, **{how: made(len(ims), len(books), own)})

    others = [side != "AAZCS2222F" for side in pans]
    for name, rows in zip(("ims", "purchases"), others, strict=True):
        pd.testing.assert_frame_equal(getattr(before, name)[rows], getattr(after, name)[rows])
    pairs = [result.pairs[others[0][result.pairs["ims_row"]]].reset_index(drop=True) for result in (before, after)]
    pd.testing.assert_frame_equal(*pairs)


@settings(max_examples=60, deadline=None)
@given(papers, papers, ties, ties)
def test_every_link_by_hand_is_there_and_no_pair_that_is_kept_apart(table, ours, theirs, chosen, parted) -> None:
    ims, books = build(table, ours), build(table, theirs)
    locked = made(len(ims), len(books), chosen)
    both = set(zip(locked["ims_row"], locked["purchase_row"], strict=True))
    apart = made(len(ims), len(books), [pair for pair in parted if pair not in both])

    result = match(ims, books, locked=locked, unlinked=apart)

    assert both <= links(result)
    assert not links(result) & set(zip(apart["ims_row"], apart["purchase_row"], strict=True))
    hand = result.pairs[result.pairs["codes"].str.startswith("by_hand")]
    assert set(zip(hand["ims_row"], hand["purchase_row"], strict=True)) == both
    for row in apart["ims_row"]:
        assert "ept apart by hand from " in result.ims["why"][row]
    for pair in hand.itertuples():
        heads = ["igst", "cgst", "sgst"]
        if (ims.loc[pair.ims_row, heads] != books.loc[pair.purchase_row, heads]).any():
            gap = (ims.loc[pair.ims_row, heads] - books.loc[pair.purchase_row, heads]).abs().max()
            assert gap <= 1.0 or pair.status == "Mismatched"


@settings(max_examples=60, deadline=None)
@given(papers, papers, ties, ties, st.randoms(use_true_random=False))
def test_the_order_of_links_and_of_rows_changes_nothing(table, ours, theirs, chosen, parted, dice) -> None:
    ims, books = build(table, ours), build(table, theirs)
    locked = made(len(ims), len(books), chosen)
    both = set(zip(locked["ims_row"], locked["purchase_row"], strict=True))
    apart = made(len(ims), len(books), [pair for pair in parted if pair not in both])
    usual = match(ims, books, locked=locked, unlinked=apart)

    mixed = [part.iloc[dice.sample(range(len(part)), len(part))] for part in (locked, apart)]
    assert worded(match(ims, books, locked=mixed[0], unlinked=mixed[1])) == worded(usual)

    orders = [dice.sample(range(len(side)), len(side)) for side in (ims, books)]
    moved = [
        part.assign(ims_row=[orders[0].index(row) for row in part["ims_row"]],
                    purchase_row=[orders[1].index(row) for row in part["purchase_row"]])
        for part in (locked, apart)
    ]  # fmt: skip
    shuffled = match(ims.iloc[orders[0]], books.iloc[orders[1]], locked=moved[0], unlinked=moved[1])
    hand = [result.pairs[result.pairs["codes"].str.startswith("by_hand")] for result in (usual, shuffled)]
    told = ["status", "score", "short", "why"]
    left = hand[1].assign(
        ims_row=[orders[0][row] for row in hand[1]["ims_row"]],
        purchase_row=[orders[1][row] for row in hand[1]["purchase_row"]],
    )
    same = [
        rows.sort_values(["ims_row", "purchase_row"])[["ims_row", "purchase_row", *told]] for rows in (hand[0], left)
    ]
    assert same[0].to_numpy().tolist() == same[1].to_numpy().tolist()
    assert sorted(usual.ims["status"]) == sorted(shuffled.ims["status"])
