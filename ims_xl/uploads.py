"""An upload to the portal, and the words for what became of a decision in it."""

from typing import NamedTuple

ON_PORTAL = "On the portal"
NOT_TAKEN = "Not on the portal"
REFUSED = "Refused by the portal"
NOT_SENT = "Not sent"
NOT_KNOWN = "Not known"
MARK_CHANGED = "its mark was changed after the upload began"
SENT_AGAIN = "Not taken, sent again"
SENT_IN_PARTS = "Refused together with others, sent again in parts"


class Push(NamedTuple):
    """An upload of one or more requests; `finished_at` is empty until the counts were checked after the last."""

    id: int
    at: str
    user: str
    provider: str
    summary: str
    finished_at: str
