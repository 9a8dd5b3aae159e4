"""The sample files in the repository are those that the program makes."""

import json
from pathlib import Path
from typing import Any

import openpyxl

from ims_xl.samples import sample_files, template_folder, template_month, write_month

STALE = (
    'stale; make them again: python -c "from ims_xl.samples import *; write_month(template_month(), template_folder())"'
)


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.values) for sheet in book}


def test_the_sample_files_are_fresh(tmp_path: Path) -> None:
    made, kept = write_month(template_month(), tmp_path), sample_files(template_folder())
    for name in ("ims_json", "next_ims_json", "gstr2b_json"):
        fresh, stored = (json.loads(getattr(files, name).read_text(encoding="utf-8")) for files in (made, kept))
        assert stored == fresh, STALE
    for name in ("purchases_xlsx", "register_xlsx"):
        assert cells(getattr(kept, name)) == cells(getattr(made, name)), STALE


def test_the_read_me_names_every_file() -> None:
    folder = template_folder()
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "invented" in text
    for path in folder.glob("sample_*"):
        assert f"`{path.name}`" in text
