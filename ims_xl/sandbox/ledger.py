"""What the portal holds: the documents of each recipient, their states, their filed GSTR-3B."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from ims_xl.sandbox import amendments, periods, records
from ims_xl.sandbox.clock import Clock
from ims_xl.sandbox.database import Database
from ims_xl.sandbox.log import Identity
from ims_xl.sandbox.sections import SECTIONS, Section
from ims_xl.sandbox.selection import Selection, Selector, pending_is_over
from ims_xl.sandbox.taxpayers import Taxpayer
from ims_xl.sandbox.variants import Variants

_STATES = {"A": "accept", "N": "noaction", "P": "pending", "R": "reject"}
_BATCH = 5_000


class Ledger:
    """The documents, and what recipients do to them."""

    def __init__(self, database: Database, clock: Clock, variants: Variants) -> None:
        self.database = database
        self.clock = clock
        self.variants = variants

    def load(self, payload: Mapping[str, Any], gstin: str, period: str = "", filed_on: str = "") -> int:
        """Take documents in the shape of a portal download, `{"b2b": [...], ...}` or `{"imsDetails": {...}}`.

        `period` is the first month whose GSTR-3B is not filed; unless given, the commonest supplier period. `filed_on`
        (DD-MM-YYYY) is when suppliers filed them. Gives back the number of documents.
        """
        lists = payload.get("imsDetails", payload)
        chosen = [(SECTIONS[key], record) for key in SECTIONS for record in lists.get(key, [])]
        if not period and chosen:
            common = Counter(str(record[section.period]) for section, record in chosen)
            period = common.most_common(1)[0][0]
        usual = Taxpayer(gstin, 0).last_draft(self.clock.now())
        return self.add(gstin, period or periods.period(usual), chosen, filed_on)

    def add(
        self, gstin: str, period: str, chosen: Iterable[tuple[Section, Mapping[str, Any]]], filed_on: str = ""
    ) -> int:
        """Take documents; memory does not grow with their number."""
        month = periods.month(period)
        self.database.run("INSERT OR IGNORE INTO taxpayers VALUES (?, ?, 0)", gstin, month)
        count = 0
        for batch in _batches(chosen, _BATCH):
            rows = [records.to_row(gstin, section, record, filed_on) for section, record in batch]
            with self.database.transaction():
                self.database.run_many(records.INSERT, rows)
            count += len(rows)
        return count

    def knows(self, gstin: str) -> bool:
        """Whether this is a registered recipient."""
        return self.database.value("SELECT 1 FROM taxpayers WHERE gstin = ?", gstin) is not None

    def recipients(self) -> list[str]:
        """The registered recipients."""
        return [row[0] for row in self.database.rows("SELECT gstin FROM taxpayers ORDER BY rowid")]

    def size(self) -> int:
        """All documents of all recipients."""
        return int(self.database.value("SELECT count(*) FROM documents"))

    def state(self, gstin: str, section: str, stin: str, number: str) -> dict[str, Any]:
        """One document as the portal shows it now; KeyError when it is not (or no longer) there."""
        sql = "SELECT * FROM documents WHERE gstin = ? AND section = ? AND stin = ? AND number = ? AND open = 1"
        row = self.database.row(sql, gstin, section, stin, number)
        if row is None:
            raise KeyError((section, stin, number))
        record: dict[str, Any] = json.loads(self._text(row, self.taxpayer(gstin)))
        return record

    def states(self, gstin: str) -> dict[Identity, str]:
        """A, R, P or N of every open document."""
        sql = "SELECT section, stin, number, date, period, action FROM documents WHERE gstin = ? AND open = 1"
        return {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in self.database.rows(sql, gstin)}

    def find(self, gstin: str, identity: Identity) -> sqlite3.Row | None:
        """The row of an open document."""
        sql = (
            "SELECT * FROM documents WHERE gstin = ? AND section = ? AND stin = ? AND number = ? AND date = ?"
            " AND period = ? AND open = 1"
        )
        return self.database.row(sql, gstin, *identity)

    def taxpayer(self, gstin: str) -> Taxpayer:
        """A registered recipient's returns."""
        row = self.database.row("SELECT first_month, quarterly FROM taxpayers WHERE gstin = ?", gstin)
        moved = self.database.rows("SELECT month, due FROM extensions")
        extended = {month: date.fromisoformat(due) for month, due in moved}
        first, quarterly = (row["first_month"], bool(row["quarterly"])) if row else (0, False)
        return Taxpayer(gstin, first, quarterly, extended)

    def extend_3b(self, period: str, due: date) -> None:
        """GSTR-3B of a period is due later, as a notification says."""
        sql = "INSERT OR REPLACE INTO extensions VALUES (?, ?)"
        self.database.run(sql, periods.month(period), due.isoformat())

    def earlier_versions(self, row: sqlite3.Row) -> list[sqlite3.Row]:
        """The rows of what an amendment amends, the original first, open or not."""
        return amendments.earlier_versions(self.database, row["gstin"], row)

    def select(self, gstin: str, month: int) -> Selection:
        """What a GSTR-2B takes when it is computed now."""
        return Selector(self.database, self.taxpayer(gstin), self.variants, self.now().date()).select(month)

    def flags(self, row: sqlite3.Row, taxpayer: Taxpayer) -> dict[str, bool | None]:
        """What is blocked of a document today, by its own flags and by the rule; None where there is no such flag."""
        section = SECTIONS[row["section"]]
        earlier = self.earlier_versions(row)
        over = pending_is_over(row, earlier, taxpayer, self.now().date())
        reduction: bool | None = None
        if section.declares and (not section.imports or (row["moved"] and self.variants.moved_entry == "marked")):
            reduction = not amendments.reduces(row, earlier)
        return {"pending_blocked": bool(row["pending_blocked"]) or over, "reduction_blocked": reduction}

    def _text(self, row: sqlite3.Row, taxpayer: Taxpayer) -> str:
        return records.to_json(row, self.flags(row, taxpayer), SECTIONS[row["section"]].imports, self.variants)

    def unknown_originals(self, gstin: str) -> list[Identity]:
        """The open amendments whose original is not held, so that their difference cannot be told."""
        sql = "SELECT * FROM documents WHERE gstin = ? AND open = 1 AND onumber IS NOT NULL ORDER BY id"
        alone = [row for row in self.database.rows(sql, gstin) if not self.earlier_versions(row)]
        return [(row["section"], row["stin"], row["number"], row["date"], row["period"]) for row in alone]

    def count(self, gstin: str, section: str, status: str = "") -> int:
        """Open documents of a section, of one state when given."""
        sql = "SELECT count(*) FROM documents WHERE gstin = ? AND open = 1 AND section = ? AND ? IN ('', action)"
        return int(self.database.value(sql, gstin, section, status))

    def counts(self, gstin: str, sections: Sequence[str]) -> dict[str, Any]:
        """A group of GETCNT."""
        answer: dict[str, Any] = {key: dict.fromkeys(_STATES.values(), 0) for key in sections}
        sql = "SELECT section, action, count(*) FROM documents WHERE gstin = ? AND open = 1 GROUP BY section, action"
        for section, action, number in self.database.rows(sql, gstin):
            if section in answer:
                answer[section][_STATES[action]] = number
        answer["ttl_cnt"] = sum(sum(answer[key].values()) for key in sections)
        return answer

    def texts(self, gstin: str, section: str, status: str, size: int) -> Iterator[list[str]]:
        """The open documents of a section as JSON texts, so many at a time."""
        taxpayer = self.taxpayer(gstin)
        sql = (
            "SELECT * FROM documents WHERE gstin = ? AND open = 1 AND section = ? AND ? IN ('', action) AND id > ?"
            " ORDER BY id LIMIT ?"
        )
        last = 0
        while rows := self.database.rows(sql, gstin, section, status, last, size):
            last = rows[-1]["id"]
            yield [self._text(row, taxpayer) for row in rows]

    def filed_3b(self, gstin: str, month: int) -> bool:
        """Whether GSTR-3B of a month is filed; those before the first open month are."""
        row = self.database.row("SELECT filed FROM gstr3b WHERE gstin = ? AND month = ?", gstin, month)
        if row is not None:
            return bool(row["filed"])
        return month < self.taxpayer(gstin).first_month

    def file_3b(self, gstin: str, period: str) -> None:
        """The recipient files GSTR-3B: what its GSTR-2B takes or replaces leaves IMS, the rest stays.

        ValueError for the first two months of a quarter.
        """
        month = periods.month(period)
        if not self.taxpayer(gstin).has_statement(month):
            raise ValueError(f"{gstin} files GSTR-3B by the quarter, not for {period}")
        with self.database.transaction():
            chosen = self.select(gstin, month)
            left = [("AR"[line.rejected], line.document) for line in chosen.lines]
            left += [("S", document) for document in chosen.replaced]
            self.database.run_many("UPDATE documents SET open = 0, outcome = ? WHERE id = ?", left)
            self.database.run("INSERT OR REPLACE INTO gstr3b VALUES (?, ?, 1)", gstin, month)

    def leave_3b_unfiled(self, gstin: str, period: str) -> None:
        """The recipient is late: GSTR-3B of an earlier period is not filed, so the next draft is not made."""
        self.database.run("INSERT OR REPLACE INTO gstr3b VALUES (?, ?, 0)", gstin, periods.month(period))

    def set_quarterly(self, gstin: str, quarterly: bool = True) -> None:
        """The recipient files by the quarter; the State of its GSTIN says until when."""
        self.database.run("UPDATE taxpayers SET quarterly = ? WHERE gstin = ?", quarterly, gstin)

    def now(self) -> datetime:
        """The present time of the portal."""
        return self.clock.now()


def _batches(
    chosen: Iterable[tuple[Section, Mapping[str, Any]]], size: int
) -> Iterator[list[tuple[Section, Mapping[str, Any]]]]:
    rest = iter(chosen)
    while batch := list(islice(rest, size)):
        yield batch
