"""Which columns of a status sheet the auditor's workbook prints."""

from ims_xl.sheets import columns
from ims_xl.sheets.names import DOCUMENTS, STATUS_SHEETS
from ims_xl.sheets.report_columns import printed_first

PAIRED = [
    "Action", "Supplier name", "Supplier GSTIN", "Number (IMS)", "Number (Books)", "Date (IMS)", "Taxable (IMS)",
    "Tax (IMS)", "Tax difference", "Portal status", "Reason",
]  # fmt: skip
IMS_ONLY = [name for name in PAIRED if name not in ("Number (Books)", "Tax difference")]
BOOKS_ONLY = [
    "Follow-up", "Supplier name", "Supplier GSTIN", "Number (Books)", "Date (Books)", "Taxable (Books)", "Tax (Books)",
    "Reason",
]  # fmt: skip


def printed(shown):
    return [column.header for column in printed_first(shown) if column.first_screen]


def test_the_printed_columns_of_each_status_sheet():
    assert [printed(sheet.columns) for sheet in STATUS_SHEETS] == [PAIRED, PAIRED, PAIRED, IMS_ONLY, BOOKS_ONLY]
    assert printed(DOCUMENTS.columns) == [name for name in IMS_ONLY if name != "Reason"]
    assert printed(columns.SETTLED) == BOOKS_ONLY[1:]


def test_the_others_follow_and_none_is_lost():
    for sheet in STATUS_SHEETS:
        shown = printed_first(sheet.columns)
        number = len(printed(sheet.columns))
        assert all(column.first_screen for column in shown[:number])
        assert not any(column.first_screen for column in shown[number:])
        assert {column.header for column in shown} == {c.header for c in sheet.columns if not c.is_hidden}


def test_they_fit_an_a4_page_across():
    """At 10 points some 145 characters fill an A4 page on its side; 190 are printed at three quarters of it."""
    for sheet in STATUS_SHEETS:
        assert sum(column.width for column in printed_first(sheet.columns) if column.first_screen) <= 190
