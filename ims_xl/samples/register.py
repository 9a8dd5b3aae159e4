"""The sample books in the purchase register of GSTN's matching tool, template v2.4, one row a document."""

import calendar
from pathlib import Path

import pandas as pd

from ims_xl.gst import periods
from ims_xl.samples import cells, company
from ims_xl.samples.bad_rows import bad_rows
from ims_xl.samples.books import REGISTER_SHEET

COLUMNS = {
    "GSTIN of Supplier/ECO* ": "supplier_gstin",
    "Trade/Legal name ": "supplier_name",
    "Type of inward supplies* ": "register_type",
    "Document type* ": "document",
    "Document number* ": "doc_number",
    "Document date* ": "doc_date",
    "Taxable value (₹)* ": "taxable",
    "Integrated tax (₹) ": "igst",
    "Central tax (₹) ": "cgst",
    "State/UT tax (₹) ": "sgst",
    "Cess (₹) ": "cess",
}
_DOCUMENTS = {"INV": "Invoice", "DN": "Debit Note", "CN": "Credit Note"}
_HEADER_ROW = 4  # counted from 0


def write_register(path: Path, books: pd.DataFrame, period: str) -> None:
    """Write the book rows, in their order, and the bad rows behind them."""
    book = cells.new_workbook(str(path), "Purchase register, invented sample")
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "text_wrap": True})
    dates, rupees = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "0.00"})
    read_me = book.add_worksheet("Read Me")
    read_me.set_column(0, 0, 100)
    read_me.write_string(0, 0, "Purchase register, layout of the GSTR-2B matching tool, template v2.4")
    read_me.write_string(1, 0, company.NOTE)
    sheet = book.add_worksheet(REGISTER_SHEET)
    sheet.set_column(0, len(COLUMNS) - 1, 18)
    day = periods.month_end(period)
    for row, texts in enumerate(
        (
            ("GSTIN of recipient* : ", company.RECIPIENT, "Financial year* :", periods.financial_year(day)),
            ("Trade/Legal name:", company.RECIPIENT_NAME, "Tax period* : ", calendar.month_name[day.month]),
        )
    ):
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, text)
    for column, header in enumerate(COLUMNS):
        sheet.write_string(_HEADER_ROW, column, header, head)
    frame = cells.as_written(cells.in_paise(books))
    frame = frame.assign(register_type="B2B", document=frame["doc_type"].map(_DOCUMENTS))
    rows = [*cells.rows_of(frame, COLUMNS.values()), *bad_rows(REGISTER_SHEET, COLUMNS)]
    formats = {turn: rupees if turn > 5 else dates for turn in range(5, len(COLUMNS))}
    cells.write_rows(sheet, _HEADER_ROW + 1, rows, formats)
    book.close()
