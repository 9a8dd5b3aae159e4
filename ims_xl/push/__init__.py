"""Sending decisions to the portal so that none is lost and none is sent twice; knows neither Excel nor SQLite."""

from ims_xl.push.batches import Batch, make_batches
from ims_xl.push.journal import Entry, Journal
from ims_xl.push.portal import Pace, Portal, Status
from ims_xl.push.sender import NoAnswer, RefusedInARow, Sender, StillWorking

__all__ = [
    "Batch",
    "Entry",
    "Journal",
    "NoAnswer",
    "Pace",
    "Portal",
    "RefusedInARow",
    "Sender",
    "Status",
    "StillWorking",
    "make_batches",
]
