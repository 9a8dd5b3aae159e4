"""What the accountant may type beside a document, declared once: sheets, reading, marks and the store loop over it."""

from typing import Literal, NamedTuple

from ims_xl import schema

InputKind = Literal["choice", "text", "rupees"]


class Input(NamedTuple):
    """One input column of the status sheets.

    `name`: of the value in marks and in the store. `kind`: rupees are kept as a number, the others as text.
    `choices`: name of its dropdown list. `width` in characters. What goes to the portal is in `schema.DECISION` too.
    """

    name: str
    header: str
    kind: InputKind
    width: float
    help: str
    choices: str = ""
    first_screen: bool = False

    @property
    def typed(self) -> str:
        """The column of a frame that holds the cell as it was typed."""
        return f"{self.name}_text"


INPUTS = (
    Input("action", "Action", "choice", 11, "Accept, Reject, Pending or No Action. Blank leaves the portal as it is. A question mark asks you to confirm.", "Action", True),
    Input("remarks", "Remarks", "text", 24, "Up to 250 characters; goes to the portal with Reject or Pending"),
    Input("itc_reduction", "Reduce ITC", "choice", 13, "Asked when a credit note or downward change is accepted", "ReduceITC"),
    Input("declared_igst", "Declared IGST", "rupees", 13, "ITC to reduce, for Yes - partial"),
    Input("declared_cgst", "Declared CGST", "rupees", 13, "ITC to reduce, for Yes - partial"),
    Input("declared_sgst", "Declared SGST", "rupees", 13, "Equal to Declared CGST"),
    Input("declared_cess", "Declared cess", "rupees", 13, "ITC to reduce, for Yes - partial"),
    Input("eligibility", "Eligibility", "choice", 16, "Blocked credit is accepted here and reversed in GSTR-3B", "Eligibility"),
    Input("comment", "Comment", "text", 30, "Your own note on this document; it stays in the workbook and its report and never goes to the portal"),
)  # fmt: skip

BY_NAME = {column.name: column for column in INPUTS}
ACTION = BY_NAME["action"]
BESIDE = tuple(column for column in INPUTS if column is not ACTION)
"""What may be typed beside an action."""

DECLARED = tuple(f"declared_{tax}" for tax in schema.TAXES)
REDUCTION = ("itc_reduction", *DECLARED)
