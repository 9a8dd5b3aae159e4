"""What matching found, before anything is put into words."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.classes import Status
from ims_xl.matching.documents import Documents, Flags, Ints, Texts
from ims_xl.matching.evidence import Evidence
from ims_xl.matching.rarity import Rarity
from ims_xl.matching.wording import Linked
from ims_xl.tolerance import Tolerance


@dataclass(frozen=True)
class Outcome:
    """Links and what else is known of the documents; flags and texts have one entry a document.

    `status` is that of each link, `rejected` the evidence of pairs with a document that has no partner, `wanting` the
    documents for which a partner was looked for in vain, `repeats` the row that a book row books again (or NONE),
    `apart` the pairs that a person keeps apart, with what was written beside each.
    """

    documents: Documents
    books: pd.DataFrame
    tolerance: Tolerance
    rarity: Rarity
    linked: Linked
    status: Ints
    rejected: Evidence
    has_partner: Flags
    wanting: Flags
    repeated: Flags
    repeats: Ints
    superseded_by: Texts
    claimed: Texts
    apart: Candidates
    apart_notes: Texts

    @cached_property
    def in_ims(self) -> Ints:
        """The links with documents of IMS, in order of their rows; others are with earlier documents."""
        left, right = self.linked.evidence.left, self.linked.evidence.right
        rows = np.flatnonzero(left < self.documents.n_ims)
        return rows[np.argsort(left[rows] * self.documents.size + right[rows])]

    @cached_property
    def row_status(self) -> Ints:
        """The status of every document."""
        is_ims = np.arange(self.documents.size) < self.documents.n_ims
        found = np.where(is_ims, Status.MISSING_IN_PR, Status.MISSING_IN_IMS).astype(np.int64)
        rows = self.in_ims
        found[self.linked.evidence.left[rows]] = found[self.linked.evidence.right[rows]] = self.status[rows]
        return found
