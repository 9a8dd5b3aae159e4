"""The workbook that goes with a letter: every document of it, a line each, with the figures of both sides."""

import io
import math
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from ims_xl.letters.writing import Letter, Sender
from ims_xl.reports.cells import column_cells
from ims_xl.reports.text_sheet import TextSheet
from ims_xl.workbook import styles
from ims_xl.workbook.cell_values import clean
from ims_xl.workbook.sheet import Column

_HEADS = (
    ("taxable_value", "Taxable value", 13),
    ("igst", "IGST", 11),
    ("cgst", "CGST", 11),
    ("sgst", "SGST", 11),
    ("cess", "Cess", 9),
)
COLUMNS = (
    Column("About", "situation", "text", 15),
    Column("Document", "type_label", "text", 13),
    Column("Your number", "doc_number", "text", 17),
    Column("Your date", "doc_date", "date", 11),
    *(Column(f"{title}, yours", name, "rupees", width) for name, title, width in _HEADS),
    Column("Our number", "books_number", "text", 17),
    Column("Our date", "books_date", "date", 11),
    *(Column(f"{title}, ours", f"books_{name}", "rupees", width) for name, title, width in _HEADS),
    Column("Return period", "period_label", "text", 10),
    Column("Reason", "reason", "long", 30),
    Column("What differs", "differs", "long", 50),
)
_LINE_HEIGHT = 15.0  # points
_TOP = 4  # row of the headings, from 0
_BASE = {"font_name": styles.FONT, "font_size": 10, "valign": "vcenter"}
_LINE = {"bottom": 1, "bottom_color": f"#{styles.LINE}"}
_HEADING = {"rupees": "heading right", "date": "heading middle"}
_BAND = {"bold": True, "text_wrap": True, "font_color": f"#{styles.PAPER}", "bg_color": f"#{styles.NAVY.strong}"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 14, "bold": True, "font_color": f"#{styles.NAVY.strong}"},
    "about": {"font_color": f"#{styles.FAINT}"},
    "heading left": _BAND | {"align": "left", "indent": 1},
    "heading middle": _BAND | {"align": "center"},
    "heading right": _BAND | {"align": "right"},
    "text": _LINE | {"num_format": styles.TEXT, "indent": 1},
    "long": _LINE | {"num_format": styles.TEXT, "indent": 1, "text_wrap": True},
    "date": _LINE | {"num_format": styles.DATE, "align": "center"},
    **{
        f"rupees{step}": _LINE | {"num_format": ("##\\," * (step + 1) + "##0" if step else "#,##0") + ".00"}
        for step in range(5)
    },
}


def annex(letter: Letter, sender: Sender) -> bytes:
    """The workbook as bytes: no text in it becomes a formula, a link or a number.

    Amounts are rupees as the documents state them, also of credit notes. A letter has no column of which every cell
    would be blank or zero.
    """
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"author": "", "title": "Annex"})
        looks = {name: book.add_format({**_BASE, **look}) for name, look in _LOOKS.items()}
        sheet = book.add_worksheet("Documents", TextSheet)
        sheet.write_string(0, 0, clean(letter.subject), looks["title"])
        sheet.write_string(1, 0, clean(f"To {letter.supplier}, GSTIN {letter.gstin}"), looks["about"])
        sheet.write_string(2, 0, clean(f"From {sender.company or sender.gstin}, GSTIN {sender.gstin}"), looks["about"])
        at = 0
        sheet.set_row(_TOP, 2 * _LINE_HEIGHT)
        for row, lines in enumerate(_lines(letter), start=_TOP + 1):
            sheet.set_row(row, lines * _LINE_HEIGHT)
        for column in COLUMNS:
            series = letter.points[column.field]
            values, names = column_cells(column.kind, series.abs() if column.kind == "rupees" else series)
            if not any(values):
                continue
            sheet.set_column(at, at, column.width)
            sheet.write_string(_TOP, at, column.header, looks[_HEADING.get(column.kind, "heading left")])
            for row, (value, look) in enumerate(zip(values, names, strict=True), start=_TOP + 1):
                if isinstance(value, str):
                    sheet.write_string(row, at, value, looks[look])
                elif value is None:
                    sheet.write_blank(row, at, None, looks[look])
                else:
                    sheet.write_number(row, at, value, looks[look])
            at += 1
        last = _TOP + len(letter.points)
        sheet.freeze_panes(_TOP + 1, 0)
        sheet.autofilter(_TOP, 0, last, at - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{_TOP + 1}:XFD{last + 1}"})
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_TOP)
    return held.getvalue()


def _lines(letter: Letter) -> list[int]:
    """How many lines of text each row has to have room for."""
    long = [column for column in COLUMNS if column.kind == "long"]
    return [
        max(math.ceil(len(str(row[column.field])) * 1.1 / column.width) or 1 for column in long)
        for row in letter.points.to_dict("records")
    ]
