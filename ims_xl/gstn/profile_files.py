"""Profiles as files: found by name in the user's own folder, read and checked."""

import tomllib
from pathlib import Path, PureWindowsPath

from ims_xl import folders
from ims_xl.gstn import toml_lines
from ims_xl.gstn.providers import REASONS, REMEDY, Profile, raise_first, validate
from ims_xl.issues import ImsError, Issue
from ims_xl.plain_names import is_plain, plain

_BY_NAME = "A profile is named, never its place; take one into your own with: ims-xl profile add FILE.toml"


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
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ImsError(f"the profile cannot be read: {error.strerror}", "Choose a TOML file.", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImsError(f"the profile is not written as TOML: {error}", REMEDY, file=path.name) from None
    if "key" in table:
        line = toml_lines.line_of(text, ["key"])
        return None, [Issue("error", REASONS["extra_forbidden"], REMEDY, path.name, row=line, column="key")]
    profile, faults = validate({**table, "key": path.stem.lower()}, path.name, text)
    if profile is None or profile.certificate is None or not profile.certificate.file:
        return profile, faults
    file = profile.certificate.file
    if not _is_inside(file):
        reason = "the certificate lies in the folder of the profiles, nowhere else"
        remedy = f"Put it into {profiles_folder()} and write its name here."
        line = toml_lines.line_of(text, ["certificate", "file"])
        return profile, [*faults, Issue("error", reason, remedy, path.name, "", line, "certificate.file", file)]
    certificate = profile.certificate.model_copy(update={"file": str(path.parent / file)})
    return profile.model_copy(update={"certificate": certificate}), faults


def _is_inside(file: str) -> bool:
    """Whether a relative path stays in its folder, read as Windows reads it, which takes / and \\ alike."""
    path = PureWindowsPath(file)
    return not path.drive and not path.root and ".." not in path.parts and ":" not in file
