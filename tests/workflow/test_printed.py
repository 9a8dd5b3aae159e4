"""What a page shows: nothing of the first screen is missing on paper, no line above a table runs off it."""

import pytest

from ims_xl.sheets import all_sheets
from ims_xl.workbook import layout


@pytest.fixture
def sheets(matched):
    return all_sheets(matched.look(lambda job: job.view().view), "{}")


def test_every_column_of_the_first_screen_is_printed(sheets):
    for sheet in sheets:
        for table in sheet.tables:
            shown = [at for at, column in enumerate(table.columns, start=1) if column.first_screen]
            assert layout.print_box(sheet).right >= max(shown), sheet.name


def test_the_lines_above_a_table_end_on_the_paper(sheets):
    """A letter of 11 points takes 6.5 pixels in the mean, a column 7 a character and 5."""
    for sheet in sheets:
        for table in sheet.tables[:1]:
            right = layout.print_box(sheet).right
            for cell in sheet.cells:
                if cell.row < table.top and cell.style in ("title", "subtitle", "muted", "label"):
                    room = sum(
                        column.width * 7 + 5
                        for column in table.columns[cell.column - 1 : right]
                        if not column.is_hidden
                    )
                    assert len(str(cell.value)) * 6.5 <= room, (sheet.name, cell.value)
