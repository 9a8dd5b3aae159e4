"""How right, how fast and how large the matcher is, beside two baselines in the same run."""

import argparse
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.documents import HARD, NORMAL, Market
from benchmarks.ledger import invent_ledger
from benchmarks.measure import METHODS, Run, run
from benchmarks.score import Score, score
from benchmarks.world import JUDGING, TUNING, World, invent_world

Invent = Callable[[Market, int, int], World]
_GROWTH = (10_000, 30_000, 100_000, 300_000, 1_000_000)
_LINE = "{:<32} {:>9} {:>8} {:>9} {:>8}  {}"


def _world(folder: Path, invent: Invent, market: Market, supplies: int, seed: int) -> tuple[World, Path]:
    world = invent(market, supplies, seed)
    file = folder / "world.pickle"
    file.write_bytes(pickle.dumps(world))
    return world, file


def _kilobytes(world: World, found: Run) -> str:
    rows = len(world.ims) + len(world.purchases) + len(world.earlier)
    return "–" if found.peak is None else f"{found.peak / rows / 1000:.2f}"


def _print(name: str, world: World, found: Run, result: Score) -> None:
    wrong = ", ".join(f"{status} {count:,}" for status, count in result.wrong.items()) or "none"
    figures = (f"{found.seconds:.2f}", _kilobytes(world, found), f"{result.precision:.5f}", f"{result.recall:.5f}")
    print(_LINE.format(name, *figures, wrong), flush=True)


def accuracy(folder: Path, invent: Invent, supplies: int, seeds: tuple[int, ...], repeats: int) -> None:
    """Precision and recall on normal and hard documents of a company, and the baselines on the first seed of each."""
    damage: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for market in (NORMAL, HARD):
        for place, seed in enumerate(seeds):
            world, file = _world(folder, invent, market, supplies, seed)
            print(f"\n{world.name}: {len(world.ims):,} IMS documents, {len(world.purchases):,} book rows")
            print(_LINE.format("", "seconds", "kB/row", "precision", "recall", "wrong pairs by status"))
            seconds = {}
            for method in METHODS if place == 0 else ("matcher",):
                found = run(file, method, repeats if method == "matcher" else min(repeats, 2))
                result = score(world, found.pairs)
                _print(method, world, found, result)
                seconds[method] = found.seconds
                if method == "matcher":
                    for name, one in result.by_damage.iterrows():
                        damage[str(name)] += int(one["found"])
                        wanted[str(name)] += int(one["wanted"])
            for method, taken in seconds.items():
                if method != "matcher":
                    print(f"  the matcher is {taken / seconds['matcher']:.1f} times as fast as the {method}")
    table = pd.DataFrame({"wanted": wanted, "found": damage}).sort_values("wanted", ascending=False)
    table["recall"] = (table["found"] / table["wanted"]).round(4)
    print("\nRecall of the matcher by damage, all of the above together")
    print(table[table["wanted"] >= 10].to_string())


def growth(folder: Path, seed: int, repeats: int) -> None:
    """Seconds and memory from ten thousand supplies to a million."""
    print("\nGrowth, normal documents")
    print(_LINE.format("supplies", "seconds", "kB/row", "precision", "recall", "wrong pairs by status"))
    seconds = {}
    for supplies in _GROWTH:
        world, file = _world(folder, invent_world, NORMAL, supplies, seed)
        found = run(file, "matcher", repeats if supplies <= 100_000 else 2)
        _print(f"{supplies:,}", world, found, score(world, found.pairs))
        seconds[supplies] = found.seconds
    print(f"  a million takes {seconds[1_000_000] / seconds[100_000]:.1f} times as long as a hundred thousand")


def main(words: list[str]) -> int:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks matching", description=__doc__)
    parser.add_argument("--supplies", type=int, default=100_000, help="documents in a world (default 100000)")
    parser.add_argument("--tuning", action="store_true", help="the seeds that weights are chosen on")
    parser.add_argument("--repeats", type=int, default=5, help="runs of which the best counts (default 5)")
    parser.add_argument("--no-growth", action="store_true", help="leave out the runs up to a million")
    told = parser.parse_args(words)
    seeds = TUNING if told.tuning else JUDGING
    print("Seconds: processor seconds of one thread, the best of several runs. Memory: the peak beyond the inputs.")
    with tempfile.TemporaryDirectory() as name:
        for invent in (invent_world, invent_ledger):
            accuracy(Path(name), invent, told.supplies, seeds, told.repeats)
        if not told.no_growth:
            growth(Path(name), seeds[0], told.repeats)
    return 0
