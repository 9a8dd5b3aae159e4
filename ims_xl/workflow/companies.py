"""Companies known on this computer: their workbooks, a line each in a small file behind the ribbon's list."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from ims_xl import replacing
from ims_xl.folders import exchange_folder
from ims_xl.gst import periods
from ims_xl.private import private_folder

FILE = "companies.jsonl"
COMPANIES = 15
MONTHS = 24  # workbooks of one company
_NAME = 80  # characters of a company's name that are of use in a list


@dataclass(frozen=True)
class Known:
    """A workbook on the list; `used`: when a step was last done on it."""

    book_id: str
    path: str
    gstin: str
    period: str
    name: str
    sandbox: bool
    used: str

    @property
    def company(self) -> tuple[str, bool]:
        """Whose it is; what is only practised on the sandbox stands apart."""
        return self.gstin, self.sandbox

    def to_line(self) -> str:
        """One line of the file, ASCII, with the period also as people write it."""
        return json.dumps({**asdict(self), "name": self.name[:_NAME], "month": periods.label(self.period)})

    @classmethod
    def from_line(cls, line: str) -> "Known":
        """The workbook on a line; raises ValueError, TypeError or KeyError when it is damaged."""
        facts = json.loads(line)
        texts = {name: str(facts[name]) for name in ("book_id", "path", "gstin", "period", "name", "used")}
        if not periods.find_period(texts["period"]):
            raise ValueError(texts["period"])
        return cls(**texts, sandbox=facts["sandbox"] is True)


def listed(books: Iterable[Known]) -> list[Known]:
    """The books of the companies used last, company by company, each with its newest period first."""
    by_company = sorted(books, key=lambda book: (book.company, -periods.ordinal(book.period), book.path))
    companies = [list(group)[:MONTHS] for _, group in groupby(by_company, lambda book: book.company)]
    companies.sort(key=lambda group: max(book.used for book in group), reverse=True)
    shown = sorted(companies[:COMPANIES], key=lambda group: (group[0].name.casefold(), group[0].company))
    return [book for group in shown for book in group]


def known() -> list[Known]:
    """The list as it was last written; damaged lines are left out, and all of one that cannot be read."""
    with suppress(OSError):
        return _read()
    return []


def _read() -> list[Known]:
    """As `known`; raises OSError when the list is there and cannot be read."""
    try:
        lines = (exchange_folder() / FILE).read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ValueError):
        return []
    found = []
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            found.append(Known.from_line(line))
    return found


def remember(book: Known) -> None:
    """Put a workbook on the list, in place of what was there under its identity or its path.

    One that lies in no folder of this computer is left out; a list that cannot be written stops no step.
    """
    if not Path(book.path).is_absolute():
        return
    place = os.path.normcase(book.path)
    with suppress(OSError):  # one that another program holds for a moment is not written over either
        others = [one for one in _read() if one.book_id != book.book_id and os.path.normcase(one.path) != place]
        text = "".join(f"{one.to_line()}\n" for one in listed([*others, book]))
        folder = private_folder(exchange_folder(), parents=False)  # on a Mac only Excel makes them
        replacing.write(folder / FILE, text.encode("ascii"), private=True)
