import re
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from support.libreoffice import LibreOffice

from ims_xl.workbook import file_drawing
from ims_xl.workbook.sheet import Cell, Kind, Sheet
from ims_xl.workbook.styles import KINDS, SIGNED_RUPEES, STYLES, TONES


def test_every_kind_has_a_style_and_one_for_typing() -> None:
    for kind in get_args(Kind):
        assert STYLES[kind].format == STYLES[f"input {kind}"].format
        assert STYLES[f"input {kind}"].fill != STYLES[kind].fill


def test_text_is_text_and_marks_are_general() -> None:
    assert {kind: STYLES[kind].format for kind in ("text", "long", "key", "mark")} == {
        "text": "@",
        "long": "@",
        "key": "@",
        "mark": "General",
    }


def test_every_status_has_a_card() -> None:
    for status in TONES:
        name = "card_" + status.lower().replace(" ", "_")
        assert {f"{name}_{part}" for part in ("title", "figure", "label", "rupees", "percent")} <= STYLES.keys()


def test_colours_are_rrggbb() -> None:
    for name, style in STYLES.items():
        for colour in (style.colour, style.fill, style.line):
            assert re.fullmatch(r"([0-9A-F]{6})?", colour), name


@pytest.mark.parametrize("name", ["good", "warn", "bad", "heading", "input heading", "banner", "card_all_title"])
def test_letters_stand_out_from_their_ground(name: str) -> None:
    style = STYLES[name]
    assert contrast(style.colour, style.fill) > (3 if style.bold and style.size >= 11 else 4.5)


SHOWN = {
    12345678.9: "1,23,45,678.90",
    1234567.0: "12,34,567.00",
    99999.99: "99,999.99",
    0.5: "0.50",
    -250.25: "-250.25",
    -99999.99: "-99,999.99",
    -1234567.0: "-12,34,567.00",
    -12345678.9: "-1,23,45,678.90",
}


@pytest.mark.libreoffice
def test_rupees_show_with_indian_grouping_and_their_sign(libreoffice: LibreOffice, tmp_path: Path) -> None:
    cells = tuple(Cell(row, 1, amount, "difference") for row, amount in enumerate(SHOWN, start=1))
    path = tmp_path / "rupees.xlsx"
    file_drawing.draw_new(path, [Sheet("amounts", "Amounts", cells, widths={1: 30})])
    assert libreoffice.printed(path)[: len(SHOWN)] == list(SHOWN.values())


@pytest.mark.libreoffice
def test_without_conditional_formats_the_sign_is_still_there(libreoffice: LibreOffice, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, amount in enumerate(SHOWN, start=1):
        book.active.cell(row, 1, amount).number_format = SIGNED_RUPEES  # as after pasting into another sheet
    book.active.column_dimensions["A"].width = 30
    book.save(tmp_path / "pasted.xlsx")
    signs = [text.startswith("-") for text in libreoffice.printed(tmp_path / "pasted.xlsx")[: len(SHOWN)]]
    assert signs == [amount < 0 for amount in SHOWN]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_other_style_has_the_name_of_a_kind_of_column() -> None:
    assert {kind: STYLES[kind] for kind in KINDS} == KINDS
