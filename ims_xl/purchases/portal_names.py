"""Whose a sheet of the portal's says it is."""

from collections.abc import Iterator, Sequence

from ims_xl.gst import gstin
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading
from ims_xl.purchases.values import shown

_LABELS = ("gstin", "gstin of recipient", "gstin of the recipient", "recipient gstin", "gstin uin")
_TOP_ROWS = 20


def own_gstins(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Each GSTIN that stands beside a cell saying GSTIN in the first rows of any sheet, with that cell's words."""
    for sheet in sheets:
        for row in sheet.rows[:_TOP_ROWS]:
            for label, cell in zip(row.cells, row.cells[1:], strict=False):
                words = label.strip() if isinstance(label, str) else ""
                who = gstin.clean(shown(cell)) if heading(words) in _LABELS else ""
                if gstin.has_shape(who):
                    yield who, words
