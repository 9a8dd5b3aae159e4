"""Purchase files made of random mixtures of what people and programs write, with what each must give."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from hypothesis import strategies as st
from support.purchases import BENGALURU, MUMBAI, SURAT

Draw = Callable[..., object]

LAYOUTS = {
    "register": {
        "gstin": "GSTIN of Supplier/ECO* ", "name": "Trade/Legal name ", "type": "Document type* ",
        "number": "Document number* ", "date": "Document date* ", "taxable": "Taxable value (₹)* ",
        "igst": "Integrated tax (₹) ", "cgst": "Central tax (₹) ", "sgst": "State/UT tax (₹) ", "cess": "Cess (₹) ",
    },
    "rates": {
        "gstin": "GSTIN of Supplier", "number": "Invoice Number", "date": "Invoice date", "value": "Invoice Value",
        "rate": "Rate", "taxable": "Taxable Value", "igst": "Integrated Tax Paid", "cgst": "Central Tax Paid",
        "sgst": "State/UT Tax Paid", "cess": "Cess Paid",
    },
    "ledger": {
        "date": "Bill Dt.", "number": "Bill No", "name": "Party Name", "gstin": "GSTIN No", "value": "Bill Amount",
        "taxable": "Taxable Amt", "igst": "IGST Amt", "cgst": "CGST Amt", "sgst": "SGST Amt", "cess": "Cess Amt",
    },
}  # fmt: skip
DATES: tuple[Callable[[dt.date], str], ...] = (
    lambda day: f"{day:%d-%m-%Y}", lambda day: f"{day:%d/%m/%Y}", lambda day: f"{day:%d.%m.%y}",
    lambda day: f"{day:%d-%b-%y}", lambda day: f"{day:%d %B %Y}", lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y%m%d}", lambda day: f"{day:%d‑%m‑%Y}", lambda day: f"{day:%d-%m-%Y} 00:00:00",
    lambda day: f" {day:%d - %m - %Y}\u200b", lambda day: f"{day:%a, %d %b %Y}", lambda day: f"'{day:%d/%m/%Y}",
)  # fmt: skip
AMOUNTS: tuple[Callable[[str], str], ...] = (
    str, lambda text: f"₹ {text}", lambda text: f"Rs.{text}", lambda text: f"{text} Dr", lambda text: f" {text}\xa0",
    lambda text: f"{text}/-", lambda text: f"INR {text}", lambda text: f"'{text}", lambda text: f"`{text}",
)  # fmt: skip
NOTHING = ("", "-", "nil", "0", "0.00", "N.A.", "--")
BROKEN = {
    "date": ("31-02-2026", "soon", "32/10/2026", "#VALUE!"),
    "number": ("", "-", "N.A.", "#N/A"),
    "taxable": ("one thousand", "1.2.3", "12,34", "#REF!"),
    "cgst": ("9O", "#N/A", "$ 90"),
    "type": ("Bill of Supply", "Delivery Challan", "R"),
}
CONTAINERS = ("xlsx", "comma", "semicolon", "tab", "pipe", "page", "xml")
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

Document = tuple[str, str, str, dt.date, int, int, int, int]
"""GSTIN, type, number, day; taxable value, IGST, CGST, SGST in paise."""


@dataclass
class Mixture:
    """A file: its rows, and what must come of them. `broken` are numbers of rows that must be told."""

    container: str
    rows: list[list[object]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


@st.composite
def mixtures(draw: Draw) -> Mixture:
    container = str(draw(st.sampled_from(CONTAINERS)))
    layout = str(draw(st.sampled_from(sorted(LAYOUTS))))
    titles = LAYOUTS[layout]
    names = list(draw(st.permutations(sorted(titles))))  # type: ignore[call-overload]
    found = Mixture(container)
    for _ in range(int(str(draw(st.integers(0, 3))))):
        found.rows.append([draw(st.sampled_from(["", "Deccan Tools Pvt Ltd", "Purchases of October 2026"]))])
    head: list[object] = [titles[name] for name in names]
    found.rows.append(head)
    if draw(st.booleans()):
        found.rows.append([*map(str, range(1, len(head) + 1))])
    for turn in range(int(str(draw(st.integers(1, 5))))):
        _add_document(draw, found, layout, names, turn)
        for _ in range(int(str(draw(st.integers(0, 1))))):
            found.rows.append(_noise(draw, names, head))
    return found


def _add_document(draw: Draw, found: Mixture, layout: str, names: Sequence[str], turn: int) -> None:
    gstin = str(draw(st.sampled_from([MUMBAI, SURAT, BENGALURU])))
    day = dt.date(2026, 10, 1) + dt.timedelta(days=int(str(draw(st.integers(12, 29)))))  # days that have no other order
    number = f"{draw(st.sampled_from(['A/', 'INV-', '26-27/', '00']))}{turn + 1}"
    kind = str(draw(st.sampled_from(["INV", "CN"]))) if layout == "register" else "INV"
    word = draw(st.sampled_from(["Invoice", "Tax Invoice", "INV"] if kind == "INV" else ["Credit Note", "Cr. Note"]))
    lines = int(str(draw(st.integers(1, 2)))) if layout == "rates" else 1
    sums, rows = [0, 0, 0, 0], list[dict[str, object]]()
    for line in range(lines):
        taxable = int(str(draw(st.integers(100, 10**9))))
        rate = (5, 18)[line]
        tax = taxable * rate // 200
        parts = [taxable, 0, tax, tax] if gstin.startswith("27") else [taxable, 2 * tax, 0, 0]
        sums = [one + other for one, other in zip(sums, parts, strict=True)]
        rows.append({"rate": rate, **dict(zip(("taxable", "igst", "cgst", "sgst"), parts, strict=True))})
    broken = str(draw(st.sampled_from(["", "", "", *sorted(BROKEN.keys() & {*names})])))
    if broken == "cgst" and sums[2] == 0:
        broken = ""
    for at, line_of in enumerate(rows):
        cells: dict[str, object] = {"gstin": gstin, "name": "Uttam", "type": word, "number": number, "cess": ""}
        cells["date"] = _date(draw, day, found.container)
        cells["value"] = _rupees(draw, sum(sums), found.container)
        cells["rate"] = line_of["rate"]
        for name in ("taxable", "igst", "cgst", "sgst"):
            cells[name] = _rupees(draw, int(str(line_of[name])), found.container)
        if broken:
            cells[broken] = draw(st.sampled_from(BROKEN[broken]))
        elif at and draw(st.booleans()):
            for name in draw(st.sampled_from([("gstin",), ("date",), ("number", "date"), ("gstin", "number", "date")])):  # type: ignore[attr-defined]
                cells[name] = ""
        found.rows.append([cells[name] for name in names])
        if broken:
            found.broken.append(len(found.rows))
    if not broken:
        found.documents.append((gstin, kind, number, day, *sums))  # type: ignore[arg-type]


def _date(draw: Draw, day: dt.date, container: str) -> object:
    kinds = [*DATES, lambda day: day] if container in ("xlsx", "xml") else DATES
    return draw(st.sampled_from(kinds))(day)  # type: ignore[operator]


def _rupees(draw: Draw, paise: int, container: str) -> object:
    if paise == 0:
        return draw(st.sampled_from(NOTHING))
    if container in ("xlsx", "xml") and draw(st.booleans()):
        return paise / 100
    whole, rest = divmod(paise, 100)
    grouped = f"{whole:,}" if draw(st.booleans()) else str(whole)
    return draw(st.sampled_from(AMOUNTS))(f"{grouped}.{rest:02d}")  # type: ignore[operator]


def _noise(draw: Draw, names: Sequence[str], head: Sequence[object]) -> list[object]:
    kind = draw(st.sampled_from(["blank", "total", "carried", "headings", "remark"]))
    if kind == "headings":
        return [*head]
    cells: dict[str, object] = dict.fromkeys(names, "")
    if kind == "total":
        word = draw(st.sampled_from(["Total", "Grand Total", "Sub-Total", "TOTAL:"]))
        cells |= {"gstin": word, "taxable": "1,000.00", "cgst": "90.00"}
    if kind == "carried":
        cells["gstin"] = draw(st.sampled_from(["Carried Forward", "B/F", "c/f", "Brought forward"]))
    if kind == "remark":
        cells["gstin"] = draw(st.sampled_from(["E. & O. E.", "Page 2 of 3", "October 2026"]))
    return [cells[name] for name in names]


def write(mixture: Mixture, folder: Path) -> Path:
    """The file in its container; what is no text is as a program of that kind writes it."""
    rows, container = mixture.rows, mixture.container
    if container == "xlsx":
        path = folder / "mixture.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path
    if container in _DELIMITERS:
        path = folder / "mixture.csv"
        text = io.StringIO()
        csv.writer(text, delimiter=_DELIMITERS[container]).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        return path
    path = folder / "mixture.xls"
    if container == "page":
        lines = ("".join(f"<td>{_marked(cell)}</td>" for cell in row) for row in rows)
        path.write_text("<html><table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table></html>", "utf-8")
        return path
    lines = ("".join(_xml_cell(cell) for cell in row) for row in rows)
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>'
        + "".join(f"<Row>{line}</Row>" for line in lines)
        + "</Table></Worksheet></Workbook>",
        "utf-8",
    )
    return path


def _marked(cell: object) -> str:
    return str(cell).replace("&", "&amp;").replace("<", "&lt;")


def _xml_cell(cell: object) -> str:
    if isinstance(cell, dt.date):
        return f'<Cell><Data ss:Type="DateTime">{cell}T00:00:00.000</Data></Cell>'
    kind = "Number" if isinstance(cell, int | float) else "String"
    return f'<Cell><Data ss:Type="{kind}">{_marked(cell)}</Data></Cell>'
