"""GSTR-2B as the portal's Excel: a sheet a section, headings in two rows, one row a document or, before 2025, a rate.

Source: files of the portal as public readers of them describe their sheets and headings, 2021 to 2026.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.money import paise
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.findings import spans
from ims_xl.purchases.formats.format import STATEMENT, Format, says, sheet_named
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.gstr2b_head import reversed_credit, stated_sums
from ims_xl.purchases.gstr2b_sheets import (
    FIELDS,
    REVERSED,
    WITHOUT_DOCUMENTS,
    Headings,
    cell_of,
    find_headings,
    folded,
    kind_of,
)
from ims_xl.purchases.gstr2b_sums import check_sums, summary_of
from ims_xl.purchases.headers import heading
from ims_xl.purchases.numbers import read_number
from ims_xl.purchases.sums import rupees
from ims_xl.purchases.values import is_blank, read, shown, visible
from ims_xl.purchases.words import read_doc_type, read_supply_type

_AGAIN = "Download the statement from the portal again, or correct the cell."
_SUMMED = [*schema.AMOUNTS, *(f"declared_{tax}" for tax in schema.TAXES)]
_READ_ME_ROWS = 20
_IDENTITY = ["part", "section", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date"]


def _sections(content: Content) -> list[tuple[Sheet, Headings]]:
    """Sheets with the headings of a GSTR-2B; GSTR-2A says more of the supplier's GSTR-3B and has none."""
    sheets = () if content.is_csv else content.sheets
    return [(sheet, header) for sheet in sheets if (header := find_headings(sheet))]


def _read(content: Content) -> Reading:
    """The documents of every sheet but those of reversals, which are counted.

    A file without its Read me is of the newest period its suppliers filed, and says so. Raises ImsError when no period
    is told at all.
    """
    about = _read_me(content.sheets)
    reading = Reading("GSTR-2B workbook", about.get("gstin", ""))
    frames: list[pd.DataFrame] = []
    for sheet, header in content.once(_sections):
        if folded(sheet.name) in WITHOUT_DOCUMENTS:
            continue
        part, sections = kind_of(sheet, header)
        lines = [row for row in sheet.rows[header.at + 1 :] if is_document(row, header)]
        reading.issues += _not_documents(sheet, header, lines)
        if part == REVERSED:
            told = [(shown(cell_of(line, header, "doc_number")), _tax(line, header)) for line in lines]
            reading.issues += [replace(reversed_credit(told), sheet=sheet.name)] if told else []
            continue
        rows: list[dict[str, object]] = []
        for line in lines:
            reading.rows += 1
            try:
                rows.append({"part": part} | document(line, header, sections))
            except ImsError as error:
                reading.issues.append(replace(error.issue, sheet=sheet.name, row=line.number))
        frame = schema.conform(pd.DataFrame(rows), schema.GSTR2B)
        frames.append(added_up(frame) if "rate" in header.columns else frame)
    documents = pd.concat([schema.empty(schema.GSTR2B), *frames], ignore_index=True)
    period = about.get("period") or _newest(documents["supplier_period"].tolist(), reading)
    if not period:
        raise ImsError("the workbook does not name its period", _AGAIN, file=content.source.name)
    reading.gstr2b.append(documents.assign(gstr2b_period=period, recipient_gstin=reading.recipient_gstin))
    summary = summary_of(content.sheets)
    reading.issues += check_sums(summary, documents)
    name = content.source.name
    reading.statements.append(
        {
            "gstr2b_period": period,
            "generated": about.get("generated", ""),
            "file_count": 1 if about.get("period") else 0,  # without its Read me it may be one sheet of several
            "files": name,
            "summary_file": name if summary else "",
            **stated_sums(summary),
        }
    )
    return reading


def _not_documents(sheet: Sheet, header: Headings, lines: Sequence[Row]) -> list[Issue]:
    """An error for rows with an amount that name no document, and are no total."""
    known = {row.number for row in lines}
    rows = [
        row.number
        for row in sheet.rows[header.at + 1 :]
        if row.number not in known
        and not any(isinstance(cell, str) and cell.strip().lower().endswith("total") for cell in row.cells)
        and any(isinstance(cell_of(row, header, name), float) for name in schema.AMOUNTS)
    ]
    reason = f"rows with amounts but without two of supplier, number and date were left out (rows {spans(rows)})"
    return [Issue("error", reason, _AGAIN, sheet=sheet.name, row=rows[0])] if rows else []


def _tax(row: Row, header: Headings) -> float:
    return sum(rupees(cell_of(row, header, tax)) or 0.0 for tax in schema.TAXES)


def is_document(row: Row, header: Headings) -> bool:
    """Whether a row has two of supplier (or port), number and date, and is neither a total nor headings again."""
    named = [
        any(not is_blank(cell_of(row, header, name)) for name in names)
        for names in (("supplier_gstin", "port_code"), ("doc_number",), ("doc_date",))
    ]
    number = shown(cell_of(row, header, "doc_number"))
    if (
        number.lower().endswith("total")
        or {heading(number), heading(cell_of(row, header, "supplier_gstin"))} & FIELDS.keys()
    ):
        return False
    return sum(named) > 1


