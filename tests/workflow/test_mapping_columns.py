"""Columns of a register that no format recognises: proposed, corrected on the sheet, read after a yes, used next month."""

from pathlib import Path

import openpyxl
import pytest
from support.months import Months, Saying, record
from support.purchases import MUMBAI, SURAT

from ims_xl.issues import ImsError
from ims_xl.workflow import import_purchases, map_columns, undo_import, unmap_columns

TITLES = "Sr,Pty GST No,Party,Chit,Bill Dt,Amount,CGST,SGST,IGST,Kul Rashi"
ROWS = (f"1,{MUMBAI},Uttam,A/1,05-10-2026,1000,90,90,0,1180", f"2,{SURAT},Surat,S/1,06-10-2026,2000,0,0,360,2360")
QUESTION = (
    "list.csv, 9 columns mapped: 2 documents, taxable ₹3,000.00, tax ₹540.00. The file states no totals. 0 findings to look "
    "at. Read it so, and later files with the same headings?"
)


@pytest.fixture
def months(tmp_path: Path) -> Months:
    months = Months(tmp_path)
    months.begin("102026")
    return months


def write(months: Months, *lines: str, name: str = "list.csv") -> Path:
    path = months.folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def typed(months: Months, choices: dict[str, str], period: str = "102026") -> None:
    """Type into the Field cells of columns with these headings, as the accountant does, and save."""
    book = openpyxl.load_workbook(months.book(period))
    for row in book["Column Mapping"].iter_rows(min_row=7):
        if row[0].value in choices:
            row[1].value = choices[row[0].value]
    book.save(months.book(period))


def shown(months: Months, period: str = "102026") -> dict[str, str]:
    sheet = openpyxl.load_workbook(months.book(period))["Column Mapping"]
    return {row[0].value: row[1].value for row in sheet.iter_rows(min_row=7) if row[0].value}


def numbers(months: Months, period: str = "102026") -> list[str]:
    return months.look(period, lambda job: job.store.registers.of(job.identity.book_id))["doc_number"].tolist()


@pytest.fixture
def mapped(months: Months) -> Path:
    """The file of two bills, its columns mapped and read."""
    path = write(months, TITLES, *ROWS)
    months.do("102026", map_columns, path)
    typed(months, {"Chit": "Document number"})
    months.do("102026", map_columns, path, ui=Saying())
    return path


def test_a_file_that_is_not_recognised_says_how_to_map_it(months: Months) -> None:
    outcome = months.do("102026", import_purchases, [write(months, TITLES, *ROWS)])
    assert "purchases with --map" in outcome.issues[0].remedy


def test_the_first_step_proposes_names_what_is_missing_and_reads_nothing(months: Months) -> None:
    outcome = months.do("102026", map_columns, write(months, TITLES, *ROWS), ui=Saying())
    assert outcome.message == "8 of 10 columns of list.csv proposed; nothing is read yet"
    assert [issue.reason for issue in outcome.issues] == ["no column is Document number"]
    assert (numbers(months), shown(months)["Chit"], shown(months)["Amount"]) == ([], "Not used", "Taxable value")
    sheet = openpyxl.load_workbook(months.book("102026"))["Column Mapping"]
    assert sheet.cell(2, 2).value == "A proposal: nothing is read by it yet · list.csv, headings in row 1"
    assert sheet.cell(4, 2).value == "Not complete: no column is Document number"


def test_an_incomplete_mapping_is_refused_with_what_is_missing(months: Months) -> None:
    path = write(months, TITLES, *ROWS)
    months.do("102026", map_columns, path)
    with pytest.raises(ImsError, match="no column is Document number"):
        months.do("102026", map_columns, path, ui=Saying())
    typed(months, {"Chit": "Bill number"})
    with pytest.raises(ImsError, match="'Bill number' beside Chit is no field"):
        months.do("102026", map_columns, path, ui=Saying())


def test_what_it_gives_is_shown_and_nothing_is_read_without_a_yes(months: Months) -> None:
    path = write(months, TITLES, *ROWS)
    months.do("102026", map_columns, path)
    typed(months, {"Chit": "Document number"})
    no = Saying(False)
    with pytest.raises(ImsError, match="the mapping was not used"):
        months.do("102026", map_columns, path, ui=no)
    assert (no.questions, numbers(months)) == ([QUESTION], [])
    with pytest.raises(ImsError, match="the mapping was not used"):  # nobody there to be asked
        months.do("102026", map_columns, path)
    yes = Saying()
    outcome = months.do("102026", map_columns, path, ui=yes)
    assert (yes.questions, numbers(months)) == ([QUESTION], ["A/1", "S/1"])
    assert outcome.message.endswith("files with the same headings are read so from now on")


