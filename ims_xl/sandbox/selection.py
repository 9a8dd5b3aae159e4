"""Which documents a GSTR-2B takes, with which action, and how much ITC each counts."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ims_xl.sandbox import amendments
from ims_xl.sandbox.amendments import NOTHING, Amounts
from ims_xl.sandbox.database import Database
from ims_xl.sandbox.sections import SECTIONS
from ims_xl.sandbox.taxpayers import Taxpayer
from ims_xl.sandbox.variants import Variants


class Line(NamedTuple):
    """A document of a GSTR-2B; the last four are what it counts, paise, of credit notes what they reduce."""

    document: int
    rejected: int
    action: str
    remarks: str | None
    reduce: str | None
    d_igst: int | None
    d_cgst: int | None
    d_sgst: int | None
    d_cess: int | None
    c_igst: int
    c_cgst: int
    c_sgst: int
    c_cess: int


class Selection(NamedTuple):
    """The lines of a GSTR-2B, and the documents that a later version replaces within it."""

    lines: list[Line]
    replaced: list[int]


def pending_is_over(row: sqlite3.Row, earlier: Sequence[sqlite3.Row], taxpayer: Taxpayer, today: date) -> bool:
    """Whether a record may no longer be pending: of those that reduce ITC, after one tax period (advisory 624).

    The four groups with a limit are those whose acceptance reduces ITC. What is not filed is not communicated yet.
    """
    limited = row["filed"] and not row["moved"] and amendments.reduces(row, earlier)
    return bool(limited) and today > taxpayer.pending_until(row["month"])


class Selector:
    """One computation: of one recipient, of one GSTR-2B, today."""

    def __init__(self, database: Database, taxpayer: Taxpayer, variants: Variants, today: date) -> None:
        self._database = database
        self._taxpayer = taxpayer
        self._variants = variants
        self._today = today

    def select(self, month: int) -> Selection:
        """Filed documents up to this month that are neither pending nor replaced.

        Of versions in one GSTR-2B the last prevails, whatever was done with the others: accepted or left alone it
        counts and they do not; rejected it is listed as rejected and none counts (rule certain, the figures by
        inference); pending none is in this GSTR-2B and all stay in IMS (by inference, certainty medium).
        """
        rows = self._database.rows(amendments.CANDIDATES, self._taxpayer.gstin, month)
        open_now = {row["id"] for row in rows}
        selection = Selection([], [])
        amended: set[int] = set()
        originals = amendments.amended_names(self._database, self._taxpayer.gstin)
        for row in rows:
            name = (row["section"], row["stin"], row["number"], row["date"])
            if row["id"] not in amended and (SECTIONS[row["section"]].base or name in originals):
                chain = amendments.versions(self._database, self._taxpayer.gstin, row)
                amended.update(version["id"] for version in chain)
                self._add_chain(selection, chain, open_now)
        for row in rows:
            action = "" if row["id"] in amended else self._action(row, ())
            if action not in ("", "P"):
                change = amendments.value(row)
                selection.lines.append(_line(row, action, amendments.counted(row, change, amendments.reduces(row, ()))))
        return Selection(sorted(selection.lines), selection.replaced)

    def _add_chain(self, selection: Selection, chain: Sequence[sqlite3.Row], open_now: set[int]) -> None:
        actions = {place: self._action(row, chain[:place]) for place, row in enumerate(chain) if row["id"] in open_now}
        statements = {place: self._taxpayer.statement(chain[place]["month"]) for place in actions}
        last = max((place for place, row in enumerate(chain) if row["outcome"] == "A"), default=-1)
        taken = amendments.value(chain[last]) if last >= 0 else NOTHING
        for place, action in actions.items():
            row, earlier = chain[place], chain[:place]
            prevailing = max(other for other, statement in statements.items() if statement == statements[place])
            if prevailing > place:
                selection.replaced.extend([row["id"]] * (actions[prevailing] != "P"))
            elif action == "R":
                selection.lines.append(_line(row, action, amendments.value(row)))
            elif action != "P":
                # A version older than one that is taken already adds nothing.
                change = amendments.difference(row, taken) if place > last else NOTHING
                held = bool(earlier) or not SECTIONS[row["section"]].base
                reducing = amendments.reduces(row, earlier)
                selection.lines.append(_line(row, action, amendments.counted(row, change, reducing, held)))
                if place > last:
                    last, taken = place, amendments.value(row)

    def _action(self, row: sqlite3.Row, earlier: Sequence[sqlite3.Row]) -> str:
        """The action a computation goes by.

        An amendment that cannot be decided yet, because its original is open in another GSTR-2B, waits with it
        (certainty low: no text says that it is deemed accepted). A pending one whose time is over counts as no action.
        """
        action = str(row["action"])
        waits = self._variants.originals_first and amendments.is_blocked(row, earlier, self._taxpayer)
        if action == "N" and waits:
            return "P"
        late = action == "P" and self._variants.late_pending == "deemed"
        return "N" if late and pending_is_over(row, earlier, self._taxpayer, self._today) else action


def _line(row: sqlite3.Row, action: str, amounts: Amounts) -> Line:
    said = (row["reduce"], row["d_igst"], row["d_cgst"], row["d_sgst"], row["d_cess"])
    return Line(row["id"], int(action == "R"), action, row["remarks"], *said, *amounts)
