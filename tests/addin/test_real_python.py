"""A click in the built add-in runs the real entry module, from a folder full of traps, and shows its answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.addin_desk import FOLDER, INTERPRETER, Desk

from ims_xl import __version__


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ("ims_about", f"ims_xl {__version__}"),
        ("ims_help", "A month, from left to right on the IMS tab"),
    ],
)
def test_a_click_shows_what_python_answers(desk: Desk, tmp_path: Path, button: str, says: str) -> None:
    client = tmp_path / "Client"
    client.mkdir()
    for name in ("ims_xl.py", "json.py", "xlwings.py"):
        (client / name).write_text("raise SystemExit(66)\n")

    def python(at: Desk) -> None:
        code = at.commands[-1].removeprefix(f'"{INTERPRETER}" -E -P -c "').removesuffix('"')
        environment = {**os.environ, "IMS_XL_HOME": str(tmp_path / "home"), "PYTHONPATH": str(client)}
        subprocess.run([sys.executable, "-E", "-P", "-c", code], cwd=client, env=environment, check=True)
        left = tmp_path / "home" / "excel" / "result.json"
        at.files[FOLDER + r"\result.json"] = left.read_text(encoding="ascii")

    desk.python = python
    desk.click(button)
    assert len(desk.said) == 1
    assert desk.said[0].startswith(says)
