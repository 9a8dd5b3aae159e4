"""Write `docs/licences.md`: the licence of every package that is installed with ims_xl.

Run by `python tasks.py licences` in the project's environment, after a pin was changed.
"""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PAGE = ROOT / "docs/licences.md"
DEVELOPERS = "# Below: what only developers need."
ELSEWHERE = {
    "appscript": "Public domain",
    "backports-tarfile": "MIT",
    "colorama": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "jeepney": "MIT",
    "pywin32": "PSF-2.0",
    "pywin32-ctypes": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "zipp": "MIT",
}
"""Packages of one system or of older Pythons, as they say it themselves: they may not be installed here."""

_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_HEAD = """\
# Licences of the packages it uses

Everything that is installed with ims_xl, as each package states it; ims_xl itself is under Apache-2.0
([LICENSE](../LICENSE)). Written by `python tasks.py licences`.

| Package | Version | Licence |
|---|---|---|
"""


def packages() -> list[tuple[str, str, str]]:
    """Name, version and licence of every package needed to run, in order of names.

    Raises LookupError for one that states none.
    """
    pins = (ROOT / "constraints.lock").read_text(encoding="utf-8").partition(DEVELOPERS)[0]
    found: list[tuple[str, str, str]] = []
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", pins, re.MULTILINE):
        said = ELSEWHERE.get(name) or _stated(metadata.metadata(name))
        if not said:
            raise LookupError(name)
        found.append((name, version, said))
    return sorted(found)


def _stated(about: metadata.PackageMetadata) -> str:
    """The licence as an SPDX name where there is one, else by the classifier or the words of the package."""
    for expression in about.get_all("License-Expression") or []:
        return str(expression)
    for line in about.get_all("Classifier") or []:
        if str(line).startswith("License ::"):
            name = str(line).rpartition(" :: ")[2]
            return _NAMES.get(name, name)
    words = [str(text).partition("\n")[0] for text in about.get_all("License") or []]
    return words[0] if words else ""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in packages())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
