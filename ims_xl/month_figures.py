"""What is remembered of a month's input tax credit when it is worked out, for the view over the year."""

from typing import NamedTuple

from ims_xl import schema

FIGURES = (
    schema.Column("at", "text", "when it was worked out"),
    schema.Column("closed", "flag", "worked out when the month was closed, so that it stays as it is"),
    schema.Column("months", "count", "1, or 3 of a quarter under QRMP"),
    schema.Column("gstr2b", "rupees", "ITC available of GSTR-2B less what it reverses; missing while it is not read"),
    schema.Column("books", "rupees", "credit of the bills first booked in this month; missing without purchase data"),
    schema.Column("available", "rupees", "4(A) of GSTR-3B Working; missing without documents of the portal"),
    schema.Column("reversed", "rupees", "4(B) of it, both lines"),
    schema.Column("open_reversals", "rupees", "closing balance of ITC Reversals"),
    schema.Column("claim_until", "date", "the next section 16(4) date of credit that is not claimed yet"),
    schema.Column("lapsing", "count", "documents whose credit lapses on that day"),
    schema.Column("lapsing_tax", "rupees", "their tax"),
)
"""One row a workbook; amounts are signed rupees."""

NOT_IN_STORE, AHEAD = "not in the store", "later than this workbook"
"""What stands beside a tax period without figures: before or beside the workbook's own, and after it."""


class YearMonth(NamedTuple):
    """A line of the year: MMYYYY (of a quarter its last month), its name, what is known of it, its figures by name.

    `figures` is empty where nothing is known: such a month is no month of nothing.
    """

    period: str
    label: str
    state: str
    figures: dict[str, object]
