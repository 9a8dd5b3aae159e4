"""Output in a pipe or a file, in the code pages of Windows: no sign of ours or of a client's name stops a command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import code_pages
from support.twenty import RECIPIENT, write_twenty

from ims_xl.console_text import fits, write_any_text
from ims_xl.terminal import Terminal


def output_of(folder: Path, encoding: str) -> tuple[list[int], bytes]:
    """Exit codes and output of the month."""
    files = write_twenty(folder)
    listed = folder / "steps.json"
    steps = code_pages.commands(folder, RECIPIENT, files.ims, files.register)
    listed.write_text(json.dumps(steps), encoding="utf-8")
    environment = {
        **os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": "200", "IMS_XL_HOME": str(folder / "data"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, code_pages.__file__, str(listed)], env=environment, capture_output=True, check=False
    )
    assert not (folder / "data" / "last fault.txt").exists()
    assert b"Traceback" not in done.stderr
    return json.loads((folder / "codes.json").read_text(encoding="ascii")), done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_every_command_ends_as_it_should_and_writes_the_code_page(tmp_path: Path, encoding: str) -> None:
    codes, out = output_of(tmp_path, encoding)
    text = out.decode(encoding)
    assert codes == code_pages.ENDED, text
    assert "OK Made ???????" in text
    assert "2026.xlsx for 27AAZCD1111E1ZS, Oct-2026" in text
    assert '"message": "18 documents marked; every mark can be sent"' in text


def test_json_loses_nothing_in_a_code_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-8"):
        path = tmp_path / encoding
        with path.open("w", encoding=encoding) as out, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            Terminal(as_json=True).json({"message": "गणेश ₹", "file": "é\x1b.xlsx"})
        assert json.loads(path.read_text(encoding)) == {"message": "गणेश ₹", "file": "é\x1b.xlsx"}
    assert "गणेश" in (tmp_path / "utf-8").read_text(encoding="utf-8")


def test_signs_a_code_page_lacks_are_plain_letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="cp437") as out, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert not fits("₹")
        write_any_text()
        out.write("✔ ₹ 1.00 é … गण \ud800")
    assert (tmp_path / "out").read_text(encoding="cp437") == "OK Rs. 1.00 é ... ?? ?"
