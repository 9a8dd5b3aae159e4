"""Profiles of providers: everything about a GSP that differs from another, read from a TOML file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator

from ims_xl import folders
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.provider_tables import (
    Certificate,
    Headers,
    Limits,
    Paths,
    Polling,
    Table,
    TimeOuts,
    Variants,
    Versions,
)
from ims_xl.issues import ImsError
from ims_xl.plain_names import is_plain, plain

SANDBOX_OTP = "575757"  # the fixed OTP of test environments

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_REASONS = {
    "missing": "this key is missing",
    "extra_forbidden": "this key is not known",
    "string_pattern_mismatch": "this takes up to 40 letters, digits, spaces, dots and dashes, a letter or digit first",
}
_REMEDY = "Correct the profile; your GSP's documents name the value."
_BY_NAME = "A profile is named, never its place; take one into your own with: ims-xl profile add FILE.toml"
_PORTS = {"https": 443, "http": 80}

Service = Literal["authenticate", "ims", "gstr2b"]


class Profile(Table):
    """One provider. `sandbox` is for the stand-in on this computer alone.

    `key` is the name of its file in lower case, by which workbooks and kept secrets know it; `name` is for people.
    """

    key: str = ""
    name: Annotated[str, Field(pattern=r"^\w[\w .-]{0,39}$")]
    base_url: str
    sandbox: bool = False
    user_ip: str = ""
    users: dict[str, str] = Field(default_factory=dict)
    sections: dict[str, str] = Field(default_factory=dict)
    certificate: Certificate
    versions: Versions = Versions()
    paths: Paths = Paths()
    headers: Headers = Headers()
    limits: Limits = Limits()
    polling: Polling = Polling()
    timeouts: TimeOuts = TimeOuts()
    variants: Variants = Variants()

    @field_validator("base_url")
    @classmethod
    def _safe(cls, url: str) -> str:
        if not is_safe(url):
            raise ValueError("https:// is needed, except to this computer itself")
        return url.rstrip("/")

    @field_validator("sections")
    @classmethod
    def _known(cls, sections: dict[str, str]) -> dict[str, str]:
        if strangers := sections.keys() - SECTIONS.keys():
            raise ValueError(f"{', '.join(sorted(strangers))} is no section; sections are {', '.join(SECTIONS)}")
        return sections

    @model_validator(mode="after")
    def _whole(self) -> "Profile":
        if self.sandbox and not self.is_local:
            raise ValueError("sandbox = true is only for a server on this computer")
        if not self.sandbox and not self.user_ip:
            raise ValueError("user_ip is missing: the public IP address of this office")
        return self

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the stand-in for GSTN, where nothing is real."""
        return self.sandbox

    @property
    def origin(self) -> str:
        """The address that secrets are given for: scheme, host and port."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        port = parts.port or _PORTS[parts.scheme]
        place = f"[{host}]" if ":" in host else host
        return f"{parts.scheme}://{place}" + ("" if port == _PORTS[parts.scheme] else f":{port}")

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this computer."""
        return (urlsplit(self.base_url).hostname or "") in _LOOPBACK

    def url(self, service: Service) -> str:
        """The address of a service."""
        path: str = getattr(self.paths, service)
        return self.address(path.replace("{version}", getattr(self.versions, service)))

    def address(self, place: str) -> str:
        """A whole URL from a path under the base URL, or from a URL.

        Raises ImsError when the URL is not safe.
        """
        whole = place if "://" in place else f"{self.base_url}/{place.lstrip('/')}"
        if not is_safe(whole):
            raise ImsError("an address that is not https is not used", _REMEDY, value=place.partition("?")[0])
        return whole

    def file_address(self, place: str) -> str:
        """The same for a large file, whose paths may stand under a base of their own."""
        base = self.variants.files_url
        if base and "://" not in place:
            place = f"{base.rstrip('/')}/{place.lstrip('/')}"
        return self.address(place)

    def request_name(self, section: str) -> str:
        """How a section is asked for: `b2bcn` -> `CN`, or the profile's own word."""
        return self.sections.get(section, SECTIONS[section].request)

    def user_of(self, gstin: str) -> str:
        """The portal's user name of a GSTIN.

        Raises ImsError when the profile names none.
        """
        if name := self.users.get(gstin) or ("sandbox" if self.sandbox else ""):
            return name
        remedy = f'Write under [users]: "{gstin}" = "the user name on the GST portal".'
        raise ImsError(f"the profile {self.name} names no user for {gstin}", remedy)


def is_safe(url: str) -> bool:
    """Whether secrets may travel to the URL: https, or this computer itself."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
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
    return _profile(table | changes, "")


def profiles_folder() -> Path:
    """Where profiles are looked for by name."""
    return folders.config_folder() / "profiles"


def profile_names() -> tuple[str, ...]:
    """Names of the profiles this user has set up, in order."""
    found = {path.stem.lower() for path in profiles_folder().glob("*.[tT][oO][mM][lL]") if is_plain(path.stem)}
    return tuple(sorted(found))


def load_profile(name: str) -> Profile:
    """The profile of that name in the user's own folder of profiles; no other place is ever looked at.

    Raises ImsError when the name is a path, there is no such profile or something in it is wrong, naming file, key
    and value.
    """
    key = plain(name, "a profile", _BY_NAME)
    files = [path for path in profiles_folder().glob("*.[tT][oO][mM][lL]") if path.stem.lower() == key]
    if len(files) > 1:
        reason = "two profiles differ only in capital letters"
        raise ImsError(reason, f"Rename one of them in {profiles_folder()}.", value=files[1].name)
    if not files:
        there = ", ".join(profile_names()) or "none yet"
        remedy = (
            f"Profiles are TOML files in {profiles_folder()}; there: {there}. Without a GSP use the portal's files."
        )
        raise ImsError("there is no such profile", remedy, value=name)
    return read_profile(files[0])


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file; its certificate lies in the same folder or below.

    Raises ImsError as `load_profile`.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ImsError(f"the profile cannot be read: {error.strerror}", "Choose a TOML file.", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImsError(f"the profile is not written as TOML: {error}", _REMEDY, file=path.name) from None
    if "key" in table:
        raise ImsError(_REASONS["extra_forbidden"], _REMEDY, file=path.name, column="key")
    profile = _profile({**table, "key": path.stem.lower()}, path.name)
    if not profile.certificate.file:
        return profile
    if not _is_inside(profile.certificate.file):
        reason = "the certificate lies in the folder of the profiles, nowhere else"
        remedy = f"Put it into {profiles_folder()} and write its name here."
        file = profile.certificate.file
        raise ImsError(reason, remedy, file=path.name, column="certificate.file", value=file)
    beside = str(path.parent / profile.certificate.file)
    return profile.model_copy(update={"certificate": profile.certificate.model_copy(update={"file": beside})})


def _is_inside(file: str) -> bool:
    """Whether a relative path stays in its folder, read as Windows reads it, which takes / and \\ alike."""
    path = PureWindowsPath(file)
    return not path.drive and not path.root and ".." not in path.parts and ":" not in file


def _profile(table: Mapping[str, Any], file: str) -> Profile:
    try:
        return Profile.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        reason = _REASONS.get(first["type"], first["msg"].removeprefix("Value error, "))
        value = first["input"]
        shown = str(value) if isinstance(value, str | int | float) else ""
        raise ImsError(reason, _REMEDY, file=file, column=key, value=shown) from None
