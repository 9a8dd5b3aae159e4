"""Letters to suppliers in the month of twenty: who is written to about what, when not again, what the sheets remember.

Open points after the match: HARDWARE's MHX-1310 is not reported and MHX-1305 differs; FABRICS' SSF/26-27/0421 and FOODS'
KSF/1004 differ. SSF/26-27/0430 is not filed, and not booked either: nobody waits for it.
"""

import datetime as dt
import email
import email.policy
import io
from pathlib import Path

import openpyxl
import pytest
from support.twenty import FABRICS, FOODS, HARDWARE
from support.typed_cells import type_into

from ims_xl.issues import ImsError
from ims_xl.ui import Silent
from ims_xl.workflow import check, import_portal, new_workbook, open_job, run_match, write_letters

from .conftest import Agreeing

HARDWARE_FILE = f"GST {HARDWARE} MULUND SAMPLE HARDWARE PVT LTD"


def drafts(folder: Path) -> list[str]:
    return sorted(path.name.split()[1] for path in folder.glob("*.eml"))


def contacts(desk) -> dict[str, dict[str, object]]:
    """The lines of Supplier Contacts by GSTIN."""
    rows = list(openpyxl.load_workbook(desk.book)["Supplier Contacts"].iter_rows(min_row=5, values_only=True))
    return {str(row[0]): dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]}


def type_contact(desk, gstin: str, **cells: object) -> None:
    words = {name.replace("_", " ").replace("E mail", "E-mail"): value for name, value in cells.items()}
    type_into(desk.book, {gstin: words}, "Supplier GSTIN")


def setting(desk, label: str, value: object) -> None:
    type_into(desk.book, {label: {"Value": value}}, "Setting")


@pytest.fixture
def out(matched) -> Path:
    return matched.folder / "letters"


def test_a_draft_an_enclosure_and_a_text_for_each_supplier(matched, out):
    outcome = matched.do(write_letters, out)
    assert outcome.message == f"3 letters prepared in {out}: Missing in IMS 1, Mismatched 3; nothing was sent"
    assert outcome.figures == {
        "Missing in IMS": 1, "Mismatched": 3, "Rejected": 0, "Pending": 0, "Not filed": 0, "written to lately": 0,
        "not reportable": 0,
    }  # fmt: skip
    assert drafts(out) == sorted([FABRICS, HARDWARE, FOODS])
    assert {path.suffix for path in out.iterdir()} == {".eml", ".xlsx", ".txt"}
    assert [issue.reason for issue in outcome.issues] == [
        "3 drafts without an address: SURAT SAMPLE FABRICS PVT LTD, MULUND SAMPLE HARDWARE PVT LTD, KOLAR SAMPLE FOODS"
    ]


def test_the_draft_opens_as_one_that_is_still_to_be_sent(matched, out):
    type_contact(matched, HARDWARE, E_mail="accounts@hardware.example", Contact_person="Mr Rao")
    matched.do(write_letters, out)
    raw = (out / f"{HARDWARE_FILE}.eml").read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "MULUND SAMPLE HARDWARE PVT LTD <accounts@hardware.example>"
    assert message["Subject"] == "GST documents to be cleared with Deccan, Oct-2026: 2 documents"
    assert message["From"] is None
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Mr Rao,\n\nwe compared our purchases of Oct-2026")
    assert "NOT REPORTED in IMS, but in our books: 1 document, tax ₹540.00." in text
    assert "- Invoice MHX-1310 of 27-10-2026: taxable value ₹3,000.00, tax ₹540.00\n" in text
    assert "- Invoice MHX-1305 of 15-10-2026: taxable value ₹12,000.00, tax ₹2,160.00\n" in text
    assert "The enclosed workbook lists every document" in text
    (enclosed,) = message.iter_attachments()
    assert enclosed.get_filename() == f"{HARDWARE_FILE}.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(enclosed.get_content()))["Documents"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [dict(zip(rows[0], row, strict=True))["Our number"] for row in rows[1:]] == ["MHX-1310", "MHX-1305"]
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_text_for_messengers_says_the_same_without_the_enclosure(matched, out):
    matched.do(write_letters, out)
    raw = (out / f"{HARDWARE_FILE}.txt").read_bytes()
    text = raw.decode("utf-8-sig")
    assert text.startswith("Dear Sir or Madam,\r\n")
    assert "MHX-1310" in text
    assert "enclosed workbook" not in text


