"""Return periods MMYYYY as months that can be compared and counted, and the month a filing date feeds."""

from datetime import date, datetime

DRAFT_DAY = 14
# The last day on which a return still belongs to the month before: GSTR-1 and 1A of monthly filers until the 11th;
# quarterly GSTR-1, IFF, GSTR-5, GSTR-6 and the records of ICEGATE until the 13th (GSTN's FAQ on GSTR-2B).
MONTHLY_CLOSES, OTHERS_CLOSE = 11, 13
_LATER_FORMS = ("R5", "R6")


def month(period: str) -> int:
    """Months since year 0; ValueError when it is not MMYYYY."""
    if len(period) != 6 or not period.isdigit() or not 1 <= int(period[:2]) <= 12:
        raise ValueError(period)
    return int(period[2:]) * 12 + int(period[:2]) - 1


def period(months: int) -> str:
    """MMYYYY of a month."""
    return f"{months % 12 + 1:02d}{months // 12:04d}"


def month_of(moment: date) -> int:
    """The calendar month."""
    return moment.year * 12 + moment.month - 1


def day_in(months: int, day: int) -> date:
    """A day of a month."""
    return date(months // 12, months % 12 + 1, day)


def read_day(text: str) -> date:
    """The date of DD-MM-YYYY; ValueError when it is none."""
    return datetime.strptime(text, "%d-%m-%Y").date()


def communicated(filed: date, supplier_month: int, form: str, quarterly: bool = False, imports: bool = False) -> int:
    """The month in whose GSTR-2B window a document was filed, never before the supplier's own month.

    May's GSTR-1 filed on 13 June feeds GSTR-2B of June. What GSTR-1A adds gives ITC in the next month at the earliest,
    also where it is filed by the 11th (GSTN's advisory on GSTR-1A; its FAQ on the windows can be read otherwise).
    `quarterly`: the supplier files by the quarter, so in GSTR-1 of the quarter or in IFF.
    """
    late = quarterly or imports or form in _LATER_FORMS
    window = month_of(filed) - (filed.day <= (OTHERS_CLOSE if late else MONTHLY_CLOSES))
    return max(window, supplier_month + (form == "R1A"))
