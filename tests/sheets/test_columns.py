"""What is seen of the status sheets without scrolling, what folds away, what is printed."""

import textwrap

import pytest

from ims_xl.sheets import columns
from ims_xl.sheets.names import STATUS_SHEETS, TABLES

PAIRED = [
    "Action", "Supplier name", "Number (IMS)", "Number (Books)", "Date (IMS)", "Taxable (IMS)", "Tax (IMS)",
    "Taxable difference", "Tax difference", "Suggested", "Reason", "Portal status", "Filed", "Why", "Supplier GSTIN",
]  # fmt: skip
SCREEN = 1366 - 45  # pixels without the row numbers and the scroll bar
ZOOM = 0.85


def pixels(shown: list[columns.Column]) -> float:
    """On the screen, with letters of 7 pixels and 5 to spare in a column."""
    return sum(column.width * 7 + 5 for column in shown) * ZOOM


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in STATUS_SHEETS if sheet.key in ("exact", "suggested", "mismatched")]
)
def test_the_first_columns_of_a_pair_are_what_is_decided_by(sheet):
    assert [column.header for column in sheet.columns if column.first_screen] == PAIRED
    assert [column.header for column in sheet.columns[: len(PAIRED)]] == PAIRED


@pytest.mark.parametrize("sheet", STATUS_SHEETS, ids=lambda sheet: sheet.key)
def test_what_is_decided_by_and_why_fits_a_screen_of_1366_pixels(sheet):
    shown = [column for column in sheet.columns if column.first_screen and column.header != "Supplier GSTIN"]
    assert pixels(shown) <= SCREEN


@pytest.mark.parametrize(
    "name", ["ims_DocumentView", "ims_SupplierView", "ims_Dashboard", "ims_Contacts", "ims_Scores", "ims_LetterTexts"]
)
def test_the_views_fit_a_screen_of_1366_pixels(name):
    assert pixels([column for column in TABLES[name] if column.first_screen]) <= SCREEN


@pytest.mark.parametrize("name", TABLES)
def test_a_heading_stands_on_two_lines_beside_its_filter_arrow(name):
    for column in TABLES[name]:
        lines = textwrap.wrap(column.header, int(column.width) - 2, break_long_words=False)
        assert column.is_hidden or (len(lines) <= 2 and max(map(len, lines)) <= column.width - 1), column.header


@pytest.mark.parametrize("sheet", STATUS_SHEETS, ids=lambda sheet: sheet.key)
def test_what_is_printed_has_the_amounts_the_supplier_and_the_reason(sheet):
    half = "Books" if sheet.key == "missing_in_ims" else "IMS"
    wanted = {f"Number ({half})", f"Date ({half})", f"Taxable ({half})", f"Tax ({half})", "Supplier GSTIN", "Reason"}
    assert wanted <= {column.header for column in sheet.columns if column.first_screen}


@pytest.mark.parametrize("sheet", STATUS_SHEETS, ids=lambda sheet: sheet.key)
def test_all_other_columns_fold_away(sheet):
    assert all(bool(column.level) != column.first_screen for column in sheet.columns)
    levels = [column.level for column in sheet.columns]
    assert levels == sorted(levels)


def test_document_view_has_at_most_14_columns():
    assert len([column for column in columns.DOCUMENT_VIEW if not column.is_hidden]) == 14
