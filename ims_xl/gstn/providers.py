"""Profiles of providers: everything about a GSP that differs from another, read from a TOML file."""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, StrictBool, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import profile_check, toml_lines
from ims_xl.gstn.call_tables import (
    Call,
    CallName,
    EnvelopeTable,
    Errors,
    Frame,
    SecretName,
    SigninStep,
    StepName,
    Words,
)
from ims_xl.gstn.profile_bases import with_base
from ims_xl.gstn.provider_tables import (
    Certificate,
    Limits,
    Paths,
    Polling,
    Table,
    TestPlace,
    TimeOuts,
    Variants,
    Versions,
)
from ims_xl.issues import ImsError, Issue

SANDBOX_OTP = "575757"  # the fixed OTP of test environments

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
REASONS = {
    "missing": "this key is missing",
    "extra_forbidden": "this key is not known",
    "dict_type": "this is a table: its keys stand under its name in [ ], or in { }",
    "model_type": "this is a table: its keys stand under its name in [ ], or in { }",
    "model_attributes_type": "this is a table: its keys stand under its name in [ ], or in { }",
    "tuple_type": "this is a list: its values stand in [ ]",
    "string_type": "this is a text: it stands in quotation marks",
    "int_type": "this is a whole number, without quotation marks",
    "float_type": "this is a number, without quotation marks",
    "bool_type": "this is true or false, without quotation marks",
    "too_short": "at least one value is needed",
    "string_pattern_mismatch": (
        "this takes letters, digits, dots and dashes; a name takes spaces too, a letter or digit first"
    ),
}
REMEDY = "Correct the profile; your GSP's documents name the value."
_PORTS = {"https": 443, "http": 80}

_SERVICE = re.compile(r"\{(authenticate|ims|gstr2b)\}")


class Profile(Table):
    """One provider: its own file over its base. `sandbox` is for the stand-in on this computer alone.

    `key` is the name of its file in lower case, by which workbooks and kept secrets know it; `name` is for people.
    `other_hosts` are addresses beside the base URL at which the provider's own sign-in stands; they get secrets too.
    `certainty` and `unknown` say how well a profile that comes with the program is known, `test` where it is tried out.
    """

    key: str = ""
    name: Annotated[str, Field(pattern=r"^\w[\w .-]{0,39}$")]
    base_url: str
    other_hosts: tuple[str, ...] = ()
    certainty: str = ""
    unknown: tuple[str, ...] = ()
    test: TestPlace = TestPlace()
    sandbox: StrictBool = False
    user_ip: str = ""
    ip_lookup: str = ""
    users: dict[str, str] = Field(default_factory=dict)
    secrets: tuple[SecretName, ...] = ()
    certificate: Certificate | None = None
    versions: Versions = Versions()
    paths: Paths = Paths()
    signin: dict[StepName, SigninStep] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    calls: dict[CallName, Call] = Field(default_factory=dict)
    words: Words = Words()
    envelope: EnvelopeTable = EnvelopeTable()
    frame: Frame = Frame()
    errors: Errors = Errors()
    limits: Limits = Limits()
    polling: Polling = Polling()
    timeouts: TimeOuts = TimeOuts()
    variants: Variants = Variants()

    @model_validator(mode="before")
    @classmethod
    def _on_its_base(cls, table: Any) -> Any:
        if not isinstance(table, Mapping):
            return table
        try:
            return with_base(table)
        except ValueError as error:
            raise PydanticCustomError("base", "{reason}", {"reason": str(error), "key": "base"}) from None

    @field_validator("base_url")
    @classmethod
    def _safe(cls, url: str) -> str:
        if url and not is_safe(url):
            raise ValueError("https:// is needed, except to this computer itself, and no password in an address")
        if set(url) & set("?#{}"):
            raise ValueError("this is an address without ? or #, and without words in braces")
        return url.rstrip("/")

    @field_validator("other_hosts")
    @classmethod
    def _all_safe(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cls._safe(host) for host in hosts)

    @field_validator("user_ip")
    @classmethod
    def _address(cls, text: str) -> str:
        try:
            return str(ipaddress.ip_address(text)) if text else ""
        except ValueError:
            raise ValueError("this is not an IP address, as 203.0.113.7") from None

    @field_validator("ip_lookup")
    @classmethod
    def _safe_page(cls, url: str) -> str:
        if url and not is_safe(url):
            raise ValueError("https:// is needed, except to this computer itself")
        return url

    @model_validator(mode="after")
    def _whole(self) -> "Profile":
        if self.sandbox and not self.is_local:
            reason = "sandbox = true is only for a server on this computer"
            raise PydanticCustomError("place", "{reason}", {"reason": reason, "key": "sandbox"})
        return self

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the stand-in for GSTN, where nothing is real."""
        return self.sandbox

    @property
    def origin(self) -> str:
        """The addresses that secrets are given for: scheme, host and port of each."""
        return " and ".join(dict.fromkeys(map(_origin, (self.base_url, *self.other_hosts))))

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this computer."""
        return (urlsplit(self.base_url).hostname or "") in _LOOPBACK

    def step(self, name: StepName) -> SigninStep | None:
        """A step of signing in, None when the provider has none of that name."""
        step = self.signin.get(name)
        return step if step and step.call else None

    def with_services(self, template: str) -> str:
        """An address with the paths of services in the place of their words: {ims} and the like."""

        def path(found: re.Match[str]) -> str:
            place: str = getattr(self.paths, found[1])
            return self.paths.prefix + place.replace("{version}", getattr(self.versions, found[1]))

        return _SERVICE.sub(path, template)

    def address(self, place: str) -> str:
        """A whole URL from a path under the base URL, or from a URL.

        Raises ImsError when the URL is not safe.
        """
        whole = place if "://" in place else f"{self.base_url}/{place.lstrip('/')}"
        if not is_safe(whole):
            raise ImsError("an address that is not https is not used", REMEDY, value=place.partition("?")[0])
        return whole

    def file_address(self, place: str) -> str:
        """The same for a large file, whose paths may stand under a base of their own."""
        base = self.variants.files_url
        if base and "://" not in place:
            place = f"{base.rstrip('/')}/{place.lstrip('/')}"
        return self.address(place)

    def request_name(self, section: str) -> str:
        """How a section is asked for: `b2bcn` -> `CN`, or the profile's own word."""
        return self.words.section.get(section, SECTIONS[section].request)

    def user_of(self, gstin: str) -> str:
        """The portal's user name of a GSTIN.

        Raises ImsError when the profile names none.
        """
        if name := self.users.get(gstin) or ("sandbox" if self.sandbox else ""):
            return name
        remedy = f'Write under [users]: "{gstin}" = "the user name on the GST portal".'
        raise ImsError(f"the profile {self.name} names no user for {gstin}", remedy)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}" + ("" if port == _PORTS[parts.scheme] else f":{port}")


