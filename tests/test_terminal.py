"""What a file says is shown in a terminal as text, never carried out there."""

import json
from collections.abc import Callable

import pytest
from rich.console import Console

from ims_xl.issues import Issue
from ims_xl.terminal import LINES, Terminal
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


def lines_of(say: Callable[[Terminal], object]) -> list[str]:
    """What a terminal of 80 columns shows."""
    terminal = Terminal()
    terminal.console = Console(width=80, highlight=False, emoji=False, force_terminal=False, color_system=None)
    with terminal.console.capture() as capture:
        say(terminal)
    return capture.get().splitlines()


LONG = "the date cannot be read, and nothing else of this row tells when the bill was written " * 3


@pytest.mark.parametrize("reason", ["short", LONG, LONG * 12])
@pytest.mark.parametrize("count", [0, 1, 2, 11, 400])
@pytest.mark.parametrize("message", ["3 documents read", LONG * 9])
@pytest.mark.parametrize("next_", ["", "Match.", LONG * 9])
def test_a_step_fills_at_most_fifteen_lines_and_names_the_sheet_for_the_rest(message, count, reason, next_):
    issues = [Issue("warning", f"{reason} {at}", file="register.xlsx", row=at) for at in range(count)]

    def step(terminal: Terminal) -> None:
        for month in range(24):
            terminal.progress(0, 1, f"TallyPrime, month {month}")
            terminal.tell(f"file {month}: Invoices 12")
        terminal.outcome(Outcome(message, {}, issues, next_))

    lines = lines_of(step)
    assert len(lines) <= LINES == 15
    assert max(map(len, lines)) <= 80
    said = " ".join(" ".join(lines).split())
    named = said.count("warning register.xlsx")
    if count > named:
        assert f"… and {count - named:,} more: see Import Issues" in said
    assert named > 0 or count == 0
    assert message[:16] in said
    assert next_[:6] in said


def test_what_fits_is_shown_whole_and_errors_come_first():
    issues = [Issue("note", f"n{at}") for at in range(8)] + [Issue("error", f"e{at}") for at in range(4)]
    lines = lines_of(lambda terminal: terminal.outcome(Outcome("Read", {"read": 1}, issues, "Match.")))
    assert lines == [
        "✔ Read",
        *(f"  error E{at}." for at in range(4)),
        *(f"  note N{at}." for at in range(8)),
        "  Next: Match.",
    ]


def test_a_table_shows_the_rows_that_fit():
    rows = [[str(at), "a long cell that must be wrapped because no terminal is as wide as it " * 2] for at in range(40)]
    lines = lines_of(lambda terminal: terminal.table("Changes", ("No.", "What"), rows))
    assert len(lines) <= LINES - 3
    assert lines[-1] == "  … and 37 more; --json gives all"
