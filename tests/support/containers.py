"""One register in every container that is read: an error, a format with zeros, a hidden row, a merged supplier."""

import datetime as dt
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
from support.purchases import SURAT

KIRAN = "27AAZCR4444K1ZJ"
TITLES = (
    *("GSTIN of Supplier", "Trade/Legal name", "Document Type", "Document number", "Document date", "Taxable Value"),
    *("Integrated tax", "Central tax", "State/UT tax", "Cess"),
)
ROWS: list[list[object]] = [
    [KIRAN, "Kiran", "Invoice", "A/1", dt.date(2026, 10, 5), 1000, 0, 90, 90, 0],  # its IGST is #N/A
    [KIRAN, "Kiran", "Invoice", 12, dt.date(2026, 10, 6), 200, 0, 18, 18, 0],  # shown as INV/0012
    [KIRAN, "Kiran", "Invoice", "A/3", dt.date(2026, 10, 7), 300, 0, 27, 27, 0],  # hidden
    [SURAT, "Surat", "Invoice", "A/4", dt.date(2026, 10, 8), 400, 72, 0, 0, 0],  # merged with the row below
    ["", "", "Invoice", "A/5", dt.date(2026, 10, 9), 500, 90, 0, 0, 0],
]
_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Purchases"
    for row in [TITLES, *ROWS]:
        sheet.append(list(row))
    sheet["G2"] = "#N/A"
    sheet["G2"].data_type = "e"
    sheet["D3"].number_format = '"INV/"0000'
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("B5:B6")
    book.save(path)


def strict(path: Path) -> None:
    """As an Office that writes Strict Open XML."""
    _rewritten(path, lambda name, data: _replaced(data, _STRICT) if name.endswith((".xml", ".rels")) else data)


def prefixed(path: Path) -> None:
    """With a prefix before every name, other quotation marks and the type before the style."""

    def change(name: str, data: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return data
        data = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")
        return re.sub(rb'(<x:c) (r="\w+")( s="\d+")( t="\w+")?', rb"\1\4\3 \2", data)

    _rewritten(path, change)


def spreadsheet_xml(path: Path) -> None:
    """As Excel's XML Spreadsheet 2003."""
    text = [
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">'
        '<NumberFormat ss:Format="&quot;INV/&quot;0000"/></Style></Styles><Worksheet ss:Name="Purchases"><Table>'
    ]
    for at, row in enumerate([TITLES, *ROWS]):
        text.append('<Row ss:Hidden="1">' if at == 3 else "<Row>")
        text += [_xml_cell(at, column, cell) for column, cell in enumerate(row) if cell != ""]
        text.append("</Row>")
    path.write_text("".join([*text, "</Table></Worksheet></Workbook>"]), encoding="utf-8")


def _xml_cell(row: int, column: int, cell: object) -> str:
    kind, shown = "String", str(cell)
    if isinstance(cell, dt.date):
        kind, shown = "DateTime", f"{cell}T00:00:00.000"
    elif isinstance(cell, int):
        kind = "Number"
    if (row, column) == (1, 6):
        kind, shown = "Error", "#N/A"
    more = ' ss:MergeDown="1"' if (row, column) in ((4, 0), (4, 1)) else ""
    style = ' ss:StyleID="s1"' if (row, column) == (2, 3) else ""
    return f'<Cell ss:Index="{column + 1}"{more}{style}><Data ss:Type="{kind}">{shown}</Data></Cell>'


def web_page(path: Path) -> None:
    """As programs write a table under the name of a workbook; a page shows what a format adds and hides no row."""
    shown = {(1, 6): "#N/A", (2, 3): "INV/0012"}
    lines = []
    for at, row in enumerate([TITLES, *ROWS]):
        cells = [(column, shown.get((at, column), cell)) for column, cell in enumerate(row) if at < 5 or column > 1]
        tags = [
            f"<td{' rowspan=2' if (at, column) in ((4, 0), (4, 1)) else ''}>"
            f"{cell.strftime('%d-%m-%Y') if isinstance(cell, dt.date) else cell}"
            for column, cell in cells
        ]
        lines.append(f"<tr>{''.join(tags)}")
    path.write_text(f"<html><body><table>{''.join(lines)}</table></body></html>", encoding="utf-8")


def xlsb(path: Path) -> None:
    """As Excel's binary workbook. Source: [MS-XLSB]."""
    main = "http://schemas.openxmlformats.org"
    related = f"{main}/officeDocument/2006/relationships"
    relations = f'<Relationships xmlns="{main}/package/2006/relationships">%s</Relationships>'
    relation = f'<Relationship Id="%s" Type="{related}/%s" Target="%s"/>'
    styles = _record(615, struct.pack("<I", 2))
    for number, code in ((165, "dd-mm-yyyy"), (166, '"INV/"0000')):
        styles += _record(44, struct.pack("<H", number) + _wide(code))
    used = b"".join(_record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 165, 166))
    styles += _record(616) + _record(617, struct.pack("<I", 3)) + used + _record(618)
    sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Purchases")
    members = {
        "[Content_Types].xml": f'<Types xmlns="{main}/package/2006/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": relations % (relation % ("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations
        % (relation % ("rId1", "worksheet", "worksheets/sheet1.bin") + relation % ("rId2", "styles", "styles.bin")),
        "xl/styles.bin": _record(278) + styles + _record(279),
        "xl/workbook.bin": b"".join(
            [_record(131), _record(153, bytes(12)), _record(143), _record(156, sheet), _record(144), _record(132)]
        ),
        "xl/worksheets/sheet1.bin": _xlsb_rows(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _xlsb_rows() -> bytes:
    found = _record(129) + _record(148, struct.pack("<IIII", 0, len(ROWS), 0, len(TITLES) - 1)) + _record(145)
    for at, row in enumerate([TITLES, *ROWS]):
        flags = bytes([0, 0x10 if at == 3 else 0, 0])
        found += _record(0, struct.pack("<IIH", at, 0, 300) + flags + bytes(4))
        for column, cell in enumerate(row):
            style = 1 if isinstance(cell, dt.date) else 2 if (at, column) == (2, 3) else 0
            head = struct.pack("<II", column, style)
            if (at, column) == (1, 6):
                found += _record(3, head + b"\x2a")
            elif isinstance(cell, dt.date | int):
                number = (cell - dt.date(1899, 12, 30)).days if isinstance(cell, dt.date) else cell
                found += _record(5, head + struct.pack("<d", number))
            elif cell:
                found += _record(6, head + _wide(str(cell)))
    merged = b"".join(_record(176, struct.pack("<IIII", 4, 5, column, column)) for column in (0, 1))
    return found + _record(146) + _record(177, struct.pack("<I", 2)) + merged + _record(178) + _record(130)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    while size >= 0x80:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _replaced(data: bytes, changes: dict[bytes, bytes]) -> bytes:
    for before, after in changes.items():
        data = data.replace(before, after)
    return data


def _rewritten(path: Path, change: object) -> None:
    plain = path.with_suffix(".plain")
    xlsx(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))  # type: ignore[operator]
