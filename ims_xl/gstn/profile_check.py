"""What a profile says of itself that does not fit together, found when it is read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from ims_xl.gst import gstin as gstins
from ims_xl.gstn import call_check, template_check, templates
from ims_xl.gstn.call_tables import CallName
from ims_xl.gstn.profile_texts import Fault, kept_by, texts_of, uses
from ims_xl.gstn.provider_tables import FLOORS, LEAST_LOOKS

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_OPTIONAL: set[CallName] = {"files"}


def faults(profile: "Profile") -> list[Fault]:
    """Every fault: words, filters and names that are not known, calls that are missing, waits that are too short."""
    return [
        *_missing(profile), *_of_users(profile), *template_check.faults(profile), *call_check.faults(profile),
        *_too_short(profile),
    ]  # fmt: skip


def _missing(profile: "Profile") -> Iterator[Fault]:
    if not profile.base_url:
        yield Fault(("base_url",), "base_url is missing", "Write the address that your GSP gave you.")
    if not profile.sandbox and not profile.user_ip and not profile.ip_lookup and uses(profile, "ip"):
        remedy = "Write the public IP address of this office, or an ip_lookup that tells it."
        yield Fault(("user_ip",), "user_ip is missing", remedy)
    for name in get_args(CallName):
        if name not in _OPTIONAL and not (profile.calls.get(name) and profile.calls[name].call):
            yield Fault(("calls", name), "this call is missing", 'Write it under [calls]: "METHOD path?query".')
    if not profile.step("token"):
        yield Fault(("signin", "token"), "the step that gives a session is missing", "Write [signin.token].")
    elif not profile.signin["token"].keep and not profile.signin["token"].lasts:
        remedy = 'Write what is kept; or, where the GSP keeps the session itself, how long it lasts: lasts = "6h".'
        yield Fault(("signin", "token", "keep"), "nothing of the answer is kept, so there is no session", remedy)
    sealed = "native" in (profile.envelope.requests, profile.envelope.answers)
    if sealed and "sek" not in kept_by(profile, "token"):
        reason = "sealed requests or answers need the session key, which signing in does not keep"
        yield Fault(("signin", "token", "keep"), reason, 'Keep it: sek = "$.sek"; or write [envelope] as plain.')
    if profile.certificate is None and any(
        word.filter == "rsa" for one in texts_of(profile) for word in templates.words_of(one.text)
    ):
        yield Fault(("certificate",), "GSTN's public certificate is missing", "Write [certificate] with file or url.")


def _of_users(profile: "Profile") -> Iterator[Fault]:
    for gstin, user in profile.users.items():
        if not user.strip():
            yield Fault(("users", gstin), "the user name is missing", "Write it as you log in to the GST portal.")
        elif not (user.isascii() and user.isprintable()):
            yield Fault(
                ("users", gstin), "this is not a user name of the portal", "Write it as you log in there.", user
            )
        if not gstins.has_shape(gstin):
            remedy = "Write the 15 characters of the registration, in capital letters."
            yield Fault(("users", gstin), "this is not a GSTIN", remedy, gstin)


def _too_short(profile: "Profile") -> Iterator[Fault]:
    if profile.is_local:
        return
    for name, floor in FLOORS.items():
        value = getattr(profile.polling, name)
        seconds = value if isinstance(value, tuple) else (value,)
        if min(seconds, default=0) < floor:
            yield Fault(
                ("polling", name),
                "this is too short to be safe",
                f"Write {floor:g} seconds or more.",
                min(seconds, default=0),
            )
        if len(seconds) < LEAST_LOOKS.get(name, 1):
            remedy = f"Name at least {LEAST_LOOKS[name]} pauses."
            yield Fault(("polling", name), "so few looks cannot tell what became of a request", remedy)
