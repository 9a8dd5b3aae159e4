"""Credit that is reversed until a condition is met and reclaimed after it: section 16(2)(b), rules 37 and 37A."""

import datetime as dt
from typing import NamedTuple


class Kind(NamedTuple):
    """Why credit is reversed for now: what the store keeps, what is shown, when it comes back, and the source.

    `limit`: what is known of section 16(4) for the reclaim, "" where the rule itself says that it does not apply.
    """

    code: str
    title: str
    reclaim: str
    source: str
    limit: str = ""


GOODS = Kind(
    "goods",
    "Goods not received",
    "to be reclaimed once the goods are there",
    "CGST Act s. 16(2)(b), Circular 170/02/2022-GST",
    "disputed: rule 37(4) lifts it for credit reversed before, but this credit was not due before the goods came",
)
UNPAID = Kind(
    "rule 37",
    "Rule 37: not paid",
    "to be reclaimed as the supplier is paid",
    "rule 37(1) and (4), Notifications 19/2022-CT and 26/2022-CT",
)
SUPPLIER_UNFILED = Kind(
    "rule 37A",
    "Rule 37A: no GSTR-3B",
    "to be reclaimed once his GSTR-3B is filed",
    "rule 37A, Notification 26/2022-CT",
)
OTHER = Kind(
    "other",
    "Other reclaimable",
    "to be reclaimed once its reason is gone",
    "Circular 170/02/2022-GST",
    "depends on why it was reversed",
)
KINDS = (GOODS, UNPAID, SUPPLIER_UNFILED, OTHER)
BY_CODE = {kind.code: kind for kind in KINDS}
BY_TITLE = {name.casefold(): kind for kind in KINDS for name in (kind.title, kind.code)}
"""By title and by code, in small letters: both may be typed."""

PAYMENT_DAYS = 180


def payment_due(doc_date: dt.date) -> dt.date:
    """The last day to pay the supplier; what is not paid then is reversed in the return of the next period.

    Source: CGST Act s. 16(2), second proviso; rule 37(1).
    """
    return doc_date + dt.timedelta(days=PAYMENT_DAYS)


def supplier_return_due(year: str) -> dt.date:
    """The last day for a supplier's GSTR-3B on credit that was taken in a financial year (`2025-26`).

    Source: rule 37A.
    """
    return dt.date(int(year[:4]) + 1, 9, 30)


def supplier_reversal_due(year: str) -> dt.date:
    """The last day to reverse such credit without interest.

    Source: rule 37A.
    """
    return dt.date(int(year[:4]) + 1, 11, 30)
