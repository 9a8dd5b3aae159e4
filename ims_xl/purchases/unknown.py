"""What a file that no format reads seems to be, and what it would need."""

from typing import NamedTuple

from ims_xl import schema
from ims_xl.purchases.content import Content
from ims_xl.purchases.headers import heading
from ims_xl.purchases.ledger_columns import SEARCHED, known_fields, tax_head

_FEWEST = 3  # of the columns below; fewer say nothing
_NEEDED = {
    "supplier_gstin": "the supplier's GSTIN",
    "supplier_name": "the supplier's name",
    "supplier_number": "the supplier's document number",
    "date": "a date",
    "value": "the taxable value",
    "heads": "IGST, CGST or SGST",
}
MAP = "If it is a register of yours, map its columns: Map columns on the IMS tab (command line: purchases with --map)."
REMEDY = f"Add these columns and choose the file again. {MAP}"


class Resemblance(NamedTuple):
    """The row of headings that is most like one of a purchase register: where it stands and what it lacks."""

    sheet: str
    row: int
    lacks: list[str]

    def __str__(self) -> str:
        return f"no column was found for {', '.join(self.lacks)}"

    @property
    def place(self) -> str:
        """Sheet and row in words; a CSV has rows only."""
        return f"sheet {self.sheet}, row {self.row}" if self.sheet else f"row {self.row}"


def resemblance(content: Content) -> Resemblance | None:
    """The row most like headings of purchases among the first ones of any sheet, None where none is like it."""
    best: Resemblance | None = None
    for sheet in content.flat:
        for row in sheet.rows[:SEARCHED]:
            lacks = _lacks([heading(cell) for cell in row.cells if isinstance(cell, str)])
            if len(lacks) <= len(_NEEDED) - _FEWEST and (best is None or len(lacks) < len(best.lacks)):
                best = Resemblance(sheet.name, row.number, lacks)
    return best if best and best.lacks else None


def _lacks(words: list[str]) -> list[str]:
    found = {*known_fields(words)}
    found |= {"date"} if found & {"booking_date", "supplier_date"} else set()
    found |= {"value"} if found & {"taxable_value", "doc_value"} else set()
    found |= {"heads"} if any(tax_head(text) in schema.TAXES for text in words) else set()
    lacks = [name for field, name in _NEEDED.items() if field not in found]
    heads = {tax_head(text) for text in words}
    pairs = (("cgst", "sgst"), ("sgst", "cgst"))
    halves = [other.upper() for head, other in pairs if head in heads and other not in heads]
    return lacks or halves or [_NEEDED["value"]] * ("taxable_value" not in found)
