"""Small purchase files, written as accountants' programs write them."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from support.purchases import B2B, REGISTER

from ims_xl.purchases import Purchases, read_purchases

Rows = Sequence[Sequence[object]]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Mapping[str, Rows]], Path]:
    """Writes sheets, each a list of rows from row 1, to one workbook."""

    def write(sheets: Mapping[str, Rows], name: str = "purchases.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def read_b2b(workbook: Callable[[Mapping[str, Rows]], Path]) -> Callable[..., Purchases]:
    """Reads rows below the headings of sheet b2b of the GSTR-2 workbook; the first stands in row 5."""

    def read(*rows: Sequence[object], titles: Sequence[str] = B2B, **settings: str) -> Purchases:
        top = [["Summary Of Supplies From Registered Suppliers B2B(3)"], ["No. of Suppliers"], [1], titles]
        return read_purchases([workbook({"b2b": [*top, *rows]})], **settings)

    return read


@pytest.fixture
def read_register(workbook: Callable[[Mapping[str, Rows]], Path]) -> Callable[..., Purchases]:
    """Reads rows below the headings of the purchase register v2.4; the first stands in row 6."""

    def read(
        *rows: Sequence[object], titles: Sequence[str] = REGISTER, recipient: str = "27AAZCD1111E1ZS", **settings: str
    ) -> Purchases:
        top = [
            ["", "GSTIN of recipient* : ", recipient, "Financial year* :", "2026-27"],
            ["", "Trade/Legal name:", "Example Recipient", "Tax period* : ", "June"],
            [],
            [],
            titles,
        ]
        return read_purchases([workbook({"Read Me": [["Help"]], "Purchase Register": [*top, *rows]})], **settings)

    return read


@pytest.fixture
def read_csv_text(tmp_path: Path) -> Callable[[str], Purchases]:
    """Reads a CSV with this text."""

    def read(text: str) -> Purchases:
        (tmp_path / "purchases.csv").write_bytes(text.encode())
        return read_purchases([tmp_path / "purchases.csv"])

    return read


@pytest.fixture
def write_json(tmp_path: Path) -> Callable[..., Path]:
    def write(payload: object, name: str = "gstr2b.json") -> Path:
        (tmp_path / name).write_text(json.dumps(payload), encoding="utf-8")
        return tmp_path / name

    return write
