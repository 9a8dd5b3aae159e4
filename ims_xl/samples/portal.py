"""What IMS shows of the documents: filing state, actions taken and blocked, this month and the next."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.samples.dice import Dice
from ims_xl.samples.rates import HEADS

_ORDER = {key: turn for turn, key in enumerate(SECTIONS)}
_DECLARED = [f"declared_{head}" for head in HEADS]


class _Taken(NamedTuple):
    action: str
    share: float
    remarks: str


_ACTIONS = (
    _Taken("A", 0.05, ""),
    _Taken("R", 0.015, "Not our purchase"),
    _Taken("P", 0.02, "Goods not received yet"),
)


def show(documents: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """The documents as IMS records of the month, in the order of the sections."""
    frame = documents.sort_values("section", key=lambda names: names.map(_ORDER), kind="stable")
    count = len(frame)
    notes = frame["doc_type"].eq("CN")
    imports = frame["section"].eq("impg")
    declares = frame["section"].map({key: section.declares for key, section in SECTIONS.items()})
    kept = frame["timing"].isin(("kept pending", "superseded"))
    frame = frame.assign(
        filed=frame["files"] & frame["timing"].ne("ahead") | kept | imports,
        form="R1",
        action=np.where(kept, "P", "N"),
        remarks=np.where(kept, "Rate under check", ""),
        pending_blocked=False,
        remarks_blocked=dice.some(np.ones(count, dtype=np.bool_), 0.01),
        itc_reduction_blocked=dice.some(declares.to_numpy(dtype=np.bool_), 0.02),
        itc_reduction="",
        **dict.fromkeys(_DECLARED, np.nan),
    )
    for taken in _ACTIONS:
        free = frame["action"].eq("N") & frame["timing"].eq("usual") & frame["section"].eq("b2b")
        rows = dice.some(free.to_numpy(), taken.share)
        frame.loc[rows, ["action", "remarks"]] = [taken.action, taken.remarks]
    frame.loc[frame["remarks_blocked"], "remarks"] = ""
    late_form = dice.some((frame["action"].eq("N") & ~imports).to_numpy(), 0.02)
    frame.loc[late_form, "form"] = "R1A"
    frame.loc[dice.some(notes.to_numpy(), 0.03), "pending_blocked"] = True
    declared = dice.some((notes & ~frame["itc_reduction_blocked"]).to_numpy(), 0.01)
    frame.loc[declared, ["action", "itc_reduction"]] = ["A", "Y"]
    halved = frame.loc[declared, list(HEADS)] // 2
    frame.loc[declared, _DECLARED] = halved.to_numpy(dtype=np.float64)
    return frame


def following(records: pd.DataFrame, fresh: pd.DataFrame, period: str, dice: Dice) -> pd.DataFrame:
    """The records of the next month's download.

    Filed records that were not kept pending have left with GSTR-3B. A credit note may be pending for one
    period only. Some suppliers corrected what they had saved, which puts the action back to No action.
    """
    later = records["period"].map(periods.ordinal) > periods.ordinal(period)
    stay = records[~records["filed"] | records["action"].eq("P") | later].copy()
    stay.loc[stay["doc_type"].eq("CN") & stay["action"].eq("P"), "pending_blocked"] = True
    corrected = dice.some((~stay["filed"]).to_numpy(), 0.2)
    amounts = ["taxable", *HEADS, "value"]
    stay.loc[corrected, amounts] = stay.loc[corrected, amounts] * 11 // 10
    stay.loc[corrected, ["action", "remarks"]] = ["N", ""]
    stay["filed"] = stay["filed"] | (dice.shares(len(stay)) < 0.7)
    joined = pd.concat([stay, show(fresh, dice)], ignore_index=True)
    return joined.sort_values("section", key=lambda names: names.map(_ORDER), kind="stable", ignore_index=True)
