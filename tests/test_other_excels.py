"""xlwings ends Excels without a window when Python ends; ours does not."""

import subprocess
import sys
from pathlib import Path

import pytest

ENDS = """
import atexit, sys
from types import ModuleType
engine = ModuleType("xlwings._xlwindows")
engine.cleanup = lambda: print("taskkill /PID 815 /F")
atexit.register(engine.cleanup)
sys.modules["xlwings._xlwindows"] = engine
import {module}
"""


@pytest.mark.parametrize(
    ("module", "said"), [("xlwings", "taskkill /PID 815 /F\n"), ("ims_xl.macros.caller", ""), ("ims_xl.udfs", "")]
)
def test_another_excel_is_left_running_when_a_click_or_the_functions_end(
    module: str, said: str, tmp_path: Path
) -> None:
    code = ENDS.format(module=module)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == said
