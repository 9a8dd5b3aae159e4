"""Links compared with the truth: precision, recall, wrong pairs by status, recall by damage."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.world import World


@dataclass(frozen=True)
class Score:
    """`wrong` counts wrong pairs by status, `links` all pairs by status; `by_damage` has wanted and found links.

    A row that is booked twice counts once: either booking may be the linked one. Rows that read alike count as one.
    """

    precision: float
    recall: float
    links: dict[str, int]
    wrong: dict[str, int]
    by_damage: pd.DataFrame
    wrong_rows: pd.DataFrame


def _alike(world: World, pairs: pd.DataFrame, ours: np.ndarray) -> np.ndarray:
    """Pairs whose book row reads in every column like a row of the right document."""
    columns = world.purchases.drop(columns="source_row")
    content = pd.util.hash_pandas_object(columns, index=False).to_numpy()
    known = pd.MultiIndex.from_arrays([world.book_document, content])
    return pd.MultiIndex.from_arrays([ours, content[pairs["purchase_row"].to_numpy()]]).isin(known)


def score(world: World, pairs: pd.DataFrame) -> Score:
    """The score of links with columns ims_row, purchase_row, status."""
    ours = world.ims_document[pairs["ims_row"].to_numpy()]
    theirs = world.book_document[pairs["purchase_row"].to_numpy()]
    right = (ours == theirs) | _alike(world, pairs, ours)
    key = world.book_document * 8 + world.book_part
    wanted = np.isin(world.book_document, world.ims_document) & ~world.copies
    found = wanted & np.isin(key, key[pairs["purchase_row"].to_numpy()[right]])
    names = pd.Series(world.damage).where(world.damage != "", "none").str.split(", ")
    rows = pd.DataFrame({"damage": names, "wanted": wanted, "found": found}).explode("damage")
    return Score(
        precision=float(right.mean()) if len(right) else 1.0,
        recall=float(found.sum() / max(wanted.sum(), 1)),
        links={str(status): int(count) for status, count in pairs["status"].value_counts().items()},
        wrong={str(status): int(count) for status, count in pairs["status"][~right].value_counts().items()},
        by_damage=rows.groupby("damage")[["wanted", "found"]].sum().sort_values("wanted", ascending=False),
        wrong_rows=pairs[~right],
    )
