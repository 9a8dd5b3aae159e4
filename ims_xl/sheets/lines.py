"""The lines of the status sheets: each IMS document beside what the books say of it, and book rows without one."""

from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.gst.actions import DONE
from ims_xl.gst.places import STATES
from ims_xl.gst.sections import BOOK_FAMILIES, SECTIONS
from ims_xl.money import indian, paise, whole_paise
from ims_xl.sheets.names import SETTLED

_SUMMED = schema.AMOUNTS
TYPES = {"INV": "Invoice", "CN": "Credit note", "DN": "Debit note"}
_FORMS = {"R1": "GSTR-1/IFF", "R1A": "GSTR-1A", "R5": "GSTR-5"}
_FAMILY = {key: section.family for key, section in SECTIONS.items()}
_TITLES = {
    "b2bur": "Unregistered",
    "imps": "Import of services",
    "cdnur": "CDN unregistered",
    "isd": "ISD",
    "deleted": "Deleted in the tool",
}


def document_lines(
    documents: pd.DataFrame, books: pd.DataFrame, pairs: pd.DataFrame, verdicts: pd.DataFrame
) -> pd.DataFrame:
    """One line an IMS document: its columns, signed amounts, `books_*` of its partners, status and reasons.

    Several book rows of one document are summed and their numbers joined. Amounts are rupees, negative for
    credit notes on both sides; differences are IMS less books. The registers' own columns come last.
    """
    verdicts = verdicts.set_index("doc_id")
    lines = documents.reset_index(drop=True).copy()
    for name in ("status", "short", "why", "warning"):
        lines[name] = lines["doc_id"].map(verdicts[name]).astype("object").fillna("").astype("str")
    partners = _partners(books, pairs)
    lines = lines.merge(partners, how="left", left_on="doc_id", right_index=True)
    sign = schema.signs(lines)
    for name in ("doc_value", *_SUMMED):
        lines[name] = lines[name] * sign
    for name in _SUMMED:
        lines[f"books_{name}"] = lines[f"books_{name}"] * sign
    lines["supplier_name"] = _names(lines)
    lines["tax"] = tax(lines)
    lines["books_tax"] = tax(lines, "books_")
    lines["taxable_difference"] = _rupees(paise(lines["taxable_value"]) - paise(lines["books_taxable_value"]))
    lines["tax_difference"] = _rupees(paise(lines["tax"]) - paise(lines["books_tax"]))
    lines["family"] = lines["section"].map(_FAMILY).fillna("").astype("str")
    lines["type_label"] = _type_labels(lines)
    lines["place_label"] = _places(lines["place_of_supply"])
    lines["books_place_label"] = _places(lines["books_place_of_supply"].fillna(""))
    lines["supplier_period_label"] = lines["supplier_period"].map(periods.label)
    lines["form_label"] = lines["source_form"].map(_FORMS).fillna(lines["source_form"])
    lines["portal_status"] = lines["portal_action"].map(DONE).fillna(lines["portal_action"])
    lines["portal_reduction"] = _portal_reductions(lines)
    return lines


