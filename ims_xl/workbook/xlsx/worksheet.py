"""A sheet part: what stands around its cells as a tree, its rows and cells by place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ims_xl.workbook.ranges import column_number, letters
from ims_xl.workbook.xlsx.cells import TableBody
from ims_xl.workbook.xlsx.xml import DECLARATION, MAIN, OFFICE, Element, Tree, escape

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_WRITTEN = 1 << 20  # characters collected before they are packed

At = tuple[int, int]


class Skipped(NamedTuple):
    """Cells of a table that need not be read: by column letters, the formats (as text) that say a cell is ours.

    In the accountant's own columns a cell with a formula is read all the same.
    """

    rows: range
    formats: Mapping[str, frozenset[str]]
    own: frozenset[str]


class Worksheet:
    """A sheet part.

    `cells`: those that were not skipped, by row and column; `rows`: attributes of the rows.
    """

    def __init__(self, root: Element, rows: dict[int, dict[str, str]], cells: dict[At, Element]) -> None:
        self.root, self.rows, self.cells = root, rows, cells

    @classmethod
    def new(cls) -> "Worksheet":
        """An empty sheet."""
        return cls(Element("worksheet", {"xmlns": MAIN, "xmlns:r": OFFICE}, [Element("sheetData")]), {}, {})

    @classmethod
    def read(cls, part: Iterable[bytes], skipped: Sequence[Skipped] = ()) -> "Worksheet":
        """The sheet of a part, which comes in blocks.

        Raises ValueError when it is no sheet.
        """
        tree = _SheetTree(skipped)
        root = tree.read(part)
        if root.find("sheetData") is None:
            raise ValueError("a sheet without cells")
        root.attributes.setdefault("xmlns:r", OFFICE)
        sheet = cls(root, tree.rows, tree.cells)
        sheet._write_out_shared_formulas()
        return sheet

    def child(self, name: str) -> Element | None:
        """The first element of that name around the cells."""
        return self.root.find(name)

    def ensure(self, name: str) -> Element:
        """The element of that name, made when it is missing."""
        found = self.root.find(name)
        if found is None:
            found = Element(name)
            self.put(found)
        return found

    def put(self, element: Element) -> None:
        """Add an element where the schema wants it, behind others of its name."""
        rank = _RANK[element.name]
        children = self.root.children
        at = next(
            (n for n, child in enumerate(children) if isinstance(child, Element) and _rank(child) > rank), len(children)
        )
        children.insert(at, element)

    def replace(self, name: str, element: Element | None) -> None:
        """Put an element in the place of all of its name; None takes them away."""
        self.root.children = [
            child for child in self.root.children if not (isinstance(child, Element) and child.name == name)
        ]
        if element is not None:
            self.put(element)

    def write(self, loose: Mapping[int, Mapping[int, str]], bodies: Sequence[TableBody]) -> Iterator[bytes]:
        """The part in blocks; `loose` are the cells outside the lines of tables, by row and column."""
        head, foot = self._around()
        collected, size = [DECLARATION, head], 0
        for number, cells in _rows(loose, bodies, self.rows):
            words = "".join(f' {name}="{escape(value)}"' for name, value in self.rows.get(number, {}).items())
            collected.append(f'<row r="{number}"{words}>{cells}</row>')
            size += len(cells)
            if size > _WRITTEN:
                yield "".join(collected).encode()
                collected, size = [], 0
        yield "".join([*collected, foot]).encode()

    def _around(self) -> tuple[str, str]:
        """What stands before and behind the rows."""
        data = self.root.find("sheetData")
        if data is None:
            raise ValueError("a sheet without cells")
        data.children, data.attributes = ["\ue000"], {}
        head, _, foot = self.root.write().partition("\ue000")
        data.children = []
        return head, foot

    def _write_out_shared_formulas(self) -> None:
        """Excel writes a formula that was filled down once; each cell gets its own, so that it can move."""
        masters: dict[str, tuple[str, str]] = {}
        shared = [
            (cell, formula)
            for cell in self.cells.values()
            if (formula := cell.find("f")) is not None and formula.get("t") == "shared"
        ]
        for cell, formula in shared:
            if formula.text:
                masters[formula.get("si")] = formula.text, cell.get("r")
        for cell, formula in shared:
            text, origin = masters.get(formula.get("si"), ("", ""))
            if not text:
                cell.remove(formula)
                continue
            formula.children, formula.attributes = [copied_formula(text, origin, cell.get("r"))], {}


def copied_formula(text: str, origin: str, now: str) -> str:
    """A formula as it reads when its cell is copied to another."""
    from openpyxl.formula.translate import Translator  # as slow to load as all else; few workbooks need it

    return str(Translator(f"={text}", origin).translate_formula(now)).removeprefix("=")


def _rank(element: Element) -> float:
    """The place of an element in the schema; what is wrapped for newer programs counts by what is in it."""
    if element.name in _RANK:
        return _RANK[element.name]
    inner = next((_RANK[child.name] for child in _descendants(element) if child.name in _RANK), None)
    return _RANK["extLst"] - 0.5 if inner is None else inner


def _descendants(element: Element) -> Iterator[Element]:
    for child in element.elements:
        yield child
        yield from _descendants(child)


def _rows(
    loose: Mapping[int, Mapping[int, str]], bodies: Sequence[TableBody], rows: Mapping[int, object]
) -> Iterator[tuple[int, str]]:
    """Number and cells of every row; the bodies of tables do not share rows."""
    outside = sorted(set(loose) | set(rows))
    at = 0
    for body in sorted(bodies, key=lambda body: body.first):
        while at < len(outside) and outside[at] < body.first:
            yield outside[at], "".join(text for _, text in sorted(loose.get(outside[at], {}).items()))
            at += 1
        for number, text in body.rows():
            beside = loose.get(number)
            if beside:
                before = "".join(cell for column, cell in sorted(beside.items()) if column < body.left)
                behind = "".join(cell for column, cell in sorted(beside.items()) if column > body.right)
                text = before + text + behind
            yield number, text
        while at < len(outside) and outside[at] < body.first + body.count:
            at += 1
    for number in outside[at:]:
        yield number, "".join(text for _, text in sorted(loose.get(number, {}).items()))


class _SheetTree(Tree):
    """Reads a sheet part: rows and cells go into tables of their own, cells that may be skipped nowhere.

    The parser calls Python for every tag, which is most of the work on a large sheet: inside a skipped cell it calls
    for no more than it must.
    """

    def __init__(self, skipped: Sequence[Skipped]) -> None:
        super().__init__()
        self.rows: dict[int, dict[str, str]] = {}
        self.cells: dict[At, Element] = {}
        self._skipped = skipped
        self._formats: Mapping[str, frozenset[str]] = {}
        self._own: frozenset[str] = frozenset()
        self._row, self._column = 0, ""
        self._tag = ""
        self._kept: dict[str, str] = {}  # the skipped cell, should it hold a formula

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.removeprefix(self._prefix) if self._prefix else tag
        if name == "c" and len(self.open) == 3:
            self._begin_cell(tag, attributes)
        elif name == "row" and len(self.open) == 2 and self.open[1].name == "sheetData":
            self._row, self._column = int(attributes.pop("r", self._row + 1)), ""
            zone = next((zone for zone in self._skipped if self._row in zone.rows), None)
            self._formats, self._own = (zone.formats, zone.own) if zone else ({}, frozenset())
            attributes.pop("spans", None)
            if attributes:
                self.rows[self._row] = attributes
            self.open.append(Element(name))
        else:
            super().start(tag, attributes)

    def _begin_cell(self, tag: str, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = reference.rstrip("0123456789") if reference else letters(column_number(self._column) + 1)
        self._column = column
        formats = self._formats.get(column)
        if formats is None or attributes.get("s", "0") not in formats:
            self._cell(attributes)
            return
        parser = self.parser
        self._kept, self._tag = attributes, tag
        parser.StartElementHandler = self._start_skipped if column in self._own else None
        parser.CharacterDataHandler = None
        parser.EndElementHandler = self._end_skipped

    def _cell(self, attributes: dict[str, str]) -> None:
        attributes["r"] = f"{self._column}{self._row}"
        made = Element("c", attributes)
        self.cells[self._row, column_number(self._column)] = made
        self.open.append(made)

    def _start_skipped(self, tag: str, attributes: dict[str, str]) -> None:
        """A formula makes a cell of the accountant's own column his."""
        if tag.removeprefix(self._prefix) == "f":
            self._listen()
            self._cell(self._kept)
            self.start(tag, attributes)

    def _end_skipped(self, tag: str) -> None:
        if tag == self._tag:
            self._listen()

    def _listen(self) -> None:
        parser = self.parser
        parser.StartElementHandler = self.start
        parser.CharacterDataHandler = self.characters
        parser.EndElementHandler = self.end


def element_cells(cells: Iterable[tuple[At, Element]]) -> dict[int, dict[int, str]]:
    """Cells that were read, as text by row and column."""
    found: dict[int, dict[int, str]] = {}
    for (row, column), cell in cells:
        cell.attributes["r"] = f"{letters(column)}{row}"
        found.setdefault(row, {})[column] = cell.write()
    return found
