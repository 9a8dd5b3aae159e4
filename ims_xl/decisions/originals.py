"""The original behind an amended record, in IMS or wherever else it is known from."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.gst.calendar import two_b_periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import paise

_AMENDS = {section.key: section.amends for section in SECTIONS.values() if section.amends}
_LOOKED_AT = [
    "section", "recipient_gstin", "supplier_gstin", "port_code", "doc_number", "doc_date", "original_number",
    "original_date", "supplier_period", "source_form", "supplier_filed", "portal_action",
]  # fmt: skip


class Originals(NamedTuple):
    """The original of each document.

    `pool`: the documents, then what is known of other months (schema.IMS and `held_in`, where it was found).
    `position`: for each document the place of its original in the pool, -1 for none: of the version it counts against.
    `together`: where that one stands in the same GSTR-2B, so that nothing was taken before. `replaced`: places of
    documents that a later version in the same GSTR-2B replaces. `chosen`: some document has several versions to count
    against, of which the actions say which does.
    """

    pool: pd.DataFrame
    position: "np.ndarray[Any, np.dtype[np.intp]]"
    together: "np.ndarray[Any, np.dtype[np.bool_]]"
    replaced: "np.ndarray[Any, np.dtype[np.intp]]"
    chosen: bool

    @property
    def known(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which documents have an original here."""
        return self.position >= 0

    @property
    def actions(self) -> "np.ndarray[Any, np.dtype[np.object_]]":
        """The last known action of each row of the pool.

        One without action that left IMS was deemed accepted. What became of a pending one that left is not known: in
        the end it was accepted, rejected or withdrawn.
        """
        actions = self.pool["portal_action"].to_numpy(dtype=object).copy()
        gone = np.arange(len(actions)) >= len(self.position)
        actions[gone & np.isin(actions, ["N", ""])] = "A"
        actions[gone & (actions == "P")] = "pending when it left"
        return actions

    @property
    def present(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which have one that IMS still holds."""
        return self.known & (self.position < len(self.position))


def amends(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Which documents amend another."""
    return documents["section"].isin(_AMENDS)


def find_originals(
    documents: pd.DataFrame,
    history: pd.DataFrame | None = None,
    statements: Callable[[pd.DataFrame], "pd.Series[str]"] = two_b_periods,
) -> Originals:
    """What each amended document amends, in IMS or in `history` (schema.IMS and `held_in`): what other months knew.

    That is the document with the number and date named as original, of the amended section, the same buyer and
    supplier (imports: port), or an earlier amendment of it. Of one version IMS tells before `history`, and there the
    last row. Of several in one GSTR-2B, which `statements` gives of documents, the last prevails; of those of other
    GSTR-2B the last one that was neither rejected nor pending counts, else the last.
    """
    pool = documents.assign(held_in="IMS")
    if history is not None and len(history):
        rest = history[~history["doc_id"].isin(set(documents["doc_id"])) | (history["doc_id"] == "")]
        pool = pd.concat([pool, rest[list(pool.columns)]], ignore_index=True)
    found, together = np.full(len(documents), -1, dtype=np.intp), np.zeros(len(documents), dtype=bool)
    amended = amends(documents) & (documents["original_number"] != "")
    if not amended.any():
        return Originals(pool, found, together, np.empty(0, dtype=np.intp), False)
    known = pool[_LOOKED_AT]
    wanted = _numbered(known[: len(documents)][amended], "original_number", "original_date")
    numbers = set(_plain(documents.loc[amended, "original_number"]))
    amending = known[amends(known) & _plain(known["original_number"]).isin(numbers)]
    versions = pd.concat(
        [
            _numbered(known[_plain(known["doc_number"]).isin(numbers)], "doc_number", "doc_date"),
            _numbered(amending, "original_number", "original_date"),
        ]
    )
    both = wanted.merge(versions, on="key", suffixes=("_own", ""))
    both = both[~both["amends"] | (both["order"] < both["order_own"])]
    both["here"] = both["place"] < len(documents)
    both = both.sort_values(["here", "place"]).drop_duplicates(["place_own", "amends", "name"], keep="last")
    at = statements(known.loc[pd.unique(both[["place_own", "place"]].to_numpy().ravel())])
    both["statement"] = both["place"].map(at)
    both = both.sort_values(["order", "amends", "here", "place"])
    beside = both["here"] & both["filed_own"] & (both["statement"] == both["place_own"].map(at))
    before = both[~beside].drop_duplicates(["place_own", "statement"], keep="last")
    last = before.sort_values("counted", kind="stable").drop_duplicates("place_own", keep="last")
    found[last["place_own"]] = last["place"]
    first = both[beside & ~both["amends"]]
    found[first["place_own"]] = first["place"]
    together[first["place_own"]] = True
    return Originals(pool, found, together, both.loc[beside, "place"].unique(), len(before) > len(last))


def tax_paise(documents: pd.DataFrame) -> "pd.Series[Any]":
    """IGST + CGST + SGST + cess in paise (Int64); missing only when all four are."""
    heads = [paise(documents[tax]) for tax in schema.TAXES]
    known = np.logical_or.reduce([head.notna().to_numpy() for head in heads])
    whole: pd.Series[Any] = sum((head.fillna(0) for head in heads[1:]), heads[0].fillna(0))
    return whole.where(known)


def changes(originals: Originals) -> "pd.Series[str]":
    """up, down or same against the original by tax, then by taxable value; empty without one."""
    place, known = originals.position, originals.known
    text = np.full(len(place), "", dtype=object)
    for amounts in (paise(originals.pool["taxable_value"]), tax_paise(originals.pool)):
        amount = amounts.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
        with np.errstate(invalid="ignore"):
            gap = np.where(known, amount[: len(place)] - amount[place], np.nan) if len(place) else np.empty(0)
            text = np.select([gap > 0, gap < 0, (gap == 0) & (text == "")], ["up", "down", "same"], text)
    return pd.Series(text, dtype="str")


def _plain(numbers: "pd.Series[str]") -> "pd.Series[str]":
    return numbers.str.strip().str.upper()


def _numbered(frame: pd.DataFrame, number: str, date: str) -> pd.DataFrame:
    """Key by amended section, buyer, supplier, port, number and date; place in the frame; what orders versions.

    GSTR-1A is filed after GSTR-1 of its period.
    """
    again = amends(frame)
    parts = [
        frame["section"].map(_AMENDS).where(again, frame["section"]),
        frame["recipient_gstin"],
        frame["supplier_gstin"],
        frame["port_code"],
        _plain(frame[number]),
        frame[date].astype("int64").astype("str"),
    ]
    key = parts[0].astype("object")
    for part in parts[1:]:
        key = key + "|" + part.astype("object")
    period, again_1a = frame["supplier_period"], frame["source_form"] == "R1A"
    dates = frame["doc_date"].astype("int64").astype("str")
    return pd.DataFrame(
        {
            "key": key,
            "place": frame.index,
            "amends": again,
            "name": _plain(frame["doc_number"]) + "|" + dates + "|" + period,
            "order": (period.str[2:] + period.str[:2]).mask(again_1a, period.str[2:] + period.str[:2] + "A"),
            "filed": frame["supplier_filed"] != "Not filed",
            "counted": ~frame["portal_action"].isin(["R", "P"]),
        }
    )
