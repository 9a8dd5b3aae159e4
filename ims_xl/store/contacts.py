"""Suppliers' contacts, for every workbook of the GSTIN."""

from collections.abc import Iterable, Mapping

from ims_xl.contacts import NAMES, Contact
from ims_xl.store.database import StorePart


class Contacts(StorePart):
    """How suppliers are reached and what is known of them, each by `Contact.key`."""

    def all(self) -> dict[str, Contact]:
        """Every contact."""
        rows = self._db.execute(f"SELECT supplier_key, {', '.join(NAMES)} FROM contact ORDER BY supplier_key")
        return {str(key): Contact(*fields) for key, *fields in rows}

    def change(self, keep: Mapping[str, Contact], forget: Iterable[str], at: str) -> None:
        """Keep some as they are now and forget others, by key; the rest stays."""
        with self._db.together():
            self._db.executemany("DELETE FROM contact WHERE supplier_key = ?", [(key,) for key in forget])
            rows = [(key, *(getattr(one, name) for name in NAMES), at) for key, one in keep.items()]
            self._db.insert("contact", ("supplier_key", *NAMES, "at"), rows, "INSERT OR REPLACE")
