"""The columns of the two tables that flow through the program: IMS documents and book documents."""

import functools
import hashlib
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from ims_xl.money import paise

Kind = Literal["text", "date", "rupees", "flag", "count"]

DTYPES: dict[Kind, Any] = {
    "text": "str",  # never missing: nothing is ""
    "date": "datetime64[s]",  # missing is NaT
    "rupees": "float64",  # missing is NaN and is not zero
    "flag": "bool",
    "count": "int64",
}
_DTYPES = {kind: pd.api.types.pandas_dtype(dtype) for kind, dtype in DTYPES.items()}
_EMPTY: dict[Kind, object] = {"text": "", "date": pd.NaT, "rupees": float("nan"), "flag": False, "count": 0}


class Column(NamedTuple):
    """One column: its name, what kind of value it holds and what it means."""

    name: str
    kind: Kind
    meaning: str


SHARED = (
    Column("recipient_gstin", "text", "the buyer's own registration"),
    Column("supplier_gstin", "text", "who issued the document; empty for imports of goods"),
    Column("supplier_name", "text", "trade or legal name as the source writes it"),
    Column("doc_type", "text", "INV, CN or DN in the supplier's view"),
    Column("doc_number", "text", "as written by the source; bill of entry number for imports"),
    Column("doc_date", "date", "date of the document"),
    Column("original_number", "text", "number of the document that is amended or noted upon"),
    Column("original_date", "date", "date of that document"),
    Column("port_code", "text", "imports only: six-character customs port"),
    Column("supply_type", "text", "R, DE, SEWP, SEWOP or CBW"),
    Column("place_of_supply", "text", "two-digit State code"),
    Column("reverse_charge", "flag", "the buyer pays the tax himself"),
    Column("doc_value", "rupees", "value including tax"),
    Column("taxable_value", "rupees", "value before tax, always positive"),
    Column("igst", "rupees", "integrated tax, always positive"),
    Column("cgst", "rupees", "central tax, always positive"),
    Column("sgst", "rupees", "State or Union territory tax, always positive"),
    Column("cess", "rupees", "compensation cess, always positive"),
)

IMS = (
    *SHARED,
    Column("section", "text", "b2b b2ba b2bcn b2bcna b2bdn b2bdna ecom ecoma impg impga impgsez impgseza"),
    Column("supplier_period", "text", "MMYYYY of the supplier's return"),
    Column("wire_period", "text", "that period as the portal wrote it, sent back unchanged"),
    Column("source_form", "text", "R1, R1A or R5"),
    Column("supplier_filed", "text", "Filed, Not filed, or the portal's own word when unknown"),
    Column("portal_action", "text", "A, R, P or N as the portal holds it"),
    Column("pending_blocked", "flag", "the portal refuses Pending for this record"),
    Column("remarks_blocked", "flag", "the portal refuses remarks for this record"),
    Column("itc_reduction_blocked", "flag", "the portal refuses an ITC-reduction declaration"),
    Column("itc_reduction_asked", "flag", "the portal says that it asks for one when this is accepted"),
    Column("remarks", "text", "remarks the portal holds"),
    Column("itc_reduction", "text", "Y reduce, N do not reduce, ? declared but not readable, empty none declared"),
    Column("declared_igst", "rupees", "declared reduction; missing with Y means full"),
    Column("declared_cgst", "rupees", "declared reduction; missing with Y means full"),
    Column("declared_sgst", "rupees", "declared reduction; missing with Y means full"),
    Column("declared_cess", "rupees", "declared reduction; missing with Y means full"),
    Column("doc_id", "text", "identity of the record, see `ims_doc_id`"),
    Column("fingerprint", "text", "identity, place of supply and amounts, see `fingerprint`"),
    Column("portal_hash", "text", "the portal's own hash, advice only"),
    Column("extra", "text", "JSON of the keys of the record we do not know, or send back, kept as they came"),
)

BOOKS = (
    *SHARED,
    Column("family", "text", "b2b cdnr eco impg, or one that is shown but not matched: b2bur imps cdnur isd deleted"),
    Column("eligibility", "text", "Inputs, Input services, Capital goods, Blocked 17(5) or empty"),
    Column("availed_igst", "rupees", "credit the books claim"),
    Column("availed_cgst", "rupees", "credit the books claim"),
    Column("availed_sgst", "rupees", "credit the books claim"),
    Column("availed_cess", "rupees", "credit the books claim"),
    Column("voucher_number", "text", "the buyer's own voucher number"),
    Column("booking_date", "date", "the day it was booked"),
    Column("source_file", "text", "name of the file it came from"),
    Column("source_sheet", "text", "sheet in that file"),
    Column("source_row", "count", "first row of the document as Excel numbers it"),
    Column("doc_id", "text", "identity of the book row, see `book_doc_ids`"),
)

