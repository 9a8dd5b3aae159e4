"""The calls of a profile as they would go out, secrets hidden, without sending anything."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from ims_xl.gstn.call_tables import ACTIONS, CallName, StepName
from ims_xl.gstn.calls import request_of, written
from ims_xl.gstn.profile_texts import kept_by
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.templates import Filler
from ims_xl.gstn.transport import Request

_WRITTEN: dict[str, Mapping[str, object]] = {
    "save": {"rtin": "{gstin}", "reqtyp": "SAVE", "invdata": "..."},
    "reset": {"rtin": "{gstin}", "reqtyp": "RESET", "invdata": "..."},
    "gen2b": {"rtin": "{gstin}", "itcprd": "{period}"},
}


_OF_PERIOD = ("period", "month", "year")  # signing in is about none


class Shown(NamedTuple):
    """One call: the step or call of the profile, and its request with every secret as <name>."""

    name: StepName | CallName
    request: Request


def dry_run(profile: Profile, gstin: str, period: str, now: dt.datetime) -> Iterator[Shown]:
    """Every step and call of a profile, in the order of use; `period` MMYYYY."""
    own = {
        "gstin": gstin, "state": gstin[:2], "user": profile.users.get(gstin, "<user>"),
        "ip": profile.user_ip or "<looked up>", "txn": "<txn>", "otp": "<otp>", "app_key": "<app_key>",
        "period": period, "month": period[:2], "year": period[2:],
        "goods": profile.words.goods.get("ALL_OTH", "ALL_OTH"),
        "section": profile.request_name("b2b"), "token": "<token>", "reference": "<reference>",
    }  # fmt: skip
    own |= {f"secret.{name}": f"<{name}>" for name in profile.secrets}
    kept: dict[str, str] = {}
    for step in get_args(StepName):
        if spec := profile.step(step):
            at_step = {name: value for name, value in own.items() if name not in _OF_PERIOD}
            filler = _filler(profile, at_step | kept | {"action": ACTIONS[step]}, now)
            yield Shown(step, request_of(profile, spec, filler))
            kept |= {f"keep.{name}": f"<{name}>" for name in kept_by(profile, step)}
    for name, call in profile.calls.items():
        if call.call:
            filler = _filler(profile, own | kept | {"action": ACTIONS[name]}, now)
            yield Shown(name, request_of(profile, call, filler, _body(profile, name, filler)))


def _body(profile: Profile, name: CallName, filler: Filler) -> Mapping[str, object] | None:
    if name not in _WRITTEN:
        return None
    if profile.envelope.requests == "native":
        return {"action": ACTIONS[name], "data": "<sealed>", "hmac": "<hmac>"}
    return written(profile, ACTIONS[name], filler.fill_all(_WRITTEN[name]), b"")


def _filler(profile: Profile, values: Mapping[str, str], now: dt.datetime) -> Filler:
    def name_of(kind: str, argument: str, text: str) -> str:
        return f"<{kind}{' with ' + argument if argument else ''} of {text.strip('<>')}>"

    return Filler(values, profile.texts, name_of, now)
