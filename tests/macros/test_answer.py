"""What a click leaves for the box, whatever happens."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ims_xl.folders import exchange_folder
from ims_xl.issues import ImsError, Issue
from ims_xl.macros import answer, entry
from ims_xl.macros.answer import Answer, format_answer, respond
from ims_xl.macros.questions import Question, Unanswered


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    return tmp_path


def box() -> dict[str, object]:
    text = (exchange_folder() / "result").read_bytes()
    assert text.isascii()  # VBA reads it without an encoding
    found: dict[str, object] = json.loads(text)
    return found


def test_a_step_that_went_well():
    respond("Check", lambda: Answer("₹1,000 of नई दिल्ली."))
    assert box() == {"ok": True, "title": "IMS: Check", "text": "₹1,000 of नई दिल्ली."}


def test_a_question_ends_the_click_and_a_bar_in_it_does_not_part_it():
    def ask() -> Answer:
        raise Unanswered(Question("choice", "Which | one; of two?", ("a;b", "c"), about="which"))

    respond("Sign in", ask)
    assert box() == {
        "ok": True, "title": "IMS: Sign in", "text": "", "ask": "choice|Which ¦ one, of two?|a,b;c", "about": "which",
    }  # fmt: skip


def test_what_the_accountant_can_mend_is_said():
    def refuse() -> Answer:
        raise ImsError("the sheet Home is protected", "Take the protection away.", file="Oct.xlsx")

    respond("Check", refuse)
    assert box()["ok"] is False
    assert box()["text"] == "Oct.xlsx: the sheet Home is protected. Take the protection away."


def test_a_traceback_goes_into_the_log_and_never_into_the_box(home):
    def fail() -> Answer:
        raise KeyError("doc_id")

    respond("Let's Match", fail)
    assert "Traceback" not in str(box()["text"])
    assert str(home / "ims_xl.log") in str(box()["text"])
    log = (home / "ims_xl.log").read_text(encoding="utf-8")
    assert "Let's Match" in log
    assert "KeyError: 'doc_id'" in log


def test_a_file_open_elsewhere_is_said():
    def locked() -> Answer:
        raise PermissionError(13, "Permission denied", r"up.json")

    respond("Export portal file", locked)
    assert box()["text"] == "up.json: Permission denied. Close it in other programs, or choose another folder."


def test_errors_come_first_and_too_many_findings_are_counted():
    issues = [Issue("note", f"note {n}") for n in range(10)] + [Issue("error", "no such date", row=7)]
    text = format_answer("11 findings", issues, "Mend them.")
    lines = text.splitlines()
    assert lines[0] == "11 findings."
    assert lines[2] == "• Row 7: no such date."
    assert lines[-3] == "• and 3 more: see Import Issues and the Restriction column"
    assert lines[-1] == "Next: Mend them."


def test_a_long_text_still_fits_on_a_screen():
    assert len(format_answer("x" * 5_000, [])) == 1_800


def test_no_answer_is_read_from_a_half_written_file():
    exchange_folder().mkdir(parents=True)
    (exchange_folder() / "progress.json").write_text('{"state": "run')
    assert answer.read("progress.json") == {}


def test_help_and_about_need_no_workbook():
    entry.help()
    assert "Let's Match" in str(box()["text"])
    entry.about()
    assert "ims-xl addin status" in str(box()["text"])


def test_a_click_that_finds_no_workbook_still_answers():
    entry.check()
    assert box()["ok"] is False


def test_the_entry_module_imports_nothing_heavy():
    code = "import sys, ims_xl.macros.entry; print(*(name for name in ('pandas', 'numpy', 'openpyxl', 'xlwings', 'requests', 'typer') if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
