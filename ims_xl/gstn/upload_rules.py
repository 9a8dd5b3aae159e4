"""What the portal would refuse of an upload, found before it is sent."""

from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.gst.actions import Action
from ims_xl.gst.restrictions import REMARKS_LENGTH
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import wire
from ims_xl.issues import ImsError
from ims_xl.money import paise

_IMPORTS = [section.key for section in SECTIONS.values() if section.family == "Imports"]


def check_decisions(rows: pd.DataFrame, recipient_gstin: str) -> None:
    """Raise ImsError naming the decisions the portal would refuse."""
    faults = [
        f"{number} of {supplier}: {reason}"
        for reason, wrong in _faults(rows, recipient_gstin).items()
        for number, supplier in rows.loc[wrong, ["doc_number", "supplier_gstin"]].itertuples(index=False)
    ]
    if faults:
        more = f"; and {len(faults) - 10} more" if len(faults) > 10 else ""
        remedy = "Correct these decisions and make the file again."
        raise ImsError(f"the portal would refuse the file: {'; '.join(faults[:10])}{more}", remedy)


def _faults(rows: pd.DataFrame, recipient_gstin: str) -> dict[str, "pd.Series[bool]"]:
    declared = {tax: paise(rows[f"new_declared_{tax}"]).fillna(0) for tax in schema.TAXES}
    declaring, in_part = wire.declaring(rows), wire.declares_part(rows)
    beyond: pd.Series[Any] = pd.Series(False, index=rows.index)
    for tax, amounts in declared.items():
        beyond |= (amounts < 0) | (amounts > paise(rows[tax]).fillna(0))
    less_than_full = rows["new_itc_reduction"].eq("N") | in_part
    return {
        "the document is of another GSTIN": rows["recipient_gstin"].ne(recipient_gstin),
        "the document stands twice": rows["doc_id"].duplicated(),
        "the action is not A, R, P or N": ~rows["new_action"].isin(list(Action)),
        "a bill of entry cannot be rejected": rows["new_action"].eq(Action.REJECT) & rows["section"].isin(_IMPORTS),
        "Pending is not allowed": rows["new_action"].eq(Action.PENDING) & rows["pending_blocked"],
        f"remarks are longer than {REMARKS_LENGTH} characters": rows["new_remarks"].str.len().gt(REMARKS_LENGTH),
        "the answer on reducing ITC is not Y, N or empty": ~rows["new_itc_reduction"].isin(["", "Y", "N"]),
        "a declaration on ITC is not allowed": less_than_full & rows["new_action"].eq(Action.ACCEPT) & ~declaring,
        "the ITC to reduce is negative or above the tax of the document": declaring & in_part & beyond,
        "the CGST and SGST to reduce differ": declaring & in_part & declared["cgst"].ne(declared["sgst"]),
    }
