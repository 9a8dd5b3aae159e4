"""Uploads that are killed and taken up again, over HTTP, with faults at random; 300 of them: `python -m benchmarks push-proof`."""

from pathlib import Path

import pytest
from support import push_proof

GROUPS, RUNS = 3, 10


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "home"))


LONG = [pytest.param(group, marks=pytest.mark.long) for group in range(1, GROUPS)]  # minutes, since culprits are halved


@pytest.mark.parametrize("group", [0, *LONG])
def test_nothing_is_lost_and_nothing_is_sent_twice(tmp_path: Path, group: int):
    template = push_proof.Template(tmp_path / "template")
    runs = [
        push_proof.one_run(number, template, tmp_path / f"run{number}")
        for number in range(group * RUNS, (group + 1) * RUNS)
    ]
    assert [(run.number, run.wrong) for run in runs if run.wrong] == []
    assert sum(run.kills for run in runs) >= RUNS // 2  # the proof did try
    assert sum(run.sends for run in runs) > RUNS


def test_a_client_that_sends_again_blindly_fails_the_proof(tmp_path: Path):
    template = push_proof.Template(tmp_path / "template")
    run = push_proof.one_run(0, template, tmp_path / "run", blind=True, seed=0)
    assert any("was sent" in text for text in run.wrong)
