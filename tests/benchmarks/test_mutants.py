"""A small project of one module and one test: what its mutants come to."""

from pathlib import Path

import pytest

from benchmarks import mutants
from benchmarks.mutants import Area, Mutant, Project, sample
from benchmarks.mutations import mutations

MODULE = "ims_xl/gst/rates.py"
SOURCE = "def is_taxed(rate):\n    return rate > 0\n\n\nHIGHEST = 40\n"
TEST = "import ims_xl.gst.rates as rates\n\n\ndef test_it():\n    assert not rates.is_taxed(0)\n    assert rates.HIGHEST > {}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packages = dict.fromkeys(("ims_xl/__init__.py", "ims_xl/gst/__init__.py"), "")
    for name, text in {**packages, MODULE: SOURCE, "tests/gst/test_rates.py": TEST.format(0)}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "AREAS", (Area(("gst/*",), ("tests/gst",)),))
    monkeypatch.setattr(mutants, "test_files_of", lambda _: [tmp_path / "tests/gst/test_rates.py"])
    return tmp_path


def found(kind: str) -> Mutant:
    return Mutant(MODULE, next(one for one in mutations(SOURCE.encode()) if one.kind == kind))


def test_a_mutant_that_a_test_sees_is_killed_and_the_module_is_as_before(project: Path) -> None:
    verdict = Project([project]).judge(found("comparison"), frozenset())
    assert (verdict.outcome, verdict.line, verdict.by) == ("killed", 2, "tests/gst/test_rates.py")
    assert (project / MODULE).read_text() == SOURCE


def test_one_that_no_test_sees_survives(project: Path) -> None:
    mutant = Mutant(MODULE, mutations(SOURCE.encode())[-1])
    verdict = Project([project]).judge(mutant, frozenset())
    assert (verdict.outcome, verdict.before, verdict.after) == ("SURVIVED", "HIGHEST = 40", "HIGHEST = 41")
    known = frozenset({(MODULE, "HIGHEST = 40", "HIGHEST = 41")})
    assert Project([]).judge(mutant, known).outcome == "equivalent"


def test_a_test_that_fails_anyhow_kills_nothing(project: Path) -> None:
    (project / "tests/gst/test_rates.py").write_text(TEST.format(99))
    with pytest.raises(LookupError, match="fail without any change"):
        Project([project]).judge(found("comparison"), frozenset())


def test_the_same_seed_gives_the_same_sample_from_each_area_in_turn() -> None:
    first = sample(14, 3)
    assert [mutant.module.split("/")[1] for mutant in first[:7]] == [
        "gst", "decisions", "matching", "purchases", "gstn", "push", "store",
    ]  # fmt: skip
    assert first == sample(14, 3)
    assert first != sample(14, 4)


def test_every_equivalent_mutant_names_a_line_that_is_there_and_says_why() -> None:
    for row in mutants.tomllib.loads(mutants.EQUIVALENT.read_text(encoding="utf-8")).get("mutant", []):
        source = [line.strip() for line in (mutants.ROOT / row["module"]).read_text(encoding="utf-8").splitlines()]
        assert row["before"].splitlines()[0].strip() in source, row
        assert row["why"].endswith(".")
