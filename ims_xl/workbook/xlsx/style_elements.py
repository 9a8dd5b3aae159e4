"""The elements of cell formats: made from our styles, and compared whichever program wrote them."""

from ims_xl.workbook.styles import FAMILY, FONT, Style
from ims_xl.workbook.xlsx.xml import Element

Canonical = tuple[object, ...]
_EDGES = ("left", "right", "top", "bottom")


def canonical(item: Element) -> Canonical:
    """What two elements have in common that mean the same: order and what is said by default left out."""
    words = {key: value for key, value in item.attributes.items() if not key.startswith("xmlns")}
    if item.name in ("b", "i", "strike") and words.get("val", "1") in ("1", "true"):
        words = {}
    if item.name == "u" and words.get("val") == "single":
        words = {}
    if item.name == "alignment":
        words = {key: value.replace("true", "1") for key, value in words.items() if value not in ("0", "false")}
        words.pop("shrinkToFit", None)
    children = tuple(sorted((canonical(child) for child in item.elements), key=repr))
    return (item.name, tuple(sorted(words.items())), children)


def font(style: Style) -> Element:
    """The font of a style."""
    flags = (("b", style.bold), ("i", style.italic), ("u", style.underline))
    return Element(
        "font",
        {},
        [
            *(Element(name) for name, is_on in flags if is_on),
            Element("sz", {"val": f"{style.size:g}"}),
            Element("color", {"rgb": f"FF{style.colour}"}),
            Element("name", {"val": FONT}),
            Element("family", {"val": str(FAMILY)}),
        ],
    )


def fill(style: Style) -> Element:
    """The fill of a style."""
    if not style.fill:
        return Element("fill", {}, [Element("patternFill", {"patternType": "none"})])
    colours = [Element("fgColor", {"rgb": f"FF{style.fill}"}), Element("bgColor", {"indexed": "64"})]
    return Element("fill", {}, [Element("patternFill", {"patternType": "solid"}, colours)])


def border(style: Style) -> Element:
    """The lines around a cell of a style."""
    drawn = {"all": _EDGES, "sides": ("left", "right"), "bottom": ("bottom",)}[style.edges] if style.line else ()
    kind = "thick" if style.edges == "sides" else "thin"
    edges = [
        Element(edge, {"style": kind}, [Element("color", {"rgb": f"FF{style.line}"})])
        if edge in drawn
        else Element(edge)
        for edge in _EDGES
    ]
    return Element("border", {}, [*edges, Element("diagonal")])


def alignment(style: Style) -> Element:
    """How the text of a style lies in its cell."""
    words = {
        "horizontal": style.horizontal,
        "vertical": "" if style.vertical == "bottom" else style.vertical,
        "wrapText": "1" if style.wrap else "",
        "indent": str(style.indent or ""),
    }
    return Element("alignment", {name: value for name, value in words.items() if value})


def font_look(font: Element) -> tuple[object, ...]:
    """What of a font can be compared: name, size, bold, italic, underlined, struck out, colour."""

    def is_on(name: str) -> bool:
        found = font.find(name)
        return found is not None and found.get("val", "1") not in ("0", "false", "none")

    name, size = font.find("name"), font.find("sz")
    return (
        name.get("val") if name else None,
        float(size.get("val", "0")) if size else 0.0,
        is_on("b"),
        is_on("i"),
        is_on("u"),
        is_on("strike"),
        _colour(font.find("color")),
    )


def fill_look(fill: Element) -> object:
    """What of a fill can be compared: its colour, "" for none."""
    pattern = fill.find("patternFill")
    if pattern is None:
        return fill.write()
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return ""
    shade = _colour(pattern.find("fgColor"))
    return shade if kind == "solid" else (kind, shade)


def _colour(colour: Element | None) -> object:
    if colour is None:
        return "000000"
    if "rgb" in colour.attributes:
        return colour.get("rgb")[-6:].upper()
    indexed = colour.get("indexed")
    if indexed:
        from openpyxl.styles.colors import COLOR_INDEX  # as slow to load as all else; few workbooks need it

        return COLOR_INDEX[int(indexed)][-6:] if int(indexed) < len(COLOR_INDEX) else indexed
    return tuple(sorted(colour.attributes.items()))
