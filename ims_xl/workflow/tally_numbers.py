"""In which place of Tally's vouchers the suppliers' numbers stand, told by the portal's documents."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.issues import ImsError, Issue
from ims_xl.matching.documents import NONE
from ims_xl.matching.numbers import forms
from ims_xl.purchases.formats.tally_vouchers import number_in
from ims_xl.purchases.sources import Source
from ims_xl.purchases.tally_voucher import vouchers
from ims_xl.purchases.xml_file import load_xml
from ims_xl.register_words import TALLY_NUMBERS
from ims_xl.wording import counted

_FEWEST = 3  # documents by which another place must be better


def number_advice(sources: Sequence[Source], documents: pd.DataFrame, chosen: str) -> list[Issue]:
    """A warning when the portal's documents (schema.IMS) are found more often by the number in another place.

    `chosen` is one of TALLY_NUMBERS.
    """
    held: list[tuple[str, dict[str, str]]] = []
    for source in sources:
        try:
            found = [*vouchers(load_xml(source))]
        except ImsError:  # told when it was read
            continue
        held += [(one.party_gstin, {place: number_in(one, place) for place in TALLY_NUMBERS}) for one in found]
    met = {place: _met([(owner, numbers[place]) for owner, numbers in held], documents) for place in TALLY_NUMBERS}
    best = max(TALLY_NUMBERS, key=lambda place: met[place])
    if met[best] < met[chosen] + _FEWEST:
        return []
    reason = (
        f"{counted(met[best], 'voucher')} of Tally meet the portal's numbers by the {best.lower()}, "
        f"{met[chosen]:,} by the {chosen.lower()}, which was read"
    )
    remedy = f"Compare a few; if so choose {best} beside Supplier's number in Tally on Settings and read it again."
    return [Issue("warning", reason, remedy, sources[-1].name)]


def _met(numbers: Sequence[tuple[str, str]], documents: pd.DataFrame) -> int:
    """How many suppliers' numbers are those of the portal's documents of the same supplier, years and zeros aside."""
    theirs = [*zip(documents["supplier_gstin"], documents["doc_number"], strict=True)]
    bare = forms([number for _, number in (*theirs, *numbers)]).bare.tolist()
    codes = [(owner, code) for (owner, _), code in zip((*theirs, *numbers), bare, strict=True)]
    known = {*codes[: len(theirs)]}
    return sum(code in known and code[1] != NONE for code in codes[len(theirs) :])
