"""Files that a workbook has read before, byte for byte: they need not be opened to know whose they are."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ims_xl.folders import data_folder
from ims_xl.practice.files import File, Kind
from ims_xl.store import open_store


class KnownFiles:
    """What the stores of these GSTINs hold of files."""

    def __init__(self, gstins: Iterable[str]) -> None:
        self._by_hash: dict[str, tuple[Kind, str, str]] = {}
        for gstin in sorted(set(gstins)):
            if not (data_folder() / f"{gstin}.sqlite3").is_file():
                continue  # to open a store would make it
            store = open_store(data_folder(), gstin)
            try:
                for digest, kind, form in store.sources.digests():
                    self._by_hash[digest] = ("portal" if kind == "portal" else "purchases", gstin, form)
            finally:
                store.close()

    def file(self, path: Path) -> File | None:
        """The file, when one of them read it; None when it is new or was changed since."""
        if not self._by_hash:
            return None
        kind, gstin, form = self._by_hash.get(sha256(path), ("other", "", ""))
        return File(path, kind, gstin, form) if gstin else None


def sha256(path: Path) -> str:
    """Of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
