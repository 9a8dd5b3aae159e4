"""Write `constraints.lock`: every pin of `constraints.txt` with the SHA-256 of every file of that release.

Run by `python tasks.py lock` in the project's environment, after a pin was changed. The package index that pip is
set up for is asked, through pip itself, for the pinned packages only.
"""

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from pip._internal.commands.download import DownloadCommand
from pip._internal.index.collector import parse_links
from pip._internal.models.link import Link

ROOT = Path(__file__).resolve().parent
DEVELOPERS = "# Below: what only developers need."


def version_of(file: str) -> str:
    """The version a wheel or source archive is of, "" for other files."""
    try:
        return str(parse_wheel_filename(file)[1] if file.endswith(".whl") else parse_sdist_filename(file)[1])
    except (InvalidWheelFilename, InvalidSdistFilename):
        return ""


def needed_to_run() -> set[str]:
    """Names of all packages that ims_xl needs, on whatever system."""
    names, waiting = set[str](), [Requirement("ims-xl")]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in names:
            names.add(name)
            try:
                lines = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                continue
            waiting += [Requirement(line) for line in lines if not re.search(r"\bextra\b", line)]
    return names


def locked(pins: list[str]) -> dict[str, str]:
    """Name -> the pin with its hashes.

    Raises LookupError for a pin of which the index has no file.
    """
    command = DownloadCommand("download", "what a release consists of")
    options, _ = command.parse_args(["--no-input"])
    found: dict[str, str] = {}
    with command.main_context():
        finder = command._build_package_finder(options, command.get_default_session(options))
        for pin in pins:
            requirement = Requirement(pin)
            version = next(iter(requirement.specifier)).version
            hashes = set()
            for address in finder.search_scope.get_index_urls_locations(requirement.name):
                page = finder._link_collector.fetch_response(Link(address))
                for link in parse_links(page) if page else ():
                    if link.hash_name == "sha256" and version_of(link.filename) == version:
                        hashes.add(f"--hash=sha256:{link.hash}")
            if not hashes:
                raise LookupError(pin)
            found[canonicalize_name(requirement.name)] = " \\\n    ".join([pin, *sorted(hashes)])
    return found


def main() -> None:
    """Write the file."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    lines, to_run = locked([pin for pin in pins if pin]), needed_to_run()
    first = [line for name, line in lines.items() if name in to_run]
    rest = [line for name, line in lines.items() if name not in to_run]
    text = "\n".join(["# Written by: python tasks.py lock", *first, DEVELOPERS, *rest]) + "\n"
    (ROOT / "constraints.lock").write_text(text, encoding="utf-8", newline="\n")
    print(f"constraints.lock: {len(first)} packages to run, {len(rest)} more for developers")


if __name__ == "__main__":
    main()
