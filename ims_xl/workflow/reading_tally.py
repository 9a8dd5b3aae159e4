"""Reading purchases from a running TallyPrime, month by month."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ims_xl.gst import periods
from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.sources import Source
from ims_xl.tally.address import read_address
from ims_xl.tally.replies import Month
from ims_xl.tally.xml_port import Tally
from ims_xl.workflow import purchase_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.tally_numbers import number_advice

MOST_MONTHS = 24
_NAME_IT = "Write its name beside Company in Tally on Settings (command line: --company NAME)."


def read_tally(job: Job, address: str = "", first: str = "", last: str = "", company: str = "") -> Outcome:
    """Read a company's vouchers of these months; a month read again replaces what it gave before.

    `address`: host and port, "" for this computer. `first`, `last`: months, "" for those of the workbook's period.
    `company`: its name in TallyPrime, "" for the one on Settings or else the one that is open. Raises ImsError when
    the month is closed, Tally cannot be read, another company is open, or the person does not agree to it; nothing is
    taken in then.
    """
    job.refuse_closed("read TallyPrime")
    months = _months(job, first, last)
    with Tally(read_address(address), job.ui) as tally:
        name = _company(tally.companies(), company or job.company.tally_company)
        read: list[Month] = []
        for at, period in enumerate(months):
            job.ui.progress(at, len(months), f"TallyPrime, {periods.label(period)}")
            read.append(tally.vouchers(name, period))
    _confirm_owner(job, name, read)
    job.company = replace(job.company, tally_company=name)
    sources = [_source(month) for month in read if month.vouchers]
    result = purchase_data.read(job, sources)
    advice = number_advice(sources, job.documents(), job.company.tally_number)
    result.issues.extend([*_empty(read), *advice])
    names = [_name(month) for month in read]
    if not sources:
        job.store.findings.replace(job.identity.book_id, "purchase data", result.issues, names)
        return Outcome(f"TallyPrime gave no voucher of {name}", issues=result.issues)
    outcome = purchase_data.take_in(job, result, dict.fromkeys(names, job.at))
    return replace(outcome, message=f"{outcome.message.partition(' read from')[0]} read from {name} in TallyPrime")


def open_company(job: Job, address: str, *, seconds: float) -> str:
    """The company that would be read, as `read_tally` chooses it; `seconds`: how long Tally may think about it.

    Raises ImsError when Tally is not there, or no company can be chosen.
    """
    with Tally(read_address(address), job.ui, silent=seconds, longest=seconds) as tally:
        return _company(tally.companies(), job.company.tally_company)


def usual_months(job: Job) -> list[str]:
    """The months of the workbook's period, MMYYYY."""
    return _months(job, "", "")


def _months(job: Job, first: str, last: str) -> list[str]:
    """The months from `first` to `last`, MMYYYY.

    Raises ImsError when they are none, too many, or in the wrong order.
    """
    end = periods.parse_period(last) if last.strip() else job.identity.period
    usual = periods.shift(end, 1 - job.filing.months)
    begin = periods.parse_period(first) if first.strip() else usual
    count = periods.ordinal(end) - periods.ordinal(begin) + 1
    if count < 1:
        raise ImsError("the last month lies before the first", "Give the earlier month first.", value=first)
    if count > MOST_MONTHS:
        raise ImsError(f"these are {count} months, more than {MOST_MONTHS}", "Begin with a later month.", value=first)
    return [periods.shift(begin, at) for at in range(count)]


def _company(found: Sequence[str], wanted: str) -> str:
    """The company to read, as Tally spells it.

    Raises ImsError when none is open, the one wanted is not, or it is not said which of several.
    """
    if not found:
        raise ImsError("no company is open in TallyPrime", "Open the company there and read it again.")
    there = ", ".join(found)
    if wanted.strip():
        for name in found:
            if name.casefold() == wanted.strip().casefold():
                return name
        remedy = f"Open it in TallyPrime, or name another one. {_NAME_IT}"
        raise ImsError(f"the company {wanted.strip()} is not open in TallyPrime, but {there}", remedy)
    if len(found) > 1:
        raise ImsError(f"several companies are open in TallyPrime: {there}", _NAME_IT)
    return found[0]


def _confirm_owner(job: Job, name: str, months: Sequence[Month]) -> None:
    """See that the vouchers are of the workbook's GSTIN; where they name none, ask once for each company.

    Raises ImsError when they are of another GSTIN or the person does not say yes.
    """
    own = job.identity.gstin
    named = sorted({one for month in months for one in month.registrations})
    if named and own not in named:
        reason = f"the company {name} in TallyPrime is of GSTIN {', '.join(named)}, this workbook is of {own}"
        raise ImsError(reason, f"Open the company of this GSTIN in TallyPrime. {_NAME_IT}")
    if named or name == job.company.tally_company or not any(month.vouchers for month in months):
        return
    if not job.ui.ask(f"The vouchers of {name} in TallyPrime name no GSTIN. Are they of {own}?"):
        reason = f"the vouchers of {name} in TallyPrime name no GSTIN"
        raise ImsError(reason, f"If they are of {own} say yes (command line: --yes).")


def _name(month: Month) -> str:
    """What a month is called as a source."""
    return f"Tally {periods.label(month.period)}"


def _source(month: Month) -> Source:
    name = _name(month)
    return Source(name, Path(name), month.data, hashlib.sha256(month.data).hexdigest())


def _empty(months: Sequence[Month]) -> list[Issue]:
    """A warning on each month without any voucher, which proves nothing: another company gives the same."""
    reason = "TallyPrime gave no voucher of this month"
    remedy = "If there were purchases look whether this is the right company. What was read of it before is kept."
    return [Issue("warning", reason, remedy, _name(month)) for month in months if not month.vouchers]
