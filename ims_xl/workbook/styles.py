"""How cells look: one palette and the named styles, as plain data for every program that draws."""

import zlib
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

FONT = "Calibri"
FAMILY = 2  # sans serif: what a program without the font falls back on

TEXT = "@"
DATE = "dd-mmm-yyyy"
TIME = "dd-mmm-yyyy hh:mm"
PERCENT = "0.0%"
RUPEES = r"[>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;##,##0.00"
NUMBER = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"
SHOWN = r'[>=100000]##\,##\,##0" shown";##,##0" shown"'

SIGNED_RUPEES = r"[>=100000]##\,##\,##0.00;[<0]-##,##0.00;##,##0.00"

SIGNED_RULES: tuple[tuple[Literal[">=", "<=", "="], float, str], ...] = (
    ("=", 0, '"–"'),
    (">=", 10_000_000, r"##\,##\,##\,##0.00"),
    ("<=", -10_000_000, r"##\,##\,##\,##0.00"),
    ("<=", -100_000, r"##\,##\,##0.00"),
    ("<=", -0.005, "##,##0.00"),
)
"""Formats for amounts that may be negative, by conditional format; the first rule that fits counts.

A number format has room for two conditions. RUPEES spends both on positive amounts, and LibreOffice drops the
minus sign in its third section. SIGNED_RUPEES keeps the sign wherever a cell is copied to; these rules add
the dash for nothing, and the lakhs and crores it has no room for, each with a single section, whose sign no program
drops.
"""


class Tone(NamedTuple):
    """One colour in three strengths, RRGGBB: for bars and titles, for areas, for text on areas."""

    strong: str
    soft: str
    text: str


INK, FAINT, LINE, PAPER = "1F2937", "6B7280", "DDE3EA", "FFFFFF"
NAVY, BLUE = Tone("1F3B57", "EEF3F8", "1F3B57"), Tone("1F5FBF", "E8F0FC", "174A96")
SAND = Tone("E9C46A", "FFF9E8", "5C4300")
GREEN, AMBER, RED = (
    Tone("2F855A", "E6F4EC", "1E5E3E"),
    Tone("C77D0A", "FDF1DA", "7A4A00"),
    Tone("C0392B", "FCE8E6", "8E1F14"),
)

TONES: dict[str, Tone] = {
    "ALL": Tone("3B4A5E", "F0F3F7", "2B3747"),
    "Exact Match": Tone("2F855A", "EAF6EF", "1E5E3E"),
    "Suggested Match": Tone("1F7A8C", "E7F4F6", "145462"),
    "Mismatched": Tone("C77D0A", "FDF3E0", "7A4A00"),
    "Missing in PR": Tone("6B4FA0", "F1EDF9", "4A3575"),
    "Missing in IMS": Tone("B83A4B", "FBEBED", "842533"),
}
"""The colour of every matching status, on cards, bars and tabs."""


