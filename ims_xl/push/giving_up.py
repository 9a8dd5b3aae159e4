"""Ends an upload whose outcome never comes: nothing is sent, what is known of each document is written down."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from ims_xl import uploads
from ims_xl.issues import ImsError
from ims_xl.push import outcomes
from ims_xl.push.batches import missing
from ims_xl.push.fresh import fetch, replaced, sections_of
from ims_xl.push.journal import Entry, Journal
from ims_xl.push.portal import Portal, Status
from ims_xl.ui import Cancelled


class Looked(NamedTuple):
    """What the portal held at the last look, its word on requests by reference; `trouble`: why it could not be seen."""

    documents: pd.DataFrame
    statuses: Mapping[str, Status]
    trouble: ImsError | None


def last_look(portal: Portal, journal: Journal, documents: pd.DataFrame) -> Looked:
    """Ask the portal once about everything that is open; `documents` is what was known before, schema.IMS.

    Raises Cancelled.
    """
    statuses: dict[str, Status] = {}
    entries = journal.open()
    try:
        for entry in entries:
            if entry.reference:
                statuses[entry.reference] = portal.request_status(entry.reference)
        return Looked(replaced(documents, fetch(portal, sections_of(entries))), statuses, None)
    except Cancelled:
        raise
    except ImsError as error:
        return Looked(documents, statuses, error)


def give_up(journal: Journal, looked: Looked | None, day: str) -> None:
    """Close every request that is open; `looked` is None when nobody could ask the portal, `day` as people write it."""
    for entry in journal.open():
        status = looked.statuses.get(entry.reference) if looked else None
        if looked is None or looked.trouble is not None:
            done = _unseen(entry, status, day)
        else:
            done = _seen(entry, status, looked.documents, day)
        journal.close(entry.number, "-" if entry.state == "prepared" else "G", f"Given up on {day}", done)


def _unseen(entry: Entry, status: Status | None, day: str) -> pd.DataFrame:
    """Outcomes without a look; the portal may still have said that it has processed the whole request."""
    if status is not None and status.state == "P":
        return outcomes.all_of(entry.wanted, uploads.ON_PORTAL)
    return outcomes.all_of(entry.wanted, _absent(entry, None, day))


def _seen(entry: Entry, status: Status | None, documents: pd.DataFrame, day: str) -> pd.DataFrame:
    ours = documents[documents["doc_id"].isin(set(entry.wanted["doc_id"]))]
    messages = outcomes.words(status, ours)[0] if status else None
    found = missing(entry.wanted, documents)
    done = outcomes.seen(entry.wanted, found, _absent(entry, status, day), messages)
    if entry.state == "prepared":
        done["outcome"] = done["outcome"].replace(uploads.NOT_TAKEN, uploads.NOT_SENT)
    return done


def _absent(entry: Entry, status: Status | None, day: str) -> str:
    """The outcome of documents that the portal does not show as they were wanted."""
    if entry.state == "prepared":
        return f"{uploads.NOT_SENT}: given up on {day}"
    ended = status is not None and status.state != "IP"
    return uploads.NOT_TAKEN if ended else f"{uploads.NOT_KNOWN}: given up on {day}"
