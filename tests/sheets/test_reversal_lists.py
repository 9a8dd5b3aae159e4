"""The lists of what rules 37 and 37A may reverse: which sheets there are, and what stands above the lines."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from ims_xl.decisions.reversal_cells import REVERSE, nothing_typed
from ims_xl.settings import Company
from ims_xl.sheets.reversal_lists import sheets
from ims_xl.sheets.view import Reversals


def view(*keys: str, typed: tuple[str, ...] = (), to_reverse: list[float] | None = None) -> Any:
    """A view with these keys on the lists and these chosen; `to_reverse`: what GSTR-2B lists itself, by head."""
    listed = pd.DataFrame({"key": keys, "kind": [key.partition("|")[0] for key in keys]}, dtype="str")
    cells = pd.DataFrame({"key": typed, "reverse": "Yes - full"}, dtype="object").reindex(columns=["key", *REVERSE])
    held = Reversals(listed=listed, typed=nothing_typed()._replace(listed=cells))
    gstr2b = SimpleNamespace(to_reverse=to_reverse) if to_reverse else None
    return SimpleNamespace(
        reversals=held, company=Company(), gstin="27AAZCD1111E1ZS", period="102026", gstr2b=gstr2b
    )  # fmt: skip


def above(sheet: Any) -> str:
    """What to do, above the table."""
    return next(str(cell.value) for cell in sheet.cells if cell.row == 3)


def test_a_list_without_documents_has_no_sheet_unless_something_was_typed_there() -> None:
    """What was chosen beside a document that is listed no longer is read as taken back from the sheet drawn without it."""
    assert sheets(view()) == []
    assert [sheet.name for sheet in sheets(view("rule 37|1", "rule 37A|2"))] == [
        "Unpaid 180 Days", "Supplier without GSTR-3B",
    ]  # fmt: skip
    (sheet,) = sheets(view(typed=("rule 37A|2",)))
    assert (sheet.name, len(sheet.tables[0].rows)) == ("Supplier without GSTR-3B", 0)


def test_what_gstr2b_lists_itself_is_named_where_it_could_be_counted_twice() -> None:
    """GSTR-2B lists 90 of CGST and of S/UTGST."""
    unpaid, unfiled = sheets(view("rule 37|1", "rule 37A|2", to_reverse=[0.0, 90.0, 90.0, 0.0]))
    assert "GSTR-2B" not in above(unpaid)
    assert above(unfiled).endswith(
        ". GSTR-2B lists ₹180.00 itself: choose it here or type it on ITC Reversals, not both"
    )
    (unfiled,) = sheets(view("rule 37A|2"))
    assert "GSTR-2B" not in above(unfiled)
