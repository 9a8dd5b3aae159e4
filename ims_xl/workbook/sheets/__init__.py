"""The sheets of the workbook, one module a sheet or a kind of sheet, each a function of the view."""

from collections.abc import Callable

from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.sheets import history, home, issues, lists, match_status, push, settings, status, suppliers
from ims_xl.workbook.view import View

_ORDER: tuple[Callable[[View], list[Sheet]], ...] = (
    home.sheets,
    match_status.sheets,
    status.sheets,
    suppliers.sheets,
    push.sheets,
    history.sheets,
    issues.sheets,
    settings.sheets,
)


def all_sheets(view: View, metadata: str) -> list[Sheet]:
    """Every sheet of ours in order; which ones there are depends on the mode and on what has been done."""
    visible = [sheet for make in _ORDER for sheet in make(view)]
    return [*visible, lists.choices(), lists.metadata(metadata)]
