"""How the company of a workbook files, from its settings and its GSTIN."""

from ims_xl.gst.due_dates import FREQUENCIES
from ims_xl.gst.filing import Filing
from ims_xl.settings import Company


def filing_of(company: Company, gstin: str) -> Filing:
    """The company's way of filing; without a State in the settings that of the GSTIN."""
    return Filing(
        quarterly=company.frequency == FREQUENCIES[1],
        state=company.state or gstin[:2],
        extensions=company.extensions,
        annual_returns=company.annual_returns,
    )
