"""Purchases that never reach IMS by law, so that no supplier is chased for them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst import gstin
from ims_xl.gst.filing import MONTHLY
from ims_xl.schema import TAXES


class Outside(NamedTuple):
    """One reason: its code, a few words for a column, the sentence, where it is written and which rows it holds for."""

    code: str
    text: str
    sentence: str
    source: str
    holds: Callable[[pd.DataFrame], "pd.Series[bool]"]


def _family(*names: str) -> Callable[[pd.DataFrame], "pd.Series[bool]"]:
    return lambda books: _text(books, "family").isin(names)


def _text(books: pd.DataFrame, name: str) -> "pd.Series[str]":
    if name not in books:
        return pd.Series("", index=books.index, dtype="str")
    return books[name].astype("object").where(books[name].notna(), "").astype("str")


def _dates(books: pd.DataFrame, name: str) -> "pd.Series[Any]":
    if name not in books:
        return pd.Series(pd.NaT, index=books.index, dtype="datetime64[s]")
    return books[name].astype("datetime64[s]")


def _reverse_charge(books: pd.DataFrame) -> "pd.Series[bool]":
    if "reverse_charge" not in books:
        return pd.Series(False, index=books.index)
    return books["reverse_charge"].fillna(False).astype("bool")


def _early_import(books: pd.DataFrame) -> "pd.Series[bool]":
    return _family("impg")(books) & (_dates(books, "doc_date") < pd.Timestamp(2025, 10, 1))


def _supplier_is(name: str) -> Callable[[pd.DataFrame], "pd.Series[bool]"]:
    """Rows whose supplier's number is of that kind (`gstin.KINDS`)."""

    def holds(books: pd.DataFrame) -> "pd.Series[bool]":
        suppliers = _text(books, "supplier_gstin")
        kinds = {number: gstin.kind(number) for number in suppliers.unique()}
        return suppliers.isin({number for number, kind in kinds.items() if kind is not None and kind.name == name})

    return holds


def _no_tax(books: pd.DataFrame) -> "pd.Series[bool]":
    if not set(TAXES) <= set(books.columns):
        return pd.Series(False, index=books.index)
    with_export_rules = _text(books, "supply_type").isin(["SEWOP", "SEZWOP", "DE"])
    return (books[list(TAXES)].astype("float64") == 0).all(axis=1) & ~with_export_rules


def _foreign_place(books: pd.DataFrame) -> "pd.Series[bool]":
    """Supplies to a special economic zone are inter-State wherever it lies: Circular 48/22/2018-GST."""
    to_zone = _text(books, "supply_type").isin(["SEWP", "SEWOP", "SEZWP", "SEZWOP"])
    place = _text(books, "place_of_supply")
    supplier = _text(books, "supplier_gstin").str[:2]
    buyer = _text(books, "recipient_gstin").str[:2]
    return (place != "") & (buyer != "") & (place == supplier) & (place != buyer) & ~to_zone


def _too_late(books: pd.DataFrame) -> "pd.Series[bool]":
    dated, booked = _dates(books, "doc_date"), _dates(books, "booking_date")
    last = _dates(books, "claim_until") if "claim_until" in books else MONTHLY.claim_deadlines(dated)
    return (_text(books, "doc_type") != "CN") & (booked > last)


def _late_import(books: pd.DataFrame) -> "pd.Series[bool]":
    return _family("impg")(books) & _too_late(books)


OUTSIDE = (
    Outside(
        "reverse_charge",
        "reverse charge",
        "The buyer pays the tax himself; reverse charge documents go straight to GSTR-2B",
        "GSTN FAQ on IMS, September 2024",
        _reverse_charge,
    ),
    Outside(
        "import_of_services",
        "import of services",
        "Services from abroad are taxed in the buyer's own return; no supplier reports them",
        "IGST Act s. 5(3)",
        _family("imps"),
    ),
    Outside(
        "early_import",
        "import of goods before October 2025",
        "Bills of entry stand in IMS from the period October 2025; earlier ones went straight to GSTR-2B",
        "GSTN advisory of 30 October 2025",
        _early_import,
    ),
    Outside(
        "isd",
        "credit from an input service distributor",
        "Credit that a head office distributes in GSTR-6 goes straight to GSTR-2B",
        "GSTN FAQ on IMS, September 2024",
        _family("isd"),
    ),
    Outside(
        "unregistered",
        "unregistered supplier",
        "An unregistered supplier files no return",
        "CGST Act s. 37",
        _family("b2bur", "cdnur"),
    ),
    Outside(
        "gstr5",
        "non-resident supplier (GSTR-5)",
        "Documents of a non-resident taxable person come from GSTR-5 and go straight to GSTR-2B",
        "GSTN FAQ on IMS, September 2024",
        _supplier_is("nrtp"),
    ),
    Outside(
        "oidar",
        "online services from abroad (OIDAR)",
        "Online services from abroad are declared in GSTR-5A, which goes into no GSTR-2B; a registered buyer pays the "
        "tax himself",
        "IGST Act s. 5(3), s. 14, rule 64",
        _supplier_is("oidar"),
    ),
    Outside(
        "no_tax",
        "no tax: exempt, nil or composition",
        "Exempt and nil rated supplies and bills of composition suppliers carry no tax and no credit",
        "CGST Act s. 10(4), s. 31(3)(c)",
        _no_tax,
    ),
    Outside(
        "place_of_supply",
        "credit barred by place of supply",
        "Place of supply and supplier are in another State than the buyer: no credit, so not in IMS",
        "GSTN FAQ on IMS, September 2024",
        _foreign_place,
    ),
    Outside(
        "section_16_4_import",
        "import after 16(4) date (disputed)",
        "Booked after 30 November following its financial year, or after its annual return: whether section 16(4) bars "
        "the credit of a bill of entry is disputed",
        "CGST Act s. 16(4); Maharashtra AAR of 29 April 2025, Tamil Nadu AAAR of October 2025",
        _late_import,
    ),
    Outside(
        "section_16_4",
        "booked after the section 16(4) date",
        "Booked after 30 November following its financial year, or after its annual return: section 16(4) bars the "
        "credit",
        "CGST Act s. 16(4)",
        _too_late,
    ),
)
BY_TEXT = {reason.text: reason for reason in OUTSIDE}

UNMATCHED_FAMILIES = frozenset({"b2bur", "imps", "cdnur", "isd"})
"""Families of book rows that can have no counterpart in IMS at all."""


def outside_ims(books: pd.DataFrame) -> "pd.Series[str]":
    """For each book row the reason it is not in IMS by law (`Outside.text`), or "".

    The first reason of the table that holds is given. Columns that are missing are taken as empty.
    `claim_until`: the last day to claim, where an annual return made it earlier than 30 November.
    """
    return pd.Series(
        np.select([reason.holds(books) for reason in OUTSIDE], [reason.text for reason in OUTSIDE], default=""),
        index=books.index,
        dtype="str",
    )