def document(row: Row, header: Headings, sections: Mapping[str, str]) -> dict[str, object]:
    """The row as a row of schema.GSTR2B without what is common to all.

    Raises ImsError when number, date, type or an amount cannot be read.
    """

    def value(field: str, reader: object = None) -> object:
        cell = cell_of(row, header, field)
        if reader is None:
            return visible(shown(cell)).strip()
        found = read(cell, reader)  # type: ignore[arg-type]
        if found.fault and found.fault.severity == "error":
            raise ImsError(found.fault.reason, found.fault.remedy or _AGAIN, column=_TITLES[field], value=shown(cell))
        return found.value

    sender = gstin.clean(str(value("supplier_gstin")))
    missing = [name for name in ("doc_number", "doc_date") if is_blank(cell_of(row, header, name))]
    if not sender and "port_code" not in header.columns:
        missing.append("supplier_gstin")
    if missing:
        raise ImsError(f"{_TITLES[missing[0]]} is missing", _AGAIN, column=_TITLES[missing[0]])
    amounts = {name: value(name, read_amount) for name in (*_SUMMED, "doc_value")}
    if all(amounts[name] is None for name in schema.AMOUNTS):
        raise ImsError("the row has neither a value nor tax", _AGAIN, column=_TITLES["taxable_value"])
    amounts |= {tax: 0.0 for tax in schema.TAXES if amounts[tax] is None}
    kind = str(value("doc_type", _read_type) or "INV") if "doc_type" in header.columns else "INV"
    if kind not in sections:
        raise ImsError("this type of document does not belong here", _AGAIN, column=_TITLES["doc_type"], value=kind)
    available = str(value("itc_available")).upper()
    return {
        **amounts,
        "section": sections[kind],
        "doc_type": kind,
        "supplier_gstin": sender,
        "supplier_name": value("supplier_name"),
        "supplier_period": periods.find_period(str(value("supplier_period"))),
        "filed_on": read(cell_of(row, header, "filed_on"), read_date).value,
        "doc_number": value("doc_number", read_number),
        "doc_date": value("doc_date", read_date),
        "original_number": read(cell_of(row, header, "original_number"), read_number).value or "",
        "original_date": read(cell_of(row, header, "original_date"), read_date).value,
        "port_code": str(value("port_code")).upper(),
        "supply_type": read(cell_of(row, header, "supply_type"), read_supply_type).value or "",
        "place_of_supply": place_code(str(value("place_of_supply"))),
        "reverse_charge": str(value("reverse_charge")).lower() in ("y", "yes"),
        "itc_available": {"YES": "Y", "NO": "N", "TEMPORARY": "T"}.get(available, available),
        "itc_reduction": str(value("itc_reduction")).upper()[:1],
    }


def _read_type(cell: Cell) -> object:
    text = shown(cell).lower().removeprefix("isd").strip()
    return read_doc_type({"": "invoice", "cn": "credit note"}.get(text, text))


_TITLES = {field: title for title, field in reversed(FIELDS.items())} | {
    **{f"declared_{tax}": f"declared {tax}" for tax in schema.TAXES},
    "supplier_period": "period",
    "filed_on": "filing date",
}


def added_up(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a document: older files have one a rate."""
    if not frame.duplicated(_IDENTITY).any():
        return frame
    first = frame.drop_duplicates(_IDENTITY).set_index(_IDENTITY)
    grouped = frame.assign(**{name: paise(frame[name]) for name in _SUMMED}).groupby(_IDENTITY, sort=False)
    for name in _SUMMED:
        first[name] = grouped[name].sum(min_count=1).astype("Float64").astype("float64").reindex(first.index) / 100
    return schema.conform(first.reset_index(), schema.GSTR2B)


def _newest(filed: Sequence[str], reading: Reading) -> str:
    """The newest period the suppliers filed, with a warning that it is taken for the statement's."""
    known = [period for period in filed if period]
    if not known:
        return ""
    newest = max(known, key=periods.ordinal)
    reason = f"no period is named: {periods.label(newest)} was taken, the newest filed"
    reading.issues.append(Issue("warning", reason, "If it is wrong, choose the file with its Read me."))
    return newest


def _read_me(sheets: Sequence[Sheet]) -> dict[str, str]:
    """GSTIN, period and day of the sheet Read me, as far as they can be read."""
    said = dict(_labels(sheets))
    about: dict[str, str] = {}
    if len(number := gstin.clean(said.get("gstin", ""))) == 15:
        about["gstin"] = number
    month, year = said.get("tax period", ""), said.get("financial year", "")
    about["period"] = periods.find_period(month) or _in_year(month, year)
    day = read_date(said.get("date of generation", "")).value
    about["generated"] = f"{day:%d-%m-%Y}" if day else ""
    return about


def _labels(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        if folded(sheet.name) != "readme":
            continue
        for row in sheet.rows[:_READ_ME_ROWS]:
            told = [shown(cell) for cell in row.cells if not is_blank(cell)]
            if len(told) > 1:
                yield heading(told[0]), told[1]


def _in_year(month: str, year: str) -> str:
    """The period of a month, or of the last month of a quarter, within a financial year such as `2026-27`."""
    last = month.split("-")[-1].strip()
    first_year = year.strip()[:4]
    if not first_year.isdecimal():
        return ""
    found = periods.find_period(f"{last} {first_year}")
    return found if not found or int(found[:2]) > 3 else periods.shift(found, 12)


_titled = says("goods and services tax gstr 2b")
_summed = sheet_named("itcavailable")

FORMAT = Format(
    "a GSTR-2B workbook of the portal",
    lambda content: bool(content.once(_sections)) or _summed(content) or _titled(content),
    lambda content, _: _read(content),
    advice=STATEMENT,
    readable=lambda content: bool(content.once(_sections)),
)
