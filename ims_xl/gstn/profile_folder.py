"""The user's own folder, the only place profiles are used from: one taken from a file, one begun on a vendor's."""

import json
from pathlib import Path

from ims_xl.gst import gstin as gstins
from ims_xl.gstn.profile_bases import shipped_names, with_base
from ims_xl.gstn.profile_files import load_profile, profile_names, profiles_folder, read_profile
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.templates import texts_in
from ims_xl.issues import ImsError
from ims_xl.plain_names import plain
from ims_xl.replacing import write


def add_profile(file: Path, name: str = "", *, replace: bool = False) -> Profile:
    """Copy a profile and the certificate beside it; `name` is what it is called from now on, else the file's.

    Raises ImsError when something in the profile is wrong, the name is not plain, or, unless it may `replace` them,
    one of the two is there already.
    """
    key = plain(name or file.stem, "a profile", "Choose such a name with --name.")
    named = read_profile(file).certificate
    certificate = named.file if named else ""
    if key in profile_names() and not replace:
        raise ImsError("there is a profile of that name", "Choose another --name, or --replace it.", value=key)
    folder = profiles_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if certificate:
        beside = Path(certificate)
        _copy(_content(beside), folder / beside.relative_to(file.parent), replace=replace)
    target = folder / f"{key}.toml"
    _copy(_content(file), target, replace=True)
    for other in folder.iterdir():
        same_name = other.stem.lower() == key and other.suffix.lower() == ".toml"
        if same_name and not other.samefile(target):
            other.unlink()
    return load_profile(key)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        remedy = "Put it beside the profile."
        raise ImsError(f"the file cannot be read: {error.strerror}", remedy, file=str(file)) from None


def _copy(content: bytes, target: Path, *, replace: bool) -> None:
    if not replace and target.exists() and target.read_bytes() != content:
        raise ImsError("another certificate of that name is there", "Rename it, or --replace it.", file=target.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, content, private=True)


def new_profile(name: str, vendor: str, gstin: str = "", *, test: bool = False) -> Path:
    """Begin a profile on one that comes with the program: what is still to be written stands in it, empty.

    `test`: for the vendor's test environment. Raises ImsError when there is no such vendor, the name is not plain,
    there is a profile of it already or the GSTIN is none.
    """
    key = plain(name, "a profile", "Choose such a name.")
    if vendor not in shipped_names():
        there = ", ".join(shipped_names())
        raise ImsError("no profile of that vendor comes with the program", f"There are: {there}.", value=vendor)
    if key in profile_names():
        raise ImsError("there is a profile of that name", "Choose another name.", value=key)
    whose = gstins.clean(gstin)
    if whose and not (gstins.has_shape if test else gstins.is_valid)(whose):  # GSTINs made for tests may lack the digit
        remedy = "Write the 15 characters of the registration; the last one is a check digit."
        raise ImsError("this is not a GSTIN", remedy, value=gstin)
    base = with_base({"base": vendor})
    asked = [f"# Not known of {vendor}: {text}" for text in base.get("unknown", ())]
    place = base.get("test", {}) if test else {}
    address = base.get("base_url", "") if not test or place.get("prefix") else place.get("base_url", "")
    lines = [
        *asked,
        f'base = "{vendor}"',
        f'name = "{base.get("name", name)}{" test" if test else ""}"',
        f'base_url = "{address}"' + ("" if address else "   # your GSP gives it"),
    ]
    texts = [*texts_in(base.get("headers", {})), *texts_in(base.get("signin", {}))]
    if any("{ip}" in text for text in texts):
        lines.append('user_ip = ""   # the public IP address of this office')
    if any("|rsa:cert}" in text for text in texts):
        lines += ["", "[certificate]", 'file = "gstn-public.pem"   # GSTN\'s public certificate, beside this file']
    for table, setting in (("paths", "prefix"), ("limits", "per_minute")):
        if value := place.get(setting):
            lines += ["", f"[{table}]", f"{setting} = {json.dumps(value)}"]
    lines += ["", "[users]   # user names on the GST portal", f'{whose or "27AAAAA0000A1Z5"} = ""']
    target = profiles_folder() / f"{key}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, ("\n".join(lines) + "\n").encode(), private=True)
    return target
