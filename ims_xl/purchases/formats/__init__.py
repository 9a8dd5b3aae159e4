"""The formats of purchase files, a module each; docs/purchase-formats.md says how to add one."""

from ims_xl.purchases.formats import (
    busy,
    busy_xml,
    cleartax,
    cleartax_lines,
    erpnext,
    gstr1_file,
    gstr1_json,
    gstr1_workbook,
    gstr2,
    gstr2a_workbook,
    gstr2b_json,
    gstr2b_workbook,
    ims_json,
    ims_workbook,
    ledgers,
    odoo,
    own_workbook,
    reconciliation,
    register,
    tally,
    tally_register_xml,
    tally_vouchers,
    vyapar,
    zoho,
)
from ims_xl.purchases.formats.format import Format

FORMATS: tuple[Format, ...] = (
    gstr2b_json.FORMAT,
    ims_json.FORMAT,
    gstr1_json.FORMAT,
    tally_register_xml.FORMAT,
    busy_xml.FORMAT,
    tally_vouchers.FORMAT,
    own_workbook.FORMAT,
    gstr1_workbook.FORMAT,
    gstr1_file.FORMAT,
    ims_workbook.FORMAT,
    gstr2a_workbook.FORMAT,
    gstr2b_workbook.FORMAT,
    reconciliation.FORMAT,
    cleartax_lines.FORMAT,
    cleartax.FORMAT,
    tally.FORMAT,
    busy.FORMAT,
    zoho.FORMAT,
    erpnext.FORMAT,
    ledgers.FORMAT,
    vyapar.FORMAT,
    gstr2.FORMAT,
    register.FORMAT,
    odoo.FORMAT,
)
"""The first that identifies a file has it: a format that holds others' headings too stands before those."""

__all__ = ["FORMATS", "Format"]
