"""An invented month: what the portal, the books and the earlier GSTR-2B say, and the truth about them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.samples import books as bookkeeping
from ims_xl.samples import company, documents, portal, special
from ims_xl.samples.dice import Dice

_SHARED = {
    "gstin": "supplier_gstin", "name": "supplier_name", "number": "doc_number", "date": "doc_date", "port": "port_code",
    "place": "place_of_supply", "reverse": "reverse_charge", "value": "doc_value", "taxable": "taxable_value",
}  # fmt: skip
_IMS = {
    "period": "supplier_period",
    "form": "source_form",
    "action": "portal_action",
}
_MONEY = ("doc_value", *schema.AMOUNTS, *(f"declared_{tax}" for tax in schema.TAXES))


@dataclass(frozen=True, slots=True)
class SampleMonth:
    """One invented month.

    `ims` and `next_ims` have the columns of `schema.IMS`, `earlier` those of `schema.GSTR2B`. `books` has
    those of `schema.BOOKS`, and `mix` and `written` that say how its cells are written. `truth` has one row
    a book row, same order: `partner` (IMS, earlier GSTR-2B, nowhere), `ims_row` and `earlier_row` (positions
    or -1), `why_alone`, `damage`, `duplicate_of` (position or -1; either of the two rows is the right partner).
    """

    period: str
    ims: pd.DataFrame
    next_ims: pd.DataFrame
    books: pd.DataFrame
    earlier: pd.DataFrame
    truth: pd.DataFrame


def make_month(*, documents: int, seed: int = 1, period: str = "102026") -> SampleMonth:
    """A month with so many documents in IMS; the same arguments always give the same month.

    Raises ImsError when the period is none, or the month too small to show every section.
    """
    period = periods.parse_period(period)
    dice = Dice(seed)
    issued = _issue(documents, period, dice)
    ims = portal.show(issued[issued["part"] == "ims"], dice)
    coming = issued[issued["part"] == "next"]
    next_ims = portal.following(ims, coming, period, dice)
    kept = bookkeeping.keep(issued.assign(action=ims["action"].reindex(issued.index).fillna("")), dice)
    earlier = issued[issued["part"].isin(("earlier", "late"))]
    return SampleMonth(
        period=period,
        ims=_as_ims(ims),
        next_ims=_as_ims(next_ims),
        books=_as_books(kept),
        earlier=_as_earlier(earlier, periods.shift(period, -1)),
        truth=_truth(kept, ims.index, earlier.index),
    )


def _issue(count: int, period: str, dice: Dice) -> pd.DataFrame:
    suppliers = company.suppliers(count, dice)
    return special.add_twins(special.add_originals(documents.issue(count, period, suppliers, dice)), dice)


def _named(frame: pd.DataFrame, names: dict[str, str], columns: tuple[schema.Column, ...]) -> pd.DataFrame:
    """The frame in the columns of a schema, in rupees."""
    frame = frame.rename(columns=names).assign(recipient_gstin=company.RECIPIENT)
    for name in frame.columns.intersection(list(_MONEY)):
        frame[name] = frame[name] / 100
    return schema.conform(frame[[column.name for column in columns if column.name in frame]], columns)


def _supply_type(frame: pd.DataFrame) -> "pd.Series[Any]":
    typed = ~frame["section"].isin(("ecom", "ecoma", "impg", "b2bur", "imps"))
    return typed.map({True: "R", False: ""})


def _as_ims(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(
        supply_type=_supply_type(frame),
        wire_period=frame["period"],
        supplier_filed=np.where(frame["filed"], "Filed", "Not filed"),
    )
    imports = frame["section"].eq("impg")
    frame.loc[imports, ["form", "place"]] = ""
    records = _named(frame, _SHARED | _IMS, schema.IMS)
    declares = records["section"].map({key: section.declares for key, section in SECTIONS.items()}).astype("bool")
    records["itc_reduction_asked"] = declares & ~records["itc_reduction_blocked"]
    records["doc_id"] = schema.ims_doc_id(records)
    records["fingerprint"] = schema.fingerprint(records)
    return records


def _as_books(frame: pd.DataFrame) -> pd.DataFrame:
    in_register = frame["source_file"].eq(bookkeeping.REGISTER)
    imported = frame["family"].isin(("impg", "imps"))
    blocked = frame["eligibility"].eq("Blocked 17(5)")
    claimed = {f"availed_{tax}": (frame[tax] / 100).mask(blocked, 0.0).mask(in_register) for tax in schema.TAXES}
    for tax in ("cgst", "sgst"):
        claimed[f"availed_{tax}"] = claimed[f"availed_{tax}"].mask(imported)
    supply = (in_register | frame["family"].eq("b2b")).map({True: "R", False: ""})
    books = _named(frame.assign(supply_type=supply, **claimed), _SHARED, schema.BOOKS)
    books["doc_value"] = books["doc_value"].mask(in_register)
    books["doc_id"] = schema.book_doc_ids(books)
    return books.assign(mix=frame["mix"].to_numpy(), written=frame["written"].to_numpy())


def _as_earlier(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    frame = frame.assign(
        supply_type=_supply_type(frame), period=period, gstr2b_period=period, part="docdata", itc_available="Y",
        filed_on=pd.Timestamp(periods.month_end(period)) + pd.Timedelta(days=11),
    )  # fmt: skip
    # The first of them is a plain invoice: the portal lists it as rejected.
    frame.loc[frame.index[0], "part"] = "docRejdata"
    return _named(frame, _SHARED | {"period": "supplier_period"}, schema.GSTR2B)


def _truth(books: pd.DataFrame, ims: "pd.Index[Any]", earlier: "pd.Index[Any]") -> pd.DataFrame:
    there = books["duplicate_of"].lt(0)
    return pd.DataFrame(
        {
            "partner": books["partner"],
            "ims_row": np.where(there, ims.get_indexer(pd.Index(books["document"])), -1),
            "earlier_row": np.where(there, earlier.get_indexer(pd.Index(books["document"])), -1),
            "why_alone": books["why_alone"],
            "damage": books["damage"],
            "duplicate_of": books["duplicate_of"],
        }
    )
