"""The ribbon tab: read from `ribbon.toml`, written as the tab's XML and as the VBA callbacks."""

import tomllib
from importlib import resources
from typing import Literal
from xml.sax.saxutils import quoteattr

from pydantic import BaseModel, ConfigDict, Field

_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ask(_Part):
    """One question before Python is called."""

    kind: Literal["tolerance", "files", "file", "save", "text", "choice", "confirm"]
    prompt: str
    filter: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""

    def to_vba(self) -> str:
        """`kind|prompt|detail|default`, as the module ImsAsk reads it."""
        return "|".join((self.kind, self.prompt, self.filter or ";".join(self.choices), self.default)).rstrip("|")


class Button(_Part):
    """One button: what it looks like and what it calls."""

    id: str
    label: str
    icon: str
    screentip: str
    supertip: str
    size: Literal["normal", "large"] = "normal"
    needs: Literal["ims", "nothing"] = "ims"
    work: Literal["short", "long"] = "short"
    asks: tuple[Ask, ...] = ()
    vba: str = ""
    menu: str = ""  # the function of the add-in that gives the entries of a menu; a click on one does `vba`
    enabled: str = ""
    remind: str = ""  # the question on opening a workbook with old data; the first button that has one is called

    @property
    def callback(self) -> str:
        """Name of the Sub behind the button; unique among all add-ins."""
        return f"ims_{self.id}"

    @property
    def enabled_callback(self) -> str:
        """Name of the Sub that says whether the button can be clicked; empty when it always can."""
        return f"ims_enabled_{self.id}" if self.enabled else ""

    @property
    def menu_callback(self) -> str:
        """Name of the Sub that gives the entries of a menu; empty for a plain button."""
        return f"ims_menu_{self.id}" if self.menu else ""


class Group(_Part):
    """Buttons under one label."""

    id: str
    label: str
    buttons: tuple[Button, ...] = Field(alias="button")


class Tab(_Part):
    """The tab itself."""

    id: str
    label: str


class Ribbon(_Part):
    """The whole description."""

    tab: Tab
    groups: tuple[Group, ...] = Field(alias="group")

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button, left to right."""
        return tuple(button for group in self.groups for button in group.buttons)


def load() -> Ribbon:
    """The ribbon as shipped."""
    return parse(resources.files(__package__).joinpath("ribbon.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Ribbon:
    """A ribbon described in TOML."""
    return Ribbon.model_validate(tomllib.loads(text))


def to_xml(ribbon: Ribbon) -> str:
    """The part `customUI14.xml`."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{_NAMESPACE}" onLoad="ims_loaded"><ribbon><tabs>',
        f'<tab id="{ribbon.tab.id}" label={quoteattr(ribbon.tab.label)}>',
    ]
    for group in ribbon.groups:
        lines.append(f'<group id="{group.id}" label={quoteattr(group.label)}>')
        lines += [_element(button) for button in group.buttons]
        lines.append("</group>")
    return "\n".join([*lines, "</tab></tabs></ribbon></customUI>", ""])


def _element(button: Button) -> str:
    attributes = {
        "id": f"ims_button_{button.id}",
        "label": button.label,
        "imageMso": button.icon,
        "size": button.size,
        "screentip": button.screentip,
        "supertip": button.supertip,
        "onAction": "" if button.menu else button.callback,
        "getEnabled": button.enabled_callback,
        "getContent": button.menu_callback,
        "invalidateContentOnDrop": "true" if button.menu else "",
    }
    kind = "dynamicMenu" if button.menu else "button"
    return f"<{kind} {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items() if value)}/>"


def to_vba(ribbon: Ribbon) -> str:
    """The module ImsButtons: one callback a button, and what the reminder asks and does."""
    lines = [
        'Attribute VB_Name = "ImsButtons"',
        "' Made from ribbon.toml: one callback a button.",
        "Option Explicit",
        "",
        "Public Sub ims_loaded(ui As IRibbonUI)",
        "    ImsLoaded ui",
        "End Sub",
    ]
    for button in ribbon.buttons:
        lines += ["", f"Public Sub {button.callback}(control As IRibbonControl)", f"    {_call(button)}", "End Sub"]
        if button.enabled:
            lines += [
                "",
                f"Public Sub {button.enabled_callback}(control As IRibbonControl, ByRef returned As Variant)",
                f"    returned = {button.enabled}()",
                "End Sub",
            ]
        if button.menu:
            lines += [
                "",
                f"Public Sub {button.menu_callback}(control As IRibbonControl, ByRef returned As Variant)",
                f"    returned = {button.menu}({vba_text(button.callback)})",
                "End Sub",
            ]
    reminder = next(button for button in ribbon.buttons if button.remind)
    lines += [
        "",
        "Public Function ImsReminderQuestion() As String",
        f"    ImsReminderQuestion = {vba_text(reminder.remind)}",
        "End Function",
        "",
        "Public Sub ImsReminderYes()",
        f"    {_call(reminder)}",
        "End Sub",
        "",
    ]
    return "\n".join(lines)


def _call(button: Button) -> str:
    if button.vba:
        return button.vba
    words = (button.id, button.label, button.needs, button.work, *(ask.to_vba() for ask in button.asks))
    return "ImsClick " + ", ".join(vba_text(word) for word in words)


def vba_text(text: str) -> str:
    """A VBA string literal."""
    return '"{}"'.format(text.replace('"', '""'))
