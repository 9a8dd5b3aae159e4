"""Sending decisions to the portal so that none is lost and none is sent twice; knows neither Excel nor SQLite."""

from ims_xl.push.batches import Batch, make_batches
from ims_xl.push.journal import Entry, Journal
from ims_xl.push.portal import Pace, Portal, Status
from ims_xl.push.sender import Sender, StillWorking

__all__ = ["Batch", "Entry", "Journal", "Pace", "Portal", "Sender", "Status", "StillWorking", "make_batches"]
