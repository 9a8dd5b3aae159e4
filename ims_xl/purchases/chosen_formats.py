"""The formats as one buyer has them: what the accountant decided goes before what is recognised."""

from ims_xl.purchases.formats import FORMATS, Format, tally_vouchers


def chosen_formats(own_gstin: str, tally_number: str) -> tuple[Format, ...]:
    """Every format, in the order in which they are tried.

    `tally_number`: where the supplier's number stands in vouchers of Tally, one of TALLY_NUMBERS.
    """
    vouchers = tally_vouchers.voucher_format(tally_number, own_gstin)
    return tuple(vouchers if one is tally_vouchers.FORMAT else one for one in FORMATS)
