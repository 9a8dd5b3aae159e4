"""Everything that a run leaves on disk, for tests that look for secrets in it."""

import zipfile
from pathlib import Path


def contents(folder: Path) -> bytes:
    """Every file below the folder, and every part inside workbooks and other zips."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        found.append(path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name) for name in archive.namelist()]
    return b"\0".join(found)
