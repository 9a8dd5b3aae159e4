"""The second company is the same every time, holds the slips it promises, and is harder than the first."""

from collections import Counter
from random import Random

import numpy as np
import pytest

from benchmarks.documents import HARD, NORMAL
from benchmarks.ledger import invent_ledger
from benchmarks.score import score
from benchmarks.slips import SLIPS, Paper
from benchmarks.world import TUNING, World
from ims_xl.matching import match


@pytest.fixture(scope="module")
def world() -> World:
    return invent_ledger(HARD, 6000, TUNING[0])


def paper(**changed: object) -> Paper:
    usual = Paper(1, "24AAZCS2222F1ZB", "27AAZCD1111E1ZS", "INV", "242627000417", None, 1_000_000, 180_000, 0, 0, 0, 18)
    for name, value in changed.items():
        setattr(usual, name, value)
    return usual


def test_the_same_seed_gives_the_same_ledger(world: World) -> None:
    again = invent_ledger(HARD, 6000, TUNING[0])

    assert again.ims.equals(world.ims)
    assert again.purchases.equals(world.purchases)


def test_every_slip_happens(world: World) -> None:
    seen = Counter(name for names in world.damage for name in names.split(", "))
    rare = {"scientific", "made a date"}  # few numbers are of that kind

    assert set(SLIPS) - rare <= set(seen)


def test_sister_registrations_use_the_same_numbers(world: World) -> None:
    ims = world.ims.assign(pan=world.ims["supplier_gstin"].str[2:12])
    shared = ims.groupby(["pan", "doc_number"])["supplier_gstin"].nunique()

    assert (shared > 1).sum() >= 10


@pytest.mark.parametrize(
    ("slip", "name", "value"),
    [
        ("serial of one run", "number", "417"),
        ("ten times", "taxable", 10_000_000),
        ("half", "igst", 90_000),
        ("gross for net", "taxable", 1_180_000),
        ("another rate", "igst", 120_000),
        ("other heads", "cgst", 90_000),
        ("no tax", "igst", 0),
    ],
)
def test_what_a_slip_makes_of_a_paper(slip: str, name: str, value: object) -> None:
    slipped = paper()
    SLIPS[slip][2](slipped, Random(1))

    assert getattr(slipped, name) == value


@pytest.mark.parametrize(("market", "precision", "recall"), [(NORMAL, 0.999, 0.99), (HARD, 0.997, 0.98)])
def test_the_matcher_is_right_about_it(market, precision: float, recall: float) -> None:
    judged = invent_ledger(market, 6000, TUNING[1])
    result = score(judged, match(judged.ims, judged.purchases, earlier=judged.earlier).links)

    assert result.precision >= precision
    assert result.recall >= recall
    assert "Exact Match" not in result.wrong


def test_parts_of_a_bill_add_up_to_it(world: World) -> None:
    parts = np.flatnonzero(["in parts" in names for names in world.damage])
    sums = world.purchases.iloc[parts].groupby(world.book_document[parts])["taxable_value"].sum().round(2)
    ims = world.ims["taxable_value"].set_axis(world.ims_document)
    both = sums.index.intersection(ims.index)

    assert len(both) > 20
    assert (sums[both] == ims[both]).all()
