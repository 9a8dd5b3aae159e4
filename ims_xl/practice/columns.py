"""The columns of the practice workbook."""

from ims_xl.practice.clients import FILED, FOLDER, GSTIN, NAME, STATE, TAKES_PART
from ims_xl.workbook.sheet import KEY, Column

AT_STAKE, AS_IT_STANDS = "ITC not decided, deemed accepted", "ITC in GSTR-2B as it stands"

CLOSED, NOTHING_LEFT = "Month closed", "Nothing: all is done"
"""Next steps of months on which nothing is left to do."""

_DAYS = f'''IF(OR({{Next step}}="{CLOSED}",{{Next step}}="{NOTHING_LEFT}"),"–",IF({{GSTR-3B due}}<TODAY(),TODAY()-{{GSTR-3B due}}&" overdue",{{GSTR-3B due}}-TODAY()&""))'''

MONTHS = (
    Column("Company", "name", "text", 28, first_screen=True),
    Column("GSTIN", "gstin", "text", 18, first_screen=True),
    Column("Month", "month", "text", 10, first_screen=True),
    Column("Workbook", "open", "formula text", 11, first_screen=True, formula='HYPERLINK({File},"Open ▸")', help="Opens the client's workbook"),
    Column("Documents", "documents", "count", 11, first_screen=True),
    Column("Not decided", "undecided", "count", 9, first_screen=True),
    Column(AT_STAKE, "at_stake", "difference", 17, first_screen=True),
    Column(AS_IT_STANDS, "as_it_stands", "difference", 17, first_screen=True),
    Column("Credit notes reducing ITC", "credit_notes", "difference", 16, first_screen=True),
    Column("Errors", "errors", "count", 8, help="Rows left out of what was read, and marks that cannot be sent", first_screen=True),
    Column("Next step", "next_step", "text", 22, first_screen=True),
    Column("GSTR-3B due", "due_3b", "date", 13, first_screen=True),
    Column("Days left", "days", "formula text", 11, first_screen=True, formula=_DAYS),
    Column("Portal data of", "portal_at", "time", 18, first_screen=True),
    Column("Last batch", "message", "long", 60, level=1),
    Column("Draft GSTR-2B", "draft_2b", "date", 14, level=1),
    Column("ITC pending", "pending", "difference", 15, level=1),
    Column("File", "file", "text", 44, level=1),
    Column(KEY, "key", "key", 12),
)  # fmt: skip

SIGN_IN = (
    Column("Company", "name", "text", 30, first_screen=True),
    Column("GSTIN", "gstin", "text", 18, first_screen=True),
    Column("Provider", "provider", "text", 18, help="Your profile that names a user for the GSTIN, under [users]", first_screen=True),
    Column("User name", "user", "text", 11, help="Known: the profile names the user on the GST portal", first_screen=True),
    Column("OTP requested at", "requested", "time", 18, first_screen=True),
    Column("OTP", "otp", "text", 10, True, help="The six digits sent to the client's mobile and e-mail; the cell is emptied as soon as it was read", first_screen=True),
    Column("Signed in until", "until", "time", 18, first_screen=True),
    Column("State", "state", "lines", 70, first_screen=True),
    Column(KEY, "key", "key", 12),
)  # fmt: skip

CLIENTS = (
    Column(GSTIN, GSTIN, "text", 20, True, first_screen=True),
    Column(NAME, NAME, "text", 40, True, first_screen=True),
    Column(FILED, FILED, "mark", 16, True, "Filing", "How GSTR-3B is filed; Monthly where nothing is said", True),
    Column(STATE, STATE, "mark", 24, True, "State", "Where it is not that of the GSTIN", True),
    Column(FOLDER, FOLDER, "text", 30, True, help="Folder of the client's files, within the folder of this workbook; else files are found by their GSTIN", first_screen=True),
    Column(TAKES_PART, TAKES_PART, "mark", 11, True, "YesNo", "No leaves the client out", True),
    Column("Why it cannot be used", "note", "lines", 40, first_screen=True),
    Column(KEY, "key", "key", 12),
)  # fmt: skip

FILES = (
    Column("File", "file", "text", 60, first_screen=True),
    Column("GSTIN", "gstin", "text", 18, first_screen=True),
    Column("What it is", "kind", "text", 34, first_screen=True),
    Column("What came of it", "said", "lines", 84, first_screen=True),
)
