"""Year: the months of the financial year beside each other, from what each one's workbook worked out last."""

from ims_xl.money import in_rupees
from ims_xl.month_figures import AHEAD
from ims_xl.sheets.year_view import has_figures, year_label, year_rows, year_sums
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome


def show_year(job: Job) -> Outcome:
    """The totals of the financial year by the names of `year_sums`; the months stand on the sheet Year View."""
    view = job.view().view
    sums = year_sums(year_rows(view.year))
    known = sum(has_figures(month) for month in view.year)
    missing = [month.label for month in view.year if not month.figures and month.state != AHEAD]
    figures: dict[str, object] = {"periods": known, "without figures": len(missing), **sums}
    left = f"; without figures and in no total: {', '.join(missing)}" if missing else ""
    return Outcome(
        f"{year_label(view)}, {counted(known, 'period')}: ITC taken in GSTR-3B {in_rupees(sums['net'])}, "
        f"as per GSTR-2B {in_rupees(sums['gstr2b'])}, per books {in_rupees(sums['books'])}{left}",
        figures,
        job.warnings,
        "See the sheet Year View.",
    )
