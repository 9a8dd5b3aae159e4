"""What the last match of each workbook said of its suppliers."""

import pandas as pd


def counts(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["supplier_gstin", "documents", "missing", "mismatched"])


def test_the_last_match_of_a_workbook_counts(store) -> None:
    store.supplier_counts.replace("b1", counts(("24A", 3, 1, 0), ("27B", 1, 0, 0)))
    store.supplier_counts.replace("b2", counts(("24A", 9, 0, 2)))
    store.supplier_counts.replace("b1", counts(("24A", 4, 0, 0)))
    assert store.supplier_counts.of(["b1", "b2", "b3"]).to_numpy().tolist() == [
        ["b2", "24A", 9, 0, 2],
        ["b1", "24A", 4, 0, 0],
    ]
    assert len(store.supplier_counts.of(["b3"])) == 0
