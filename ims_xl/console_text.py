"""Texts of files as they may stand in a terminal: neither steering it nor read as markup."""

from rich.markup import escape

from ims_xl.issues import printable


def shown(text: str) -> str:
    """The text for a rich console; line breaks stay, other signs that steer a terminal do not."""
    return escape("\n".join(map(printable, text.split("\n"))))
