"""Only the free parts of xlwings: nothing paid is imported, and no licence key is named."""

import re
import subprocess
import sys
from pathlib import Path

import xlwings

from ims_xl.addin.builder import function_sources, sources
from ims_xl.addin.ribbon import load

ROOT = Path(__file__).parents[2]
PAID = re.compile(
    r"xlwings[./](pro|server|reports)\b|from xlwings import .*\b(pro|server|reports)\b|LICENSE_KEY|licen[cs]e[ _]key",
    re.I,
)


def test_xlwings_is_the_free_one() -> None:
    assert xlwings.__pro__ is False


def test_no_shipped_file_names_a_paid_part() -> None:
    texts = [
        path
        for path in (ROOT / "ims_xl").rglob("*")
        if path.suffix in {".py", ".bas", ".cls", ".toml", ".nsi", ".applescript"}
    ]
    assert len(texts) > 150
    named = {path.name for path in texts if PAID.search(path.read_text(encoding="utf-8"))}
    assert named == set()


def test_no_module_in_the_add_in_names_one() -> None:
    assert [name for name, text in {**sources(load()), **function_sources()}.items() if PAID.search(text)] == []


def paid_modules(imports: str) -> set[str]:
    """What is loaded of the paid parts after these imports; xlwings itself looks whether there is a key."""
    code = f"import sys, {imports}; print(*[name for name in sys.modules if name.startswith('xlwings.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split() if name.split(".")[1] in ("pro", "server", "reports")}


def test_the_doors_of_excel_import_none() -> None:
    assert paid_modules("ims_xl.udfs, ims_xl.macros.entry, ims_xl.macros.desk") == paid_modules("xlwings")
