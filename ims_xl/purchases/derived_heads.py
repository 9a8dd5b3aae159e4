"""Tax heads worked out where a file has only the whole tax of a document; whoever uses them says so."""

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.money import to_paise

Heads = dict[str, float]
_LENGTH = 15  # characters of a GSTIN
_NO_STATE = ("96", "97", "99")  # abroad, other territory, centre


def heads_by_state(tax: float, supplier: str, own: str) -> Heads | None:
    """IGST between States, else half CGST and half SGST, by the States of both GSTINs; None where they do not tell.

    A supplier in a special economic zone is not known by his number: the one doubt that is left.
    """
    if tax == 0:
        return dict.fromkeys(schema.TAXES, 0.0)
    numbers = (gstin.clean(supplier), gstin.clean(own))
    theirs, ours = map(gstin.state_code, numbers)
    if any(len(number) != _LENGTH for number in numbers) or {theirs, ours} & {*_NO_STATE}:
        return None
    return integrated(tax) if theirs != ours else halves(tax)


def integrated(tax: float) -> Heads:
    """All of it IGST."""
    return dict.fromkeys(schema.TAXES, 0.0) | {"igst": tax}


def halves(tax: float) -> Heads | None:
    """Half CGST and half SGST, which are always equal; None for an odd sum of paise."""
    half, odd = divmod(to_paise(tax), 2)
    return None if odd else dict.fromkeys(schema.TAXES, 0.0) | {"cgst": half / 100, "sgst": half / 100}
