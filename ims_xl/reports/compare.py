"""From two seals of a sheet to the cells, rows and columns in which they differ."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ims_xl.reports.lookup import Rows, column_name, text_at
from ims_xl.reports.seal import SheetSeal, difference, marks

MOST = 50  # changes named on one sheet


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was sealed. `row` is 0 and `column` empty where there is none.

    `value` is what stands there now.
    """

    sheet: str
    row: int
    column: str
    value: str
    explanation: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        value = f" (now: {self.value})" if self.value else ""
        return f"sheet {self.sheet}{row}{column}: {self.explanation}{value}"


@dataclass(slots=True)
class Alignment:
    """Which row became which; rows count from 1."""

    changed: list[tuple[int, int]] = field(default_factory=list)  # sealed row, row now
    removed: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)


def compare(name: str, sealed: SheetSeal, now: SheetSeal, rows: Rows) -> list[Change]:
    """What was changed on a sheet, at most MOST changes; `rows` are its values now."""
    found = align(_checks(sealed), _checks(now))
    headings = [
        row + sum(new < row for new in found.added) - sum(old < row for old in found.removed) for row in sealed.headings
    ]
    changes = [
        Change(name, row, "", "", "this row was removed; it had this number when it was sealed")
        for row in found.removed
        if row in sealed.rows
    ]
    changes += [
        Change(name, row, "", _row_text(rows, row), "this row was added after sealing")
        for row in found.added
        if row in now.rows
    ]
    changes += [
        Change(name, row, "", _row_text(rows, row), f"this row was moved here from row {old}")
        for old, row in found.moved
    ]
    located = sorted(_locate(sealed, now, found, rows))
    for row, columns in located[:MOST]:
        names = [column_name(rows, headings, row, column) for column in columns]
        if len(columns) == 1:
            value = text_at(rows, row, columns[0])
            what = "the value is not the sealed one" if value else "a sealed value was removed"
            changes.append(Change(name, row, names[0], value, what))
        else:
            what = "a value in this row is not the sealed one"
            changes.append(Change(name, row, " or ".join(names[:6]), "", what))
    if not changes:
        return [Change(name, 0, "", "", "the values, or the rows they stand in, are not as sealed")]
    unlisted = max(len(changes) - MOST, 0) + max(len(located) - MOST, 0)
    changes = sorted(changes, key=lambda change: change.row)[:MOST]
    if unlisted:
        changes.append(Change(name, 0, "", "", f"{unlisted:,} further changes are not listed"))
    return changes


def align(old: Sequence[int], new: Sequence[int]) -> Alignment:
    """Pair sealed rows with present ones by their checks (0: a blank row).

    Rows whose check is found once on both sides are anchors; what lies between two anchors is paired in order.
    """
    found = Alignment()
    single_old, single_new = _single(old), _single(new)
    shared = [(position, single_new[check]) for check, position in single_old.items() if check in single_new]
    anchors = _longest_rising(shared)
    moved = set(shared) - set(anchors)
    found.moved = sorted((a + 1, b + 1) for a, b in moved)
    gone, come = {a for a, _ in moved}, {b for _, b in moved}
    for (a, b), (next_a, next_b) in pairwise([(-1, -1), *anchors, (len(old), len(new))]):
        left = [row for row in range(a + 1, next_a) if row not in gone]
        right = [row for row in range(b + 1, next_b) if row not in come]
        while len(left) != len(right) and left and right and old[left[0]] == new[right[0]]:
            del left[0], right[0]
        while len(left) != len(right) and left and right and old[left[-1]] == new[right[-1]]:
            del left[-1], right[-1]
        paired = min(len(left), len(right))
        found.changed += [(i + 1, j + 1) for i, j in zip(left, right, strict=False) if old[i] != new[j]]
        found.removed += [row + 1 for row in left[paired:]]
        found.added += [row + 1 for row in right[paired:]]
    return found


def _locate(sealed: SheetSeal, now: SheetSeal, found: Alignment, rows: Rows) -> list[tuple[int, list[int]]]:
    """For every changed row the column that was changed, or the columns it may be.

    A changed cell adds the same to its row's check as to its column's.
    """
    columns = {
        column: difference(now.columns.get(column, 0), sealed.columns.get(column, 0))
        for column in sorted(now.columns.keys() | sealed.columns.keys())
    }
    for row in found.added:
        for column, (mark, _) in marks(rows[row - 1]).items():
            columns[column] = difference(columns[column], mark)
    left = {row: difference(now.rows.get(row, 0), sealed.rows.get(old, 0)) for old, row in found.changed}
    located = []
    holders = {delta: column for column, delta in columns.items() if delta}
    for row, delta in list(left.items()):
        if delta in holders:
            column = holders.pop(delta)
            located.append((row, [column]))
            del left[row], columns[column]
    open_columns = [column for column, delta in columns.items() if delta]
    certain = not any(sealed.rows.get(row) for row in found.removed)
    if len(left) == 1 and certain:
        located += [(row, [column]) for row in left for column in open_columns]
    else:
        located += [(row, open_columns) for row in left]
    return located


def _checks(seal: SheetSeal) -> list[int]:
    return [seal.rows.get(row, 0) for row in range(1, max(seal.rows, default=0) + 1)]


def _single(checks: Sequence[int]) -> dict[int, int]:
    """Check -> position, of the checks of filled rows that occur once."""
    counts = Counter(checks)
    return {check: position for position, check in enumerate(checks) if check and counts[check] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that rise on both sides; the first numbers rise already."""
    ends: list[int] = []  # the lowest second number that ends a run of each length
    last: list[int] = []  # the pair it belongs to
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [index]
    run, index = [], last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _row_text(rows: Rows, row: int) -> str:
    filled = [text_at(rows, row, column) for column in range(1, len(rows[row - 1]) + 1)]
    return " · ".join([text for text in filled if text][:4])
