"""IMS as Excel, imported where the JSON would be."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.purchases import MUMBAI, SURAT
from support.twenty import RECIPIENT

from ims_xl.issues import ImsError
from ims_xl.ui import Silent
from ims_xl.workflow import import_portal, ims_excel, new_workbook, open_job

UPPER = (
    *("GSTIN of supplier", "Trade/Legal name", "Invoice details", "", "", "", "Status", "Place of supply"),
    *("Taxable Value (₹)", "Tax Amount", "", "", "", "Remarks", "Source", "Source Return Period"),
    "Source Filing Status",
)
LOWER = (
    *("", "", "Invoice number", "Invoice type", "Invoice Date", "Invoice Value (₹)", "", "", ""),
    *("Integrated Tax (₹)", "Central Tax (₹)", "State/UT Tax (₹)", "Cess (₹)"),
)
INVOICE = [
    *(MUMBAI, "Uttam", "A/1", "Regular", "05/10/2026", 1180, "Pending", "Maharashtra", 1000, 0, 90, 90, 0),
    *("asked the supplier", "GSTR-1/IFF", "Oct'26", "Filed"),
]
UNDATED = [
    *(SURAT, "Rupal", "A/2", "Regular", "soon", 118, "No Action", "Gujarat", 100, 18, 0, 0, 0),
    *("", "GSTR-1/IFF", "Oct'26", "Filed"),
]
RECORD = {
    "stin": MUMBAI, "tradenm": "Uttam", "inum": "A/1", "inv_typ": "R", "idt": "05-10-2026", "val": 1180,
    "action": "P", "pos": "27", "txval": 1000, "iamt": 0, "camt": 90, "samt": 90, "cess": 0,
    "remarks": "asked the supplier", "srcform": "R1", "rtnprd": "102026", "srcfilstatus": "Filed",
}  # fmt: skip


def write(path: Path, *rows: list[object], gstin: str = RECIPIENT) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Home"
    book.active.append(["GSTIN", gstin])
    sheet = book.create_sheet("B2B")
    for row in ([], [], [], ["Invoices"], UPPER, LOWER, *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_a_document_is_the_one_that_the_json_gives(tmp_path):
    path = write(tmp_path / "ims.xlsx", INVOICE)
    (tmp_path / "ims.json").write_text(json.dumps({"imsDetails": {"b2b": [RECORD]}}))
    excel = ims_excel.read(path, RECIPIENT)
    named = ims_excel.offline.read_portal_file(tmp_path / "ims.json", RECIPIENT)
    assert (excel.form, named.form, excel.owner.verdict) == ("Portal Excel", "Portal JSON", "ours")
    assert excel.documents.to_dict("records")[0]["portal_action"] == "P"
    same = excel.documents.columns.drop("extra")
    assert excel.documents[same].equals(named.documents[same])


def test_a_row_that_cannot_be_read_is_told_with_its_row_in_excel(tmp_path):
    found = ims_excel.read(write(tmp_path / "ims.xlsx", INVOICE, UNDATED), RECIPIENT)
    assert (len(found.documents), found.unreadable["doc_number"].tolist()) == (1, ["A/2"])
    (error,) = [issue for issue in found.issues if issue.severity == "error"]
    assert (error.sheet, error.row, error.value) == ("B2B", 8, "soon")


def test_a_workbook_of_another_gstin_is_refused(tmp_path):
    with pytest.raises(ImsError, match="the file is of GSTIN 24AAZCS2222F1ZB"):
        ims_excel.read(write(tmp_path / "ims.xlsx", INVOICE, gstin=SURAT), RECIPIENT)


def test_in_a_zip_and_as_nothing_of_ims(tmp_path):
    path = write(tmp_path / "ims.xlsx", INVOICE)
    with zipfile.ZipFile(tmp_path / "ims.zip", "w") as archive:
        archive.write(path, "ims.xlsx")
    assert len(ims_excel.read(tmp_path / "ims.zip", RECIPIENT).documents) == 1
    (tmp_path / "ims.json").write_text(json.dumps({"imsDetails": {"b2b": [RECORD]}}))
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    (tmp_path / "cut.zip").write_bytes((tmp_path / "ims.zip").read_bytes()[:200])
    for name in ("ims.json", "empty.xlsx", "cut.zip"):
        assert ims_excel.read(tmp_path / name, RECIPIENT) is None


def test_the_step_takes_it_in_and_names_the_source(tmp_path):
    book = tmp_path / "Oct-2026.xlsx"
    new_workbook(book, Silent(), gstin=RECIPIENT, period="102026", name="Deccan")
    with open_job(book, Silent()) as job:
        outcome = import_portal(job, [write(tmp_path / "ims.xlsx", INVOICE)])
    assert outcome.message == "1 document on the portal, 1 due in Oct-2026 or earlier"
    with open_job(book, Silent()) as job:
        assert job.documents()[["doc_number", "portal_action", "remarks"]].to_numpy().tolist() == [
            ["A/1", "P", "asked the supplier"]
        ]
        assert job.store.sources.last_portal(job.identity.book_id).form == "Portal Excel"
