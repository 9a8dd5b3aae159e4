"""What stands in for Excel raises on everything Excel's documentation does not know."""

import pytest
from support.excel.books import Application, Workbook
from support.excel.model import MODEL, Com, NotInExcelError, Plain


def test_an_unknown_member_is_refused():
    setup = Plain("PageSetup")
    with pytest.raises(NotInExcelError, match="PageSetup has no member PrintGrid"):
        _ = setup.PrintGrid
    with pytest.raises(NotInExcelError, match="cannot be set"):
        setup.PrintGrid = True


def test_an_unknown_argument_is_refused():
    with pytest.raises(NotInExcelError, match="no arguments"):
        Plain("Validation").Add(Type=3, Formula="=x")


def test_what_is_only_read_cannot_be_set():
    with pytest.raises(NotInExcelError):
        Plain("FormatCondition").Formula1 = "=TRUE"


def test_every_object_played_is_in_the_model():
    kinds = set()
    todo = list(Com.__subclasses__())
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        kinds.add(kind.kind)
    assert kinds - {""} <= set(MODEL)
    assert {Application.kind, Workbook.kind} <= kinds
