"""What a file says is shown in a terminal as text, never carried out there."""

import json

import pytest
from rich.console import Console

from ims_xl.issues import Issue
from ims_xl.terminal import Terminal
from ims_xl.workflow import Outcome

NASTY = "\x1b[2J[bold]A\x07\r\u202e:bomb:[/bold]\x9b\ud83d\\"
SAFE = "�[2J[bold]A� �:bomb:[/bold]��\\"


def shown(terminal: Terminal) -> str:
    with terminal.console.capture() as capture:
        terminal.tell(NASTY)
        terminal.progress(0, 1, NASTY)
        terminal.table("Changes", ("What",), [[NASTY]])
        terminal.outcome(Outcome(NASTY, {}, [Issue("error", NASTY)], NASTY))
        with terminal.steps(1) as steps:
            steps.begin(NASTY)
            steps.end(NASTY)
    return capture.get()


def test_no_sign_of_a_file_steers_the_terminal_and_none_is_markup() -> None:
    terminal = Terminal()
    terminal.console = Console(width=120, highlight=False, emoji=False, force_terminal=False, color_system=None)
    text = shown(terminal)
    assert text.count(SAFE) == 7
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_the_json_line_escapes_them_and_means_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(as_json=True).json({"name": NASTY, "rupees": "₹"})
    line = capsys.readouterr().out
    assert line.endswith("\n")
    assert line[:-1].isprintable()
    assert "₹" in line
    assert json.loads(line) == {"name": NASTY, "rupees": "₹"}


def test_lines_of_a_question_stay_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(terminal.console, "input", lambda prompt, **_: asked.append(prompt) or "y")
    assert terminal.ask("Reject 1?\n  A1 of \x1b]0;x\x07[red]")
    assert asked == ["Reject 1?\n  A1 of �]0;x�\\[red] [y/N] "]
