"""The counts for the status cards."""

import numpy as np
import pandas as pd

from ims_xl.gst.sections import BOOK_FAMILIES, FAMILIES, SECTIONS
from ims_xl.matching.classes import STATUSES
from ims_xl.matching.documents import KINDS, NONE, Documents, Ints


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
