"""Worksheet functions that look a document up in the status tables of the workbook they stand in."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from ims_xl.gst.gstin import clean
from ims_xl.matching.numbers import forms
from ims_xl.sheets.names import DOCUMENTS, SETTLED, STATUS_SHEETS
from ims_xl.udfs.register import Grid, paired, text_of, worksheet

_GSTIN = "GSTIN of the supplier, or a range"
_NUMBER = "Document number as in IMS or in the books, or a range"
_RUN = "Optional: _ims!B1, so that Excel looks again after each step"
_OPTIONAL = ("run",)
_NO_CELL = "Only in a cell of the IMS workbook"


class Found(NamedTuple):
    """What the tables say of one document."""

    status: str
    reason: str
    action: str


class Cell(Protocol):
    """The cell a formula stands in."""

    @property
    def sheet(self) -> Any:
        """Its sheet, with the workbook in `book`."""


_known: dict[str, tuple[str, dict[tuple[str, str], list[Found]]]] = {}
"""Full name of a workbook -> the run it was read after, and its documents by GSTIN and number."""


@worksheet(
    "IMS_STATUS", "Matching status of a document, as of the last step.",
    optional=_OPTIONAL, cell=True, gstin=_GSTIN, number=_NUMBER, run=_RUN,
)  # fmt: skip
def status(gstin: Grid, number: Grid, run: Grid | None = None, cell: Cell | None = None) -> Grid:
    """The status of each document, "" for one that is not listed."""
    return _looked_up(gstin, number, cell, "status")


@worksheet(
    "IMS_REASON", "Reason for the matching status of a document, as of the last step.",
    optional=_OPTIONAL, cell=True, gstin=_GSTIN, number=_NUMBER, run=_RUN,
)  # fmt: skip
def reason(gstin: Grid, number: Grid, run: Grid | None = None, cell: Cell | None = None) -> Grid:
    """The reason of each document, "" for one that is not listed."""
    return _looked_up(gstin, number, cell, "reason")


@worksheet(
    "IMS_ACTION", "Your action on a document, as of the last step.",
    optional=_OPTIONAL, cell=True, gstin=_GSTIN, number=_NUMBER, run=_RUN,
)  # fmt: skip
def action(gstin: Grid, number: Grid, run: Grid | None = None, cell: Cell | None = None) -> Grid:
    """The action on each document, "" for one that is not listed or not marked."""
    return _looked_up(gstin, number, cell, "action")


def _looked_up(gstin: Grid, number: Grid, cell: Cell | None, what: str) -> Grid:
    if cell is None:
        return [[_NO_CELL]]
    documents = _documents(cell.sheet.book)
    pairs = paired(gstin, number)
    numbers = iter(forms([text_of(pair[1]) for row in pairs for pair in row]).plain_text)
    return [
        [_joined(documents.get((clean(text_of(supplier)), next(numbers)), ()), what) for supplier, _ in row]
        for row in pairs
    ]


def _joined(found: Iterable[Found], what: str) -> str:
    """One text; where a number stands for several documents, each different answer."""
    return "; ".join(dict.fromkeys(text for text in (getattr(one, what) for one in found) if text))


def _documents(book: Any) -> dict[tuple[str, str], list[Found]]:
    """The documents of a workbook, read again when a step has run since."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    run = text_of(sheets["_ims"].range("B1").value) if "_ims" in sheets else ""
    read_after, documents = _known.get(book.name, ("", {}))
    if not run or run != read_after:
        documents = {}
        for sheet in sheets.values():
            for key, found in _rows(sheet):
                documents.setdefault(key, []).append(found)
        _known[book.name] = run, documents
    return documents


def _rows(sheet: Any) -> Iterator[tuple[tuple[str, str], Found]]:
    listed = {place.table: place.status for place in (*STATUS_SHEETS, SETTLED, DOCUMENTS)}
    for table in sheet.tables:
        if table.name not in listed:
            continue
        columns = _columns(table)
        suppliers = [clean(text_of(value)) for value in columns.get("Supplier GSTIN", [])]
        blank = [None] * len(suppliers)
        reasons, actions = columns.get("Reason", blank), columns.get("Action", blank)
        for heading in ("Number (IMS)", "Number (Books)"):
            plain = forms([text_of(value) for value in columns.get(heading, blank)]).plain_text
            for supplier, number, why, mark in zip(suppliers, plain, reasons, actions, strict=True):
                if number:
                    yield (supplier, number), Found(listed[table.name], text_of(why), text_of(mark))


def _columns(table: Any) -> dict[str, list[object]]:
    """The columns a document is found by and what is said of it, each read in one call."""
    wanted = ("Supplier GSTIN", "Number (IMS)", "Number (Books)", "Reason", "Action")
    headings = table.header_row_range.options(ndim=1).value
    body = table.data_body_range
    if body is None:  # every row was deleted
        return {}
    return {name: body[:, headings.index(name)].options(ndim=1).value for name in wanted if name in headings}
