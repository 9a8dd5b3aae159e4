"""The versions of a document, and what an amendment changes in ITC.

Sources: GSTN's FAQ on IMS of Sep 2024 (the action on the amendment prevails within one GSTR-2B; the original comes
first where they are in two), its FAQ of 19 Jun 2025 (the difference after an accepted original, the whole after a
rejected one), advisory 624 of 23 Sep 2025 (declared reduction). Amounts are paise: IGST, CGST, SGST, cess. Those of
credit notes reduce ITC, so a positive change of one is less ITC.
"""

import sqlite3
from collections.abc import Sequence

from ims_xl.sandbox.database import Database
from ims_xl.sandbox.sections import SECTIONS
from ims_xl.sandbox.taxpayers import Taxpayer

Amounts = tuple[int, int, int, int]
HEADS = ("igst", "cgst", "sgst", "cess")
NOTHING: Amounts = (0, 0, 0, 0)
_COLUMNS = (
    "id, section, stin, number, date, onumber, odate, month, filed, open, outcome, moved, action, remarks, reduce,"
    " d_igst, d_cgst, d_sgst, d_cess, igst, cgst, sgst, cess, pending_blocked, reduction_blocked"
)
CANDIDATES = f"SELECT {_COLUMNS} FROM documents WHERE gstin = ? AND open AND filed AND month <= ? ORDER BY id"
_LINKED = (
    f"SELECT {_COLUMNS} FROM documents WHERE gstin = ?1 AND section IN (?2, ?3) AND stin = ?4"
    " AND (number = ?5 AND date = ?6 OR onumber = ?5 AND odate = ?6)"
)


def versions(database: Database, gstin: str, row: sqlite3.Row) -> list[sqlite3.Row]:
    """Every version of a document, open or not, the original first."""
    base = SECTIONS[row["section"]].base or row["section"]
    found: dict[int, sqlite3.Row] = {}
    names, known = _names(row), set()
    while names:  # an amendment may give the document a new number
        name = names.pop()
        known.add(name)
        for version in database.rows(_LINKED, gstin, base, base + "a", row["stin"], *name):
            found[version["id"]] = version
            names |= _names(version) - known
    return sorted(found.values(), key=lambda one: (one["section"] != base, one["month"], one["id"]))


def _names(row: sqlite3.Row) -> set[tuple[str, str]]:
    both = (row["number"], row["date"]), (row["onumber"], row["odate"])
    return {(number, date) for number, date in both if number}


def amended_names(database: Database, gstin: str) -> set[tuple[str, str, str, str]]:
    """Section, supplier, number and date of everything that an amendment amends."""
    sql = "SELECT section, stin, onumber, odate FROM documents WHERE gstin = ? AND onumber IS NOT NULL"
    rows = database.rows(sql, gstin)
    return {(SECTIONS[row["section"]].base, row["stin"], row["onumber"], row["odate"]) for row in rows}


def earlier_versions(database: Database, gstin: str, row: sqlite3.Row) -> list[sqlite3.Row]:
    """What a document amends, the original first; of an original nothing."""
    if not SECTIONS[row["section"]].base:
        return []
    chain = versions(database, gstin, row)
    return chain[: [version["id"] for version in chain].index(row["id"])]


def value(row: sqlite3.Row) -> Amounts:
    """The tax that a version is worth to this recipient; a bill of entry moved to another GSTIN is worth nothing."""
    return NOTHING if row["moved"] else (row["igst"], row["cgst"], row["sgst"], row["cess"])


def last_taken(earlier: Sequence[sqlite3.Row]) -> sqlite3.Row | None:
    """The latest version, accepted or deemed accepted, that a filed GSTR-3B took."""
    return next((version for version in reversed(earlier) if version["outcome"] == "A"), None)


def difference(row: sqlite3.Row, before: Amounts) -> Amounts:
    """What a version adds, head by head, to one of which `before` is taken already."""
    igst, cgst, sgst, cess = (new - old for new, old in zip(value(row), before, strict=True))
    return igst, cgst, sgst, cess


def reduces(row: sqlite3.Row, earlier: Sequence[sqlite3.Row]) -> bool:
    """Whether accepting takes ITC away, so that the portal asks how much; then isItcRedReqBlocked is N.

    Credit notes and what raises them; an amendment of a rejected one; of other documents only the downward amendment
    of an original that was accepted and whose GSTR-3B is filed. Up or down goes by the total tax (reading; certainty
    medium). Of an amendment whose original is not held the flag says it that came with the record.
    """
    section = SECTIONS[row["section"]]
    if row["moved"] or section.imports or not section.declares:
        return bool(row["moved"])
    if not earlier:
        return not row["reduction_blocked"]
    taken = last_taken(earlier)
    if taken is None:
        return section.credits
    more = sum(difference(row, value(taken)))
    return more > 0 if section.credits else more < 0


def counted(row: sqlite3.Row, change: Amounts, reducing: bool, original_held: bool = True) -> Amounts:
    """What an accepted version counts under its heading of GSTR-2B: the change, where it reduces as it was declared.

    Without its original a reduction is known only as far as it was declared; the rest counts as nothing.
    """
    credits_itc = SECTIONS[row["section"]].credits
    if reducing and row["action"] == "A" and row["reduce"] == "N":
        return NOTHING
    if reducing and row["action"] == "A" and row["d_igst"] is not None:
        sign = 1 if credits_itc else -1
        return sign * row["d_igst"], sign * row["d_cgst"], sign * row["d_sgst"], sign * row["d_cess"]
    return change if original_held or credits_itc or not reducing else NOTHING


def is_blocked(row: sqlite3.Row, earlier: Sequence[sqlite3.Row], taxpayer: Taxpayer) -> bool:
    """Whether an earlier version is open in another GSTR-2B: it is decided, and its GSTR-3B filed, first."""
    here = taxpayer.statement(row["month"])
    return any(version["open"] and taxpayer.statement(version["month"]) != here for version in earlier)
