"""Faults in the steps and calls of a profile: what each must say, where it may go, and what has no meaning there."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ims_xl.gstn import templates
from ims_xl.gstn.call_tables import CallName, StepName, Task
from ims_xl.gstn.profile_texts import Fault, calls_of, kept_by, words_within

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_REMEDY = "Correct the profile; your GSP's documents name the value."
_AWAY = "Leave it out."
_NEEDED: dict[CallName, tuple[set[str], ...]] = {
    "counts": ({"goods"},), "documents": ({"section"},), "files": ({"token"},), "status": ({"reference"},),
    "sts2b": ({"reference"},), "get2b": ({"period"}, {"month", "year"}),
}  # fmt: skip
"""Words of which a call must hold one set, or it would ask for the same whatever is wanted."""
_WRITING: set[CallName] = {"save", "reset", "gen2b"}
_CARRYING: set[CallName] = {"save", "reset"}
_KEEPING: set[StepName] = {"gsp", "otp", "token", "refresh"}
_LASTING: set[StepName] = {"gsp", "token", "refresh"}
_OWN = {"host", "content-length", "transfer-encoding", "connection"}
"""Headers that belong to HTTP itself."""
_NAMED_BEFORE = {"client_id", "client_secret", "username", "state_code", "user_ip", "transaction", "token", "gstin"}
"""Headers that profiles once renamed, `client_id = "x-client"`, and that never hold a fixed text."""
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def faults(profile: "Profile") -> Iterator[Fault]:
    """Every fault of an address, a body, a step, a task or the name of a header."""
    yield from _of_calls(profile)
    yield from _of_steps(profile)
    yield from _of_addresses(profile)
    yield from _of_headers(profile)


def _of_calls(profile: "Profile") -> Iterator[Fault]:
    for name, call in profile.calls.items():
        parts = (call.call, call.headers, call.body or {})
        texts = (text for part in parts for text in templates.texts_in(part))
        held = {word.name for text in texts for word in words_within(profile, text)}
        if call.call and name in _NEEDED and not any(words <= held for words in _NEEDED[name]):
            lost = " or ".join(" and ".join(f"{{{word}}}" for word in sorted(words)) for words in _NEEDED[name])
            yield Fault(("calls", name), f"the call does not say {lost}", _REMEDY, call.call)
        if name in _WRITING and call.call.startswith("GET "):
            yield Fault(("calls", name), "this sends decisions, which GET cannot", "Write PUT or POST.", call.call)
        if name in _CARRYING and call.body is not None:
            yield Fault(("calls", name, "body"), "a body of its own would go in the place of the decisions", _AWAY)
        if call.task and name != "documents":
            yield Fault(("calls", name, "task"), "only the answer to documents is read as a task", _AWAY)
        elif call.task:
            yield from _of_task(call.task, ("calls", name, "task"))


def _of_task(task: Task, keys: tuple[str, ...]) -> Iterator[Fault]:
    for key, address, words in (("poll", task.poll, {"job"}), ("page", task.page, {"job", "page"})):
        lost = words - {word.name for word in templates.words_of(address)}
        if (address or key == "poll") and lost:
            yield Fault((*keys, key), f"the call does not say {{{min(lost)}}}", _REMEDY, address)
    if bool(task.page) != bool(task.pages):
        reason = "page is the call of one page and pages the place of their number: one without the other says nothing"
        yield Fault((*keys, "page" if task.page else "pages"), reason, "Write both, or neither.")
    if not task.done:
        yield Fault((*keys, "done"), "no word says that the task is done", _REMEDY)
    if both := sorted({*task.done} & {*task.failed}):
        yield Fault((*keys, "failed"), "the same word says that it is done and that it failed", _REMEDY, both[0])


def _of_steps(profile: "Profile") -> Iterator[Fault]:
    for name, step in profile.signin.items():
        keys = ("signin", name)
        if step.keep and name not in _KEEPING:
            yield Fault((*keys, "keep"), "nothing is kept of the answer to this step", _AWAY)
        if step.lasts and name not in _LASTING:
            yield Fault((*keys, "lasts"), "nothing of this step has an end of its own", _AWAY)
    if lost := sorted({*kept_by(profile, "refresh")} - {*kept_by(profile, "otp", "token")}):
        reason = f"refresh keeps {lost[0]}, which no session has before it"
        yield Fault(("signin", "refresh", "keep"), reason, "Keep it at the step token too, under the same name.")
    for step_name, acts in profile.errors.steps.items():
        for code, act in acts.items():
            if act == "otp sent" and step_name != "otp":
                reason = "only at the step otp can a refusal mean that the OTP is on its way"
                yield Fault(("errors", "steps", step_name, code), reason, "Choose another meaning.", act)


def _of_addresses(profile: "Profile") -> Iterator[Fault]:
    for keys, spec in calls_of(profile):
        method, _, path = spec.call.partition(" ")
        hosts = profile.other_hosts if keys[0] == "signin" else ()
        if "://" in path and not any(path.startswith(f"{host}/") for host in hosts):
            reason = "an address of its own is only for signing in, and its host stands under other_hosts"
            place = keys if "task" in keys else (*keys, "call")
            yield Fault(place, reason, "Write a path under base_url, or name the host.", path.partition("?")[0])
        if method == "GET" and spec.body is not None:
            yield Fault((*keys, "body"), "GET sends no body", "Write POST, or put the words into the query.")


def _of_headers(profile: "Profile") -> Iterator[Fault]:
    for name in _NAMED_BEFORE & profile.headers.keys():
        if profile.headers[name] and not templates.words_of(profile.headers[name]):
            remedy = f'Write the name of the header before it, as in {profile.headers[name]} = "{{secret.client_id}}".'
            reason = "this header would say the same in every call"
            yield Fault(("headers", name), reason, remedy, profile.headers[name])
    calls = (((*keys, "headers"), call.headers) for keys, call in calls_of(profile))
    for keys, headers in [(("headers",), profile.headers), *calls]:
        before: set[str] = set()
        for name in headers:
            if name.lower() in before:
                yield Fault((*keys, name), "this header stands twice, in other capital letters", _REMEDY)
            if name.lower() in _OWN:
                yield Fault((*keys, name), "this header is the program's own, as its connection needs it", _AWAY)
            if not _HEADER.fullmatch(name):
                yield Fault((*keys, name), "this is not the name of a header", _REMEDY, name)
            before.add(name.lower())
