"""Texts that suppliers, files and people may write, through a whole month and everything that it writes.

No text becomes a formula, breaks the XML or steers a terminal; what is shown is what came in, or visibly marked.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl
import pytest
from support.accountant import edit, note
from support.practice_desk import DECCAN
from support.twenty import ims_payload, write_twenty
from support.validators import audit

from ims_xl.cli import main
from ims_xl.gst.gstin import check_digit
from ims_xl.gstn.offline import read_portal_file

AS_WRITTEN = (
    "=1+1", '=HYPERLINK("http://a.example","b")', "+1+1", "-1+1", "@SUM(1)", "'=1+1", "#REF!", "1E5", "TRUE", "0012",
    "_x0041_", "<b>&amp;</b>", "]]>", '"quoted", text; more', "{=1}", "C:\\x", "../../x", "%s {0} {name}", "गणेश ₹ 😀",
)  # fmt: skip
MARKED = (
    "red\x1b[31m",
    "bell\x07",
    "nul\x00",
    "turned\u202eabc",
    "half\ud83d",
    "two\r\nlines",
    "tab\tinside",
    "page\x0c",
)
TEXTS = (*AS_WRITTEN, *MARKED)


def gstin(number: int) -> str:
    body = f"24AAZCH{1000 + number}F1Z"
    return body + check_digit(body)


class Month(NamedTuple):
    """What came of a month, and everything that was told."""

    book: Path
    report: Path
    upload: Path
    told: list[str]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """A month whose suppliers are called so."""
    with pytest.MonkeyPatch.context() as patch:
        yield made(tmp_path_factory.mktemp("month"), patch)


def made(tmp_path: Path, patch: pytest.MonkeyPatch) -> Month:
    patch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    patch.setenv("COLUMNS", "200")
    files = write_twenty(tmp_path)
    payload = ims_payload()
    like = payload["imsDetails"]["b2b"][0]
    for at, text in enumerate(TEXTS):
        # openpyxl, which plays the accountant, does not write an escaped escape as it read it.
        is_number = len(text) < 17 and text in AS_WRITTEN and text != "_x0041_"
        number = text if is_number else f"H/{at}"
        payload["imsDetails"]["b2b"].append({**like, "stin": gstin(at), "tradenm": text, "inum": number, text: text})
    portal = tmp_path / "=1+1 [red]%s.json"
    portal.write_text(json.dumps({"gstin": DECCAN, **payload}), encoding="utf-8")

    def own_columns(book) -> None:
        sheet = book["Purchase Register"]
        for column, text in enumerate((one for one in AS_WRITTEN if one != "#REF!"), start=sheet.max_column + 1):
            for row, value in ((5, f"{text} own"), (6, text), (7, text)):
                sheet.cell(row, column).value = value
                sheet.cell(row, column).data_type = "s"

    edit(files.register, own_columns)
    book, report, upload = (tmp_path / name for name in ("Oct.xlsx", "report.xlsx", "upload.json"))
    told = []
    for words in (
        ("new", book, "--gstin", DECCAN, "--period", "102026", "--name", '=1+1 & Co <x> [red]"'),
        ("import-json", book, portal),
        ("purchases", book, files.register),
        ("match", book),
        ("suggest", book, "--apply"),
        ("touch",),
        ("check", book),
        ("preview", book),
        ("export-json", book, upload),
        ("report", book, report),
        ("verify", report),
    ):
        if words == ("touch",):
            edit(book, lambda book: note(book["Missing in PR"], "B6", "=1+1"))
            continue
        terminal = io.StringIO()
        with pytest.raises(SystemExit) as ended, redirect_stdout(terminal), redirect_stderr(terminal):
            main([str(word) for word in words])
        told.append(terminal.getvalue())
        assert not ended.value.code, told[-1]
    return Month(book, report, upload, told)


def cells(path: Path):
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def test_no_text_is_a_formula_and_each_is_shown_as_it_came_in(month):
    for path in month[:2]:
        found = list(cells(path))
        # A number that is a link stands in its formula, between quotation marks.
        formulas = [re.sub(r'"(?:[^"]|"")*"', "", str(cell.value)) for cell in found if cell.data_type == "f"]
        assert not [one for one in formulas if any(text in one for text in ("1+1", "a.example", "SUM(1)"))]
        texts = {str(cell.value) for cell in found if cell.data_type != "f"}
        assert [text for text in AS_WRITTEN if text not in texts] == []


def test_what_no_cell_can_show_is_marked_and_nothing_steers(month):
    for path in month[:2]:
        texts = {str(cell.value) for cell in cells(path)}
        for text in MARKED:
            start = text[:3]
            assert any(one.startswith(start) for one in texts), text
        assert not [one for one in texts if any(sign in one for sign in "\x00\x07\x0c\x1b\ud83d")]


def test_every_part_is_whole(month):
    for path in month[:2]:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(name))
        assert audit(path) == []


def test_the_upload_names_the_documents_as_the_portal_named_them(month):
    sent = {record["inum"] for record in json.loads(month.upload.read_text(encoding="utf-8"))["invdata"]["b2b"]}
    held = set(read_portal_file(next(month.book.parent.glob("=1+1*.json")), DECCAN).documents["doc_number"])
    assert sent <= held
    assert {"=1+1", "@SUM(1)", "<b>&amp;</b>", "0012"} <= sent


def test_no_terminal_is_steered(month):
    for said in month.told:
        assert [sign for sign in said if not (sign.isprintable() or sign == "\n")] == []
    assert any("=1+1 [red]%s.json" in said for said in month.told)
