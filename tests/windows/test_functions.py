"""Every worksheet function, called as a cell calls it: xlwings' DLL starts Python, COM carries arguments and answer."""

from importlib import metadata

import pytest
from support.windows.machine import PROGRAM, Machine

from ims_xl.udfs import FUNCTIONS

pytestmark = pytest.mark.windows
DLL = rf"{PROGRAM}\python\xlwings64-{metadata.version('xlwings')}.dll"
GOOD, BAD = "27AAZCD1111E1ZS", "27AAZCD1111E1ZT"
CALLS = {
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
NEED_EXCEL = {"status", "reason", "action"}  # they look into the workbook of the cell


def test_every_function_answers_through_the_dll(machine: Machine) -> None:
    assert {function.python for function in FUNCTIONS} == {call[0] for call in CALLS} | NEED_EXCEL
    asked = "".join("\t".join(call) + "\n" for call in CALLS)
    ended = machine.run(r"C:\function_host.exe", rf"{PROGRAM}\python\python.exe", DLL, typed=asked.encode())
    assert ended.code == 0, ended.text
    assert dict(zip(CALLS, ended.text.splitlines(), strict=True)) == CALLS