@dataclass(frozen=True, slots=True)
class Style:
    """Font, fill, lines, alignment and number format of a cell; colours are RRGGBB, "" is none."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = INK
    fill: str = ""
    line: str = ""
    edges: Literal["all", "bottom", "sides"] = "all"
    horizontal: Literal["", "left", "center", "right"] = ""
    vertical: Literal["top", "center", "bottom"] = "center"
    wrap: bool = False
    indent: int = 0
    format: str = "General"


_CELL = Style(line=LINE)
_HEADING = Style(bold=True, colour=PAPER, fill=NAVY.strong, line="4A6380", wrap=True, horizontal="left", indent=1)
_BUTTON = Style(bold=True, colour=BLUE.text, fill=BLUE.soft, line=PAPER, edges="sides", horizontal="center")

KINDS: dict[str, Style] = {
    "text": replace(_CELL, horizontal="left", indent=1, format=TEXT),
    "mark": replace(_CELL, horizontal="left", indent=1, bold=True),
    "long": replace(_CELL, horizontal="left", indent=1, format=TEXT),  # wrapped, rows would grow uneven
    "lines": replace(_CELL, size=9, horizontal="left", indent=1, wrap=True, format=TEXT),
    "formula text": replace(_CELL, size=9, horizontal="left", indent=1, wrap=True),
    "row link": replace(_CELL, horizontal="left", indent=1, colour=BLUE.strong, underline=True),
    "date": replace(_CELL, horizontal="center", format=DATE),
    "time": replace(_CELL, horizontal="center", format=TIME),
    "rupees": replace(_CELL, horizontal="right", format=RUPEES),
    "difference": replace(_CELL, horizontal="right", format=SIGNED_RUPEES),
    "number": replace(_CELL, horizontal="right", format=NUMBER),
    "count": replace(_CELL, horizontal="right", format=NUMBER),
    "percent": replace(_CELL, horizontal="right", format=PERCENT),
    "key": replace(_CELL, horizontal="left", colour=FAINT, format=TEXT),
    "own": _CELL,
}
"""Table columns by kind; `own` is a column of the accountant or the register."""


def _card(name: str, tone: Tone) -> dict[str, Style]:
    """The lines of a card: coloured title, large figure, quiet label, amounts, share, button."""
    area = Style(fill=tone.soft, colour=tone.text, indent=1, horizontal="left", line=PAPER, edges="sides")
    return {
        f"{name}_title": replace(area, size=12, bold=True, colour=PAPER, fill=tone.strong),
        f"{name}_figure": replace(area, size=20, bold=True, format=NUMBER),
        f"{name}_label": replace(area, size=9, colour=FAINT),
        f"{name}_text": area,
        f"{name}_rupees": replace(area, size=11, format=SIGNED_RUPEES),
        f"{name}_percent": replace(area, size=11, format=PERCENT),
        f"{name}_button": replace(area, bold=True, underline=True, colour=tone.strong),
    }


STYLES: dict[str, Style] = {
    **KINDS,
    **{f"input {kind}": replace(style, fill=SAND.soft, line="E8DDBB", colour=INK) for kind, style in KINDS.items()},
    "input": replace(_CELL, fill=SAND.soft, line="E8DDBB", horizontal="left", indent=1, bold=True),
    "plain": Style(format=TEXT),
    "wrap": Style(format=TEXT, wrap=True, vertical="top"),
    "title": Style(size=18, bold=True, colour=NAVY.strong),
    "subtitle": Style(size=11, colour=FAINT),
    "section": Style(size=12, bold=True, colour=NAVY.strong, line=NAVY.strong, edges="bottom"),
    "heading": _HEADING,
    "input heading": replace(_HEADING, colour=SAND.text, fill=SAND.strong, line="D1A945"),
    "own heading": replace(_HEADING, colour=INK, fill="D5DDE6", line="B9C4D0"),
    "label": Style(colour=FAINT),
    "value": replace(Style(bold=True), horizontal="left"),
    "link": Style(colour=BLUE.strong, underline=True),
    "button": _BUTTON,
    "good": replace(_CELL, horizontal="left", indent=1, colour=GREEN.text, fill=GREEN.soft, bold=True),
    "warn": replace(_CELL, horizontal="left", indent=1, colour=AMBER.text, fill=AMBER.soft, bold=True),
    "bad": replace(_CELL, horizontal="left", indent=1, colour=RED.text, fill=RED.soft, bold=True),
    "next": replace(_CELL, horizontal="left", indent=1, colour=BLUE.text, fill=BLUE.soft, bold=True),
    "differs": replace(_CELL, horizontal="left", indent=1, colour=AMBER.text, fill=AMBER.soft, bold=True),
    "muted": Style(colour=FAINT, italic=True),
    "banner": Style(size=11, bold=True, colour=PAPER, fill=RED.strong, indent=1, horizontal="left"),
    "total": replace(Style(bold=True, colour=NAVY.strong), horizontal="right", format=SIGNED_RUPEES),
    "total count": replace(Style(bold=True, colour=NAVY.strong), horizontal="right", format=NUMBER),
    "shown": replace(Style(bold=True, colour=NAVY.strong), horizontal="left", indent=1, format=SHOWN),
    **_card("card", Tone(NAVY.strong, "F6F8FA", INK)),
    **{
        name: style
        for status, tone in TONES.items()
        for name, style in _card("card_" + status.lower().replace(" ", "_"), tone).items()
    },
}
"""Every style by name: `input <kind>` is where the accountant types, `card_<status>_<part>` the cards."""

MANY = 5  # lines from which the commonest look of a column is taken for ours, when another version drew it
LOOK = zlib.crc32(repr(sorted(STYLES.items())).encode())
"""Number of the palette, kept in a drawn workbook: with another number, another version drew it."""
