"""What the portal lacks beside an upload, counted by its cause."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from ims_xl.decisions.sending import NOT_ACCEPTED, SAME
from ims_xl.workflow.unsent import in_words, unsent


def shown(*rows: tuple[str, str, str]) -> Any:
    """A view whose preview has these rows: doc_id, decision, reason."""
    return SimpleNamespace(view=SimpleNamespace(preview=pd.DataFrame(rows, columns=["doc_id", "decision", "reason"])))


ALL = shown(
    ("a", "Upload", ""), ("b", "Upload", ""), ("c", "Upload", ""), ("d", "Upload", ""), ("e", "Refused", "blocked"),
    ("f", "Refused", "blocked"), ("g", "To confirm", ""), ("h", "Left out", NOT_ACCEPTED), ("i", "Left out", SAME),
    ("j", "Deemed", ""), ("k", "Not filed", ""), ("l", "On the portal", SAME),
)  # fmt: skip


def test_every_cause_is_counted_once_and_what_the_portal_holds_is_none():
    counts = unsent(ALL, {"a"}, unconfirmed=["b"], not_chosen=["c"])
    assert counts == {
        "unconfirmed": 1, "not chosen": 1, "Refused": 2, "To confirm": 1, "Left out": 1, "Upload": 1,
    }  # fmt: skip
    assert in_words(counts) == (
        "1 reject was not confirmed and is not sent, 1 decision was not chosen to be sent, 2 marks are refused, "
        "1 mark is to be confirmed, 1 decision is left out, see Push to GSTN, 1 decision is not sent yet"
    )


def test_nothing_is_missing_when_all_was_sent_or_held():
    assert unsent(ALL, set("abcdefgh")) == {}
    assert in_words({}) == ""


def test_a_document_of_the_upload_that_failed_is_not_counted_twice():
    assert unsent(shown(("a", "To confirm", ""), ("b", "Refused", "")), {"a", "b"}) == {}


def test_one_and_many():
    assert in_words({"unconfirmed": 3, "To confirm": 1200}) == (
        "3 rejects were not confirmed and are not sent, 1,200 marks are to be confirmed"
    )
