"""The outcome of matching, row by row, and the counts for the status cards."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ims_xl.gst.sections import BOOK_FAMILIES, FAMILIES, SECTIONS
from ims_xl.matching.classes import STATUSES
from ims_xl.matching.documents import KINDS, Documents, Flags, Texts
from ims_xl.money import total
from ims_xl.schema import TAXES

NOT_REPORTED = "not reported by supplier"
BY_LAW = "not in IMS by law"
BEFORE_IMS = "dated before October 2024"


def in_gstr2b(period: str) -> str:
    """The reason of a book row whose document stands in an earlier GSTR-2B; `period` as a label."""
    return f"already in GSTR-2B of {period}"


def duplicate_of(row: int) -> str:
    """The reason of a book row that books another row again; `row` as the accountant counts."""
    return f"duplicate of row {row}"


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What was matched.

    `pairs`: one row a link: ims_row, purchase_row (positions), status, score, margin (lead over the runner-up in
    points), short, why, reasons, codes, ambiguous.
    `ims`: one row per IMS row, same order: status, short, why, nearest (position of the nearest purchase, or -1),
    claimed_twice (period of an earlier GSTR-2B with the same document), superseded_by (number of the amended record).
    `purchases`: one row per purchase row, same order: status, reason, short, why, nearest (position of the nearest IMS
    document, or -1), duplicate_of (position of the row it repeats, or -1).
    `counts`: one row per status and document family: status, family, ims_documents, ims_taxable, ims_tax,
    books_documents, books_taxable, books_tax. Rupees; credit notes subtract.
    """

    pairs: pd.DataFrame
    ims: pd.DataFrame
    purchases: pd.DataFrame
    counts: pd.DataFrame


def families(documents: Documents) -> Texts:
    """The card every document is counted on: by its section or register family, otherwise by its type."""
    known = {key: section.family for key, section in SECTIONS.items()} | BOOK_FAMILIES
    table = documents.table
    named = table["section"].where(table["section"] != "", table["family"]).map(known)
    by_type = np.where(documents.note, "CDN", "Invoices")
    return np.where(named.isna(), by_type, named.to_numpy(dtype="object")).astype(np.object_)


def count(documents: Documents, ims_status: "pd.Series[str]", book_status: "pd.Series[str]") -> pd.DataFrame:
    """Documents, taxable value and tax of both sides for every status and family, also where there are none."""
    blank = pd.DataFrame([(status, family) for status in STATUSES for family in FAMILIES], columns=["status", "family"])
    rows, family = np.arange(documents.size), families(documents)
    sides: dict[str, tuple[Flags, pd.Series[str]]] = {
        "ims": (np.asarray(rows < documents.n_ims, dtype=bool), ims_status),
        "books": (np.asarray(rows >= documents.n_left, dtype=bool), book_status),
    }
    for side, (own, status) in sides.items():
        table = documents.table[own]
        credit = documents.kind[own] == KINDS["CN"]
        taxable, tax = table["taxable_value"].to_numpy(), table[list(TAXES)].sum(axis=1).to_numpy()
        amounts = pd.DataFrame(
            {
                "status": status.to_numpy(),
                "family": family[own],
                "taxable": np.where(credit, -np.abs(taxable), taxable),
                "tax": np.where(credit, -np.abs(tax), tax),
            }
        )
        groups = amounts.groupby(["status", "family"], sort=False)
        figures = groups.agg(documents=("taxable", "size"), taxable=("taxable", total), tax=("tax", total))
        blank = blank.merge(figures.add_prefix(f"{side}_").reset_index(), on=["status", "family"], how="left")
    numbers = blank.columns.difference(["status", "family"], sort=False)
    blank[numbers] = blank[numbers].fillna(0.0)
    return blank.astype({"ims_documents": "int64", "books_documents": "int64"})
