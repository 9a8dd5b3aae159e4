"""The portal without HTTP: what each action does and answers."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ims_xl.sandbox.clock import Clock
from ims_xl.sandbox.database import Database
from ims_xl.sandbox.drafts import Drafts
from ims_xl.sandbox.envelope import Certificate
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.files import Files
from ims_xl.sandbox.gstr2b import Gstr2b
from ims_xl.sandbox.headers import Credentials
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.log import Log
from ims_xl.sandbox.saves import Saves
from ims_xl.sandbox.sections import BY_REQUEST, GROUPS
from ims_xl.sandbox.sessions import Sessions
from ims_xl.sandbox.supplier import Supplier
from ims_xl.sandbox.variants import Variants

Answer = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A signed-in call: its action and GSTIN, the query of a GET or the data of a PUT."""

    action: str
    gstin: str
    query: Mapping[str, str]
    data: object
    base_url: str
    log_ids: Sequence[int] = ()
    save_calls: int | None = None  # instead of the variant's
    never_ready: bool = False


class Portal:
    """Everything that the stand-in holds, and its actions."""

    def __init__(self, database: Database, clock: Clock, variants: Variants, certificate: Certificate) -> None:
        self.clock = clock
        self.variants = variants
        self.certificate = certificate
        self.credentials = Credentials()
        self.ledger = Ledger(database, clock, variants)
        self.log = Log(database, clock)
        self.supplier = Supplier(self.ledger)
        self.saves = Saves(self.ledger, self.log)
        self.drafts = Drafts(self.ledger)
        self.files = Files(self.ledger)
        self.sessions = Sessions(clock, variants, certificate)
        self._gstr2b = Gstr2b(self.ledger, self.drafts)
        self._queued: dict[str, int] = {}
        self.authenticate: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
            "OTPREQUEST": self.sessions.request_otp,
            "AUTHTOKEN": self.sessions.open,
            "REFRESHTOKEN": self.sessions.refresh,
            "LOGOUT": self.sessions.close,
        }
        self.actions: dict[tuple[str, str, str], Callable[[Call], Answer]] = {
            ("GET", "ims", "GETCNT"): self._counts,
            ("GET", "ims", "GETINV"): self._documents,
            ("GET", "ims", "FILEDET"): self._file_details,
            ("GET", "ims", "REQSTS"): self._request_status,
            ("PUT", "ims", "SAVE"): self._save,
            ("PUT", "ims", "RESETIMS"): self._save,
            ("PUT", "gstr2b", "GEN2B"): self._compute_2b,
            ("GET", "gstr2b", "GENSTS2B"): self._compute_2b_status,
            ("GET", "gstr2b", "GET2B"): self._get_2b,
        }

    def tick(self, family: str, gstin: str) -> None:
        """A call of this family has arrived: time passes for what runs."""
        self.drafts.generate_due()
        (self.saves if family == "ims" else self.drafts).tick(gstin)

    def _counts(self, call: Call) -> Answer:
        kind = _parameter(call, "goods_typ")
        if kind not in GROUPS:
            raise PortalError("parameter", f"goods_typ is {', '.join(GROUPS)}")
        chosen = GROUPS.values() if self.variants.counts == "all" else [GROUPS[kind]]
        return {group: self.ledger.counts(call.gstin, sections) for group, sections in chosen}

    def _documents(self, call: Call) -> Answer:
        name, status = _parameter(call, "section"), call.query.get("status", "")
        if name not in BY_REQUEST:
            raise PortalError("parameter", f"section is {', '.join(BY_REQUEST)}")
        if status not in ("", "A", "R", "P", "N"):
            raise PortalError("parameter", "status is A, R, P or N")
        section = BY_REQUEST[name]
        number = self.ledger.count(call.gstin, section.key, status)
        if not number and self.variants.nothing == "error":
            raise PortalError("no documents", code=self.variants.nothing_code)
        if number > self.variants.large_section:
            return {"token": self.files.order(call.gstin, section.key, status), "est": "1"}
        texts = next(self.ledger.texts(call.gstin, section.key, status, max(number, 1)), [])
        return {section.key: [json.loads(text) for text in texts]}

    def _file_details(self, call: Call) -> Answer:
        token = _parameter(call, "token")
        try:
            if call.never_ready:
                raise PortalError("queued")
            return self.files.details(call.gstin, token, call.base_url)
        except PortalError as refused:
            if refused.reason == "queued" and self.variants.queued == "data":
                return {"error_cd": refused.code, "message": refused.message}
            raise

    def _request_status(self, call: Call) -> Answer:
        return self.saves.status(call.gstin, _parameter(call, "int_tran_id"))

    def _save(self, call: Call) -> Answer:
        calls = self.variants.save_calls if call.save_calls is None else call.save_calls
        return {"reference_id": self.saves.submit(call.gstin, call.action, call.data, call.log_ids, calls)}

    def _compute_2b(self, call: Call) -> Answer:
        return {"reference_id": self.drafts.submit(call.gstin, call.data)}

    def _compute_2b_status(self, call: Call) -> Answer:
        return self.drafts.status(call.gstin, _parameter(call, "int_tran_id"))

    def _get_2b(self, call: Call) -> Answer:
        period = _parameter(call, "rtnprd")
        waited = self._queued.get(period, 0)
        if waited < self.variants.gstr2b_queued:
            self._queued[period] = waited + 1
            if self.variants.gstr2b_queued_as == "error":
                raise PortalError("queued")
            return {"requestid": f"{call.gstin}{period}", "retryTimeInMinutes": "1"}
        return self._gstr2b.answer(call.gstin, period, call.query.get("file_num", ""))


def _parameter(call: Call, name: str) -> str:
    if not call.query.get(name):
        raise PortalError("parameter missing", name)
    return call.query[name]
