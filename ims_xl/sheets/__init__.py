"""The sheets of the workbook, one module a sheet or a kind of sheet, each a function of the view."""

from collections.abc import Callable
from dataclasses import replace

from ims_xl.sheets import (
    column_mapping,
    contacts,
    document_view,
    gstr2b,
    gstr3b_working,
    guide,
    history,
    home,
    issues,
    itc_reversals,
    letter_texts,
    lists,
    match_status,
    push,
    reversal_lists,
    settings,
    settled,
    status,
    supplier_score,
    suppliers,
    year_view,
)
from ims_xl.sheets.identity import SANDBOX
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Sheet

_ORDER: tuple[Callable[[View], list[Sheet]], ...] = (
    home.sheets,
    match_status.sheets,
    status.sheets,
    settled.sheets,
    document_view.sheets,
    suppliers.sheets,
    contacts.sheets,
    supplier_score.sheets,
    push.sheets,
    gstr2b.sheets,
    gstr3b_working.sheets,
    itc_reversals.sheets,
    reversal_lists.sheets,
    year_view.sheets,
    history.sheets,
    issues.sheets,
    column_mapping.sheets,
    settings.sheets,
    letter_texts.sheets,
    guide.sheets,
)


def all_sheets(view: View, metadata: str) -> list[Sheet]:
    """Every sheet of ours in order; which ones there are depends on the mode and on what has been done."""
    visible = [sheet for make in _ORDER for sheet in make(view)]
    if view.provider == SANDBOX:
        visible = [_marked(sheet) for sheet in visible]
    return [*visible, lists.choices(), lists.metadata(metadata)]


def _marked(sheet: Sheet) -> Sheet:
    """The sheet with SANDBOX before its title, so that nobody takes it for the real portal."""
    cells = tuple(
        replace(cell, value=f"{SANDBOX} · {cell.value}") if cell.style == "title" else cell for cell in sheet.cells
    )
    return replace(sheet, cells=cells)
