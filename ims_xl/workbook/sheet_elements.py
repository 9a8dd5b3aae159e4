"""What stands around the cells of a sheet: page, widths, dropdowns and messages, conditional formats, links."""

from collections.abc import Iterable, Mapping, Sequence

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import Place
from ims_xl.workbook.ranges import Box, box
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.styles import STYLES
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.worksheet import Worksheet
from ims_xl.workbook.xlsx.xml import Element

_COLUMNS = 1024  # beyond these, widths are not looked at one by one
_OPERATORS = {">=": "greaterThanOrEqual", "<=": "lessThanOrEqual", "=": "equal"}


def page(sheet: Worksheet, spec: Sheet, *, selected: bool) -> None:
    """View, paper and footer of a new sheet; on an older one they are the accountant's."""
    properties = [Element("tabColor", {"rgb": f"FF{spec.tab}"})] if spec.tab else []
    if layout.deepest(spec):
        properties.append(Element("outlinePr", {"summaryRight": "0"}))
    sheet.put(Element("sheetPr", {}, [*properties, Element("pageSetUpPr", {"fitToPage": "1"})]))
    view = Element(
        "sheetView",
        {
            "showGridLines": "0",
            **({"tabSelected": "1"} if selected else {}),
            "zoomScale": str(spec.zoom),
            "zoomScaleNormal": str(spec.zoom),
            "workbookViewId": "0",
        },
        _panes(spec),
    )
    sheet.put(Element("sheetViews", {}, [view]))
    usual = {"defaultRowHeight": f"{layout.ROW_HEIGHT:g}", "customHeight": "1"}
    sheet.put(Element("sheetFormatPr", usual | _levels(layout.deepest(spec))))
    margins = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6", "header": "0.3", "footer": "0.3"}
    sheet.put(Element("pageMargins", margins))
    orientation = "landscape" if spec.landscape else "portrait"
    sheet.put(
        Element("pageSetup", {"paperSize": "9", "fitToHeight": f"{spec.one_page:d}", "orientation": orientation})
    )  # A4
    sheet.put(Element("headerFooter", {}, [Element("oddFooter", {}, [layout.FOOTER])]))


def _levels(deepest: int) -> dict[str, str]:
    return {"outlineLevelCol": str(deepest)} if deepest else {}


def _panes(spec: Sheet) -> list[Element]:
    if not spec.freeze:
        return []
    row, column = spec.freeze
    splits = {"xSplit": str(column - 1)} if column > 1 else {}
    splits |= {"ySplit": str(row - 1)} if row > 1 else {}
    active = {(True, True): "bottomRight", (True, False): "topRight"}.get((column > 1, row > 1), "bottomLeft")
    corner = ranges.address(Box(row, column, row, column))
    pane = Element("pane", {**splits, "topLeftCell": corner, "activePane": active, "state": "frozen"})
    names = [name for name in ("topRight", "bottomLeft", "bottomRight") if active in ("bottomRight", name)]
    return [pane, *(Element("selection", {"pane": name}) for name in names)]


def widths(
    sheet: Worksheet,
    spec: Sheet,
    drawn: Mapping[str, Sequence[DrawnColumn]],
    places: Mapping[str, Place],
    *,
    is_new: bool,
) -> None:
    """Widths: as the accountant has them for a heading that was there, else ours; keys stay hidden."""
    before, beyond = _columns(sheet)
    there = dict(before)
    for table in spec.tables:
        place = places.get(table.name)
        span = range(place.box.left, place.box.right + 1) if place else range(0)
        for column in (*span, *range(table.left, table.left + len(drawn[table.name]))):
            there.pop(column, None)
    for table in reversed(spec.tables):
        place = places.get(table.name)
        for column, line in enumerate(drawn[table.name], start=table.left):
            made = _width(line.column.width) | _outline(line.column.level)
            if place and line.header in place.headers:
                made = dict(before.get(place.box.left + place.headers.index(line.header), made))
            if line.column.is_hidden and not line.own:
                made["hidden"] = "1"
            there[column] = made
    if is_new:
        there.update((column, _width(width)) for column, width in spec.widths.items())
    columns = [
        Element("col", {"min": str(number), "max": str(number), **words}) for number, words in sorted(there.items())
    ]
    if columns or beyond:
        sheet.replace("cols", Element("cols", {}, [*columns, *beyond]))


def _width(characters: float) -> dict[str, str]:
    """The width of a column for so many characters, as Excel stores it for letters of 7 pixels with 5 to spare."""
    return {"width": f"{int((characters * 7 + 5) / 7 * 256) / 256:.10g}", "customWidth": "1"}


def _outline(level: int) -> dict[str, str]:
    """Where a new column stands in the outline; the deepest level is folded away."""
    folded = {"hidden": "1"} if level == layout.FOLDED else {}
    return {"outlineLevel": str(level), **folded} if level else {}


def _columns(sheet: Worksheet) -> tuple[dict[int, dict[str, str]], list[Element]]:
    """What is said of each column, and of columns so far away that they stay together."""
    found: dict[int, dict[str, str]] = {}
    beyond = []
    listed = sheet.child("cols")
    for element in listed.elements if listed else ():
        first, last = int(element.get("min")), int(element.get("max"))
        words = {name: value for name, value in element.attributes.items() if name not in ("min", "max")}
        for column in range(first, min(last, _COLUMNS) + 1):
            found[column] = dict(words)
        if last > _COLUMNS:
            first = max(first, _COLUMNS + 1)
            beyond.append(Element("col", {"min": str(first), "max": str(last), **words}))
    return found, beyond


