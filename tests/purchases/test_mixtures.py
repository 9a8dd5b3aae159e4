"""Files of random mixtures of all damages: every document right to the paisa, every other row told or noise."""

import os
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from support.mixtures import Mixture, mixtures, write

from ims_xl.purchases import Purchases, read_purchases

EXAMPLES = int(os.environ.get("IMS_XL_EXAMPLES", "500"))  # 20,000 by hand, see docs/purchase-formats.md
_ROWS = re.compile(r"\(rows ([\d, -]+)")


def told_rows(result: Purchases) -> set[int]:
    """The numbers of rows that an error or a warning speaks of."""
    rows: set[int] = set()
    for issue in result.issues:
        if issue.severity != "note":
            rows.add(issue.row)
            for spans in _ROWS.findall(issue.reason):
                for span in spans.split(","):
                    first, _, last = span.strip().partition("-")
                    rows |= {*range(int(first), int(last or first) + 1)}
    return rows


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[*HealthCheck])
@given(mixtures())
def test_every_row_is_a_document_told_or_noise(mixture: Mixture) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = read_purchases([write(mixture, Path(folder))])
    names = ["supplier_gstin", "doc_type", "doc_number", "doc_date", "taxable_value", "igst", "cgst", "sgst"]
    found = [
        (*row[:3], row[3].date(), *(round(rupees * 100) for rupees in row[4:]))
        for row in result.books[names].itertuples(index=False)
    ]
    assert sorted(found) == sorted(mixture.documents)
    assert {*mixture.broken} <= told_rows(result)