def test_nobody_is_written_to_twice_within_the_days_of_settings(matched, out):
    matched.do(write_letters, out)
    second = matched.do(write_letters, matched.folder / "second")
    assert second.message == "No letter to write"
    assert [issue.reason for issue in second.issues] == ["3 suppliers passed over, written to within 7 days"]
    assert not (matched.folder / "second").exists()
    matched.do(write_letters, matched.folder / "third", (), True)
    assert len(drafts(matched.folder / "third")) == 3
    with open_job(matched.book, Silent(), dt.datetime.now() + dt.timedelta(days=7)) as job:
        outcome = write_letters(job, matched.folder / "later")
    assert outcome.message.startswith("3 letters prepared")


@pytest.mark.parametrize(("days", "count"), [(0, 3), (1, 0)])
def test_the_days_are_a_setting(matched, out, days, count):
    setting(matched, "Days before a supplier is written to again", days)
    matched.do(write_letters, out)
    matched.do(write_letters, matched.folder / "second")
    assert len(drafts(matched.folder / "second")) == count


def test_the_sheets_remember_what_was_prepared(matched, out):
    matched.do(write_letters, out)
    line = contacts(matched)[HARDWARE]
    assert line["Last reminded"].date() == dt.date.today()
    assert line["Reminded of"] == line["Open points"] == "Missing in IMS 1, Mismatched 1"
    rows = list(openpyxl.load_workbook(matched.book)["Letters"].iter_rows(min_row=5, values_only=True))
    assert [(row[3], row[4], row[5], row[8]) for row in rows] == [
        (FABRICS, "Mismatched 1", 1, "Oct-2026"),
        (HARDWARE, "Missing in IMS 1, Mismatched 1", 2, "Oct-2026"),
        (FOODS, "Mismatched 1", 1, "Oct-2026"),
    ]


def test_one_situation_only(matched, out):
    matched.do(write_letters, out, ("missing in ims",))
    assert drafts(out) == [HARDWARE]
    with pytest.raises(ImsError) as caught:
        matched.do(write_letters, out, ("Missing",))
    assert (caught.value.issue.value, caught.value.issue.remedy) == (
        "Missing", "Write one of: Missing in IMS, Mismatched, Rejected, Pending, Not filed.",
    )  # fmt: skip


def test_a_rejected_document_names_the_reason_and_a_pending_one_is_asked_about(matched, out):
    type_into(
        matched.book,
        {"SSF/26-27/0417": {"Action": "Reject", "Remarks": "Not our order"}, "KSF/1005": {"Action": "Pending"}},
    )
    matched.do(write_letters, out)
    fabrics = (out / f"GST {FABRICS} SURAT SAMPLE FABRICS PVT LTD.txt").read_text(encoding="utf-8-sig")
    assert "REJECTED by us in IMS: 1 document, tax ₹18,000.00." in fabrics
    assert "  reason: Not our order" in fabrics
    foods = (out / f"GST {FOODS} KOLAR SAMPLE FOODS.txt").read_text(encoding="utf-8-sig")
    assert "PENDING with us in IMS until cleared: 1 document, tax ₹720.00." in foods


@pytest.mark.parametrize(("said", "told"), [("Yes", []), ("perhaps", [("perhaps", "Not reportable")])])
def test_never_to_a_supplier_that_is_not_reportable_or_of_whom_that_is_not_clear(matched, out, said, told):
    type_contact(matched, HARDWARE, Not_reportable=said)
    matched.do(check)
    outcome = matched.do(write_letters, out)
    assert drafts(out) == sorted([FABRICS, FOODS])
    assert outcome.figures["not reportable"] == 1
    assert [(issue.value, issue.column) for issue in outcome.issues if issue.column == "Not reportable"] == told
    assert contacts(matched)[HARDWARE]["Open points"] is None


def test_never_to_one_that_settings_name_as_not_reportable(matched, out):
    setting(matched, "Suppliers under reverse charge or not reportable", HARDWARE)
    matched.do(write_letters, out)
    assert drafts(out) == sorted([FABRICS, FOODS])


