"""The workbook part: which sheets there are, in which order, and the names."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ims_xl.workbook.xlsx import theme
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.xml import DECLARATION, MAIN, OFFICE, Element, parse

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "absPath", "workbookProtection",
    "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr",
    "webPublishObjects", "extLst",
)  # fmt: skip


class BookPart:
    """The workbook of some parts; `save` puts it back.

    Raises ValueError when it is no workbook.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        books = [relation.target for relation in parts.relations("") if relation.kind == "officeDocument"]
        self.part = books[0] if books else _BOOK
        self.root = parse(parts.read(self.part))
        self.root.attributes.setdefault("xmlns:r", OFFICE)
        targets = {relation.id: relation.target for relation in parts.relations(self.part)}
        self._sheets = [(item, targets.get(item.link(), "")) for item in self._list("sheets").elements]
        self._names = self._list("definedNames")
        self._active = self._first_view().get("activeTab", "0")
        self._shown = self._sheets[int(self._active)][0] if int(self._active) < len(self._sheets) else None
        for name in self._names.elements:
            place = name.get("localSheetId")
            if place and int(place) < len(self._sheets):
                name.attributes["localSheetId"] = self._sheets[int(place)][0].get("name")  # a title until it is saved

    @property
    def titles(self) -> list[str]:
        """Names of the sheets in order."""
        return [item.get("name") for item, _ in self._sheets]

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as old Macs did."""
        found = self.root.find("workbookPr")
        return found is not None and found.is_true("date1904")

    def part_of(self, title: str) -> str:
        """The part of a sheet."""
        return next(part for item, part in self._sheets if item.get("name") == title)

    def insert(self, title: str, at: int) -> str:
        """Add a sheet at a place, counted from 0; the name of its part, which is still to be written."""
        part = self.parts.new_name("xl/worksheets/sheet{}.xml")
        self.parts.write(part, b"", f"{_MAIN_TYPE}.worksheet+xml")
        number = max((int(item.get("sheetId", "0")) for item, _ in self._sheets), default=0) + 1
        link = self.parts.relate(self.part, "worksheet", part)
        made = Element("sheet", {"name": title, "sheetId": str(number), "r:id": link})
        self._sheets.insert(at, (made, part))
        return part

    def remove(self, title: str) -> None:
        """Take a sheet away, with its own names and parts."""
        item, part = next(one for one in self._sheets if one[0].get("name") == title)
        self._sheets.remove((item, part))
        self.parts.unrelate(self.part, item.link())
        self.parts.remove(part)
        self._names.children = [name for name in self._names.elements if name.get("localSheetId") != title]

    def set_state(self, title: str, state: str) -> None:
        """Hide a sheet (`hidden`, `veryHidden`)."""
        item = next(item for item, _ in self._sheets if item.get("name") == title)
        item.attributes["state"] = state

    def names(self) -> list[Element]:
        """The names; a sheet's own have its title in `localSheetId`."""
        return self._names.elements

    def replace_names(self, prefix: str, texts: Mapping[str, str]) -> None:
        """Put hidden names in the place of all that begin so."""
        kept = [name for name in self._names.elements if not name.get("name").startswith(prefix)]
        made = [Element("definedName", {"name": name, "hidden": "1"}, [text]) for name, text in texts.items()]
        self._names.children = [*kept, *made]

    def set_local_name(self, name: str, title: str, text: str) -> None:
        """Set a name of one sheet, as for its print area; "" takes it away."""
        self._names.children = [
            one for one in self._names.elements if (one.get("name"), one.get("localSheetId")) != (name, title)
        ]
        if text:
            self._names.children.append(Element("definedName", {"name": name, "localSheetId": title}, [text]))

    def save(self) -> None:
        """Write the part; the program that opens the workbook is to compute it once."""
        titles = self.titles
        self._list("sheets").children = [item for item, _ in self._sheets]
        for name in self._names.elements:
            place = name.get("localSheetId")
            if place in titles:
                name.attributes["localSheetId"] = str(titles.index(place))
        ordered = sorted(self._names.elements, key=lambda name: (name.get("name").lower(), name.get("localSheetId")))
        self._names.children = list(ordered)
        if not ordered:
            self.root.remove(self._names)
        shown = next((rank for rank, (item, _) in enumerate(self._sheets) if item is self._shown), 0)
        while shown + 1 < len(titles) and self._sheets[shown][0].get("state") in ("hidden", "veryHidden"):
            shown += 1
        if shown or "activeTab" in self._first_view().attributes:
            self._first_view().attributes["activeTab"] = str(shown)
        self._list("calcPr").attributes["fullCalcOnLoad"] = "1"
        self._drop_calculation_chain()
        self.parts.write(self.part, self.root.document())

    def _drop_calculation_chain(self) -> None:
        """The order in which Excel computed the cells: it makes a new one where there is none."""
        for relation in self.parts.relations(self.part):
            if relation.kind == "calcChain":
                self.parts.unrelate(self.part, relation.id)
                self.parts.remove(relation.target)

    def _first_view(self) -> Element:
        views = self._list("bookViews")
        if not views.elements:
            views.children = [Element("workbookView")]
        return views.elements[0]

    def _list(self, name: str) -> Element:
        return self.root.child(name, _ORDER)


