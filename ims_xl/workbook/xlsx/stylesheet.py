"""The formats of a workbook: how its cells look, and the numbers of ours, which are appended where they are missing."""

from functools import cached_property
from typing import NamedTuple

from ims_xl.workbook.cell_styles import Look
from ims_xl.workbook.styles import STYLES, Style
from ims_xl.workbook.xlsx import style_elements
from ims_xl.workbook.xlsx.style_elements import Canonical
from ims_xl.workbook.xlsx.xml import MAIN, Element, parse

_GENERAL, _TEXT = "General", "@"
_BUILT_IN = {_GENERAL: 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, _TEXT: 49}
_FIRST_FREE = 164  # number of the first format that is not built in
_SCHEMA = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_FONT_PARTS = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_FONT = {name: rank for rank, name in enumerate(_FONT_PARTS)}
_EMPTY = f"""<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><color theme="1"/><name val="Calibri"/>
<family val="2"/><scheme val="minor"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>
<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
</cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>
<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>
</styleSheet>""".replace("\n", "").encode()


class _Format(NamedTuple):
    """What makes two cell formats the same."""

    font: int
    fill: int
    border: int
    number: str
    alignment: Canonical
    quoted: bool


class Stylesheet:
    """The formats of one workbook; `text` is its part, None for a new one.

    Raises ValueError when the part cannot be understood.
    """

    def __init__(self, text: bytes | None = None) -> None:
        self.root = parse(text or _EMPTY)
        self._before = len(self._list("cellXfs").elements), len(self._list("dxfs").elements)
        self._numbers = {
            int(item.get("numFmtId", "0")): item.get("formatCode") for item in self._list("numFmts").elements
        }
        self._known: dict[str, dict[Canonical, int]] = {}
        self._styles: dict[tuple[str, bool], int] = {}
        self._copies: dict[int, int] = {}
        self._painted: dict[tuple[int, int, bool, bool], int] = {}
        self._is_sorted = self._sort_fonts()

    @property
    def is_changed(self) -> bool:
        """Whether a format was appended."""
        return self._is_sorted or self._before != (
            len(self._list("cellXfs").elements),
            len(self._list("dxfs").elements),
        )

    def document(self) -> bytes:
        """The part."""
        for name in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
            found = self.root.find(name)
            if found is not None:
                found.attributes["count"] = str(len(found.elements))
        return self.root.document()

    def _sort_fonts(self) -> bool:
        """Put the parts of fonts into the order the schema wants, which openpyxl does not; whether any was moved."""
        moved = False
        for font in self._list("fonts").elements:
            ordered = sorted(font.elements, key=lambda part: _FONT.get(part.name, len(_FONT)))
            moved = moved or ordered != font.elements
            font.children = list(ordered)
        return moved

    def style(self, name: str, *, quoted: bool = False) -> int:
        """The number of the format of a style by name; `quoted` keeps a text from becoming a formula when edited."""
        key = (name, quoted)
        if key not in self._styles:
            style = STYLES[name]
            wanted = _Format(
                self._index("fonts", style_elements.font(style)),
                self._index("fills", style_elements.fill(style)),
                self._index("borders", style_elements.border(style)),
                style.format,
                style_elements.canonical(style_elements.alignment(style)),
                quoted,
            )
            if wanted not in self._formats:
                self._formats[wanted] = self._append("cellXfs", self._xf(wanted, style))
            self._styles[key] = self._formats[wanted]
        return self._styles[key]

    def as_text(self, number: int) -> int:
        """A format like another one whose texts never become formulas when they are edited."""
        if number not in self._copies:
            found = self._list("cellXfs").elements[number]
            if found.is_true("quotePrefix") or self.number_format(number) == _TEXT:
                self._copies[number] = number
            else:
                made = found.copy()
                made.attributes["quotePrefix"] = "1"
                self._copies[number] = self._append("cellXfs", made)
        return self._copies[number]

    def painted(self, number: int, other: int, *, font: bool, fill: bool) -> int:
        """A format like one of ours, with the font or the fill of another one."""
        key = (number, other, font, fill)
        if key not in self._painted:
            made, from_other = self._list("cellXfs").elements[number].copy(), self._list("cellXfs").elements[other]
            for wanted, name, said in ((font, "fontId", "applyFont"), (fill, "fillId", "applyFill")):
                if wanted:
                    made.attributes |= {name: from_other.get(name, "0"), said: "1"}
            self._painted[key] = self._index("cellXfs", made)
        return self._painted[key]

    def number_format(self, number: int) -> str:
        """The number format of a cell format."""
        found = self._cell_formats[number] if number < len(self._cell_formats) else None
        return self._format_code(int(found.get("numFmtId", "0"))) if found else _GENERAL

    def differential(self, style: str = "", number_format: str = "") -> int:
        """The number of a differential format, as conditional formats use: the looks of a style, or a number format."""
        if style:
            look = STYLES[style]
            font = [*([Element("b", {"val": "1"})] if look.bold else []), Element("color", {"rgb": f"FF{look.colour}"})]
            made = Element("dxf", {}, [Element("font", {}, font)])
            if look.fill:
                colour = Element("bgColor", {"rgb": f"FF{look.fill}"})
                made.children.append(Element("fill", {}, [Element("patternFill", {}, [colour])]))
        else:
            number = str(self._number(number_format))
            made = Element("dxf", {}, [Element("numFmt", {"numFmtId": number, "formatCode": number_format})])
        return self._index("dxfs", made)

    def look(self, number: int) -> Look:
        """Font and fill of a cell format."""
        return self._looks[number] if number < len(self._looks) else self._looks[0]

    @cached_property
    def _looks(self) -> list[Look]:
        fonts, fills = self._list("fonts").elements, self._list("fills").elements
        shown_fonts, shown_fills = (
            [style_elements.font_look(font) for font in fonts],
            [style_elements.fill_look(fill) for fill in fills],
        )
        return [
            Look(shown_fonts[int(item.get("fontId", "0"))], shown_fills[int(item.get("fillId", "0"))])
            for item in self._cell_formats
        ]

    @property
    def count(self) -> int:
        """How many cell formats there are."""
        return len(self._cell_formats)

    @property
    def _cell_formats(self) -> list[Element]:
        return self._list("cellXfs").elements

    @cached_property
    def _formats(self) -> dict[_Format, int]:
        found: dict[_Format, int] = {}
        same = {name: self._first_of_equals(name) for name in ("fonts", "fills", "borders")}
        for number, item in enumerate(self._cell_formats):
            font, fill, border = (
                same[name].get(int(item.get(key, "0")), 0)
                for name, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
            )
            alignment = item.find("alignment")
            key = _Format(
                font,
                fill,
                border,
                self._format_code(int(item.get("numFmtId", "0"))),
                style_elements.canonical(alignment or Element("alignment")),
                item.is_true("quotePrefix"),
            )
            protection = item.find("protection")
            if protection is None or not (protection.get("locked") in ("0", "false") or protection.is_true("hidden")):
                found.setdefault(key, number)
        return found

    def _first_of_equals(self, name: str) -> dict[int, int]:
        firsts: dict[Canonical, int] = {}
        return {
            number: firsts.setdefault(style_elements.canonical(item), number)
            for number, item in enumerate(self._list(name).elements)
        }

    def _format_code(self, number: int) -> str:
        if number in self._numbers:
            return self._numbers[number]
        return next((code for code, known in _BUILT_IN.items() if known == number), f"built in {number}")

    def _number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        for number, known in self._numbers.items():
            if known == code:
                return number
        number = max([_FIRST_FREE - 1, *self._numbers]) + 1
        self._numbers[number] = code
        self._append("numFmts", Element("numFmt", {"numFmtId": str(number), "formatCode": code}))
        return number

    def _xf(self, wanted: _Format, style: Style) -> Element:
        words = {
            "numFmtId": str(self._number(style.format)),
            "fontId": str(wanted.font),
            "fillId": str(wanted.fill),
            "borderId": str(wanted.border),
            "xfId": "0",
            **({"quotePrefix": "1"} if wanted.quoted else {}),
            **({"applyNumberFormat": "1"} if style.format != _GENERAL else {}),
            "applyFont": "1",
            **({"applyFill": "1"} if style.fill else {}),
            **({"applyBorder": "1"} if style.line else {}),
            "applyAlignment": "1",
        }
        return Element("xf", words, [style_elements.alignment(style)])

    def _index(self, name: str, item: Element) -> int:
        """The number of an equal item of a list, which is appended when there is none."""
        if name not in self._known:
            known = self._known[name] = {}
            for number, there in enumerate(self._list(name).elements):
                known.setdefault(style_elements.canonical(there), number)
        key = style_elements.canonical(item)
        if key not in self._known[name]:
            self._known[name][key] = self._append(name, item)
        return self._known[name][key]

    def _append(self, name: str, item: Element) -> int:
        items = self._list(name)
        items.children = [*items.elements, item]
        self.__dict__.pop("_looks", None)
        return len(items.children) - 1

    def _list(self, name: str) -> Element:
        return self.root.child(name, _SCHEMA)
