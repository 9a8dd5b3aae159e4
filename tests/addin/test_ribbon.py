import re
from xml.etree import ElementTree

import pytest
from pydantic import ValidationError

from ims_xl.addin.builder import sources
from ims_xl.addin.ribbon import Ask, Button, Ribbon, load, to_xml, vba_text

CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"


def elements(kind: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(to_xml(load())).iter(CUSTOM_UI + kind))


def subs() -> set[str]:
    return set(re.findall(r"^Public Sub (\w+)\(", "\n".join(sources(load()).values()).replace("\r", ""), re.M))


def test_the_tab_has_the_groups_of_a_month_in_order() -> None:
    assert [tab.get("label") for tab in elements("tab")] == ["IMS"]
    labels = [group.get("label") for group in elements("group")]
    assert labels == ["Company", "Data", "Match", "Decide", "GSTN", "Report", "Practice", "Setup"]


def test_every_name_in_the_xml_is_unique() -> None:
    names = [element.get("id") for kind in ("tab", "group", "button", "dynamicMenu") for element in elements(kind)]
    assert len(names) == len(set(names))


def test_every_button_says_what_it_does() -> None:
    for button in elements("button"):
        for attribute in ("label", "imageMso", "screentip", "supertip", "onAction"):
            assert button.get(attribute), f"{button.get('id')} has no {attribute}"
        assert len(str(button.get("supertip"))) <= 1024


def test_the_menu_of_workbooks_stands_in_company_and_is_filled_anew_each_time_it_drops() -> None:
    company = elements("group")[0]
    assert [element.tag.removeprefix(CUSTOM_UI) for element in company] == ["button", "dynamicMenu", *["button"] * 4]
    assert company[1].attrib == {
        "id": "ims_button_open_workbook",
        "label": "Open workbook",
        "imageMso": "FileOpen",
        "size": "large",
        "screentip": "Open a workbook of a known company",
        "supertip": (
            "The companies you worked on last, each with its newest month first. A workbook that is open already "
            "comes to the front."
        ),
        "getContent": "ims_menu_open_workbook",
        "invalidateContentOnDrop": "true",
    }


def test_every_callback_in_the_xml_is_a_sub() -> None:
    root = ElementTree.fromstring(to_xml(load()))
    wanted = {
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in ("onAction", "onLoad") or name.startswith("get")
    }
    assert len(wanted) > 20
    assert wanted <= subs()


def test_text_is_escaped_for_xml_and_for_vba() -> None:
    described = Ribbon.model_validate(
        {
            "tab": {"id": "t", "label": "A & B"},
            "group": [{"id": "g", "label": 'Say "<x>"', "button": [_button().model_dump()]}],
        }
    )
    assert ElementTree.fromstring(to_xml(described)).find(f".//{CUSTOM_UI}group").get("label") == 'Say "<x>"'  # type: ignore[union-attr]
    assert vba_text('Say "x"') == '"Say ""x"""'


def test_what_is_asked_is_one_line_of_text() -> None:
    assert Ask(kind="files", prompt="Pick", filter="J (*.json),*.json").to_vba() == "files|Pick|J (*.json),*.json"
    assert Ask(kind="save", prompt="Where", filter="F", default="a.xlsx").to_vba() == "save|Where|F|a.xlsx"
    assert Ask(kind="choice", prompt="Which", choices=("One", "Two")).to_vba() == "choice|Which|One;Two"
    assert Ask(kind="confirm", prompt="Sure?").to_vba() == "confirm|Sure?"


def test_a_mistake_in_the_description_is_found() -> None:
    with pytest.raises(ValidationError):
        Button.model_validate({**_button().model_dump(), "iccon": "FileNew"})


def test_no_prompt_holds_the_mark_that_parts_them() -> None:
    texts = [text for button in load().buttons for ask in button.asks for text in (ask.prompt, ask.filter, ask.default)]
    assert not [text for text in texts if "|" in text]


def _button() -> Button:
    return Button(id="x", label="X", icon="Help", screentip="s", supertip="t", remind="?")
