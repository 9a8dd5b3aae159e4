"""The same register in every container gives the same documents, and its error, zeros, hidden row and merged cells."""

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import containers
from support.containers import KIRAN
from support.purchases import SURAT

from ims_xl.purchases import Purchases, read_purchases

KEPT = Path(__file__).parents[1] / "data" / "containers"
WRITTEN: dict[str, Callable[[Path], None]] = {
    "purchases.xlsx": containers.xlsx,
    "strict.xlsx": containers.strict,
    "prefixed.xlsx": containers.prefixed,
    "purchases.xlsb": containers.xlsb,
    "xml-2003.xls": containers.spreadsheet_xml,
    "page.xls": containers.web_page,
}
NAMES = (*WRITTEN, "purchases.xls", "since-1904.xls", "purchases.ods", "purchases.fods")
WITHOUT_HIDDEN = ("page.xls",)


def made(name: str, folder: Path) -> Path:
    path = folder / name
    if name in WRITTEN:
        WRITTEN[name](path)
    else:
        shutil.copy(KEPT / name, path)
    return path


def documents(result: Purchases) -> list[tuple[object, ...]]:
    names = ["supplier_gstin", "doc_number", "taxable_value", "igst", "cgst"]
    return [
        (*row[:2], f"{day:%d-%m}", *row[2:]) for *row, day in result.books[[*names, "doc_date"]].to_numpy().tolist()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_container_gives_its_documents_and_tells_what_cannot_be_used(name: str, tmp_path: Path) -> None:
    result = read_purchases([made(name, tmp_path)])
    assert documents(result) == [
        (KIRAN, "INV/0012", "06-10", 200.0, 0.0, 18.0),
        (KIRAN, "A/3", "07-10", 300.0, 0.0, 27.0),
        (SURAT, "A/4", "08-10", 400.0, 72.0, 0.0),
        (SURAT, "A/5", "09-10", 500.0, 90.0, 0.0),
    ]
    hidden = [] if name in WITHOUT_HIDDEN else [("warning", 4, "hidden or filtered rows were read too (rows 4)")]
    assert [(one.severity, one.row, one.reason) for one in result.issues] == [
        *hidden,
        ("error", 2, "the cell holds an Excel error"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_give_data_or_one_message(name: str, tmp_path: Path) -> None:
    good = made(name, tmp_path).read_bytes()
    chance = random.Random(name)
    for turn in range(25):
        bad = bytearray(good)
        for _ in range(chance.choice((1, 8, 64))):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        if turn % 5 == 0:
            del bad[chance.randrange(len(bad)) :]
        path = tmp_path / f"bad{turn}{Path(name).suffix}"
        path.write_bytes(bad)
        began = time.process_time()  # other tests run beside it
        result = read_purchases([path])
        assert time.process_time() - began < 10
        assert result.files or sum(one.severity == "error" for one in result.issues) == 1


def test_a_workbook_whose_records_cannot_be_followed_says_what_is_not_seen(tmp_path: Path) -> None:
    path = made("purchases.xls", tmp_path)
    data = path.read_bytes()
    at = data.index(b"\xe0\x00\x14\x00")  # a style, of which every cell needs one
    path.write_bytes(data[:at] + b"\xe0\x00\x02\x00" + data[at + 4 :])
    result = read_purchases([path])
    assert any("cannot be seen" in one.reason for one in result.issues) or not result.files


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    containers.xlsx(tmp_path / "plain.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plain.xlsx")
    book.create_sheet("Cover")["A1"] = "Purchases of October"
    book["Purchases"].sheet_state = "hidden"
    book.save(tmp_path / "hidden.xlsx")
    result = read_purchases([tmp_path / "hidden.xlsx"])
    assert len(result.books) == 4
    assert [one.reason for one in result.issues][:1] == ["the sheet is hidden and was read too"]
