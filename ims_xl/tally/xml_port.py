"""TallyPrime over HTTP: one question at a time, nothing is ever written to it."""

import time
from types import TracebackType

import requests
from requests import exceptions

from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.purchases.xml_file import MAX_BYTES
from ims_xl.tally.address import Address
from ims_xl.tally.export_requests import open_companies, vouchers_of
from ims_xl.tally.replies import Month, company_names, month_of, not_tally, read_answer
from ims_xl.ui import UI

CONNECTING, SILENT, LONGEST = 5.0, 180.0, 600.0
"""Seconds to connect, without a sign of an answer, and for a whole answer: Tally works out a month before it begins."""
_TICK = 1.0  # seconds between looks whether the person cancelled

_START = (
    "Start TallyPrime, open the company, and let it answer: F1 Help, Settings, Connectivity, Client/Server "
    "configuration, TallyPrime acts as Both, port 9000."
)
_SLOW = "TallyPrime answers one question at a time: close what is open in it, or export the month as XML."
_HUGE = "Export the Voucher Register of half a month at a time as XML from TallyPrime and choose those files."
_BROKEN = "Read it again; nothing of it was taken in."


class Tally:
    """A connection. Use it as a context manager; `silent` and `longest` are seconds, `largest` bytes of an answer."""

    def __init__(
        self, address: Address, ui: UI, *, silent: float = SILENT, longest: float = LONGEST, largest: int = MAX_BYTES
    ) -> None:
        self.address = address
        self._ui = ui
        self._silent, self._longest, self._largest = silent, longest, largest
        self._http = requests.Session()
        self._http.trust_env = False  # what stays in the office shall pass no proxy

    def __enter__(self) -> "Tally":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def companies(self) -> list[str]:
        """Names of the open companies.

        Raises ImsError as `vouchers` does, and Cancelled.
        """
        asked = "open companies"
        return company_names(read_answer(self._ask(open_companies(), asked), asked))

    def vouchers(self, company: str, period: str) -> Month:
        """A company's vouchers in a month (MMYYYY).

        Raises ImsError when Tally is not there, refuses, answers too slowly, too much or with another month; Cancelled
        when the person stops it.
        """
        asked = f"Tally {periods.label(period)}"
        return month_of(self._ask(vouchers_of(company, period), asked), period, asked)

    def _ask(self, question: bytes, asked: str) -> bytes:
        where = f"TallyPrime at {self.address}"
        try:
            with self._http.post(
                self.address.url,
                data=question,
                headers={"Content-Type": "text/xml; charset=utf-8"},
                timeout=(CONNECTING, self._silent),
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code != requests.codes.ok:
                    raise not_tally(f"HTTP {response.status_code}")
                return self._read(response, asked)
        except exceptions.ReadTimeout:
            raise ImsError(f"{where} gave no answer in {self._silent:.0f} seconds", _SLOW, file=asked) from None
        except exceptions.ChunkedEncodingError:
            raise ImsError("the answer of TallyPrime was cut off", _BROKEN, file=asked) from None
        except exceptions.ConnectionError as error:
            if "Read timed out" in str(error):  # in the middle of an answer
                raise ImsError(f"{where} fell silent in the middle of its answer", _SLOW, file=asked) from None
            if any(words in str(error) for words in ("BadStatusLine", "Connection aborted", "HTTP/0.9")):
                raise not_tally("no HTTP") from None
            raise ImsError(f"there is no {where}", _START) from None
        except exceptions.RequestException:
            raise not_tally("no HTTP") from None

    def _read(self, response: requests.Response, asked: str) -> bytes:
        until = time.monotonic() + self._longest
        shown = 0.0
        found = bytearray()
        for chunk in response.iter_content(1 << 16):
            found += chunk
            now = time.monotonic()
            if now > shown + _TICK:
                self._ui.progress(1, 1, f"{asked}: {len(found) / 1e6:.1f} MB")
                shown = now
            if len(found) > self._largest:
                raise ImsError(f"the answer of TallyPrime is larger than {self._largest >> 20} MB", _HUGE, file=asked)
            if now > until:
                raise ImsError(f"TallyPrime took longer than {self._longest:.0f} seconds", _SLOW, file=asked)
        return bytes(found)
