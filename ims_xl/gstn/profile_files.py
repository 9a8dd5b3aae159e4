"""Profiles as files: found by name in the user's own folder, read and checked."""

import tomllib
from pathlib import Path, PureWindowsPath
from typing import Any

from ims_xl import folders
from ims_xl.gstn import envelope, toml_lines
from ims_xl.gstn.providers import REASONS, REMEDY, Profile, raise_first, validate
from ims_xl.issues import ImsError, Issue
from ims_xl.plain_names import is_plain, plain

_BY_NAME = "A profile is named, never its place; take one into your own with: ims-xl profile add FILE.toml"
_SAVED = "Save it as UTF-8; an editor for plain text does."
_WRITTEN = 'Correct the line: a key is written key = "value", a table [name].'


def profiles_folder() -> Path:
    """Where profiles are looked for by name."""
    return folders.config_folder() / "profiles"


def profile_names() -> tuple[str, ...]:
    """Names of the profiles this user has set up, in order."""
    found = {path.stem.lower() for path in profiles_folder().glob("*.[tT][oO][mM][lL]") if is_plain(path.stem)}
    return tuple(sorted(found))


def load_profile(name: str) -> Profile:
    """The profile of that name in the user's own folder of profiles; no other place is ever looked at.

    Raises ImsError when the name is a path, there is no such profile or something in it is wrong, naming file, line,
    key and value.
    """
    return read_profile(profile_file(name))


def profile_file(name: str) -> Path:
    """The file of the profile of that name.

    Raises ImsError when the name is a path or there is no such profile.
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
    return files[0]


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file; its certificate lies in the same folder or below.

    Raises ImsError as `load_profile`.
    """
    return raise_first(*check_profile(path))


def check_profile(path: Path) -> tuple[Profile | None, list[Issue]]:
    """The profile in a TOML file and every fault found in it, each with file, line, key, value and remedy.

    Raises ImsError when it cannot be read or is no TOML.
    """
    text, table = _read(path)
    if "key" in table:
        line = toml_lines.line_of(text, ["key"])
        return None, [Issue("error", REASONS["extra_forbidden"], REMEDY, path.name, row=line, column="key")]
    profile, faults = validate({**table, "key": path.stem.lower()}, path.name, text)
    if profile is None or profile.certificate is None or not profile.certificate.file:
        return profile, faults
    file = profile.certificate.file
    if fault := _wrong_certificate(path.parent, file):
        line = toml_lines.line_of(text, ["certificate", "file"])
        return profile, [*faults, Issue("error", *fault, path.name, "", line, "certificate.file", file)]
    certificate = profile.certificate.model_copy(update={"file": str(path.parent / file)})
    return profile.model_copy(update={"certificate": certificate}), faults


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImsError(f"the profile cannot be read: {error.strerror}", "Choose a TOML file.", file=path.name) from None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImsError("the profile is not written in UTF-8", _SAVED, file=path.name, row=line) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = toml_lines.line_of_error(text, error), str(error).partition(" (at ")[0]
        words = f"the profile is not written as TOML: {reason[:1].lower()}{reason[1:]}"
        raise ImsError(words, _WRITTEN, file=path.name, row=line) from None


def _wrong_certificate(folder: Path, file: str) -> tuple[str, str] | None:
    """What is wrong with the file of a certificate, and what to do."""
    if not _is_inside(file):
        remedy = f"Put it into {profiles_folder()} and write its name here."
        return "the certificate lies in the folder of the profiles, nowhere else", remedy
    try:
        envelope.read_public_key((folder / file).read_bytes())
    except OSError as error:
        remedy = f"Put GSTN's public certificate, which your GSP has, into {folder}, under this name."
        return f"the file of the certificate cannot be read: {error.strerror}", remedy
    except ImsError as error:
        return error.issue.reason, error.issue.remedy
    return None


def _is_inside(file: str) -> bool:
    """Whether a relative path stays in its folder, read as Windows reads it, which takes / and \\ alike."""
    path = PureWindowsPath(file)
    return not path.drive and not path.root and ".." not in path.parts and ":" not in file
