"""Why a book row has no document, in the words of the Reason column."""

NOT_REPORTED = "not reported by supplier"
BY_LAW = "not in IMS by law"
DELETED = "marked Deleted in the returns tool"
BEFORE_IMS = "dated before October 2024"
REPORTED, SAVED = "reported for ", "saved and not filed for "
"""Begin the reason of a row that GSTR-2A holds and IMS does not; the month follows."""
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
