"""The same documents in any order of rows give the same links."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.documents import HARD
from benchmarks.world import invent_world
from ims_xl.matching import STATUSES, match

SEEN = ["doc_number", "doc_date", "taxable_value", "igst", "supplier_gstin"]

documents = st.lists(
    st.fixed_dictionaries(
        {
            "doc_number": st.sampled_from(["A/1003", "A1003", "1003", "A/1004", "26-27/7", ""]),
            "doc_date": st.sampled_from(["2026-10-09", "2026-10-11", "2025-10-09"]),
            "amount": st.sampled_from([50000, 12345.6, 12346.0, 25000]),
            "supplier_gstin": st.sampled_from(["24AAZCS2222F1ZB", "29AAZFK3333G1ZV"]),
        }
    ),
    min_size=1,
    max_size=7,
)


def frame(table: Any, rows: list[dict[str, Any]]) -> pd.DataFrame:
    amounts = ({**row, "taxable_value": row["amount"], "igst": row["amount"] * 0.18} for row in rows)
    return table(*({name: value for name, value in row.items() if name != "amount"} for row in amounts))


def outcome(ims: pd.DataFrame, books: pd.DataFrame) -> list[tuple[str, ...]]:
    """Links and statuses by what the rows hold, not by where they stand."""
    result = match(ims, books)
    lines = [
        tuple(ims[SEEN].iloc[pair.ims_row].astype(str))
        + tuple(books[SEEN].iloc[pair.purchase_row].astype(str))
        + (pair.status, str(pair.score), str(pair.margin), pair.why)
        for pair in result.pairs.itertuples()
    ]
    for side, rows in ((ims, result.ims), (books, result.purchases)):
        lines += [(*side[SEEN].iloc[place].astype(str), status) for place, status in enumerate(rows["status"])]
    return sorted(lines)


@settings(max_examples=40, deadline=None)
@given(documents, documents, st.randoms(use_true_random=False))
def test_any_order_of_rows_gives_the_same_pairs(table, ours, theirs, dice) -> None:
    ims, books = frame(table, ours), frame(table, theirs)
    shuffled = [side.iloc[dice.sample(range(len(side)), len(side))] for side in (ims, books)]

    assert outcome(*shuffled) == outcome(ims, books)


@settings(max_examples=40, deadline=None)
@given(documents, documents)
def test_every_row_has_one_status_and_every_link_is_in_both_tables(table, ours, theirs) -> None:
    ims, books = frame(table, ours), frame(table, theirs)

    result = match(ims, books)

    assert len(result.ims) == len(ims)
    assert len(result.purchases) == len(books)
    assert result.pairs["purchase_row"].is_unique
    for row, status in enumerate(result.ims["status"]):
        own = result.pairs.loc[result.pairs["ims_row"] == row, "status"]
        assert set(own) == ({status} if status in STATUSES[:3] else set())
    for row, status in enumerate(result.purchases["status"]):
        own = result.pairs.loc[result.pairs["purchase_row"] == row, "status"]
        assert set(own) == ({status} if status in STATUSES[:3] else set())
        assert (result.purchases["reason"][row] != "") == (status == "Missing in IMS")


@settings(max_examples=20, deadline=None)
@given(documents)
def test_exact_only_with_the_number_as_written(table, ours) -> None:
    ims = frame(table, ours)

    pairs = match(ims, ims.assign(doc_number=[number.replace("/", "-") for number in ims["doc_number"]])).pairs

    exact = pairs[pairs["status"] == "Exact Match"]
    assert not any("/" in ims["doc_number"].iloc[row] for row in exact["ims_row"])


@pytest.mark.parametrize("supplies", [3000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_shuffled_company_gives_the_same_links(supplies: int) -> None:
    """Rows that agree in every column count as one: they may stand for each other."""
    world = invent_world(HARD, supplies, 20)
    ims, books = world.ims, world.purchases.drop(columns="source_row")
    dice = np.random.default_rng(20)
    ours, theirs = dice.permutation(len(ims)), dice.permutation(len(books))

    usual = match(ims, books, earlier=world.earlier).pairs
    shuffled = match(ims.iloc[ours], books.iloc[theirs], earlier=world.earlier).pairs

    same = [frame.groupby(list(frame), dropna=False, sort=False).ngroup().to_numpy() for frame in (ims, books)]
    columns = ["status", "score", "margin", "why"]
    links = [
        frame[columns].assign(ims=same[0][left], books=same[1][right]).sort_values(["ims", "books"], ignore_index=True)
        for frame, left, right in (
            (usual, usual["ims_row"], usual["purchase_row"]),
            (shuffled, ours[shuffled["ims_row"]], theirs[shuffled["purchase_row"]]),
        )
    ]
    pd.testing.assert_frame_equal(*links)
