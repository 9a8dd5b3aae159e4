import copy
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.twenty import PERIOD, RECIPIENT, TwentyFiles, twenty_files, write_twenty
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
        self.files: TwentyFiles = twenty_files(folder)

    def new(self) -> Outcome:
        write_twenty(self.folder)
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


@pytest.fixture(scope="session")
def made() -> dict[str, tuple[Path, dict[str, Any]]]:
    """Months that tests begin from, by name: their folder, and what the portal in memory held then."""
    return {}


@pytest.fixture
def copied(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, made: dict[str, tuple[Path, dict[str, Any]]]
) -> Callable[..., Desk]:
    """A desk after some steps that are done once and copied: they take seconds, and many tests begin with them."""

    def start(name: str, steps: Callable[[Desk], object], portal: object = None) -> Desk:
        if name not in made:
            folder = tmp_path_factory.mktemp(name).resolve()
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("IMS_XL_HOME", str(folder / "data"))
                first = Desk(folder)
                first.new()
                steps(first)
            made[name] = folder, copy.deepcopy(vars(portal)) if portal else {}
        folder, held = made[name]
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        _moved(tmp_path, folder)
        if portal:
            vars(portal).update(copy.deepcopy(held))
        return Desk(tmp_path)

    return start


def _moved(folder: Path, before: Path) -> None:
    """The program's own data of a copied folder name the new places."""
    with closing(sqlite3.connect(folder / "data" / f"{RECIPIENT}.sqlite3")) as store:
        for table in ("workbook", "drawn"):
            store.execute(f"UPDATE {table} SET path = replace(path, ?, ?)", (str(before), str(folder.resolve())))
        store.commit()
    companies = folder / "data" / "excel" / "companies.jsonl"
    companies.write_text(companies.read_text().replace(str(before), str(folder)))


@pytest.fixture
def desk(copied: Callable[..., Desk]) -> Desk:
    """A new workbook."""
    return copied("new", lambda desk: None)


@pytest.fixture
def starting(desk: Desk, copied: Callable[..., Desk]) -> Callable[..., Desk]:
    """`copied`, in place of the new workbook that other fixtures have begun with."""
    return copied


@pytest.fixture
def matched(starting: Callable[..., Desk]) -> Desk:
    """The month of twenty documents, imported and matched at one rupee."""

    def steps(desk: Desk) -> None:
        desk.do(import_portal, [desk.files.ims])
        desk.do(import_purchases, [desk.files.register, desk.files.gstr2b])
        desk.do(run_match, 1.00)

    return starting("matched", steps)
