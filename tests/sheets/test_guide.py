"""The help names every sheet, and every action that can be chosen."""

from types import SimpleNamespace

from ims_xl.sheets import guide
from ims_xl.sheets.choices import CHOICES
from ims_xl.sheets.names import ASIDE, DOCUMENTS, SETTLED, STATUS_SHEETS


def test_every_sheet_and_every_action_is_explained():
    (sheet,) = guide.sheets(SimpleNamespace())
    named = {cell.value for cell in sheet.cells if cell.style == "value"}
    assert {one.status for one in (*STATUS_SHEETS, DOCUMENTS, SETTLED, ASIDE)} <= named
    assert set(CHOICES["Action"]) <= named
    rows = [cell.row for cell in sheet.cells if cell.column == 3]
    assert len(rows) == len(set(rows))
