"""The invented buyer and its invented suppliers."""

import numpy as np
import pandas as pd

from ims_xl.gst.gstin import check_digit
from ims_xl.samples.dice import Dice

NOTE = "INVENTED SAMPLE: no company, registration or document in this file is real."
RECIPIENT = "27AAZCD1111E1ZS"
RECIPIENT_NAME = "Deccan Sample Traders Pvt Ltd"
HOME = RECIPIENT[:2]

_PLACES = (
    ("27", "Nashik"), ("27", "Pune"), ("27", "Solapur"), ("27", "Nagpur"), ("27", "Kolhapur"), ("27", "Thane"),
    ("24", "Surat"), ("29", "Belagavi"), ("36", "Warangal"), ("33", "Madurai"), ("07", "Delhi"), ("23", "Indore"),
    ("30", "Margao"), ("06", "Panipat"),
)  # fmt: skip
_TRADES = (
    "Fabrics", "Papers", "Tools", "Chemicals", "Packaging", "Electricals", "Hardware", "Stationers", "Pumps",
    "Plastics", "Bearings", "Garments", "Paints", "Furniture", "Computers", "Spices", "Castings",
)  # fmt: skip
_OF_KIND = {"rent": "Estates", "eco": "Marketplace", "carrier": "Roadlines"}

_STYLES = (
    "{prefix}/{year}/{serial:04d}",
    "{prefix}-{serial}",
    "{prefix}{serial:04d}",
    "{serial}",
    "{serial:05d}",
    "{year}/{prefix}-{serial:03d}",
    "INV-{serial:05d}",
    "{prefix}/{serial}/{year}",
    "2026{serial:010d}",
    "{prefix}/{month:02d}/{serial:03d}",
)
"""How suppliers number their invoices: at most 16 letters, digits, `-` and `/`."""


def gstin(state: str, index: int) -> str:
    """The registration of the supplier with that index in that State; one PAN an index."""
    letters, digits = divmod(index, 9000)
    first, second = divmod(letters, 26)
    pan = f"AAZ{'CPF'[index % 3]}{chr(65 + first % 26)}{1000 + digits:04d}{chr(65 + second)}"
    fourteen = f"{state}{pan}1Z"
    return fourteen + check_digit(fourteen)


def suppliers(documents: int, dice: Dice) -> pd.DataFrame:
    """Suppliers for a month of so many documents, one row each.

    `kind` is rent (the same bill every month), eco, carrier (reverse charge), list (few prices) or usual.
    `price` in paise; `style`, `prefix`, `start` and `step` make the document numbers; `files` says whether
    the supplier's return is filed.
    """
    count = max(16, documents // 10)
    kinds = ["rent"] * max(2, count // 40) + ["eco"] * max(1, count // 100) + ["carrier"] * max(2, count // 60)
    kinds += ["list"] * (count // 8)
    kinds += ["usual"] * (count - len(kinds))
    places = dice.whole(count, 0, len(_PLACES) - 1)
    at_home = dice.shares(count) < 0.2
    trades = dice.whole(count, 0, len(_TRADES) - 1)
    rows = []
    for index, kind in enumerate(kinds):
        state, place = _PLACES[places[index]] if not at_home[index] else (HOME, "Mumbai")
        company = " Pvt Ltd" if index % 3 == 0 else ""
        trade = _OF_KIND.get(kind, _TRADES[trades[index]])
        branch = f" {index}" if count > 60 else ""
        rows.append(
            (kind, state, gstin(state, index), f"{place} Sample {trade}{branch}{company}", f"{place[0]}S{trade[0]}")
        )
    frame = pd.DataFrame(rows, columns=["kind", "state", "gstin", "name", "prefix"])
    frame["style"] = np.array(_STYLES, dtype=object)[dice.whole(count, 0, len(_STYLES) - 1)]
    frame["start"] = dice.whole(count, 1, 900)
    frame["step"] = dice.whole(count, 1, 5)
    frame["price"] = dice.whole(count, 8, 90) * 50_000
    frame["files"] = ~dice.some(frame["kind"].isin(("list", "usual")).to_numpy(), 0.15, 2)
    return frame
