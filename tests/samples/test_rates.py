"""Tax on each rate, worked out by hand; amounts in paise."""

import numpy as np
import pandas as pd

from ims_xl.samples.rates import MIXES, lines, taxes


def test_one_rate_inside_and_outside_the_state() -> None:
    # 18% of 1,000.01 is 180.0018: 180.00, in halves 90.00 and 90.00
    taxable, mix = np.array([100_001, 100_001]), np.array([0, 0])
    igst, cgst, sgst = taxes(taxable, mix, np.array([False, True]))
    assert igst.tolist() == [18_000, 0]
    assert cgst.tolist() == sgst.tolist() == [0, 9_000]


def test_three_rates_in_one_document() -> None:
    # 1,000.00 as 200 at 5%, 300 at 12%, 500 at 18%: 10 + 36 + 90
    assert MIXES[5] == ((5, 20), (12, 30), (18, 50))
    igst, _, _ = taxes(np.array([100_000]), np.array([5]), np.array([False]))
    assert igst.tolist() == [13_600]


def test_lines_add_up_to_the_document_even_when_the_books_are_wrong() -> None:
    document = pd.DataFrame({"mix": [4], "taxable": [10_001], "igst": [777], "cgst": [0], "sgst": [0], "cess": [0]})
    rows = lines(document)
    assert rows["rate"].tolist() == [5, 18]
    assert rows["taxable"].tolist() == [4_000, 6_001]
    assert rows["igst"].sum() == 777