def test_what_was_typed_stays_through_other_steps(months: Months) -> None:
    months.do("102026", map_columns, write(months, TITLES, *ROWS))
    typed(months, {"Chit": "Document number", "Sr": "what?"})
    months.take("102026", record("S/1", "06-10-2026", 2000))
    assert (shown(months)["Chit"], shown(months)["Sr"]) == ("Document number", "what?")


def test_the_totals_of_the_file_are_in_the_question(months: Months) -> None:
    path = write(months, TITLES.replace("Chit", "Bill No"), *ROWS, ",,Total,,,3100,90,90,360,3540")
    months.do("102026", map_columns, path)
    ui = Saying(False)
    with pytest.raises(ImsError):
        months.do("102026", map_columns, path, ui=ui)
    assert "The file's own total is ₹3,100.00, its rows add up to ₹3,000.00. 1 finding to look at." in ui.questions[0]


def test_a_missing_tax_head_is_asked_about_and_never_zero_unasked(months: Months) -> None:
    lines = [
        line.rsplit(",", 2)[0] + "," + line.rsplit(",", 1)[1] for line in (TITLES.replace("Chit", "Bill No"), ROWS[0])
    ]
    path = write(months, *lines)
    months.do("102026", map_columns, path)
    no = Saying(False)
    with pytest.raises(ImsError, match="no column is IGST"):
        months.do("102026", map_columns, path, ui=no)
    assert no.questions == ["No column of list.csv is IGST. Is it zero in every row?"]
    months.do("102026", map_columns, path, ui=Saying())
    assert numbers(months) == ["A/1"]


@pytest.mark.usefixtures("mapped")
def test_the_next_month_is_read_without_a_question_and_says_so(months: Months) -> None:
    months.begin("112026", after="102026")
    ui = Saying(False)
    later = write(months, "Deccan", TITLES.upper(), ROWS[0].replace("05-10", "05-11"), name="november.csv")
    outcome = months.do("112026", import_purchases, [later], ui=ui)
    assert ui.questions == []
    assert outcome.figures == {"november.csv (register with columns you mapped)": 1}
    assert "read by the columns that you mapped" in [issue.reason for issue in outcome.issues]


@pytest.mark.usefixtures("mapped")
def test_another_layout_is_proposed_with_what_was_chosen_before(months: Months) -> None:
    other = write(months, TITLES.removeprefix("Sr,"), *(row[2:] for row in ROWS), name="other.csv")
    months.do("102026", map_columns, other)
    assert shown(months)["Chit"] == "Document number"
    assert len(months.look("102026", lambda job: job.store.mappings.accepted())) == 1


def test_a_correction_replaces_what_was_in_use_and_reads_the_file_again(months: Months, mapped: Path) -> None:
    typed(months, {"Chit": "Voucher number", "Sr": "Document number"})
    months.do("102026", map_columns, mapped, ui=Saying())
    assert numbers(months) == ["1", "2"]


def test_a_mapping_is_forgotten_with_its_file_or_by_not_used(months: Months, mapped: Path) -> None:
    months.do("102026", unmap_columns, mapped)
    assert months.look("102026", lambda job: job.store.mappings.accepted()) == []
    assert numbers(months) == ["A/1", "S/1"]
    months.do("102026", undo_import)
    assert numbers(months) == []
    with pytest.raises(ImsError, match="the columns of this file are not mapped"):
        months.do("102026", unmap_columns, mapped)
    months.do("102026", map_columns, mapped)
    typed(months, dict.fromkeys(TITLES.split(","), "Not used"))
    outcome = months.do("102026", map_columns, mapped, ui=Saying())
    assert outcome.message == "The columns are not mapped any more"
    assert "Column Mapping" not in openpyxl.load_workbook(months.book("102026")).sheetnames


@pytest.mark.usefixtures("mapped")
def test_who_accepted_what_stands_in_the_decision_log(months: Months) -> None:
    log = months.look("102026", lambda job: job.store.log.of(job.identity.book_id))
    assert log["event"].tolist() == ["Columns mapped"]
    assert log["after"].iloc[0].startswith("Pty GST No: Supplier GSTIN; Party: Supplier name; Chit: Document number; ")


def test_a_recognised_file_says_that_it_needs_no_mapping(months: Months) -> None:
    register = ",".join(("GSTIN of Supplier", "Trade/Legal name", "Document Type", "Document number", "Document date", "Taxable Value",
                         "Integrated tax", "Central tax", "State/UT tax"))  # fmt: skip
    outcome = months.do(
        "102026", map_columns, write(months, register, f"{MUMBAI},Uttam,Invoice,A/1,05-10-2026,1000,0,90,90")
    )
    assert [issue.reason for issue in outcome.issues] == [
        "the file is recognised as a purchase register without a mapping"
    ]
