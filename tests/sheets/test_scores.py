"""The figure of each supplier, worked out by hand, and what is said where the day of filing is not known."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl import schema
from ims_xl.sheets.scores import NOT_KNOWN, score_rows, supplier_counts

SURAT, MULUND = "24AAZCS2222F1ZB", "27AAZCM4444H1ZV"


def counts(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    """Supplier, documents, missing, mismatched; one row a month."""
    return pd.DataFrame(rows, columns=["supplier_gstin", "documents", "missing", "mismatched"])


def filings(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Supplier, period, day of filing."""
    found = pd.DataFrame(rows, columns=["supplier_gstin", "supplier_period", "filed_on"])
    return schema.conform(found.assign(filed_on=pd.to_datetime(found["filed_on"])), schema.FILINGS)


def score(
    *months: tuple[int, int, int], days: tuple[tuple[str, str | None], ...] = ()
) -> tuple[float, int, int | None, str]:
    rows = score_rows(counts(*((SURAT, *one) for one in months)), filings(*((SURAT, *one) for one in days)))
    row = rows.iloc[0]
    late = None if pd.isna(row["late"]) else int(row["late"])
    return float(row["score"]), int(row["returns"]), late, str(row["known"])


def test_all_right_and_in_time() -> None:
    assert score((10, 0, 0), days=(("102026", "2026-11-11"),)) == (100.0, 1, 0, "")


def test_the_three_shares_over_two_months() -> None:
    # 20 documents: 2 missing 100 x 2/20 = 10; 4 mismatched 50 x 4/20 = 10; one of two returns late 50 x 1/2 = 25
    days = (("092026", "2026-10-20"), ("102026", "2026-11-11"))
    assert score((12, 2, 1), (8, 0, 3), days=days) == (55.0, 2, 1, "")


def test_no_score_is_below_nothing() -> None:
    assert score((2, 2, 0), days=(("102026", "2026-12-01"),))[0] == 0.0


@pytest.mark.parametrize(("day", "late"), [("2026-11-11", 0), ("2026-11-13", 0), ("2026-11-14", 1)])
def test_late_is_after_the_last_day_for_quarterly_filers_too(day: str, late: int) -> None:
    assert score((1, 0, 0), days=(("102026", day),))[2] == late


@pytest.mark.parametrize("days", [(), (("102026", None),), (("?", "2026-12-31"),)])
def test_a_day_that_is_not_known_counts_nowhere_and_is_told(days: tuple[tuple[str, str | None], ...]) -> None:
    assert score((4, 1, 0), days=days) == (75.0, 0, None, NOT_KNOWN)


def test_the_lowest_score_comes_first_of_equal_ones_who_has_more_documents() -> None:
    third = "29AAZFK3333G1ZV"
    rows = score_rows(counts((SURAT, 2, 1, 0), (MULUND, 9, 0, 0), (third, 4, 2, 0)), filings())
    assert rows[["supplier_gstin", "score", "lost"]].to_numpy().tolist() == [
        [third, 50.0, 50.0],
        [SURAT, 50.0, 50.0],
        [MULUND, 100.0, 0.0],
    ]


def test_no_months_no_rows() -> None:
    assert len(score_rows(counts(), filings((SURAT, "102026", "2026-11-30")))) == 0


def test_what_a_match_says_of_each_supplier() -> None:
    documents = pd.DataFrame({"doc_id": ["i1", "i2", "i3"], "supplier_gstin": [SURAT, SURAT, ""]})
    books = pd.DataFrame({"doc_id": ["b1", "b2", "b3", "b4"], "supplier_gstin": [SURAT, MULUND, MULUND, MULUND]})
    said = [
        ("ims", "i1", "Exact Match", ""), ("ims", "i2", "Mismatched", ""), ("ims", "i3", "Mismatched", ""),
        ("books", "b1", "Exact Match", ""), ("books", "b2", "Missing in IMS", "not reported by supplier"),
        ("books", "b3", "Missing in IMS", "saved and not filed for Oct-2026"),
        ("books", "b4", "Missing in IMS", "not in IMS by law"),
    ]  # fmt: skip
    found = supplier_counts(documents, books, pd.DataFrame(said, columns=["side", "doc_id", "status", "reason"]))
    assert found.to_numpy().tolist() == [[SURAT, 2, 0, 1], [MULUND, 2, 2, 0]]
    assert list(found.columns) == ["supplier_gstin", "documents", "missing", "mismatched"]


@given(st.integers(1, 50), st.data())
def test_a_score_lies_between_0_and_100_and_more_faults_never_raise_it(documents: int, data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, documents))
    mismatched = data.draw(st.integers(0, documents - missing))
    found = score((documents, missing, mismatched))[0]
    assert 0 <= found <= 100
    assert score((documents + 1, missing + 1, mismatched))[0] <= found
