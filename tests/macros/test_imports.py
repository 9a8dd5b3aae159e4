"""A click waits for a new Python: what it does not need is not imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = ["cryptography", "flask", "keyring", "openpyxl", "pydantic", "rapidfuzz", "requests", "xlsxwriter"]
CLICKS = [
    ("about()", []),
    ("show_dashboard()", []),
    ("show_supplier_documents()", []),
    ("accept()", []),
    ("undo_last_marks()", []),
    ("check()", []),
    ("preview()", []),
    ("year_view()", []),
    ("set_mode_claim()", []),
    ("apply_suggestions()", []),
    ("link()", ["rapidfuzz"]),
    ("unlink()", ["rapidfuzz"]),
    ("lets_match()", ["rapidfuzz"]),
    ("report('report.xlsx')", ["rapidfuzz", "xlsxwriter"]),
    ("export_portal_file('up.json')", ["pydantic", "rapidfuzz", "xlsxwriter"]),
]
"""Each click and the heavy libraries, beside those of xlwings, that are there after it in one Python; it ends where it
would speak to Excel."""


def test_a_click_imports_only_what_its_step_needs(tmp_path: Path) -> None:
    lines = ["import json, sys", "import ims_xl.macros.entry as e", "pandas = 'pandas' in sys.modules", "found = []"]
    lines += ["import xlwings", f"heavy = [name for name in {HEAVY} if name not in sys.modules]"]
    for call, _ in CLICKS:
        lines += [f"e.{call}", "found.append([name for name in heavy if name in sys.modules])"]
    lines += ["print(json.dumps([pandas, found, 'ims_xl.workflow.sending' in sys.modules]))"]
    environment = {**os.environ, "IMS_XL_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-E", "-P", "-c", "\n".join(lines)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    pandas, found, reached = json.loads(done.stdout)
    assert not pandas
    assert dict(zip([call for call, _ in CLICKS], found, strict=True)) == dict(CLICKS)
    assert reached


def test_the_steps_by_name_are_those_that_are_exported() -> None:
    import ims_xl.workflow as steps

    assert sorted(steps.__all__) == sorted(steps._MODULES)
    for name in steps.__all__:
        assert getattr(steps, name).__module__ == f"ims_xl.workflow.{steps._MODULES[name]}"
    assert not hasattr(steps, "nothing")
