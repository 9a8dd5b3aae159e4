"""`python -m benchmarks.peers`: the matcher, the rule ladder, recordlinkage and Splink on the same documents.

Environments and documents are made in a temporary folder, or in `--folder`, where they are used again.
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.documents import HARD, NORMAL, Market
from benchmarks.ledger import invent_ledger
from benchmarks.measure import Run, run
from benchmarks.score import score
from benchmarks.world import JUDGING, TUNING, World

PINS = {
    "recordlinkage": ("recordlinkage==0.16", "pandas==2.3.3", "scikit-learn==1.9.1"),
    "splink": ("splink==5.0.0", "duckdb==2.0.1", "pyarrow==26.0.1"),
}
SHOWN = {"recordlinkage": "recordlinkage, logistic regression", "splink": "Splink 5, DuckDB"}
_COLUMNS = (
    *("supplier_gstin", "recipient_gstin", "doc_type", "doc_number", "doc_date", "place_of_supply"),
    *("taxable_value", "igst", "cgst", "sgst", "cess"),
)
_LINE = "| {} | {:.2f} | {} | {:.5f} | {:.4f} | {:.4f} |"


def _python(folder: Path, peer: str) -> Path:
    """The interpreter of the environment of a peer, which is made when it is not there."""
    home = folder / peer
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINS[peer]], check=True)
    return python


def _write(world: World, folder: Path) -> None:
    """Both sides as CSV, and the true links by row."""
    folder.mkdir(exist_ok=True)
    for name, side in (("ims", world.ims), ("books", world.purchases)):
        side.reindex(columns=list(_COLUMNS)).to_csv(folder / f"{name}.csv", index_label="row")
    ours = pd.Series(np.arange(len(world.ims)), index=world.ims_document)
    theirs = np.flatnonzero(np.isin(world.book_document, world.ims_document))
    links = {"ims_row": ours[world.book_document[theirs]].to_numpy(), "purchase_row": theirs}
    pd.DataFrame(links).to_csv(folder / "links.csv", index=False)


def run_peer(folder: Path, peer: str, trained_on: Path, judged_on: Path) -> Run:
    """The links, processor seconds and memory of one peer; what it learns from comes from another company."""
    answer = folder / f"{peer}.csv"
    script = Path(__file__).with_name(f"{peer}_links.py")
    found = subprocess.run(
        [str(_python(folder, peer)), str(script), str(trained_on), str(judged_on), str(answer)],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(found.stdout.splitlines()[-1])
    return Run(told["seconds"], told["peak"], pd.read_csv(answer).assign(status="linked"))


def compare(folder: Path, market: Market, supplies: int) -> None:
    """Print one row of the table for each method."""
    learnt, judged = (invent_ledger(market, supplies, seeds[0]) for seeds in (TUNING, JUDGING))
    for name, world in (("learnt", learnt), ("judged", judged)):
        _write(world, folder / name)
    file = folder / "judged.pickle"
    file.write_bytes(pickle.dumps(judged))
    runs = {"ims_xl": run(file, "matcher", 3), "rule ladder": run(file, "rule ladder", 1)}
    runs |= {SHOWN[peer]: run_peer(folder, peer, folder / "learnt", folder / "judged") for peer in PINS}
    for name, found in runs.items():
        result = score(judged, found.pairs)
        both = 2 * result.precision * result.recall / (result.precision + result.recall)
        peak = "–" if found.peak is None else f"{found.peak / 1e6:,.0f}"
        print(
            _LINE.format(f"{name}, {market.name}", found.seconds, peak, result.precision, result.recall, both),
            flush=True,
        )


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--supplies", type=int, default=100_000, help="documents of a company (default 100000)")
    parser.add_argument("--folder", type=Path, help="where environments and documents are kept")
    told = parser.parse_args()
    print(f"| {told.supplies:,} supplies | seconds | MB | precision | recall | F1 |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for market in (NORMAL, HARD):
            compare(folder, market, told.supplies)


if __name__ == "__main__":
    main()
