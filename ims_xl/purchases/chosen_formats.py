"""The formats as one buyer has them: what the accountant decided goes before what is recognised."""

from collections.abc import Sequence

from ims_xl.column_mapping import ColumnMapping
from ims_xl.purchases.formats import FORMATS, Format, tally_vouchers
from ims_xl.purchases.mapped import mapped_format


def chosen_formats(own_gstin: str, tally_number: str, mappings: Sequence[ColumnMapping]) -> tuple[Format, ...]:
    """Every format, in the order in which they are tried, first the layouts that the accountant mapped.

    `tally_number`: where the supplier's number stands in vouchers of Tally, one of TALLY_NUMBERS.
    """
    vouchers = tally_vouchers.voucher_format(tally_number, own_gstin)
    known = (vouchers if one is tally_vouchers.FORMAT else one for one in FORMATS)
    return (*map(mapped_format, mappings), *known)
