"""GSTR-2A as the portal's Excel: what suppliers filed, which is no statement of credit."""

from ims_xl.purchases.formats.format import STATEMENT, Format, says

_titled, _filed = says("goods and services tax gstr 2a"), says("gstr 3b filing status")

FORMAT = Format(
    "a GSTR-2A workbook of the portal", lambda content: _titled(content) or _filed(content), advice=STATEMENT
)
