"""The reasons of book rows without a document, and which of them never change."""

import pytest

from ims_xl.book_reasons import BEFORE_IMS, BY_LAW, DELETED, NOT_REPORTED, SAVED, duplicate_of, held_earlier, is_final


@pytest.mark.parametrize("reason", [BY_LAW, DELETED, BEFORE_IMS, duplicate_of(9)])
def test_a_row_that_waits_for_no_document(reason: str) -> None:
    assert is_final(reason)


@pytest.mark.parametrize("reason", [NOT_REPORTED, f"{SAVED}Oct-2026", "pending in Sep-2026", "", None, float("nan")])
def test_a_row_whose_document_may_still_come(reason: object) -> None:
    assert not is_final(reason)


def test_what_was_held_earlier() -> None:
    assert held_earlier("in GSTR-2B of Sep-2026") == "already in GSTR-2B of Sep-2026"
    assert held_earlier("accepted in Sep-2026") == "accepted in Sep-2026"
    assert duplicate_of(9) == "duplicate of row 9"
