"""Which documents are also held elsewhere: one supplier, type, number and financial year, whoever the buyer is."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ims_xl.matching.codes import combine
from ims_xl.matching.documents import IMPORT, NONE
from ims_xl.matching.encoding import encode
from ims_xl.matching.numbers import forms
from ims_xl.matching.pool import alike
from ims_xl.tolerance import Tolerance


def may_be_held(ims: pd.DataFrame, numbers: Sequence[tuple[str, str]]) -> list[bool]:
    """Which of these suppliers and numbers `held_too` could find among the documents (schema.IMS)."""
    suppliers = [*ims["supplier_gstin"], *(supplier for supplier, _ in numbers)]
    found = forms([*ims["doc_number"], *(number for _, number in numbers)])
    party = pd.factorize(np.array(suppliers, dtype=object))[0].astype(np.int64)
    ours = len(ims)
    keys = [combine(party, form) for form in (found.plain, found.bare)]
    held = [np.isin(key[ours:], key[:ours]) & (key[ours:] != NONE) for key in keys]
    return [bool(one) for one in held[0] | held[1]]


def held_too(ims: pd.DataFrame, others: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """Positions `row` in `ims` (schema.IMS) and `other` in `others`, and whether their amounts agree (`agree`).

    `others`: the columns of schema.SHARED and `section`, of documents wherever they are held. Letters and digits of
    both numbers are the same, or else the amounts agree and the numbers do without year, leading zeros and words such
    as INV; bills of entry are of one port. A number stands once in a supplier's financial year, so there amounts may
    differ. Amended records are left out. Sorted by both positions.
    Source: CGST rules 46(b), 53(1A).
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
