"""`ims-xl sandbox` as one meets it on the command line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.gstn_client import GstnClient

from ims_xl.cli import main
from ims_xl.sandbox import RECIPIENT


@pytest.fixture
def command(tmp_path: Path):
    """The command in a process of its own, and the lines it begins with."""
    words = ["sandbox", "--port", "0", "--documents", "40", "--seed", "7", "--db", str(tmp_path / "portal.sqlite")]
    code = f"from ims_xl.cli import main; main({words!r})"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        yield [process.stdout.readline() for _ in range(5)]
        process.kill()


def test_it_says_what_and_where_it_is_and_answers_there(command):
    assert command[0].startswith("SANDBOX: ")
    assert f"GSTIN {RECIPIENT}, 40 documents, its clock says 12-Nov-2026 10:00" in command[2]
    address = re.fullmatch(r"Address (http://127\.0\.0\.1:\d+)\n", command[1])
    assert address is not None
    client = GstnClient(address[1], RECIPIENT).sign_in()
    assert client.get("GETCNT", goods_typ="IMP_GDS").data["imp_gds"]["ttl_cnt"] == 4


@pytest.mark.parametrize("content", ["{", '{"rules": [{"fault": "earthquake"}]}', '{"rules": [{"action": "SAVE"}]}'])
def test_a_faults_file_that_cannot_be_used_is_told(tmp_path, capsys, content):
    path = tmp_path / "faults.json"
    path.write_text(content)
    with pytest.raises(SystemExit) as end:
        main(["sandbox", "--documents", "0", "--faults", str(path)])
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "The sandbox cannot start" in said
    assert "Traceback" not in said


def test_another_file_is_not_taken_for_its_database(tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_text("GSTIN,Number\n" * 500)
    with pytest.raises(SystemExit):
        main(["sandbox", "--db", str(path)])
    assert "register.csv is not a file of the sandbox" in "".join(capsys.readouterr().err.split("\n"))
    assert path.read_text() == "GSTIN,Number\n" * 500