def test_a_bad_address_is_told_with_its_cell_and_the_draft_has_no_to(matched, out):
    type_contact(matched, HARDWARE, E_mail="accounts at hardware")
    told = [issue for issue in matched.do(check).issues if issue.column == "E-mail"]
    assert [(one.file, one.sheet, one.row, one.value) for one in told] == [
        ("Oct-2026.xlsx", "Supplier Contacts", 8, "accounts at hardware")
    ]
    outcome = matched.do(write_letters, out)
    assert "this is not an e-mail address; the draft has no address" in [issue.reason for issue in outcome.issues]
    message = email.message_from_bytes((out / f"{HARDWARE_FILE}.eml").read_bytes(), policy=email.policy.default)
    assert message["To"] is None
    assert contacts(matched)[HARDWARE]["E-mail"] == "accounts at hardware"


def test_own_words_in_two_languages_and_a_slip_in_a_field(matched, out):
    type_into(matched.book, {"Opening": {"English": "Dear {suplier},"}}, "Part")
    (told,) = [issue for issue in matched.do(check).issues if issue.sheet == "Letter Texts"]
    assert (told.row, told.column, told.value) == (7, "English", "{suplier}")
    with pytest.raises(ImsError) as caught:
        matched.do(write_letters, out)
    assert caught.value.issue.place == "Oct-2026.xlsx, sheet Letter Texts, row 7, column English"
    assert caught.value.issue.reason == "letters have no such field, in the text of Opening"
    assert not out.exists()
    type_into(matched.book, {"Opening": {"English": "Dear {supplier},"}}, "Part")
    setting(matched, "Language of letters to suppliers", "English and Hindi")
    matched.do(write_letters, out)
    text = (out / f"{HARDWARE_FILE}.txt").read_text(encoding="utf-8-sig")
    assert text.startswith("Dear MULUND SAMPLE HARDWARE PVT LTD,\n")
    assert "आदरणीय महोदय/महोदया,\n" in text


def test_without_a_folder_they_lie_beside_the_workbook(matched):
    matched.do(write_letters)
    (folder,) = matched.folder.glob("Oct-2026 letters *")
    assert folder.name == f"Oct-2026 letters {dt.date.today()}"


def test_nothing_is_remembered_when_a_file_cannot_be_written(matched, out):
    out.write_text("in the way")
    with pytest.raises(ImsError, match="the letters cannot be written"):
        matched.do(write_letters, out)
    assert len(matched.look(lambda job: job.store.letters.all())) == 0


def test_a_month_without_open_points(desk):
    assert desk.do(write_letters).message == "No letter to write"


def test_contacts_and_letters_go_with_the_gstin_into_the_next_month(matched, out):
    type_contact(matched, HARDWARE, E_mail="a@b.example", Phone="022 1234")
    matched.do(write_letters, out)
    november = matched.folder / "Nov-2026.xlsx"
    new_workbook(november, Silent(), last=matched.book)
    rows = list(openpyxl.load_workbook(november)["Supplier Contacts"].iter_rows(min_row=5, values_only=True))
    line = next(dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == HARDWARE)
    assert (line["E-mail"], line["Phone"], line["Last reminded"].date()) == ("a@b.example", "022 1234", dt.date.today())
    matched.do(import_portal, [matched.files.ims], book=november, ui=Agreeing())  # October's file again
    matched.do(run_match, 1.00, book=november)  # of the bills only MHX-1310 was carried
    outcome = matched.do(write_letters, matched.folder / "x", book=november)
    assert [issue.reason for issue in outcome.issues] == ["1 supplier passed over, written to within 7 days"]


def test_a_deleted_column_of_contacts_comes_back_with_what_stood_in_it(matched):
    type_contact(matched, HARDWARE, E_mail="a@b.example", Phone="022 1")
    matched.do(check)
    book = openpyxl.load_workbook(matched.book)
    sheet = book["Supplier Contacts"]
    for row in sheet.iter_rows(min_row=5, min_col=3, max_col=3):
        row[0].value = "My own" if row[0].row == 5 else None
    book.save(matched.book)
    matched.do(check)
    line = contacts(matched)[HARDWARE]
    assert (line["E-mail"], line["Phone"]) == ("a@b.example", "022 1")
