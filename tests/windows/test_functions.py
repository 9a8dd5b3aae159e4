"""Every worksheet function, called as a cell calls it: xlwings' DLL starts Python, COM carries arguments and answer."""

import shutil
from importlib import metadata
from pathlib import Path

import pytest
from support.twenty import FABRICS, FOODS, HARDWARE, PERIOD, RECIPIENT, write_twenty
from support.windows.machine import PROGRAM, Machine
from support.windows.open_workbook import write_cells

from ims_xl import workflow
from ims_xl.udfs import FUNCTIONS
from ims_xl.ui import Silent

pytestmark = pytest.mark.windows
DLL = rf"{PROGRAM}\python\xlwings64-{metadata.version('xlwings')}.dll"
GOOD, BAD = "27AAZCD1111E1ZS", "27AAZCD1111E1ZT"
ALONE = {
    ("gstin_valid", GOOD): "True",
    ("gstin_valid", f"{GOOD}|{BAD}"): "True\tFalse",
    ("gstin_state", GOOD): "27-Maharashtra",
    ("pan", GOOD): "AAZCD1111E",
    ("period", "Oct-26"): "102026",
    ("fy", "042026"): "2026-27",
    ("number_key", "INV/0012/26-27"): "12",
    ("number_key", "चालान/7"): "7",
    ("same_number", "INV/0012/26-27", "12"): "True",
    ("same_number", "12|13", "12"): "True\tFalse",
}

# The formulas stand beside the suppliers and numbers of "Mismatched". `@` hands cells over as Excel does, `|` parts
# an array, `~` is an argument that is left out, `^` the cell of the formula (see function_host.c).
CELL = "Mismatched!5,60,5,60"
SUPPLIERS, NUMBERS, RUN = "@Mismatched!5,15,7,15", "@Mismatched!5,3,7,3", "@_ims!1,2,1,2"
IN_A_WORKBOOK = {
    ("status", FABRICS, "SSF/26-27/0417", "~", "^"): "Exact Match",
    ("status", HARDWARE, "MHX-1303", RUN, "^"): "Suggested Match",
    ("status", HARDWARE, "MHX/1303|MHX-1305|MHX-1310|MHX-9999", RUN, "^"): (
        "Suggested Match\tMismatched\tMissing in IMS\t"
    ),
    ("status", SUPPLIERS, NUMBERS, RUN, "^"): "Mismatched\tMismatched\tMismatched",
    ("reason", FABRICS, "SSF/26-27/0421", "~", "^"): "taxable differs",
    ("reason", SUPPLIERS, NUMBERS, RUN, "^"): "supplier GSTIN differs\ttax head differs\ttaxable differs",
    ("reason", HARDWARE, "MHX/1302", RUN, "^"): "all details agree; duplicate of row 9",  # two documents
    ("action", FOODS, "CN/077", "~", "^"): "Accept",
    ("action", FOODS, "KSF/1004|KSF/1001|KSF/0000", RUN, "^"): "Pending\tAccept\t",
    ("action", HARDWARE, "MHX-1310", RUN, "^"): "",  # only in the books: there is nothing to act on
    ("status", BAD, "SSF/26-27/0417", "~", "^"): "",
    ("status", "no GSTIN", "SSF/26-27/0417", RUN, "^"): "",
    ("action", FABRICS, "SSF/26-27/0417", "~", "~"): "Only in a cell of the IMS workbook",
}
ASKED_OF_EXCEL = {
    "Application": {"Hwnd"},
    "Workbook": {"Application", "Name", "Worksheets"},
    "Sheets": {"_NewEnum"},
    "Worksheet": {"Cells", "ListObjects", "Name", "Parent", "Range"},
    "ListObjects": {"_NewEnum"},
    "ListObject": {"DataBodyRange", "HeaderRowRange", "Name"},
    "Range": {"Column", "Columns", "Count", "Row", "Rows", "Value", "Worksheet", "_Default"},
}
TYPES = r"C:\excel_types.tlb"

Answers = dict[tuple[str, ...], str]


@pytest.fixture
def month(built: Machine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The month of twenty documents, matched and with its suggestions applied, open in what stands for Excel."""
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    book, files = tmp_path / "Oct-2026.xlsx", write_twenty(tmp_path)
    workflow.new_workbook(book, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan Sample Traders Pvt Ltd")
    with workflow.open_job(book, Silent()) as job:
        workflow.import_portal(job, [files.ims])
        workflow.import_purchases(job, [files.register, files.gstr2b])
        workflow.run_match(job, 1.0)
        workflow.suggest(job, apply=True)
        job.draw()
    write_cells(book, folder / "cells.txt")
    return "C:\\" + "\\".join((folder / "cells.txt").relative_to(built.disk).parts)


def answers(machine: Machine, month: str, calls: Answers, *types: str) -> tuple[Answers, str]:
    """What each call gives, and what was asked of Excel; `month`: the file of its cells, `types`: see the host."""
    typed = "".join("\t".join(call) + "\n" for call in calls)
    python = rf"{PROGRAM}\python\python.exe"
    ended = machine.run(r"C:\function_host.exe", python, DLL, month, CELL, *types, typed=typed.encode())
    assert ended.code == 0, ended.text
    *found, asked = ended.text.removesuffix("\n").split("\n")
    return dict(zip(calls, found, strict=True)), asked


def test_every_function_is_called_here() -> None:
    assert {function.python for function in FUNCTIONS} == {call[0] for call in (*ALONE, *IN_A_WORKBOOK)}


def test_functions_of_their_arguments_answer_through_the_dll(machine: Machine, month: str) -> None:
    found, asked = answers(machine, month, ALONE)
    assert found == ALONE
    assert asked == ""  # they do not look at Excel


def test_functions_of_the_workbook_answer_through_the_dll(alone: Machine, month: str) -> None:
    """pywin32 makes classes from Excel's type library, as on a computer with Excel."""
    try:
        found, asked = answers(alone, month, IN_A_WORKBOOK, TYPES)
        assert list(classes(alone).glob("*/00020813-*.py"))
    finally:
        shutil.rmtree(classes(alone), ignore_errors=True)
    assert found == IN_A_WORKBOOK
    assert by_object(asked) == ASKED_OF_EXCEL


def test_functions_of_the_workbook_need_no_type_library(machine: Machine, month: str) -> None:
    """An older Office may have left its entries, or the classes were half cleared with the temporary folder."""
    found, asked = answers(machine, month, IN_A_WORKBOOK)
    assert not list(classes(machine).glob("*/00020813-*"))
    assert found == IN_A_WORKBOOK
    assert by_object(asked) == ASKED_OF_EXCEL


def classes(machine: Machine) -> Path:
    """Where pywin32 keeps the classes that it has made from type libraries."""
    return machine.profile / "Temp" / "gen_py"


def by_object(asked: str) -> dict[str, set[str]]:
    """The members of each kind of object that were asked for."""
    found: dict[str, set[str]] = {}
    for owner, member in (name.split(".") for name in asked.split("\t")):
        found.setdefault(owner, set()).add(member)
    return found
