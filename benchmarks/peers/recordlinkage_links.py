"""recordlinkage: blocking, twelve comparisons, a logistic regression learnt from another company, best pair first.

Called as `python recordlinkage_links.py LEARNT JUDGED ANSWER`; knows nothing of this project.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd
import recordlinkage
from recordlinkage.index import Block

HEADS = ["igst", "cgst", "sgst", "cess"]


def read(file: Path) -> pd.DataFrame:
    """One side with the columns that blocks and comparisons use."""
    side = pd.read_csv(file, index_col="row", dtype={"place_of_supply": str}, parse_dates=["doc_date"])
    side["doc_number"] = side["doc_number"].fillna("").astype(str).str.strip().str.upper()
    side["gstin"] = side["supplier_gstin"].fillna("").str.upper().str.replace(" ", "")
    side["pan"] = side["gstin"].str[2:12]
    without_year = side["doc_number"].str.replace(r"(?:20)?2[4-7][-/]?2[5-8]", " ", regex=True)
    side["plain"] = side["doc_number"].str.replace("[^0-9A-Z]", "", regex=True)
    side["serial"] = without_year.str.extract(r"0*(\d+)\D*$", expand=False).fillna("")
    for name in ("taxable_value", *HEADS):
        side[name] = side[name].abs()
    side["tax"] = side[HEADS].sum(axis=1)
    side["rupees"] = side["taxable_value"].round()
    return side


def features(ims: pd.DataFrame, books: pd.DataFrame) -> pd.DataFrame:
    """Twelve comparisons of every pair that a block proposes."""
    indexer = recordlinkage.Index()
    blocks = (["pan", "plain"], ["pan", "serial"], ["pan", "rupees"], ["pan", "doc_date"], ["plain", "rupees"])
    for block in (*blocks, ["doc_date", "rupees"]):
        indexer.add(Block(block))
    pairs = indexer.index(ims, books)
    compare = recordlinkage.Compare()
    for name in ("gstin", "pan", "doc_number", "plain", "serial", "doc_type", "recipient_gstin", "place_of_supply"):
        compare.exact(name, name, label=name)
    compare.string("plain", "plain", method="jarowinkler", label="like")
    compare.numeric("taxable_value", "taxable_value", method="linear", offset=1.0, scale=50.0, label="taxable")
    compare.numeric("tax", "tax", method="linear", offset=1.0, scale=10.0, label="tax")
    compare.date("doc_date", "doc_date", label="same day")
    compared: pd.DataFrame = compare.compute(pairs, ims, books)
    return compared


def main(learnt: Path, judged: Path, answer: Path) -> None:
    """Learn from one company, write the links of the other one."""
    sides = [[read(folder / f"{name}.csv") for name in ("ims", "books")] for folder in (learnt, judged)]
    truth = pd.MultiIndex.from_frame(pd.read_csv(learnt / "links.csv"))
    loaded, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    known = features(*sides[0])
    learner = recordlinkage.LogisticRegressionClassifier()
    learner.fit(known, known.index.intersection(truth))
    began = time.process_time()  # as with a model that is at hand
    candidates = features(*sides[1])
    chances = learner.prob(candidates)
    best = chances[chances >= 0.5].sort_values(ascending=False, kind="stable").index
    links = pd.DataFrame({"ims_row": best.get_level_values(0), "purchase_row": best.get_level_values(1)})
    links = links[~links["ims_row"].duplicated()]
    links = links[~links["purchase_row"].duplicated()]
    seconds = time.process_time() - began
    links.to_csv(answer, index=False)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - loaded) * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
