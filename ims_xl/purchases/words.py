"""The words of purchase files and the codes they stand for."""

import re
from collections.abc import Mapping

from ims_xl.gst import gstin
from ims_xl.gst.places import place_code
from ims_xl.purchases.columns import Cell
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
_INVOICE = (
    *("invoice", "inv", "taxinvoice", "i", "bill", "purchaseinvoice", "invoices", "purchase", "purchases", "bills"),
    *("purchasebill", "gstinvoice", "taxinv", "purchaseinvoices", "einvoice"),
)
_CREDIT = (
    *("creditnote", "cn", "c", "crn", "cdn", "credit", "cr", "crnote", "creditmemo", "crmemo", "creditnotes"),
    *("crdnote", "creditnt", "salesreturn"),
)
_DEBIT = (
    *("debitnote", "dn", "d", "dbn", "debit", "dr", "drnote", "debitmemo", "drmemo", "dbnote", "debitnotes"),
    "debitnt",
)
RETURNS = ("purchasereturn", "purchasereturns", "purchasesreturn")
"""The buyer's own words, whatever view the others take."""
DOC_TYPES = dict.fromkeys(_INVOICE, "INV") | dict.fromkeys((*_CREDIT, *RETURNS), "CN") | dict.fromkeys(_DEBIT, "DN")
YES_NO = {**dict.fromkeys(("y", "yes", "true", "1"), True), **dict.fromkeys(("n", "no", "false", "0"), False)}

_COMPARE = "Compare it with the invoice or the supplier's registration."
_DIGITS = 15
_DRESS = re.compile(r"^(?:GSTIN|GST)(?:/?UIN)?(?:NO)?[.:]*|[-./\\]")
_LIKE = {"0": "OD", "O": "0", "D": "0", "1": "IL", "I": "1", "L": "1", "5": "S", "S": "5", "8": "B", "B": "8", "2": "Z",
         "Z": "2", "6": "G", "G": "6"}  # fmt: skip
_UNREGISTERED = ("urp", "urd", "unregistered", "unregistereddealer", "unreg", "na", "nil", "none", "notregistered", "")
_NO_NUMBER = Fault(
    "warning", "no GSTIN is named here", "Write the supplier's GSTIN, or the document can hardly be matched."
)
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
_NO_TAX_INVOICE = ("billofsupply", "bos", "billsofsupply")
_BILL_OF_SUPPLY = Fault(
    "error", "a bill of supply is no tax invoice: it has no tax and no credit", "Nothing needs to be done."
)
_REFUND = Fault("error", "refund vouchers are not matched: suppliers do not report them", "Nothing needs to be done.")
read_flag = one_of(YES_NO, Fault("warning", "this is neither Y nor N and was read as N", "Write Y or N."))


def read_doc_type(cell: Cell) -> Value:
    """INV, CN or DN."""
    word = folded(shown(cell))
    meaning = DOC_TYPES.get(word)
    if word in _NO_TAX_INVOICE:
        return Value(None, _BILL_OF_SUPPLY)
    return Value(meaning, None if meaning else _REFUND if word in ("r", "refundvoucher") else _DOC_TYPE)


def read_text(cell: Cell) -> Value:
    """The text without spaces around it."""
    return Value(visible(cell).strip() if isinstance(cell, str) else shown(cell))


def read_code(cell: Cell) -> Value:
    """A code in capitals without spaces, such as a port code."""
    return Value("".join(visible(shown(cell)).split()).upper())


def read_gstin(cell: Cell) -> Value:
    """A GSTIN or UIN in capitals without spaces; one that cannot be right is kept as it is."""
    if isinstance(cell, str) and gstin.is_valid(cell):
        return Value(cell)
    number = gstin.clean(visible(shown(cell)).strip("'"))
    if folded(number) in _UNREGISTERED:
        return Value("", _NO_NUMBER)
    bare = _DRESS.sub("", number)
    if gstin.is_valid(bare):
        return Value(bare)
    fault = _LENGTH if len(number) != _DIGITS else _CHECK if gstin.has_shape(number) else _SHAPE
    meant = likely_gstin(bare)
    return Value(number, fault._replace(remedy=f"It may be {meant}. {fault.remedy}") if meant else fault)


def likely_gstin(number: str) -> str:
    """The one GSTIN that a number is when a letter is taken for a digit like it; "" for none or several.

    It is proposed and never taken.
    """
    turned = [
        f"{number[:at]}{other}{number[at + 1 :]}"
        for at, sign in enumerate(number[:_DIGITS])
        for other in _LIKE.get(sign, "")
    ]
    found = {one for one in turned if len(number) == _DIGITS and gstin.is_valid(one)}
    return found.pop() if len(found) == 1 else ""


def read_place(cell: Cell) -> Value:
    """Two-digit State code."""
    text = shown(cell)
    code = place_code(text)
    return Value(code, None) if code else Value(None, _CENTRE if re.match(r"\s*99\b", text) else _PLACE)
