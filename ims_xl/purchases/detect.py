"""Which format a file has: one row of the table a format, the first that fits holds."""

from collections.abc import Callable
from typing import NamedTuple

from ims_xl.issues import ImsError
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.grid import read_csv, read_workbook
from ims_xl.purchases.gstr2 import holds_gstr2, read_gstr2
from ims_xl.purchases.gstr2b import holds_gstr2b, load_json, read_gstr2b
from ims_xl.purchases.gstr2b_workbook import holds_gstr2b_workbook, read_gstr2b_workbook
from ims_xl.purchases.headers import find_tables, missing
from ims_xl.purchases.layouts import GSTR2, REGISTER
from ims_xl.purchases.ledger_register import holds_ledger_register, read_ledger_register
from ims_xl.purchases.register import holds_register, read_register
from ims_xl.purchases.sources import KNOWN, Source
from ims_xl.wrappers import find_all

_EXPORT = (
    "Export the purchases as GSTR-2 workbook, or copy them into the Purchase Register template of GSTN's GSTR-2B "
    "matching tool, and choose that file."
)
_STATEMENT = "Download the GSTR-2B of that month as JSON from the portal and choose that file."
_IMS = "Import the JSON of the IMS Dashboard as portal file."
_PURCHASES = "Choose the file of your purchases (inward supplies)."


class Format(NamedTuple):
    """One format: what accountants call it, how it is told, how it is read; without `read` what to use instead."""

    name: str
    holds: Callable[[Content], bool]
    read: Callable[[Content, bool], Reading] | None
    advice: str = ""


def _sheet(*names: str) -> Callable[[Content], bool]:
    """A sheet has one of these names."""
    return lambda content: not content.names.isdisjoint(names)


def _says(*words: str) -> Callable[[Content], bool]:
    """All these headings or titles stand in the first rows."""
    return lambda content: set(words) <= content.words


def _keys(*keys: str) -> Callable[[Content], bool]:
    """One of these keys stands in the JSON, in whatever wrappers."""
    return lambda content: bool(find_all(content.payload, lambda record: not record.keys().isdisjoint(keys)))


def _ims(content: Content) -> bool:
    """The JSON has documents of IMS: their supplier's key is stin, in returns ctin."""
    return _keys("imsDetails", "invdata", "imsDetailsErr", "error_report")(content) or bool(
        find_all(content.payload, lambda record: "stin" in record)
    )


def _only_ledgers(content: Content) -> bool:
    """Whether it is a register of an accounting program, and holds no whole table in a government format."""
    return holds_ledger_register(content) and not any(
        not missing(table.header, table.layout)
        for sheet in content.sheets
        for table in find_tables(sheet, (*GSTR2, REGISTER), ("supplier_gstin", "doc_number"))
    )


FORMATS = (
    Format("a GSTR-2B JSON", holds_gstr2b, lambda content, _: read_gstr2b(content)),
    Format("an IMS file of the portal", _ims, None, _IMS),
    Format("a GSTR-1 or GSTR-2A JSON", _keys("fp"), None, _STATEMENT),
    Format("an IMS workbook of this program", _sheet("_ims"), None, _PURCHASES),
    Format("a GSTR-1 (sales) workbook", _sheet("b2b,sez,de", "b2cs", "b2cl"), None, _PURCHASES),
    Format("a GSTR-1 (sales) file", _says("gstin uin of recipient"), None, _PURCHASES),
    Format("an IMS workbook of the portal", _sheet("allotheritc", "b2b-cn"), None, _IMS),
    Format("a GSTR-2A workbook of the portal", _says("goods and services tax gstr 2a"), None, _STATEMENT),
    Format("a GSTR-2A workbook of the portal", _says("gstr 3b filing status"), None, _STATEMENT),
    Format("a GSTR-2B workbook", holds_gstr2b_workbook, lambda content, _: read_gstr2b_workbook(content)),
    Format("a GSTR-2B workbook of the portal", _sheet("itcavailable"), None, _STATEMENT),
    Format("a GSTR-2B workbook of the portal", _says("goods and services tax gstr 2b"), None, _STATEMENT),
    Format("a register of an accounting program", _only_ledgers, lambda content, _: read_ledger_register(content)),
    Format("a GSTR-2 workbook", holds_gstr2, read_gstr2),
    Format("a purchase register", holds_register, read_register),
    Format("a Tally register", _says("particulars", "voucher type"), None, _EXPORT),
    Format("a Tally register", _says("particulars", "vch type"), None, _EXPORT),
    Format("a Busy register", _says("name address of dealer"), None, _EXPORT),
    Format("a Zoho Books export", _says("bill number", "vendor name"), None, _EXPORT),
    Format("an Odoo export", _says("untaxed amount signed"), None, _EXPORT),
)
"""Formats that hold others' headings too stand before those."""


def open_content(source: Source) -> Content:
    """The file opened.

    Raises ImsError when it is empty, damaged, protected or of no kind that can be opened.
    """
    match source.kind:
        case "workbook":
            return Content(source, read_workbook(source))
        case "json":
            return Content(source, payload=load_json(source))
        case "text":
            return Content(source, [read_csv(source)])


def detect(content: Content) -> Format:
    """The format of the file.

    Raises ImsError when it is none of those that can be read, with its name where it is known.
    """
    found = next((one for one in FORMATS if one.holds(content)), None)
    if found is None:
        sheets = ", ".join(sheet.name for sheet in content.sheets if sheet.name)
        reason = f"no purchase data was found in the {f'sheets {sheets}' if sheets else 'file'}"
        if content.is_csv and content.source.path.suffix.lower().startswith(".xl"):
            reason = "the file is text and no Excel workbook, and no purchase data was found in it"
        raise ImsError(reason, KNOWN, file=content.source.name)
    if found.read is None:
        raise ImsError(f"the file is {found.name}", found.advice, file=content.source.name)
    return found
