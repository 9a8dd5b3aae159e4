"""The folder of a practice with the month of twenty documents for three invented clients."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
from support.twenty import RECIPIENT, write_twenty

from ims_xl.gst.gstin import check_digit
from ims_xl.practice.client import do
from ims_xl.practice.task import Done, Task

DECCAN = RECIPIENT
KONKAN = "27AAZCK2222K1Z" + check_digit("27AAZCK2222K1Z")
GODAVARI = "27AAZCG3333G1Z" + check_digit("27AAZCG3333G1Z")


class Here:
    """Does tasks in this process, one after the other."""

    def work(self, tasks: Sequence[Task]) -> Iterator[Done]:
        yield from map(do, tasks)


class Folder:
    """The folder of a practice: the month of twenty documents for whom it is asked for."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root = root
        self._twenty = write_twenty(scratch)

    def portal_file(self, gstin: str, name: str = "") -> Path:
        """The download, with its owner's GSTIN inside and none in its name."""
        payload = json.loads(self._twenty.ims.read_text(encoding="utf-8"))
        path = self.root / (name or f"download {gstin[5:9]}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"gstin": gstin, **payload}), encoding="utf-8")
        return path

    def register(self, gstin: str, name: str, *, names_owner: bool = True) -> Path:
        """The purchase register, under a name within the folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._twenty.register, path)
        book = openpyxl.load_workbook(path)
        book["Purchase Register"]["C1"] = gstin if names_owner else None
        book.save(path)
        return path

    def clients(self, *rows: tuple[object, ...], name: str = "clients.xlsx") -> Path:
        """A list with a title above its headings."""
        book = openpyxl.Workbook()
        for row in (("Our clients",), (), ("GSTIN", "Client name", "Filing", "State", "Folder"), *rows):
            book.active.append(row)
        book.save(self.root / name)
        return self.root / name
