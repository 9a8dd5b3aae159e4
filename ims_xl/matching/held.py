"""Which documents are also held elsewhere: one supplier, type, number and financial year, whoever the buyer is."""

import numpy as np
import pandas as pd

from ims_xl.matching.documents import IMPORT, NONE
from ims_xl.matching.encoding import encode
from ims_xl.matching.pool import alike
from ims_xl.tolerance import Tolerance


def held_too(ims: pd.DataFrame, others: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """Positions `row` in `ims` (schema.IMS) and `other` in `others`, and whether their amounts agree (`agree`).

    `others`: the columns of schema.SHARED and `section`, of documents wherever they are held. Letters and digits of
    both numbers are the same, or else the amounts agree and the numbers do without year, leading zeros and words such
    as INV; bills of entry are of one port. A number stands once in a supplier's financial year, so there amounts may
    differ. Amended records are left out. Sorted by both positions.
    Source: CGST rule 46(b).
    """
    documents = encode(ims, others, ims.iloc[:0].assign(family=""))
    found = []
    for form, needs_amounts in ((documents.plain, False), (documents.bare, True)):
        (left, right), agree = alike(documents, form, tolerance)
        ports = (documents.kind[left] != IMPORT) | (
            (documents.port[left] == documents.port[right]) & (documents.port[left] != NONE)
        )
        kept = ports & (agree | (not needs_amounts))
        found.append(np.column_stack([left, right - documents.n_ims, agree])[kept])
    rows = pd.DataFrame(np.concatenate(found), columns=["row", "other", "agree"]).astype({"agree": "bool"})
    rows = rows.drop_duplicates(["row", "other"])
    return rows.sort_values(["row", "other"], kind="stable", ignore_index=True)
