"""What is typed into input cells, kept as decisions read it."""

import pytest

from ims_xl.workflow import check


@pytest.mark.parametrize("typed", ["450.005", "₹ 450.005", 450.005])
def test_a_declared_amount_is_kept_as_it_counts(matched, typed: object) -> None:
    """One rounding on both roads: 450.01 in what would be sent and 450.01 in the store."""
    matched.type({"CN/077": "Accept"})
    matched.type({"CN/077": "Yes - partial"}, "Reduce ITC")
    matched.type({"CN/077": typed}, "Declared IGST")
    matched.do(check)
    kept = matched.look(lambda job: job.store.marks.of(job.identity.book_id)["declared_igst"].dropna().tolist())
    sent = matched.look(lambda job: job.view().plan.send["new_declared_igst"].dropna().tolist())
    assert kept == [450.01]
    assert sent == [450.01]
