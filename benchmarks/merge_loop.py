"""A baseline: what a script does that merges on supplier and number and tries RapidFuzz on the rest."""

import pandas as pd
from rapidfuzz import fuzz, process


def merge_loop(ims: pd.DataFrame, purchases: pd.DataFrame) -> pd.DataFrame:
    """Links: ims_row, purchase_row, status. First equal numbers, then the most similar number with an equal amount."""
    ours = ims[["supplier_gstin", "doc_number", "taxable_value"]].assign(ims_row=range(len(ims)))
    theirs = purchases[["supplier_gstin", "doc_number", "taxable_value"]].assign(purchase_row=range(len(purchases)))
    same = ours.merge(theirs, on=["supplier_gstin", "doc_number"], suffixes=("", "_books"))
    same = same.drop_duplicates("ims_row").drop_duplicates("purchase_row")
    equal = (same["taxable_value"] - same["taxable_value_books"]).abs() <= 1.0
    links = [same[["ims_row", "purchase_row"]].assign(status=equal.map({True: "Exact Match", False: "Mismatched"}))]
    rest = ours[~ours["ims_row"].isin(same["ims_row"])]
    suppliers = dict(iter(rest.groupby("supplier_gstin")))
    found: list[tuple[int, int, str]] = []
    used: set[int] = set()
    left = theirs[~theirs["purchase_row"].isin(same["purchase_row"])]
    for supplier, number, value, row in left[
        ["supplier_gstin", "doc_number", "taxable_value", "purchase_row"]
    ].to_numpy():
        group = suppliers.get(supplier)
        if group is None:
            continue
        near = group[(group["taxable_value"] - value).abs() <= 1.0]
        choices = {key: text for key, text in zip(near["ims_row"], near["doc_number"], strict=True) if key not in used}
        best = process.extractOne(str(number), choices, scorer=fuzz.WRatio, score_cutoff=60)
        if best:
            used.add(best[2])
            found.append((best[2], int(row), "Suggested Match"))
    links.append(pd.DataFrame(found, columns=["ims_row", "purchase_row", "status"]))
    return pd.concat(links, ignore_index=True)
