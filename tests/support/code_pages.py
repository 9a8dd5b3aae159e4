"""A month of commands in one process, their output in whatever code page that process was given."""

import json
import sys
from pathlib import Path

COMPANY = "गणेश & Sons ₹"


ENDED = [0] * 18 + [1, 1, 1, 0]


def commands(folder: Path, gstin: str, portal: Path, register: Path) -> list[list[str]]:
    """Every step of a month by files, also some that are refused, on a workbook with a name in another script."""
    book, report = str(folder / "अक्टूबर–2026.xlsx"), str(folder / "रिपोर्ट.xlsx")
    return [
        ["--help"], ["new", "--help"], ["new", book, "--gstin", gstin, "--period", "102026", "--name", COMPANY],
        ["import-json", book, str(portal)], ["purchases", book, str(register)], ["match", book],
        ["suggest", book, "--apply"], ["check", book], ["check", book, "--json"], ["preview", book],
        ["export-json", book, str(folder / "भेजें.json")], ["report", book, report], ["verify", report],
        ["close", book, "--yes"], ["reopen", book, "--yes"], ["doctor", book], ["backups", book], ["undo-import", book],
        ["match", str(folder / "नहीं.xlsx")], ["new", book, "--gstin", "x", "--period", "102026"],
        ["login", gstin, "--profile", "नहीं"], ["restore", book, "--yes"],
    ]  # fmt: skip


def run_all(steps: list[list[str]], codes: Path) -> None:
    """Do the commands one after the other; writes the exit code of each."""
    from ims_xl.cli import main

    ended = []
    for words in steps:
        try:
            main(words)
        except SystemExit as end:
            ended.append(int(end.code or 0))
    codes.write_text(json.dumps(ended), encoding="ascii")


if __name__ == "__main__":
    listed = Path(sys.argv[1])
    run_all(json.loads(listed.read_text(encoding="utf-8")), listed.with_name("codes.json"))