def book_lines(books: pd.DataFrame, verdicts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One line a book row without an IMS document: its columns, signed amounts, status, reason and Why.

    Registers may name suppliers by GSTIN only; the name is then that of the supplier's IMS documents.
    """
    verdicts = verdicts.set_index("doc_id")
    status = books["doc_id"].map(verdicts["status"])
    alone = status.isin(["Missing in IMS", SETTLED.status])
    lines = books[alone].assign(status=status[alone].astype("str")).reset_index(drop=True)
    for name in ("reason", "why"):
        lines[name] = lines["doc_id"].map(verdicts[name]).astype("object").fillna("").astype("str")
    sign = schema.signs(lines)
    for name in ("doc_value", *_SUMMED):
        lines[name] = lines[name] * sign
    named = documents[(documents["supplier_name"] != "") & (documents["supplier_gstin"] != "")]
    named = named.drop_duplicates("supplier_gstin", keep="last")
    known = lines["supplier_gstin"].map(named.set_index("supplier_gstin")["supplier_name"]).fillna("")
    lines["supplier_name"] = lines["supplier_name"].where(lines["supplier_name"] != "", known)
    lines["supplier_name"] = _names(lines)
    lines["tax"] = tax(lines)
    lines["type_label"] = lines["doc_type"].map(TYPES).fillna(lines["doc_type"])
    lines["family_label"] = lines["family"].map({**BOOK_FAMILIES, **_TITLES}).fillna(lines["family"])
    lines["place_label"] = _places(lines["place_of_supply"])
    lines["reverse_charge_label"] = lines["reverse_charge"].map({True: "Yes", False: ""})
    lines["carried_label"] = lines["carried_from"].map(periods.label)
    lines["source"] = _sources(lines)
    return lines


def tax(frame: pd.DataFrame, prefix: str = "") -> "pd.Series[float]":
    """IGST + CGST + SGST + cess in rupees; missing only when all four are."""
    heads = whole_paise(frame[[prefix + head for head in schema.TAXES]].to_numpy("float64", na_value=np.nan))
    known = ~np.isnan(heads).all(axis=1)
    return pd.Series(np.where(known, np.nansum(heads, axis=1), np.nan) / 100, index=frame.index)


def supplier_keys(lines: pd.DataFrame) -> "pd.Series[str]":
    """What tells suppliers apart: the GSTIN, else the name in letters and digits only, as criteria of sums need it."""
    words = lines["supplier_name"].str.replace(r"\W+", " ", regex=True).str.strip()
    return lines["supplier_gstin"].where(lines["supplier_gstin"] != "", words).astype("str")


def _names(frame: pd.DataFrame) -> "pd.Series[str]":
    """Imports of goods have no supplier: the customs port stands for one."""
    customs = "Customs, port " + frame["port_code"]
    names = frame["supplier_name"].where((frame["supplier_name"] != "") | (frame["port_code"] == ""), customs)
    unnamed = pd.Series(NAME_NOT_GIVEN, index=frame.index).mask(frame["supplier_gstin"] == "", NOT_REGISTERED)
    return names.where(names != "", unnamed)


NAME_NOT_GIVEN = "Name not given"
NOT_REGISTERED = "Without GSTIN, name not given"


def _rupees(amounts: "pd.Series[int]") -> "pd.Series[float]":
    return amounts.astype("Float64").astype("float64") / 100


def _partners(books: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """What the books say of each IMS document, by its doc_id."""
    linked = pairs.merge(books, left_on="book_doc", right_on="doc_id", how="inner", suffixes=("", "_of_book"))
    own = [name for name in books.columns if name not in BOOK_COLUMNS and name != "carried_from"]
    table = pd.DataFrame(
        {
            "books_number": linked["doc_number"],
            "books_supplier_gstin": linked["supplier_gstin"],
            "books_type_label": linked["doc_type"].map(TYPES).fillna(linked["doc_type"]),
            "books_date": linked["doc_date"],
            "books_place_of_supply": linked["place_of_supply"],
            "books_eligibility": linked["eligibility"],
            "voucher_number": linked["voucher_number"],
            "source": _sources(linked),
            "score": linked["score"].astype("float64"),
            "ambiguous": linked["ambiguous"].astype("bool"),
            **{f"books_{name}": linked[name] for name in _SUMMED},
            **{name: linked[name] for name in own},
        }
    )
    table.index = pd.Index(linked["ims_doc"].astype("str"))
    several = table.index.duplicated(keep=False)
    if not several.any():
        return table
    grouped = table[several].groupby(level=0, sort=False)
    texts = [
        name for name in table if (name not in _FIRST and not str(name).startswith("books_")) or name == "books_number"
    ]
    joined = grouped[texts].agg(_joined)
    firsts = grouped[[name for name in _FIRST if name in table]].first()
    sums = grouped[[f"books_{name}" for name in _SUMMED]].sum(min_count=1).round(2)
    return pd.concat([table[~several], joined.join(firsts).join(sums)[list(table)]])


_FIRST = (
    "books_supplier_gstin",
    "books_type_label",
    "books_date",
    "books_place_of_supply",
    "books_eligibility",
    "score",
    "ambiguous",
)
BOOK_COLUMNS = tuple(column.name for column in schema.BOOKS)


def _joined(values: "pd.Series[Any]") -> str:
    return "; ".join(dict.fromkeys(str(value) for value in values if value == value and value != ""))


def _sources(frame: pd.DataFrame) -> "pd.Series[str]":
    row = frame["source_row"].astype("str")
    sheet = frame["source_sheet"].where(frame["source_sheet"] == "", ", " + frame["source_sheet"])
    return (frame["source_file"] + sheet + ", row " + row).astype("str")


def _places(codes: "pd.Series[str]") -> "pd.Series[str]":
    return codes.map({code: f"{code}-{name}" for code, name in STATES.items()}).fillna(codes).fillna("").astype("str")


_REDUCTIONS = {"Y": "Yes - full", "N": "No", schema.UNREADABLE_REDUCTION: "Not readable, see Import Issues"}
_HEADS = {"igst": "IGST", "cgst": "CGST", "sgst": "SGST", "cess": "cess"}


def _portal_reductions(lines: pd.DataFrame) -> "pd.Series[str]":
    """What the portal holds of Reduce ITC: `Yes - partial: IGST 1,000.00`; amounts that are not declared are full."""
    said = lines["itc_reduction"].map(_REDUCTIONS).fillna(lines["itc_reduction"]).astype("str")
    declared = lines[[f"declared_{head}" for head in _HEADS]]
    reduces = (lines["itc_reduction"] == "Y") & declared.notna().any(axis=1)
    whole = (declared.fillna(0).to_numpy() - lines[list(_HEADS)].fillna(0).abs().to_numpy()).round(2) == 0
    for at in lines.index[reduces | (declared > 0).any(axis=1)]:
        amounts = zip(_HEADS.values(), declared.loc[at].tolist(), strict=True)
        parts = ", ".join(f"{head} {indian(amount)}" for head, amount in amounts if amount == amount and amount)
        word = "Yes - full" if whole[lines.index.get_loc(at)].all() else "Yes - partial"
        said[at] = f"{word if reduces[at] else said[at] or 'Not said'}: {parts or 'nothing'}"
    return said


def _type_labels(lines: pd.DataFrame) -> "pd.Series[str]":
    label = lines["doc_type"].map(TYPES).fillna(lines["doc_type"])
    amended = lines["section"].map({key: bool(section.amends) for key, section in SECTIONS.items()}).fillna(False)
    return label.where(~amended.astype("bool"), label + ", amended").astype("str")