def empty(title: str, made_at: datetime) -> Parts:
    """The parts of a workbook without a sheet, made at a time and by nobody."""
    parts = Parts()
    book = Element(
        "workbook",
        {"xmlns": MAIN, "xmlns:r": OFFICE},
        [
            Element("workbookPr", {"defaultThemeVersion": "124226"}),
            Element("bookViews", {}, [Element("workbookView", {"windowWidth": "24000", "windowHeight": "12000"})]),
            Element("sheets"),
            Element("calcPr", {"calcId": "191029"}),
        ],
    )
    parts.write(_BOOK, book.document(), f"{_MAIN_TYPE}.sheet.main+xml")
    parts.relate("", "officeDocument", _BOOK)
    parts.write(_STYLES, Stylesheet().document(), f"{_MAIN_TYPE}.styles+xml")
    parts.relate(_BOOK, "styles", _STYLES)
    _add_theme(parts, _BOOK)
    parts.write(_CORE, _core(title, made_at), "application/vnd.openxmlformats-package.core-properties+xml")
    parts.relate("", f"{_PACKAGE}/relationships/metadata/core-properties", _CORE)
    parts.write(_APP, _application(), "application/vnd.openxmlformats-officedocument.extended-properties+xml")
    parts.relate("", "extended-properties", _APP)
    return parts


def mend(parts: Parts) -> None:
    """Make good what other programs leave out: a theme, and parts that are named and not there."""
    for relation in parts.relations(""):
        if not relation.external and relation.target not in parts.names:
            parts.unrelate("", relation.id)
            parts.forget(relation.target)
    book = next(relation.target for relation in parts.relations("") if relation.kind == "officeDocument")
    if not any(relation.kind == "theme" for relation in parts.relations(book)):
        _add_theme(parts, book)


def _add_theme(parts: Parts, book: str) -> None:
    part = parts.new_name("xl/theme/theme{}.xml")
    parts.write(part, theme.document(), "application/vnd.openxmlformats-officedocument.theme+xml")
    parts.relate(book, "theme", part)


def stamp(at: datetime) -> str:
    """A moment as the properties of a file have it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def touch_properties(parts: Parts) -> None:
    """Say that the file was saved now; author and program stay, lists of sheets and names go: they may not hold."""
    if _CORE in parts.names:
        core = parse(parts.read(_CORE))
        for element in core.all("modified"):
            element.children = [stamp(datetime.now(UTC))]
        parts.write(_CORE, core.document())
    if _APP in parts.names:
        app = parse(parts.read(_APP))
        kept = [child for child in app.elements if child.name not in ("HeadingPairs", "TitlesOfParts", "HLinks")]
        if len(kept) < len(app.elements):
            app.children = list(kept)
            parts.write(_APP, app.document())


def _core(title: str, at: datetime) -> bytes:
    when = f'xsi:type="dcterms:W3CDTF">{stamp(at)}'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
        f"<dcterms:created {when}</dcterms:created><dcterms:modified {when}</dcterms:modified></cp:coreProperties>"
    ).encode()


def _application() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    made = Element("Properties", {"xmlns": space}, [Element("Application", {}, ["Microsoft Excel"])])
    return made.document()
