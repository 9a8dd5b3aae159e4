import shutil
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
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
    _running[:] = [running]
    yield running
    running.close()


_running: list[Office] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A test during which LibreOffice itself died, which plays Excel, is run once more with a new one."""
    if "excel" not in getattr(item, "fixturenames", ()):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if any(report.failed for report in reports) and _running and _running[0].has_died():
        print(f"LibreOffice died during {item.nodeid}; once more", file=sys.__stderr__)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture
def excel(office: Office) -> Iterator[Application]:
    """What xlwings takes for Excel."""
    if office.has_died():
        office.start_again()
    app = Application(office)
    yield app
    for book in list(app.books):
        with suppress(Exception) if office.has_died() else nullcontext():
            book.close()


@pytest.fixture
def opened(excel: Application, tmp_path: Path):
    """Open a workbook file: what the accountant has before them, and what a macro gets."""

    def open_(path: Path):
        book = excel.open(path)
        return book, as_xlwings(book)

    return open_
