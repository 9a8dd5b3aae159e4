"""Workbooks that are small as files and very large when read, made here and never opened by another program."""

import io
import zipfile
from pathlib import Path

import pytest

from ims_xl import archives, workbook_limits
from ims_xl.issues import ImsError
from ims_xl.purchases import read_purchases
from ims_xl.workbook.file import FileBook

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(
    *, sheets: int = 1, parts: int = 0, cells: str = "", texts: tuple[str, ...] = (), folder: str = "xl"
) -> bytes:
    """A workbook of so many sheets, of which several may be the same part, each with these cells."""
    parts = parts or sheets
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId{n % parts}"/>' for n in range(sheets))
    linked = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(parts))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            f"{folder}/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(f"{folder}/_rels/workbook.xml.rels", f"<Relationships>{linked}</Relationships>")
        for n in range(parts):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>"
            )
        archive.writestr(
            "xl/sharedStrings.xml", f"<sst {_MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>"
        )
    return data.getvalue()


def check(data: bytes) -> None:
    with archives.opened(io.BytesIO(data), "a.xlsx") as archive:
        workbook_limits.check(archive, "a.xlsx")


def cells(count: int, number: int, form: str = '<c r="A{row}" t="s"><v>{number}</v></c>') -> str:
    return "".join(f"<row>{form.format(row=row, number=number)}</row>" for row in range(1, count + 1))


def test_a_usual_workbook_is_let_through() -> None:
    check(workbook(sheets=3, cells=cells(200, 0), texts=("Asha Traders",)))


@pytest.mark.parametrize("parts", [20_000, 1])
def test_twenty_thousand_sheets_are_refused(parts: int) -> None:
    listed = parts if parts == 1 else 1_001  # a zip of 20,000 parts is refused for their number
    with pytest.raises(ImsError, match=r"a.xlsx: the workbook has more than 1,000 sheets\. Move the sheets"):
        check(workbook(sheets=max(listed, 20_000 if parts == 1 else 1_001), parts=listed))


def test_two_sheets_that_are_the_same_part_are_refused() -> None:
    with pytest.raises(ImsError, match=r"a.xlsx: the workbook is damaged: two of its sheets are the same part"):
        check(workbook(sheets=2, parts=1))


@pytest.mark.parametrize("form", [
    '<c r="A{row}" t="s"><v>{number}</v></c>',
    "<c r='A{row}' t='s'><v>{number}</v></c>",
    '<c t="s" r="A{row}"><f>A1</f><v> {number} </v></c>',
    '<x:c r="A{row}" t="s"><x:v>{number}</x:v></x:c>',
    '<c r="A{row}" t="s"><is/><v>{number}</v></c>',
])  # fmt: skip
def test_a_long_text_in_very_many_cells_is_refused_however_they_are_written(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_limits, "MOST_TEXT", 1_000_000)
    book = workbook(cells=cells(1_000, 1, form), texts=("short", "x" * 2_000))
    with pytest.raises(ImsError, match="its texts, each in every cell it stands in, are larger than"):
        check(book)


def test_a_long_text_in_a_few_cells_of_many_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_limits, "MOST_TEXT", 1_000_000)
    check(workbook(cells=cells(1_000, 0) + cells(10, 1), texts=("short", "x" * 2_000)))


@pytest.mark.parametrize("read", ["purchases", "workbook"])
def test_it_is_refused_before_a_reader_opens_it(tmp_path: Path, read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """640 MB of texts in a file of 60 kB."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(cells=cells(20_000, 0), texts=("x" * 32_000,)))
    for reader in ("ims_xl.purchases.grid.CalamineWorkbook", "ims_xl.workbook.places.CalamineWorkbook"):
        monkeypatch.setattr(reader, None)
    told = "its texts, each in every cell it stands in, are larger than 256 MB"
    if read == "purchases":
        assert [issue.reason for issue in read_purchases([path]).issues] == [told]
    else:
        with pytest.raises(ImsError, match=f"register.xlsx: {told}"):
            FileBook(path)


def test_what_is_no_workbook_is_only_read() -> None:
    check(workbook(sheets=2, parts=1, folder="other"))
