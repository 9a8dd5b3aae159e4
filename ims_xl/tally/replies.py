"""What TallyPrime answers: its refusals, which come as successes, told apart from what was asked for."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

from ims_xl.gst import gstin, periods
from ims_xl.issues import ImsError
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.grid import decode
from ims_xl.purchases.sources import Source
from ims_xl.purchases.tally_voucher import elements
from ims_xl.purchases.xml_file import load_xml

_ROOT = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*>)?\s*<(\w+)")
_OPEN_COMPANY = "Open the company in TallyPrime and read it again."
_AGAIN = "Read it again; if it stays so, export the Voucher Register as XML from TallyPrime and choose that file."
_REMEDIES = (
    (re.compile(r"could not find company|no company", re.IGNORECASE), _OPEN_COMPANY),
    (re.compile(r"could not find report|description not found", re.IGNORECASE), _AGAIN),
)
_LONGEST = 200  # characters of Tally's own words that are shown


def read_answer(data: bytes, asked: str) -> ET.Element:
    """The root of an answer that is no refusal; `asked` names what was asked for.

    Raises ImsError when it is not Tally's, is broken or cut off, or says that it cannot be done. Tally says so with
    the HTTP status of a success, as `LINEERROR` or with `STATUS` 0.
    """
    text = decode(data)
    found = _ROOT.match(text)
    name = found[1] if found else ""
    if name not in ("ENVELOPE", "RESPONSE"):
        raise not_tally(text[:60])
    if f"</{name}>" not in text[-200:]:
        raise ImsError("the answer of TallyPrime was cut off", _AGAIN, file=asked)
    root = load_xml(Source(asked, Path(asked), data, ""))
    refusal = root.findtext(".//LINEERROR") or (root.text if name == "RESPONSE" else "")
    if refusal or root.findtext("HEADER/STATUS", "1").strip() == "0":
        said = " ".join((refusal or "nothing").split())[:_LONGEST]
        remedy = next((remedy for words, remedy in _REMEDIES if words.search(said)), _AGAIN)
        raise ImsError(f"TallyPrime refuses and says: {said}", remedy, file=asked)
    return root


def not_tally(shown: str) -> ImsError:
    """What is said when something else answers."""
    remedy = (
        "Look up the port in TallyPrime (F1 Help, Settings, Connectivity, Client/Server configuration) and name it: "
        "--tally localhost:9001."
    )
    return ImsError("what answers there is not TallyPrime", remedy, value=" ".join(shown.split()))


def company_names(root: ET.Element) -> list[str]:
    """The companies that an answer names, each once."""
    names = [one.get("NAME") or one.findtext("NAME") or "" for one in root.iter("COMPANY")]
    return [*dict.fromkeys(name.strip() for name in names if name.strip())]


class Month(NamedTuple):
    """Vouchers of a month as Tally wrote them: how many, and the company's own GSTINs that they name."""

    period: str
    data: bytes
    vouchers: int
    registrations: frozenset[str]


def month_of(data: bytes, period: str, asked: str) -> Month:
    """The vouchers that an answer for a month (MMYYYY) holds.

    Raises ImsError as `read_answer` does, and when a voucher is of another month: a report that passes over the dates
    would give the same vouchers for each.
    """
    found = elements(read_answer(data, asked))
    for one in found:
        day = read_date((one.findtext("DATE") or "").strip()).value
        if isinstance(day, dt.date) and periods.period_of(day) != period:
            reason = f"TallyPrime was asked for {periods.label(period)} and gave a voucher of {day:%d-%b-%Y}"
            raise ImsError(reason, "Nothing was read. Export the Voucher Register of the month as XML.", file=asked)
    owners = {gstin.clean(one.findtext("CMPGSTIN") or "") for one in found} - {""}
    return Month(period, data, len(found), frozenset(owners))
