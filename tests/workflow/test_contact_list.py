"""A list of addresses in a file: found by its headings, read without losing what is known, faults told with their place."""

from pathlib import Path

import openpyxl
import pytest
from support.twenty import FABRICS, HARDWARE

from ims_xl.contacts import Contact
from ims_xl.issues import ImsError
from ims_xl.workflow import check, import_contacts


def known(desk) -> dict[str, Contact]:
    return desk.look(lambda job: job.store.contacts.all())


def csv(desk, *lines: str, name: str = "list.csv") -> Path:
    path = desk.folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_csv_with_headings_of_its_own(desk):
    path = csv(
        desk,
        "My suppliers,,,",
        "Party Name,GST No.,Mobile No.,E-mail ID",
        f"Surat Fabrics,{FABRICS.lower()},098765 43210,a@b.example",
        f"Mulund,{HARDWARE},,",
    )
    outcome = desk.do(import_contacts, path)
    assert outcome.message == "2 contacts read from list.csv: 2 new, 0 changed"
    assert known(desk) == {
        FABRICS: Contact(FABRICS, "Surat Fabrics", "a@b.example", "098765 43210"),
        HARDWARE: Contact(HARDWARE, "Mulund"),
    }
    rows = openpyxl.load_workbook(desk.book)["Supplier Contacts"].iter_rows(min_row=6, max_col=3, values_only=True)
    assert list(rows) == [(HARDWARE, "Mulund", None), (FABRICS, "Surat Fabrics", "a@b.example")]


def test_blank_cells_change_nothing_and_a_second_reading_changes_only_what_differs(desk):
    desk.do(import_contacts, csv(desk, "GSTIN,Email,Phone", f"{FABRICS},a@b.example,022 1", f"{HARDWARE},h@b.example,"))
    outcome = desk.do(import_contacts, csv(desk, "GSTIN,Email,Phone", f"{FABRICS},,022 2", f"{HARDWARE},h@b.example,"))
    assert outcome.figures == {"read": 2, "new": 0, "changed": 1}
    assert known(desk)[FABRICS] == Contact(FABRICS, "", "a@b.example", "022 2")


def test_a_workbook_of_several_sheets(desk):
    book = openpyxl.Workbook()
    book.active.append(["nothing here"])
    sheet = book.create_sheet("Addresses")
    sheet.append(["GSTIN", "Contact Person", "Phone"])
    sheet.append([FABRICS, "Mr Shah", 9876543210])
    book.save(desk.folder / "list.xlsx")
    desk.do(import_contacts, desk.folder / "list.xlsx")
    assert known(desk) == {FABRICS: Contact(FABRICS, "", "", "9876543210", "Mr Shah")}


def test_what_cannot_be_used_is_left_out_and_told_with_its_place(desk):
    path = csv(
        desk, "GSTIN,Email,Phone", f"{FABRICS},not an address,022 1", "24AAZCS2222F1ZX,x@b.example,", ",y@b.example,"
    )
    outcome = desk.do(import_contacts, path)
    assert known(desk) == {FABRICS: Contact(FABRICS, "", "", "022 1")}
    assert [(one.file, one.row, one.column, one.value, one.reason) for one in outcome.issues] == [
        ("list.csv", 2, "E-mail", "not an address", "this is not an e-mail address; the cell is left out"),
        ("list.csv", 3, "Supplier GSTIN", "24AAZCS2222F1ZX", "this is not a GSTIN; the row is left out"),
        ("list.csv", 4, "Supplier GSTIN", "", "no GSTIN stands beside this contact; the row is left out"),
    ]


@pytest.mark.parametrize("lines", [("GSTIN,Amount", f"{FABRICS},1"), ("Name,Email", "Surat,a@b.example")])
def test_a_file_without_such_headings(desk, lines):
    with pytest.raises(ImsError, match="no list of contacts was found in the file"):
        desk.do(import_contacts, csv(desk, *lines))


def test_what_is_typed_below_the_table_is_read_and_drawn_as_a_line_of_it(matched):
    book = openpyxl.load_workbook(matched.book)
    sheet = book["Supplier Contacts"]
    top, last = (int("".join(filter(str.isdigit, part))) for part in sheet.tables["ims_Contacts"].ref.split(":"))
    sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 2).value = "27AAPFU0939F1ZV", "Another Supplier"
    sheet.cell(last + 1, 4).value = "022 5"
    book.save(matched.book)
    for _ in range(2):
        matched.do(check)
        sheet = openpyxl.load_workbook(matched.book)["Supplier Contacts"]
        rows = list(sheet.iter_rows(min_row=top + 1, max_col=4, values_only=True))
        assert len(rows) == last - top + 1
        assert [row for row in rows if row[0] == "27AAPFU0939F1ZV"] == [
            ("27AAPFU0939F1ZV", "Another Supplier", None, "022 5")
        ]
        assert sheet.tables["ims_Contacts"].ref.endswith(str(last + 1))
    assert known(matched)["27AAPFU0939F1ZV"].phone == "022 5"
