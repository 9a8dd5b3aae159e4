"""The invented documents are the same every time, hold what they promise, and the matcher is right about them."""

import numpy as np
import pytest

from benchmarks.documents import HARD, NORMAL
from benchmarks.ladder import rule_ladder
from benchmarks.merge_loop import merge_loop
from benchmarks.score import Score, score
from benchmarks.world import JUDGING, TUNING, World, invent_world
from ims_xl.matching import match


@pytest.fixture(scope="module")
def world() -> World:
    return invent_world(HARD, 4000, TUNING[0])


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    again = invent_world(HARD, 4000, TUNING[0])

    assert again.ims.equals(world.ims)
    assert again.purchases.equals(world.purchases)
    assert not set(TUNING) & set(JUDGING)


def test_one_document_in_a_hundred_has_a_twin(world: World) -> None:
    twins = np.isin(world.damage, ["twin", "separators", "other year", "issued again"])

    assert twins.sum() >= 0.01 * len(world.purchases)


def test_a_third_stands_on_one_side_only(world: World) -> None:
    alone = ~np.isin(world.ims_document, world.book_document)

    assert 0.12 < alone.mean() < 0.25
    assert np.isin(world.book_document, world.ims_document).mean() < 0.85


def test_links_are_scored(world: World) -> None:
    links = match(world.ims, world.purchases).pairs
    turned = links.assign(purchase_row=np.roll(links["purchase_row"], 1))

    assert score(world, links).precision > 0.99
    assert score(world, turned).precision < 0.05


@pytest.mark.parametrize("market", [NORMAL, HARD], ids=lambda market: market.name)
def test_no_exact_pair_is_wrong_and_few_others_are(market) -> None:
    judged = invent_world(market, 4000, TUNING[1])

    result = score(judged, match(judged.ims, judged.purchases, earlier=judged.earlier).pairs)

    assert "Exact Match" not in result.wrong
    assert result.precision >= 0.996
    assert result.recall >= 0.98


@pytest.mark.parametrize("baseline", [rule_ladder, merge_loop])
def test_baselines_find_most(world: World, baseline) -> None:
    result: Score = score(world, baseline(world.ims, world.purchases))

    assert result.recall > 0.85
    assert result.precision > 0.8
