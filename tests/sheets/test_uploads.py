"""How uploads end whose answer never came: by what a later download shows, or by a later upload."""

from collections.abc import Sequence

import pandas as pd
import pytest

from ims_xl.sheets.uploads import in_words, outcomes_seen, upload_history

A1, A2, A3 = (f"27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/{number}|2026-10-10|102026" for number in (1, 2, 3))
MORNING, EVENING, NEXT_DAY = "2026-11-12 10:00:00", "2026-11-12 18:00:00", "2026-11-13 09:00:00"


def uploads(*told: tuple[int, str, str, str]) -> pd.DataFrame:
    """One row an upload: push (0 for a file), state, status, finished_at; each asked at ten in the morning."""
    rows = [
        {"id": number, "at": MORNING, "sent_at": MORNING if push else "", "push": push, "state": state}
        | {"status": status, "finished_at": finished, "user": "asha", "road": "", "reference": "", "sha256": ""}
        for number, (push, state, status, finished) in enumerate(told, start=1)
    ]
    return pd.DataFrame(rows)


def sent(*told: tuple[int, str, str, str]) -> pd.DataFrame:
    """One row a document: number of the upload, doc_id, action, outcome."""
    rows = pd.DataFrame(told, columns=["upload_id", "doc_id", "action", "outcome"])
    return rows.assign(fingerprint="", message="")


def portal(**held: str) -> pd.DataFrame:
    """The action the portal holds, of A1, A2, A3."""
    ids = {"A1": A1, "A2": A2, "A3": A3}
    return pd.DataFrame({"doc_id": [ids[name] for name in held], "portal_action": list(held.values())})


def statuses(asked: pd.DataFrame, rows: pd.DataFrame, documents: pd.DataFrame, made: str) -> Sequence[str]:
    seen = outcomes_seen(asked, rows, documents, {"b2b": made})
    return upload_history(asked, seen)["status"].tolist()


FILE = (0, "done", "Upload file written", "")


def test_an_earlier_file_ends_with_what_the_next_download_shows():
    asked = uploads(FILE, (0, "done", "Taken: 1 of 1, seen in the download of 12-Nov-2026", EVENING))
    rows = sent((1, A1, "A", ""), (1, A2, "P", ""), (1, A3, "R", ""), (2, A2, "A", "On the portal"))
    # A/1 is as it was wanted, A/2 was asked for otherwise since, A/3 left the portal
    expected = "Taken: 1 of 3, 1 no longer in IMS, 1 replaced by a later upload, seen in the download of 12-Nov-2026"
    assert statuses(asked, rows, portal(A1="A", A2="A"), EVENING)[0] == expected


def test_a_file_that_a_later_one_holds_whole_waits_for_nothing():
    rows = sent((1, A1, "A", ""), (2, A1, "R", ""))
    before_both = "2026-11-12 09:00:00"
    told = statuses(uploads(FILE, FILE), rows, portal(A1="N"), before_both)
    assert told == ["Replaced by a later upload", "Upload file written"]


def test_the_last_file_waits_until_it_is_seen():
    asked, rows = uploads(FILE), sent((1, A1, "A", ""))
    assert statuses(asked, rows, portal(A1="A"), "2026-11-12 09:00:00") == ["Upload file written"]


@pytest.mark.parametrize(
    ("held", "made", "expected"),
    [
        ("A", EVENING, "; taken: 1 of 1, seen in the download of 12-Nov-2026"),
        ("N", EVENING, ""),  # the lost request may still be running
        ("N", NEXT_DAY, "; taken: 0 of 1, 1 not taken, seen in the download of 13-Nov-2026"),
    ],
)
def test_what_was_given_up_ends_when_it_is_seen(held: str, made: str, expected: str):
    asked = uploads((1, "done", "Given up on 12-Nov-2026", "2026-11-12 11:00:00"))
    rows = sent((1, A1, "A", "Not known: given up on 12-Nov-2026"))
    assert statuses(asked, rows, portal(A1=held), made) == ["Given up on 12-Nov-2026" + expected]


def test_an_open_request_is_never_said_to_be_refused_by_a_look():
    asked = uploads((1, "sent", "Sent; the portal has not answered", ""))
    rows = sent((1, A1, "A", ""), (1, A2, "A", ""))
    told = statuses(asked, rows, portal(A1="A", A2="N"), NEXT_DAY)
    assert told == [
        "Sent; the portal has not answered; taken: 1 of 2, 1 not seen yet, seen in the download of 13-Nov-2026"
    ]


def test_what_is_known_stays_as_it_is():
    asked = uploads((0, "done", "Processed with errors: 1 record refused by the portal", EVENING))
    rows = sent((1, A1, "A", "Refused by the portal"))
    found = outcomes_seen(asked, rows, portal(A1="A"), {"b2b": NEXT_DAY})
    assert found["outcome"].tolist() == ["Refused by the portal"]
    assert upload_history(asked, found)["errors"].tolist() == [1]


def test_a_section_that_was_not_downloaded_since_tells_nothing():
    asked, rows = uploads(FILE, FILE), sent((1, A1, "A", ""), (2, A2, "A", ""))
    found = outcomes_seen(asked, rows, portal(A1="A", A2="A"), {"cn": NEXT_DAY})
    assert found["outcome"].tolist() == ["", ""]
    assert upload_history(asked, found)["status"].tolist() == [
        "Followed by a later upload: 1 not seen yet",
        "Upload file written",
    ]


def test_counts_are_in_words():
    told = pd.Series(["On the portal"] * 30 + ["Not on the portal"])
    assert in_words(told, EVENING) == "Taken: 30 of 31, 1 not taken, seen in the download of 12-Nov-2026"
