"""How often Python looks for garbage while a step runs."""

import gc

import pytest

from ims_xl import garbage
from ims_xl.macros import answer


@pytest.fixture(autouse=True)
def as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_cycles_are_still_collected_but_rarely():
    gc.set_threshold(700, 10, 10)
    garbage.collect_rarely()
    assert gc.isenabled()
    assert gc.get_threshold()[0] == 100_000


def test_a_click_collects_rarely(tmp_path, monkeypatch):
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    gc.set_threshold(700, 10, 10)
    answer.respond("Check", answer.Answer)
    assert gc.get_threshold()[0] == 100_000
