"""What the accountant sets for one company, kept on its Settings sheet."""

from dataclasses import dataclass, field

from ims_xl.gst.annual_returns import AnnualReturns
from ims_xl.gst.due_dates import FREQUENCIES, Extension
from ims_xl.letters.texts import LETTER_LANGUAGES, LetterText
from ims_xl.register_words import TALLY_NUMBERS
from ims_xl.tolerance import Tolerance


@dataclass(frozen=True, slots=True)
class Company:
    """What the accountant set for one company."""

    name: str = ""
    frequency: str = FREQUENCIES[0]  # how GSTR-3B is filed
    state: str = ""  # two-digit code; empty: that of the GSTIN
    extensions: tuple[Extension, ...] = ()  # due dates moved, beside those by notification that are known
    annual_returns: AnnualReturns = ()
    mode: str = "Compare and Claim"
    tolerance: Tolerance = field(default_factory=Tolerance)
    upload_rows: str = "Every decided row"
    suggest_exact: str = "Accept"
    suggest_suggested: str = "Accept"
    suggest_mismatched: str = "Pending"
    suggest_missing_in_pr: str = "Pending"
    itc_keys: str = "camelCase"
    period_text: str = "As downloaded"
    stale_hours: float = 24.0
    remind_days: float = 2.0
    remarks_required: bool = False
    needs_approval: bool = False  # a second person approves the marks before they are uploaded
    remember_eligibility: bool = True  # what was chosen for a supplier's documents last is proposed for new ones
    decide_imports: bool = False
    tally_company: str = ""  # the company in TallyPrime whose vouchers are this GSTIN's; empty: not said yet
    tally_number: str = TALLY_NUMBERS[0]
    not_reportable: tuple[str, ...] = ()  # GSTINs of suppliers under reverse charge or not reportable
    letter_language: str = LETTER_LANGUAGES[0]
    letter_days: float = 7.0  # before a supplier is written to again
    letter_texts: tuple[LetterText, ...] = ()  # where the accountant wrote his own