DECISION = (
    Column("action", "text", "A, R, P or N"),
    Column("remarks", "text", "as written beside it"),
    Column("itc_reduction", "text", "Y reduce, N do not reduce, empty nothing chosen"),
    Column("declared_igst", "rupees", "reduction declared; missing with Y means full"),
    Column("declared_cgst", "rupees", "reduction declared; missing with Y means full"),
    Column("declared_sgst", "rupees", "reduction declared; missing with Y means full"),
    Column("declared_cess", "rupees", "reduction declared; missing with Y means full"),
)
"""What the portal is told of one document."""

GSTR2B = (
    *SHARED,
    Column("section", "text", "as in IMS"),
    Column("gstr2b_period", "text", "MMYYYY of the GSTR-2B that lists it"),
    Column("supplier_period", "text", "MMYYYY of the supplier's return"),
    Column("filed_on", "date", "the day the supplier filed it; missing when the statement does not say"),
    Column("part", "text", "docdata (credit) or docRejdata (rejected)"),
    Column("itc_available", "text", "Y, N or T as the statement says"),
    Column("source_file", "text", "name of the file it came from"),
    Column("ims_status", "text", "A, R, P or N: the action the statement was made from, empty when it does not say"),
    Column("itc_reduction", "text", "Y reduce, N do not reduce, empty none shown"),
    Column("declared_igst", "rupees", "declared reduction shown"),
    Column("declared_cgst", "rupees", "declared reduction shown"),
    Column("declared_sgst", "rupees", "declared reduction shown"),
    Column("declared_cess", "rupees", "declared reduction shown"),
)

GSTR2A = (
    *SHARED,
    Column("section", "text", "as in IMS"),
    Column("supplier_period", "text", "MMYYYY of the supplier's return"),
    Column("supplier_filed", "text", "Filed or Not filed; empty for imports and when the file does not say"),
    Column("source_file", "text", "name of the file it came from"),
)
"""What suppliers reported, as GSTR-2A lists it; it gives no credit."""

SUPPLIER_3B = (
    Column("supplier_gstin", "text", "the supplier"),
    Column("supplier_period", "text", "MMYYYY of his return"),
    Column("filed_3b", "text", "Filed or Not filed"),
    Column("known_on", "date", "the day it was so: when the file was made"),
    Column("source_file", "text", "name of the GSTR-2A that says so"),
)
"""Whether suppliers filed GSTR-3B of a period, as GSTR-2A says; a period that it does not say stands in no row."""

STATEMENTS = (
    Column("gstr2b_period", "text", "MMYYYY of the GSTR-2B"),
    Column("generated", "text", "the day it was made, as the portal writes it"),
    Column("file_count", "count", "files with documents it comes in; 1 when one file is the whole, 0 not known"),
    Column("files", "text", "the files with documents that were read, one a line"),
    Column("summary_file", "text", "the file that gave its sums, empty when none did"),
    *(
        Column(f"{part}_{tax}", "rupees", f"the statement's own sum: {meaning}")
        for part, meaning in (
            ("available", "ITC available"),
            ("reversal", "ITC to reverse for credit notes and the like"),
            ("rejected", "ITC of rejected documents"),
            ("reversed", "ITC of earlier months to reverse"),
        )
        for tax in ("igst", "cgst", "sgst", "cess")
    ),
)

FILINGS = (
    Column("supplier_gstin", "text", "who filed"),
    Column("supplier_period", "text", "MMYYYY of the return that was filed"),
    Column("gstr2b_period", "text", "MMYYYY of the GSTR-2B that its documents stand in"),
    Column("filed_on", "date", "the day it was filed; missing when the statement does not say"),
)
"""One row a supplier and return: what the GSTR-2B that were read tell of GSTR-1 and IFF."""

REVERSALS = (
    Column("doc_id", "text", "the document, of IMS or typed by hand"),
    Column("kind", "text", "why it was reversed, a code of gst.reversals"),
    Column("reversed_in", "text", "MMYYYY of the GSTR-3B that reversed it first"),
    Column("supplier_gstin", "text", "who issued the document"),
    Column("supplier_name", "text", "his name"),
    Column("doc_type", "text", "INV, CN or DN; empty when typed by hand"),
    Column("doc_number", "text", "number of the document"),
    Column("doc_date", "date", "its date"),
    *(
        Column(f"{part}_{tax}", "rupees", meaning)
        for part, meaning in (
            ("opening", "open when the month began"),
            ("reversed", "reversed in the month's GSTR-3B, 4(B)(2)"),
            ("reclaimed", "reclaimed in it, 4(A)(5) and 4(D)(1)"),
        )
        for tax in ("igst", "cgst", "sgst", "cess")
    ),
)
"""Credit reversed for now: one row a document and kind, never below zero; opening + reversed - reclaimed is left."""


UNREADABLE_REDUCTION = "?"
"""The `itc_reduction` of a document whose answer or declared amounts cannot be read."""

TAXES = ("igst", "cgst", "sgst", "cess")
AMOUNTS = ("taxable_value", *TAXES)


