import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from support.twenty import PERIOD, RECIPIENT, TwentyFiles, write_twenty
from support.typed_cells import type_into

from ims_xl.ui import UI, Silent
from ims_xl.workflow import Job, Outcome, import_portal, import_purchases, new_workbook, open_job, run_match

NOW = datetime(2026, 11, 24, 10, 0)


class Agreeing(Silent):
    """Says yes to every question and keeps it."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def ask(self, question: str, default: bool = False) -> bool:
        self.questions.append(question)
        return True


class Desk:
    """A workbook on disk, worked on step by step; every step opens it and writes it again, as the command line does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "Oct-2026.xlsx"
        self.files: TwentyFiles = write_twenty(folder)

    def new(self) -> Outcome:
        return new_workbook(self.book, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan", now=NOW)

    def do(
        self, step: Callable[..., Outcome], *arguments: object, book: Path | None = None, ui: UI | None = None
    ) -> Outcome:
        with open_job(book or self.book, ui or Silent(), datetime.now()) as job:
            outcome = step(job, *arguments)
            job.draw()
            return outcome

    def look(self, read: Callable[[Job], object]) -> object:
        with open_job(self.book, Silent(), datetime.now()) as job:
            return read(job)

    def lines(self) -> dict[str, dict[str, object]]:
        """The IMS documents by number, as the sheets show them."""
        with open_job(self.book, Silent(), datetime.now()) as job:
            lines = job.view().view.lines
        return {str(line["doc_number"]): line for line in lines.to_dict("records")}

    def type(self, marks: dict[str, str], column: str = "Action", number: str = "Number (IMS)") -> None:
        """Type into cells of the lines with these document numbers, wherever they are, and save."""
        type_into(self.book, {name: {column: value} for name, value in marks.items()}, number)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.new()
    return desk


@pytest.fixture(scope="session")
def matched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `matched`, made once: four steps take seconds, and two hundred tests begin with them."""
    folder = tmp_path_factory.mktemp("matched").resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMS_XL_HOME", str(folder / "data"))
        desk = Desk(folder)
        desk.new()
        desk.do(import_portal, [desk.files.ims])
        desk.do(import_purchases, [desk.files.register, desk.files.gstr2b])
        desk.do(run_match, 1.00)
    return folder


@pytest.fixture
def matched(desk: Desk, tmp_path: Path, matched_once: Path) -> Desk:
    """The month of twenty documents, imported and matched at one rupee."""
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(matched_once, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "data" / f"{RECIPIENT}.sqlite3")) as store:
        for table in ("workbook", "drawn"):
            here = (str(matched_once), str(tmp_path.resolve()))
            store.execute(f"UPDATE {table} SET path = replace(path, ?, ?)", here)
        store.commit()
    companies = tmp_path / "data" / "excel" / "companies.jsonl"
    companies.write_text(companies.read_text().replace(str(matched_once), str(tmp_path)))
    return desk