def validations(spec: Sheet, drawn: Mapping[str, Sequence[DrawnColumn]], *, dropdowns: bool) -> list[Element]:
    """Dropdowns, and messages beside selected cells."""
    found = []
    for cell in spec.cells:
        if cell.choices and dropdowns:
            found.append(_dropdown(cell.choices, Box(cell.row, cell.column, cell.row, cell.column)))
    for table in spec.tables:
        box = layout.table_box(table)
        for number, line in enumerate(drawn[table.name], start=table.left):
            area = box._replace(top=table.top + 1, left=number, right=number)
            message = "" if line.own else layout.message(line.column)
            if line.column.choices and dropdowns and not line.own:
                found.append(_dropdown(line.column.choices, area, message))
            elif message:
                found.append(_validation({}, message, area))
        for area, choices in layout.line_lists(table, drawn[table.name]) if dropdowns else ():
            found.append(_dropdown(choices, area))
    return found


def _dropdown(name: str, area: Box, message: str = "") -> Element:
    title, error = layout.NOT_IN_LIST
    strict = {"showErrorMessage": "1"} if layout.is_strict(name) else {}
    made = _validation({"type": "list", **strict, "errorTitle": title, "error": error}, message, area)
    made.children.append(Element("formula1", {}, [layout.list_name(name)]))
    return made


def _validation(words: Mapping[str, str], message: str, area: Box) -> Element:
    shown = {"prompt": message} if message else {}
    first = {"type": words["type"]} if "type" in words else {}
    return Element(
        "dataValidation",
        {**first, "allowBlank": "1", "showInputMessage": "1", **words, **shown, "sqref": ranges.address(area)},
    )


def add_validations(sheet: Worksheet, made: Sequence[Element]) -> None:
    """Put validations behind those that are there."""
    there = sheet.child("dataValidations")
    every = [*(there.elements if there else ()), *made]
    words = dict(there.attributes) if there else {}
    listed = Element("dataValidations", {**words, "count": str(len(every))}, every)
    sheet.replace("dataValidations", listed if every else None)


def add_formats(sheet: Worksheet, rules: Iterable[layout.Rule], stylesheet: Stylesheet) -> None:
    """Put our conditional formats behind those the accountant made."""
    there = [rule for listed in sheet.root.all("conditionalFormatting") for rule in listed.all("cfRule")]
    priority = max([int(rule.get("priority", "0")) for rule in there], default=0)
    grouped: dict[str, list[Element]] = {}
    for rule in rules:
        priority += 1
        number = str(stylesheet.differential(rule.style, rule.format))
        if rule.style:
            words = {"type": "expression", "dxfId": number, "priority": str(priority)}
        else:
            words = {"type": "cellIs", "dxfId": number, "priority": str(priority), "operator": _OPERATORS[rule.compare]}
        made = Element("cfRule", words, [Element("formula", {}, [rule.formula])])
        grouped.setdefault(" ".join(map(ranges.address, rule.boxes)), []).append(made)
    for area, made_rules in grouped.items():
        sheet.put(Element("conditionalFormatting", {"sqref": area}, made_rules))


def add_links(sheet: Worksheet, spec: Sheet, titles: Mapping[str, str]) -> None:
    """Our links from sheet to sheet, behind those of the accountant."""
    made = [
        Element(
            "hyperlink",
            {
                "ref": ranges.address(Box(cell.row, cell.column, cell.row, cell.column)),
                "location": layout.link(titles[cell.link]),
                "display": str(cell.value or layout.link(titles[cell.link])),
            },
        )
        for cell in spec.cells
        if cell.link in titles
    ]
    there = sheet.child("hyperlinks")
    every = [*(there.elements if there else ()), *made]
    sheet.replace("hyperlinks", Element("hyperlinks", {}, every) if every else None)


def add_merges(sheet: Worksheet, spec: Sheet) -> None:
    """Our wide cells, behind those the accountant merged."""
    wide = [Box(cell.row, cell.column, cell.row, cell.column + cell.span - 1) for cell in spec.cells if cell.span > 1]
    there = sheet.child("mergeCells")
    every = [*(there.elements if there else ()), *(Element("mergeCell", {"ref": ranges.address(box)}) for box in wide)]
    sheet.replace("mergeCells", Element("mergeCells", {"count": str(len(every))}, every) if every else None)


def hide_corners(sheet: Worksheet, spec: Sheet, drawn: Mapping[str, Sequence[DrawnColumn]]) -> None:
    """Hide the green corners of numbers that our columns keep as text; other errors the accountant hid stay hidden."""
    there = sheet.child("ignoredErrors")
    tables = [layout.table_box(table) for table in spec.tables]
    others = [
        one for one in (there.elements if there else ()) if one.name != "ignoredError" or not _is_ours(one, tables)
    ]
    texts = [
        ranges.address(Box(table.top + 1, number, table.last, number))
        for table in spec.tables
        for number, line in enumerate(drawn[table.name], start=table.left)
        if STYLES[line.style].format == "@"
    ]
    made = [Element("ignoredError", {"sqref": " ".join(texts), "numberStoredAsText": "1"})] if texts else []
    every = [*(one for one in others if one.name == "ignoredError"), *made]
    every += [one for one in others if one.name != "ignoredError"]
    sheet.replace("ignoredErrors", Element("ignoredErrors", {}, every) if every else None)


def _is_ours(ignored: Element, tables: Sequence[Box]) -> bool:
    """Whether it hides nothing but numbers kept as text in tables of ours."""
    if any(name not in ("sqref", "numberStoredAsText") for name in ignored.attributes):
        return False
    return any(box(part).meets(table) for part in ignored.get("sqref").split() for table in tables)
