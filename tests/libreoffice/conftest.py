import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.excel.books import Application
from support.excel.office import Office, link_uno
from support.excel.xlwings_book import as_xlwings
from support.tools import need


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice, started once."""
    program = shutil.which("soffice") or ""
    need(bool(program), "LibreOffice")
    need(link_uno(tmp_path_factory.mktemp("uno")), "LibreOffice's Python binding (python3-uno) for this Python")
    running = Office(program, tmp_path_factory.mktemp("office-profile"))
    yield running
    running.close()


@pytest.fixture
def excel(office: Office) -> Iterator[Application]:
    """What xlwings takes for Excel."""
    app = Application(office)
    yield app
    for book in list(app.books):
        book.close()


@pytest.fixture
def opened(excel: Application, tmp_path: Path):
    """Open a workbook file: what the accountant has before them, and what a macro gets."""

    def open_(path: Path):
        book = excel.open(path)
        return book, as_xlwings(book)

    return open_
