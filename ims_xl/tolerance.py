"""How far two amounts may differ and still agree."""

import math
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from ims_xl.issues import ImsError
from ims_xl.money import to_paise
from ims_xl.schema import AMOUNTS

Paise = npt.NDArray[np.int64]

_ROUNDING = (50, 100)
"""Paise that rounding moves an amount: half a rupee on small ones, a rupee from a thousand rupees on."""


def nearly_equal(ours: Paise, theirs: Paise) -> npt.NDArray[np.bool_]:
    """Whether amounts in paise are equal but for rounding.

    This is evidence for a pair, whatever differences the accountant chooses to ignore: a larger tolerance changes
    what a pair is called, never which documents are one.
    """
    larger = np.maximum(np.abs(ours), np.abs(theirs))
    return np.asarray(np.abs(ours - theirs) <= np.clip(larger // 1000, *_ROUNDING), dtype=bool)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Differences to ignore, in rupees, inclusive.

    `tax` holds for each tax head that has no limit of its own; `percent` of the larger amount widens every limit.
    Raises ImsError when a limit is negative or not a number.
    """

    taxable: float = 1.00
    tax: float = 1.00
    igst: float | None = None
    cgst: float | None = None
    sgst: float | None = None
    cess: float | None = None
    percent: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ImsError(
                    "the difference to ignore must be zero or more",
                    "Write an amount such as 1.00.",
                    column=field.name,
                    value=str(value),
                )

    def rupees(self, amount: str) -> float:
        """The limit of one amount column in rupees, percent left out."""
        if amount == "taxable_value":
            return self.taxable
        own: float | None = getattr(self, amount)
        return self.tax if own is None else own

    def limits(self, larger: Paise) -> Paise:
        """Limits in paise for rows of amounts (taxable, then the four heads) whose larger side is given."""
        fixed = np.array([to_paise(self.rupees(amount)) for amount in AMOUNTS], dtype=np.int64)
        if not self.percent:
            return np.broadcast_to(fixed, larger.shape)
        return np.maximum(fixed, np.floor(np.abs(larger) * (self.percent / 100) + 1e-6).astype(np.int64))
