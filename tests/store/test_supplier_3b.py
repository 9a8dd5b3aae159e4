"""Whether suppliers filed GSTR-3B: of what several files say, which counts."""

import pandas as pd

from ims_xl import schema
from ims_xl.store import Store

A, B = "24AAZCS2222F1ZB", "27AAPFU0939F1ZV"


def says(*rows: tuple[str, str, str], file: str) -> pd.DataFrame:
    """Supplier, Filed or Not filed, and the day, all of January."""
    records = [
        {"supplier_gstin": who, "supplier_period": "012026", "filed_3b": filed, "known_on": pd.Timestamp(day)}
        for who, filed, day in rows
    ]
    return schema.conform(pd.DataFrame(records).assign(source_file=file), schema.SUPPLIER_3B)


def known(store: Store, *books: str) -> dict[str, list[str]]:
    """What counts, by supplier: the words, the day and the file."""
    rows = store.supplier_3b.of(books)
    assert rows["supplier_period"].isin(["012026"]).all()
    days = rows["known_on"].dt.strftime("%Y-%m-%d")
    return {
        who: list(said)
        for who, *said in zip(rows["supplier_gstin"], rows["filed_3b"], days, rows["source_file"], strict=True)
    }


def test_the_newest_file_counts_and_what_is_filed_stays_filed(store: Store) -> None:
    """The file of October says of A what that of August said, and was read first; B filed in between."""
    assert known(store, "oct") == {}
    store.supplier_3b.replace("oct", says((A, "Not filed", "2026-10-20"), (B, "Filed", "2026-10-20"), file="o"), ["o"])
    store.supplier_3b.replace(
        "oct", says((A, "Not filed", "2026-08-20"), (B, "Not filed", "2026-08-20"), file="a"), ["a"]
    )
    expected = {A: ["Not filed", "2026-10-20", "o"], B: ["Filed", "2026-10-20", "o"]}
    assert known(store, "oct") == expected
    store.supplier_3b.replace("nov", says((A, "Filed", "2026-12-05"), file="n"), ["n"])
    assert known(store, "oct") == expected
    assert known(store, "oct", "nov")[A] == ["Filed", "2026-12-05", "n"]


def test_a_file_read_again_says_what_it_says_now(store: Store) -> None:
    store.supplier_3b.replace("oct", says((A, "Filed", "2026-10-20"), file="o"), ["o"])
    store.supplier_3b.replace("oct", says((B, "Not filed", "2026-10-21"), file="o"), ["o"])
    assert known(store, "oct") == {B: ["Not filed", "2026-10-21", "o"]}
