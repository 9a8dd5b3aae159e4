"""Draws stay what they are for ever: the sample files in the repository depend on them."""

import numpy as np

from ims_xl.samples.dice import Dice


def test_draws_are_known_for_a_seed() -> None:
    assert Dice(1).whole(6, 1, 6).tolist() == [4, 6, 1, 6, 2, 3]


def test_whole_numbers_reach_both_ends() -> None:
    assert set(Dice(2).whole(200, 3, 5)) == {3, 4, 5}


def test_weights_decide_how_often() -> None:
    picked = np.bincount(Dice(3).pick(10_000, (1, 0, 3)), minlength=3)
    assert picked[1] == 0
    assert 2300 < picked[0] < 2700


def test_some_takes_the_share_of_all_rows_from_those_allowed() -> None:
    among = np.arange(1000) < 300
    taken = Dice(4).some(among, 0.1)
    assert taken.sum() == 100
    assert not taken[~among].any()


def test_some_takes_at_least_so_many_but_never_more_than_there_are() -> None:
    among = np.array([True, False, True, False])
    assert Dice(5).some(among, 0.0, 1).sum() == 1
    assert Dice(5).some(among, 0.0, 3).sum() == 2