def is_safe(url: str) -> bool:
    """Whether secrets may travel to the URL: https, or this computer itself."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError:
        return False
    return (
        bool(parts.hostname)
        and not parts.password
        and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))
    )


def sandbox_profile(base_url: str, **changes: Any) -> Profile:
    """The profile of a stand-in on this computer; `changes` as in a profile file.

    Raises ImsError when it is not on this computer.
    """
    table = {
        "key": "sandbox",
        "name": "sandbox",
        "base_url": base_url,
        "sandbox": True,
        "certificate": {"url": "/certificate"},
    }
    return raise_first(*validate(table | changes, ""))


def validate(table: Mapping[str, Any], file: str, text: str = "") -> tuple[Profile | None, list[Issue]]:
    """The profile of a table, None when it has none, and the faults in it."""
    try:
        profile = Profile.model_validate(table)
    except ValidationError as error:
        return None, [
            _fault(
                _keys_of(one),
                REASONS.get(one["type"], one["msg"].removeprefix("Value error, ")),
                REMEDY, "" if _may_be_secret(one) else one["input"], file, text,
            )
            for one in error.errors()
        ]  # fmt: skip
    return profile, [_fault(*fault, file, text) for fault in profile_check.faults(profile)]


def _keys_of(error: ErrorDetails) -> list[str]:
    """The keys that lead to a value; of what was found between two values the key to change."""
    parts = map(str, error["loc"] or [error.get("ctx", {}).get("key", "")])
    return [part for part in parts if part and not part.startswith(("[", "literal[", "function-"))]


def _may_be_secret(error: ErrorDetails) -> bool:
    """Whether a value may be a secret that was typed in the wrong place, or hold one: it is not shown."""
    return error["type"] == "extra_forbidden" or not {"secrets", "base_url", "other_hosts"}.isdisjoint(error["loc"])


def _fault(keys: Iterable[str], reason: str, remedy: str, value: object, file: str, text: str) -> Issue:
    keys = list(keys)
    shown = str(value) if isinstance(value, str | int | float) else ""
    return Issue("error", reason, remedy, file, "", toml_lines.line_of(text, keys), ".".join(keys), shown)


def raise_first(profile: Profile | None, faults: list[Issue]) -> Profile:
    """The profile, when nothing is wrong with it.

    Raises ImsError with the first fault, and how many more there are.
    """
    if profile is not None and not faults:
        return profile
    first = faults[0]
    more = f" There are {len(faults) - 1} more: ims-xl profile check shows them." if len(faults) > 1 else ""
    raise ImsError.of(replace(first, remedy=first.remedy + more))
