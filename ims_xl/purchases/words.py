"""The words of purchase files and the codes they stand for."""

import re
from collections.abc import Mapping

from ims_xl.gst import gstin
from ims_xl.gst.places import place_code
from ims_xl.purchases.grid import Cell
from ims_xl.purchases.values import Fault, Reader, Value, shown, visible

ELIGIBILITY = {
    "inputs": "Inputs",
    "input": "Inputs",
    "inputservices": "Input services",
    "inputservice": "Input services",
    "capitalgoods": "Capital goods",
    "capitalgood": "Capital goods",
    "ineligible": "Blocked 17(5)",
    "blocked175": "Blocked 17(5)",
}
SUPPLY_TYPES = {
    "r": "R",
    "b2b": "R",
    "regular": "R",
    "regularb2b": "R",
    "de": "DE",
    "deemedexp": "DE",
    "deemedexport": "DE",
    "deemedexports": "DE",
    "sewp": "SEWP",
    "sezwp": "SEWP",
    "sezsupplieswithpayment": "SEWP",
    "sezsupplieswithpaymentoftax": "SEWP",
    "sewop": "SEWOP",
    "sezwop": "SEWOP",
    "sezsupplieswithoutpayment": "SEWOP",
    "sezsupplieswithoutpaymentoftax": "SEWOP",
    "cbw": "CBW",
    "intrastatesuppliesattractingigst": "CBW",
    "eco": "ECO",
    "ecom": "ECO",
    "95": "ECO",
    "section95": "ECO",
}
"""ECO is told apart from the others by the family of the document and is not a supply type itself."""
DOC_TYPES = {
    **dict.fromkeys(("invoice", "inv", "taxinvoice", "billofsupply", "i", "bill", "purchaseinvoice"), "INV"),
    **dict.fromkeys(("creditnote", "cn", "c", "crn", "cdn", "credit", "cr", "crnote", "creditmemo", "crmemo"), "CN"),
    **dict.fromkeys(("debitnote", "dn", "d", "dbn", "debit", "dr", "drnote", "debitmemo", "drmemo", "dbnote"), "DN"),
}
YES_NO = {**dict.fromkeys(("y", "yes", "true", "1"), True), **dict.fromkeys(("n", "no", "false", "0"), False)}

_COMPARE = "Compare it with the invoice or the supplier's registration."
_LENGTH = Fault("warning", "a GSTIN has 15 characters", _COMPARE)
_SHAPE = Fault("warning", "this is not built like a GSTIN", _COMPARE)
_CHECK = Fault("warning", "the last character of the GSTIN does not fit the others", _COMPARE)
_CENTRE = Fault(
    "warning",
    "99 is the centre in registration numbers and no place of supply, and was left empty",
    "Write it as 27-Maharashtra, or 96-Foreign Country.",
)
_PLACE = Fault("warning", "this is no State or Union territory and was left empty", "Write it as 27-Maharashtra.")


def folded(text: str) -> str:
    """Small letters and digits only, so that spellings with spaces and signs are one."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def one_of(meanings: Mapping[str, object], fault: Fault) -> Reader:
    """A reader of words that have a meaning; others have the fault."""

    def read(cell: Cell) -> Value:
        meaning = meanings.get(folded(shown(cell)))
        return Value(meaning, None if meaning is not None else fault)

    return read


read_eligibility = one_of(
    ELIGIBILITY,
    Fault("warning", "this eligibility is not known", "Write Inputs, Input services, Capital goods or Ineligible."),
)
read_supply_type = one_of(
    SUPPLY_TYPES, Fault("warning", "this type of supply is not known", "Write B2B, DE, SEZWP or SEZWOP.")
)
_DOC_TYPE = Fault(
    "error", "this document type is not known", "Write Invoice, Credit Note or Debit Note; in a GSTR-2 file C or D."
)
_REFUND = Fault("error", "refund vouchers are not matched: suppliers do not report them", "Nothing needs to be done.")
read_flag = one_of(YES_NO, Fault("warning", "this is neither Y nor N and was read as N", "Write Y or N."))


def read_doc_type(cell: Cell) -> Value:
    """INV, CN or DN."""
    word = folded(shown(cell))
    meaning = DOC_TYPES.get(word)
    return Value(meaning, None if meaning else _REFUND if word in ("r", "refundvoucher") else _DOC_TYPE)


def read_text(cell: Cell) -> Value:
    """The text without spaces around it."""
    return Value(visible(cell).strip() if isinstance(cell, str) else shown(cell))


def read_code(cell: Cell) -> Value:
    """A code in capitals without spaces, such as a port code."""
    return Value("".join(visible(shown(cell)).split()).upper())


def read_gstin(cell: Cell) -> Value:
    """A GSTIN or UIN in capitals without spaces; one that cannot be right is kept as it is."""
    number = gstin.clean(visible(shown(cell)).strip("'"))
    if len(number) != 15:
        return Value(number, _LENGTH)
    if gstin.is_valid(number):
        return Value(number)
    return Value(number, _CHECK if gstin.has_shape(number) else _SHAPE)


def read_place(cell: Cell) -> Value:
    """Two-digit State code."""
    text = shown(cell)
    code = place_code(text)
    return Value(code, None) if code else Value(None, _CENTRE if re.match(r"\s*99\b", text) else _PLACE)
