"""Whether an auditor's workbook still says what it said when it was sealed, and what was changed."""

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ims_xl import archives, workbook_limits
from ims_xl.issues import ImsError
from ims_xl.money import indian, to_paise
from ims_xl.reports import checklist
from ims_xl.reports.compare import MOST, Change, compare
from ims_xl.reports.lookup import block, column_name, row_of, text_at, value_after
from ims_xl.reports.pages import COUNTED, COUNTED_TITLE, COVER, SEAL_LABEL, SEALS, SUMMARY, TOTALS, TOTALS_TITLE
from ims_xl.reports.report import Counted
from ims_xl.reports.seal import SheetSeal, seal_book, seal_sheet
from ims_xl.reports.totals import add_up, rows_of_cells, wrong_sums


@dataclass(frozen=True, slots=True)
class Verification:
    """The seal of the values as they stand, and every change found."""

    seal: str
    changes: tuple[Change, ...] = ()

    @property
    def ok(self) -> bool:
        """Nothing was changed and the control totals agree with the rows."""
        return not self.changes


def verify(path: Path) -> Verification:
    """Compare an auditor's workbook with its seals, and its control totals with its rows.

    Raises ImsError when the file cannot be read or is no auditor's workbook.
    """
    try:
        workbook_limits.check_file(path)
        with CalamineWorkbook.from_path(str(path)) as book:
            return _Reading(book, path.name).verification()
    except (CalamineError, *archives.DAMAGED, RuntimeError) as error:
        raise ImsError(
            "this file cannot be read as a workbook",
            "Check that it is the complete .xlsx report, without a password.",
            file=path.name,
        ) from error


class _Reading:
    """One reading of a report; the rows of a sheet are held only while they are looked at."""

    def __init__(self, book: CalamineWorkbook, file: str) -> None:
        self.book = book
        self.names = [name for name in book.sheet_names if name != SEALS]
        self.list = self.rows(SEALS) if SEALS in book.sheet_names else []
        self.on_list = value_after(self.list, SEAL_LABEL)
        self.on_cover = value_after(self.rows(COVER), SEAL_LABEL) if COVER in self.names else (0, "")
        if not self.on_list[0] and not self.on_cover[0]:
            raise ImsError(
                "this is not an auditor's workbook of ims-xl, or its seals were removed",
                "Choose the report as it was handed over.",
                file=file,
            )
        self.sealed = checklist.read(self.list)
        self.now = {name: self.seal(name) for name in self.names}

    def rows(self, name: str) -> list[list[Any]]:
        """The values of a sheet from A1 on."""
        values: list[list[Any]] = self.book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return values

    def seal(self, name: str) -> SheetSeal:
        """The seal of a sheet as it stands; the seal printed on the cover is no part of it."""
        rows = self.rows(name)
        if name == COVER and self.on_cover[0]:
            rows[self.on_cover[0] - 1][1] = ""
        return seal_sheet(rows, self.sealed[name].headings if name in self.sealed else ())

    def verification(self) -> Verification:
        """The seal and everything that differs."""
        seal = seal_book(self.now)
        intact = seal in (self.on_list[1], self.on_cover[1])
        changes = self._changed_seals(seal) if intact else self._changed_values()
        return Verification(seal, (*changes, *self._wrong_totals(), *self._wrong_sums()))

    def _changed_seals(self, seal: str) -> list[Change]:
        """The values are as sealed: whether the printed seals and checks are."""
        if not self.list:
            return [Change(SEALS, 0, "", "", "this sheet was removed; the values are as sealed")]
        changes = [
            Change(sheet, row, SEAL_LABEL, text, "this is not the seal of the values, which are as sealed")
            for sheet, (row, text) in ((COVER, self.on_cover), (SEALS, self.on_list))
            if text != seal
        ]
        top = row_of(self.list, checklist.HEADING)
        right = checklist.lines({name: self.now[name] for name in self.sealed if name in self.now})
        found = ([str(value) for value in line] for line in self.list[top - 1 :])
        no_line: list[str] = []
        for row, (texts, wanted) in enumerate(zip_longest(found, right, fillvalue=no_line), start=top):
            if any(text != check for text, check in zip_longest(texts, wanted, fillvalue="")):
                changes.append(
                    Change(SEALS, row, "", "", "these are not the checks of the values, which are as sealed")
                )
        return changes[:MOST]

    def _changed_values(self) -> list[Change]:
        """Sheets removed, added and renamed; on the others, what was changed."""
        if not self.sealed:
            return [Change(SEALS, 0, "", "", "this sheet was removed, so it cannot be told which values were changed")]
        new = {self.now[name].digest[:16]: name for name in self.names if name not in self.sealed}
        changes = []
        for name, sealed in self.sealed.items():
            if name not in self.now:
                renamed = new.pop(sealed.digest, "")
                what = f"this sheet was named {name} when it was sealed" if renamed else "this sheet was removed"
                changes.append(Change(renamed or name, 0, "", "", what))
            elif self.now[name].digest[:16] != sealed.digest:
                changes += compare(name, sealed, self.now[name], self.rows(name))
        changes += [Change(name, 0, "", "", "this sheet was added after sealing") for name in new.values()]
        return changes or [Change(SEALS, 0, "", "", "the seal and the list of checks were both changed")]

    def _wrong_totals(self) -> list[Change]:
        """Control totals that the rows of the sheets do not give."""
        lines = self.rows(SUMMARY) if SUMMARY in self.now else []
        counted = {
            str(name): Counted(*map(str, headings))
            for _, (name, *headings) in block(lines, COUNTED_TITLE, len(COUNTED))
        }
        given = add_up(rows_of_cells(self.rows(name), counted[name]) for name in counted if name in self.now)
        changes = []
        for row, (line, *amounts, rule) in block(lines, TOTALS_TITLE, len(TOTALS)) if counted else []:
            for place, (shown, right) in enumerate(zip(amounts, given.get(str(rule), amounts), strict=True), start=2):
                if isinstance(shown, float) and to_paise(shown) == to_paise(right):
                    continue
                text = f"{right:,}" if isinstance(right, int) else indian(right)
                what = f"{line}: the rows of the sheets give {text}"
                changes.append(Change(SUMMARY, row, TOTALS[place - 1].header, text_at(lines, row, place), what))
        return changes

    def _wrong_sums(self) -> list[Change]:
        """Lines of sums that the rows above them do not give; reports of earlier versions have none."""
        changes = []
        for name in self.now:
            headings = self.sealed[name].headings if name in self.sealed else ()
            if len(headings) != 1:
                continue
            rows = self.rows(name)
            for row, column, right in wrong_sums(rows, headings[0]):
                what = f"the rows above give {indian(right / 100)}"
                heading = column_name(rows, headings, row, column)
                changes.append(Change(name, row, heading, text_at(rows, row, column), what))
        return changes