def conform(frame: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """A copy with every column of the table, in order and with its dtype, other columns kept behind.

    Missing columns are filled with the empty value of their kind; missing text becomes "".
    """
    known: dict[str, Any] = {}
    for name, kind, _ in columns:
        if name not in frame:
            known[name] = pd.Series(_EMPTY[kind], index=frame.index, dtype=_DTYPES[kind]).array
            continue
        values = frame[name]
        if values.dtype != _DTYPES[kind] or (kind == "text" and values.hasnans):
            if kind in ("text", "flag", "count"):
                missing = values.isna()
                values = values.astype("object")
                values = values.where(~missing, _EMPTY[kind]) if missing.any() else values
            values = values.astype(DTYPES[kind])
        known[name] = values.array
    # Bare arrays: Series would be aligned with each other, which costs more than all the rest.
    rest = {name: frame[name].array for name in frame.columns if name not in known}
    return pd.DataFrame({**known, **rest}, index=pd.RangeIndex(len(frame)))


def empty(columns: Iterable[Column]) -> pd.DataFrame:
    """A frame of the table with no rows."""
    return _empty(tuple(columns)).copy()


@functools.cache
def _empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    return conform(pd.DataFrame(), columns)


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every `doc_id` once, the first row counts; the frame itself where none stands twice."""
    return frame if frame["doc_id"].is_unique else frame.drop_duplicates("doc_id")


def by_doc_id(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """One column of a frame by `doc_id`, the first row of each."""
    found = pd.Series(frame[name].array, index=pd.Index(frame["doc_id"]))
    return found if found.index.is_unique else found[~found.index.duplicated()]


def signs(frame: pd.DataFrame) -> "pd.Series[int]":
    """+1 for invoices and debit notes, -1 for credit notes: how a document counts in an ITC total."""
    return frame["doc_type"].map({"CN": -1}).fillna(1).astype("int64")


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    if not name.endswith("_date"):
        return frame[name].astype("str").tolist()
    codes, days = pd.factorize(frame[name])
    written = [*pd.Series(days).dt.strftime("%Y-%m-%d").tolist(), ""]  # a missing day has the code -1
    return [*map(written.__getitem__, codes.tolist())]


def _joined(frame: pd.DataFrame, names: tuple[str, ...]) -> list[str]:
    return list(map("|".join, zip(*(_texts(frame, name) for name in names), strict=True)))


def ims_doc_id(frame: pd.DataFrame) -> "pd.Series[str]":
    """Identity of IMS records: recipient, section, supplier, number, date, supplier period.

    Imports have no supplier number: recipient, section, port, bill of entry number, date.
    """
    usual = _joined(
        frame, ("recipient_gstin", "section", "supplier_gstin", "doc_number", "doc_date", "supplier_period")
    )
    ids = np.array(usual, dtype=object)
    is_import = np.array([section.startswith("impg") for section in frame["section"].tolist()], dtype=np.bool_)
    ids[is_import] = _joined(frame[is_import], ("recipient_gstin", "section", "port_code", "doc_number", "doc_date"))
    return pd.Series(ids, index=frame.index, dtype="str")


class Identity(NamedTuple):
    """The parts of an `ims_doc_id`; imports have a port in place of the supplier, and no supplier period."""

    recipient_gstin: str
    section: str
    supplier: str
    doc_number: str
    doc_date: str  # YYYY-MM-DD
    supplier_period: str


PAID, OWN = "paid", "own"
"""In place of the section: documents of the reversal ledger that an earlier month took credit for, or typed there."""


def take_apart(doc_id: str) -> Identity:
    """The parts of an `ims_doc_id`, or of one of the reversal ledger, which has no supplier period.

    A document number may hold the sign that parts them, no other part can. Raises ValueError for another text.
    """
    recipient, section, supplier, rest = doc_id.split("|", 3)
    if section.startswith(("impg", PAID, OWN)):
        number, day = rest.rsplit("|", 1)
        return Identity(recipient, section, supplier, number, day, "")
    number, day, period = rest.rsplit("|", 2)
    return Identity(recipient, section, supplier, number, day, period)


def book_doc_ids(frame: pd.DataFrame) -> "pd.Series[str]":
    """Identity of book rows: family, supplier (or port), type, number, date, then a count of equal rows."""
    keys = pd.Series(
        _joined(
            frame,
            ("recipient_gstin", "family", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date"),
        ),
        index=frame.index,
        dtype="object",
    )
    turns = [1] * len(keys) if keys.is_unique else (keys.groupby(keys).cumcount() + 1).tolist()
    ids = [f"{key}|{turn}" for key, turn in zip(keys.tolist(), turns, strict=True)]
    return pd.Series(ids, index=frame.index, dtype="str")


def fingerprint(frame: pd.DataFrame) -> "pd.Series[str]":
    """Sixteen hex digits over identity, originals, place of supply and amounts in paise.

    The filing state is left out: a supplier who files what he saved changes nothing that was decided on.
    """
    texts = _joined(frame, ("doc_id", "original_number", "original_date", "supply_type", "place_of_supply"))
    amounts = [map(str, paise(frame[name]).tolist()) for name in ("doc_value", *AMOUNTS)]
    lines = ("|".join(parts) for parts in zip(texts, *amounts, strict=True))
    return pd.Series([hashlib.sha256(line.encode()).hexdigest()[:16] for line in lines], index=frame.index, dtype="str")
