"""What TallyPrime is asked, as XML.

Source: TallyPrime's documentation, "Integration With TallyPrime" and "Case Study I".
"""

from xml.sax.saxutils import escape

from ims_xl.gst.periods import month_end

_ENVELOPE = (
    "<ENVELOPE><HEADER><VERSION>1</VERSION><TALLYREQUEST>Export</TALLYREQUEST><TYPE>{kind}</TYPE><ID>{name}</ID>"
    "</HEADER><BODY><DESC><STATICVARIABLES>{variables}</STATICVARIABLES>{definition}</DESC></BODY></ENVELOPE>"
)
_XML = "<SVEXPORTFORMAT>$$SysName:XML</SVEXPORTFORMAT>"
_COMPANIES = "ImsOpenCompanies"


def open_companies() -> bytes:
    """Asks for the names of the companies that are open.

    The collection is defined in the request: to name one that Tally does not know stops it with a message box.
    """
    definition = (
        f'<TDL><TDLMESSAGE><COLLECTION NAME="{_COMPANIES}" ISMODIFY="No"><TYPE>Company</TYPE>'
        "<NATIVEMETHOD>Name</NATIVEMETHOD></COLLECTION></TDLMESSAGE></TDL>"
    )
    return _ENVELOPE.format(kind="Collection", name=_COMPANIES, variables=_XML, definition=definition).encode()


def vouchers_of(company: str, period: str) -> bytes:
    """Asks for every voucher of a company in a month (MMYYYY), with all its lines.

    The Voucher Register keeps to the two dates, the Day Book does not.
    """
    first, last = f"{period[2:]}{period[:2]}01", f"{month_end(period):%Y%m%d}"
    variables = (
        f"{_XML}<SVCURRENTCOMPANY>{escape(company)}</SVCURRENTCOMPANY>"
        f'<SVFROMDATE TYPE="Date">{first}</SVFROMDATE><SVTODATE TYPE="Date">{last}</SVTODATE>'
        "<EXPLODEFLAG>Yes</EXPLODEFLAG>"
    )
    return _ENVELOPE.format(kind="Data", name="Voucher Register", variables=variables, definition="").encode()
