"""Write `dist/ims_xl-VERSION.cdx.json`: what is installed with ims_xl, as a CycloneDX bill of materials.

Run by `python tasks.py build` in the project's environment. The packages are those of the lock file, on every system;
the same lock file gives the same bytes: there is no time in it, and its serial number is made of its content.
"""

import re
import sys
import uuid
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from list_licences import DEVELOPERS, packages

ROOT = Path(__file__).resolve().parent
OURS = "ims-xl"
_PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==[^ \n]+(?: ; (?P<marker>[^\\\n]+))? \\\n(?P<hashes>(?: +--hash=.*\n)+)", re.M
)


def bill() -> Bom:
    """Every package with version, licence, the SHA-256 of each file of that release, and the packages it needs.

    Packages of one system only are optional, with the condition in the property `ims-xl:marker`.
    Raises LookupError for a package without a licence.
    """
    pins = (ROOT / "constraints.lock").read_text(encoding="utf-8").partition(DEVELOPERS)[0]
    found = {pin["name"]: pin for pin in _PIN.finditer(pins)}
    components = {
        name: _component(name, version, licence, found[name]["marker"], found[name]["hashes"])
        for name, version, licence in packages()
    }
    ours = _component(OURS, metadata.version(OURS), "Apache-2.0")
    bom = Bom(components=components.values(), serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{ours.purl} {pins}"))
    bom.metadata.component = ours
    bom.metadata.timestamp = None  # type: ignore[assignment]  # the schema asks for none
    for name, component in {OURS: ours, **components}.items():
        # One that is installed on its own system only is not asked: the same bytes everywhere.
        needs = () if name in found and found[name]["marker"] else _needed(name)
        bom.register_dependency(component, [components[one] for one in sorted(needs) if one in components])
    return bom


def text() -> str:
    """The file, as JSON of CycloneDX 1.6."""
    return JsonV1Dot6(bill()).output_as_string(indent=2) + "\n"


def _component(name: str, version: str, licence: str, marker: str | None = None, hashes: str = "") -> Component:
    purl = PackageURL("pypi", name=name, version=version)
    return Component(
        type=ComponentType.APPLICATION if name == OURS else ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=str(purl),
        purl=purl,
        licenses=[LicenseFactory().make_from_string(licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in re.findall(r"[0-9a-f]{64}", hashes)],
        scope=ComponentScope.OPTIONAL if marker else ComponentScope.REQUIRED,
        properties=[Property(name="ims-xl:marker", value=marker.strip())] if marker else [],
    )


def _needed(name: str) -> Iterable[str]:
    """What a package needs on any system, without its extras."""
    lines = [line for line in metadata.requires(name) or [] if not re.search(r"\bextra\b", line)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def main(words: list[str]) -> None:
    """Write the file into the folder that is named."""
    folder = Path(words[0])
    folder.mkdir(exist_ok=True)
    path = folder / f"ims_xl-{metadata.version(OURS)}.cdx.json"
    path.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
