"""Registers with a column for each ledger or tax head, of any accounting program."""

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats import gstr2, register
from ims_xl.purchases.formats.format import EXPORT, Format, bare
from ims_xl.purchases.headers import missing
from ims_xl.purchases.ledger_register import ledger_sheets, read_ledger_register
from ims_xl.purchases.unknown import resemblance

FAMILIES = ("b2b", "cdnr", "eco", "b2bur")


def program(name: str, *signs: set[str]) -> Format:
    """The register of an accounting program, `name` as `a Tally register`, with all headings of one of the signs.

    Without columns of tax heads it is refused.
    """

    def identify(content: Content) -> bool:
        if not any(sign <= content.words for sign in signs):
            return False
        if content.once(ledger_sheets):
            return not _has_government_table(content)
        return not (gstr2.FORMAT.identify(content) or register.FORMAT.identify(content))

    return Format(
        name,
        identify,
        lambda content, swap: read_ledger_register(content, bare(name), swap),
        FAMILIES,
        EXPORT,
        lambda content: bool(content.once(ledger_sheets)),
        _lacks,
    )


def _lacks(content: Content) -> str:
    like = resemblance(content)
    return f"In {like.place}, {like}." if like else ""


def _has_government_table(content: Content) -> bool:
    """Whether a table has all that a government format needs: then it is read as such."""
    found = [*content.once(gstr2.gstr2_tables), *content.once(register.register_tables)]
    return any(not missing(table.header, table.layout) for _, tables in found for table in tables)


FORMAT = Format(
    "a register of an accounting program",
    lambda content: bool(content.once(ledger_sheets)) and not _has_government_table(content),
    lambda content, swap: read_ledger_register(content, "register of an accounting program", swap),
    FAMILIES,
)
