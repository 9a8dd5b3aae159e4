"""A step that is killed at any instant leaves workbook, store and copies whole; the long run is a benchmark."""

import os

import pytest
from support.step_kills import prove

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing needs fork")


def test_some_kills(tmp_path):
    tally = prove(tmp_path, kills=5, seed=3)
    assert tally.wrong == []
    assert tally.killed.total() == 5
