"""Why a book row has no document, and the counts for the status cards."""

import numpy as np
import pandas as pd

from ims_xl.gst.sections import BOOK_FAMILIES, FAMILIES, SECTIONS
from ims_xl.matching.classes import STATUSES
from ims_xl.matching.documents import KINDS, NONE, Documents, Ints

NOT_REPORTED = "not reported by supplier"
BY_LAW = "not in IMS by law"
DELETED = "marked Deleted in the returns tool"
BEFORE_IMS = "dated before October 2024"
_DUPLICATE = "duplicate of row "


def held_earlier(where: str) -> str:
    """The reason of a book row whose document was held earlier: `already in GSTR-2B of …`, `accepted in …`."""
    return f"already {where}" if where.startswith("in GSTR-2B") else where


def is_final(reason: object) -> bool:
    """Whether a book row with that reason never finds a document: it waits for none, or repeats another row."""
    return reason in (BY_LAW, DELETED, BEFORE_IMS) or str(reason).startswith(_DUPLICATE)


def duplicate_of(row: int) -> str:
    """The reason of a book row that books another row again; `row` as the accountant counts."""
    return f"{_DUPLICATE}{row}"


def _families(documents: Documents) -> Ints:
    """The card every document is counted on, as its place in FAMILIES: by section or register family, else by type."""
    known = {key: section.family for key, section in SECTIONS.items()} | BOOK_FAMILIES
    family = np.where(documents.note, FAMILIES.index("CDN"), FAMILIES.index("Invoices"))
    for name in ("family", "section"):
        column = documents.columns[name]
        places = [FAMILIES.index(known[text]) if text in known else NONE for text in column.distinct]
        stated = np.array(places, dtype=np.int64)[column.codes]
        family = np.where(stated == NONE, family, stated)
    return family


def count(documents: Documents, status: Ints) -> pd.DataFrame:
    """Documents, taxable value and tax of both sides for every status and family, also where there are none."""
    blank = pd.DataFrame([(status, family) for status in STATUSES for family in FAMILIES], columns=["status", "family"])
    card = status * len(FAMILIES) + _families(documents)
    credit = documents.kind == KINDS["CN"]
    amounts = documents.signed(slice(None))
    taxable, tax = amounts[:, 0], amounts[:, 1:].sum(axis=1)
    rows = np.arange(documents.size)
    for side, own in (("ims", rows < documents.n_ims), ("books", rows >= documents.n_left)):
        blank[f"{side}_documents"] = np.bincount(card[own], minlength=len(blank))
        for name, paise in (("taxable", taxable), ("tax", tax)):
            total = np.zeros(len(blank), dtype=np.int64)
            np.add.at(total, card[own], np.where(credit, -np.abs(paise), paise)[own])
            blank[f"{side}_{name}"] = total / 100
    return blank
