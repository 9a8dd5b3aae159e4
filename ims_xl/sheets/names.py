"""The names by which sheets and tables of ours are found, whatever the accountant calls the sheets."""

from typing import NamedTuple

from ims_xl.sheets import columns, month_columns, record_columns, supplier_columns
from ims_xl.workbook.sheet import Column


class StatusSheet(NamedTuple):
    """A status, the sheet that lists it and the table on it."""

    status: str
    key: str
    table: str
    columns: tuple[Column, ...]
    meaning: str
    text_lines: int = 1  # lines of text that a row has room for


STATUS_SHEETS = (
    StatusSheet(
        "Exact Match", "exact", "ims_ExactMatch", columns.PAIRED, "Every key field agrees within the tolerance"
    ),
    StatusSheet(
        "Suggested Match",
        "suggested",
        "ims_SuggestedMatch",
        columns.COMPARED,
        "The same document, written differently",
        2,
    ),
    StatusSheet(
        "Mismatched", "mismatched", "ims_Mismatched", columns.COMPARED, "The same document, with other values", 3
    ),
    StatusSheet(
        "Missing in PR", "missing_in_pr", "ims_MissingInPR", columns.IMS_ONLY, "On the portal, not in the books", 2
    ),
    StatusSheet(
        "Missing in IMS", "missing_in_ims", "ims_MissingInIMS", columns.BOOKS_ONLY, "In the books, not on the portal", 2
    ),
)

DOCUMENTS = StatusSheet("IMS Documents", "documents", "ims_Documents", columns.DOCUMENTS, "Claim without compare")

SETTLED = StatusSheet(
    "Settled Earlier",
    "settled",
    "ims_SettledEarlier",
    columns.SETTLED,
    "In the books, its credit taken in an earlier month: nothing to do",
    2,
)

ASIDE = StatusSheet(
    "Kept Aside",
    "aside",
    "ims_KeptAside",
    columns.ASIDE,
    "Marks whose document the portal does not list now; they come back with it and are not sent before",
)

LATER = StatusSheet(
    "Later Periods",
    "later",
    "ims_LaterPeriods",
    columns.LATER,
    "On the portal for a later GSTR-2B: nothing to decide here, they are in that month's workbook",
)

LISTED = "ims_DocumentView"
"""Lists documents again that have their row on another sheet."""

TABLES: dict[str, tuple[Column, ...]] = {
    **{sheet.table: sheet.columns for sheet in (*STATUS_SHEETS, DOCUMENTS)},
    SETTLED.table: SETTLED.columns,
    ASIDE.table: ASIDE.columns,
    LATER.table: LATER.columns,
    LISTED: columns.DOCUMENT_VIEW,
    "ims_SupplierView": supplier_columns.SUPPLIER_VIEW,
    "ims_Dashboard": supplier_columns.DASHBOARD,
    "ims_ColumnMapping": record_columns.MAPPING,
    "ims_ToUpload": record_columns.PUSH,
    "ims_NotUploaded": record_columns.PUSH,
    "ims_Preview": record_columns.PREVIEW,
    "ims_Gstr2bTotals": month_columns.GSTR2B_TOTALS,
    "ims_Gstr2bCheck": month_columns.GSTR2B_CHECK,
    "ims_Gstr3b": month_columns.WORKING,
    "ims_Reversals": month_columns.REVERSALS,
    "ims_OwnReversals": month_columns.OWN_REVERSALS,
    "ims_Unpaid": month_columns.UNPAID,
    "ims_Unfiled3b": month_columns.UNFILED_3B,
    "ims_History": record_columns.HISTORY,
    "ims_Decisions": record_columns.DECISIONS,
    "ims_Issues": record_columns.ISSUES,
    "ims_Settings": record_columns.SETTINGS,
    "ims_Contacts": supplier_columns.CONTACTS,
    "ims_Letters": supplier_columns.LETTERS,
    "ims_LetterTexts": supplier_columns.LETTER_TEXTS,
    "ims_Scores": supplier_columns.SCORES,
}
"""Every table of ours with its columns."""

MARKED = tuple(sheet.table for sheet in (*STATUS_SHEETS[:4], DOCUMENTS))
"""Tables whose rows carry an Action cell."""
