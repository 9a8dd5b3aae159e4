"""A TallyPrime in memory behind a real port, written from what is known of its XML; it shares no code with the client."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree
from xml.sax.saxutils import escape

BUYER, SUPPLIER = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"


def bill(
    date: str,
    number: str,
    taxable: int,
    *,
    own: str = BUYER,
    voucher: str = "17",
    kind: str = "Purchase",
    bill_name: str = "",
) -> str:
    """A voucher of an invoice at 18% IGST from the supplier; `date` as 20261005, debits negative."""
    tax = taxable * 18 // 100
    bills = f"<BILLALLOCATIONS.LIST><NAME>{bill_name}</NAME><BILLTYPE>New Ref</BILLTYPE></BILLALLOCATIONS.LIST>"
    lines = [
        ("Surat", taxable + tax, bills if bill_name else ""),
        ("Purchase 18%", -taxable, ""),
        ("Input IGST", -tax, ""),
    ]
    entries = "".join(
        f"<ALLLEDGERENTRIES.LIST><LEDGERNAME>{name}</LEDGERNAME><AMOUNT>{amount}.00</AMOUNT>{more}</ALLLEDGERENTRIES.LIST>"
        for name, amount, more in lines
    )
    company = f"<CMPGSTIN>{own}</CMPGSTIN>" if own else ""
    return (
        f'<TALLYMESSAGE><VOUCHER VCHTYPE="{kind}"><DATE>{date}</DATE><VOUCHERTYPENAME>{kind}</VOUCHERTYPENAME>'
        f"<VOUCHERNUMBER>{voucher}</VOUCHERNUMBER><REFERENCE>{escape(number)}</REFERENCE>"
        f"<REFERENCEDATE>{date}</REFERENCEDATE><PARTYLEDGERNAME>Surat</PARTYLEDGERNAME>"
        f"<PARTYGSTIN>{SUPPLIER}</PARTYGSTIN>{company}{entries}</VOUCHER></TALLYMESSAGE>"
    )


class FakeTally:
    """`companies`: vouchers of each open company by their date; `mischief`: what goes wrong; `asked`: every request."""

    def __init__(self, companies: Mapping[str, Mapping[str, list[str]]], mischief: str = "") -> None:
        self.companies = companies
        self.mischief = mischief
        self.asked: list[ElementTree.Element] = []
        self.encoding = "utf-8"
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, request: ElementTree.Element) -> str:
        """The text for a request; what it cannot do it says with a status that looks like success."""
        self.asked.append(request)
        name = request.findtext("HEADER/ID")
        wanted = request.findtext(".//SVCURRENTCOMPANY")
        if request.findtext("HEADER/TYPE") == "Collection":
            defined = [one.get("NAME") for one in request.iter("COLLECTION")]
            assert name in defined, "a collection that is not defined in the request stops Tally for its user"
            names = "".join(
                f'<COMPANY NAME="{escape(one)}"><NAME TYPE="String">{escape(one)}</NAME></COMPANY>'
                for one in self.companies
            )
            return _envelope(f"<COLLECTION>{names}</COLLECTION>")
        if self.mischief == "unknown company" or wanted not in self.companies:
            return _refusal(f"Could not find Company '{wanted}'")
        if self.mischief == "refusal":
            return _refusal("Voucher Register could not be made")
        if name != "Voucher Register":
            return _refusal(f"Could not find Report '{name}'!")
        first, last = (request.findtext(f".//{one}", "") for one in ("SVFROMDATE", "SVTODATE"))
        if self.mischief == "dates passed over":
            first, last = "0", "9"
        of_month = {day: found for day, found in self.companies[str(wanted)].items() if first <= day <= last}
        return _envelope("".join(one for day in sorted(of_month) for one in of_month[day]))


def _envelope(data: str) -> str:
    counters = "<CMPINFO><COMPANY>0</COMPANY><VOUCHER>0</VOUCHER></CMPINFO>"
    return (
        "<ENVELOPE><HEADER><VERSION>1</VERSION><STATUS>1</STATUS></HEADER>"
        f"<BODY><DESC>{counters}</DESC><DATA>{data}</DATA></BODY></ENVELOPE>"
    )


def _refusal(text: str) -> str:
    return (
        "<ENVELOPE><HEADER><VERSION>1</VERSION><STATUS>0</STATUS></HEADER>"
        f"<BODY><DATA><LINEERROR>{escape(text)}</LINEERROR></DATA></BODY></ENVELOPE>"
    )


@contextmanager
def running(tally: FakeTally) -> Iterator[FakeTally]:
    """The stand-in listens on a free port of this computer while inside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(tally))
    server.daemon_threads = True
    tally.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield tally
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(tally: FakeTally) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            request = ElementTree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
            is_vouchers = request.findtext("HEADER/TYPE") == "Data"
            data = tally.answer(request).encode(tally.encoding)
            mischief = tally.mischief
            if mischief == "another program":
                data = b"<!DOCTYPE html><html><body>It works!</body></html>"
            elif mischief == "JSON":
                data = b'{"tallymessage": []}'
            elif mischief == "not found":
                self.send_error(404)
                return
            elif mischief == "unknown request":
                data = b"<RESPONSE>Unknown Request, cannot be processed</RESPONSE>"
            if mischief == "silent" and is_vouchers:
                time.sleep(1.5)
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            if mischief != "cut off at the end" or not is_vouchers:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if mischief in ("cut off", "cut off at the end") and is_vouchers:
                data = data[: len(data) // 2]
            if mischief == "in drops" and is_vouchers:
                for at in range(0, len(data), 64):
                    self.wfile.write(data[at : at + 64])
                    self.wfile.flush()
                    time.sleep(0.1)
                return
            self.wfile.write(data)

    return Handler
