import hashlib
import re
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from oletools.olevba import VBA_Parser
from pyopenvba import ExcelFile

from ims_xl.addin import stock
from ims_xl.addin.builder import build, build_functions, function_sources, sources
from ims_xl.addin.places import FUNCTIONS, shipped
from ims_xl.addin.ribbon import load, to_xml
from ims_xl.issues import ImsError

MODULES = {
    "ThisWorkbook", "Sheet1", "ImsText", "ImsHost", "ImsBox", "ImsAsk", "ImsWork", "ImsReminder", "ImsBooks", "ImsDraw",
    "ImsButtons", "ImsPython",
}  # fmt: skip
FUNCTION_MODULES = {"ThisWorkbook", "Sheet1", "ImsText", "ImsHost", "ImsFunctions", "xlwings"}


def test_two_builds_are_the_same_bytes(addin: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlam"
    assert build(again) == hashlib.sha256(addin.read_bytes()).hexdigest()
    assert again.read_bytes() == addin.read_bytes()


def test_the_shipped_add_in_is_the_one_the_text_gives(addin: Path) -> None:
    assert shipped().read_bytes() == addin.read_bytes(), "run: ims-xl addin build"


def test_the_worksheet_functions_have_a_file_of_their_own(
    addin: Path, tmp_path: Path, validate: Callable[[Path], None]
) -> None:
    built = tmp_path / FUNCTIONS
    digest = build_functions(built)
    assert digest == hashlib.sha256(shipped(FUNCTIONS).read_bytes()).hexdigest(), "run: ims-xl addin build"
    validate(built)
    with ExcelFile(built) as functions, ExcelFile(addin) as ribbon:
        assert functions.validate() == []
        assert set(functions.vba_modules()) == FUNCTION_MODULES
        declares = {name for name, text in ribbon.vba_modules().items() if "Declare" in text}
    assert declares == set()  # what declares functions of Windows is blocked in many offices
    with zipfile.ZipFile(built) as package:
        assert "customUI/customUI14.xml" not in package.namelist()


def test_validators_object_to_nothing(addin: Path, validate: Callable[[Path], None]) -> None:
    validate(addin)


def test_olevba_finds_exactly_our_modules(addin: Path) -> None:
    parser = VBA_Parser(str(addin))
    found = {Path(name).stem for _, _, name, _ in parser.extract_macros()}
    parser.close()
    assert found == MODULES


def test_modules_are_the_text_with_windows_line_ends(addin: Path) -> None:
    with ExcelFile(addin) as file:
        assert file.validate() == []
        inside = file.vba_modules()
    assert set(inside) == MODULES
    for name, text in sources(load()).items():
        assert inside[name].endswith(text)
        assert "\n" not in text.replace("\r\n", "")
        assert all(len(line) < 1024 for line in text.split("\r\n")), f"{name}: VBA takes 1,023 characters a line"
    assert inside["ThisWorkbook"].startswith('Attribute VB_Name = "ThisWorkbook"')
    assert inside["ImsWork"].startswith('Attribute VB_Name = "ImsWork"')


@pytest.mark.parametrize("texts", [sources(load()), function_sources()], ids=["ribbon", "functions"])
def test_no_procedure_bears_the_name_of_a_module(texts: dict[str, str]) -> None:
    """Application.Run and calls would mean the module: "Expected variable or procedure, not module"."""
    modules = {name.lower() for name in texts}
    for text in texts.values():
        found = re.findall(r"^\s*(?:Public |Private )?(?:Sub|Function) (\w+)", text, re.M)
        assert modules & {name.lower() for name in found} == set()


def test_names_of_a_module_differ_not_only_in_their_letters_case() -> None:
    """VBA knows one name for constants, variables and procedures of a module, however it is written."""
    declared = r"^(?:Public |Private )(?:Const |Sub |Function |WithEvents )?(\w+)"
    for module, text in sources(load()).items():
        found = [name.lower() for name in re.findall(declared, text, re.M)]
        assert len(found) == len(set(found)), f"{module}: {sorted(name for name in found if found.count(name) > 1)}"


def test_public_names_are_there_once() -> None:
    """A name that two modules declare is ambiguous in a third."""
    found = [
        name.lower()
        for text in sources(load()).values()
        for name in re.findall(r"^Public (?:Sub|Function|Const) (\w+)", text, re.M)
    ]
    assert len(found) == len(set(found))


def test_the_ribbon_part_is_related_as_excel_2010_and_later_want_it(addin: Path) -> None:
    with zipfile.ZipFile(addin) as package:
        relations = ElementTree.fromstring(package.read("_rels/.rels"))
        part = package.read("customUI/customUI14.xml").decode()
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in package.infolist())
    kinds = {relation.get("Target"): relation.get("Type") for relation in relations}
    assert kinds["customUI/customUI14.xml"] == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert part == to_xml(load())


def test_procedures_kept_of_xlwings_are_unchanged_and_of_the_installed_version() -> None:
    module = function_sources()["xlwings"].replace("\r\n", "\n")
    stock_text = stock.installed().replace("\r\n", "\n")
    assert f'XLWINGS_VERSION As String = "{metadata.version("xlwings")}"' in module
    for name in ("NDims", "XLPy", "KillPy"):
        kept = re.search(rf"^(?:Function|Sub) {name}\(.*?^End (?:Function|Sub)\n", module, re.M | re.S)
        assert kept is not None
        assert kept[0] in stock_text
    assert "Redistribution and use in source and binary forms" in module


def test_nothing_that_reads_the_workbook_or_its_folder_is_kept_of_xlwings() -> None:
    module = function_sources()["xlwings"]
    for word in (
        "GetConfig",
        "ActiveWorkbook",
        "ThisWorkbook",
        "prepare_sys_path",
        "cmd.exe",
        "LICENSE_KEY",
        "VBProject",
    ):
        assert word not in module


def test_another_xlwings_is_refused() -> None:
    other = stock.installed().replace(metadata.version("xlwings"), "0.30.1")
    with pytest.raises(ImsError, match="not what this version was made for"):
        stock.reduced(other)


def test_a_changed_procedure_name_is_refused() -> None:
    with pytest.raises(ImsError, match="no procedure KillPy"):
        stock.reduced(stock.installed().replace("Sub KillPy()", "Sub Other()"))
