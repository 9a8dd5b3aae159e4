"""The dropdown lists: what may stand in a cell, as the accountant reads it."""

from ims_xl.decisions.eligibility import ELIGIBILITIES
from ims_xl.decisions.reversal_cells import COUNTS
from ims_xl.gst.due_dates import FREQUENCIES
from ims_xl.gst.places import STATES
from ims_xl.gst.reversals import KINDS
from ims_xl.letters.texts import LETTER_LANGUAGES
from ims_xl.register_words import FIELDS, NOT_USED, TALLY_NUMBERS

ALL_TYPES = "All"
CHOSEN_TYPE = "'Match Status'!$C$4"
"""The type of document that is chosen there, in formulas of other sheets."""
CHOICES: dict[str, tuple[str, ...]] = {
    "Action": ("Accept", "Reject", "Pending", "No Action"),
    "YesNo": ("Yes", "No"),
    "ReduceITC": ("Yes - full", "Yes - partial", "No"),
    "Eligibility": ELIGIBILITIES,
    "FollowUp": ("Remind supplier", "Wait", "Reverse charge or not reportable", "Ignore"),
    "DocumentType": (ALL_TYPES, "Invoices", "CDN", "Ecom", "Imports"),
    "Month": ("Open", "Closed"),
    "Mode": ("Compare and Claim", "Claim without compare"),
    "Filing": FREQUENCIES,
    "State": tuple(f"{code} {name}" for code, name in STATES.items()),
    "Suggestion": ("Accept", "Pending", "None"),
    "UploadRows": ("Every decided row", "Accepted only"),
    "ItcKeys": ("camelCase", "snake_case"),
    "TallyNumber": TALLY_NUMBERS,
    "RegisterField": (NOT_USED, *FIELDS.values()),
    "LetterLanguage": LETTER_LANGUAGES,
    "PeriodText": ("As downloaded", "MMYYYY", "MM"),
    "ReversalCounts": tuple(COUNTS),
    "ReversalKind": tuple(kind.title for kind in KINDS),
}
"""Dropdown lists, written to the hidden Lists sheet one list a column, heading = name."""
