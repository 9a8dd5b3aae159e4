"""Help: how a month is done, what the sheets are for, what may be typed; the guide inside the workbook."""

from collections.abc import Sequence

from ims_xl.sheets.names import ASIDE, DOCUMENTS, SETTLED, STATUS_SHEETS
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Sheet
from ims_xl.workbook.styles import NAVY

Lines = Sequence[tuple[str, str]]

_MONTH: Lines = (
    ("1  Portal data", "With a GSP: Download. Else on the portal Services, Returns, IMS Dashboard, Offline, Download JSON; then Import portal files."),
    ("2  Purchase data", "Your purchase register, as many files as you like; GSTR-2B of earlier months for bills booked late."),
    ("3  Let's Match", "Compares both sides and writes the status sheets. Differences up to the tolerance on Settings are ignored."),
    ("4  Decide", "Choose Accept, Reject or Pending in the Action cells. Apply suggestions fills the clear ones; it never rejects and never overwrites."),
    ("5  Check and preview", "Check says which marks the portal would refuse, and why. Preview shows exactly what would be sent and what is deemed accepted."),
    ("6  Upload", "With a GSP: Upload. Else Export portal file, and on the portal IMS Dashboard, Offline, Upload JSON; then import its next download."),
    ("7  GSTR-2B", "After the 14th: Compute GSTR-2B, or read the portal's file with Purchase data. The sheet GSTR-2B shows where it differs from your decisions."),
    ("8  Report", "Report writes the workbook for the auditor. Close month when GSTR-3B is filed; Start next month carries settings and open bills."),
    ("9  Suppliers", "Write their addresses on Supplier Contacts. Supplier letters prepares a draft for each supplier with open points; you look through it and send it."),
)  # fmt: skip
_ACTIONS: Lines = (
    ("Accept", "The credit goes into GSTR-2B. For a credit note choose in Reduce ITC how much credit falls: all of it, a part, or none."),
    ("Reject", "No credit; the supplier sees it. Say why in Remarks."),
    ("Pending", "Stays out of this GSTR-2B. Not every document may wait; Pending until names the last day."),
    ("No Action", "Takes a decision on the portal back."),
    ("blank", "Leaves the portal as it is. A document without an action is deemed accepted."),
    ("Accept?  Reject?", "The supplier changed the document after your mark. Choose the word again to confirm; until then it is not sent."),
)  # fmt: skip
_SIGNS: Lines = (
    ("Yellow cells", "You type here; everything else is written by the program at each step."),
    ("Orange cells", "IMS and the books differ by more than the tolerance, or something wants your attention; the words beside it say what."),
    ("– in an amount", "Zero. Amounts of credit notes are negative."),
    ("1 2 3 above the columns", "1 shows what you decide by, 2 also what you can type, 3 every column."),
    ("Grey Suggested", "Why nothing is suggested: not filed yet, ambiguous, not allowed, already accepted."),
    ("Bulk action", "On Supplier View and IMS Dashboard: one action for all undecided documents of a supplier, of the chosen type."),
    ("Your own columns", "Write them to the right of a table; they stay and move with their document. So do colours, notes and filters."),
)  # fmt: skip


def _sheets_of_the_workbook() -> Lines:
    return (
        ("Home", "What to do next, the month's input tax credit, warnings, and the way to every sheet."),
        ("Match Status", "Cards and charts; Type of document chooses invoices, credit and debit notes, e-commerce or imports."),
        *((sheet.status, sheet.meaning) for sheet in STATUS_SHEETS),
        ("Document View", "Every document on one sheet; a click on its number goes to its row."),
        ("Supplier View", "Both sides by supplier."),
        ("IMS Dashboard", "What the portal lists, by supplier and action."),
        ("Supplier Contacts", "How each supplier is reached, what is open with him, when he was reminded; yours to fill in."),
        ("Supplier Score", "How reliably each supplier reported over the months, and how the figure is made."),
        (DOCUMENTS.status, "In place of the status sheets, when nothing is compared (Mode on Home)."),
        (SETTLED.status, SETTLED.meaning),
        (ASIDE.status, ASIDE.meaning),
        ("Push to GSTN", "The four steps of an upload, what is sent, and every row that is not, with its reason."),
        ("GSTR-2B", "Its totals, and where it differs from your decisions."),
        ("GSTR-3B Working", "Table 4 by head as it follows from the decisions and Eligibility, with the documents of every figure."),
        ("ITC Reversals", "Credit reversed for now, what of it is reclaimed this month, and reversals made outside; carried from month to month."),
        ("Unpaid 180 Days", "Earlier documents whose 180 days to be paid end now (rule 37): choose what to reverse of those that are not paid."),
        ("Supplier without GSTR-3B", "Documents whose credit was taken and whose supplier has not filed GSTR-3B by the newest GSTR-2A (rule 37A): choose what to reverse."),
        ("Year View", "Each month of the financial year: credit by GSTR-2B, books and GSTR-3B, open reversals, and credit that will lapse."),
        ("Upload History", "Every upload and what came of it."),
        ("Letters", "Every draft to a supplier that was prepared."),
        ("Decision Log", "Who decided what, when, and on what basis; nothing in it is ever changed."),
        ("Import Issues", "Rows of your files that were left out or are doubtful: where, why, and what to do."),
        ("Settings", "Tolerances, suggestions, due dates, upload, letters; their words are on Letter Texts."),
    )  # fmt: skip


def sheets(view: View) -> list[Sheet]:  # noqa: ARG001 (the same in every workbook)
    """The sheet."""
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Help", "title"),
        Cell(2, 2, "Each step is a button on the tab IMS, or a command without Excel: ims-xl --help", "subtitle"),
    ]
    row = 4
    for title, lines in (
        ("A month", _MONTH),
        ("What an action does", _ACTIONS),
        ("How to read the sheets", _SIGNS),
        ("The sheets", _sheets_of_the_workbook()),
    ):
        cells.append(Cell(row, 2, title, "section", span=2))
        for at, (name, text) in enumerate(lines, start=row + 1):
            cells += [Cell(at, 2, name, "value"), Cell(at, 3, text, "plain")]
        row += len(lines) + 2
    return [
        Sheet(
            "help",
            "Help",
            tuple(cells),
            widths={1: 9, 2: 26, 3: 140},
            tab=NAVY.strong,
            zoom=95,
            landscape=False,
            one_page=True,
        )
    ]
