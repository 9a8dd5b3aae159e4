"""GSTR-2A as the portal's Excel or CSV, also a single sheet of it, whose headings are much like those of purchases.

It lists what suppliers reported, a row a rate and a row `NUMBER-Total`. Taken for purchases it would match everything;
taken for a GSTR-2B it would give credit to all. So it only tells of bills that IMS lacks whether they were reported,
and of suppliers whether they filed GSTR-3B.

Source: descriptions of its sheets by public readers, 2021 to 2026.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from ims_xl import schema
from ims_xl.issues import ImsError, Issue
from ims_xl.money import indian
from ims_xl.ownership import Clue
from ims_xl.purchases.columns import Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.formats.format import Format, says
from ims_xl.purchases.formats.gstr2b_workbook import added_up, document, is_document
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.gstr2b_sheets import FIELDS, Headings, cell_of, folded, kind_of, portal_headings
from ims_xl.purchases.headers import heading
from ims_xl.purchases.portal_names import own_gstins
from ims_xl.purchases.sums import rupees
from ims_xl.purchases.values import is_blank, shown

_titled, _filed = says("goods and services tax gstr 2a"), says("gstr 3b filing status")
_ADVICE = "The headings of its documents were not found. Download it from the portal again, as Excel."
_ENDINGS = {" filing status": "supplier_filed", " filing date": "filed_on", " period": "supplier_period"}
_OUTSIDE = ("isd", "isda")
_TOTAL = "-total"
_ROUNDED = 1.0
FILED, NOT_FILED = "Filed", "Not filed"
_FILED = dict.fromkeys(("y", "yes", "filed"), FILED) | dict.fromkeys(("n", "no", "not filed"), NOT_FILED)
USE = Issue("note", "GSTR-2A tells of bills that IMS lacks whether the supplier reported them; it gives no credit")
NOT_IN_IMS = "documents that never stand in IMS were passed over: {}"
_IDENTITY = ["section", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date"]


def _identify(content: Content) -> bool:
    """By its title, or by what only GSTR-2A tells of a supplier: whether the returns were filed."""
    filing = any(word.startswith("gstr 1 ") and word.endswith(" filing status") for word in content.words)
    return _titled(content) or _filed(content) or filing


def _tables(content: Content) -> list[tuple[Sheet, Headings]]:
    return [(sheet, header) for sheet in content.sheets if (header := next(portal_headings(sheet, _field), None))]


def _field(title: str) -> str:
    if field := FIELDS.get(title.removeprefix("isd ")):
        return field
    if title == "gstr 3b filing status":
        return "filed_3b"
    is_first = "gstr" in title and not title.startswith("gstr 3b")
    return next((field for ending, field in _ENDINGS.items() if is_first and title.endswith(ending)), "")


def keep(reading: Reading, rows: pd.DataFrame, made_on: dt.date | None = None) -> None:
    """Add documents (schema.GSTR2A, `filed_3b`, others) to what was read, and what they say of their suppliers.

    `made_on`: the day that the file names as its own.
    """
    if not len(rows):
        return
    reading.gstr2a.append(schema.conform(rows, schema.GSTR2A)[[column.name for column in schema.GSTR2A]])
    says = rows["filed_3b"].isin([FILED, NOT_FILED]) & (rows["supplier_period"] != "") & (rows["supplier_gstin"] != "")
    told = rows.loc[says, ["supplier_gstin", "supplier_period", "filed_3b"]].drop_duplicates()
    day = pd.Series(pd.Timestamp(made_on) if made_on else pd.NaT, index=told.index, dtype="datetime64[s]")
    reading.supplier_3b.append(schema.conform(told.assign(known_on=day), schema.SUPPLIER_3B))


def filed(word: str) -> str:
    """Filed or Not filed, the word itself where it is another one."""
    return _FILED.get(word.strip().lower(), word.strip())


def _read(content: Content) -> Reading:
    """The documents of every sheet, each with the sums of its rates."""
    reading = Reading("GSTR-2A workbook", issues=[USE])
    reading.clues = [Clue("content", who, label) for who, label in own_gstins(content.sheets)]
    reading.recipient_gstin = next((clue.who for clue in reading.clues), "")
    for sheet, header in content.once(_tables):
        _, sections = kind_of(sheet, header)
        if next(iter(sections.values())) in _OUTSIDE:
            count = sum(is_document(row, header) for row in sheet.rows[header.at + 1 :])
            reading.issues += [Issue("note", NOT_IN_IMS.format(f"{count:,}"), sheet=sheet.name)] if count else []
            continue
        keep(reading, _documents(sheet, header, sections, reading), _made_on(content.sheets))
    return reading


def _made_on(sheets: Sequence[Sheet]) -> dt.date | None:
    """The day beside "Date of generation" on Read me; None where there is none."""
    for row in (row for sheet in sheets if folded(sheet.name) == "readme" for row in sheet.rows):
        told = [cell for cell in row.cells if not is_blank(cell)]
        for label, cell in pairwise(told):
            if "generat" in heading(shown(label)) and isinstance(day := read_date(cell).value, dt.date):
                return day
    return None


def _documents(sheet: Sheet, header: Headings, sections: Mapping[str, str], reading: Reading) -> pd.DataFrame:
    lines: list[dict[str, object]] = []
    totals: dict[tuple[str, str], Row] = {}
    for row in sheet.rows[header.at + 1 :]:
        number = shown(cell_of(row, header, "doc_number"))
        if number.lower().endswith(_TOTAL):
            supplier = shown(cell_of(row, header, "supplier_gstin")) or str(
                (lines or [{}])[-1].get("supplier_gstin", "")
            )
            totals[supplier, number[: -len(_TOTAL)]] = row
        elif is_document(row, header):
            reading.rows += 1
            lines += _line(row, header, sections, reading, sheet.name)
    known = {(line["supplier_gstin"], line["doc_number"]) for line in lines}
    for key, row in totals.items():
        if key not in known:  # only its total was left in the file
            at = header.columns["doc_number"]
            whole = row._replace(cells=[key[1] if place == at else cell for place, cell in enumerate(row.cells)])
            lines += _line(whole, header, sections, reading, sheet.name)
    frame = schema.conform(pd.DataFrame(lines), schema.GSTR2B)
    frame = added_up(frame.assign(part=""))
    _check(frame, totals, header, sheet, reading)
    return frame


def _line(
    row: Row, header: Headings, sections: Mapping[str, str], reading: Reading, sheet: str
) -> list[dict[str, object]]:
    """The row as one of schema.GSTR2A; none, and an error, where it cannot be read."""
    try:
        found = document(row, header, sections)
    except ImsError as error:
        reading.issues.append(replace(error.issue, sheet=sheet, row=row.number))
        return []
    returns = {name: filed(shown(cell_of(row, header, name))) for name in ("supplier_filed", "filed_3b")}
    return [found | returns]


def _check(
    frame: pd.DataFrame, totals: Mapping[tuple[str, str], Row], header: Headings, sheet: Sheet, reading: Reading
) -> None:
    """A warning for each document whose rates do not make the total that stands under them."""
    made_of = frame[["supplier_gstin", "doc_number", *schema.AMOUNTS]].to_dict("records")
    sums = {(one["supplier_gstin"], one["doc_number"]): one for one in made_of}
    for key, row in totals.items():
        for name in schema.AMOUNTS:
            cell = cell_of(row, header, name)
            stated = None if is_blank(cell) else rupees(cell)
            made = sums.get(key, {}).get(name)
            if stated is None or made is None or made != made or abs(abs(stated) - abs(made)) <= _ROUNDED:
                continue
            reason = f"the document's own total is {indian(stated)}, its rates make {indian(made)}"
            remedy = "Look for rates that are missing in the file."
            reading.issues.append(
                Issue(
                    "warning",
                    reason,
                    remedy,
                    sheet=sheet.name,
                    row=row.number,
                    column=_title(sheet, header, name),
                    value=key[1],
                )
            )
            break


def _title(sheet: Sheet, header: Headings, name: str) -> str:
    at = header.columns[name]
    rows = [row.cells for row in (sheet.rows[header.at], sheet.rows[header.at - 1]) if at < len(row.cells)]
    return next((shown(cells[at]) for cells in rows if not is_blank(cells[at])), name)


FORMAT = Format(
    "a GSTR-2A workbook of the portal",
    _identify,
    lambda content, _: _read(content),
    advice=_ADVICE,
    readable=lambda content: bool(content.once(_tables)),
)
