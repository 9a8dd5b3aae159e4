"""A list of vendor bills of Odoo."""

from ims_xl.purchases.formats.format import EXPORT, Format, says

FORMAT = Format("an Odoo export", says("untaxed amount signed"), advice=EXPORT)
