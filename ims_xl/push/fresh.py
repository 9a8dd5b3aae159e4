"""Sections of the portal as it holds them now."""

from collections.abc import Callable, Iterable

import pandas as pd

from ims_xl.gstn import wire
from ims_xl.push.journal import Entry
from ims_xl.push.portal import Portal
from ims_xl.schema import take_apart

_LOOKED_AT = (
    "doc_id", "fingerprint", "portal_action", "remarks", "itc_reduction",
    "declared_igst", "declared_cgst", "declared_sgst", "declared_cess",
)  # fmt: skip


def fetch(portal: Portal, sections: Iterable[str]) -> wire.SectionsRead:
    """Documents of these sections, and what was wrong with their records."""
    return wire.read_sections({key: portal.documents(key) for key in sections}, recipient_gstin=portal.gstin)


def sections_of(entries: Iterable[Entry]) -> list[str]:
    """Sections of the documents these requests speak of."""
    return list(dict.fromkeys(take_apart(doc_id).section for entry in entries for doc_id in entry.wanted["doc_id"]))


def replaced(documents: pd.DataFrame, read: wire.SectionsRead) -> pd.DataFrame:
    """The documents with those of the sections that were read in place of the old ones."""
    kept = documents[~documents["section"].isin(read.sections)]
    return pd.concat([kept, read.documents], ignore_index=True) if len(kept) else read.documents


def agree(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two downloads show the same documents with the same actions."""
    first, second = (frame[list(_LOOKED_AT)].sort_values("doc_id", ignore_index=True) for frame in (one, other))
    return first.equals(second)


def when_still(look: Callable[[], pd.DataFrame], seconds: Iterable[float], pause: Callable[[float], None]) -> bool:
    """Look again and again, each time after a pause, until two looks agree; False when none did."""
    before: pd.DataFrame | None = None
    for each in seconds:
        pause(each)
        now = look()
        if before is not None and agree(before, now):
            return True
        before = now
    return False
