"""Credit that is claimed elsewhere too: what of it is said here, and in how many words."""

import pandas as pd
import pytest

from ims_xl.sheets.also_claimed import claim_issues, claimed_elsewhere, twice_text, with_claims

ALSO = "Also accepted in Sep-2026"


def lines(*after: str, warning: str = ALSO) -> pd.DataFrame:
    """Documents A/0, A/1 ... with tax of 180, by the action that the portal will hold."""
    numbers = [f"A/{at}" for at in range(len(after))]
    return pd.DataFrame({"doc_id": numbers, "doc_number": numbers, "after": after}).assign(
        warning=warning, why="Same number", status="Exact Match", tax=180.0, supplier_filed="Filed", section="b2b"
    )


@pytest.mark.parametrize(("after", "counts"), [("A", True), ("N", True), ("R", False), ("P", False)])
def test_only_what_is_accepted_or_left_alone_is_claimed_here(after: str, counts: bool) -> None:
    assert len(claimed_elsewhere(lines(after))) == counts
    assert len(claimed_elsewhere(lines(after, warning=""))) == 0


def test_each_of_a_few_is_told_and_many_are_told_together() -> None:
    assert [(issue.value, issue.reason) for issue in claim_issues(lines("A", "R", "N"))] == [
        ("A/0", "credit may be claimed twice: also accepted in Sep-2026"),
        ("A/2", "credit may be claimed twice: also accepted in Sep-2026"),
    ]
    (issue,) = claim_issues(lines(*"AAAAAA"))
    assert (issue.value, issue.reason) == (
        "A/0, A/1, A/2, A/3, A/4 and 1 more",
        "credit may be claimed twice of 6 documents, ₹1,080.00; Why says where each stands",
    )
    assert twice_text(lines("A")) == "Credit may be claimed twice: 1 document, ₹180.00"


def test_what_was_found_since_comes_before_what_the_match_said_and_stands_once_in_why() -> None:
    shown = with_claims(
        lines("A", "A", "A").assign(why=["Same number", f"{ALSO}.", ""]), {"A/0": "Also X", "A/1": ALSO}
    )
    assert shown["why"].tolist() == ["Same number Also X.", f"{ALSO}.", ""]
    assert shown["warning"].tolist() == ["Also X", ALSO, ALSO]
