"""Formats of ours are appended once; what others made of them is found again."""

import pytest

from ims_xl.workbook.cell_styles import expected_look
from ims_xl.workbook.styles import STYLES
from ims_xl.workbook.xlsx.stylesheet import Stylesheet


def test_every_style_looks_as_it_says() -> None:
    sheet = Stylesheet()
    for name, style in STYLES.items():
        number = sheet.style(name)
        assert sheet.look(number) == expected_look(style), name
        assert sheet.number_format(number) == style.format


def test_nothing_is_appended_twice() -> None:
    first = Stylesheet()
    numbers = {name: first.style(name) for name in STYLES}
    rules = [first.differential("good"), first.differential(number_format="0.000")]
    assert first.is_changed
    second = Stylesheet(first.document())
    assert {name: second.style(name) for name in STYLES} == numbers
    assert [second.differential("good"), second.differential(number_format="0.000")] == rules
    assert not second.is_changed


def test_the_same_format_in_other_words_is_found() -> None:
    first = Stylesheet()
    number = first.style("heading")
    other = first.document().replace(b"<b/>", b'<b val="1"/>').replace(b'wrapText="1"', b'wrapText="true"')
    assert Stylesheet(other).style("heading") == number


def test_a_format_for_texts_that_are_no_formulas() -> None:
    sheet = Stylesheet()
    own, text = sheet.style("own"), sheet.style("text")
    assert sheet.as_text(text) == text  # Excel takes nothing there for a formula
    quoted = sheet.as_text(own)
    assert (quoted != own, sheet.look(quoted) == sheet.look(own), sheet.as_text(quoted)) == (True, True, quoted)


@pytest.mark.parametrize(("font", "fill"), [(True, False), (False, True), (True, True)])
def test_ours_with_the_font_or_the_fill_of_another(font: bool, fill: bool) -> None:
    sheet = Stylesheet()
    ours, other = sheet.style("rupees"), sheet.style("bad")
    made = sheet.painted(ours, other, font=font, fill=fill)
    assert sheet.look(made).font == sheet.look(other if font else ours).font
    assert sheet.look(made).fill == sheet.look(other if fill else ours).fill
    assert sheet.number_format(made) == STYLES["rupees"].format


def test_parts_of_fonts_are_put_in_order() -> None:
    text = (
        Stylesheet()
        .document()
        .replace(
            b'<sz val="11"/><color theme="1"/><name val="Calibri"/>',
            b'<name val="Calibri"/><color theme="1"/><sz val="11"/>',
        )
    )
    mended = Stylesheet(text)
    assert mended.is_changed
    assert b'<font><sz val="11"/><color theme="1"/><name val="Calibri"/>' in mended.document()


def test_a_stylesheet_that_is_cut_off_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Stylesheet(Stylesheet().document()[:400])
