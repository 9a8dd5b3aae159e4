"""Reports of other matching programs, in which the portal's documents stand beside those of the books.

Read as purchases they would give the portal's own figures back, and everything would match.
"""

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format

_ADVICE = (
    "It compares the portal with the books and holds the figures of both. Choose the register of your books itself."
)


def _identify(content: Content) -> bool:
    """By differences between both sides, or by headings that name the side."""
    words = content.words
    sided = {word.removesuffix(" 2b") for word in words if word.endswith(" 2b")}
    return {"match status", "taxable value difference"} <= words or {"supplier gstin", "document number"} <= sided


FORMAT = Format("a reconciliation report of another program", _identify, advice=_ADVICE)
