"""The ribbon's list of known companies: what Python wrote becomes a menu, and a click opens the workbook."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.addin_desk import FOLDER, Desk

from ims_xl.workflow.companies import Known

CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
LIST = FOLDER + r"\companies.jsonl"
OCT = Known("a" * 32, r"D:\GST\Deccan\Oct-2026.xlsx", "27AAZCD1111E1ZS", "102026", "Deccan & Sons <₹>", False, "")
SEP = Known("b" * 32, r"D:\GST\Deccan\Sep-2026.xlsx", "27AAZCD1111E1ZS", "092026", "Deccan & Sons <₹>", False, "")
TRY = Known("c" * 32, r"D:\Try\Oct-2026.xlsx", "27AAZCD1111E1ZS", "102026", "Deccan & Sons <₹>", True, "")
NAGPUR = Known("d" * 32, r'\\server\गणेश\"Q1" 😀.xlsx', "27AAACN1111E1ZN", "102026", "गणेश ट्रेडर्स", False, "")


def kept(desk: Desk, *books: Known) -> Desk:
    """The file as Python leaves it, with the files of the workbooks on the disk."""
    desk.files[LIST] = "".join(f"{book.to_line()}\n" for book in books)
    desk.files.update({book.path: "" for book in books})
    return desk


def entries(desk: Desk) -> list[tuple[str, str, str, str]]:
    """Company, entry, tip and tag of every line of the menu; all of it is ASCII on the way."""
    text = desk.menu("ims_menu_open_workbook")
    assert text.isascii()
    root = ElementTree.fromstring(text)
    assert root.tag == CUSTOM_UI + "menu"
    assert len({element.get("id") for element in root.iter()}) == len(list(root.iter()))
    assert {button.get("onAction") for button in root.iter(CUSTOM_UI + "button")} == {"ims_open_workbook"}
    return [
        (str(menu.get("label")), str(one.get("label")), str(one.get("screentip")), str(one.get("tag")))
        for menu in root
        for one in menu
    ]


def test_each_company_is_a_menu_of_its_workbooks_and_practice_is_marked(desk: Desk) -> None:
    assert entries(kept(desk, OCT, SEP, TRY, NAGPUR)) == [
        ("Deccan && Sons <₹>  27AAZCD1111E1ZS", "Oct-2026  Oct-2026.xlsx", OCT.path, "a" * 32),
        ("Deccan && Sons <₹>  27AAZCD1111E1ZS", "Sep-2026  Sep-2026.xlsx", SEP.path, "b" * 32),
        ("SANDBOX  Deccan && Sons <₹>  27AAZCD1111E1ZS", "Oct-2026  Oct-2026.xlsx  SANDBOX", TRY.path, "c" * 32),
        ("गणेश ट्रेडर्स  27AAACN1111E1ZN", 'Oct-2026  "Q1" 😀.xlsx', NAGPUR.path, "d" * 32),
    ]


def test_characters_are_numbers_in_the_menu(desk: Desk) -> None:
    text = kept(desk, OCT).menu("ims_menu_open_workbook")
    assert 'label="Deccan &#38;&#38; Sons &#60;&#8377;&#62;  27AAZCD1111E1ZS"' in text


@pytest.mark.parametrize("name", ["\x01\x0b", "\ud83d", "￿￾", '"/><button id="x" onAction="evil"/>', "</menu>"])
def test_no_name_breaks_the_menu(desk: Desk, name: str) -> None:
    odd = Known("e" * 32, r"D:\x.xlsx", "27AAZCD1111E1ZS", "102026", name, False, "")
    assert len(entries(kept(desk, odd, NAGPUR))) == 2


@pytest.mark.parametrize("name", ['", "path": "C:\\evil.xlsx', "\\", '"path":"C:\\evil.xlsx"'])
def test_no_name_of_a_company_stands_for_another_fact(desk: Desk, name: str) -> None:
    odd = Known("e" * 32, r"D:\x.xlsx", "27AAZCD1111E1ZS", "102026", name, False, "")
    ((company, _, tip, _),) = entries(kept(desk, odd))
    assert (company, tip) == (f"{name}  27AAZCD1111E1ZS", r"D:\x.xlsx")


@pytest.mark.parametrize("text", ["", "\n", "{}\n", "half a li"])
def test_without_a_workbook_the_menu_says_so(desk: Desk, text: str) -> None:
    desk.files[LIST] = text
    root = ElementTree.fromstring(desk.menu("ims_menu_open_workbook"))
    assert [(one.get("enabled"), one.get("onAction")) for one in root] == [("false", None)]
    assert str(root[0].get("label")).startswith("No workbook yet.")


def test_the_menu_is_what_the_schema_of_the_ribbon_allows(
    addin: Path, desk: Desk, tmp_path: Path, validate: Callable[[Path], None]
) -> None:
    """Excel gets it while it runs; here it stands in the ribbon's own part, where the validators look."""
    inside = kept(desk, OCT, SEP, TRY, NAGPUR).menu("ims_menu_open_workbook")
    inside = inside.replace(' xmlns="http://schemas.microsoft.com/office/2009/07/customui"', ' id="m" label="M"', 1)
    path = tmp_path / "menu.xlam"
    with zipfile.ZipFile(addin) as package, zipfile.ZipFile(path, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name == "customUI/customUI14.xml":
                content = content.replace(b"<dynamicMenu ", f"{inside}<dynamicMenu ".encode(), 1)
                assert inside.encode() in content
            changed.writestr(name, content)
    validate(path)


def test_a_click_opens_the_workbook_with_its_macros_as_if_opened_by_hand(desk: Desk) -> None:
    kept(desk, OCT, SEP).choose("ims_open_workbook", SEP.book_id)
    assert desk.opened_files == [(SEP.path, 2)]  # msoAutomationSecurityByUI
    assert desk.automation_security == 1  # as it was
    assert desk.said == []
    assert desk.commands == []


def test_a_workbook_that_is_open_comes_to_the_front(desk: Desk) -> None:
    book = Known(OCT.book_id, "D:/GST/OCT-2026.xlsx", OCT.gstin, OCT.period, OCT.name, False, "")
    desk.book.path = "D:/GST"
    desk.app.activate_workbook(desk.own)
    kept(desk, book).choose("ims_open_workbook", book.book_id)
    assert desk.opened_files == []
    assert desk.app.application.active_book is desk.book


def test_a_file_that_is_gone_is_said_and_leaves_the_list(desk: Desk) -> None:
    kept(desk, OCT, SEP)
    del desk.files[SEP.path]
    desk.choose("ims_open_workbook", SEP.book_id)
    assert desk.opened_files == []
    assert desk.said == [
        SEP.path + "\n\nThis workbook is not there any more, and is off the list now. If it was moved, open it with "
        "File, Open; with the next click on the IMS tab it is on the list again."
    ]
    assert [json.loads(line)["book_id"] for line in desk.files[LIST].splitlines()] == [OCT.book_id]


def test_what_excel_refuses_to_open_is_said_and_stays_on_the_list(desk: Desk) -> None:
    kept(desk, OCT).refusal = "A workbook of that name is open."
    desk.choose("ims_open_workbook", OCT.book_id)
    assert desk.said == [
        OCT.path + "\n\nThis workbook could not be opened: A workbook of that name is open.\n"
        "Close a workbook of the same name from another folder, or try File, Open."
    ]
    assert desk.automation_security == 1
    assert OCT.book_id in desk.files[LIST]


@pytest.mark.parametrize("tag", ["", "f" * 32, r"C:\evil.xlsm"])
def test_only_what_is_on_the_list_is_opened(desk: Desk, tag: str) -> None:
    desk.files[r"C:\evil.xlsm"] = ""
    kept(desk, OCT).choose("ims_open_workbook", tag)
    assert desk.opened_files == []
