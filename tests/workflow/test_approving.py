"""A second person approves; without it nothing is uploaded where Settings asks for it."""

import openpyxl
import pytest

from ims_xl.issues import ImsError
from ims_xl.workflow import approve, check, export, suggest, write_auditor_report

LABEL = "A second person approves before upload"


@pytest.fixture
def asked(matched):
    """The month of twenty, suggestions applied, with the setting at Yes."""
    matched.do(suggest, True)
    workbook = openpyxl.load_workbook(matched.book)
    cells = (row[1] for row in workbook["Settings"].iter_rows() if row[0].value == LABEL)
    next(cells).value = "Yes"
    workbook.save(matched.book)
    return matched


def upload_file(month):
    return month.folder / "up.json"


def test_no_file_is_written_before_the_approval(asked):
    with pytest.raises(ImsError) as caught:
        asked.do(export, upload_file(asked))
    assert caught.value.issue.reason == "the marks are not approved yet"
    assert not upload_file(asked).exists()


def test_with_it_the_file_is_written(asked):
    outcome = asked.do(approve, "Asha Rao")
    assert outcome.message == "Approved: 18 decisions by Asha Rao; any later change of a mark voids it"
    asked.do(export, upload_file(asked))
    assert upload_file(asked).exists()


def test_a_changed_mark_voids_it(asked):
    asked.do(approve, "Asha Rao")
    asked.type({"SSF/26-27/0417": "Reject"})
    with pytest.raises(ImsError) as caught:
        asked.do(export, upload_file(asked))
    assert caught.value.issue.reason == "marks were changed after they were approved"
    asked.do(approve, "Asha Rao")
    asked.do(export, upload_file(asked))


def test_who_marked_cannot_approve(asked):
    """Suggestions were applied by the user of this computer, whose name is taken when none is given."""
    with pytest.raises(ImsError, match="a second person approves"):
        asked.do(approve)


def test_marks_that_cannot_be_sent_are_not_approved(asked):
    asked.type({"SSF/26-27/0430": "Acept"})
    with pytest.raises(ImsError, match="refused or to be confirmed"):
        asked.do(approve, "Asha Rao")


def test_nothing_to_approve(matched):
    with pytest.raises(ImsError, match="no document is marked"):
        matched.do(approve, "Asha Rao")


def test_home_the_log_and_the_report_tell(asked):
    asked.do(check)
    home = [str(cell.value) for row in openpyxl.load_workbook(asked.book)["Home"].iter_rows() for cell in row]
    assert any("not approved: upload waits for a second person" in text for text in home)
    asked.do(approve, "Asha Rao")
    workbook = openpyxl.load_workbook(asked.book)
    home = [str(cell.value) for row in workbook["Home"].iter_rows() for cell in row]
    assert not any("not approved" in text for text in home)
    log = [str(cell.value) for row in workbook["Decision Log"].iter_rows() for cell in row]
    assert "Marks approved" in log
    asked.do(write_auditor_report, asked.folder / "report.xlsx")
    facts = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(asked.folder / "report.xlsx")["Cover"].iter_rows(values_only=True)
    }
    assert str(facts["Approved"]).startswith("18 decisions by Asha Rao, ")
