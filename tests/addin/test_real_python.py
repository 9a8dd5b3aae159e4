"""A click in the built add-in runs the real entry module, from a folder full of traps, and shows its answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.addin_desk import ANSWER, INTERPRETER, Desk

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
        words = at.commands[-1].removeprefix(f'"{INTERPRETER}" ').split()
        folder = tmp_path / "home" / "excel"
        folder.mkdir(parents=True)
        environment = {**os.environ, "IMS_XL_HOME": str(tmp_path / "home"), "PYTHONPATH": str(client)}
        (folder / "call-4711").write_text(at.written[-1])
        subprocess.run([sys.executable, *words], cwd=client, env=environment, check=True)
        at.files[ANSWER] = (folder / "result-4711").read_text(encoding="ascii")
        assert [path.name for path in folder.iterdir()] == ["result-4711"]

    desk.python = python
    desk.click(button)
    assert len(desk.said) == 1
    assert desk.said[0].startswith(says)
