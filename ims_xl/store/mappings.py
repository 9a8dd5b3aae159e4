"""Layouts of registers whose columns the accountant maps: what is proposed, and what was accepted."""

from collections.abc import Mapping

from ims_xl.column_mapping import ColumnMapping, MappingDraft
from ims_xl.store.database import StorePart


class Mappings(StorePart):
    """The layouts of a GSTIN, each by its fingerprint."""

    def propose(self, book_id: str, at: str, mapping: ColumnMapping) -> None:
        """Put a proposal on the sheet of a workbook; what was accepted of the same layout goes on reading files."""
        with self._db.together():
            self._db.execute(
                "INSERT INTO mapping (fingerprint, book_id, proposed_at, draft) VALUES (?, ?, ?, ?) ON CONFLICT (fingerprint) "
                "DO UPDATE SET book_id = excluded.book_id, proposed_at = excluded.proposed_at, draft = excluded.draft",
                (mapping.fingerprint, book_id, at, mapping.to_text()),
            )

    def draft(self, book_id: str) -> MappingDraft | None:
        """The layout that was proposed last in a workbook."""
        row = self._db.execute(
            "SELECT draft, proposed_at, accepted_at FROM mapping WHERE book_id = ? ORDER BY proposed_at DESC, rowid DESC LIMIT 1",
            (book_id,),
        ).fetchone()
        return MappingDraft(ColumnMapping.from_text(row[0]), row[1], row[2]) if row else None

    def keep_choices(self, book_id: str, fingerprint: str, choices: Mapping[int, str]) -> None:
        """What stands in the sheet of a workbook beside the columns (from 0) of its layout; others stay as they were."""
        found = self.draft(book_id)
        if found is None or found.mapping.fingerprint != fingerprint:
            return
        there = found.mapping.columns
        changed = found.mapping.with_choices([choices.get(at) for at in range(len(there))])
        if changed != found.mapping:
            with self._db.together():
                sql = "UPDATE mapping SET draft = ? WHERE fingerprint = ?"
                self._db.execute(sql, (changed.to_text(), fingerprint))

    def accept(self, mapping: ColumnMapping, at: str, user: str) -> None:
        """From now on this layout is read so, in every workbook of the GSTIN."""
        with self._db.together():
            sql = "UPDATE mapping SET accepted = ?, accepted_at = ?, user = ? WHERE fingerprint = ?"
            self._db.execute(sql, (mapping.to_text(), at, user, mapping.fingerprint))

    def forget(self, fingerprint: str) -> None:
        """From now on this layout is not read any more; nothing happens when it is not known."""
        with self._db.together():
            self._db.execute("DELETE FROM mapping WHERE fingerprint = ?", (fingerprint,))

    def accepted(self) -> list[ColumnMapping]:
        """The layouts by which files are read, the newest first."""
        rows = self._db.execute("SELECT accepted FROM mapping WHERE accepted != '' ORDER BY accepted_at DESC")
        return [ColumnMapping.from_text(text) for (text,) in rows]
